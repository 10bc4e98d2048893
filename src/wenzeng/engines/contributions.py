"""Who pulls the total up and who drags it down (拉动), and what changed between two months.

Exact at constant prices on one set of firms. Where the published total was measured another way (统一核算, a
province against its cities) the difference is one explicit residual line and is never spread over the parts.
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from wenzeng.engines import arrays
from wenzeng.engines.arrays import Floats, Vector
from wenzeng.engines.errors import StatError

# Below half a point a contribution rate (贡献率) says nothing: parts of ±2 points become ±400 %.
LEAST_TOTAL_FOR_RATE_PP = 0.5

_TOLERANCE = 1e-6


@dataclass(frozen=True, slots=True, eq=False)
class Contributions:
    """How the parts make up a total's growth.

    Attributes:
        pull_pp: (n,) percentage points each part adds to the total; negative when it drags.
        base_share: (n,) the base-period share used for each part, 0–1.
        sum_pp: what the parts add up to.
        total_pp: growth of the total: the published one if it was given, else the sum.
        residual_pp: total minus sum, the line 统一核算差额.
    """

    pull_pp: Floats
    base_share: Floats
    sum_pp: float
    total_pp: float
    residual_pp: float

    @property
    def rate_pct(self) -> Floats | None:
        """Contribution rates (贡献率), see ``contribution_rate``."""
        return contribution_rate(self.pull_pp, self.total_pp)


def contributions(
    growth_pct: Vector, base: Vector, total: float | None = None, base_total: float | None = None
) -> Contributions:
    """Split a total's growth among its parts (拉动百分点).

    A part pulls by its own growth times the share it had a year ago: c_i = (b_i / Σb) g_i. With the
    share of today instead, published pulls come out wrong in the second decimal.

    Args:
        growth_pct: (n,) per cent year on year. A part that has not reported is refused, not skipped: the
            others would silently take over its share.
        base: (n,) base-period levels or shares, on any scale; divided by their sum.
        total: the published growth of the total, if there is one.
        base_total: the base of the whole where the parts are only some of it (ten large industries); the
            shares are then b_i / base_total, and the residual carries the rest.

    Returns:
        ``Contributions``, parts in the order given.

    Raises:
        StatError: ``inconsistent`` when the parts' base exceeds ``base_total``; ``length``,
            ``negative_weight``, ``zero_total_weight``, ``growth_below_minus_100``, ``not_finite``, ``shape``,
            ``not_numeric``.

    Source: 《中国统计年鉴》拉动百分点 = 总增速 × 贡献率; vectors contrib-*.

    >>> split = contributions([10.0, -5.0, 3.0], [50.0, 30.0, 20.0], total=4.3)
    >>> split.pull_pp.round(9).tolist(), round(split.residual_pp, 9)
    ([5.0, -1.5, 0.6], 0.2)
    """
    g = arrays.growth(growth_pct)
    b = arrays.weights(base, g.size, "base")
    whole = float(b.sum())
    if base_total is not None:
        given = float(arrays.vector([base_total], "base_total")[0])
        if whole > given * (1.0 + _TOLERANCE):
            raise StatError(
                "inconsistent",
                f"各部分基期数合计 {whole:g} 超过总体的 {given:g}：请核对是否重复计入。",
                "base_total",
            )
        whole = given
    share = b / whole
    pull = share * g
    added = float(pull.sum())
    total_pp = added if total is None else float(arrays.growth([total], "total")[0])
    return Contributions(pull, share, added, total_pp, total_pp - added)


def contribution_rate(pull_pp: Vector, total_pp: float) -> Floats | None:
    """贡献率: each part's pull as a percentage of the total's growth.

    Returns:
        (n,) per cent, or None when the total moved by less than half a point: then show the pull alone.

    Raises:
        StatError: ``not_finite``, ``not_numeric``, ``shape``.

    >>> contribution_rate([3.0, 1.0], 4.0)
    array([75., 25.])
    >>> contribution_rate([0.5, -0.5], 0.0) is None
    True
    """
    pull = arrays.vector(pull_pp, "pull_pp")
    total = float(arrays.vector([total_pp], "total_pp")[0])
    if abs(total) < LEAST_TOTAL_FOR_RATE_PP:
        return None
    return 100.0 * pull / total


@dataclass(frozen=True, slots=True, eq=False)
class BennetChange:
    """Why a total's growth changed between two months.

    Attributes:
        growth_pp: (n,) what each part's own change of growth did.
        structure_pp: (n,) what the change of its share did (a part above average that grew in weight: +).
        change_pp: the total's change; equals the sum of both.
    """

    growth_pp: Floats
    structure_pp: Floats
    change_pp: float


def bennet_change(
    growth_before: Vector, base_before: Vector, growth_now: Vector, base_now: Vector
) -> BennetChange:
    """Split the change of a total's growth into growth and structure effects, part by part (Bennet).

    growth_i = (w0 + w1)/2 · Δg_i, structure_i = ((g0 − G0) + (g1 − G1))/2 · Δw_i. Symmetric in time and
    exact: nothing is left over.

    Args:
        growth_before, growth_now: (n,) per cent, the same parts in the same order.
        base_before, base_now: (n,) base levels or shares at the two dates; each set is divided by its sum.

    Raises:
        StatError: ``length`` and the other errors of ``contributions``.

    Source: Bennet (1920), “The theory of measurement of changes in cost of living”; vector bennet.

    >>> why = bennet_change([-3, 8, 2], [50, 30, 20], [1, 6, 4], [48, 33, 19])
    >>> why.growth_pp.round(2).tolist(), round(why.change_pp, 2)
    ([1.96, -0.63, 0.39], 1.92)
    """
    g0, g1 = arrays.growth(growth_before, "growth_before"), arrays.growth(growth_now, "growth_now")
    if g0.size != g1.size:
        raise StatError(
            "length", f"前期 {g0.size} 个分项，本期 {g1.size} 个：请按同一组分项比较。", "growth_now"
        )
    b0, b1 = (
        arrays.weights(base_before, g0.size, "base_before"),
        arrays.weights(base_now, g1.size, "base_now"),
    )
    w0, w1 = b0 / b0.sum(), b1 / b1.sum()
    total0, total1 = float(w0 @ g0), float(w1 @ g1)
    own = (w0 + w1) / 2.0 * (g1 - g0)
    structure = ((g0 - total0) + (g1 - total1)) / 2.0 * (w1 - w0)
    return BennetChange(own, structure, total1 - total0)


class LevelBridge(NamedTuple):
    """A naive growth rate taken apart, in percentage points of last year's whole level.

    Attributes:
        total: naive growth of the level, per cent; the sum of the next three.
        comparable: from the firms present in both years.
        entry: from firms that entered the register (入库).
        exit: from firms that left it (退库), negative.
        comparable_growth: growth of the firms present in both years on their own base, per cent.
    """

    total: float
    comparable: float
    entry: float
    exit: float
    comparable_growth: float


def level_bridge(
    comparable_base: float, comparable_now: float, exit_base: float, entry_now: float
) -> LevelBridge:
    """Why the level fell by 11 % although the same firms fell by 7.8 %: entries and exits told apart.

    Args:
        comparable_base, comparable_now: last year's and this year's level of the firms present in both.
        exit_base: last year's level of the firms that have since left.
        entry_now: this year's level of the firms that have since entered.

    Raises:
        StatError: ``negative_weight`` for a negative level, ``zero_total_weight`` when the comparable firms
            had no level last year; ``not_finite``, ``not_numeric``.

    Source: worked by hand, 900 → 830 with exits of 100 and entries of 60; vector level-bridge.

    >>> [round(x, 2) for x in level_bridge(900, 830, 100, 60)]
    [-11.0, -7.0, 6.0, -10.0, -7.78]
    """
    levels = arrays.vector([comparable_base, comparable_now, exit_base, entry_now], "levels")
    if (levels < 0.0).any():
        at = int(np.flatnonzero(levels < 0.0)[0])
        raise StatError("negative_weight", "产值、增加值等总量不能为负数：请核对。", "levels", at)
    before, now, left, entered = (float(x) for x in levels)
    if before == 0.0:
        raise StatError(
            "zero_total_weight", "两年都在库的企业上年总量为 0：没有可比的基数。", "comparable_base"
        )
    whole = before + left
    comparable, entry, gone = 100.0 * (now - before) / whole, 100.0 * entered / whole, -100.0 * left / whole
    return LevelBridge(comparable + entry + gone, comparable, entry, gone, 100.0 * (now / before - 1.0))
