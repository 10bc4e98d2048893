"""Growth rates: month and cumulative, what is still required, which way it moves, how long it has lasted.

Two kinds of number go in. *Computed* rates are float64, in per cent (5.0 is +5 %). *Printed* rates are
``Decimal`` or text, because a reader sees 0.0 where a float still says −0.04; every judgement in words
(``movement``, the runs, ``identity_gap``) takes printed rates and refuses floats.

Notation, as in the statistics bureau's own explanation of 累计增速: b_k is the base of print k (the same
months last year, constant prices, the same set of firms), W_k = b_1 + … + b_k, C_k the cumulative growth,
g_k the growth of print k alone, w_k = b_k / W_k, s_k = W_k / W_n. January and February are one print.

Growth is never computed from two published levels: the base is re-cut each year to the same set of firms.
"""

import itertools
import math
from collections.abc import Sequence
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Literal, NamedTuple

import numpy as np

from wenzeng.engines import arrays
from wenzeng.engines.arrays import Floats, Vector
from wenzeng.engines.errors import StatError
from wenzeng.engines.rounding import Number, Printed, as_printed, exact

# A print that reads 0.1 or more is positive; 0.0 is flat (持平). The smallest growth that still prints 0.1:
PRINTS_POSITIVE = 0.05

# Rounding noise that a round trip through the recursion may leave below −100 %.
_NOISE_PCT = 1e-6


class Interval(NamedTuple):
    """A best value with the bounds it cannot leave. ``value`` is NaN where nothing is best."""

    value: float
    lo: float
    hi: float


# Month and cumulative


def cumulative(growth_pct: Vector, base: Vector) -> Floats:
    """Cumulative growth of every print from the growth of each.

    C_k = (b_1 g_1 + … + b_k g_k) / W_k.

    Args:
        growth_pct: (n,) per cent year on year, January–February as one.
        base: (n,) base-period levels or shares of the same prints, on any common scale.

    Returns:
        (n,) per cent.

    Raises:
        StatError: ``length``, ``negative_weight``, ``zero_total_weight`` (also when the first bases are all
            zero, so that C_1 is undefined), ``growth_below_minus_100``, ``not_finite``, ``shape``,
            ``not_numeric``.

    Source: 累计增速是各期增速以基期为权数的加权平均; checked against NBS 2020 (vector cumulative-jf).

    >>> cumulative([10.0, -10.0], [1.0, 1.0])
    array([10.,  0.])
    """
    g = arrays.growth(growth_pct)
    b = arrays.weights(base, g.size, "base")
    base_to_date = np.cumsum(b)
    if not base_to_date[0] > 0.0:
        raise StatError(
            "zero_total_weight", "第 1 期的基期数为 0，累计增速无从算起：请从有基期数的一期开始。", "base", 0
        )
    return np.cumsum(b * g) / base_to_date


def monthly_from_cumulative(cumulative_pct: Vector, base: Vector) -> Floats:
    """The growth of each print from the cumulative ones; the inverse of ``cumulative``.

    g_k = C_{k-1} + (C_k − C_{k-1}) / w_k. A printed C carries ±0.05, which grows by 1/w_k: a twelfth month
    recovered from two prints is uncertain by more than a point. Show it as derived, never as published.

    Args:
        cumulative_pct: (n,) per cent, from the first print of the year on.
        base: (n,) as in ``cumulative``.

    Returns:
        (n,) per cent.

    Raises:
        StatError: ``zero_period_weight`` where a print has no base; ``inconsistent`` where the two prints
            would need a fall of more than 100 %; and those of ``cumulative``.

    >>> monthly_from_cumulative([10.0, 0.0], [1.0, 1.0])
    array([ 10., -10.])
    """
    c = arrays.growth(cumulative_pct, "cumulative_pct")
    b = arrays.weights(base, c.size, "base")
    empty = np.flatnonzero(b == 0.0)
    if empty.size:
        at = int(empty[0])
        raise StatError("zero_period_weight", f"第 {at + 1} 期的基期数为 0，当期增速无法推出。", "base", at)
    base_before = np.cumsum(b) - b
    c_before = np.concatenate(([0.0], c[:-1]))
    g = c + (c - c_before) * (base_before / b)
    impossible = np.flatnonzero(g < -100.0 - _NOISE_PCT)
    if impossible.size:
        at = int(impossible[0])
        raise StatError(
            "inconsistent",
            f"第 {at + 1} 期倒推出的当期增速为 {g[at]:.1f}%，低于 -100%：请核对累计增速与权重是否同一口径。",
            "cumulative_pct",
            at,
        )
    return g


