"""What a check looks at, and what it says."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from wenzeng.base.models import Observation, ObservationInput, Subject
from wenzeng.bulletins import pages, text
from wenzeng.bulletins.checks import reading
from wenzeng.bulletins.models import Bulletin, State

CLAUSE_END = re.compile(r"[，。；：、（）]")


@dataclass(frozen=True)
class Draft:
    """A bulletin with everything that its figures stand on."""

    bulletin: Bulletin
    blocks: tuple[text.Block, ...]
    printed: tuple[text.Printed, ...]
    observations: Mapping[int, Observation]
    newer: Mapping[int, Observation]  # by the observation that was superseded
    made_from: Mapping[int, frozenset[int]]  # a used observation → all that it was made from
    for_state: State

    def expected(self, token: text.Token) -> str | None:
        return pages.expected(token, self.observations)

    @cached_property
    def names(self) -> reading.Names:
        kinds = (Subject.Kind.AREA, Subject.Kind.UNIT)
        others = {row.subject for row in self.observations.values() if row.subject.kind not in kinds}
        return reading.names(others)

    @cached_property
    def said(self) -> Mapping[int, reading.Said]:
        """What the words around each figure say of it, by its ordinal."""
        return reading.read(self.blocks, self.names, self.bulletin.period)


@dataclass(frozen=True)
class Finding:
    """要改 (`block`) or 要说明 (`explain`): where, what, how to mend it."""

    check: str
    severity: Literal["block", "explain"]
    place: str
    sentence: str
    ordinal: int | None = None
    about: int | None = None

    @property
    def key(self) -> str:
        """What an explanation is filed under: the same finding keeps it when the text around it moves."""
        return f"{self.check}:{self.about or self.place}"


def load(bulletin: Bulletin, *, for_state: State) -> Draft:
    blocks = text.from_data(bulletin.text)
    observations = pages.observations_in(blocks)
    made_from = _ancestors(observations)
    everything = set(observations).union(*made_from.values()) if made_from else set(observations)
    return Draft(
        bulletin=bulletin,
        blocks=blocks,
        printed=tuple(text.printed(blocks)),
        observations=observations,
        newer=_newer(everything, bulletin),
        made_from=made_from,
        for_state=for_state,
    )


def _ancestors(observations: Mapping[int, Observation]) -> dict[int, frozenset[int]]:
    links: dict[int, set[int]] = {}
    waiting = set(observations)
    while waiting:
        rows = ObservationInput.objects.filter(observation__in=waiting).values_list("observation", "input")
        for child, parent in rows:
            links.setdefault(child, set()).add(parent)
        seen = set(links) | waiting
        waiting = {parent for _child, parent in rows} - seen

    def below(pk: int) -> set[int]:
        direct = links.get(pk, set())
        return direct.union(*(below(parent) for parent in direct)) if direct else set()

    return {pk: frozenset(below(pk)) for pk in observations}


def _newer(used: set[int], bulletin: Bulletin) -> dict[int, Observation]:
    rows = list(Observation.objects.filter(pk__in=used))
    known = (
        Observation.objects.known_on(bulletin.as_of)
        .filter(
            indicator__in={row.indicator_id for row in rows},
            subject__in={row.subject_id for row in rows},
            period_code__in={row.period_code for row in rows},
        )
        .select_related("batch", "indicator")
        .newest_first()
    )
    newest: dict[tuple[object, ...], Observation] = {}
    for row in known:
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
