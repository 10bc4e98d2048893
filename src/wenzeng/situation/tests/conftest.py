"""The speech's city: published figures as published, the rest made up and marked as such."""

import datetime as dt
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from django.test import Client

from wenzeng.base import clock, facts, files, people, rulebook, subjects
from wenzeng.base.access import Duty
from wenzeng.base.models import Batch, Body, Observation, Subject, User
from wenzeng.engines.period import Period
from wenzeng.situation import actions

MARCH, APRIL, MAY = Period.ytd(2020, 3), Period.ytd(2020, 4), Period.ytd(2020, 5)
PRINTS = (Period.ytd(2020, 2), MARCH, APRIL, MAY)
DAYS = {
    PRINTS[0]: dt.date(2020, 4, 8),
    MARCH: dt.date(2020, 4, 24),
    APRIL: dt.date(2020, 5, 22),
    MAY: dt.date(2020, 6, 18),
}
TODAY = dt.date(2020, 6, 24)

# Published: the nation, the province, and the city's January–May. All else is simulated.
PUBLISHED = {
    ("area:nation", "ytd"): ("-13.5", "-8.4", "-4.9", "-2.8"),
    ("area:nation", "month"): (None, "-1.1", "3.9", "4.4"),
    ("area:shaanxi", "ytd"): ("-7.1", "-3.0", "-0.6", "1.4"),
    ("area:shaanxi", "month"): (None, None, "5.8", "8.6"),
}
CITY = ("-33.5", "-28.4", "-23.8", "-20.7")
CITIES = {
    "area:xian": ("-3.0", "-1.0", "1.0", "3.0"), "area:tongchuan": ("-6.0", "-4.0", "-2.0", "0.5"),
    "area:baoji": ("-9.0", "-7.0", "-4.0", "-1.5"), "area:xianyang": ("-5.0", "-3.0", "-1.0", "2.0"),
    "area:weinan": ("-8.0", "-6.0", "-3.0", "0.1"), "area:yanan": ("-4.0", "-2.0", "0.2", "2.2"),
    "area:yulin": ("-2.0", "0.5", "2.0", "4.0"), "area:hanzhong": ("-34.0", "-29.0", "-23.8", "-13.5"),
    "area:shangluo": ("-33.9", "-28.9", "-24.6", "-21.9"),
}  # fmt: skip
UNITS = {  # growth of the four prints, base share
    "HB": ("-31.0", "-26.0", "-21.0", "-17.4", "21.65"), "HY": ("-32.0", "-27.0", "-22.9", "-19.2", "7.55"),
    "SQ": ("-28.0", "-23.0", "-18.3", "-14.9", "7.05"), "NS": ("-31.0", "-26.0", "-21.7", "-18.6", "2.05"),
    "ZY": ("-39.0", "-34.0", "-29.0", "-25.9", "4.55"), "LG": ("-34.0", "-29.0", "-24.8", "-21.5", "3.55"),
    "PL": ("-19.0", "-20.7", "-22.4", "-24.1", "6.15"), "ZP": ("-37.0", "-32.0", "-28.1", "-24.4", "2.05"),
    "XY": ("-39.0", "-34.0", "-30.2", "-26.4", "20.65"), "BH": ("-44.0", "-39.0", "-34.9", "-31.3", "5.60"),
    "GX": ("-24.0", "-19.0", "-15.1", "-12.0", "13.95"), "HK": ("-19.8", "-21.4", "-23.0", "-24.6", "5.20"),
}  # fmt: skip


def at(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(9, 30), tzinfo=clock.SHANGHAI)


def subject(key: str) -> Subject:
    return Subject.objects.with_names().get(key=key)


Filed = Callable[..., list[Observation]]


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


@pytest.fixture
def file_figures(city: subjects.City) -> Filed:
    """Put figures into the books as an accepted sheet would: cells of an original, released at once."""

    def go(
        rows: list[tuple[str, Subject, Period, str, str]],
        *,
        day: dt.date,
        status: str = "official",
        simulated: bool = True,
        released: bool = True,
        only_recorded_on: dt.date | None = None,
    ) -> list[Observation]:
        moment = at(only_recorded_on or day)
        with clock.pretend(moment):
            original = files.keep(f"{day}{rows}".encode(), name="通知.xlsx", by=None)
            origin = facts.Origin(
                kind=Batch.Origin.FILING,
                title="统计局月度通知",
                known_at=day,
                received_at=moment,
                released_at=moment if released else None,
                file=original,
            )
            news = [
                facts.New(
                    indicator=indicator,
                    subject=about,
                    period=period,
                    basis=basis,
                    value=Decimal(value),
                    status=status,
                    scope="2020",
                    simulated=simulated,
                    sheet="附表1",
                    cell=f"C{place + 7}",
                    cell_text=value,
                )
                for place, (indicator, about, period, basis, value) in enumerate(rows)
            ]
            return facts.record(news, origin=origin, by=None, now=moment)

    return go


def notice(position: int, *, without: tuple[str, ...] = ()) -> list[tuple[str, Subject, Period, str, str]]:
    """The simulated lines of one month's notice: cities, units, base shares."""
    period = PRINTS[position]
    places = {row.key: row for row in Subject.objects.with_names()}
    units = {row.unit_code: row for row in places.values() if row.kind == Subject.Kind.UNIT}
    rows = [("iva.growth", places[key], period, "ytd", values[position]) for key, values in CITIES.items()]
    rows.append(("iva.growth", places["area:ankang"], period, "ytd", CITY[position]))
    for code, values in UNITS.items():
        rows.append(("iva.growth", units[code], period, "ytd", values[position]))
        rows.append(("iva.base_share", units[code], period, "ytd", values[4]))
    return [row for row in rows if row[1].key not in without and row[1].unit_code not in without]


def published(position: int) -> list[tuple[str, Subject, Period, str, str]]:
    period = PRINTS[position]
    return [
        ("iva.growth", subject(key), period if basis == "ytd" else period.month_of(), basis, values[position])
        for (key, basis), values in PUBLISHED.items()
        if values[position] is not None
    ]


@pytest.fixture
def filed(file_figures: Filed) -> None:
    """All four notices of the year, on their days."""
    for position, period in enumerate(PRINTS):
        file_figures(published(position), day=DAYS[period], simulated=False)
        file_figures(notice(position), day=DAYS[period])


@pytest.fixture
def computed(filed: None) -> actions.Computed:
    """Every month worked out on the day of its notice; the last one is handed on."""
    for period in PRINTS:
        with clock.pretend(at(DAYS[period])):
            result = actions.compute(period=period, as_of=DAYS[period], by=None, now=clock.now())
    return result


def person(username: str, duty: Duty, body: str) -> User:
    user = people.enrol(username=username, name=f"示例{username}", password="示例密码-2020", by=None)
    place = Body.objects.get(subject__key=body)
    people.appoint(user=user, duty=duty, body=place, from_on=dt.date(2020, 1, 1), by=None)
    return User.objects.get(pk=user.pk)


@pytest.fixture
def leader(city: subjects.City) -> User:
    return person("lingdao", Duty.LEADER, "body:shilingdao")


@pytest.fixture
def pingli(city: subjects.City) -> User:
    return person("pingli", Duty.COUNTY_FILER, "body:pingli")


@pytest.fixture
def as_leader(leader: User) -> Client:
    client = Client()
    client.force_login(leader)
    return client


@pytest.fixture
def as_pingli(pingli: User) -> Client:
    client = Client()
    client.force_login(pingli)
    return client
