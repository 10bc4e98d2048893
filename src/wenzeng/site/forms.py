"""What people send to the pages of the site."""

import datetime as dt
from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm
from django.utils.translation import gettext_lazy as _

from wenzeng.base import clock
from wenzeng.base.access import Duty
from wenzeng.base.models import Appointment, Body, User
from wenzeng.site import passwords


class LoginForm(AuthenticationForm):
    error_messages = {
        "invalid_login": _("登录名或密码不对。核对后再试；忘了密码找系统管理员重设。"),
        "inactive": _("这个账号已停用：找系统管理员。"),
    }

    def __init__(self, *args, **kwargs) -> None:  # type: ignore[no-untyped-def]  # Django's own signature
        super().__init__(*args, **kwargs)
        speak_plainly(self)


WHAT_TO_DO = {
    "required": _("没有填：请填上。"),
    "max_length": _("有%(show_value)s个字，最多%(limit_value)s个字：请写得短一些。"),
    "null_characters_not_allowed": _("夹有看不见的字符：请删掉重新填。"),
}
WHAT_TO_DO_WITH_A_CHOICE = {
    "required": _("没有选：请选一项。"),
    "invalid_choice": _("这一项不能选，也许刚被别人改过：请刷新页面，重新选。"),
}
WHAT_TO_DO_WITH_A_DAY = {
    "required": _("没有填日期：请填上，如 2020-06-24。"),
    "invalid": _("日期不对：写成 2020-06-24 这样。"),
}


def speak_plainly(form: forms.BaseForm) -> None:
    """Every fault says what is wrong and what to do; where it is, the field's label says."""
    for field in form.fields.values():
        if isinstance(field, forms.ChoiceField | forms.ModelChoiceField):
            field.error_messages.update(WHAT_TO_DO_WITH_A_CHOICE)
        elif isinstance(field, forms.DateField):
            field.error_messages.update(WHAT_TO_DO_WITH_A_DAY)
        else:
            field.error_messages.update(WHAT_TO_DO)


class Styled(forms.Form):
    """Fields carry the style sheet's classes and speak plainly."""

    def __init__(self, *args, **kwargs) -> None:  # type: ignore[no-untyped-def]  # Django's own signature
        super().__init__(*args, **kwargs)
        speak_plainly(self)
        for field in self.fields.values():
            select = isinstance(field.widget, forms.Select)
            field.widget.attrs.setdefault("class", "form-select" if select else "form-control")


class Password(forms.CharField):
    """A new password, as typed: blanks at its ends belong to it, and the browser does not fill in the reader's own."""

    def __init__(self, label: Any) -> None:
        super().__init__(
            label=label,
            strip=False,
            max_length=128,
            widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
            help_text=_("至少10位，不能全是数字。"),
        )


class Person(forms.ModelChoiceField):  # type: ignore[type-arg]  # not subscriptable when it runs
    def label_from_instance(self, user: User) -> str:
        return f"{user.name}（{user.username}）"


class OwnPasswordForm(Styled, PasswordChangeForm):
    error_messages = {
        "password_mismatch": _("两次输入的新密码不一样：请重新输入。"),
        "password_incorrect": _("原密码不对：请重新输入；忘了就找系统管理员重设。"),
    }

    def __init__(self, *args, **kwargs) -> None:  # type: ignore[no-untyped-def]  # Django's own signature
        super().__init__(*args, **kwargs)
        self.fields["old_password"].label = _("原密码")
        self.fields["new_password1"].label = _("新密码")
        self.fields["new_password1"].help_text = _("至少10位，不能全是数字。")
        self.fields["new_password2"].label = _("再输一遍新密码")
        self.fields["new_password2"].help_text = ""


class DayInput(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class EnrolForm(Styled):
    title = _("开账号")
    username = forms.CharField(label=_("登录名"), max_length=40)
    name = forms.CharField(label=_("姓名"), max_length=40)
    phone = forms.CharField(label=_("联系电话"), max_length=20, required=False)
    password = Password(_("初始密码"))

    def clean(self) -> dict[str, Any]:
        values = self.cleaned_data
        known = {key: values.get(key, "") for key in ("username", "name", "phone")}
        _check_password(self, User(**known))
        return values


def _check_password(form: forms.Form, user: User) -> None:
    try:
        if "password" in form.cleaned_data:
            passwords.validate(form.cleaned_data["password"], user)
    except forms.ValidationError as faults:
        form.add_error("password", faults)


def _not_before_today(day: dt.date) -> dt.date:
    """A right that began yesterday would excuse what was done without it; the command and the demo may go back."""
    if day < clock.today():
        raise forms.ValidationError(_("日期早于今天：过去的职责不能改，请选今天或以后的日期。"))
    return day


class AppointForm(Styled):
    title = _("任职")
    user = Person(User.objects.filter(is_active=True).order_by("name"), label=_("人员"))
    duty = forms.ChoiceField(choices=Duty.choices, label=_("职责"))
    body = forms.ModelChoiceField(
        Body.objects.select_related("subject").order_by("kind", "subject__position"), label=_("单位")
    )
    from_on = forms.DateField(label=_("起"), widget=DayInput())
    document = forms.CharField(label=_("依据文件"), max_length=120, required=False)

    def clean_duty(self) -> Duty:
        return Duty(self.cleaned_data["duty"])

    def clean_from_on(self) -> dt.date:
        return _not_before_today(self.cleaned_data["from_on"])


class RelieveForm(Styled):
    title = _("结束职责")
    appointment = forms.ModelChoiceField(
        Appointment.objects.filter(to_on__isnull=True).select_related("user", "body__subject"),
        label=_("职责"),
    )
    to_on = forms.DateField(label=_("止（不含）"), widget=DayInput())
    reason = forms.CharField(label=_("理由"), max_length=200)


class HandOverForm(Styled):
    title = _("交接")
    from_user = Person(User.objects.order_by("name"), label=_("交出人"))
    to_user = Person(User.objects.filter(is_active=True).order_by("name"), label=_("接收人"))
    on = forms.DateField(label=_("交接日"), widget=DayInput())
    document = forms.CharField(label=_("依据文件"), max_length=120, required=False)

    def clean_on(self) -> dt.date:
        return _not_before_today(self.cleaned_data["on"])


class ResetForm(Styled):
    title = _("重设密码")
    user = Person(User.objects.filter(is_active=True).order_by("name"), label=_("人员"))
    password = Password(_("新密码"))
    reason = forms.CharField(label=_("理由"), max_length=200)

    def clean(self) -> dict[str, Any]:
        if "user" in self.cleaned_data:
            _check_password(self, self.cleaned_data["user"])
        return self.cleaned_data


class StopForm(Styled):
    title = _("停用账号")
    user = Person(User.objects.filter(is_active=True).order_by("name"), label=_("人员"))
    reason = forms.CharField(label=_("理由"), max_length=200)


class RestoreForm(Styled):
    title = _("恢复账号")
    user = Person(User.objects.filter(is_active=False).order_by("name"), label=_("人员"))
    reason = forms.CharField(label=_("理由"), max_length=200)