def implied_weight(c_before: float, c_now: float, growth_pct: float, half_unit: float = 0.05) -> Interval:
    """The share of a print in the cumulative base, read off three published rates.

    w = (C_now − C_before) / (g − C_before). Each rate may be off by half its last digit; the bounds are the
    extremes over the corners of that box. Where g and C_before are too close to tell apart nothing is known:
    the bounds are 0 and 1, and the value is NaN if the two are equal.

    Args:
        c_before, c_now: cumulative growth to the print before and to this one, per cent.
        growth_pct: growth of this print alone, per cent.
        half_unit: half the last printed digit, 0.05 for one decimal.

    Returns:
        Interval of a fraction, clipped to 0–1.

    Raises:
        StatError: ``inconsistent`` when C_now does not lie between the other two even after rounding (a
            typing slip, a revision, or another basis); ``growth_below_minus_100``, ``not_finite``.

    Source: the speech of 2020-06-24, 全省 −0.6, 8.6, 1.4: May is 21.7 % of the January–May base.

    >>> [round(x, 4) for x in implied_weight(-0.6, 1.4, 8.6)]
    [0.2174, 0.2065, 0.2283]
    """
    before, now, own = (float(x) for x in arrays.growth([c_before, c_now, growth_pct]))
    low, high = min(before, own), max(before, own)
    slack = 2.0 * half_unit + _NOISE_PCT
    if not low - slack <= now <= high + slack:
        raise StatError(
            "inconsistent",
            f"累计 {now:g}% 不在上期累计 {before:g}% 与当期 {own:g}% 之间：请核对是否填错或口径不同。",
            "c_now",
        )
    value = (now - before) / (own - before) if own != before else math.nan
    if abs(own - before) <= slack:
        return Interval(min(max(value, 0.0), 1.0), 0.0, 1.0)
    corners = [
        (now + dn - before - db) / (own + dg - before - db)
        for db, dn, dg in itertools.product((-half_unit, half_unit), repeat=3)
    ]
    lo, hi = max(min(corners), 0.0), min(max(corners), 1.0)
    return Interval(min(max(value, lo), hi), lo, hi)


def roll_forward(base: Vector, growth_pct: Vector) -> Floats:
    """Next year's base shares from this year's shares and growth: b′ = b (1 + g), scaled to add up to 1.

    In-year prints cannot bound the rest of the year, so the weights of a running year are last year's
    full set rolled forward once.

    Args:
        base: (n,) levels or shares.
        growth_pct: (n,) per cent.

    Returns:
        (n,) fractions that add up to 1.

    Raises:
        StatError: ``zero_total_weight`` when everything fell by 100 %; and those of ``cumulative``.

    >>> roll_forward([1.0, 1.0], [0.0, 100.0]).round(4)
    array([0.3333, 0.6667])
    """
    g = arrays.growth(growth_pct)
    rolled = arrays.weights(base, g.size, "base") * (1.0 + g / 100.0)
    total = rolled.sum()
    if not total > 0.0:
        raise StatError("zero_total_weight", "各期增速滚动之后基期合计为 0：请核对增速。", "growth_pct")
    return np.asarray(rolled / total, dtype=np.float64)


