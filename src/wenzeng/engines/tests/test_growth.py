from decimal import Decimal

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from wenzeng.engines.errors import StatError
from wenzeng.engines.growth import (
    cumulative,
    cumulative_interval,
    identity_gap,
    implied_weight,
    monthly_from_cumulative,
    movement,
    narrowing_run,
    negative_run,
    positive_run,
    required,
    required_bounds,
    roll_forward,
    two_year_average,
)
from wenzeng.engines.rounding import published

D = Decimal
rate = st.floats(-99, 300)
base = st.floats(0.01, 10)
share = st.floats(0.01, 0.95)
printed = st.decimals(-100, 300, places=1)
year_of_prints = st.lists(st.tuples(rate, base), min_size=1, max_size=12)


@given(year_of_prints)
def test_months_come_back_from_the_cumulative_rates(prints):
    g, b = zip(*prints, strict=True)

    assert monthly_from_cumulative(cumulative(g, b), b) == pytest.approx(np.array(g), abs=1e-6)


@given(year_of_prints, st.floats(0.001, 1000))
def test_a_cumulative_rate_is_a_mean_and_knows_no_unit(prints, unit):
    g, b = zip(*prints, strict=True)
    to_date = cumulative(g, b)

    assert min(g) - 1e-9 <= to_date.min() <= to_date.max() <= max(g) + 1e-9
    assert cumulative(g, np.array(b) * unit) == pytest.approx(to_date, abs=1e-9)


@given(st.floats(-50, 50), rate, share)
def test_the_required_rate_lands_exactly_on_the_target(target, done, s):
    r = required(target, done, s)

    assert s * done + (1 - s) * r == pytest.approx(target, abs=1e-9)


@given(
    st.floats(-50, 50), rate, st.floats(0, 0.9), st.floats(0, 0.9), st.floats(0, 1), st.floats(-0.05, 0.05)
)
def test_whatever_the_true_share_is_the_required_rate_lies_in_its_bounds(target, done, a, b, inside, off):
    lo, hi = sorted((a, b))
    bounds = required_bounds(target, done, lo, hi)
    s = lo + inside * (hi - lo)

    assert bounds.lo - 1e-9 <= (target - s * (done + off)) / (1 - s) <= bounds.hi + 1e-9
    assert bounds.lo <= bounds.value <= bounds.hi


@given(st.floats(-60, 60), st.floats(-60, 60), share)
def test_the_true_weight_lies_in_the_interval_read_off_the_prints(before, own, w):
    now = (1 - w) * before + w * own

    interval = implied_weight(*(float(published(x)) for x in (before, now, own)))

    assert interval.lo - 1e-9 <= w <= interval.hi + 1e-9
    assert 0 <= interval.lo <= interval.hi <= 1


@given(st.floats(-60, 60), st.floats(-60, 60), share, st.floats(0, 0.05))
def test_three_true_prints_always_agree(before, own, w, unsure):
    now = (1 - w) * before + w * own
    lo, hi = max(w - unsure, 0.0), min(w + unsure, 1.0)

    check = identity_gap(published(before), published(now), published(own), lo, hi)

    assert check.consistent
    assert check.miss_pp == 0


@given(printed, printed, printed, share)
def test_a_cumulative_rate_that_does_not_fit_is_led_back_to_the_nearest_that_does(before, now, own, w):
    check = identity_gap(before, now, own, w, w)

    assert identity_gap(before, check.nearest, own, w, w).consistent
    assert check.nearest + check.miss_pp == now
    assert check.consistent == (check.miss_pp == 0)


def test_the_provinces_may_agrees_and_a_slip_of_the_decimal_point_does_not():
    # 全省 2020: −0.6 to April, 8.6 in May, 1.4 to May; May's share implied by the nation is .215–.237.
    assert identity_gap("-0.6", "1.4", "8.6", 0.215, 0.237).consistent

    slip = identity_gap("-0.6", "14.0", "8.6", 0.215, 0.237)

    assert (slip.consistent, slip.nearest, slip.miss_pp) == (False, D("1.6"), D("12.4"))


