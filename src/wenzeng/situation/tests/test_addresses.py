"""Period and day stand in the address: links keep them, and what is wrong with them is told."""

import re

import pytest
from django.test import Client

from wenzeng.base.subjects import City
from wenzeng.situation import actions

from .conftest import MAY, TODAY, Filed
from .test_pages import text_of

pytestmark = pytest.mark.django_db

QUERY = "period=2020-01..04&as_of=2020-06-20"
KEPT = "period=2020-01..04&amp;as_of=2020-06-20"


@pytest.mark.parametrize("address", ["/situation/", "/areas/", "/areas/PL/", "/targets/", "/supervision/"])
def test_every_way_to_another_dated_page_keeps_period_and_day(
    computed: actions.Computed, as_leader: Client, address: str
) -> None:
    html = text_of(as_leader, f"{address}?{QUERY}")
    ways = re.findall(r'href="(/(?:situation|areas|targets|supervision)/(?:[A-Z]+/)?(?:\?[^"]*)?)"', html)

    assert len(ways) >= 4
    assert [way for way in ways if KEPT not in way] == []


def test_without_them_the_rail_has_short_addresses(computed: actions.Computed, as_leader: Client) -> None:
    assert 'href="/targets/"' in text_of(as_leader, "/situation/")


def test_the_page_of_a_figure_leads_back_to_its_own_period(
    computed: actions.Computed, as_leader: Client
) -> None:
    overview = text_of(as_leader, f"/situation/?{QUERY}")
    figure = re.findall(r'href="(/f/\d+/)" data-raw="-23\.8"', overview)[0]

    html = text_of(as_leader, figure)

    assert 'href="/situation/?period=2020-01..04"' in html
    assert "as_of=2020-06-20" in text_of(as_leader, figure + "?as_of=2020-06-20")


def test_a_revised_figure_names_the_new_one_with_a_true_minus(
    computed: actions.Computed, as_leader: Client, file_figures: Filed, city: City
) -> None:
    overview = text_of(as_leader, "/situation/")
    figure = re.findall(r'href="(/f/\d+/)" data-raw="-20\.7"', overview)[0]
    file_figures([("iva.growth", city.city, MAY, "ytd", "-19.9")], day=TODAY)

    html = text_of(as_leader, figure)

    assert "新数是 −19.9%" in html
    assert "-19.9%" not in html


@pytest.mark.parametrize(
    "address",
    ["/situation/", "/situation/sheet/", "/areas/", "/areas/PL/", "/targets/", "/supervision/", "/desk/"],
)
@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("period=2031-01..05", "还没有数"),
        ("period=gestern", "看不懂期别"),
        ("as_of=gestern", "写成 2020-06-24 这样"),
    ],
)
def test_a_wrong_period_or_day_is_told_on_every_page(
    computed: actions.Computed, as_leader: Client, address: str, query: str, sentence: str
) -> None:
    assert sentence in text_of(as_leader, f"{address}?{query}", status=400)


@pytest.mark.parametrize("address", ["/situation.csv", "/situation.xlsx"])
@pytest.mark.parametrize("query", ["period=2031-01..05", "as_of=gestern", "sort=rubbish"])
def test_a_wrong_address_gives_a_sentence_and_no_file(
    computed: actions.Computed, as_leader: Client, address: str, query: str
) -> None:
    answer = as_leader.get(f"{address}?{query}")

    assert answer.status_code == 400
    assert answer["Content-Type"] == "text/html; charset=utf-8"  # a page with a way back
    assert "Content-Disposition" not in answer
    assert "没有生成文件：" in answer.content.decode()


@pytest.mark.parametrize("query", ["view=pie", "sort=rubbish"])
def test_a_view_or_an_order_that_does_not_exist_is_told(
    computed: actions.Computed, as_leader: Client, query: str
) -> None:
    assert f"网址里的 {query} 认不得" in text_of(as_leader, f"/situation/?{query}", status=400)
