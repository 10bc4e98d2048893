"""人: accounts, and duties: appoint, relieve, hand a desk over. A duty is never edited; it ends and another begins."""

import datetime as dt

from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wenzeng.base import trail
from wenzeng.base.access import Duty
from wenzeng.base.models.people import Appointment, User
from wenzeng.base.models.subjects import Body
from wenzeng.base.official import recorded


class CannotAppoint(Exception):
    """What could not be done with a duty or an account, and what to do instead."""


@transaction.atomic
def enrol(
    *, username: str, name: str, password: str, by: User | None, phone: str = "", is_demo: bool = False
) -> User:
    """Open an account without any right; duties give the rights."""
    if User.objects.filter(username=username).exists():
        raise CannotAppoint(_("登录名“%(name)s”已有人用：换一个。") % {"name": username})
    user = User.objects.create_user(username, password, name=name, phone=phone, is_demo=is_demo)
    trail.note(by=by, deed="people.enrol", about=user, after={"username": username, "name": name})
    return user


def administrators(on: dt.date) -> models.QuerySet[User]:
    """Who may open accounts on a day, or will from a later one."""
    running = Q(appointments__to_on__isnull=True) | Q(appointments__to_on__gt=on)
    return User.objects.filter(running, is_active=True, appointments__duty=Duty.ADMINISTRATOR).distinct()


def _put_password(user: User, password: str) -> None:
    user.set_password(password)
    user.save(update_fields=["password"])  # sessions opened with the old one end


@transaction.atomic
def change_password(*, user: User, password: str) -> User:
    """One's own; the trail says that it was changed and nothing about the password."""
    _put_password(user, password)
    trail.note(by=user, deed="people.change_password", about=user)
    return user


@transaction.atomic
def reset_password(*, user: User, password: str, by: User | None, reason: str) -> User:
    """Somebody forgot it. Whoever sets it is on record, and the owner is expected to change it at once."""
    _refuse_oneself(by, user)
    _put_password(user, password)
    trail.note(by=by, deed="people.reset_password", about=user, reason=reason)
    return user


@transaction.atomic
def stop(*, user: User, by: User | None, reason: str) -> User:
    """The account opens nothing from now on, sessions that are open included; duties and deeds stay on record."""
    return _use(user, in_use=False, by=by, reason=reason)


@transaction.atomic
def restore(*, user: User, by: User | None, reason: str) -> User:
    """The account signs in again with the password that it had."""
    return _use(user, in_use=True, by=by, reason=reason)


def _use(user: User, *, in_use: bool, by: User | None, reason: str) -> User:
    row = User.objects.select_for_update().get(pk=user.pk)
    _refuse_oneself(by, row)
    if row.is_active == in_use:
        words = _("%(user)s的账号本来就在用。") if in_use else _("%(user)s的账号已经停用。")
        raise CannotAppoint(words % {"user": row})
    row.is_active = in_use
    row.save(update_fields=["is_active"])
    trail.note(
        by=by,
        deed="people.restore" if in_use else "people.stop",
        about=row,
        before={"is_active": not in_use},
        after={"is_active": in_use},
        reason=reason,
    )
    return row


@transaction.atomic
def first_administrator(
    *, username: str, name: str, password: str, body: Body, today: dt.date, another: bool = False
) -> Appointment:
    """The one duty that no administrator can give, because there is none yet; the command line gives it."""
    standing = administrators(today).order_by("pk").first()
    if standing is not None and not another:
        raise CannotAppoint(
            _(
                "已有系统管理员（%(user)s）：新账号请在“人员与职责”页上开；管理员都登录不了时，加 --another 再开一个。"
            )
            % {"user": standing.username}
        )
    user = enrol(username=username, name=name, password=password, by=None)
    return appoint(user=user, duty=Duty.ADMINISTRATOR, body=body, from_on=today, by=None)


def _refuse_oneself(by: User | None, *users: User) -> None:
    """Who gives duties gives none to himself, and takes none of his own: another administrator must."""
    if by is not None and by.pk in {user.pk for user in users}:
        raise CannotAppoint(_("不能动自己的职责和账号：请另一位系统管理员来办。"))


def _still_on(day: dt.date) -> models.QuerySet[Appointment]:
    """What has not ended by a day: the database lets no second one of the same kind begin before."""
    return Appointment.objects.filter(Q(to_on__isnull=True) | Q(to_on__gt=day))


@transaction.atomic
def appoint(
    *, user: User, duty: Duty, body: Body, from_on: dt.date, by: User | None, document: str = ""
) -> Appointment:
    _refuse_oneself(by, user)
    if _still_on(from_on).filter(user=user, duty=duty, body=body).exists():
        raise CannotAppoint(_("%(user)s在%(body)s已有这项职责。") % {"user": user, "body": body})
    if duty == Duty.COUNTY_FILER and body.unit_id is None:
        raise CannotAppoint(_("县区填报人要任在县区政府或管委会。"))
    if body.supplies_data_only and duty != Duty.STATISTICS:
        raise CannotAppoint(_("%(body)s只提供数据，只能任“统计数据提供人”。") % {"body": body})
    row = Appointment.objects.create(user=user, duty=duty, body=body, from_on=from_on, document=document)
    trail.note(by=by, deed="people.appoint", about=row, after={"from_on": from_on, "document": document})
    return row


@transaction.atomic
def relieve(*, appointment: Appointment, to_on: dt.date, by: User | None, reason: str) -> Appointment:
    row = Appointment.objects.select_for_update(of=("self",)).select_related("user").get(pk=appointment.pk)
    _refuse_oneself(by, row.user)
    if row.to_on is not None:
        raise CannotAppoint(_("这项职责已于%(day)s结束。") % {"day": row.to_on})
    if to_on <= row.from_on:
        raise CannotAppoint(
            _("止期 %(day)s 不晚于起期 %(start)s：请核对。") % {"day": to_on, "start": row.from_on}
        )
    row.to_on = to_on
    row.save(update_fields=["to_on"])
    trail.note(by=by, deed="people.relieve", about=row, after={"to_on": to_on}, reason=reason)
    return row


@transaction.atomic
def hand_over(
    *, from_user: User, to_user: User, on: dt.date, by: User | None, document: str = ""
) -> list[Appointment]:
    """One desk, one day: every open duty of one person ends and begins for another; open work stays with the body."""
    if from_user.pk == to_user.pk:
        raise CannotAppoint(_("交接双方是同一个人。"))
    _refuse_oneself(by, from_user, to_user)
    open_rows = list(
        Appointment.objects.select_for_update(of=("self",))
        .filter(user=from_user, to_on__isnull=True)
        .order_by("pk")
    )
    if not open_rows:
        raise CannotAppoint(_("%(user)s没有在任职责，无可交接。") % {"user": from_user})
    begun = []
    for row in open_rows:
        reason = recorded(gettext_lazy("交接给%(user)s"), user=to_user)
        relieve(appointment=row, to_on=on, by=by, reason=reason)
        if _still_on(on).filter(user=to_user, duty=row.duty, body=row.body).exists():
            continue
        new = Appointment.objects.create(
            user=to_user, duty=row.duty, body=row.body, from_on=on, document=document, handed_over_from=row
        )
        trail.note(by=by, deed="people.take_over", about=new, after={"from": row.pk, "on": on})
        begun.append(new)
    return begun