def test_the_range_of_a_flat_pair_is_flat_without_a_sign():
    lo, hi = cumulative_interval("0.0", "0.0", 0.2, 0.2)

    assert (str(lo), str(hi)) == ("-0.1", "0.1")


@pytest.mark.parametrize(
    ("before", "now", "code", "step"),
    [
        ("-0.6", "1.4", "turn_positive", "2.0"),
        ("1.4", "-0.6", "turn_negative", "2.0"),
        ("5.8", "8.6", "accelerates", "2.8"),
        ("8.6", "5.8", "slows", "2.8"),
        ("-4.9", "-2.8", "decline_narrows", "2.1"),
        ("-2.8", "-4.9", "decline_widens", "2.1"),
        ("-0.4", "0.0", "recover_to_flat", "0.4"),
        ("0.4", "0.0", "fall_to_flat", "0.4"),
        ("-0.0", "0.3", "flat_to_up", "0.3"),
        ("0.0", "-0.3", "flat_to_down", "0.3"),
        ("6.9", "6.9", "unchanged", "0.0"),
        ("-0.0", "0.0", "unchanged", "0.0"),
    ],
)
def test_a_movement_has_one_name(before, now, code, step):
    assert movement(before, now) == (code, D(step))


OPPOSITE = {
    "turn_positive": "turn_negative",
    "accelerates": "slows",
    "decline_narrows": "decline_widens",
    "recover_to_flat": "flat_to_down",
    "flat_to_up": "fall_to_flat",
    "unchanged": "unchanged",
}
OPPOSITE |= {back: there for there, back in OPPOSITE.items()}


@given(printed, printed)
def test_the_way_back_has_the_opposite_name_and_the_same_length(a, b):
    there, back = movement(a, b), movement(b, a)

    assert back.code == OPPOSITE[there.code]
    assert back.change_pp == there.change_pp == abs(a - b)


def test_a_float_is_not_judged_because_it_may_print_flat():
    with pytest.raises(StatError) as refused:
        movement(-0.04, 0.3)

    assert refused.value.code == "not_numeric"


@given(st.lists(st.tuples(printed, st.integers(1, 2)), max_size=12))
def test_a_run_reaches_from_the_last_print_back_to_the_first_that_breaks_it(prints):
    rates, n_months = [r for r, _ in prints], [n for _, n in prints]
    run = negative_run(rates, n_months)

    kept, broken = rates[len(rates) - run.prints :], rates[: len(rates) - run.prints]
    assert all(r < 0 for r in kept)
    assert not broken or broken[-1] >= 0
    assert run.months == sum(n_months[len(rates) - run.prints :])
    assert positive_run([-r for r in rates], n_months) == run


def test_a_flat_print_ends_both_kinds_of_run():
    assert negative_run(["-1.0", "0.0", "-2.0"], [1, 1, 1]) == (1, 1)
    assert positive_run(["1.0", "-0.0"], [2, 1]) == (0, 0)


@pytest.mark.parametrize(
    ("rates", "prints"),
    [
        (["-13.5", "-8.4", "-4.9", "-2.8"], 3),
        (["-13.5", "-8.4", "-8.4", "-2.8"], 1),
        (["-13.5", "-8.4", "-9.0"], 0),
        (["-8.4", "-2.8", "1.0"], 0),
        (["1.0", "-0.5", "-0.2"], 1),
        (["-13.5"], 0),
        ([], 0),
    ],
)
def test_a_decline_narrows_month_by_month_only_while_each_is_smaller(rates, prints):
    assert narrowing_run(rates, [1] * len(rates)).prints == prints


