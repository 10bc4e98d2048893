"""What a reader sees on a Chinese page is what the bulletin says of the same figures."""

from decimal import Decimal

import pytest
from django.utils import translation

from wenzeng.base import phrases
from wenzeng.engines import wording

RATES = [Decimal(text) for text in ("-23.8", "-20.7", "-0.1", "0.0", "0.1", "1.4", "4.4")]


@pytest.mark.parametrize("rate", RATES)
def test_a_rate_reads_as_in_the_bulletin(rate: Decimal) -> None:
    assert phrases.growth(rate) == wording.growth_phrase(rate)
    assert phrases.yoy(rate) == wording.yoy_phrase(rate)
    assert phrases.gap(rate) == wording.gap_phrase(rate)
    assert phrases.gap(rate, "全市") == wording.gap_phrase(rate, "全市")
    assert phrases.pull(rate) == wording.pull_phrase(rate)


@pytest.mark.parametrize("before", RATES)
@pytest.mark.parametrize("now", RATES)
def test_a_move_reads_as_in_the_bulletin(now: Decimal, before: Decimal) -> None:
    assert phrases.change(now, before, "1—4月") == wording.change_phrase(
        now, before, versus="较1—4月", before_label="1—4月"
    )
    assert phrases.short_change(now, before) == wording.short_change(now, before)


def test_names_are_cut_and_counted_as_in_the_bulletin() -> None:
    names = ["旬阳县", "石泉县", "紫阳县"]

    assert phrases.names(names) == wording.name_list(names)
    assert phrases.names(names, at_most=2) == wording.name_list(names, at_most=2, unit="个")


def test_an_english_reader_gets_english() -> None:
    with translation.override("en"):
        said = [phrases.yoy("-20.7"), phrases.gap("-22.1"), phrases.change("-20.7", "-23.8", "1—4月")]

    assert said == [
        "down 20.7% year on year",
        "22.1 pp below the provincial average",
        "decline narrowed by 3.1 pp from 1—4月",
    ]
