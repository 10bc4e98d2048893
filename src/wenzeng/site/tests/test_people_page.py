"""The administrator's page: duties begin today or later and never the administrator's own; accounts come and go."""

import pytest
from django.test import Client

from wenzeng.base import clock
from wenzeng.base.access import Duty
from wenzeng.base.models import Appointment, User
from wenzeng.base.tests.builders import at, body, person
from wenzeng.base.tests.conftest import city  # noqa: F401  # a fixture, found by name

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("city")]

PAGE = "/settings/people/"


@pytest.fixture(autouse=True)
def today():
    with clock.pretend(at("2020-06-24")):
        yield


@pytest.fixture
def admin() -> User:
    return person(Duty.ADMINISTRATOR)


def as_user(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def deed(name: str, **values: object) -> dict[str, object]:
    return {"deed": name} | {f"{name}-{key}": value for key, value in values.items()}


def test_a_duty_or_a_handover_does_not_begin_before_today(admin):
    page, user, other = as_user(admin), person(Duty.MONITOR), person()
    duty = {"user": other.pk, "duty": "liaison", "body": body("keji").pk}
    handover = {"from_user": user.pk, "to_user": other.pk}

    for sent in (
        deed("appoint", **duty, from_on="2020-06-23"),
        deed("hand_over", **handover, on="2020-06-23"),
    ):
        answer = page.post(PAGE, sent)
        assert answer.status_code == 422
        assert "请选今天或以后的日期" in answer.content.decode()
    assert not other.appointments.exists()

    assert page.post(PAGE, deed("appoint", **duty, from_on="2020-06-24")).status_code == 302
    assert page.post(PAGE, deed("hand_over", **handover, on="2020-06-24")).status_code == 302
    assert other.appointments.count() == 2


def test_an_administrator_does_not_appoint_himself(admin):
    sent = deed("appoint", user=admin.pk, duty="leader", body=body("shilingdao").pk, from_on="2020-06-24")

    answer = as_user(admin).post(PAGE, sent)

    assert answer.status_code == 422
    assert "请另一位系统管理员来办" in answer.content.decode()
    assert Appointment.objects.get(user=admin).duty == Duty.ADMINISTRATOR
