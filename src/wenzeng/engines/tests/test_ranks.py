from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wenzeng.engines.errors import StatError
from wenzeng.engines.ranks import Rank, rank

printed = st.decimals(-30, 30, places=1)
reports = st.lists(st.none() | printed, max_size=15)


def test_ties_share_a_place_and_the_next_one_is_skipped():
    places = rank([Decimal("3.4"), Decimal("5.0"), Decimal("3.4"), Decimal("-1.0")])

    assert [p.position for p in places] == [2, 1, 2, 4]
    assert [p.tied_with for p in places] == [1, 0, 1, 0]
    assert [p.position_from_bottom for p in places] == [2, 4, 2, 1]


@pytest.mark.parametrize("missing", [None, float("nan"), Decimal("NaN")])
def test_who_has_not_reported_is_neither_last_nor_counted(missing):
    places = rank([1.0, missing, 2.0])

    assert places[1] == Rank(None, None, 0, 2)
    assert [p.position for p in places] == [2, None, 1]


def test_the_least_is_best_where_less_is_better():
    assert [p.position for p in rank([3, 1, 2], higher_is_better=False)] == [3, 1, 2]


def test_places_are_judged_on_what_is_printed():
    assert [p.position for p in rank([Decimal("3.4"), Decimal("3.40"), 3.4])] == [1, 1, 1]


@given(reports)
def test_both_ends_of_the_list_agree(values):
    for place in rank(values):
        if place.position is not None and place.position_from_bottom is not None:
            assert place.position + place.position_from_bottom + place.tied_with == place.denominator + 1


@given(reports)
def test_turning_the_order_round_swaps_the_ends(values):
    up, down = rank(values), rank(values, higher_is_better=False)

    assert [(p.position, p.position_from_bottom) for p in up] == [
        (p.position_from_bottom, p.position) for p in down
    ]


@given(reports, st.data())
def test_a_place_does_not_depend_on_where_one_stands_in_the_list(values, data):
    order = data.draw(st.permutations(range(len(values))))
    places, shuffled = rank(values), rank([values[i] for i in order])

    assert shuffled == [places[i] for i in order]


@given(reports, printed)
def test_the_same_step_for_all_moves_nobody(values, step):
    assert rank([None if v is None else v + step for v in values]) == rank(values)


@given(reports)
def test_another_silent_county_changes_no_place(values):
    assert rank([*values, None])[:-1] == rank(values)


def test_an_infinite_rate_is_refused():
    with pytest.raises(StatError) as refused:
        rank([1.0, float("inf")])

    assert (refused.value.code, refused.value.index) == ("not_finite", 1)
