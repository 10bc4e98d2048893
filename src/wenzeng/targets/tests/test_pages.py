"""The targets page says what is asked, where we stand and what it would take; and lets some set targets."""

import re
from typing import Any

import pytest
from django.test import Client

from wenzeng.base import clock
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
    with django_assert_max_num_queries(26):
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
