"""The targets page says what is asked, where we stand and what it would take; and lets some set targets."""

import re
from typing import Any

import pytest
from django.test import Client

from wenzeng.base import clock
from wenzeng.base.models import TrailEntry
from wenzeng.base.subjects import City
from wenzeng.targets import actions
from wenzeng.targets.models import Target

from .conftest import MAY, TODAY, file_growth

pytestmark = pytest.mark.django_db


@pytest.fixture
def computed(may: None, goals: list[Target]) -> actions.Computed:
    return actions.compute(period=MAY, as_of=TODAY, by=None, now=clock.now())


def text_of(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status
    return answer.content.decode()


def words_of(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


def form_of(row: Target, **changes: Any) -> dict[str, Any]:
    values = {
        "title": row.title, "indicator": row.indicator_id, "subject": row.subject_id, "period": row.period_code,
        "basis": row.basis, "kind": row.kind, "operator": "ge", "value": "4.0", "document": "示例文件",
        "clause": "示例：全年增长4%", "decided_on": "2020-06-24", "reason": "示例：上级调整",
    }  # fmt: skip
    return values | changes


def test_the_title_holds_the_required_rate_against_the_best_month(
    computed: actions.Computed, as_monitor: Client
) -> None:
    html = text_of(as_monitor, "/targets/")

    assert "<h1>完成全年增长5%左右，6–12月须月均增长23.36%；今年最好的当月为5月下降10.1%</h1>" in html
    assert "“左右”按不低于4.5读，为22.50%" in html


def test_after_a_revision_nothing_that_was_made_of_the_old_print_is_said(
    computed: actions.Computed, as_monitor: Client, city: City
) -> None:
    file_growth(city, MAY, "ytd", "-19.9", day=TODAY)
    words = words_of(text_of(as_monitor, "/targets/"))

    assert "统计数已更新，差距、位次、拉动、须达增速等还没有重新计算" in words
    assert "1–5月同比下降19.9%" in words
    assert "待收口" in words
    for old in ("23.36", "20.61", "25.99", "22.50", "25.7个百分点"):
        assert old not in words, old

    actions.compute(period=MAY, as_of=TODAY, by=None, now=clock.now())
    assert "待收口" not in words_of(text_of(as_monitor, "/targets/"))


def test_what_is_not_public_is_marked(may: None, goals: list[Target], as_monitor: Client, city: City) -> None:
    file_growth(city, MAY, "ytd", "-19.9", day=TODAY, released=False)
    actions.compute(period=MAY, as_of=TODAY, by=None, now=clock.now())

    html = text_of(as_monitor, "/targets/")

    assert "含未公开数据，不得引用、不得外传" in html
    assert ">未公开</span>" in html


def test_both_bases_are_named(computed: actions.Computed, as_monitor: Client) -> None:
    words = words_of(text_of(as_monitor, "/targets/"))

    assert "各月基数 相等" in words
    assert "按全国 份额" in words
    for figure in ("+23.36", "+20.61", "+25.99", "+22.50", "+19.85"):
        assert figure in words


def test_三季度转正的三种读法都在_采用的一种有标记(computed: actions.Computed, as_monitor: Client) -> None:
    words = words_of(text_of(as_monitor, "/targets/"))

    assert "累计（采用） ：1–9月累计增速印出不低于0.1" in words
    assert "三季度当季增速印出不低于0.1" in words
    assert "三季度有一个月当月增速印出不低于0.1" in words


def test_each_target_stands_with_its_clause(computed: actions.Computed, as_monitor: Client) -> None:
    words = words_of(text_of(as_monitor, "/targets/"))

    for clause in (
        "力争完成规上工业增加值增长5%左右目标任务",
        "三季度实现“转正”",
        "今年各项主要经济指标总体不低于全省平均水平",
    ):
        assert clause in words
    assert "全年累计5%左右（按不低于4.5%读）" in words
    assert "全年累计增速居陕南3市第1位 " in words
    assert "第1位以内" not in words


def test_the_page_asks_little_and_has_no_inline_style(
    computed: actions.Computed, as_monitor: Client, django_assert_max_num_queries
) -> None:
    # The header counts a person's tasks once after a deed, not at every page.
    text_of(as_monitor, "/targets/")
    with django_assert_max_num_queries(25):
        html = text_of(as_monitor, "/targets/")

    assert " style=" not in html


def test_the_monitor_supersedes_a_target_and_the_old_one_stays_in_sight(
    computed: actions.Computed, as_monitor: Client
) -> None:
    old = Target.objects.get(code="target.iva_2020_year")

    answer = as_monitor.post(f"/targets/{old.pk}/", form_of(old))

    new = Target.objects.get(supersedes=old)
    assert answer.status_code == 302
    html = text_of(as_monitor, f"/targets/{new.pk}/")
    assert "共2版" in html
    assert "已被替代" in html


def test_a_wrong_form_comes_back_with_what_to_change(computed: actions.Computed, as_monitor: Client) -> None:
    old = Target.objects.get(code="target.iva_2020_year")

    answer = as_monitor.post(f"/targets/{old.pk}/", form_of(old, reason="", period="去年"))
    again = as_monitor.post(f"/targets/{old.pk}/", form_of(old, reason=""))

    assert answer.status_code == again.status_code == 422
    assert "看不懂期别“去年”" in answer.content.decode()
    assert "没写调整理由" in again.content.decode()
    assert not Target.objects.filter(supersedes=old).exists()


@pytest.mark.parametrize("field", ["subject", "comparator"])
def test_no_two_places_of_a_choice_read_alike(as_monitor: Client, city: City, field: str) -> None:
    html = text_of(as_monitor, "/targets/new/")
    select = html[html.index(f'name="{field}"') :]
    names = re.findall(r"<option[^>]*>([^<]+)</option>", select[: select.index("</select>")])

    assert len(names) == len(set(names)) > 12
    assert "平利县（考核单位）" in names


def test_the_monitor_sets_a_new_target(computed: actions.Computed, as_monitor: Client, city: City) -> None:
    year = Target.objects.get(code="target.iva_2020_year")
    unit = city.unit_by_code("PL")
    assert unit is not None

    answer = as_monitor.post("/targets/new/", form_of(year, title="平利县全年增长4%", subject=unit.pk))

    assert answer.status_code == 302
    assert Target.objects.get(subject=unit).title == "平利县全年增长4%"


def test_a_county_reads_targets_and_sets_none(computed: actions.Computed, as_pingli: Client) -> None:
    old = Target.objects.get(code="target.iva_2020_year")

    assert "用新的一版替代" not in text_of(as_pingli, f"/targets/{old.pk}/")
    assert as_pingli.post(f"/targets/{old.pk}/", form_of(old)).status_code == 403
    assert as_pingli.get("/targets/new/").status_code == 403
    assert not Target.objects.filter(supersedes=old).exists()


# ── nonsense, and taking back ───────────────────────────────────────────────────────────────────────────────────────


def test_nonsense_is_refused_with_everything_that_is_wrong_at_once(
    as_monitor: Client, goals: list[Target], city: City
) -> None:
    year = Target.objects.get(code="target.iva_2020_year")
    pingli = city.unit_by_code("PL")
    assert pingli is not None
    nonsense = form_of(
        year, subject=pingli.pk, kind="rank", operator="le", value="99", rank_group="reference.rank_southern",
        period="1999-01..12",
    )  # fmt: skip

    answer = as_monitor.post("/targets/new/", nonsense)
    words = words_of(answer.content.decode())

    assert answer.status_code == 422
    assert "平利县不在陕南3市里" in words
    assert "陕南3市只有第1到第3位：位次 99" in words
    assert "期别1999年1–12月早于文件的年份（2020年）" in words
    assert Target.objects.count() == len(goals)


def test_half_a_form_is_checked_as_far_as_it_goes(as_monitor: Client, goals: list[Target]) -> None:
    year = Target.objects.get(code="target.iva_2020_year")

    words = words_of(
        as_monitor.post("/targets/new/", form_of(year, title="", value="99999")).content.decode()
    )

    assert "目标：没有填：请填上。" in words
    assert "增速 99999% 不可能：要大于−100%、不超过100%。" in words


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"indicator": ""}, "没有选：请选一项。"),
        ({"title": "长" * 81}, "最多80个字，现在81个：请缩短。"),
        ({"value": "4.555"}, "最多两位小数。"),
        ({"value": "很多"}, "看不懂：数写成 4.5 这样"),
        ({"decided_on": "去年"}, "日期写成 2020-06-24 这样"),
    ],
)
def test_the_form_speaks_plainly(
    as_monitor: Client, goals: list[Target], changes: dict[str, Any], sentence: str
) -> None:
    year = Target.objects.get(code="target.iva_2020_year")

    html = as_monitor.post("/targets/new/", form_of(year, **changes)).content.decode()

    assert sentence in html
    for stock in ("必填项", "请确保", "确保该变量", "确认小数", "---------"):
        assert stock not in html


