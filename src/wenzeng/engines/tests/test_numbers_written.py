"""Numbers written in Chinese characters are read where they can mean one thing only."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wenzeng.engines.numbers_zh import Reading, read_number

DIGITS = "零一二三四五六七八九"


def section(number: int) -> str:
    """1–9999 as it is written in full."""
    out, gap = "", False
    for size, step in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // size % 10
        if digit:
            out += ("零" if gap and out else "") + DIGITS[digit] + step
            gap = False
        elif out:
            gap = True
    return out


def written(number: int) -> str:
    """A whole number below a trillion in full Chinese numerals, a gap said as 零."""
    if number == 0:
        return "零"
    out, gap = "", False
    for size, step in ((10**8, "亿"), (10**4, "万"), (1, "")):
        part = number // size % 10_000
        if part:
            out += ("零" if out and (gap or part < 1000) else "") + section(part) + step
            gap = False
        elif out:
            gap = True
    return out


@given(st.integers(min_value=0, max_value=10**12 - 1))
def test_every_whole_number_is_read_back(number: int) -> None:
    found = read_number(written(number))

    assert isinstance(found, Reading)
    assert found.value == number


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("下降百分之二十点七", "-20.7", "%"),
        ("百分之三", "3", "%"),
        ("壹仟贰佰万元", "12000000", "元"),
        ("两千零五户", "2005", "户"),
        ("负三", "-3", ""),
        ("十七点五", "17.5", ""),
        ("十", "10", ""),
    ],
)
def test_how_people_write_them(text: str, value: str, unit: str) -> None:
    found = read_number(text)

    assert isinstance(found, Reading)
    assert (found.value, found.unit) == (Decimal(value), unit)


@pytest.mark.parametrize(
    "text",
    [
        "八万六",
        "一百二",
        "一千五十",
        "二〇二〇",
        "九千多",
        "近百",
        "十几",
        "百分之三元",
        "下降负三",
        "万",
        "三三",
        "千百",
    ],
)
def test_what_could_mean_two_things_or_nothing_is_refused(text: str) -> None:
    assert not isinstance(read_number(text), Reading)
