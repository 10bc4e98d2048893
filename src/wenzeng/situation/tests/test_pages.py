"""The overview and a unit's page as people read them."""

import csv
import datetime as dt
import io
import re
from decimal import Decimal

import pytest
from django.test import Client
from openpyxl import load_workbook

from wenzeng.base import assignments, clock, facts
from wenzeng.base.facts import New, Origin
from wenzeng.base.models import Batch, Body
from wenzeng.base.subjects import City
from wenzeng.engines.period import Period
from wenzeng.situation import actions, queries

from .conftest import DAYS, MAY, TODAY, Filed, at

pytestmark = pytest.mark.django_db

FINDING = "1–5月规上工业增加值同比下降20.7%，降幅逐月收窄，低于全省平均水平22.1个百分点"


def text_of(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, answer.content.decode()[:500]
    return answer.content.decode()


def words_of(html: str) -> str:
    """What stands on the page, without markup."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html)).replace("&nbsp;", " ")


def row_of(html: str, name: str) -> str:
    table = html[html.index('id="league-table"') :]
    return words_of(next(row for row in table.split("<tr") if f">{name}</a></th>" in row))


def test_the_title_is_the_finding(computed: actions.Computed, as_leader: Client) -> None:
    html = text_of(as_leader, "/situation/")

    assert FINDING in html[html.index("<title>") : html.index("</title>")]
    assert f"<h1>{FINDING}</h1>" in html
    assert "全市连续5个月负增长；平利县、恒口示范区降幅扩大，其余10个收窄。" in html


def test_the_finding_can_be_had_without_a_page(computed: actions.Computed) -> None:
    assert queries.finding(period=MAY, as_of=TODAY) == FINDING


def test_the_strip_says_what_the_speech_says(computed: actions.Computed, as_leader: Client) -> None:
    words = words_of(text_of(as_leader, "/situation/"))

    assert "倒数第2 / 第2" in words
    assert "低于汉中7.2、高于商洛1.2" in words
    assert "全省较1–4月由降转增" in words


def test_every_unit_stands_in_the_league_with_its_words(
    computed: actions.Computed, as_leader: Client
) -> None:
    html = text_of(as_leader, "/situation/")

    assert "扩大1.7" in row_of(html, "平利县")
    assert "收窄3.4" in row_of(html, "石泉县")
    assert "−24.1" in row_of(html, "平利县")
    assert len(re.findall(r'<a class="wz-name" href="/areas/', html)) == 12


def test_every_figure_of_the_league_leads_to_its_page(computed: actions.Computed, as_leader: Client) -> None:
    html = text_of(as_leader, "/situation/")
    gap = facts.frame(as_of=TODAY).get(
        "situation.gap_to_province", computed.observations[0].subject_id, MAY, "ytd"
    )

    assert gap is not None
    assert f'href="/f/{gap.id}/"' in html
    assert re.search(r'data-raw="-20\.7"', html)


def test_the_page_is_light_and_asks_little(
    computed: actions.Computed, as_leader: Client, django_assert_max_num_queries
) -> None:
    with django_assert_max_num_queries(25):
        html = text_of(as_leader, "/situation/")
    with django_assert_max_num_queries(25):
        text_of(as_leader, "/areas/PL/")

    assert len(html.encode()) < 80_000


@pytest.mark.parametrize(
    "address",
    [
        "/situation/",
        "/situation/?view=month",
        "/situation/?view=table",
        "/situation/sheet/",
        "/areas/",
        "/areas/PL/",
    ],
)
def test_no_page_carries_inline_style_or_script(
    computed: actions.Computed, as_leader: Client, address: str
) -> None:
    html = text_of(as_leader, address)

    assert " style=" not in html
    assert "<style" not in html
    assert " onclick=" not in html


def test_the_month_has_a_chart_of_its_own(computed: actions.Computed, as_leader: Client) -> None:
    words = words_of(text_of(as_leader, "/situation/?view=month"))

    assert "当月走到哪" in words
    assert "全省 +8.6" in words


def test_the_chart_is_a_table_too(computed: actions.Computed, as_leader: Client) -> None:
    words = words_of(text_of(as_leader, "/situation/?view=table"))

    assert "−33.5 −28.4 −23.8 −20.7" in words
    assert "−7.1 −3.0 −0.6 +1.4" in words


def test_sorting_is_in_the_address(computed: actions.Computed, as_leader: Client) -> None:
    html = text_of(as_leader, "/situation/?sort=change")
    table = html[html.index('id="league-table"') :]

    names = re.findall(r'<a class="wz-name" href="/areas/[A-Z]+/[^"]*">([^<]+)</a>', table)
    assert names[-1] == "平利县"
    assert names[-2] == "恒口示范区"


def test_a_revision_is_marked_and_the_old_day_still_shows_the_old_figure(
    computed: actions.Computed, as_leader: Client, file_figures: Filed, city: City
) -> None:
    revised_on = dt.date(2020, 6, 22)
    shiquan = city.unit_by_code("SQ")
    assert shiquan is not None
    file_figures([("iva.growth", shiquan, MAY, "ytd", "-15.6")], day=revised_on)
    with clock.pretend(at(revised_on)):
        actions.compute(period=MAY, as_of=revised_on, by=None, now=clock.now())

    now, then = text_of(as_leader, "/situation/"), text_of(as_leader, "/situation/?as_of=2020-06-19")

    assert "−15.6" in row_of(now, "石泉县")
    assert "有修订：原为−14.9" in row_of(now, "石泉县")
    assert "收窄2.7" in row_of(now, "石泉县")
    assert "−14.9" in row_of(then, "石泉县")
    assert "有修订" not in row_of(then, "石泉县")
    assert "收窄3.4" in row_of(then, "石泉县")
    assert "现在看的是截至 2020-06-19 的数据版本" in then


def test_a_unit_that_did_not_report_reads_未报_and_never_zero(
    file_figures: Filed, as_leader: Client, city: City
) -> None:
    file_figures([("iva.growth", city.city, MAY, "ytd", "-20.7")], day=DAYS[MAY], simulated=False)
    actions.compute(period=MAY, as_of=TODAY, by=None, now=clock.now())

    html = text_of(as_leader, "/situation/")

    assert "未报" in row_of(html, "平利县")
    assert "0.0" not in row_of(html, "平利县")


def test_before_the_first_notice_the_page_says_what_to_do(as_leader: Client, city: City) -> None:
    html = text_of(as_leader, "/situation/")

    assert "统计数还没有收到" in html
    assert "去报送中心" in html


def test_a_wrong_day_is_told_and_the_newest_figures_are_shown(
    computed: actions.Computed, as_leader: Client
) -> None:
    html = text_of(as_leader, "/situation/?as_of=yesterday", status=400)

    assert "写成 2020-06-24 这样" in html
    assert FINDING in html


def test_a_county_that_does_not_exist_is_not_found(computed: actions.Computed, as_leader: Client) -> None:
    text_of(as_leader, "/areas/NOWHERE/", status=404)


def test_the_units_page_tells_its_story_in_sentences_that_may_be_quoted(
    computed: actions.Computed, as_leader: Client
) -> None:
    html = text_of(as_leader, "/areas/PL/")

    assert "<h1>平利县1–5月同比下降24.1%，降幅较1–4月扩大1.7个百分点</h1>" in html
    assert "2020年1—5月，平利县规模以上工业增加值同比下降24.1%，降幅较1—4月扩大1.7个百分点。" in html
    assert "增速低于全省平均水平25.5个百分点，低于全市平均水平3.4个百分点。" in html
    assert "累计增速连续5个月为负（公布4期，计5个月）。" in html
    assert 'rel="prev"' in html
    assert 'rel="next"' in html


def test_a_unit_is_called_by_the_name_of_its_day(computed: actions.Computed, as_leader: Client) -> None:
    assert "<h1>旬阳县1–5月" in text_of(as_leader, "/areas/XY/")


@pytest.fixture
def county_filed(file_figures: Filed, computed: actions.Computed, city: City) -> None:
    may = Period.month(2020, 5)
    rows = []
    for code, output in (("PL", "86821"), ("HK", "71234")):
        unit = city.unit_by_code(code)
        assert unit is not None
        rows.append(("county.output", unit, may, "month", output))
    file_figures(rows, day=DAYS[MAY], status="reported")


def test_what_a_county_filed_is_seen_by_itself_and_the_city_alone(
    county_filed: None, as_leader: Client, as_pingli: Client
) -> None:
    assert "86,821" in text_of(as_leader, "/areas/PL/")
    assert "86,821" in text_of(as_pingli, "/areas/PL/")
    assert "71,234" in text_of(as_leader, "/areas/HK/")
    assert "71,234" not in text_of(as_pingli, "/areas/HK/")


def test_the_table_travels_as_csv_with_ascii_signs(computed: actions.Computed, as_leader: Client) -> None:
    answer = as_leader.get("/situation.csv")

    assert answer.content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    pingli = next(row for row in rows if len(row) > 1 and row[1] == "平利县")
    assert pingli[:8] == ["7", "平利县", "-24.1", "-1.7", "扩大1.7", "-25.5", "-3.4", "-1.48"]
    assert rows[0][-1] == "演示"
    assert pingli[-1] == "演示"
    assert "−" not in "".join(pingli)


def test_the_table_travels_as_a_workbook_of_numbers(computed: actions.Computed, as_leader: Client) -> None:
    answer = as_leader.get("/situation.xlsx")

    page = load_workbook(io.BytesIO(answer.content)).active
    assert page is not None
    pingli = next(row for row in page.iter_rows(values_only=True) if row[1] == "平利县")
    assert pingli[2] == pytest.approx(-24.1)
    assert pingli[-1] == "演示"
    assert page["A1"].value == FINDING


def test_one_sheet_of_paper_names_its_source_and_its_day(
    computed: actions.Computed, as_leader: Client
) -> None:
    html = text_of(as_leader, "/situation/sheet/")

    assert "来源：统计局月度通知（2020年6月18日发布）" in html
    assert "汉滨区不含安康高新区、恒口示范区" in html
    assert "2020-06-24" in html
    assert 'viewBox="0 0 ' in html


def _goals(city: City, inputs: tuple[int, ...] = ()) -> None:
    """Targets as another room records them: this room meets them in the facts alone."""

    def new(indicator: str, period: Period, value: str) -> New:
        return New(
            indicator=f"targets.{indicator}", subject=city.city, period=period, basis="ytd", value=Decimal(value),
            status="estimate", scope="2020", method="targets.test@1", inputs=() if indicator == "value" else inputs,
        )  # fmt: skip

    path = ("-12.92", "-7.36", "-3.19", "0.05", "2.03", "3.65", "5.0")
    news = [new("path", Period.ytd(2020, 6 + place), value) for place, value in enumerate(path)]
    news += [new("value", Period.ytd(2020, 12), "5.0"), new("value", Period.ytd(2020, 9), "0.0")]
    news += [
        new("required", MAY, "23.36"), new("required_national_weights", MAY, "20.61"),
        new("required_turn", MAY, "25.99"), new("required_after_turn", MAY, "19.85"),
    ]  # fmt: skip
    moment = at(DAYS[MAY])
    origin = Origin(
        kind=Batch.Origin.DERIVED,
        title="对照目标",
        known_at=DAYS[MAY],
        received_at=moment,
        released_at=moment,
    )
    facts.record(news, origin=origin, by=None, now=moment)


def test_the_required_run_rate_names_its_basis_and_stands_beside_the_chart(
    computed: actions.Computed, as_leader: Client, city: City
) -> None:
    _goals(city)

    words = words_of(text_of(as_leader, "/situation/"))

    assert "全年+5%，6–12月须月均 +23.36 %" in words
    assert "按各月基数相等；按全国份额20.61" in words
    assert "6–9月 月均+25.99% 三季度累计转正" in words
    assert "10–12月 月均+19.85% 全年+5%" in words


def test_a_target_line_of_a_later_print_is_not_drawn_on_an_earlier_one(
    computed: actions.Computed, as_leader: Client, city: City
) -> None:
    _goals(city)

    assert "照目标线走" not in text_of(as_leader, "/situation/?period=2020-01..04")


def test_a_leader_finds_what_waits_for_a_signature_and_a_county_does_not(
    computed: actions.Computed, as_leader: Client, as_pingli: Client, city: City
) -> None:
    pingli = city.unit_by_code("PL")
    assert pingli is not None
    assignments.propose(
        to_body=Body.objects.get(subject__key="body:pingli"), about=pingli, period=MAY, title="平利县：累计降幅继续扩大",
        demand="说明原因", origin="supervision.test", clause="讲话第三部分", rule_digest="",
        due_on=dt.date(2020, 6, 30), evidence=[], simulated=True, now=clock.now(),
    )  # fmt: skip

    assert "平利县：累计降幅继续扩大" in text_of(as_leader, "/situation/")
    assert "要您处理的1件" in text_of(as_leader, "/situation/")
    assert "平利县：累计降幅继续扩大" in text_of(as_leader, "/areas/PL/")
    assert "平利县：累计降幅继续扩大" not in text_of(as_pingli, "/situation/")
    assert "平利县：累计降幅继续扩大" not in text_of(as_pingli, "/areas/PL/")


@pytest.mark.parametrize("period", ["2020-01..02", "2020-01..05"])
@pytest.mark.parametrize("address", ["/situation/", "/areas/PL/"])
def test_every_mark_of_a_source_stands_behind_words(
    computed: actions.Computed, as_leader: Client, address: str, period: str
) -> None:
    html = text_of(as_leader, f"{address}?period={period}")

    assert 'aria-label="的出处"' not in html
    assert '<dd class="wz-note"><a class="wz-src"' not in html


def test_the_residual_is_called_what_the_bulletin_calls_it(
    computed: actions.Computed, as_leader: Client
) -> None:
    words = words_of(text_of(as_leader, "/situation/"))

    assert "与全市公布增速之差（四舍五入差）" in words
    assert "统一核算差额" not in words
