"""What people send to the pages of the site."""

import datetime as dt

from django import forms
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from wenzeng.base import clock
from wenzeng.base.access import Duty
from wenzeng.base.models import Appointment, Body, User


class LoginForm(AuthenticationForm):
    error_messages = {
        "invalid_login": _("登录名或密码不对。核对后再试；忘了密码找系统管理员重设。"),
        "inactive": _("这个账号已停用：找系统管理员。"),
    }


class Styled(forms.Form):
    """Fields carry the style sheet's classes."""

    def __init__(self, *args, **kwargs) -> None:  # type: ignore[no-untyped-def]  # Django's own signature
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            select = isinstance(field.widget, forms.Select)
            field.widget.attrs.setdefault("class", "form-select" if select else "form-control")


class DayInput(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class EnrolForm(Styled):
    username = forms.CharField(label=_("登录名"), max_length=40)
    name = forms.CharField(label=_("姓名"), max_length=40)
    phone = forms.CharField(label=_("联系电话"), max_length=20, required=False)
    password = forms.CharField(
        label=_("初始密码"),
        widget=forms.PasswordInput,
        min_length=10,
        help_text=_("至少10位，不能全是数字。"),
    )

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        validate_password(password)
        return password


def _not_before_today(day: dt.date) -> dt.date:
    """A right that began yesterday would excuse what was done without it; the command and the demo may go back."""
    if day < clock.today():
        raise forms.ValidationError(_("日期早于今天：过去的职责不能改，请选今天或以后的日期。"))
    return day


class AppointForm(Styled):
    user = forms.ModelChoiceField(User.objects.filter(is_active=True).order_by("name"), label=_("人员"))
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
    appointment = forms.ModelChoiceField(
        Appointment.objects.filter(to_on__isnull=True).select_related("user", "body__subject"),
        label=_("职责"),
    )
    to_on = forms.DateField(label=_("止（不含）"), widget=DayInput())
    reason = forms.CharField(label=_("理由"), max_length=200)


class HandOverForm(Styled):
    from_user = forms.ModelChoiceField(
        User.objects.filter(is_active=True).order_by("name"), label=_("交出人")
    )
    to_user = forms.ModelChoiceField(User.objects.filter(is_active=True).order_by("name"), label=_("接收人"))
    on = forms.DateField(label=_("交接日"), widget=DayInput())
    document = forms.CharField(label=_("依据文件"), max_length=120, required=False)

    def clean_on(self) -> dt.date:
        return _not_before_today(self.cleaned_data["on"])
