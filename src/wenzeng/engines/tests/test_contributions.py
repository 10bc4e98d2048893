import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wenzeng.engines.contributions import bennet_change, contribution_rate, contributions, level_bridge
from wenzeng.engines.errors import StatError
from wenzeng.engines.growth import cumulative

rate = st.floats(-99, 300)
base = st.floats(0.01, 1e4)
parts = st.lists(st.tuples(rate, base), min_size=1, max_size=41)


@given(parts, st.floats(0.001, 1000))
def test_pulls_add_up_to_the_growth_of_the_total_in_any_unit(members, unit):
    g, b = zip(*members, strict=True)
    split = contributions(g, np.array(b) * unit)

    assert split.pull_pp.sum() == pytest.approx(split.total_pp, abs=1e-9)
    assert split.total_pp == pytest.approx(cumulative(g, b)[-1], abs=1e-7)
    assert split.base_share.sum() == pytest.approx(1.0)
    assert split.residual_pp == 0.0


@given(parts, st.floats(-50, 50))
def test_a_published_total_is_closed_by_one_residual_and_bends_no_part(members, total):
    g, b = zip(*members, strict=True)
    split = contributions(g, b, total=total)

    assert split.sum_pp + split.residual_pp == pytest.approx(total)
    assert split.pull_pp.tolist() == contributions(g, b).pull_pp.tolist()


def test_three_industries_worked_by_hand():
    split = contributions([10, -5, 3], [50, 30, 20], 4.3)

    assert split.pull_pp == pytest.approx(np.array([5.0, -1.5, 0.6]))
    assert (split.sum_pp, split.total_pp, split.residual_pp) == pytest.approx((4.1, 4.3, 0.2))


def test_some_of_the_industries_keep_their_share_of_the_whole():
    split = contributions([10, -5], [50, 30], total=4.1, base_total=100)

    assert split.pull_pp == pytest.approx(np.array([5.0, -1.5]))
    assert split.residual_pp == pytest.approx(0.6)


def test_a_silent_county_does_not_leave_its_share_to_the_others():
    with pytest.raises(StatError) as refused:
        contributions([1.0, float("nan")], [1.0, 1.0])

    assert (refused.value.code, refused.value.index) == ("not_finite", 1)


def test_parts_cannot_be_more_than_the_whole():
    with pytest.raises(StatError) as refused:
        contributions([1.0, 2.0], [60.0, 50.0], base_total=100.0)

    assert refused.value.code == "inconsistent"


@pytest.mark.parametrize("total", [0.0, 0.49, -0.49])
def test_no_contribution_rate_is_given_of_a_total_that_hardly_moved(total):
    assert contribution_rate([1.0, total - 1.0], total) is None


@given(parts)
def test_contribution_rates_add_up_to_one_hundred(members):
    g, b = zip(*members, strict=True)
    split = contributions(g, b)

    if split.rate_pct is None:
        assert abs(split.total_pp) < 0.5
    else:
        assert split.rate_pct.sum() == pytest.approx(100.0)


@given(st.lists(st.tuples(rate, base, rate, base), min_size=1, max_size=41))
def test_growth_and_structure_explain_the_whole_change(members):
    g0, b0, g1, b1 = zip(*members, strict=True)
    why = bennet_change(g0, b0, g1, b1)

    assert why.growth_pp.sum() + why.structure_pp.sum() == pytest.approx(why.change_pp, abs=1e-7)
    assert why.change_pp == pytest.approx(cumulative(g1, b1)[-1] - cumulative(g0, b0)[-1], abs=1e-7)
    back = bennet_change(g1, b1, g0, b0)
    assert back.growth_pp == pytest.approx(-why.growth_pp, abs=1e-7)


def test_with_the_same_shares_there_is_no_structure_effect():
    why = bennet_change([1, 2], [3, 4], [5, 1], [30, 40])

    assert why.structure_pp == pytest.approx(np.zeros(2))


def test_two_sets_of_parts_are_not_compared():
    with pytest.raises(StatError) as refused:
        bennet_change([1, 2], [1, 1], [1], [1])

    assert refused.value.code == "length"


level = st.floats(0, 1e6)


@given(st.floats(1, 1e6), level, level, level)
def test_entries_and_exits_explain_the_naive_growth(before, now, left, entered):
    bridge = level_bridge(before, now, left, entered)

    naive = 100 * ((now + entered) / (before + left) - 1)
    assert bridge.total == pytest.approx(naive, abs=1e-6)
    assert bridge.comparable + bridge.entry + bridge.exit == pytest.approx(bridge.total, abs=1e-9)
    assert bridge.exit <= 0 <= bridge.entry


@pytest.mark.parametrize(
    ("levels", "code"),
    [((900, 830, -1, 60), "negative_weight"), ((0, 830, 100, 60), "zero_total_weight")],
)
def test_levels_that_cannot_be_are_refused(levels, code):
    with pytest.raises(StatError) as refused:
        level_bridge(*levels)

    assert refused.value.code == code
