import pytest
from hypothesis import given
from hypothesis import strategies as st

from wenzeng.engines.errors import StatError
from wenzeng.engines.period import Period, published_months
from wenzeng.engines.weights import EQUAL_MONTHS, equal_share, share_done, share_of

shares = st.lists(st.floats(0.01, 1), min_size=11, max_size=11)
month = st.integers(2, 12)


@pytest.mark.parametrize(
    ("code", "share"),
    [
        ("2020-01..02", 2 / 12),
        ("2020-05", 1 / 12),
        ("2020-01..05", 5 / 12),
        ("2020-q1", 3 / 12),
        ("2020-q3", 3 / 12),
        ("2020-06..09", 4 / 12),
        ("2020", 1.0),
    ],
)
def test_equal_months_count_months(code, share):
    assert equal_share(Period.parse(code)) == pytest.approx(share)


@given(shares, month)
def test_single_prints_add_up_to_the_cumulative_one(print_shares, to_month):
    single = sum(share_of(p, print_shares) for p in published_months(2020, to_month))

    assert single == pytest.approx(share_of(Period.ytd(2020, to_month), print_shares))


@given(shares, month, month)
def test_what_is_done_is_a_fraction_of_the_whole(print_shares, a, b):
    done, whole = Period.ytd(2020, min(a, b)), Period.ytd(2020, max(a, b))

    s = share_done(done, whole, print_shares)

    assert 0 < s <= 1
    assert s * share_of(whole, print_shares) == pytest.approx(share_of(done, print_shares))


@pytest.mark.parametrize("code", ["2020-01", "2020-02", "2020-02..05", "2020-06-t2"])
def test_no_share_is_invented_for_a_cut_january_february_or_a_ten_day_report(code):
    with pytest.raises(StatError) as refused:
        share_of(Period.parse(code), EQUAL_MONTHS)

    assert refused.value.code == "bad_period"


@pytest.mark.parametrize(
    ("done", "whole"), [("2020-01..09", "2020-01..05"), ("2019-01..05", "2020"), ("2020-q3", "2020")]
)
def test_only_the_beginning_of_a_period_can_be_done(done, whole):
    with pytest.raises(StatError) as refused:
        share_done(Period.parse(done), Period.parse(whole), EQUAL_MONTHS)

    assert refused.value.code == "share_range"


def test_twelve_shares_are_refused_since_january_february_is_one():
    with pytest.raises(StatError) as refused:
        share_of(Period.ytd(2020, 5), [1 / 12] * 12)

    assert refused.value.code == "length"