def two_year_average(growth_before_pct: float, growth_now_pct: float) -> float:
    """两年平均增速: the yearly rate that two years of growth amount to.

    100 (√((1 + g0)(1 + g1)) − 1), used when last year's base is distorted.

    Raises:
        StatError: ``growth_below_minus_100``, ``not_finite``, ``not_numeric``.

    Source: 国家统计局 2021 年数据解读; national January–February 2020/2021 is 8.1.

    >>> round(two_year_average(-13.5, 35.1), 1)
    8.1
    """
    g0, g1 = arrays.growth([growth_before_pct, growth_now_pct]) / 100.0
    return 100.0 * (math.sqrt((1.0 + g0) * (1.0 + g1)) - 1.0)


# What is still required


def required(target_pct: float, done_pct: float, share_done: float) -> float:
    """The growth that the rest of the period needs, on average, for the whole to reach the target.

    R = (T − s C) / (1 − s).

    Args:
        target_pct: T, growth of the whole period (the year, or January–September), per cent. For “the print
            must be positive” use ``PRINTS_POSITIVE``: 0.05 is the least that prints 0.1.
        done_pct: C, cumulative growth so far, per cent.
        share_done: s, fraction of the whole period's base already done (``weights.share_done``).

    Returns:
        R in per cent; may lie below −100 when the target can no longer be missed.

    Raises:
        StatError: ``share_range`` unless 0 ≤ s < 1 (with s = 1 nothing is left to grow);
            ``growth_below_minus_100``, ``not_finite``, ``not_numeric``.

    Source: the speech of 2020-06-24, −20.7 after January–May and 5 % for the year: 23.36 with equal months.

    >>> round(required(5.0, -20.7, 5 / 12), 2)
    23.36
    """
    target, done = (float(x) for x in arrays.growth([target_pct, done_pct]))
    s = _share(share_done, "share_done")
    if s == 1.0:
        raise StatError("share_range", "本期已全部完成（比重为 1），没有余下的时段可以增长。", "share_done")
    return (target - s * done) / (1.0 - s)


def required_bounds(
    target_pct: float, done_pct: float, share_lo: float, share_hi: float, half_unit: float = 0.05
) -> Interval:
    """The required growth when the share done is only known to lie between two bounds.

    R is monotone in s and in C, so the corners of the box give its exact bounds. The printed C is itself
    only known to half its last digit, which counts as well.

    Args:
        target_pct, done_pct: T and C, per cent.
        share_lo, share_hi: bounds of s.
        half_unit: half the last printed digit of C; 0 for a C of our own that was never rounded.

    Returns:
        Interval in per cent; ``value`` is R at the printed C and the middle of the two shares.

    Raises:
        StatError: ``share_range`` for shares outside 0–1, in the wrong order or 1; those of ``required``.

    >>> [round(x, 1) for x in required_bounds(5.0, -20.7, 0.3623, 0.3952)]
    [20.7, 19.6, 21.8]
    """
    lo, hi = _share(share_lo, "share_lo"), _share(share_hi, "share_hi")
    if lo > hi:
        raise StatError("share_range", f"比重下限 {lo:g} 大于上限 {hi:g}：请对调。", "share_lo")
    if hi == 1.0:
        raise StatError("share_range", "比重上限为 1：本期可能已全部完成，算不出余下所需增速。", "share_hi")
    value = required(target_pct, done_pct, (lo + hi) / 2.0)
    corners = [
        (target_pct - s * (done_pct + off)) / (1.0 - s) for s in (lo, hi) for off in (-half_unit, half_unit)
    ]
    return Interval(value, min(corners), max(corners))


def _share(share: float, field: str) -> float:
    value = float(arrays.vector([share], field)[0])
    if not 0.0 <= value <= 1.0:
        raise StatError("share_range", f"比重 {value:g} 不在 0—1 之间：请核对是否把百分数当成了小数。", field)
    return value


# Which way it moves

MovementCode = Literal[
    "turn_positive",
    "turn_negative",
    "recover_to_flat",
    "fall_to_flat",
    "flat_to_up",
    "flat_to_down",
    "decline_narrows",
    "decline_widens",
    "accelerates",
    "slows",
    "unchanged",
]


