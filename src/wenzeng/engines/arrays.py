"""What every engine asks of the numbers it is given; a fault is refused with the place where it sits."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from wenzeng.engines.errors import StatError

Floats = npt.NDArray[np.float64]
Vector = Sequence[float] | Floats


def vector(x: Vector, field: str) -> Floats:
    """A new one-dimensional float64 array of finite numbers; the caller's array is never written to.

    Raises:
        StatError: ``not_numeric``, ``shape``, ``not_finite`` (with the first place at fault).

    >>> vector([1, 2], "growth_pct")
    array([1., 2.])
    """
    try:
        values = np.array(x, dtype=np.float64)
    except (TypeError, ValueError):
        raise StatError("not_numeric", "数据中有不是数字的内容：请逐个核对。", field) from None
    if values.ndim != 1:
        raise StatError(
            "shape", f"应为一列数，收到的是 {values.ndim} 维数据：请按期别或分项排成一列。", field
        )
    missing = np.flatnonzero(~np.isfinite(values))
    if missing.size:
        at = int(missing[0])
        raise StatError("not_finite", f"第 {at + 1} 个数缺失或为无穷大：请先补齐，再计算。", field, at)
    return values


def growth(x: Vector, field: str = "growth_pct") -> Floats:
    """Growth rates in per cent; nothing can fall by more than all of itself.

    Raises:
        StatError: ``growth_below_minus_100``, and those of ``vector``.
    """
    values = vector(x, field)
    impossible = np.flatnonzero(values < -100.0)
    if impossible.size:
        at = int(impossible[0])
        raise StatError(
            "growth_below_minus_100",
            f"第 {at + 1} 个增速为 {values[at]:g}%，低于 -100%：请核对是否漏填小数点或填成了绝对额。",
            field,
            at,
        )
    return values


def weights(x: Vector, n: int, field: str = "weight") -> Floats:
    """Base-period weights, one for each of n rates: levels or shares, none negative, not all zero.

    Raises:
        StatError: ``length``, ``negative_weight``, ``zero_total_weight``, and those of ``vector``.
    """
    values = vector(x, field)
    if values.size != n:
        raise StatError("length", f"增速有 {n} 个，权重有 {values.size} 个：请逐个对应后再算。", field)
    negative = np.flatnonzero(values < 0.0)
    if negative.size:
        at = int(negative[0])
        raise StatError("negative_weight", f"第 {at + 1} 个权重为负数：基期数应不小于 0。", field, at)
    if not values.sum() > 0.0:
        raise StatError("zero_total_weight", "权重合计为 0：请核对基期数是否漏填。", field)
    return values
