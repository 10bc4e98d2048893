"""January–May 2020 as the books would hold it: the speech's published figures, twelve simulated units."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal

import pytest

from wenzeng.base import facts, files, people, rulebook
from wenzeng.base.access import Duty
from wenzeng.base.clock import SHANGHAI
from wenzeng.base.models import Batch, Body, Observation, Subject, User
from wenzeng.base.subjects import City, sync_reference, the_city
from wenzeng.bulletins import actions
from wenzeng.bulletins.models import Bulletin, State
from wenzeng.engines.period import Period

D = Decimal
MAY = Period.ytd(2020, 5)
APRIL = Period.ytd(2020, 4)
PUBLISHED = dt.date(2020, 6, 18)
TODAY = dt.date(2020, 6, 24)
NOW = dt.datetime(2020, 6, 24, 9, 30, tzinfo=SHANGHAI)
TOMORROW = NOW + dt.timedelta(days=1)

# Simulated (演示): growth of January–April and January–May, base share.
UNITS = {
    "HB": ("-21.0", "-17.4", "21.80"), "HY": ("-22.9", "-19.2", "7.50"), "SQ": ("-18.3", "-14.9", "7.00"),
    "NS": ("-21.7", "-18.6", "2.00"), "ZY": ("-29.0", "-25.9", "4.50"), "LG": ("-24.8", "-21.5", "3.50"),
    "PL": ("-22.4", "-24.1", "6.00"), "ZP": ("-28.1", "-24.4", "2.00"), "XY": ("-30.2", "-26.4", "20.90"),
    "BH": ("-34.9", "-31.3", "5.50"), "GX": ("-15.1", "-12.0", "14.20"), "HK": ("-23.0", "-24.6", "5.10"),
}  # fmt: skip


@dataclass
class Books:
    """Records facts the way the notice and the computation do, and remembers their ids."""

    city: City
    ids: dict[tuple[str, int, str, str], int] = field(default_factory=dict)
    filings: int = 0

    def file(
        self,
        rows: list[tuple[str, Subject, Period, str, str, bool]],
        *,
        known_at: dt.date = PUBLISHED,
        released: bool = True,
        now: dt.datetime = NOW,
    ) -> list[Observation]:
        self.filings += 1
        name = f"统计局月度通知{self.filings}.xlsx"
        origin = facts.Origin(
            kind=Batch.Origin.FILING,
            title=name,
            reference=f"filing:{self.filings}",
            known_at=known_at,
            received_at=now,
            released_at=now if released else None,
            file=files.keep(name.encode(), name=name, by=None),
        )
        news = [
            facts.New(
                indicator=indicator,
                subject=subject,
                period=period,
                basis=basis,
                value=D(value),
                status="official",
                scope="2020",
                simulated=simulated,
                sheet="附表2",
                cell=f"C{position}",
                cell_text=value,
            )
            for position, (indicator, subject, period, basis, value, simulated) in enumerate(rows, 7)
        ]
        return self._keep(facts.record(news, origin=origin, by=None, now=now))

    def derive(
        self,
        rows: list[tuple[str, Subject, Period, str, Decimal, tuple[int, ...]]],
        *,
        now: dt.datetime = NOW,
    ) -> list[Observation]:
        origin = facts.Origin(
            kind=Batch.Origin.DERIVED, title="形势计算", known_at=PUBLISHED, received_at=now, released_at=now
        )
        news = [
            facts.New(
                indicator=indicator,
                subject=subject,
                period=period,
                basis=basis,
                value=value,
                status="estimate",
                scope="2020",
                method=f"{indicator}@1",
                inputs=inputs,
            )
            for indicator, subject, period, basis, value, inputs in rows
        ]
        return self._keep(facts.record(news, origin=origin, by=None, now=now))

    def _keep(self, rows: list[Observation]) -> list[Observation]:
        for row in rows:
            self.ids[(row.indicator_id, row.subject_id, row.period_code, row.basis)] = row.pk
        return rows

    def id(self, indicator: str, subject: Subject, period: Period = MAY, basis: str = "ytd") -> int:
        return self.ids[(indicator, subject.pk, period.code, basis)]

    def growth(self, subject: Subject, period: Period = MAY, basis: str = "ytd") -> int:
        return self.id("iva.growth", subject, period, basis)


def fill(books: Books, *, released: bool = True) -> None:
    """Everything that cadence and situation would have recorded by 18 June."""
    city, may, april = books.city, MAY.month_of(), APRIL.month_of()
    hanzhong, shangluo = city.peers
    growth = "iva.growth"
    rows = [
        (growth, city.nation, MAY, "ytd", "-2.8", False), (growth, city.nation, APRIL, "ytd", "-4.9", False),
        (growth, city.nation, may, "month", "4.4", False), (growth, city.nation, april, "month", "3.9", False),
        (growth, city.province, MAY, "ytd", "1.4", False), (growth, city.province, APRIL, "ytd", "-0.6", False),
        (growth, city.province, may, "month", "8.6", False), (growth, city.province, april, "month", "5.8", False),
        (growth, city.city, MAY, "ytd", "-20.7", False), (growth, city.city, APRIL, "ytd", "-23.8", True),
        (growth, hanzhong, MAY, "ytd", "-13.5", True), (growth, hanzhong, APRIL, "ytd", "-23.8", True),
        (growth, shangluo, MAY, "ytd", "-21.9", True), (growth, shangluo, APRIL, "ytd", "-24.6", True),
    ]  # fmt: skip
    for code, (before, now, share) in UNITS.items():
        unit = unit_of(books, code)
        rows += [
            (growth, unit, APRIL, "ytd", before, True),
            (growth, unit, MAY, "ytd", now, True),
            ("iva.base_share", unit, MAY, "ytd", share, True),
        ]
    books.file(rows, released=released)
    compute(books)


def compute(books: Books, *, now: dt.datetime = NOW) -> None:
    """Derive anew from the figures filed last; the values stay those of the speech."""
    books.derive(_changes(books) + _standings(books) + _units(books), now=now)


def unit_of(books: Books, code: str) -> Subject:
    unit = books.city.unit_by_code(code)
    assert unit is not None
    return unit


def _changes(books: Books) -> list[tuple[str, Subject, Period, str, Decimal, tuple[int, ...]]]:
    city, may, april = books.city, MAY.month_of(), APRIL.month_of()
    change = "situation.change"
    found = []
    for subject, now, before, basis, value in (
        (city.nation, MAY, APRIL, "ytd", "2.1"),
        (city.nation, may, april, "month", "0.5"),
        (city.province, MAY, APRIL, "ytd", "2.0"),
        (city.province, may, april, "month", "2.8"),
        (city.city, MAY, APRIL, "ytd", "3.1"),
    ):
        inputs = (books.growth(subject, now, basis), books.growth(subject, before, basis))
        found.append((change, subject, now, basis, D(value), inputs))
    return found


def _standings(books: Books) -> list[tuple[str, Subject, Period, str, Decimal, tuple[int, ...]]]:
    city = books.city
    hanzhong, shangluo = city.peers
    ours, before = books.growth(city.city), books.growth(city.city, APRIL)
    months = tuple(books.growth(city.nation, one.month_of(), "month") for one in (APRIL, MAY))
    south = (ours, books.growth(hanzhong), books.growth(shangluo))
    return [
        ("situation.gap_to_province", city.city, MAY, "ytd", D("-22.1"), (ours, books.growth(city.province))),
        ("situation.gap_to_peer", hanzhong, MAY, "ytd", D("-7.2"), (ours, books.growth(hanzhong))),
        ("situation.gap_to_peer", hanzhong, APRIL, "ytd", D("0.0"), (before, books.growth(hanzhong, APRIL))),
        ("situation.gap_to_peer", shangluo, MAY, "ytd", D("1.2"), (ours, books.growth(shangluo))),
        ("situation.rank_in_province", city.city, MAY, "ytd", D("9"), south),
        ("situation.rank_from_bottom_in_province", city.city, MAY, "ytd", D("2"), south),
        ("situation.rank_in_south", city.city, MAY, "ytd", D("2"), south),
        ("situation.negative_months", city.city, MAY, "ytd", D("5"), (ours, before)),
        ("situation.positive_months", city.nation, MAY.month_of(), "month", D("2"), months),
        ("situation.units_narrowing", city.city, MAY, "ytd", D("10"), (ours,)),
        ("situation.units_widening", city.city, MAY, "ytd", D("2"), (ours,)),
    ]


def _units(books: Books) -> list[tuple[str, Subject, Period, str, Decimal, tuple[int, ...]]]:
    found: list[tuple[str, Subject, Period, str, Decimal, tuple[int, ...]]] = []
    ranking = sorted(UNITS, key=lambda code: -D(UNITS[code][1]))
    total = D("0")
    for code, (before, now, share) in UNITS.items():
        unit = unit_of(books, code)
        own, share_id = books.growth(unit), books.id("iva.base_share", unit)
        pull = D(now) * D(share) / 100
        total += pull
        found += [
            ("situation.change", unit, MAY, "ytd", D(now) - D(before), (own, books.growth(unit, APRIL))),
            ("situation.pull", unit, MAY, "ytd", pull, (own, share_id)),
            ("situation.rank_in_city", unit, MAY, "ytd", D(ranking.index(code) + 1), (own,)),
        ]
    city = books.city.city
    found.append(("situation.pull_residual", city, MAY, "ytd", D("-20.7") - total, (books.growth(city),)))
    return found


@pytest.fixture
def reference(db: None) -> City:
    rulebook.sync_indicators()
    sync_reference()
    actions.sync_series()
    return the_city()


@pytest.fixture
def books(reference: City) -> Books:
    """The month filed, computed and released."""
    books = Books(reference)
    fill(books)
    return books


def person(username: str, duty: Duty, body: str) -> User:
    user = people.enrol(username=username, name=f"示例{username}", password="x", by=None)
    people.appoint(
        user=user, duty=duty, body=Body.objects.get(subject__key=body), from_on=dt.date(2020, 1, 1), by=None
    )
    return user


@pytest.fixture
def clerk(reference: City) -> User:
    return person("clerk", Duty.MONITOR, "body:gongxin")


@pytest.fixture
def reviewer(reference: City) -> User:
    return person("reviewer", Duty.MONITOR, "body:gongxin")


@pytest.fixture
def leader(reference: City) -> User:
    return person("leader", Duty.LEADER, "body:shilingdao")


@pytest.fixture
def office(reference: City) -> User:
    return person("office", Duty.OFFICE, "body:shizhengfu")


@pytest.fixture
def pingli(reference: City) -> User:
    return person("pingli", Duty.COUNTY_FILER, "body:pingli")


def outsider(duty: Duty, kind: str) -> User:
    """Somebody of a firm or a bank."""
    subject = Subject.objects.create(key=f"body:{duty}", kind=Subject.Kind.BODY, position=900)
    Body.objects.create(subject=subject, kind=kind)
    return person(duty, duty, subject.key)


@pytest.fixture
def firm(reference: City) -> User:
    return outsider(Duty.ENTERPRISE, Body.Kind.ENTERPRISE)


@pytest.fixture
def bank(reference: City) -> User:
    return outsider(Duty.BANK, Body.Kind.BANK)


@pytest.fixture
def administrator(reference: City) -> User:
    return person("administrator", Duty.ADMINISTRATOR, "body:gongxin")


@pytest.fixture
def nobody(reference: City) -> User:
    """An account without any duty."""
    return people.enrol(username="nobody", name="示例无职", password="x", by=None)


@pytest.fixture
def operator(clerk: User) -> User:
    """One person with all three duties, as the command line has."""
    for duty, body in ((Duty.LEADER, "body:shilingdao"), (Duty.OFFICE, "body:shizhengfu")):
        people.appoint(
            user=clerk,
            duty=duty,
            body=Body.objects.get(subject__key=body),
            from_on=dt.date(2020, 1, 1),
            by=None,
        )
    return User.objects.get(pk=clerk.pk)


@pytest.fixture
def bulletin(books: Books, clerk: User) -> Bulletin:
    return actions.draft(period=MAY, as_of=TODAY, by=clerk, now=NOW)


@pytest.fixture
def at(clerk: User, reviewer: User, leader: User, office: User) -> Callable[[Bulletin, State], Bulletin]:
    """Walk a bulletin to a state, each step by the person whose duty it is."""

    def walk(row: Bulletin, to: State) -> Bulletin:
        by = {
            State.COUNTERSIGNED: clerk, State.REVIEWED: reviewer, State.SIGNED: leader, State.RECHECKED: office,
            State.REGISTERED: office, State.PRINTED: office, State.ISSUED: office, State.ARCHIVED: office,
        }  # fmt: skip
        while row.state != to:
            following = row.next_state
            assert following is not None
            if following == State.REGISTERED:
                number = actions.next_number(row.series, NOW.year)
                row = actions.register(bulletin=row, number=number, by=office, now=NOW)
            elif following == State.ISSUED:
                row = actions.issue(bulletin=row, by=office, now=NOW)
            else:
                row = actions.advance(bulletin=row, to=following, opinion="同意。", by=by[following], now=NOW)
        return row

    return walk
