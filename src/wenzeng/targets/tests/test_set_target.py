"""Targets are set with their document, superseded and never edited."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from wenzeng.base import clock
from wenzeng.base.models import Indicator, TrailEntry, User
from wenzeng.base.subjects import City
from wenzeng.engines.period import Period
from wenzeng.targets import actions
from wenzeng.targets.models import Target

from .conftest import TODAY

pytestmark = pytest.mark.django_db


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
