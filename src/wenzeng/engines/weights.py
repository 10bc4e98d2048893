"""How much of a year's base lies in which print: the share ``s`` of every required-growth question.

The ladder of sources, always named beside the number: own base levels, then last year's implied weights
rolled forward (``growth.roll_forward``), then the province's or the nation's, then equal months. The months
are the last resort and they are wrong in a known direction: January–February is a short period, so equal
months overstate what is already done (national 2020: Jan–May is 0.378 of the year, not 5/12 = 0.417).

Shares other than equal ones are data with a source and a year; they are handed in, never written here.
"""

from wenzeng.engines.arrays import Vector, weights
from wenzeng.engines.errors import StatError
from wenzeng.engines.period import Period

# One share for each single print of a year: January–February, March, …, December.
PRINTS_A_YEAR = 11
EQUAL_MONTHS: tuple[float, ...] = (2 / 12,) + (1 / 12,) * 10


def equal_share(period: Period) -> float:
    """The share of the year's base if all months were alike.

    Raises:
        StatError: ``bad_period`` for a ten-day report.

    >>> equal_share(Period.ytd(2020, 9))
    0.75
    """
    return share_of(period, EQUAL_MONTHS)


def share_of(period: Period, print_shares: Vector) -> float:
    """The part of a year's base that lies in a period.

    Args:
        period: months, a span, a quarter or a year; it may not cut January–February in two.
        print_shares: (11,) January–February, March, …, December; need not add up to 1.

    Returns:
        Fraction of the year, 0–1.

    Raises:
        StatError: ``bad_period`` for ten-day reports and for January or February alone; ``length``,
            ``negative_weight``, ``zero_total_weight``, ``not_finite``.

    >>> round(share_of(Period.quarter(2020, 1), EQUAL_MONTHS), 4)
    0.25
    """
    shares = weights(print_shares, PRINTS_A_YEAR, "print_shares")
    if period.kind == "tenday":
        raise StatError("bad_period", f"{period.label}是旬报，没有基期比重：请改用月份。", "period")
    if period.first_month == 2 or period.last_month == 1:
        raise StatError("bad_period", f"{period.label}拆开了 1—2 月：两个月的基期数是合并的。", "period")
    first = max(period.first_month - 2, 0)
    return float(shares[first : period.last_month - 1].sum() / shares.sum())


def share_done(done: Period, whole: Period, print_shares: Vector) -> float:
    """The share of a longer period's base that is already behind us: Jan–May in Jan–September.

    Raises:
        StatError: ``share_range`` unless ``done`` begins with ``whole`` and lies inside it;
            ``zero_total_weight`` if the whole has no base; those of ``share_of``.

    >>> round(share_done(Period.ytd(2020, 5), Period.ytd(2020, 9), EQUAL_MONTHS), 4)
    0.5556
    """
    if (done.year, done.first_month) != (whole.year, whole.first_month) or done.last_month > whole.last_month:
        raise StatError(
            "share_range",
            f"{done.label_with_year}不是{whole.label_with_year}已完成的部分：请核对两个期别。",
            "done",
        )
    base = share_of(whole, print_shares)
    if not base > 0.0:
        raise StatError(
            "zero_total_weight", f"{whole.label_with_year}的基期数为 0：请核对权重。", "print_shares"
        )
    return share_of(done, print_shares) / base
