"""One sheet of figures: everything that a page says is read from it."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from wenzeng.base import facts
from wenzeng.base.facts import Fact, Frame
from wenzeng.base.models import Subject, User
from wenzeng.base.models.facts import Basis, Status
from wenzeng.base.subjects import City, the_city
from wenzeng.engines.period import Period, published_to_date

GROWTH = "iva.growth"
CURRENT = (
    "situation.gap_to_province", "situation.gap_to_city", "situation.gap_to_peer", "situation.change",
    "situation.pull", "situation.pull_residual", "situation.rank_in_city", "situation.rank_in_province",
    "situation.rank_from_bottom_in_province", "situation.rank_in_south", "situation.negative_months",
    "situation.units_narrowing", "situation.units_widening", "situation.firms_at_work_share",
    "iva.base_share", "supervision.light",
    "county.output", "county.power", "county.firms_at_work", "county.firms",
    "targets.required", "targets.required_national_weights", "targets.required_turn",
    "targets.required_turn_national_weights", "targets.required_after_turn", "targets.gap",
)  # fmt: skip
OVER_TIME = (GROWTH, "targets.value", "targets.path")


@dataclass(frozen=True)
class Sheet:
    """All figures of a page, the places they are about, and the period and day they are for."""

    period: Period
    as_of: dt.date
    city: City
    series: Frame
    current: Frame

    def growth(self, subject: Subject, period: Period | None = None, basis: str = Basis.YTD) -> Fact | None:
        period = period or (self.period if basis == Basis.YTD else self.period.month_of())
        if period.is_january_february:
            basis = Basis.YTD
        return self.series.get(GROWTH, subject, period, basis)

    def growth_before(self, subject: Subject) -> Fact | None:
        """The cumulative print before this one; January–February has none."""
        return self.growth(subject, self.before) if self.before else None

    def fresh(self, indicator: str, subject: Subject, basis: str = Basis.YTD) -> Fact | None:
        """For sentences: a figure that has to be worked out again is not said at all."""
        fact = self.now(indicator, subject, basis)
        return None if fact is None or fact.stale else fact

    def now(self, indicator: str, subject: Subject, basis: str = Basis.YTD) -> Fact | None:
        period = self.period if basis == Basis.YTD else self.period.month_of()
        return self.current.get(indicator, subject, period, basis)

    @property
    def has_stale(self) -> bool:
        return self.current.has_stale

    @property
    def has_unreleased(self) -> bool:
        """Whether a figure of the period shown, or a print of the year up to it, is not open to the public yet."""
        shown = (fact for fact in self.series if fact.period.end <= self.period.end)
        return self.current.has_unreleased or any(not fact.released for fact in shown)

    @property
    def before(self) -> Period | None:
        return self.period.previous_print()

    @property
    def year(self) -> list[Period]:
        """Every cumulative print of the year, those to come too."""
        return published_to_date(self.period.year, 12)

    @property
    def prints(self) -> list[Period]:
        return published_to_date(self.period.year, self.period.last_month)

    def name(self, subject: Subject) -> str:
        return subject.name_on(self.period.end)

    def short(self, subject: Subject) -> str:
        return subject.short_name_on(self.period.end)


def sheet(*, period: Period, as_of: dt.date, reader: User | None) -> Sheet:
    """Read a page's figures: the year's prints, and everything computed for the period shown."""
    city = the_city()
    year = published_to_date(period.year, 12)
    places = [city.nation, city.province, city.city, *city.peers, *city.units]
    ids = [place.pk for place in places]
    series = facts.frame(
        as_of=as_of,
        indicators=OVER_TIME,
        subjects=ids,
        periods={*year, *(each.month_of() for each in year)},
        reader=reader,
    ).dated()
    current = facts.frame(
        as_of=as_of, indicators=CURRENT, subjects=ids, periods={period, period.month_of()}, reader=reader
    ).dated()
    return Sheet(period=period, as_of=as_of, city=city, series=series, current=current)


def earlier_print(frame: Frame, fact: Fact | None) -> Decimal | None:
    """What stood here before: an older version of the same figure, or the flash figure that an official one replaced."""
    if fact is None or fact.earlier is not None:
        return fact.earlier if fact else None
    if fact.status != Status.OFFICIAL:
        return None
    flash = frame.get(fact.indicator, fact.subject_id, fact.period, fact.basis, Status.FLASH)
    return flash.printed if flash and flash.printed != fact.printed else None