@given(st.lists(st.tuples(base, rate), min_size=1, max_size=12))
def test_rolled_weights_add_up_and_follow_growth(pairs):
    b, g = zip(*pairs, strict=True)
    rolled = roll_forward(b, g)

    assert rolled.sum() == pytest.approx(1.0)
    assert (rolled >= 0).all()
    # Growth of the whole on the old base is the mean of the parts: the scale that the division removed.
    total = sum(b) * (1 + cumulative(g, b)[-1] / 100)
    assert rolled * total == pytest.approx(np.array(b) * (1 + np.array(g) / 100))


@given(rate, rate)
def test_the_two_year_average_compounds_to_the_two_years(g0, g1):
    mean = two_year_average(g0, g1)

    assert (1 + mean / 100) ** 2 == pytest.approx((1 + g0 / 100) * (1 + g1 / 100))


@given(st.lists(rate, min_size=2, max_size=8))
def test_no_engine_writes_into_the_callers_array(g):
    growth_pct, weight = np.array(g), np.ones(len(g))

    cumulative(growth_pct, weight)[0] = 99.0

    assert growth_pct.tolist() == g
    assert weight.tolist() == [1.0] * len(g)


NAN, INF = float("nan"), float("inf")


@pytest.mark.parametrize(
    ("call", "code", "field", "index"),
    [
        (lambda: cumulative([1, 2, 3], [1, 1]), "length", "base", None),
        (lambda: cumulative([1, NAN], [1, 1]), "not_finite", "growth_pct", 1),
        (lambda: cumulative([1, 2], [1, INF]), "not_finite", "base", 1),
        (lambda: cumulative([1, 2], [1, -1]), "negative_weight", "base", 1),
        (lambda: cumulative([1, 2], [0, 0]), "zero_total_weight", "base", None),
        (lambda: cumulative([1, 2], [0, 1]), "zero_total_weight", "base", 0),
        (lambda: cumulative([], []), "zero_total_weight", "base", None),
        (lambda: cumulative([-100.1], [1]), "growth_below_minus_100", "growth_pct", 0),
        (lambda: cumulative([[1, 2]], [1, 1]), "shape", "growth_pct", None),
        (lambda: cumulative(["下降", 2], [1, 1]), "not_numeric", "growth_pct", None),
        (lambda: monthly_from_cumulative([1.0, 1.0], [1, 0]), "zero_period_weight", "base", 1),
        (lambda: monthly_from_cumulative([0.0, -60.0], [1, 1]), "inconsistent", "cumulative_pct", 1),
        (lambda: implied_weight(1.0, 9.0, 2.0), "inconsistent", "c_now", None),
        (lambda: roll_forward([1, 1], [-100, -100]), "zero_total_weight", "growth_pct", None),
        (lambda: required(5, 3.2, 1.0), "share_range", "share_done", None),
        (lambda: required(5, 3.2, 41.7), "share_range", "share_done", None),
        (lambda: required_bounds(5, -20.7, 0.4, 0.3), "share_range", "share_lo", None),
        (lambda: required_bounds(5, -20.7, 0.4, 1.0), "share_range", "share_hi", None),
        (lambda: negative_run(["-1.0"], [1, 1]), "length", "n_months", None),
        (lambda: negative_run(["-1.0", "—"], [1, 1]), "not_numeric", "rates", 1),
        (lambda: identity_gap("1.0", "1.0", "1.0", 0.5, 0.4), "share_range", "share_lo", None),
    ],
)
def test_bad_input_is_refused_whole_and_pointed_at(call, code, field, index):
    with pytest.raises(StatError) as refused:
        call()

    assert (refused.value.code, refused.value.field, refused.value.index) == (code, field, index)


def test_minus_one_hundred_is_the_least_growth_there_is():
    assert cumulative([-100, 50], [2, 1]).tolist() == [-100.0, -50.0]


@given(printed, printed)
def test_prints_too_close_to_tell_apart_give_no_weight(before, step):
    assume(abs(step) <= D("0.1"))
    value, lo, hi = implied_weight(float(before), float(before), float(max(before + step, D(-100))))

    assert (lo, hi) == (0.0, 1.0)
    assert np.isnan(value) or 0 <= value <= 1
