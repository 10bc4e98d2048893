"""What a check looks at, and what it says."""

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Literal

from wenzeng.base.models import Observation, ObservationInput, Subject
from wenzeng.base.models.facts import ObservationQuerySet
from wenzeng.bulletins import pages, text
from wenzeng.bulletins.checks import reading
from wenzeng.bulletins.models import Bulletin, State
from wenzeng.engines.wording import screen_number, short_change

GROWTH = "iva.growth"
CLAUSE_END = re.compile(r"[，。；：、（）]")


@dataclass(frozen=True)
class Draft:
    """A bulletin with everything that its figures stand on."""

    bulletin: Bulletin
    blocks: tuple[text.Block, ...]
    printed: tuple[text.Printed, ...]
    observations: Mapping[int, Observation]  # those that the text names
    known: Mapping[int, Observation]  # those and what they were made from
    newest: Mapping[
        int, Observation
    ]  # by the observation that a later one replaced, the one that is known today
    made_from: Mapping[int, frozenset[int]]  # an observation → all that it was made from
    for_state: State

    def newer(self, pk: int) -> Observation | None:
        """The version known today of a figure, where it prints something else."""
        found = self.newest.get(pk)
        return found if found and found.printed != self.known[pk].printed else None

    def expected(self, token: text.Token) -> str | None:
        return pages.expected(token, self.observations)

    @cached_property
    def names(self) -> reading.Names:
        kinds = (Subject.Kind.AREA, Subject.Kind.UNIT)
        others = {row.subject for row in self.observations.values() if row.subject.kind not in kinds}
        return reading.names(others)

    @cached_property
    def units(self) -> Mapping[int, "UnitFigures"]:
        """The figures of the period of every unit that has any: as printed, else as the books had them that day."""
        return _unit_figures(self)

    @cached_property
    def said(self) -> Mapping[int, reading.Said]:
        """What the words around each figure say of it, by its ordinal."""
        return reading.read(self.blocks, self.names, self.bulletin.period)


@dataclass(frozen=True)
class UnitFigures:
    """What the words of a unit are held against."""

    growth: Decimal
    before: Decimal | None
    pull: Decimal | None
    before_label: str

    @property
    def moved(self) -> str:
        """收窄, 扩大, 由降转增; "" where nothing was printed before."""
        if self.before is None:
            return ""
        return short_change(self.growth, self.before).rstrip("0123456789.")


@dataclass(frozen=True)
class Revised:
    """A figure that stands in the text, or that others in it were made from, and its version of today."""

    old: Observation
    new: Observation


@dataclass(frozen=True)
class Finding:
    """要改 (`block`) or 要说明 (`explain`): where, what, how to mend it."""

    check: str
    severity: Literal["block", "explain"]
    place: str
    sentence: str
    ordinal: int | None = None
    about: int | None = None
    revised: "Revised | None" = None

    @property
    def key(self) -> str:
        """What an explanation is filed under: the same finding keeps it when the text around it moves."""
        return f"{self.check}:{self.about or self.place}"


def load(bulletin: Bulletin, *, for_state: State, today: dt.date) -> Draft:
    blocks = text.from_data(bulletin.text)
    observations = pages.observations_in(blocks)
    made_from = _ancestors(observations)
    below = set(made_from) - set(observations)
    known = dict(observations) | {row.pk: row for row in _rows().filter(pk__in=below)}
    return Draft(
        bulletin=bulletin,
        blocks=blocks,
        printed=tuple(text.printed(blocks)),
        observations=observations,
        known=known,
        newest=_newest(known, today),
        made_from=made_from,
        for_state=for_state,
    )


def _rows() -> ObservationQuerySet:
    return Observation.objects.select_related("indicator", "batch", "subject").prefetch_related(
        "subject__names"
    )


def _unit_figures(draft: Draft) -> dict[int, UnitFigures]:
    now = draft.bulletin.period
    previous = now.previous_print()
    units = {unit.pk for unit in draft.names.city.units}
    wanted = (GROWTH, "situation.pull", "situation.change")
    books = (
        Observation.objects.known_on(draft.bulletin.as_of)
        .filter(
            batch__released_at__isnull=False,
            indicator__in=wanted,
            subject__in=units,
            basis="ytd",
            period_code__in=[one.code for one in (now, previous) if one],
        )
        .newest_first()
    )
    found: dict[tuple[str, int, str], Decimal] = {}
    for row in (*draft.observations.values(), *books):
        if row.subject_id in units and row.indicator_id in wanted:
            found.setdefault((row.indicator_id, row.subject_id, row.period_code), row.printed)
    figures = {}
    for unit in units:
        growth = found.get((GROWTH, unit, now.code))
        if growth is None:
            continue
        change = found.get(("situation.change", unit, now.code))
        before = found.get((GROWTH, unit, previous.code)) if previous else None
        figures[unit] = UnitFigures(
            growth,
            growth - change if change is not None else before,
            found.get(("situation.pull", unit, now.code)),
            previous.bulletin_label if previous else "",
        )
    return figures


def _ancestors(observations: Mapping[int, Observation]) -> dict[int, frozenset[int]]:
    """For each observation and everything below it: all that it was made from."""
    links: dict[int, set[int]] = {}
    waiting = set(observations)
    while waiting:
        rows = ObservationInput.objects.filter(observation__in=waiting).values_list("observation", "input")
        for child, parent in rows:
            links.setdefault(child, set()).add(parent)
        seen = set(links) | waiting
        waiting = {parent for _child, parent in rows} - seen
    found: dict[int, frozenset[int]] = {}
    # An input is always older than what was made from it, so in this order it is already done.
    for pk in sorted(set(observations) | {parent for parents in links.values() for parent in parents}):
        direct = links.get(pk, set())
        found[pk] = frozenset(direct).union(*(found[parent] for parent in direct))
    return found


def _newest(known: Mapping[int, Observation], day: dt.date) -> dict[int, Observation]:
    """What replaced a figure by a day; one that is not released is no figure to print yet."""
    rows = list(known.values())
    candidates = (
        _rows()
        .known_on(day)
        .filter(
            batch__released_at__isnull=False,
            indicator__in={row.indicator_id for row in rows},
            subject__in={row.subject_id for row in rows},
            period_code__in={row.period_code for row in rows},
        )
        .newest_first()
    )
    newest: dict[tuple[object, ...], Observation] = {}
    for row in candidates:
        newest.setdefault(key_of(row), row)
    return {row.pk: newest[key_of(row)] for row in rows if newest.get(key_of(row), row).pk != row.pk}


def key_of(row: Observation) -> tuple[object, ...]:
    return (
        row.indicator_id,
        row.subject_id,
        row.period_code,
        row.basis,
        row.price_basis,
        row.scope,
        row.status,
    )


def last_clause(before: str) -> str:
    """The words between the last stop and a figure: where its direction word must be."""
    return CLAUSE_END.split(before)[-1]


def what(row: Observation) -> str:
    """全市2020年1—5月规上增速: an observation in a sentence."""
    return f"{row.subject.name_on(row.period.end)}{row.period.label_with_year}{row.indicator.name}"


def value_in_words(row: Observation) -> str:
    """−20.7%, 2.8个百分点: a value in a sentence, with its own minus sign and measure word."""
    unit = "个百分点" if row.unit == "百分点" else row.unit
    return f"{screen_number(row.printed)}{unit}"
