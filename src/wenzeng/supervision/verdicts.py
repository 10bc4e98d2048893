"""Does a condition hold? True, False, or nobody can say because a figure is missing (None). Pure.

A missing figure never decides anything by default: below the province and change unknown is neither widening
nor narrowing. But what is known may suffice: a unit above the province is so whatever its change was.
"""

import itertools
import operator
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from wenzeng.supervision.definitions import All, Band, Condition, When, conditions

Values = Mapping[str, Decimal | None]
Truth = bool | None

_COMPARE: dict[str, Callable[[Decimal, Decimal], bool]] = {
    "lt": operator.lt,
    "le": operator.le,
    "gt": operator.gt,
    "ge": operator.ge,
    "eq": operator.eq,
    "ne": operator.ne,
}


def holds(when: When, values: Values) -> Truth:
    """Kleene's three values: one false ends `all`, one true ends `any`, whatever is missing beside it.

    >>> below = Condition(fact="gap", op="lt", value=0)
    >>> holds(below, {"gap": Decimal("-22.1")}), holds(below, {"gap": None})
    (True, None)
    """
    if isinstance(when, Condition):
        value = values.get(when.fact)
        if when.op == "missing":
            return value is None
        if value is None or when.value is None:
            return None
        return _COMPARE[when.op](value, when.value)
    if isinstance(when, All):
        truths = [holds(branch, values) for branch in when.all]
        return False if False in truths else None if None in truths else True
    truths = [holds(branch, values) for branch in when.any]
    return True if True in truths else None if None in truths else False


@dataclass(frozen=True)
class Verdict:
    """The band that is lit, and the figures that were wanted for it and are missing."""

    band: Band
    missing: tuple[str, ...] = ()


class NoBand(Exception):
    """The rule has no light for these values: a hole, which `lint` finds before a rule is put in force."""


def judge(bands: Sequence[Band], values: Values) -> Verdict:
    """The first band that certainly holds. A band that asks what is missing waits for the others."""
    for band in sorted(bands, key=_asks_what_is_missing):
        if holds(band.when, values):
            gone = tuple(_missing(bands, values)) if _asks_what_is_missing(band) else ()
            return Verdict(band, gone)
    raise NoBand


def _asks_what_is_missing(band: Band) -> bool:
    return any(leaf.op == "missing" for leaf in conditions(band.when))


def _missing(bands: Sequence[Band], values: Values) -> Iterator[str]:
    facts = dict.fromkeys(leaf.fact for band in bands for leaf in conditions(band.when))
    return (fact for fact in facts if values.get(fact) is None)


# Checking a list of bands before it is put in force


@dataclass(frozen=True)
class Fault:
    """One point of the value space at which the bands fail: none of them, or more than one, holds there."""

    kind: str  # hole, overlap, never
    codes: tuple[int, ...]
    values: tuple[tuple[str, Decimal | None], ...]

    def sentence(self, names: Mapping[str, str]) -> str:
        at = _("，").join(
            _("%(fact)s缺数") % {"fact": names.get(fact, fact)}
            if value is None
            else _("%(fact)s为%(value)s") % {"fact": names.get(fact, fact), "value": value}
            for fact, value in self.values
        )
        codes = _("、").join(str(code) for code in self.codes)
        if self.kind == "never":
            return _("%(codes)s档在任何取值下都不会亮：请核对条件。") % {"codes": codes}
        if self.kind == "hole":
            return _("%(at)s时没有一档成立：请补一档，或把边界改为含等号。") % {"at": at}
        return _("%(at)s时%(codes)s档同时成立：请改条件，只留一档。") % {"at": at, "codes": codes}


def lint(bands: Sequence[Band]) -> list[Fault]:
    """Holes, overlaps and bands that never light, over all combinations that the conditions tell apart.

    Each figure is tried below, at and above each of its thresholds, between each two of them, and missing.
    So the answer is complete for conditions that compare one figure with a number, which is all that a rule
    can say.
    """
    thresholds: dict[str, set[Decimal]] = {}
    for band in bands:
        for leaf in conditions(band.when):
            thresholds.setdefault(leaf.fact, set()).update([leaf.value] if leaf.value is not None else [])
    axes = [[(fact, value) for value in _representatives(marks)] for fact, marks in thresholds.items()]
    faults: list[Fault] = []
    lit: set[int] = set()
    for point in itertools.product(*axes):
        values = dict(point)
        true = [band for band in bands if holds(band.when, values)]
        certain = [band for band in true if not _asks_what_is_missing(band)] or true
        lit.update(band.code for band in certain)
        codes = tuple(band.code for band in certain)
        if len(certain) != 1:
            faults.append(Fault("overlap" if certain else "hole", codes, point))
    faults.extend(Fault("never", (band.code,), ()) for band in bands if band.code not in lit)
    return faults


def _representatives(marks: set[Decimal]) -> list[Decimal | None]:
    ordered = sorted(marks)
    if not ordered:
        return [Decimal(0), None]
    between = [(low + high) / 2 for low, high in itertools.pairwise(ordered)]
    return [ordered[0] - 1, *sorted([*ordered, *between]), ordered[-1] + 1, None]
