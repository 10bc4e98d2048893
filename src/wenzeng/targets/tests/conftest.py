"""The city's prints of 2020, the targets of the speech, and people who may or may not set them."""

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from django.test import Client

from wenzeng.base import clock, facts, files, people, rulebook, subjects
from wenzeng.base.access import Duty
from wenzeng.base.models import Batch, Body, User
from wenzeng.engines.period import Period
from wenzeng.targets import actions
from wenzeng.targets.models import Target

MAY = Period.ytd(2020, 5)
PUBLISHED_ON = dt.date(2020, 6, 18)
TODAY = dt.date(2020, 6, 24)


def at(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(9, 30), tzinfo=clock.SHANGHAI)


@pytest.fixture(autouse=True)
def _today(settings, tmp_path: Path) -> Iterator[None]:
    settings.WENZENG_FILES = tmp_path / "files"
    with clock.pretend(at(TODAY)):
        yield


@pytest.fixture
def city(db) -> subjects.City:
    rulebook.sync_indicators()
    subjects.sync_reference()
    return subjects.the_city()


def file_growth(
    city: subjects.City,
    period: Period,
    basis: str,
    value: str,
    *,
    day: dt.date = PUBLISHED_ON,
    released: bool = True,
) -> None:
    moment = at(day)
    with clock.pretend(moment):
        original = files.keep(f"{period}{basis}{value}{day}".encode(), name="通知.xlsx", by=None)
        origin = facts.Origin(
            kind=Batch.Origin.FILING,
            title="月度通知",
            known_at=day,
            received_at=moment,
            released_at=moment if released else None,
            file=original,
        )
        new = facts.New(
            indicator="iva.growth", subject=city.city, period=period, basis=basis, value=Decimal(value),
            status="official", scope="2020", sheet="附表1", cell="C7", cell_text=value,
        )  # fmt: skip
        facts.record([new], origin=origin, by=None, now=moment)


@pytest.fixture
def may(city: subjects.City) -> None:
    """−20.7 after January–May; the single months are made up."""
    file_growth(city, MAY, "ytd", "-20.7")
    for month, value in ((3, "-21.1"), (4, "-12.2"), (5, "-10.1")):
        file_growth(city, Period.month(2020, month), "month", value)


@pytest.fixture
def goals(city: subjects.City) -> list[Target]:
    moment = at(dt.date(2020, 6, 17))
    with clock.pretend(moment):
        return actions.load_from_rules(by=None, now=moment)


def person(username: str, duty: Duty, body: str) -> User:
    user = people.enrol(username=username, name=f"示例{username}", password="示例密码-2020", by=None)
    place = Body.objects.get(subject__key=body)
    people.appoint(user=user, duty=duty, body=place, from_on=dt.date(2020, 1, 1), by=None)
    return User.objects.get(pk=user.pk)


@pytest.fixture
def monitor(city: subjects.City) -> User:
    return person("gongxin", Duty.MONITOR, "body:gongxin")


@pytest.fixture
def as_monitor(monitor: User) -> Client:
    client = Client()
    client.force_login(monitor)
    return client


@pytest.fixture
def as_pingli(city: subjects.City) -> Client:
    client = Client()
    client.force_login(person("pingli", Duty.COUNTY_FILER, "body:pingli"))
    return client
