"""A small city: published growth, gaps worked out from it, and people who may or may not."""

import datetime as dt
from collections.abc import Callable, Mapping
from decimal import Decimal

import pytest

from wenzeng.base import clock, facts, files, people, rulebook, subjects
from wenzeng.base.access import Duty
from wenzeng.base.models import Batch, Body, Observation, Subject, User
from wenzeng.engines.period import Period
from wenzeng.engines.rounding import gap_pp

APRIL, MAY = Period.ytd(2020, 4), Period.ytd(2020, 5)
TODAY = dt.date(2020, 6, 24)
NOW = dt.datetime(2020, 6, 24, 9, 0, tzinfo=clock.SHANGHAI)

Growth = Mapping[str, str | None]
Publish = Callable[..., dict[str, Observation]]

PROVINCE = {APRIL: "-0.6", MAY: "1.4"}
CITY = {APRIL: "-23.8", MAY: "-20.7"}


@pytest.fixture
def day():
    with clock.pretend(NOW):
        yield TODAY


@pytest.fixture
def city(db, day) -> subjects.City:
    rulebook.sync_indicators()
    subjects.sync_reference()
    return subjects.the_city()


def unit(key: str) -> Subject:
    return Subject.objects.with_names().get(key=f"unit:{key}")


def body(key: str) -> Body:
    return Body.objects.select_related("subject").get(subject__key=f"body:{key}")


@pytest.fixture
def publish(city: subjects.City) -> Publish:
    """Publish cumulative growth of units; nation-wide comparison and gaps follow, as situation records them."""

    def go(
        april: Growth,
        may: Growth,
        *,
        at: dt.datetime = NOW,
        released: bool = True,
        simulated: bool = True,
        closed: bool = True,
    ) -> dict[str, Observation]:
        notice = files.keep(f"{april}{may}{at}".encode(), name="月度通知.xlsx", by=None)
        origin = facts.Origin(
            kind=Batch.Origin.FILING,
            title="月度通知",
            known_at=at.date(),
            received_at=at,
            released_at=at if released else None,
            file=notice,
        )
        growth: dict[tuple[Subject, Period], Observation] = {}
        for period, given in ((APRIL, april), (MAY, may)):
            values = {city.province: PROVINCE[period], city.city: CITY[period]}
            values |= {unit(key): value for key, value in given.items() if value is not None}
            rows = facts.record(
                [
                    facts.New(
                        "iva.growth", subject, period, "ytd", Decimal(value), "official", "2020",
                        sheet="附表2", cell=f"C{n}", cell_text=value, simulated=simulated,
                    )
                    for n, (subject, value) in enumerate(values.items(), 5)
                ],
                origin=origin, by=None, now=at,
            )  # fmt: skip
            growth |= {(subject, period): row for subject, row in zip(values, rows, strict=True)}
        if closed:
            _record_gaps(city, growth, at)
        return {subject.key: row for (subject, period), row in growth.items() if period == MAY}

    return go


def _record_gaps(
    city: subjects.City, growth: dict[tuple[Subject, Period], Observation], at: dt.datetime
) -> None:
    news = []
    for (subject, period), row in growth.items():
        others = [("situation.gap_to_province", growth[city.province, period])]
        if subject not in (city.province, city.city):
            others.append(("situation.gap_to_city", growth[city.city, period]))
        if period == MAY and (subject, APRIL) in growth:
            others.append(("situation.change", growth[subject, APRIL]))
        if subject == city.province:
            continue
        news += [
            facts.New(
                code, subject, period, "ytd", gap_pp(row.printed, other.printed), "estimate", "2020",
                method="situation.compute@1", inputs=(row.pk, other.pk),
            )
            for code, other in others
        ]  # fmt: skip
    origin = facts.Origin(kind=Batch.Origin.DERIVED, title="形势计算", known_at=at.date(), received_at=at)
    facts.record(news, origin=origin, by=None, now=at)


def _person(username: str, duty: Duty, body_key: str) -> User:
    user = people.enrol(username=username, name=f"示例{username}", password="only-for-tests", by=None)
    people.appoint(user=user, duty=duty, body=body(body_key), from_on=dt.date(2020, 1, 1), by=None)
    return user


@pytest.fixture
def signatory(city) -> User:
    """甲: 运行监测科, who may sign."""
    return _person("jia", Duty.MONITOR, "gongxin")


@pytest.fixture
def pingli(city) -> User:
    """平利县's filer: answers what is signed to 平利县."""
    return _person("pingli", Duty.COUNTY_FILER, "pingli")


@pytest.fixture
def baihe(city) -> User:
    """乙: another county's filer."""
    return _person("yi", Duty.COUNTY_FILER, "baihe")


@pytest.fixture
def clerk(city) -> User:
    """丙: reads figures, signs and answers nothing, yet sits in 平利县's office."""
    return _person("bing", Duty.ENTERPRISE, "pingli")


@pytest.fixture
def leader(city) -> User:
    return _person("ling", Duty.LEADER, "shilingdao")
