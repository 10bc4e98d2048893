"""Duties begin and end on a day; a desk is handed over; nobody is deleted."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from wenzeng.base import assignments, clock, people
from wenzeng.base.access import DUTIES, Can, Duty
from wenzeng.base.models import Appointment, Assignment, TrailEntry, User
from wenzeng.base.people import CannotAppoint

from .builders import at, body, day, person, proposal

pytestmark = pytest.mark.django_db


def duties_on(user: User, moment: str) -> list[str]:
    fresh = User.objects.get(pk=user.pk)
    with clock.pretend(at(moment)):
        return [row.duty for row in fresh.appointments_today]


def test_a_duty_holds_from_its_first_day_up_to_not_including_its_last(city) -> None:
    user = person(Duty.MONITOR, since="2020-06-24")
    people.relieve(appointment=user.appointments.get(), to_on=day("2020-06-26"), by=None, reason="调离")

    held = {text: duties_on(user, text) for text in ("2020-06-23", "2020-06-24", "2020-06-25", "2020-06-26")}

    assert held == {
        "2020-06-23": [],
        "2020-06-24": ["monitor"],
        "2020-06-25": ["monitor"],
        "2020-06-26": [],
    }


def test_a_right_ends_with_its_duty(city) -> None:
    user = person(Duty.MONITOR)
    people.relieve(appointment=user.appointments.get(), to_on=day("2020-06-25"), by=None, reason="调离")

    for moment, may in (("2020-06-24", True), ("2020-06-25", False)):
        fresh = User.objects.get(pk=user.pk)
        with clock.pretend(at(moment)):
            assert fresh.can(Can.CLOSE_MONTH) is may
            assert fresh.sees_whole_city is may


def test_two_duties_add_up(city) -> None:
    user = person(Duty.LIAISON, "fagai")
    people.appoint(
        user=user, duty=Duty.ADMINISTRATOR, body=body("gongxin"), from_on=day("2020-01-01"), by=None
    )

    assert user.can(Can.ANSWER_ASSIGNMENTS)
    assert user.can(Can.MANAGE_PEOPLE)
    assert not user.can(Can.FILE)
    assert user.duty_label == "市发改委 · 部门联络员、市工信局 · 系统管理员"


def test_a_desk_is_handed_over_on_one_day_and_its_work_stays(city) -> None:
    old, new = person(Duty.COUNTY_FILER, "pingli"), person()
    leader = person(Duty.LEADER, "shilingdao")
    row = proposal(to="pingli")
    assignments.sign(
        assignment=row, measure="warn", reason="视情况", due_on=row.due_on, by=leader, now=at("2020-06-24")
    )

    (begun,) = people.hand_over(
        from_user=old, to_user=new, on=day("2020-07-01"), by=None, document="示例人事〔2020〕1号"
    )

    assert (duties_on(old, "2020-06-30"), duties_on(new, "2020-06-30")) == (["county_filer"], [])
    assert (duties_on(old, "2020-07-01"), duties_on(new, "2020-07-01")) == ([], ["county_filer"])
    assert begun.handed_over_from.user == old
    with clock.pretend(at("2020-07-01")):
        new, old = User.objects.get(pk=new.pk), User.objects.get(pk=old.pk)
        assert list(Assignment.objects.visible_to(new)) == [row]
        assert not Assignment.objects.visible_to(old).exists()
    assert set(TrailEntry.objects.values_list("deed", flat=True)) >= {"people.relieve", "people.take_over"}


def test_who_already_holds_the_duty_does_not_get_it_twice(city) -> None:
    old, new = person(Duty.COUNTY_FILER, "pingli"), person(Duty.COUNTY_FILER, "pingli")

    begun = people.hand_over(from_user=old, to_user=new, on=day("2020-07-01"), by=None)

    assert begun == []
    assert duties_on(old, "2020-07-01") == []
    assert duties_on(new, "2020-07-01") == ["county_filer"]


def test_a_handover_that_fails_half_way_leaves_all_as_it_was(city) -> None:
    old, new = person(Duty.LIAISON, "fagai"), person()
    people.appoint(user=old, duty=Duty.LIAISON, body=body("keji"), from_on=day("2020-08-01"), by=None)

    with pytest.raises(CannotAppoint, match="止期"):
        people.hand_over(from_user=old, to_user=new, on=day("2020-07-01"), by=None)

    assert Appointment.objects.filter(user=old, to_on__isnull=True).count() == 2
    assert not new.appointments.exists()


def test_what_cannot_be_done_with_a_duty_is_said(city) -> None:
    user = person(Duty.COUNTY_FILER, "pingli")
    row = user.appointments.get()
    since = day("2020-01-01")

    with pytest.raises(CannotAppoint, match="已有这项职责"):
        people.appoint(user=user, duty=Duty.COUNTY_FILER, body=row.body, from_on=since, by=None)
    with pytest.raises(CannotAppoint, match="县区政府或管委会"):
        people.appoint(user=user, duty=Duty.COUNTY_FILER, body=body("gongxin"), from_on=since, by=None)
    with pytest.raises(CannotAppoint, match="同一个人"):
        people.hand_over(from_user=user, to_user=user, on=day("2020-07-01"), by=None)
    with pytest.raises(CannotAppoint, match="无可交接"):
        people.hand_over(from_user=person(), to_user=user, on=day("2020-07-01"), by=None)
    with pytest.raises(CannotAppoint, match="不晚于起期"):
        people.relieve(appointment=row, to_on=since, by=None, reason="x")
    people.relieve(appointment=row, to_on=day("2020-07-01"), by=None, reason="x")
    with pytest.raises(CannotAppoint, match="已于2020-07-01结束"):
        people.relieve(appointment=row, to_on=day("2020-07-02"), by=None, reason="x")
    with pytest.raises(CannotAppoint, match="已有人用"):
        people.enrol(username=user.username, name="别人", password="correct-horse", by=None)


@pytest.mark.parametrize("key", ["tongji", "diaochadui"])
@pytest.mark.parametrize("duty", [duty for duty in Duty if duty not in (Duty.STATISTICS, Duty.COUNTY_FILER)])
def test_the_bureau_supplies_data_and_does_nothing_else(city, key, duty) -> None:
    with pytest.raises(CannotAppoint, match="只提供数据"):
        person(duty, key)


def test_the_bureau_may_supply_data(city) -> None:
    assert person(Duty.STATISTICS, "tongji").can(Can.FILE_NOTICE)


def test_the_database_refuses_a_duty_that_ends_before_it_starts_twice_the_same_or_unknown(city) -> None:
    user = person(Duty.LIAISON, "fagai")
    row = user.appointments.get()

    for change in (
        {"to_on": day("2020-01-01")},
        {"duty": "king"},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Appointment.objects.filter(pk=row.pk).update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        Appointment.objects.create(user=user, duty=row.duty, body=row.body, from_on=dt.date(2020, 7, 1))


def test_a_person_without_a_name_or_a_login_is_refused(city) -> None:
    for change in ({"name": ""}, {"username": ""}):
        user = person()
        with pytest.raises(IntegrityError), transaction.atomic():
            User.objects.filter(pk=user.pk).update(**change)


def test_a_new_account_opens_nothing(city) -> None:
    user = person()

    assert not any(user.can(deed) for deed in Can)


def test_every_duty_is_described_and_every_deed_is_somebodys() -> None:
    assert set(DUTIES) == set(Duty)
    assert all(str(definition.description).endswith("。") for definition in DUTIES.values())
    assert set().union(*(definition.may for definition in DUTIES.values())) == set(Can)


def test_who_keeps_the_accounts_sees_and_changes_no_figure() -> None:
    assert DUTIES[Duty.ADMINISTRATOR].may == {Can.MANAGE_PEOPLE, Can.READ_TRAIL}
    holders = {duty for duty, definition in DUTIES.items() if Can.MANAGE_PEOPLE in definition.may}
    assert holders == {Duty.ADMINISTRATOR}


def test_nobody_gives_himself_a_duty_or_takes_one_of_his_own(city) -> None:
    admin, other = person(Duty.ADMINISTRATOR), person()
    row = admin.appointments.get()
    refused = pytest.raises(CannotAppoint, match="另一位系统管理员")

    with refused:
        people.appoint(
            user=admin, duty=Duty.LEADER, body=body("shilingdao"), from_on=day("2020-07-01"), by=admin
        )
    with refused:
        people.relieve(appointment=row, to_on=day("2020-07-01"), by=admin, reason="x")
    with refused:
        people.hand_over(from_user=admin, to_user=other, on=day("2020-07-01"), by=admin)
    with refused:
        people.hand_over(from_user=person(Duty.MONITOR), to_user=admin, on=day("2020-07-01"), by=admin)

    assert Appointment.objects.get(user=admin) == row
    people.relieve(appointment=row, to_on=day("2020-07-01"), by=person(Duty.ADMINISTRATOR), reason="x")
