"""标: the form that sets a target or supersedes one."""

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from wenzeng.base import clock, rulebook
from wenzeng.base.models import Indicator, Subject
from wenzeng.engines.errors import StatError
from wenzeng.engines.period import Period
from wenzeng.targets import bounds
from wenzeng.targets.models import Target

WHAT_TO_DO = {
    "required": _("没有填：请填上。"),
    "max_length": _("最多%(limit_value)d个字，现在%(show_value)d个：请缩短。"),
    "invalid": _("看不懂：数写成 4.5 这样，日期写成 2020-06-24 这样。"),
    "invalid_choice": _("没有这一项：请从列表里选。"),
    "max_digits": _("数太长：请核对。"),
    "max_whole_digits": _("数太大：请核对。"),
    "max_decimal_places": _("最多两位小数。"),
}
WHAT_TO_DO_WITH_A_CHOICE = WHAT_TO_DO | {"required": _("没有选：请选一项。")}


def _place(subject: Subject) -> str:
    """A county and the assessment unit of the same name are two places: the unit says what it is."""
    return (
        gettext("%(name)s（考核单位）") % {"name": subject}
        if subject.kind == Subject.Kind.UNIT
        else str(subject)
    )


class TargetForm(forms.ModelForm):  # type: ignore[type-arg]  # Django 5.2 cannot subscript it
    """The fields of `actions.set_target`; the reason is asked only where an older version is superseded."""

    period = forms.CharField(
        label=_("期别"), help_text=_("全年写 2020-01..12，前三季度写 2020-01..09，三季度写 2020-q3。")
    )
    rank_group = forms.ChoiceField(label=_("位次范围"), required=False)
    reason = forms.CharField(label=_("调整理由"), required=False, max_length=300)

    class Meta:
        model = Target
        fields = (
            "title", "indicator", "subject", "period", "basis", "kind", "operator", "value", "tolerance", "comparator",
            "rank_group", "stretch", "document", "document_number", "clause", "decided_on", "reading",
        )  # fmt: skip
        widgets = {"decided_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")}

    def __init__(self, *args: Any, supersedes: Target | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.supersedes = supersedes
        places = Subject.objects.filter(kind__in=[Subject.Kind.AREA, Subject.Kind.UNIT]).with_names()
        city = rulebook.rule("city.units").body["city"]
        own = Q(kind=Subject.Kind.UNIT) | Q(key=city)
        if self.instance.pk:
            own |= Q(pk=self.instance.subject_id)
        self.fields["subject"].queryset = places.filter(own)  # type: ignore[attr-defined]  # a ModelChoiceField
        self.fields["comparator"].queryset = places  # type: ignore[attr-defined]  # a ModelChoiceField
        for name in ("subject", "comparator"):
            self.fields[name].label_from_instance = _place  # type: ignore[attr-defined]  # likewise
        self.fields["indicator"].queryset = Indicator.objects.filter(  # type: ignore[attr-defined]  # likewise
            code__in=["iva.growth"]
        )
        groups = [rule for rule in rulebook.of_kind("reference") if "members" in rule.body]
        self.fields["rank_group"].choices = [  # type: ignore[attr-defined]  # a ChoiceField
            (rule.id, rule.body["label"]) for rule in groups
        ]
        if supersedes is None:
            del self.fields["reason"]
        for field in self.fields.values():
            kind = "form-select" if isinstance(field.widget, forms.Select) else "form-control"
            field.widget.attrs["class"] = (
                "form-check-input" if isinstance(field.widget, forms.CheckboxInput) else kind
            )
            is_choice = isinstance(field, forms.ChoiceField)
            field.error_messages.update(WHAT_TO_DO_WITH_A_CHOICE if is_choice else WHAT_TO_DO)
            nothing = gettext("请选择") if field.required else "—"
            if isinstance(field, forms.ModelChoiceField):
                field.empty_label = nothing
            elif isinstance(field, forms.ChoiceField):
                named = [(key, words) for key, words in field.widget.choices if key]
                field.choices = [("", nothing), *named]

    def clean_period(self) -> Period:
        try:
            return Period.parse(self.cleaned_data["period"].strip())
        except StatError as fault:
            raise forms.ValidationError(fault.message_zh) from fault

    def clean(self) -> dict[str, Any]:
        """Everything that is wrong at once, also where some fields are still empty; the action asks the same again."""
        values = self.cleaned_data
        names = {field.name for field in Target._meta.fields} & set(values)
        # By its number: given the old row itself, Django would call it superseded on the page that refuses this.
        old = self.supersedes.pk if self.supersedes else None
        row = Target(**{name: values[name] for name in names}, supersedes_id=old)
        if "period" in values:
            row.period_code = values["period"].code
            names |= {"period_code"}
        found = bounds.faults(row, today=clock.today(), given=frozenset(names))
        if self.supersedes is not None:
            found += bounds.of_succession(
                self.supersedes, decided_on=values.get("decided_on"), reason=values.get("reason", "")
            )
        for fault in found:
            self.add_error(fault.field or None, fault.sentence)
        return self.cleaned_data

    def _post_clean(self) -> None:
        """The row is checked in `clean` and in the action; the row that is superseded is not to be written over."""


class WithdrawForm(forms.Form):
    """The reason is signed with the deed."""

    reason = forms.CharField(
        label=_("撤销理由"),
        max_length=300,
        widget=forms.TextInput(attrs={"class": "form-control"}),
        error_messages=WHAT_TO_DO
        | {"required": _("没写撤销理由：写一句为什么撤销、依据哪个文件或哪里录错。")},
    )
