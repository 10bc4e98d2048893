"""A revised notice before and after the month is closed again, and figures that are not open to the public."""

import csv
import datetime as dt
import io
import re

import pytest
from django.test import Client
from openpyxl import load_workbook

from wenzeng.base import clock, facts
from wenzeng.base.access import Duty
from wenzeng.base.models import Batch
from wenzeng.base.subjects import City
from wenzeng.situation import actions

from .conftest import MAY, TODAY, Filed, at, notice, person
from .test_pages import _goals, row_of, text_of, words_of

pytestmark = pytest.mark.django_db

REVISED_ON = dt.date(2020, 6, 22)
BANNER = "统计数已更新，差距、位次、拉动、须达增速等还没有重新计算"
UNRELEASED = "含未公开数据，不得引用、不得外传"


@pytest.fixture
def revised(computed: actions.Computed, file_figures: Filed, city: City) -> None:
    """The city's own print and 平利县's are revised; nobody has closed the month again."""
    pingli = city.unit_by_code("PL")
    assert pingli is not None
    file_figures(
        [
            ("iva.growth", city.city, MAY, "ytd", "-19.9"),
            ("iva.growth", pingli, MAY, "ytd", "-23.5"),
        ],
        day=REVISED_ON,
    )


@pytest.fixture
def as_monitor(city: City) -> Client:
    client = Client()
    client.force_login(person("jian", Duty.MONITOR, "body:gongxin"))
    return client


def test_a_new_print_never_stands_beside_what_was_made_of_the_old_one(
    revised: None, as_leader: Client
) -> None:
    html = text_of(as_leader, "/situation/")
    words = words_of(html[html.index("<main") :])

    assert "<h1>1–5月规上工业增加值同比下降19.9%，降幅逐月收窄</h1>" in html
    assert BANNER in words
    assert "22.1" not in words
    assert "20.7" not in re.sub(r"有修订：原为−20\.7", "", words)
    assert "倒数第" not in words
    assert "连续5个月" not in words
    for name in ("平利县", "石泉县"):
        assert row_of(html, name).count("待收口") >= 2


def test_what_does_not_rest_on_the_revised_print_keeps_its_number(revised: None, as_leader: Client) -> None:
    row = row_of(text_of(as_leader, "/situation/"), "石泉县")

    assert "收窄3.4" in row
    assert "−16.3" in row  # to the province, which was not revised
    assert "+5.8" not in row  # to the city, which was


def test_closing_the_month_again_brings_every_number_back(revised: None, as_leader: Client) -> None:
    with clock.pretend(at(REVISED_ON)):
        actions.compute(period=MAY, as_of=REVISED_ON, by=None, now=clock.now())

    words = words_of(text_of(as_leader, "/situation/"))

    assert "低于全省平均水平21.3个百分点" in words
    assert "待收口" not in words
    assert BANNER not in words


def test_the_day_before_the_revision_is_whole(revised: None, as_leader: Client) -> None:
    words = words_of(text_of(as_leader, "/situation/?as_of=2020-06-21"))

    assert "低于全省平均水平22.1个百分点" in words
    assert "待收口" not in words


@pytest.mark.parametrize("address", ["/situation/", "/situation/sheet/", "/areas/", "/areas/PL/"])
def test_every_page_says_so_and_who_may_close_finds_the_way(
    revised: None, as_leader: Client, as_monitor: Client, address: str
) -> None:
    for client in (as_leader, as_monitor):
        html = text_of(client, address)
        assert BANNER in html
        assert "待收口" in html
    assert 'href="/month/"' in text_of(as_monitor, address)
    assert "去收口" not in text_of(as_leader, address)


def test_the_units_page_says_nothing_that_rests_on_the_old_print(revised: None, as_leader: Client) -> None:
    html = text_of(as_leader, "/areas/PL/")
    words = words_of(html[html.index("<main") :])

    assert "<h1>平利县1–5月同比下降23.5%</h1>" in html
    for old in ("25.5", "3.4个百分点", "第7位", "1.48", "扩大1.7"):
        assert old not in words, old


def test_the_target_line_is_not_drawn_from_a_print_that_was_replaced(
    computed: actions.Computed, as_leader: Client, file_figures: Filed, city: City
) -> None:
    ours = facts.frame(as_of=TODAY).get("iva.growth", city.city, MAY, "ytd")
    assert ours is not None
    _goals(city, inputs=(ours.id,))
    assert "照目标线走" in text_of(as_leader, "/situation/")

    file_figures([("iva.growth", city.city, MAY, "ytd", "-19.9")], day=REVISED_ON)

    html = text_of(as_leader, "/situation/")
    assert "照目标线走" not in html
    assert "23.36" not in html
    assert "20.61" not in html


def test_files_carry_the_words_and_no_old_number(revised: None, as_leader: Client) -> None:
    lines = list(csv.reader(io.StringIO(as_leader.get("/situation.csv").content.decode("utf-8-sig"))))
    pingli = next(row for row in lines if len(row) > 1 and row[1] == "平利县")
    page = load_workbook(io.BytesIO(as_leader.get("/situation.xlsx").content)).active
    assert page is not None
    same = next(row for row in page.iter_rows(values_only=True) if row[1] == "平利县")

    assert pingli[:8] == ["待收口", "平利县", "-23.5", *["待收口"] * 5]
    assert same[3:8] == ("待收口",) * 5
    assert BANNER in lines[-1][0]


@pytest.fixture
def held_back(filed: None, file_figures: Filed, city: City) -> None:
    """May's notice came again and is not released yet."""
    file_figures([*notice(3)], day=REVISED_ON, released=False)
    with clock.pretend(at(REVISED_ON)):
        actions.compute(period=MAY, as_of=REVISED_ON, by=None, now=clock.now())
    assert Batch.objects.filter(released_at=None).exists()


@pytest.mark.parametrize("address", ["/situation/", "/situation/sheet/", "/areas/", "/areas/PL/"])
def test_what_is_not_public_is_marked_for_those_who_see_it(
    held_back: None, as_leader: Client, as_pingli: Client, address: str
) -> None:
    html = text_of(as_leader, address)

    assert UNRELEASED in html
    assert ">未公开</span>" in html
    assert "未公开" not in text_of(as_pingli, address)


def test_files_say_which_lines_are_not_public(held_back: None, as_leader: Client, as_pingli: Client) -> None:
    def status(client: Client) -> str:
        lines = list(csv.reader(io.StringIO(client.get("/situation.csv").content.decode("utf-8-sig"))))
        return next(row for row in lines if len(row) > 1 and row[1] == "平利县")[lines[0].index("公开状态")]

    assert status(as_leader) == "未公开"
    assert status(as_pingli) == "已公开"
    assert UNRELEASED in as_leader.get("/situation.csv").content.decode("utf-8-sig")


def test_what_is_public_bears_no_mark(computed: actions.Computed, as_leader: Client) -> None:
    assert "未公开" not in text_of(as_leader, "/situation/")
