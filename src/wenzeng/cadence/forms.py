"""What people send to the filing desk."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wenzeng.cadence import definitions


class UploadForm(forms.Form):
    """One workbook. Which form it is, it says itself."""

    file = forms.FileField(
        label=_("报表文件"),
        help_text=_(".xlsx 或 .xls，20 MB 以内。是哪张表、哪一期、哪个单位，文件里写着，不用选。"),
        error_messages={
            "required": _("没有选文件。选好填完的报表，再点上传。"),
            "empty": _("这是空文件：重新导出后再传。"),
        },
        allow_empty_file=False,
        widget=forms.ClearableFileInput(attrs={"class": "form-control", "accept": ".xlsx,.xls,.xlsm,.ods"}),
    )
    form = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean_form(self) -> str:
        slug: str = self.cleaned_data["form"]
        return slug if definitions.form(slug) else ""


class DeedForm(forms.Form):
    """What every button of a filing sends: the version that its presser saw."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)


class SendBackForm(DeedForm):
    reason = forms.CharField(
        label=_("退回意见"),
        required=False,
        help_text=_("写清哪一格、要怎么改，填报人看得到。"),
        widget=forms.Textarea(attrs={"class": "form-control", "rows": 2}),
    )


WORDS = "why-"


def words_in(data: Any) -> dict[str, str]:
    """Finding id → sentence, out of the fields named why-<id>."""
    return {key.removeprefix(WORDS): value for key, value in data.items() if key.startswith(WORDS)}
