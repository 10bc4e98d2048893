"""标: the form that sets a target or supersedes one."""

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from wenzeng.base import rulebook
from wenzeng.base.models import Indicator, Subject
from wenzeng.engines.errors import StatError
from wenzeng.engines.period import Period
from wenzeng.targets.models import Target


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
            ("", "—"),
            *((rule.id, rule.body["label"]) for rule in groups),
        ]
        if supersedes is None:
            del self.fields["reason"]
        for field in self.fields.values():
            kind = "form-select" if isinstance(field.widget, forms.Select) else "form-control"
            field.widget.attrs["class"] = (
                "form-check-input" if isinstance(field.widget, forms.CheckboxInput) else kind
            )

    def clean_period(self) -> Period:
        try:
            return Period.parse(self.cleaned_data["period"].strip())
        except StatError as fault:
            raise forms.ValidationError(fault.message_zh) from fault

    def _post_clean(self) -> None:
        """The action checks the whole row, with the same sentences; half a row is not worth checking here."""