def test_a_fresh_form_offers_today_as_the_day_of_the_document(
    as_monitor: Client, goals: list[Target]
) -> None:
    year = Target.objects.get(code="target.iva_2020_year")

    for address in ("/targets/new/", f"/targets/{year.pk}/"):
        html = text_of(as_monitor, address)
        assert 'value="2020-06-24"' in html[html.index('name="decided_on"') :][:80], address


def test_lists_name_the_place_of_each_target(
    computed: actions.Computed, as_monitor: Client, city: City
) -> None:
    year = Target.objects.get(code="target.iva_2020_year")
    pingli = city.unit_by_code("PL")
    assert pingli is not None
    as_monitor.post("/targets/new/", form_of(year, title="全年增长4%", subject=pingli.pk))

    html = text_of(as_monitor, "/targets/")
    row = words_of(next(row for row in html.split("<tr") if "全年增长4%" in row))

    assert "平利县" in row


def withdraw(client: Client, row: Target, reason: str = "示例：录错对象") -> Any:
    return client.post(f"/targets/{row.pk}/", {"deed": "withdraw", "withdraw-reason": reason})


def test_a_withdrawn_target_leaves_the_list_and_stays_in_the_history(
    computed: actions.Computed, as_monitor: Client
) -> None:
    south = Target.objects.get(code="target.iva_2020_south")

    assert withdraw(as_monitor, south).status_code == 302

    words = words_of(text_of(as_monitor, "/targets/"))
    assert "在行目标3项" in words
    assert "2020-06-24 撤销：示例：录错对象" in words
    assert "在行目标4项" in words_of(text_of(as_monitor, "/targets/?as_of=2020-06-23"))
    own = text_of(as_monitor, f"/targets/{south.pk}/")
    assert "已撤销" in own
    assert 'value="withdraw"' not in own
    entry = TrailEntry.objects.get(deed="targets.withdraw")
    assert (entry.actor.username, entry.reason) == ("gongxin", "示例：录错对象")


def test_without_a_reason_or_the_duty_nothing_is_withdrawn(
    goals: list[Target], as_monitor: Client, as_pingli: Client
) -> None:
    south = Target.objects.get(code="target.iva_2020_south")

    refused = withdraw(as_monitor, south, reason=" ")

    assert refused.status_code == 422
    assert "没写撤销理由" in refused.content.decode()
    assert withdraw(as_pingli, south).status_code == 403
    assert Target.objects.filter(withdrawn_on__isnull=False).count() == 0
