"""Figures as a chart takes them: what is known, how it is printed, on which scale it stands."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from decimal import ROUND_HALF_UP, Decimal

Figure = Decimal | float | int | None
Scale = tuple[float, float]

MISSING = "未报"


def known(value: Figure) -> float | None:
    """The figure as a float, or None where nothing was reported.

    >>> known(Decimal("-20.7")), known(float("nan")), known(None)
    (-20.7, None, None)
    """
    if value is None:
        return None
    number = float(value)
    return number if math.isfinite(number) else None


def figure_text(value: Figure, decimals: int = 1, *, signed: bool = False) -> str:
    """A figure as it is printed on the screen: half-up, with a real minus sign.

    >>> figure_text(Decimal("-20.65")), figure_text(1.4, signed=True), figure_text(-0.04), figure_text(None)
    ('−20.7', '+1.4', '0.0', '未报')
    """
    if known(value) is None:
        return MISSING
    rounded = Decimal(str(value)).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    if rounded == 0:
        return f"{abs(rounded)}"
    sign = "−" if rounded < 0 else "+" if signed else ""
    return f"{sign}{abs(rounded)}"


def nice_step(span: float, wanted: int) -> float:
    """A round distance between grid lines, so that a span has about the wanted number of them.

    >>> nice_step(38.5, 5), nice_step(4.1, 4)
    (10.0, 1.0)
    """
    raw = max(span, 1e-9) / wanted
    power = 10.0 ** math.floor(math.log10(raw))
    best = min((1, 2, 2.5, 5, 10), key=lambda step: abs(math.log(step * power / raw)))
    return float(best * power)


def trimmed(values: Sequence[Figure]) -> Sequence[Figure]:
    """Up to the last figure that is there: what comes after is still to come, not a gap."""
    count = max((index + 1 for index, value in enumerate(values) if known(value) is not None), default=0)
    return values[:count]


def shared_scale(rows: Iterable[Sequence[Figure]]) -> Scale:
    """One scale for a whole column of small drawings: from its lowest figure to its highest, zero included.

    >>> shared_scale([[-33.5, -20.7], [None, 1.4]])
    (-33.5, 1.4)
    """
    values = [number for row in rows for value in row if (number := known(value)) is not None]
    return min([0.0, *values]), max([0.0, *values])
