"""From computed numbers to printed ones, and the arithmetic of printed ones.

Rounding happens once, on the way to paper, half away from zero (四舍五入) and in ``Decimal``; Python's own
``round`` goes to the even neighbour (2.5 → 2) and must not be used for a figure that anybody will read.

Two differences look alike and are not:

* between two *published* rates, take it on the printed decimals (``gap_pp``), so that a reader can redo
  it with the two numbers before him: −20.7 against 1.4 is −22.1;
* between two figures of *our own*, round last (``difference``): 629.0/647.4 is 13.8 points ahead of
  250/300, although the rounded 97.2 and 83.3 are 13.9 apart.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal, InvalidOperation

import numpy as np

from wenzeng.engines.errors import StatError

Number = int | float | Decimal | str
Printed = int | Decimal | str

# A float that has been through a sum or two carries its noise behind the 13th digit. Twelve digits keep
# every figure a statistical table can hold and let a computed half (0.285 × 100) round as the half it is.
FLOAT_DIGITS = 12


def exact(x: Number, field: str = "x", index: int | None = None) -> Decimal:
    """The decimal that a number stands for: a float without its binary noise, all else as written.

    Args:
        x: int, float (also NumPy's), Decimal, or text such as ``"-20.7"`` with an ASCII sign.
        field, index: where it came from, for the error.

    Raises:
        StatError: ``not_numeric`` for text that is no number and for booleans, ``not_finite`` for NaN and ∞.

    >>> exact(0.285 * 100), exact("-20.70")
    (Decimal('28.5000000000'), Decimal('-20.70'))
    """
    if isinstance(x, bool | np.bool_) or not isinstance(x, int | float | Decimal | str | np.number):
        raise StatError("not_numeric", f"“{x}”不是数字：请填写数值。", field, index)
    try:
        if isinstance(x, float | np.floating):
            value = Decimal(f"{float(x):.{FLOAT_DIGITS - 1}e}")
        elif isinstance(x, int | np.integer):
            value = Decimal(int(x))
        else:
            value = Decimal(x) if isinstance(x, Decimal) else Decimal(str(x).strip())
    except InvalidOperation:
        raise StatError("not_numeric", f"“{x}”不是数字：请填写数值。", field, index) from None
    if not value.is_finite():
        raise StatError("not_finite", "数值缺失或为无穷大：请先补齐数据，再计算。", field, index)
    return value


def as_printed(x: Printed, field: str = "x", index: int | None = None) -> Decimal:
    """A figure exactly as it stands on paper, for everything that judges or words it.

    Floats are refused: −0.04 prints 0.0 and is flat, but as a float it still looks like a decline.

    Raises:
        StatError: ``not_numeric`` for a float, a boolean or text that is no number, ``not_finite``.

    >>> as_printed("-0.0")
    Decimal('0.0')
    """
    if isinstance(x, float | np.floating):
        raise StatError("not_numeric", f"{x} 还不是公布数：请先按公布位数四舍五入。", field, index)
    value = exact(x, field, index)
    return value if value else abs(value)


def round_half_up(x: Number, decimals: int) -> Decimal:
    """Round half away from zero, as 四舍五入 is taught; the result carries exactly ``decimals`` places.

    Args:
        x: see ``exact``.
        decimals: places after the point, 0 or more.

    Returns:
        A Decimal ready to print. A rounded zero has no sign: −0.04 prints 0.0.

    Raises:
        StatError: ``not_numeric``, ``not_finite``.

    >>> round_half_up(-2.85, 1), round_half_up(2.5, 0), round_half_up(-0.04, 1)
    (Decimal('-2.9'), Decimal('3'), Decimal('0.0'))
    """
    rounded = _to_units(exact(x), decimals, ROUND_HALF_UP)
    return _from_units(rounded, decimals)


def published(x: Number, decimals: int = 1) -> Decimal:
    """A rate as the statistics bureau prints it: one decimal, half up.

    >>> published(-20.699999999999999)
    Decimal('-20.7')
    """
    return round_half_up(x, decimals)


def gap_pp(ours: Number, reference: Number, decimals: int = 1) -> Decimal:
    """Our published rate minus the reference's, in percentage points, on the printed decimals.

    Negative when we are behind; ``wording.gap_phrase`` turns the sign into 低于 or 高于.

    Raises:
        StatError: ``not_numeric``, ``not_finite``.

    >>> gap_pp("-20.7", "1.4")
    Decimal('-22.1')
    """
    return round_half_up(published(ours, decimals) - published(reference, decimals), decimals)


def difference(ours: Number, theirs: Number, decimals: int = 1) -> Decimal:
    """The difference of two figures that we computed ourselves: subtracted first, rounded last.

    Raises:
        StatError: ``not_numeric``, ``not_finite``.

    >>> difference(629.0 / 647.4 * 100, 250 / 300 * 100, 1)
    Decimal('13.8')
    """
    return round_half_up(exact(ours, "ours") - exact(theirs, "theirs"), decimals)


def round_to_sum(x: Sequence[Number], total: Number, decimals: int) -> list[Decimal]:
    """Round the parts of an allocation so that they add up to the rounded total (largest remainder).

    Every part goes to one of its two neighbours on the printed grid. The units that are missing after
    rounding down go to the largest remainders; a tie goes to the larger part, then to the earlier one.
    For money and targets that are handed out and must not go astray. Statistics are not bent like this:
    they take ``parts_with_difference``.

    Args:
        x: (n,) parts.
        total: what they add up to before rounding.
        decimals: places of the printed parts.

    Returns:
        n Decimals whose sum is exactly ``round_half_up(total, decimals)``.

    Raises:
        StatError: ``inconsistent`` when parts and total lie further apart than rounding can bridge;
            ``not_numeric``, ``not_finite``.

    Source: Hamilton's method of largest remainders.

    >>> round_to_sum([33.333, 33.333, 33.334], 100, 1)
    [Decimal('33.3'), Decimal('33.3'), Decimal('33.4')]
    """
    parts = [exact(part, "x", i) for i, part in enumerate(x)]
    wanted = _to_units(exact(total, "total"), decimals, ROUND_HALF_UP)
    units = [_to_units(part, decimals, ROUND_FLOOR) for part in parts]
    missing = wanted - sum(units)
    if not 0 <= missing <= len(parts):
        raise StatError(
            "inconsistent",
            f"各部分合计 {sum(parts)} 与总数 {total} 相差过大，不是四舍五入所致：请核对分项或总数。",
            "total",
        )
    by_remainder = sorted(
        range(len(parts)),
        key=lambda i: (units[i] - parts[i].scaleb(decimals), -abs(parts[i]), i),
    )
    for i in by_remainder[:missing]:
        units[i] += 1
    return [_from_units(n, decimals) for n in units]


@dataclass(frozen=True, slots=True)
class PrintedParts:
    """Parts as printed, with the one line that closes the table.

    Attributes:
        parts: each rounded half up on its own, so that every figure is right by itself.
        total: the printed total.
        rounding_difference: total minus the sum of the printed parts; the line 四舍五入差, zero if none.
    """

    parts: tuple[Decimal, ...]
    total: Decimal
    rounding_difference: Decimal


def parts_with_difference(parts: Sequence[Number], total: Number, decimals: int) -> PrintedParts:
    """Print the parts of a total honestly: none is bent, the rest is one line 四舍五入差.

    Args:
        parts: (n,) unrounded parts.
        total: the unrounded or the published total.
        decimals: places of print.

    Raises:
        StatError: ``inconsistent`` when the miss is more than rounding can explain (half a unit for each part
            and for the total). Then it is a real residual and wants its own line, see ``contributions``.
            ``not_numeric``, ``not_finite``.

    Source: 《中国统计年鉴》“由于四舍五入，各分项合计与总计可能略有差异”的通行注释。

    >>> table = parts_with_difference([3.44, 3.44], 6.88, 1)
    >>> [str(p) for p in table.parts], str(table.total), str(table.rounding_difference)
    (['3.4', '3.4'], '6.9', '0.1')
    """
    printed = tuple(
        _from_units(_to_units(exact(p, "parts", i), decimals, ROUND_HALF_UP), decimals)
        for i, p in enumerate(parts)
    )
    printed_total = round_half_up(total, decimals)
    missed = round_half_up(printed_total - sum(printed, Decimal(0)), decimals)
    if abs(missed.scaleb(decimals)) * 2 > len(printed) + 1:
        raise StatError(
            "inconsistent",
            f"各部分合计与总数 {printed_total} 相差 {missed}，不是四舍五入所致：请核对，或单列差额。",
            "total",
        )
    return PrintedParts(printed, printed_total, missed)


def _to_units(value: Decimal, decimals: int, rounding: str) -> int:
    """The value counted in units of its last printed place (0.1 for one decimal)."""
    return int(value.scaleb(decimals).to_integral_value(rounding))


def _from_units(units: int, decimals: int) -> Decimal:
    # Built from an integer, so a zero never has a sign and the places are always there.
    return Decimal(units).scaleb(-decimals)
