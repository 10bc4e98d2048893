from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wenzeng.engines.errors import StatError
from wenzeng.engines.wording import (
    MINUS,
    bulletin_number,
    change_phrase,
    chinese_ordinal,
    gap_phrase,
    growth_phrase,
    name_list,
    pull_phrase,
    rank_label,
    rank_phrase,
    screen_number,
    short_change,
    streak_phrase,
    yoy_phrase,
)

D = Decimal
printed = st.decimals(-60, 60, places=1)


@pytest.mark.parametrize(
    ("now", "before", "phrase"),
    [
        pytest.param("4.4", "3.9", "增速比上月加快0.5个百分点", id="加快"),
        pytest.param("3.9", "4.4", "增速比上月回落0.5个百分点", id="回落"),
        pytest.param("-2.8", "-4.9", "降幅比上月收窄2.1个百分点", id="收窄"),
        pytest.param("-4.9", "-2.8", "降幅比上月扩大2.1个百分点", id="扩大"),
        pytest.param("1.4", "-0.6", "由下降0.6%转为增长1.4%", id="由降转增"),
        pytest.param("-0.6", "1.4", "由增长1.4%转为下降0.6%", id="由增转降"),
        pytest.param("0.0", "-0.4", "由下降0.4%转为持平", id="降转平"),
        pytest.param("0.3", "-0.0", "由持平转为增长0.3%", id="平转增"),
        pytest.param("6.9", "6.9", "增速与上月持平", id="增速未变"),
        pytest.param("-6.9", "-6.9", "降幅与上月持平", id="降幅未变"),
        pytest.param("0.0", "0.0", "继续与上年同期持平", id="一直持平"),
    ],
)
def test_each_movement_has_its_sentence(now, before, phrase):
    assert change_phrase(D(now), D(before)) == phrase


def test_the_comparison_can_be_named():
    assert change_phrase("-20.7", "-23.8", "较1—4月") == "降幅较1—4月收窄3.1个百分点"
    assert change_phrase("6.9", "6.9", "较1—4月") == "增速与1—4月持平"
    assert change_phrase("1.4", "-0.6", before_label="1—4月") == "由1—4月的下降0.6%转为增长1.4%"


def test_a_narrowing_decline_keeps_its_noun():
    assert change_phrase("8.6", "5.8", "较4月", noun=False) == "较4月加快2.8个百分点"
    assert change_phrase("-2.8", "-4.9", "较4月", noun=False) == "降幅较4月收窄2.1个百分点"


@given(printed, printed)
def test_a_rate_below_zero_is_never_said_to_grow(now, before):
    phrase = change_phrase(now, before)

    if now < 0:
        assert not phrase.endswith(("加快", "增长"))
        assert "增速" not in phrase
        assert "转为增长" not in phrase
    # Differences carry 个百分点, rates carry %, and never both in one number.
    assert "%个百分点" not in phrase
    assert (phrase.count("个百分点") == 1) == (phrase.count("%") == 0 and "持平" not in phrase)


@pytest.mark.parametrize(
    ("now", "before", "short"),
    [
        ("-20.7", "-23.8", "收窄3.1"),
        ("4.4", "3.9", "加快0.5"),
        ("3.9", "4.4", "回落0.5"),
        ("-4.9", "-2.8", "扩大2.1"),
        ("1.4", "-0.6", "由降转增"),
        ("-0.6", "1.4", "由增转降"),
        ("0.0", "-0.6", "由降转平"),
        ("2.0", "2.0", "持平"),
    ],
)
def test_a_table_cell_has_the_short_form(now, before, short):
    assert short_change(now, before) == short


def test_a_flat_rate_is_flat_in_every_sentence():
    assert growth_phrase("-0.0") == "持平"
    assert yoy_phrase("0.0") == "与上年同期持平"
    assert gap_phrase("0.0") == "与全省平均水平持平"
    assert pull_phrase("-0.00") == "对全市增速没有拉动"


def test_gaps_name_the_reference():
    assert gap_phrase("-22.1") == "低于全省平均水平22.1个百分点"
    assert gap_phrase("7.2", "商洛市") == "高于商洛市7.2个百分点"


def test_pulls_have_two_decimals_as_printed():
    assert pull_phrase(D("1.68")) == "拉动全市1.68个百分点"
    assert pull_phrase(D("-0.30"), "全县") == "下拉全县0.30个百分点"


