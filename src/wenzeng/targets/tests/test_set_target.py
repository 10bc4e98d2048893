"""Targets are set with their document, superseded and never edited."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from wenzeng.base import clock
from wenzeng.base.models import Indicator, Observation, TrailEntry, User
from wenzeng.base.subjects import City
from wenzeng.engines.period import Period
from wenzeng.targets import actions
from wenzeng.targets.models import Target

from .conftest import MAY, TODAY

pytestmark = pytest.mark.django_db


RANK = {"kind": "rank", "operator": "le", "value": Decimal(1), "rank_group": "reference.rank_southern"}


def setting(city: City, **changes: Any) -> dict[str, Any]:
    values = {
        "code": "own.test", "title": "示例目标", "indicator": Indicator.objects.get(code="iva.growth"),
        "subject": city.city, "period": Period.ytd(2020, 12), "basis": "ytd", "kind": "value", "operator": "ge",
        "value": Decimal("5.0"), "document": "示例文件", "clause": "示例原文", "decided_on": TODAY,
        "by": None, "now": clock.now(),
    }  # fmt: skip
    return values | changes


def test_the_four_targets_of_the_speech_come_with_their_clauses(goals: list[Target]) -> None:
    rows = {row.code: row for row in Target.objects.all()}

    assert len(rows) == 4
    year = rows["target.iva_2020_year"]
    assert (year.value, year.tolerance, year.operator, year.stretch) == (
        Decimal("5"),
        Decimal("0.5"),
        "about",
        True,
    )
    assert year.clause == "力争完成规上工业增加值增长5%左右目标任务"
    turn = rows["target.iva_2020_q3_turn"]
    assert (turn.period_code, turn.basis, turn.operator, turn.value) == ("2020-01..09", "ytd", "gt", 0)
    assert rows["target.iva_2020_province"].comparator == rows["target.iva_2020_province"].comparator
    assert str(rows["target.iva_2020_province"].comparator) == "陕西省"
    south = rows["target.iva_2020_south"]
    assert (south.operator, south.value, south.rank_group) == ("le", 1, "reference.rank_southern")


def test_loading_twice_changes_nothing(goals: list[Target]) -> None:
    assert actions.load_from_rules(by=None, now=clock.now()) == []
    assert Target.objects.count() == 4


def test_setting_leaves_a_trace_of_who_and_what(city: City, monitor: User) -> None:
    row = actions.set_target(**setting(city, by=monitor))

    entry = TrailEntry.objects.get(deed="targets.set")
    assert entry.actor == monitor
    assert entry.about_id == str(row.pk)


def test_superseding_needs_a_reason(goals: list[Target], city: City) -> None:
    old = Target.objects.get(code="target.iva_2020_year")

    with pytest.raises(actions.CannotSetTarget, match="没写调整理由"):
        actions.set_target(**setting(city, supersedes=old))


def test_a_version_is_superseded_once(goals: list[Target], city: City) -> None:
    old = Target.objects.get(code="target.iva_2020_year")
    actions.set_target(**setting(city, supersedes=old, reason="示例"))

    with pytest.raises(actions.CannotSetTarget, match="已经被替代"):
        actions.set_target(**setting(city, supersedes=old, reason="示例"))


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"value": None}, "要填目标值"),
        ({"kind": "rank", "operator": "le", "value": Decimal(1)}, "要填范围"),
        ({"operator": "le"}, "位次目标的关系"),
        ({"operator": "about"}, "要填容差"),
        ({"clause": ""}, "要有文件和原文"),
        ({"decided_on": dt.date(2020, 7, 1)}, "在今天之后"),
        ({"period": Period.quarter(2020, 3)}, "累计口径的期别要从1月起"),
        ({"period": Period.ytd(2020, 9), "basis": "quarter"}, "当季口径的期别写成 2020-q3 这样"),
        ({"period": Period.ytd(2019, 12)}, "早于文件的年份（2020年）"),
        ({"period": Period.ytd(2026, 12)}, "最多写到2025年"),
        ({"value": Decimal("-100")}, "要大于−100%、不超过100%"),
        ({"value": Decimal("99999")}, "增速 99999% 不可能"),
        ({"operator": "about", "tolerance": Decimal(50)}, "容差 50 太大"),
        (RANK | {"value": Decimal(4)}, "陕南3市只有第1到第3位"),
        (RANK | {"value": Decimal("1.5")}, "位次 1.5 改成其中的整数"),
        (RANK | {"rank_group": "reference.areas"}, "没有“reference.areas”这个位次范围"),
    ],
)
def test_half_a_target_is_refused_with_what_to_do(city: City, changes: dict[str, Any], sentence: str) -> None:
    with pytest.raises(actions.CannotSetTarget, match=sentence):
        actions.set_target(**setting(city, **changes))

    assert Target.objects.count() == 0


def test_an_older_decision_cannot_replace_a_newer_one(goals: list[Target], city: City) -> None:
    old = Target.objects.get(code="target.iva_2020_year")

    with pytest.raises(actions.CannotSetTarget, match="早于被替代的一版"):
        actions.set_target(**setting(city, supersedes=old, reason="示例", decided_on=dt.date(2020, 6, 1)))


def test_a_county_has_no_place_among_cities(city: City) -> None:
    with pytest.raises(actions.CannotSetTarget, match="平利县不在陕南3市里"):
        actions.set_target(**setting(city, subject=city.unit_by_code("PL"), **RANK))


def test_everything_that_is_wrong_is_said_at_once(city: City) -> None:
    with pytest.raises(actions.CannotSetTarget) as refused:
        actions.set_target(**setting(city, value=Decimal(999), period=Period.ytd(2019, 12), clause=""))

    assert len(refused.value.sentences) == 3


def test_one_place_has_one_value_for_one_period(goals: list[Target], city: City) -> None:
    with pytest.raises(actions.CannotSetTarget, match="已有在行目标“全年规上工业增加值增长5%左右”"):
        actions.set_target(**setting(city))


@pytest.mark.parametrize(
    "changes",
    [
        {"value": Decimal("-100")},
        {"period_code": "2019-01..12"},
        {"period_code": "2020-02..09"},
        {"withdrawn_on": TODAY},
        {"kind": "rank", "operator": "le", "rank_group": "reference.rank_southern", "value": Decimal("1.5"),
         "tolerance": None},
    ],
)  # fmt: skip
def test_the_database_refuses_nonsense_too(goals: list[Target], changes: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Target.objects.filter(code="target.iva_2020_q3_turn").update(**changes)


# ── taking back ─────────────────────────────────────────────────────────────────────────────────────────────────────


def test_what_was_withdrawn_is_in_force_on_the_days_before(goals: list[Target], monitor: User) -> None:
    south = Target.objects.get(code="target.iva_2020_south")

    actions.withdraw(south, reason="示例：会议取消", by=monitor, now=clock.now())

    assert south not in Target.objects.in_force_on(TODAY)
    assert south in Target.objects.in_force_on(TODAY - dt.timedelta(days=1))
    assert Target.objects.count() == len(goals)


def test_a_target_is_withdrawn_once_and_then_has_no_next_version(
    goals: list[Target], monitor: User, city: City
) -> None:
    south = Target.objects.get(code="target.iva_2020_south")
    actions.withdraw(south, reason="示例", by=monitor, now=clock.now())

    with pytest.raises(actions.CannotSetTarget, match="已于 2020-06-24 撤销"):
        actions.withdraw(south, reason="示例", by=monitor, now=clock.now())
    with pytest.raises(actions.CannotSetTarget, match="已于 2020-06-24 撤销"):
        actions.set_target(**setting(city, supersedes=south, reason="示例"))


def test_a_value_typed_by_mistake_can_be_taken_back_until_a_month_is_closed_on_it(
    may: None, goals: list[Target], monitor: User
) -> None:
    year = Target.objects.get(code="target.iva_2020_year")
    turn = Target.objects.get(code="target.iva_2020_q3_turn")
    actions.withdraw(turn, reason="示例：录错", by=monitor, now=clock.now())
    actions.compute(period=MAY, as_of=TODAY, by=monitor, now=clock.now())

    assert not Observation.objects.filter(indicator="targets.required_turn").exists()
    with pytest.raises(actions.CannotSetTarget, match="请用新的一版替代"):
        actions.withdraw(year, reason="示例", by=monitor, now=clock.now())
