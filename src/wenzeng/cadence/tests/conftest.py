"""A city with its reference data, and the people of three duties and two counties."""

import datetime as dt
from collections.abc import Iterator
from types import SimpleNamespace

import pytest

from wenzeng.base import clock, people, rulebook, subjects
from wenzeng.base.access import Duty
from wenzeng.base.models import Body, User

NOW = dt.datetime(2020, 6, 24, 10, 0, tzinfo=clock.SHANGHAI)


@pytest.fixture
def now() -> dt.datetime:
    return NOW


@pytest.fixture
def today() -> Iterator[dt.date]:
    """The doors read 24 June 2020."""
    with clock.pretend(NOW):
        yield NOW.date()


@pytest.fixture
def city(db: None) -> subjects.City:
    rulebook.sync_indicators()
    subjects.sync_reference()
    return subjects.the_city()


@pytest.fixture
def who(city: subjects.City, today: dt.date) -> SimpleNamespace:
    """monitor (市工信局), bureau (市统计局), pingli and hengkou (two counties), leader, bank."""

    def person(username: str, duty: Duty, body: str) -> User:
        user = people.enrol(username=username, name=f"示例{username}", password="x", by=None)
        people.appoint(
            user=user,
            duty=duty,
            body=Body.objects.get(subject__key=body),
            from_on=dt.date(2020, 1, 1),
            by=None,
        )
        return user

    return SimpleNamespace(
        monitor=person("monitor", Duty.MONITOR, "body:gongxin"),
        bureau=person("bureau", Duty.STATISTICS, "body:tongji"),
        pingli=person("pingli", Duty.COUNTY_FILER, "body:pingli"),
        hengkou=person("hengkou", Duty.COUNTY_FILER, "body:hengkou"),
        leader=person("leader", Duty.LEADER, "body:shilingdao"),
        bank=person("bank", Duty.BANK, "body:jinrong"),
    )
