"""What people send to the filing desk."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from wenzeng.base.models.people import User
from wenzeng.cadence import definitions, queries
from wenzeng.cadence.directory import Directory, Entry, directory
from wenzeng.engines.errors import StatError
from wenzeng.engines.period import Period

NO_NULLS = {
    "null_characters_not_allowed": _("里面有看不见的控制字符，存不了：把文字重新打一遍，不要整段粘贴。")
}


class UploadForm(forms.Form):
    """One workbook. Which form it is, it says itself."""

    file = forms.FileField(
        label=_("报表文件"),
        help_text=_(".xlsx、.xls 或 .csv，20 MB 以内。是哪张表、哪一期、哪个单位，文件里写着，不用选。"),
        error_messages={
            "required": _("没有选文件。选好填完的报表，再点上传。"),
            "empty": _("这是空文件：重新导出后再传。"),
            "invalid": _("文件没有传上来：在网页上点“选择文件”，选好再点上传。"),
            "missing": _("文件没有传上来：在网页上点“选择文件”，选好再点上传。"),
        },
        allow_empty_file=False,
        widget=forms.ClearableFileInput(
            attrs={"class": "form-control", "accept": ".xlsx,.xls,.xlsm,.ods,.csv,.tsv"}
        ),
    )
    form = forms.CharField(required=False, widget=forms.HiddenInput, error_messages=NO_NULLS)

    def clean_form(self) -> str:
        slug: str = self.cleaned_data["form"]
        return slug if definitions.form(slug) else ""


class DeedForm(forms.Form):
    """What every button of a filing sends: the version that its presser saw."""

    version = forms.IntegerField(
        required=False,
        widget=forms.HiddenInput,
        error_messages={"invalid": _("网页带来的版本号不对：刷新这份报表的页面，再办一次。")},
    )


class SendBackForm(DeedForm):
    reason = forms.CharField(
        label=_("退回意见"),
        required=False,
        help_text=_("写清哪一格、要怎么改，填报人看得到。"),
        error_messages=NO_NULLS,
        widget=forms.Textarea(attrs={"class": "form-control", "rows": 2}),
    )


WORDS = "why-"


def words_in(data: Any) -> dict[str, str]:
    """Finding id → sentence, out of the fields named why-<id>."""
    return {key.removeprefix(WORDS): value for key, value in data.items() if key.startswith(WORDS)}


@dataclass(frozen=True)
class Place:
    """What an address of the filing page means: a form, a period of its rhythm and, of a form by units, a unit."""

    form: definitions.FormDefinition
    period: Period
    unit: Entry | None
    names: Directory

    @property
    def code(self) -> str:
        return self.unit.code if self.unit else definitions.WHOLE_CITY

    @property
    def unit_id(self) -> int | None:
        return self.unit.id if self.unit else None

    @property
    def who(self) -> str:
        return self.unit.name if self.unit else self.form.filer


def place_of(user: User, form: str, period: str, unit: str) -> Place | None:
    """The place that an address names, where there is such a one and this person may file there."""
    definition = definitions.form(form)
    if definition is None or not user.can(definition.filed_by):
        return None
    try:
        wanted = Period.parse(period)
    except StatError:
        return None
    names = directory(wanted.end)
    entry = names.find(unit, "units") if definition.by_unit else None
    named = entry is not None if definition.by_unit else unit == definitions.WHOLE_CITY
    foreign = entry is not None and entry.id not in user.unit_ids and not user.sees_whole_city
    if not definition.asks_of(wanted) or not named or foreign:
        return None
    return Place(definition, wanted, entry, names)


def asked_period(
    given: str, today: dt.date, form: definitions.FormDefinition | None = None
) -> tuple[Period, list[Period], str]:
    """The period that an address asks for, those that may be asked for, and what was wrong with the address.

    Of a form, the periods of its own rhythm; else the months.
    """
    choices = queries.periods_of_form(form, today) if form else queries.periods(today)
    if not given.strip():
        return choices[0], choices, ""
    try:
        asked = Period.parse(given.strip())
        if form and form.period == "tenday" and not form.asks_of(asked):
            told = gettext("%(form)s按旬报：期别写成 2020-06-t2。") % {"form": form.title}
            return choices[0], choices, told
        if form is None or form.period == "ytd":
            asked = asked if asked.is_year_to_date else asked.to_date()
    except StatError as fault:
        return choices[0], choices, fault.message_zh
    if asked > choices[0]:
        told = gettext("%(period)s还没有结束，没有表可报。") % {"period": asked.label_with_year}
        return choices[0], choices, told
    return asked, choices if asked in choices else [asked, *choices], ""
