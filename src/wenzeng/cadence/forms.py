"""What people send to the filing desk."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from wenzeng.cadence import definitions, queries
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


def period_of_address(given: str, form: definitions.FormDefinition) -> Period | None:
    """The period that an address of the grid names, where it is one of the form's rhythm."""
    try:
        period = Period.parse(given)
    except StatError:
        return None
    return period if form.asks_of(period) else None


def asked_period(
    given: str, today: dt.date, form: definitions.FormDefinition | None = None
) -> tuple[Period, list[Period], str]:
    """The period that an address asks for, those that may be asked for, and what was wrong with the address.

    Of a form, the periods of its own rhythm; else the months.
    """
    rhythm = form.period if form else "ytd"
    choices = queries.periods_of_form(form, today) if form else queries.periods(today)
    if not given.strip():
        return choices[0], choices, ""
    try:
        asked = Period.parse(given.strip())
        if form and rhythm == "tenday" and not form.asks_of(asked):
            told = gettext("%(form)s按旬报：期别写成 2020-06-t2。") % {"form": form.title if form else ""}
            return choices[0], choices, told
        if rhythm == "ytd":
            asked = asked if asked.is_year_to_date else asked.to_date()
    except StatError as fault:
        return choices[0], choices, fault.message_zh
    if asked > choices[0]:
        told = gettext("%(period)s还没有结束，没有表可报。") % {"period": asked.label_with_year}
        return choices[0], choices, told
    return asked, choices if asked in choices else [asked, *choices], ""
