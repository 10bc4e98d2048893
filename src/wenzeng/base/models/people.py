"""人: who signs in, and which duty a person holds for which body on which day."""

import datetime as dt
from collections.abc import Collection
from typing import NoReturn

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.core.management.base import CommandError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from wenzeng.base import clock
from wenzeng.base.access import DUTIES, Can, Duty

from .subjects import WORDS

NO_SUPERUSER = _("这里没有超级用户，权限来自职责。开第一个系统管理员：wenzeng admin 登录名 --name 姓名")


class UserManager(BaseUserManager["User"]):
    def create_user(self, username: str, password: str | None = None, **fields: object) -> "User":
        user = self.model(username=username, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, *_arguments: object, **_fields: object) -> NoReturn:
        """Django's own command ends here: a flag gives no rights, a dated duty does."""
        raise CommandError(NO_SUPERUSER)


class User(AbstractBaseUser):
    """A person who signs in. Rights come from dated duties, never from flags on this row."""

    username = models.CharField(_("登录名"), max_length=40, unique=True)
    name = models.CharField(_("姓名"), max_length=40)
    phone = models.CharField(_("联系电话"), max_length=20, blank=True)
    is_active = models.BooleanField(_("在用"), default=True)
    is_demo = models.BooleanField(_("演示账号"), default=False)

    objects = UserManager()
    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        verbose_name = _("人员")
        constraints = [
            models.CheckConstraint(
                name="base_user_named",
                condition=Q(username__regex=WORDS, name__regex=WORDS),
                violation_error_message=_("登录名和姓名都要填写。"),
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_full_name(self) -> str:
        return self.name

    def appointments_on(self, day: dt.date) -> "list[Appointment]":
        """The duties in force on a day, bodies loaded; read once per request object."""
        cache: dict[dt.date, list[Appointment]] = self.__dict__.setdefault("_appointments", {})
        if day not in cache:
            cache[day] = list(
                self.appointments.in_force_on(day)
                .select_related("body__subject", "body__unit")
                .order_by("pk")
            )
        return cache[day]

    @property
    def appointments_today(self) -> "list[Appointment]":
        return self.appointments_on(clock.today())

    def can(self, deed: Can) -> bool:
        return any(deed in DUTIES[Duty(row.duty)].may for row in self.appointments_today)

    @property
    def sees_whole_city(self) -> bool:
        return self.can(Can.SEE_ALL_FILINGS)

    @property
    def body_ids(self) -> Collection[int]:
        return {row.body_id for row in self.appointments_today}

    @property
    def unit_ids(self) -> Collection[int]:
        """Subjects (assessment units) that this person's bodies answer for."""
        return {row.body.unit_id for row in self.appointments_today if row.body.unit_id}

    @property
    def duty_label(self) -> str:
        return "、".join(f"{row.body} · {row.get_duty_display()}" for row in self.appointments_today)


class AppointmentQuerySet(models.QuerySet["Appointment"]):
    def in_force_on(self, day: dt.date) -> "AppointmentQuerySet":
        return self.filter(from_on__lte=day).filter(Q(to_on__isnull=True) | Q(to_on__gt=day))


class Appointment(models.Model):
    """One duty of one person for one body, from a day up to (not including) another."""

    user = models.ForeignKey(User, models.PROTECT, related_name="appointments", verbose_name=_("人员"))
    duty = models.CharField(_("职责"), max_length=24, choices=Duty.choices)
    body = models.ForeignKey("base.Body", models.PROTECT, related_name="appointments", verbose_name=_("单位"))
    from_on = models.DateField(_("起"))
    to_on = models.DateField(_("止（不含）"), null=True, blank=True)
    document = models.CharField(_("依据文件"), max_length=120, blank=True)
    handed_over_from = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="handed_over_to", verbose_name=_("接自")
    )

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("职责")
        constraints = [
            models.CheckConstraint(
                name="base_appointment_ends_after_it_starts",
                condition=Q(to_on__isnull=True) | Q(to_on__gt=F("from_on")),
                violation_error_message=_("职责的止期要晚于起期。"),
            ),
            models.CheckConstraint(name="base_appointment_known_duty", condition=Q(duty__in=Duty.values)),
            models.UniqueConstraint(
                name="base_appointment_once_at_a_time",
                fields=["user", "duty", "body"],
                condition=Q(to_on__isnull=True),
                violation_error_message=_("这个人在这个单位已有同一职责，先结束旧的再任新的。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.body} · {self.get_duty_display()}"
