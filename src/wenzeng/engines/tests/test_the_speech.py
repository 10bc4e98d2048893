"""The arithmetic of the speech of 2020-06-24 (安政通报第三十二期), figure by figure."""

from decimal import Decimal

import pytest

from wenzeng.engines.growth import (
    PRINTS_POSITIVE,
    cumulative,
    implied_weight,
    level_from_gap,
    movement,
    negative_run,
    required,
)
from wenzeng.engines.period import Period, published_months
from wenzeng.engines.rounding import gap_pp, published, round_half_up
from wenzeng.engines.trajectory import Done, Turn, path_to_target
from wenzeng.engines.weights import EQUAL_MONTHS, share_done, share_of
from wenzeng.engines.wording import (
    change_phrase,
    chinese_ordinal,
    gap_phrase,
    name_list,
    rank_phrase,
    streak_phrase,
    yoy_phrase,
)

# Shares of the nation's 2019 base, solved from the cumulative and monthly rates that NBS published for 2020.
NATIONAL_2020 = (
    0.1232, 0.0861, 0.0833, 0.0853, 0.0929, 0.0814, 0.0875, 0.0875, 0.0909, 0.0909, 0.0909,
)  # fmt: skip

JAN_MAY, JAN_SEP = Period.ytd(2020, 5), Period.ytd(2020, 9)
YEAR = Period.whole_year(2020)


def test_the_city_is_22_1_points_below_the_province():
    gap = gap_pp("-20.7", "1.4")

    assert gap == Decimal("-22.1")
    assert gap_phrase(gap) == "低于全省平均水平22.1个百分点"


def test_hanzhong_stands_at_minus_13_5_if_the_lead_is_cumulative():
    assert level_from_gap("-20.7", "+7.2") == Decimal("-13.5")


@pytest.mark.parametrize(
    ("may", "faster_by", "april"),
    [pytest.param("4.4", "0.5", "3.9", id="nation"), pytest.param("8.6", "2.8", "5.8", id="province")],
)
def test_april_follows_from_may_and_the_step(may, faster_by, april):
    assert Decimal(may) - Decimal(faster_by) == Decimal(april)
    assert movement(april, may) == ("accelerates", Decimal(faster_by))


@pytest.mark.parametrize(
    ("said", "printed"),
    [
        pytest.param(yoy_phrase("4.4"), "同比增长4.4%", id="nation"),
        pytest.param(change_phrase("4.4", "3.9"), "增速比上月加快0.5个百分点", id="nation-step"),
        pytest.param(change_phrase("8.6", "5.8", "较4月", noun=False), "较4月加快2.8个百分点", id="province"),
        pytest.param(change_phrase("1.4", "-0.6"), "由下降0.6%转为增长1.4%", id="province-turn"),
        pytest.param(yoy_phrase("-20.7"), "同比下降20.7%", id="city"),
        pytest.param(streak_phrase(4, 5), "连续5个月负增长", id="streak"),
        pytest.param(rank_phrase(9, 10, "全省各地市"), "全省各地市倒数第二", id="rank"),
        pytest.param(name_list(["平利县", "恒口示范区"]), "平利县、恒口示范区", id="names"),
        pytest.param(f"第{chinese_ordinal(32)}期", "第三十二期", id="issue"),
        pytest.param(JAN_MAY.bulletin_label, "1—5月", id="period"),
    ],
)
def test_phrases_of_the_speech(said, printed):
    assert said == printed


def test_five_months_of_decline_are_four_prints():
    # The three earlier rates are made up; the speech gives −20.7 and “降幅逐月收窄”.
    prints = published_months(2020, 5)
    run = negative_run(["-25.0", "-23.0", "-22.0", "-20.7"], [p.n_months for p in prints])

    assert run == (4, 5)
    assert streak_phrase(*run, count_prints=True) == "连续5个月负增长（1—2月合并为1期，共4期）"


def test_the_provinces_rates_agree_and_give_may_22_percent_of_the_base():
    value, lo, hi = implied_weight(-0.6, 1.4, 8.6)

    assert (value, lo, hi) == pytest.approx((0.2174, 0.2065, 0.2283), abs=5e-5)


@pytest.mark.parametrize(
    ("target", "whole", "shares", "needed"),
    [
        pytest.param(5.0, YEAR, EQUAL_MONTHS, "23.36", id="year-equal-months"),
        pytest.param(5.0, YEAR, NATIONAL_2020, "20.61", id="year-national-weights"),
        pytest.param(4.5, YEAR, EQUAL_MONTHS, "22.50", id="about-5-read-as-4.5"),
        pytest.param(PRINTS_POSITIVE, JAN_SEP, EQUAL_MONTHS, "25.99", id="september-equal-months"),
        pytest.param(PRINTS_POSITIVE, JAN_SEP, NATIONAL_2020, "22.50", id="september-national-weights"),
    ],
)
def test_what_the_rest_of_the_year_needs(target, whole, shares, needed):
    share = share_done(JAN_MAY, whole, shares)

    assert round_half_up(required(target, -20.7, share), 2) == Decimal(needed)


def test_the_chart_line_bends_at_september_and_lands_on_five():
    path = path_to_target(
        5.0, Done(-20.7, sum(NATIONAL_2020[:4])), NATIONAL_2020[4:], Turn(4, PRINTS_POSITIVE)
    )

    assert [published(s.growth_pct) for s in path.segments] == [Decimal("22.5"), Decimal("18.2")]
    assert (path.cumulative_pct[3], path.cumulative_pct[-1]) == (PRINTS_POSITIVE, 5.0)


def test_the_national_shares_reproduce_the_published_cumulative_rates():
    # NBS 2020: months −13.5 (1–2), −1.1, 3.9, 4.4; cumulative −13.5, −8.4, −4.9, −2.8.
    to_date = cumulative([-13.5, -1.1, 3.9, 4.4], NATIONAL_2020[:4])

    assert [str(published(c)) for c in to_date] == ["-13.5", "-8.4", "-4.9", "-2.8"]


def test_equal_months_overstate_what_is_done_by_may():
    assert share_of(JAN_MAY, NATIONAL_2020) == pytest.approx(0.378, abs=5e-4)
    assert share_of(JAN_MAY, EQUAL_MONTHS) == pytest.approx(5 / 12)
