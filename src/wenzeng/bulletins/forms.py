"""What people send: a text with its markers, a step with its opinion, a file that came back."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from wenzeng.bulletins import text
from wenzeng.bulletins.actions import Typed
from wenzeng.bulletins.models import Bulletin

# Where and what stands before these sentences: the label of the field. Here: what is wrong, and how to mend it.
LOST = _("页面不完整：刷新后再办，写过的先复制出来。")
NO_SUCH_CHOICE = _("没有“%(value)s”这一项：从列表里选一项。")
TOO_LONG = _("写了%(show_value)s字，最多%(limit_value)s字：删短再交。")
NO_NUMBER = _("不是整数：写成 32 这样。")
ONE_TO_9999 = _("超出1到9999：改成这之间的整数。")


def _control(rows: int = 0) -> Any:
    if rows:
        return forms.Textarea(attrs={"class": "form-control", "rows": rows})
    return forms.TextInput(attrs={"class": "form-control"})


class TextForm(forms.Form):
    """The head of a bulletin and one text area for each heading or paragraph, plus one for what is added."""

    version = forms.IntegerField(
        label=_("稿次"), widget=forms.HiddenInput, error_messages={"required": LOST, "invalid": LOST}
    )
    title = forms.CharField(
        label=_("标题"),
        max_length=120,
        required=False,
        widget=_control(),
        error_messages={"max_length": TOO_LONG},
    )
    security = forms.ChoiceField(
        label=_("密级"),
        choices=Bulletin.Security.choices,
        error_messages={"invalid_choice": NO_SUCH_CHOICE},
        required=False,
        widget=forms.Select(attrs={"class": "form-select"}),
    )
    urgency = forms.ChoiceField(
        label=_("缓急"),
        choices=Bulletin.Urgency.choices,
        error_messages={"invalid_choice": NO_SUCH_CHOICE},
        required=False,
        widget=forms.Select(attrs={"class": "form-select"}),
    )
    openness = forms.ChoiceField(
        label=_("公开属性"),
        choices=Bulletin.Openness.choices,
        error_messages={
            "required": _("没选：在主动公开、依申请公开、不予公开中选一项。"),
            "invalid_choice": NO_SUCH_CHOICE,
        },
        widget=forms.Select(attrs={"class": "form-select"}),
    )

    def __init__(self, data: QueryDict | None = None, *, bulletin: Bulletin) -> None:
        super().__init__(
            data,
            initial={
                name: getattr(bulletin, name)
                for name in ("version", "title", "security", "urgency", "openness")
            },
        )
        self.pieces = self._typed() if data is not None else _pieces(bulletin)
        for number, piece in enumerate(self.pieces, 1):
            lines = 2 + len(piece) // 46 + piece.count("\n")
            self.fields[f"piece-{number}"] = forms.CharField(
                label=_("新加的段落") if number == len(self.pieces) else _("正文第%(n)s段") % {"n": number},
                required=False,
                initial=piece,
                strip=False,
                widget=_control(min(lines, 14)),
            )

    def _typed(self) -> list[str]:
        names = sorted(
            (name for name in self.data if name.startswith("piece-") and name[6:].isdigit()),
            key=lambda name: int(name[6:]),
        )
        typed = [str(self.data.get(name, "")) for name in names]
        return typed or [""]

    @property
    def paragraphs(self) -> list[Any]:
        return [self[f"piece-{number}"] for number in range(1, len(self.pieces) + 1)]

    def typed(self) -> Typed:
        values = self.cleaned_data
        return Typed(
            title=values["title"],
            pieces=tuple(values[f"piece-{number}"] for number in range(1, len(self.pieces) + 1)),
            version=values["version"],
            security=values["security"],
            urgency=values["urgency"],
            openness=values["openness"],
        )


def _pieces(bulletin: Bulletin) -> list[str]:
    blocks = text.from_data(bulletin.text)
    return [*(text.to_markers(block) for block in blocks if not isinstance(block, text.Table)), ""]


class DeedForm(forms.Form):
    """A step, a return, an explanation, a registration or a void, with its words."""

    deed = forms.CharField(
        label=_("办理"),
        widget=forms.HiddenInput,
        max_length=20,
        error_messages={"required": LOST, "max_length": LOST},
    )
    opinion = forms.CharField(
        label=_("意见"),
        max_length=300,
        required=False,
        widget=_control(2),
        error_messages={"max_length": TOO_LONG},
    )
    number = forms.IntegerField(
        label=_("期号"),
        required=False,
        min_value=1,
        max_value=9999,
        error_messages={"invalid": NO_NUMBER, "min_value": ONE_TO_9999, "max_value": ONE_TO_9999},
        widget=forms.NumberInput(attrs={"class": "form-control"}),
    )
    finding = forms.CharField(
        label=_("提示"),
        required=False,
        max_length=80,
        widget=forms.HiddenInput,
        error_messages={"max_length": LOST},
    )


class ReturnedForm(forms.Form):
    file = forms.FileField(
        label=_("改回来的 .docx"),
        widget=forms.ClearableFileInput(attrs={"class": "form-control", "accept": ".docx"}),
        error_messages={
            "required": _("没选文件：选好改回来的 .docx，再点核对。"),
            "empty": _("文件是空的：重新保存后再选。"),
            "invalid": _("没有收到文件：重新选一次。"),
        },
    )