class Movement(NamedTuple):
    """How a printed rate moved: the code, and the size of the step in percentage points (never negative)."""

    code: MovementCode
    change_pp: Decimal


# By sign before and after; where both signs are the same the direction of the step decides.
_CROSSINGS: dict[tuple[int, int], MovementCode] = {
    (-1, 1): "turn_positive",
    (1, -1): "turn_negative",
    (-1, 0): "recover_to_flat",
    (1, 0): "fall_to_flat",
    (0, 1): "flat_to_up",
    (0, -1): "flat_to_down",
}


def movement(before: Printed, now: Printed) -> Movement:
    """What happened between two printed rates; ``wording.change_phrase`` says it in Chinese.

    A decline that narrows is not growth: −4.9 → −2.8 is ``decline_narrows``, never ``accelerates``.

    Raises:
        StatError: ``not_numeric`` (also for a float: round it first), ``not_finite``.

    >>> movement("-0.6", "1.4")
    Movement(code='turn_positive', change_pp=Decimal('2.0'))
    """
    a, b = as_printed(before, "before"), as_printed(now, "now")
    change = abs(b - a)
    crossing = _CROSSINGS.get((_sign(a), _sign(b)))
    if crossing:
        return Movement(crossing, change)
    if a == b:
        return Movement("unchanged", change)
    if a < 0:
        return Movement("decline_narrows" if b > a else "decline_widens", change)
    return Movement("accelerates" if b > a else "slows", change)


def _sign(x: Decimal) -> int:
    return (x > 0) - (x < 0)


# How long it has lasted


class Run(NamedTuple):
    """A run that reaches up to the latest print: how many prints, and how many calendar months they cover."""

    prints: int
    months: int


def negative_run(rates: Sequence[Printed], n_months: Sequence[int]) -> Run:
    """How long the rate has been below zero, up to and with the latest print.

    January–February is one print of two months, so four prints from 1–2 to 5 are “连续5个月负增长”.

    Args:
        rates: (n,) printed rates, oldest first.
        n_months: (n,) months each print adds (``Period.month_of().n_months``): 2 for January–February,
            else 1.

    Raises:
        StatError: ``length``, ``not_numeric``, ``not_finite``.

    >>> negative_run(["-25.0", "-23.0", "-22.0", "-20.7"], [2, 1, 1, 1])
    Run(prints=4, months=5)
    """
    values = _series(rates, n_months)
    return _run([value < 0 for value in values], n_months)


def positive_run(rates: Sequence[Printed], n_months: Sequence[int]) -> Run:
    """How long the rate has been above zero; a flat 0.0 ends the run. See ``negative_run``.

    >>> positive_run(["-1.1", "3.9", "4.4"], [1, 1, 1])
    Run(prints=2, months=2)
    """
    values = _series(rates, n_months)
    return _run([value > 0 for value in values], n_months)


def narrowing_run(rates: Sequence[Printed], n_months: Sequence[int]) -> Run:
    """How many of the latest prints are declines smaller than the one before (降幅逐月收窄).

    The print that the run starts from is not counted: three rates that rise twice are two narrowings. The
    claim “逐月收窄” for a whole series needs ``prints == len(rates) - 1``. A turn to growth ends the run.

    >>> narrowing_run(["-8.4", "-4.9", "-2.8"], [3, 1, 1])
    Run(prints=2, months=2)
    """
    values = _series(rates, n_months)
    return _run(
        [False] + [movement(a, b).code == "decline_narrows" for a, b in itertools.pairwise(values)], n_months
    )


def _series(rates: Sequence[Printed], n_months: Sequence[int]) -> list[Decimal]:
    if len(rates) != len(n_months):
        raise StatError(
            "length", f"增速有 {len(rates)} 期，月数有 {len(n_months)} 个：请逐期对应。", "n_months"
        )
    return [as_printed(rate, "rates", i) for i, rate in enumerate(rates)]


