import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wenzeng.engines.errors import StatError
from wenzeng.engines.growth import PRINTS_POSITIVE, cumulative, required
from wenzeng.engines.trajectory import Done, Turn, path_to_target

rate = st.floats(-60, 60)
bases = st.lists(st.floats(0.05, 1), min_size=2, max_size=10)


@given(rate, rate, st.floats(0.1, 5), bases)
def test_the_flat_path_lands_on_the_target_at_the_required_rate(target, done, base, remaining):
    path = path_to_target(target, Done(done, base), remaining)

    (only,) = path.segments
    assert only.growth_pct == pytest.approx(required(target, done, base / (base + sum(remaining))))
    assert path.cumulative_pct[-1] == target
    assert len(path.growth_pct) == len(path.cumulative_pct) == len(remaining)


@given(rate, rate, rate, st.floats(0.1, 5), bases, st.data())
def test_each_point_is_the_cumulative_rate_of_the_way_so_far(target, done, turn_rate, base, remaining, data):
    after = data.draw(st.integers(1, len(remaining) - 1))
    path = path_to_target(target, Done(done, base), remaining, Turn(after, turn_rate))

    if path.growth_pct.min() < -100:  # a target that can no longer be missed has no real path
        return
    redone = cumulative([done, *path.growth_pct], [base, *remaining])[1:]
    assert path.cumulative_pct == pytest.approx(redone, abs=1e-6)


@given(rate, rate, rate, st.floats(0.1, 5), bases, st.data())
def test_the_turn_is_always_reached_and_never_slows_the_way(target, done, turn_rate, base, remaining, data):
    after = data.draw(st.integers(1, len(remaining) - 1))
    flat = path_to_target(target, Done(done, base), remaining)
    bent = path_to_target(target, Done(done, base), remaining, Turn(after, turn_rate))

    assert bent.cumulative_pct[after - 1] >= turn_rate - 1e-6
    assert bent.growth_pct[0] >= flat.growth_pct[0] - 1e-9
    assert bent.cumulative_pct[-1] == target


def test_ankang_turns_positive_by_september_and_needs_less_afterwards():
    path = path_to_target(5.0, Done(-20.7, 5), [1] * 7, Turn(4, PRINTS_POSITIVE))

    assert [(s.first, s.last) for s in path.segments] == [(0, 3), (4, 6)]
    assert [round(s.growth_pct, 2) for s in path.segments] == [25.99, 19.85]
    assert (np.diff(path.cumulative_pct) > 0).all()


def test_a_turn_that_is_passed_anyway_changes_nothing():
    path = path_to_target(5.0, Done(3.0, 5), [1] * 7, Turn(4, PRINTS_POSITIVE))

    assert len(path.segments) == 1


@pytest.mark.parametrize(
    ("remaining", "turn", "code"),
    [
        ([], None, "too_short"),
        ([1, 0, 1], None, "zero_period_weight"),
        ([1, -1, 1], None, "negative_weight"),
        ([1, 1], Turn(2, 0.05), "share_range"),
        ([1, 1], Turn(0, 0.05), "share_range"),
    ],
)
def test_a_way_that_cannot_be_drawn_is_refused(remaining, turn, code):
    with pytest.raises(StatError) as refused:
        path_to_target(5.0, Done(-20.7, 5), remaining, turn)

    assert refused.value.code == code
