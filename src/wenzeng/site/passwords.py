"""Which passwords are refused, in sentences that say what to do."""

from django.contrib.auth import password_validation as django_own
from django.utils.translation import gettext as _

from wenzeng.base.models import User


class Length(django_own.MinimumLengthValidator):
    def get_error_message(self) -> str:
        return _("密码太短：至少%(n)s位，请加长。") % {"n": self.min_length}


class Common(django_own.CommonPasswordValidator):
    def get_error_message(self) -> str:
        return _("密码太常见，容易被猜到：换一个别人想不到的。")


class Digits(django_own.NumericPasswordValidator):
    def get_error_message(self) -> str:
        return _("密码全是数字，容易被猜到：加上字母或符号。")


class Similar(django_own.UserAttributeSimilarityValidator):
    """Not the login name, the name or the telephone number."""

    def __init__(self) -> None:
        super().__init__(user_attributes=("username", "name", "phone"))

    def get_error_message(self) -> str:
        return _("密码和登录名、姓名或电话太像：换一个。")


def validate(password: str, user: User) -> None:
    """Raises ValidationError with one sentence for each fault."""
    django_own.validate_password(password, user)