def _run(holds: list[bool], n_months: Sequence[int]) -> Run:
    prints = len(list(itertools.takewhile(bool, reversed(holds))))
    return Run(prints, sum(n_months[len(n_months) - prints :]))


# Published figures against each other


def level_from_gap(ours: Printed, gap_pp: Printed) -> Decimal:
    """The other's printed rate when only ours and their lead over us are known.

    Raises:
        StatError: ``not_numeric``, ``not_finite``.

    Source: the speech, 汉中 is 7.2 points ahead of −20.7.

    >>> level_from_gap("-20.7", "+7.2")
    Decimal('-13.5')
    """
    return as_printed(ours, "ours") + as_printed(gap_pp, "gap_pp")


class PrintRange(NamedTuple):
    """The smallest and the largest figure that a print may show."""

    lo: Decimal
    hi: Decimal


def cumulative_interval(
    c_before: Printed, growth_pct: Printed, share_lo: Number, share_hi: Number, decimals: int = 1
) -> PrintRange:
    """Which cumulative prints agree with the one before and with the month's own growth.

    C = (1 − w) C_before + w g, with both rates off by up to half their last digit and w between its bounds.

    Args:
        c_before, growth_pct: printed rates, per cent.
        share_lo, share_hi: bounds of the month's share in the cumulative base, 0–1.
        decimals: places the rates are printed with.

    Returns:
        The range of prints, with that many decimals.

    Raises:
        StatError: ``share_range``, ``not_numeric``, ``not_finite``.

    >>> [str(x) for x in cumulative_interval("-0.6", "8.6", 0.21, 0.23)]
    ['1.3', '1.6']
    """
    before, own = as_printed(c_before, "c_before"), as_printed(growth_pct, "growth_pct")
    w_lo, w_hi = exact(share_lo, "share_lo"), exact(share_hi, "share_hi")
    if not 0 <= w_lo <= w_hi <= 1:
        raise StatError("share_range", f"比重 {w_lo}—{w_hi} 应在 0—1 之间，且下限不大于上限。", "share_lo")
    half = Decimal(5).scaleb(-decimals - 1)
    mixed = [before + w * (own - before) for w in (w_lo, w_hi)]
    # Half a unit for the inputs and half for the print itself.
    lo, hi = min(mixed) - 2 * half, max(mixed) + 2 * half
    unit = Decimal(1).scaleb(-decimals)
    return PrintRange(
        _unsigned_zero(lo.quantize(unit, ROUND_CEILING)), _unsigned_zero(hi.quantize(unit, ROUND_FLOOR))
    )


class IdentityGap(NamedTuple):
    """Whether three prints agree.

    Attributes:
        consistent: True when rounding and the bounds of the share can explain the cumulative print.
        nearest: the cumulative print itself if consistent, else the nearest one that would be.
        miss_pp: cumulative print minus nearest; zero if consistent.
    """

    consistent: bool
    nearest: Decimal
    miss_pp: Decimal


def identity_gap(
    c_before: Printed,
    c_now: Printed,
    growth_pct: Printed,
    share_lo: Number,
    share_hi: Number,
    decimals: int = 1,
) -> IdentityGap:
    """Check a cumulative print against the one before and the month's own growth.

    A miss is a typing slip, a revision of an earlier month or a change of scope; all three want a question
    to the one who filed it, none is corrected here.

    Args and errors: as ``cumulative_interval``.

    >>> identity_gap("-0.6", "1.4", "8.6", 0.20, 0.24).consistent
    True
    >>> identity_gap("-0.6", "4.1", "8.6", 0.20, 0.24)
    IdentityGap(consistent=False, nearest=Decimal('1.7'), miss_pp=Decimal('2.4'))
    """
    now = as_printed(c_now, "c_now")
    lo, hi = cumulative_interval(c_before, growth_pct, share_lo, share_hi, decimals)
    nearest = min(max(now, lo), hi)
    return IdentityGap(nearest == now, nearest, now - nearest)


def _unsigned_zero(x: Decimal) -> Decimal:
    return x if x else abs(x)
