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
NEWEST = "period=2020-01..05&amp;as_of=2020-06-24"


@pytest.mark.parametrize("address", ["/situation/", "/areas/", "/areas/PL/", "/targets/", "/supervision/"])
def test_every_way_to_another_dated_page_keeps_period_and_day(
    computed: actions.Computed, as_leader: Client, address: str
) -> None:
    html = text_of(as_leader, f"{address}?{QUERY}")
    ways = re.findall(r'href="(/(?:situation|areas|targets|supervision)/(?:[A-Z]+/)?(?:\?[^"]*)?)"', html)

    assert len(ways) >= 4
    assert [way for way in ways if KEPT not in way] == []


@pytest.mark.parametrize("address", ["/situation/", "/areas/", "/areas/PL/", "/targets/", "/supervision/"])
def test_a_page_opened_bare_says_what_it_shows_and_hands_it_on(
    computed: actions.Computed, as_leader: Client, address: str
) -> None:
    html = text_of(as_leader, address)
    ways = re.findall(r'href="(/(?:situation|areas|targets|supervision)/(?:[A-Z]+/)?(?:\?[^"]*)?)"', html)

    # The script writes it into the address bar.
    assert f'data-shown="{NEWEST}"' in html
    assert len(ways) >= 4
    assert [way for way in ways if NEWEST not in way] == []


def test_a_page_about_no_period_has_short_addresses(computed: actions.Computed, as_leader: Client) -> None:
    html = text_of(as_leader, "/data/")

    assert 'href="/targets/"' in html
    assert "data-shown" not in html


def test_a_wrong_address_is_not_made_to_look_right(computed: actions.Computed, as_leader: Client) -> None:
    assert "data-shown" not in text_of(as_leader, "/situation/?period=gestern", status=400)


def a_figure(client: Client) -> str:
    overview = text_of(client, f"/situation/?{QUERY}")
    return str(re.findall(r'href="(/f/\d+/)" data-raw="-23\.8"', overview)[0])


def test_the_page_of_a_figure_leads_back_to_where_the_reader_came_from(
    computed: actions.Computed, as_leader: Client
) -> None:
    figure = a_figure(as_leader)
    came_from = "http://testserver/areas/PL/?as_of=2020-06-20&period=2020-01..03"

    html = as_leader.get(figure, headers={"referer": came_from}).content.decode()

    back = "period=2020-01..03&amp;as_of=2020-06-20"
    assert f'<a href="/situation/?{back}">形势总览 2020年1–3月</a>' in html
    assert f'href="/targets/?{back}"' in html
    assert f'data-shown="{back}"' in html


@pytest.mark.parametrize(
    "came_from",
    ["", "https://elsewhere.example/?as_of=2020-06-20&period=2020-01..03", "http://[", "/x?as_of=no"],
)
def test_from_elsewhere_a_figure_leads_to_its_own_period(
    computed: actions.Computed, as_leader: Client, came_from: str
) -> None:
    html = as_leader.get(a_figure(as_leader), headers={"referer": came_from}).content.decode()

    assert 'href="/situation/?period=2020-01..04"' in html
    assert "data-shown" not in html


def test_the_address_of_a_figure_counts_before_the_page_that_led_to_it(
    computed: actions.Computed, as_leader: Client
) -> None:
    came_from = "http://testserver/situation/?period=2020-01..05&as_of=2020-06-24"

    answer = as_leader.get(f"{a_figure(as_leader)}?{QUERY}", headers={"referer": came_from})

    assert f'href="/situation/?{KEPT}"' in answer.content.decode()


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
