"""Ranks as an office reads them: ties share a place, and who has not reported is not ranked last."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from wenzeng.engines.rounding import exact


@dataclass(frozen=True, slots=True)
class Rank:
    """One item's place.

    Attributes:
        position: 1 is best; ties share a place and the next one is skipped (1, 2, 2, 4). None = not reported.
        position_from_bottom: 1 is worst, counted the same way from the other end. None = not reported.
        tied_with: how many others share the place.
        denominator: how many reported; a rank without it means nothing (10 cities, or 11 with 杨凌).
    """

    position: int | None
    position_from_bottom: int | None
    tied_with: int
    denominator: int


def rank(values: Sequence[float | Decimal | None], higher_is_better: bool = True) -> list[Rank]:
    """Rank the items of one comparison set.

    Ties are judged on the values as they are handed in, so hand in the *printed* ones: two counties that both
    print 3.4 share a place, whatever stood behind the decimal.

    Args:
        values: (n,) rates; None or NaN = not reported.
        higher_is_better: False for indicators such as arrears.

    Returns:
        n ``Rank``, in the order given. ``wording.rank_phrase`` and ``rank_label`` put them into words.

    Raises:
        StatError: ``not_numeric``, ``not_finite`` (an infinite value).

    >>> [r.position for r in rank([3.4, 5.0, None, 3.4, -1.0])]
    [2, 1, None, 2, 4]
    """
    # NaN is the only number that differs from itself, as a float and as a Decimal.
    known = [None if v is None or v != v else exact(v, "values", i) for i, v in enumerate(values)]
    reported = sorted(v for v in known if v is not None)
    return [_place(v, reported, higher_is_better) for v in known]


def _place(value: Decimal | None, reported: list[Decimal], higher_is_better: bool) -> Rank:
    if value is None:
        return Rank(None, None, 0, len(reported))
    lower = bisect_left(reported, value)
    higher = len(reported) - bisect_right(reported, value)
    better, worse = (higher, lower) if higher_is_better else (lower, higher)
    return Rank(better + 1, worse + 1, len(reported) - better - worse - 1, len(reported))
