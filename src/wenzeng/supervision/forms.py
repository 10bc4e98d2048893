"""What a signatory and an answering body send."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wenzeng.base.models import Assignment

MEASURES = [
    (Assignment.Measure.TRACK, _("重点跟踪")),
    (Assignment.Measure.WARN, _("预警提醒")),
    (Assignment.Measure.TALK, _("提请市政府约谈（请示）")),
]


def _text(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"class": "form-control", "rows": rows})


class Versioned(forms.Form):
    """Carries the version that the person saw, so that two people never overwrite each other silently."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, assignment: Assignment, **kwargs: Any) -> None:
        self.assignment = assignment
        kwargs.setdefault("prefix", f"{self.deed}-{assignment.pk}")
        super().__init__(*args, **kwargs)
        self.fields["version"].initial = assignment.version

    deed = ""


class SignForm(Versioned):
    deed = "sign"
    measure = forms.ChoiceField(
        label=_("措施（视情况选一项）"),
        choices=MEASURES,
        widget=forms.RadioSelect(attrs={"class": "form-check-input"}),
        error_messages={"required": _("没选措施：在重点跟踪、预警提醒、提请约谈中选一项。")},
    )
    reason = forms.CharField(
        label=_("理由"),
        max_length=500,
        widget=_text(2),
        error_messages={"required": _("没写签发理由：写一句为什么采取这项措施。")},
    )
    due_on = forms.DateField(
        label=_("办理期限"),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": "form-control"}),
        error_messages={"required": _("没填办理期限。"), "invalid": _("日期写成 2020-06-24 这样。")},
    )

    def __init__(self, *args: Any, assignment: Assignment, today: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, assignment=assignment, **kwargs)
        self.fields["due_on"].initial = max(assignment.due_on, today)
        if assignment.to_body.is_resident:
            # 中省驻市单位只发商请函（decisions.md 32）：没有措施可选。
            del self.fields["measure"]


class DeclineForm(Versioned):
    deed = "decline"
    reason = forms.CharField(
        label=_("不签理由"),
        max_length=500,
        widget=_text(2),
        error_messages={"required": _("没写不签理由：写一句为什么不采取措施。")},
    )


class AcknowledgeForm(Versioned):
    deed = "acknowledge"


class AnswerForm(Versioned):
    deed = "answer"
    text = forms.CharField(
        label=_("反馈"),
        help_text=_("写明原因、采取的措施、责任人和见效时间。"),
        max_length=4000,
        widget=_text(5),
        error_messages={"required": _("没写反馈内容：写明采取了什么措施、什么时候见效。")},
    )


class StrikeOffForm(Versioned):
    deed = "strike_off"
    reason = forms.CharField(
        label=_("核验意见"),
        max_length=500,
        widget=_text(2),
        error_messages={"required": _("没写核验意见：写一句凭什么销号。")},
    )
