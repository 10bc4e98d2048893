"""The league of the units: a row for each, and the order that the reader asked for."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from django.urls import reverse
from django.utils.translation import gettext as _

from wenzeng.base import phrases, rulebook
from wenzeng.base.access import Can
from wenzeng.base.facts import Fact
from wenzeng.base.models import Subject, User
from wenzeng.base.models.facts import Basis
from wenzeng.engines.growth import movement
from wenzeng.situation.queries import absent
from wenzeng.situation.queries.sheets import Sheet, earlier_print

SORTS = ("rank", "change", "gap", "pull", "light", "place")


@dataclass(frozen=True)
class Row:
    """One unit (or the city) in the league table."""

    subject: Subject
    code: str
    name: str
    short: str
    place: Fact | None
    tied: bool
    growth: Fact | None
    earlier: Decimal | None
    change: Fact | None
    change_words: str
    worse: bool
    prints: tuple[Fact | None, ...]
    to_province: Fact | None
    to_city: Fact | None
    pull: Fact | None
    light: Fact | None
    tasks: int
    absent: Mapping[str, str]
    """For each figure of the row the words that stand in its place where there is none."""
    first_print: bool
    """The year's first print: there is none before it, so nothing is judged by how it moved."""
    own: bool = False
    with_reason: bool = False
    """Whether the reader follows supervision: to others a light is shown, and not what a county is told."""

    @property
    def href(self) -> str:
        return reverse("area", args=[self.code]) if self.code else ""

    @property
    def light_code(self) -> int:
        return int(self.light.value) if self.light and not self.light.stale else 0

    @property
    def is_not_judged(self) -> bool:
        """Nothing is missing: the first print of the year has none before it to be held against."""
        return bool(self.light and not self.light_code and self.growth and self.first_print)

    @property
    def light_mark(self) -> int | str:
        return "skip" if self.is_not_judged else self.light_code

    @property
    def light_word(self) -> str:
        """What the light says; one that is not lit says why, and not 未报 of a unit whose growth stands beside it."""
        if self.light is None:
            return _("未判定")
        if self.light.stale:
            return _("待收口")
        if self.light_code:
            meanings: dict[str, str] = rulebook.rule("supervision.light").body["meanings"]
            return meanings.get(str(self.light_code), "")
        if self.is_not_judged:
            return _("不判")
        return _("缺数，不判定") if self.growth else absent.not_filed()

    @property
    def light_reason(self) -> str:
        if not self.with_reason or self.light is None or self.light.stale:
            return ""
        return _("本年第一期，没有上一期可比") if self.is_not_judged else self.light.note

    @property
    def figures(self) -> Iterable[Fact]:
        return (
            fact for fact in (self.growth, self.change, self.to_province, self.pull, *self.prints) if fact
        )

    @property
    def held_back(self) -> bool:
        """Whether a figure of the row is not open to the public yet."""
        row = (self.growth, self.place, self.change, self.to_province, self.to_city, self.pull, self.light)
        return any(not fact.released for fact in (*row, *self.prints) if fact)


def row_of(page: Sheet, subject: Subject, basis: str, counts: dict[int, int], reader: User) -> Row:
    """One place's row from the sheet; `counts` says how many assignments are open about each."""
    growth = page.growth(subject, basis=basis)
    if page.period.is_january_february:
        basis = Basis.YTD  # the one print is that of the month as well
    change = page.now("situation.change", subject, basis)
    before = None
    if growth:
        earlier_period = growth.period.previous_print()
        before = page.growth(subject, earlier_period, basis) if earlier_period else None
    move = movement(before.printed, growth.printed).code if growth and before else ""
    is_city = subject == page.city.city
    series = page.prints if basis == Basis.YTD else [period.month_of() for period in page.prints]
    return Row(
        subject=subject,
        code=subject.unit_code,
        name=page.name(subject),
        short=page.short(subject),
        place=page.now("situation.rank_in_city", subject),
        tied=False,
        growth=growth,
        earlier=earlier_print(page.series, growth),
        change=change,
        change_words=phrases.short_change(growth.printed, before.printed)
        if growth and before and change
        else "",
        worse=move in {"decline_widens", "turn_negative", "slows", "flat_to_down", "fall_to_flat"},
        prints=tuple(page.growth(subject, period, basis) for period in series),
        to_province=page.now("situation.gap_to_province", subject, basis),
        to_city=page.now("situation.gap_to_city", subject, basis),
        # The city pulls itself by all of its growth; the units' pulls and the residual add up to it.
        pull=page.growth(subject) if is_city else page.now("situation.pull", subject),
        light=page.now("supervision.light", subject),
        tasks=counts.get(subject.pk, 0),
        absent={
            "growth": absent.not_filed(),
            "place": absent.not_computed() if growth and not is_city else absent.NOTHING,
            "change": absent.of_difference(growth, before),
            "to_province": absent.of_difference(
                growth, page.growth(page.city.province, basis=basis), published=True
            ),
            "to_city": absent.NOTHING
            if is_city
            else absent.of_difference(growth, page.growth(page.city.city, basis=basis)),
            "pull": absent.not_computed() if growth else absent.NOTHING,
        },
        first_print=page.before is None,
        own=subject.pk in reader.unit_ids,
        with_reason=reader.can(Can.FOLLOW_SUPERVISION),
    )


def with_ties(rows: Sequence[Row]) -> list[Row]:
    """Mark those who share a place."""
    places = [row.place.value for row in rows if row.place and not row.place.stale]
    return [
        replace(row, tied=True) if row.place and places.count(row.place.value) > 1 else row for row in rows
    ]


def sorted_rows(rows: Sequence[Row], sort: str) -> list[Row]:
    """By the column that was asked for, the best first; what is not known comes last, ties in the rule's order."""

    def by(fact: Fact | None, *, up: bool = False) -> tuple[bool, Decimal]:
        if fact is None or fact.stale:
            return True, Decimal(0)
        return False, fact.value if up else -fact.value

    keys: dict[str, Callable[[Row], tuple[bool, Decimal]]] = {
        "rank": lambda row: by(row.growth),
        "change": lambda row: by(row.change),
        "gap": lambda row: by(row.to_province),
        "pull": lambda row: by(row.pull),
        "light": lambda row: (row.light is None or row.light.stale, Decimal(-row.light_code)),
        "place": lambda row: (False, Decimal(row.subject.position)),
    }
    return sorted(rows, key=lambda row: (*keys.get(sort, keys["rank"])(row), row.subject.position))