@given(printed)
def test_no_sentence_contains_a_minus_sign(x):
    for phrase in (growth_phrase(x), gap_phrase(x), pull_phrase(x), change_phrase(x, D("-1.0"))):
        assert "-" not in phrase
        assert MINUS not in phrase


@pytest.mark.parametrize(
    ("prints", "months", "phrase"),
    [(4, 5, "连续5个月负增长"), (2, 2, "连续2个月负增长"), (1, 2, "连续2个月负增长"), (1, 1, ""), (0, 0, "")],
)
def test_a_streak_counts_months_and_needs_two(prints, months, phrase):
    assert streak_phrase(prints, months) == phrase


def test_the_nation_grows_for_two_months_running():
    assert streak_phrase(2, 2, positive=True) == "连续2个月正增长"
    assert streak_phrase(2, 2, positive=True, count_prints=True) == "连续2个月正增长（共2期）"


@pytest.mark.parametrize(
    ("position", "denominator", "tied_with", "phrase"),
    [
        (9, 10, 0, "倒数第二"),
        (10, 10, 0, "倒数第一"),
        (8, 10, 0, "倒数第三"),
        (7, 10, 0, "第7位"),
        (1, 10, 0, "第1位"),
        (2, 12, 1, "并列第2位"),
        (11, 12, 1, "并列倒数第一"),
        (2, 3, 0, "第2位"),
        (3, 3, 0, "倒数第一"),
        (1, 1, 0, "第1位"),
        (1, 3, 2, "并列第1位"),
    ],
)
def test_a_place_is_counted_from_the_nearer_end(position, denominator, tied_with, phrase):
    assert rank_phrase(position, denominator, tied_with=tied_with) == phrase


def test_a_place_in_a_table_carries_its_denominator():
    assert rank_label(11, 12) == "第11位（共12个）"
    assert rank_label(2, 12, tied_with=1) == "并列第2位（共12个）"
    assert rank_label(None, 12) == "未报送"


@pytest.mark.parametrize(("position", "tied_with"), [(0, 0), (11, 0), (10, 1), (5, -1)])
def test_a_place_outside_the_list_is_refused(position, tied_with):
    with pytest.raises(StatError):
        rank_phrase(position, 10, tied_with=tied_with)
    with pytest.raises(StatError):
        rank_label(position, 10, tied_with=tied_with)


@pytest.mark.parametrize(
    ("x", "options", "shown"),
    [
        ("-20.7", {}, "−20.7"),
        ("20.70", {}, "20.70"),
        ("0.5", {"plus": True}, "+0.5"),
        ("-0.0", {"plus": True}, "0.0"),
        (-0.04, {"decimals": 1, "plus": True}, "0.0"),
        (1234567.5, {"decimals": 0, "grouping": True}, "1,234,568"),
        (D("1E+4"), {}, "10000"),
    ],
)
def test_the_screen_shows_a_true_minus_and_no_signed_zero(x, options, shown):
    assert screen_number(x, **options) == shown


def test_a_bulletin_has_no_commas():
    assert bulletin_number(1234567.5, 0) == "1234568"


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_nothing_that_has_not_been_rounded_reaches_a_sentence(x):
    for say in (growth_phrase, gap_phrase, pull_phrase, screen_number):
        with pytest.raises(StatError):
            say(x)


def test_a_long_list_is_cut_and_counted():
    names = ["旬阳县", "石泉县", "紫阳县"]

    assert name_list(names) == "旬阳县、石泉县、紫阳县"
    assert name_list(names, at_most=2) == "旬阳县、石泉县等3个县区"
    assert name_list(names, at_most=3) == name_list(names)
    assert name_list([]) == ""


DIGIT = {han: n for n, han in enumerate("零一二三四五六七八九")}
PLACE = {"十": 10, "百": 100, "千": 1000}


@given(st.integers(1, 9999))
def test_a_chinese_number_reads_back(n):
    total, digit = 0, 0
    for han in chinese_ordinal(n):
        if han in PLACE:
            total, digit = total + (digit or 1) * PLACE[han], 0
        else:
            digit = DIGIT[han]
    assert total + digit == n
    assert "零零" not in chinese_ordinal(n)
    assert not chinese_ordinal(n).endswith("零")


@pytest.mark.parametrize("n", [0, -1, 10000])
def test_a_number_that_no_issue_bears_is_refused(n):
    with pytest.raises(StatError):
        chinese_ordinal(n)
