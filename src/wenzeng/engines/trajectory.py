"""The way from here to the target: the dashed line of a chart, print by print."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from wenzeng.engines import arrays
from wenzeng.engines.arrays import Floats, Vector
from wenzeng.engines.errors import StatError
from wenzeng.engines.growth import required


class Done(NamedTuple):
    """What is behind us: cumulative growth in per cent, and the base it was measured on."""

    growth_pct: float
    base: float


class Turn(NamedTuple):
    """A goal on the way, such as 三季度转正 read as “the print of 1–9 is at least 0.1”.

    Attributes:
        after: how many of the remaining prints it gives (June–September: 4).
        growth_pct: cumulative growth to have reached by then; ``growth.PRINTS_POSITIVE`` for “positive”.
    """

    after: int
    growth_pct: float


class Segment(NamedTuple):
    """A stretch of remaining prints, first to last (zero-based, both included), with one required growth."""

    first: int
    last: int
    growth_pct: float


@dataclass(frozen=True, slots=True, eq=False)
class Path:
    """The required way, one value for each remaining print.

    Attributes:
        growth_pct: (n,) growth that each remaining print needs, per cent.
        cumulative_pct: (n,) cumulative growth after it; the last is the target, the turn's is the turn.
        segments: one, or two when the turn bends the path.
    """

    growth_pct: Floats
    cumulative_pct: Floats
    segments: tuple[Segment, ...]


def path_to_target(target_pct: float, done: Done, base_remaining: Vector, turn: Turn | None = None) -> Path:
    """The flat run-rate from the latest cumulative print to the target, in one stretch or two.

    Without a turn every remaining print grows by the same R. A turn that this path would miss bends it: a
    steeper stretch up to the turn, then whatever the target still needs. A turn that it passes anyway changes
    nothing, since nobody is asked to slow down.

    Flat is the simplest of shapes and ignores base effects: say so beside the chart (按余下各月同一增速测算).

    Args:
        target_pct: growth of the whole period, per cent.
        done: latest cumulative growth and its base, on the same scale as ``base_remaining``.
        base_remaining: (n,) base of each remaining print, n ≥ 1.
        turn: a goal before the end, ``1 <= after < n``.

    Returns:
        ``Path``.

    Raises:
        StatError: ``too_short`` when no print remains; ``share_range`` for a turn at or beyond the end;
            ``zero_period_weight`` for a remaining print without base; ``negative_weight``,
            ``growth_below_minus_100``, ``not_finite``, ``shape``, ``not_numeric``.

    >>> path = path_to_target(5.0, Done(-20.7, 5), [1] * 7, Turn(4, 0.05))
    >>> [round(s.growth_pct, 2) for s in path.segments]
    [25.99, 19.85]
    >>> path.cumulative_pct.round(2).tolist()
    [-12.92, -7.36, -3.19, 0.05, 2.03, 3.65, 5.0]
    """
    remaining = arrays.vector(base_remaining, "base_remaining")
    n = remaining.size
    if n == 0:
        raise StatError("too_short", "余下没有可以增长的时段：本期数据已经出齐。", "base_remaining")
    # One rate for each base, so that levels are checked where they are everywhere else.
    bases = arrays.weights([done.base, *remaining], n + 1, "base_remaining")
    empty = np.flatnonzero(remaining == 0.0)
    if empty.size:
        at = int(empty[0])
        raise StatError(
            "zero_period_weight", f"余下第 {at + 1} 期的基期数为 0：请补上权重。", "base_remaining", at
        )
    if turn is not None and not 1 <= turn.after < n:
        raise StatError("share_range", f"中途目标应落在余下 {n} 期之内，不能是第 {turn.after} 期。", "turn")

    base_to_date = np.cumsum(bases)
    flat = required(target_pct, done.growth_pct, float(base_to_date[0] / base_to_date[-1]))
    segments: tuple[Segment, ...] = (Segment(0, n - 1, flat),)
    if turn is not None:
        share = float(base_to_date[0] / base_to_date[turn.after])
        first = required(turn.growth_pct, done.growth_pct, share)
        if first > flat:
            share = float(base_to_date[turn.after] / base_to_date[-1])
            rest = required(target_pct, turn.growth_pct, share)
            segments = (Segment(0, turn.after - 1, first), Segment(turn.after, n - 1, rest))

    growth_pct = np.concatenate([np.full(s.last - s.first + 1, s.growth_pct) for s in segments])
    added = np.cumsum(np.concatenate(([bases[0] * done.growth_pct], remaining * growth_pct)))
    path = added[1:] / base_to_date[1:]
    # Land on the goals themselves and not a rounding error beside them: charts and tests compare.
    path[-1] = target_pct
    if turn is not None and len(segments) == 2:
        path[turn.after - 1] = turn.growth_pct
    return Path(growth_pct, path, segments)
