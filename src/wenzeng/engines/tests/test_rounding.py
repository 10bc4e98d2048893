from decimal import Decimal

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from wenzeng.engines.errors import StatError
from wenzeng.engines.rounding import (
    as_printed,
    difference,
    gap_pp,
    parts_with_difference,
    published,
    round_half_up,
    round_to_sum,
)

D = Decimal
rates = st.decimals(-100, 1000, places=3)
places = st.integers(0, 4)


@pytest.mark.parametrize(
    ("x", "decimals", "printed"),
    [
        (2.5, 0, "3"),
        (-2.5, 0, "-3"),
        (0.5, 0, "1"),
        (2.675, 2, "2.68"),
        (1.005, 2, "1.01"),
        (0.285 * 100, 0, "29"),
        (-20.699999999999999, 1, "-20.7"),
        (0.1 + 0.2, 1, "0.3"),
        ("0.049", 1, "0.0"),
        ("-0.049", 1, "0.0"),
        (-0.0, 1, "0.0"),
        (D("1E+3"), 1, "1000.0"),
        (np.float64(0.15), 1, "0.2"),
        (np.int64(7), 1, "7.0"),
    ],
)
def test_print_is_rounded_as_taught_at_school(x, decimals, printed):
    assert str(round_half_up(x, decimals)) == printed


@given(rates, places)
def test_rounding_is_symmetric_and_never_further_than_half_a_unit(x, decimals):
    rounded = round_half_up(x, decimals)

    assert round_half_up(-x, decimals) == -rounded
    assert abs(rounded - x) * 2 <= D(1).scaleb(-decimals)
    assert round_half_up(rounded, decimals) == rounded


@given(rates)
def test_no_zero_is_printed_with_a_sign(x):
    assert str(published(x)) != "-0.0"


@given(st.decimals(-1000, 1000, places=1))
def test_a_float_prints_as_the_decimal_it_stands_for(x):
    assert published(float(x)) == x
    # Also after it has been through a sum.
    assert published(float(x) + 0.3 - 0.3) == x


@given(rates, rates)
def test_a_gap_can_be_redone_with_the_two_printed_figures(ours, reference):
    gap = gap_pp(ours, reference)

    assert gap == published(ours) - published(reference)
    assert gap_pp(reference, ours) == -gap


def test_our_own_figures_are_subtracted_before_they_are_rounded():
    # 629.0 of 647.4 is 97.16 %, 250 of 300 is 83.33 %: 13.8 apart, although 97.2 − 83.3 is 13.9.
    ours, theirs = 629.0 / 647.4 * 100, 250 / 300 * 100

    assert difference(ours, theirs, 1) == D("13.8")
    assert gap_pp(ours, theirs) == D("13.9")


@pytest.mark.parametrize(
    ("parts", "total", "printed"),
    [
        ([0.05, 0.05, 0.05], 0.15, ["0.1", "0.1", "0.0"]),
        ([-1.26, -1.26, -1.26], -3.78, ["-1.2", "-1.3", "-1.3"]),
        ([], 0.0, []),
        ([0.25, 1.25, 0.5], 2, ["0.2", "1.3", "0.5"]),
    ],
)
def test_an_allocation_is_handed_out_to_the_last_unit(parts, total, printed):
    assert [str(p) for p in round_to_sum(parts, total, 1)] == printed


@given(st.lists(rates, min_size=1, max_size=15), st.integers(0, 2))
def test_allocated_parts_add_up_and_stay_beside_their_figure(parts, decimals):
    total = sum(parts, D(0))
    shared_out = round_to_sum(parts, total, decimals)

    assert sum(shared_out, D(0)) == round_half_up(total, decimals)
    assert all(abs(a - b) < D(1).scaleb(-decimals) for a, b in zip(shared_out, parts, strict=True))


def test_an_allocation_does_not_paper_over_a_wrong_total():
    with pytest.raises(StatError) as refused:
        round_to_sum([1.0, 2.0], 4.0, 1)

    assert refused.value.code == "inconsistent"


@given(st.lists(rates, min_size=1, max_size=15), st.integers(0, 2))
def test_printed_parts_and_the_rounding_line_close_the_table(parts, decimals):
    table = parts_with_difference(parts, sum(parts, D(0)), decimals)

    assert list(table.parts) == [round_half_up(p, decimals) for p in parts]
    assert sum(table.parts, D(0)) + table.rounding_difference == table.total


def test_the_rounding_line_shows_what_the_parts_miss():
    # Pulls of a published table: 7.2 printed against a total of 7.3.
    table = parts_with_difference([2.44, 2.44, 2.44], 7.32, 1)

    assert (sum(table.parts), table.total, table.rounding_difference) == (D("7.2"), D("7.3"), D("0.1"))


def test_a_real_residual_is_not_called_a_rounding_difference():
    with pytest.raises(StatError) as refused:
        parts_with_difference(["5.0", "-1.5", "0.6"], "4.4", 1)

    assert refused.value.code == "inconsistent"


@pytest.mark.parametrize(
    ("x", "code"),
    [
        (float("nan"), "not_finite"),
        (float("inf"), "not_finite"),
        (D("NaN"), "not_finite"),
        ("", "not_numeric"),
        ("下降", "not_numeric"),
        (True, "not_numeric"),
        (None, "not_numeric"),
    ],
)
def test_what_is_no_figure_is_not_printed(x, code):
    with pytest.raises(StatError) as refused:
        published(x)

    assert refused.value.code == code


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_float_is_not_taken_for_a_printed_figure(x):
    with pytest.raises(StatError, match="先按公布位数四舍五入"):
        as_printed(x)


@given(rates)
def test_a_printed_figure_keeps_its_places(x):
    assume(x != 0)

    assert str(as_printed(str(x))) == str(x)
