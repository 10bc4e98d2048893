import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wenzeng.engines.numbers_zh import Reading, Unreadable, read_number
from wenzeng.engines.wording import growth_phrase, screen_number

D = Decimal


@pytest.mark.parametrize(
    ("cell", "value", "unit"),
    [
        (-20.699999999999999, "-20.7", ""),
        (-20.700000000000003, "-20.7", ""),
        (0.1 + 0.2, "0.3", ""),
        (1234567.89, "1234567.89", ""),
        (1e16, "10000000000000000", ""),
        (5.0, "5", ""),
        (7, "7", ""),
        (D("20.70"), "20.70", ""),
        (-0.0, "0", ""),
        ("－20.7", "-20.7", ""),
        ("−20.7", "-20.7", ""),
        ("—20.7", "-20.7", ""),
        ("-20.7", "-20.7", ""),
        ("- 20.7", "-20.7", ""),
        ("+1.4", "1.4", ""),
        ("(20.7)", "-20.7", ""),
        ("（20.7）", "-20.7", ""),
        ("（20.7%）", "-20.7", "%"),
        ("２０．７％", "20.7", "%"),
        ("下降20.7%", "-20.7", "%"),
        ("同比下降20.7%", "-20.7", "%"),
        ("负增长20.7%", "-20.7", "%"),
        ("增长1.4%", "1.4", "%"),
        ("持平", "0", ""),
        ("与上年同期持平", "0", ""),
        ("1,234", "1234", ""),
        ("1，234，567.5 万元", "1234567.5", "万元"),
        ("23.5亿元", "23.5", "亿元"),
        ("20户", "20", "户"),
        ("0.5个百分点", "0.5", "个百分点"),
        (" 20.70 ", "20.70", ""),
        ("-0.0", "0.0", ""),
    ],
)
def test_a_number_is_read_however_it_was_typed(cell, value, unit):
    reading = read_number(cell)

    assert isinstance(reading, Reading)
    assert (str(reading.value), reading.unit) == (value, unit)


@pytest.mark.parametrize("cell", [None, "", "  ", "　", "—", "-", "/", "……", "无"])
def test_an_empty_cell_is_not_a_zero(cell):
    reading = read_number(cell)

    assert isinstance(reading, Unreadable)
    assert reading.code == "empty_cell"


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("约5%", "unreadable_number"),
        ("5%左右", "unreadable_number"),
        ("收窄3.1个百分点", "unreadable_number"),
        ("加快0.5", "unreadable_number"),
        ("20.7.1", "unreadable_number"),
        ("1,23", "unreadable_number"),
        ("12,34,567", "unreadable_number"),
        ("5—6", "unreadable_number"),
        ("——20.7", "unreadable_number"),
        ("(20.7", "unreadable_number"),
        ("20.7)", "unreadable_number"),
        ("20.7%万元", "unreadable_number"),
        ("20.7美元", "unreadable_number"),
        ("下降-20.7%", "unreadable_number"),
        ("下降(20.7)%", "unreadable_number"),
        ("(-20.7)", "unreadable_number"),
        ("1e3", "unreadable_number"),
        ("二十多", "unreadable_number"),
        ("#DIV/0!", "unreadable_number"),
        (True, "not_numeric"),
        (dt.date(2020, 5, 1), "not_numeric"),
        ([1], "not_numeric"),
        (float("nan"), "not_finite"),
        (float("inf"), "not_finite"),
    ],
)
def test_what_is_no_exact_number_is_refused_with_a_sentence(cell, code):
    reading = read_number(cell)

    assert isinstance(reading, Unreadable)
    assert reading.code == code
    assert reading.message_zh.endswith("。")


@pytest.mark.parametrize("decimals", [0, 1, 2])
def test_places_are_counted_as_typed(decimals):
    reading = read_number(f"{20:.{decimals}f}")

    assert isinstance(reading, Reading)
    assert reading.decimals == decimals


def test_the_reader_says_when_it_supplied_a_sign():
    reading = read_number("下降20.7%")

    assert isinstance(reading, Reading)
    assert reading.note == "“下降”按负数读"


def test_an_endless_fraction_is_cut_and_says_so():
    reading = read_number(1 / 3)

    assert isinstance(reading, Reading)
    assert (reading.value, reading.decimals) == (D("0.3333333333"), 10)
    assert "10位" in reading.note


@given(st.decimals(-(10**6), 10**6, places=2))
def test_a_sheets_float_comes_back_as_the_decimal_typed(typed):
    reading = read_number(float(typed))

    assert isinstance(reading, Reading)
    assert reading.value == typed
    assert reading.note == ""


@given(st.decimals(-1000, 10**6, places=1))
def test_what_we_print_can_be_pasted_back(x):
    for shown in (screen_number(x), screen_number(x, grouping=True), growth_phrase(x)):
        reading = read_number(shown)
        assert isinstance(reading, Reading)
        assert reading.value == x


@given(st.text())
def test_no_text_whatever_stops_the_reading_of_a_sheet(text):
    reading = read_number(text)

    assert isinstance(reading, Reading) or reading.message_zh
