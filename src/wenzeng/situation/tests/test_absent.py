"""Where a figure is missing the page says why: not filed, not published, not worked out yet, or not to be judged."""

import csv
import datetime as dt
import io
from decimal import Decimal

import pytest
from django.test import Client

from wenzeng.base import clock, facts
from wenzeng.base.facts import New, Origin
from wenzeng.base.models import Batch
from wenzeng.base.subjects import City
from wenzeng.engines.period import Period
from wenzeng.situation import actions

from .conftest import APRIL, DAYS, MAY, PRINTS, TODAY, Filed, at, notice, published
from .test_pages import row_of, text_of, words_of

pytestmark = pytest.mark.django_db

FIRST = PRINTS[0]


def unlit(city: City, period: Period, note: str = "缺较上期变动，不判定。") -> None:
    """Lights that could not be judged, as another room records them."""
    moment = at(DAYS[period])
    news = [
        New(
            indicator="supervision.light", subject=subject, period=period, basis="ytd", value=Decimal(0),
            status="estimate", scope="2020", method="supervision.test@1", note=note,
            inputs=(facts.frame(as_of=DAYS[period]).get("iva.growth", subject, period, "ytd").id,),
        )
        for subject in (city.city, *city.units)
    ]  # fmt: skip
    origin = Origin(
        kind=Batch.Origin.JUDGED, title="判灯", known_at=DAYS[period], received_at=moment, released_at=moment
    )
    with clock.pretend(moment):
        facts.record(news, origin=origin, by=None, now=moment)


@pytest.mark.parametrize("address", ["/situation/", "/areas/", "/situation/sheet/", "/areas/PL/"])
def test_the_first_print_of_the_year_is_not_judged_and_nobody_failed_to_file(
    computed: actions.Computed, as_leader: Client, city: City, address: str
) -> None:
    unlit(city, FIRST)

    words = words_of(text_of(as_leader, f"{address}?period={FIRST.code}"))

    assert "不判" in words
    assert "未报" not in words
    assert "未计算" not in words


def test_the_files_of_the_first_print_say_it_too(
    computed: actions.Computed, as_leader: Client, city: City
) -> None:
    unlit(city, FIRST)

    answer = as_leader.get(f"/situation.csv?period={FIRST.code}")
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))

    pingli = next(row for row in rows if len(row) > 1 and row[1] == "平利县")
    assert pingli[8:10] == ["不判", "本年第一期，没有上一期可比"]
    assert "未报" not in answer.content.decode()


def test_later_a_light_that_lacks_a_figure_does_not_say_that_the_unit_failed(
    computed: actions.Computed, as_leader: Client, city: City
) -> None:
    unlit(city, APRIL)

    row = row_of(text_of(as_leader, f"/situation/?period={APRIL.code}"), "平利县")

    assert "缺数，不判定" in row
    assert "未报" not in row


@pytest.mark.parametrize("address", ["/situation/", "/areas/PL/", "/areas/", "/situation/sheet/"])
def test_between_the_notice_and_the_closing_figures_are_not_worked_out_yet(
    filed: None, as_leader: Client, address: str
) -> None:
    words = words_of(text_of(as_leader, address))

    assert "未计算" in words
    assert "未报" not in words
    assert "未计算 个百分点" not in words


def test_what_a_source_does_not_publish_nobody_failed_to_file(
    computed: actions.Computed, as_leader: Client, file_figures: Filed, city: City
) -> None:
    for month, value in ((3, "-21.1"), (4, "-12.2"), (5, "-10.1")):
        file_figures([("iva.growth", city.city, Period.month(2020, month), "month", value)], day=DAYS[MAY])

    table = words_of(text_of(as_leader, "/situation/?view=table"))
    chart = text_of(as_leader, "/situation/?view=month")

    assert "全省 −7.1 未公布 +5.8 +8.6" in table
    assert "3月 未公布，4月 +5.8" in chart
    assert "未报" not in table[: table.index("区县园区排名")]


def test_without_the_provinces_print_the_gap_to_it_cannot_be_had(
    file_figures: Filed, as_leader: Client, city: City
) -> None:
    file_figures(notice(3), day=DAYS[MAY])
    actions.compute(period=MAY, as_of=TODAY, by=None, now=clock.now())

    assert "未公布" in row_of(text_of(as_leader, "/situation/"), "平利县")


def test_a_unit_missing_from_the_notice_is_the_only_one_that_reads_未报(
    file_figures: Filed, as_leader: Client
) -> None:
    file_figures(published(3), day=DAYS[MAY], simulated=False)
    file_figures(notice(3, without=("PL",)), day=dt.date(2020, 6, 19))
    actions.compute(period=MAY, as_of=TODAY, by=None, now=clock.now())

    html = text_of(as_leader, "/situation/")

    assert row_of(html, "平利县").count("未报") == 1
    assert "未报" not in row_of(html, "石泉县")
