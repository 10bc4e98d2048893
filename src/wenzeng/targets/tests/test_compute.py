"""What is still required, worked out from −20.7 and the targets of the speech."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from wenzeng.base import clock, facts, trail
from wenzeng.base.facts import Fact
from wenzeng.base.models import Indicator, Observation
from wenzeng.base.subjects import City
from wenzeng.base.tests.test_trail import as_an_intruder
from wenzeng.engines.period import Period
from wenzeng.targets import actions
from wenzeng.targets.models import Target

from .conftest import MAY, PUBLISHED_ON, TODAY, at, file_growth

pytestmark = pytest.mark.django_db


def compute(period: Period = MAY, as_of: dt.date = TODAY) -> actions.Computed:
    return actions.compute(period=period, as_of=as_of, by=None, now=clock.now())


def fact(city: City, name: str, period: Period = MAY, as_of: dt.date = TODAY) -> Fact | None:
    return facts.frame(as_of=as_of).get(f"targets.{name}", city.city, period, "ytd")


def printed(city: City, name: str, period: Period = MAY, as_of: dt.date = TODAY) -> Decimal | None:
    found = fact(city, name, period, as_of)
    return found.printed if found else None


def test_力争完成增长5个百分点左右_后7个月须增长23点36(may: None, goals: list[Target], city: City) -> None:
    compute()

    assert printed(city, "required") == Decimal("23.36")
    assert printed(city, "required_national_weights") == Decimal("20.61")
    assert printed(city, "gap") == Decimal("-25.7")


def test_左右按不低于4点5读须增长22点50(may: None, goals: list[Target], city: City) -> None:
    compute()

    found = fact(city, "required")
    assert found is not None
    assert found.note == "假定余下各月基数相等；“左右”按不低于4.5读，为22.50%"


def test_三季度转正_按累计读6至9月须增长25点99(may: None, goals: list[Target], city: City) -> None:
    compute()

    assert printed(city, "required_turn") == Decimal("25.99")
    assert printed(city, "required_turn_national_weights") == Decimal("22.50")
    assert printed(city, "required_after_turn") == Decimal("19.85")


def test_the_path_bends_at_the_turn_and_lands_on_the_target(
    may: None, goals: list[Target], city: City
) -> None:
    compute()

    path = [printed(city, "path", Period.ytd(2020, month)) for month in range(6, 13)]
    assert path == [Decimal(value) for value in ("-12.92", "-7.36", "-3.19", "0.05", "2.03", "3.65", "5.00")]


def test_every_figure_leads_to_the_print_and_to_the_target(
    may: None, goals: list[Target], city: City
) -> None:
    compute()

    trace = facts.trace(Observation.objects.get(indicator="targets.required"))

    assert [(row.indicator_id, row.printed) for row in trace.inputs] == [
        ("iva.growth", Decimal("-20.7")),
        ("targets.value", Decimal("5.0")),
    ]


def test_running_it_again_adds_nothing(may: None, goals: list[Target]) -> None:
    compute()
    before = Observation.objects.count()

    compute()

    assert Observation.objects.count() == before


def test_without_a_target_it_says_so_and_records_nothing(may: None, city: City) -> None:
    result = compute()

    assert result.observations == []
    assert result.missing == ("没有2020年的全年目标：先在目标页录入。",)


def test_before_the_meeting_there_was_no_target(may: None, goals: list[Target], city: City) -> None:
    file_growth(city, Period.ytd(2020, 4), "ytd", "-23.8", day=dt.date(2020, 5, 22))

    result = compute(Period.ytd(2020, 4), as_of=dt.date(2020, 6, 16))

    assert result.observations == []


def test_without_the_citys_print_nothing_is_computed(goals: list[Target]) -> None:
    with pytest.raises(actions.CannotCompute, match="还没有安康市2020年1–5月的累计增速"):
        compute()


def test_in_december_nothing_is_left_to_require(goals: list[Target], city: City) -> None:
    year = Period.ytd(2020, 12)
    after = dt.date(2021, 1, 20)
    file_growth(city, year, "ytd", "-3.0", day=after)

    with clock.pretend(at(after)):
        compute(year, after)

    assert printed(city, "gap", year, after) == Decimal("-8.0")
    assert fact(city, "required", year, after) is None


def test_after_september_the_turn_is_behind_us(goals: list[Target], city: City) -> None:
    september = Period.ytd(2020, 9)
    after = dt.date(2020, 10, 20)
    file_growth(city, september, "ytd", "-3.0", day=after)

    with clock.pretend(at(after)):
        compute(september, after)

    assert fact(city, "required_turn", september, after) is None
    assert printed(city, "required", september, after) == Decimal("29.00")


def test_a_turn_that_is_made_anyway_bends_nothing(goals: list[Target], city: City) -> None:
    file_growth(city, MAY, "ytd", "3.0")

    compute()

    assert fact(city, "required_after_turn") is None
    assert printed(city, "required") == Decimal("6.43")


def test_a_new_version_takes_over_from_its_day_and_the_old_day_keeps_the_old_one(
    may: None, goals: list[Target], city: City, monitor
) -> None:
    compute(as_of=PUBLISHED_ON)
    year = Target.objects.get(code="target.iva_2020_year")
    with clock.pretend(at(dt.date(2020, 6, 23))):
        actions.set_target(
            code=year.code, title="全年增长3%", indicator=Indicator.objects.get(code="iva.growth"), subject=city.city,
            period=year.period, basis="ytd", kind="value", operator="ge", value=Decimal("3.0"), document="示例文件",
            clause="示例：全年增长3%", decided_on=dt.date(2020, 6, 23), supersedes=year, reason="示例：上级调整",
            by=monitor, now=clock.now(),
        )  # fmt: skip
        actions.compute(period=MAY, as_of=dt.date(2020, 6, 23), by=monitor, now=clock.now())

    assert printed(city, "required") == Decimal("19.93")
    old = fact(city, "value", Period.ytd(2020, 12), as_of=dt.date(2020, 6, 20))
    assert old is not None
    assert old.printed == Decimal("5.0")
    assert [row.title for row in Target.objects.in_force_on(dt.date(2020, 6, 20)).filter(code=year.code)] == [
        "全年规上工业增加值增长5%左右"
    ]
    assert [row.title for row in Target.objects.in_force_on(TODAY).filter(code=year.code)] == ["全年增长3%"]


def test_a_target_is_neither_edited_nor_removed_and_verifying_would_tell(goals: list[Target]) -> None:
    row = goals[0]
    for deed in (
        lambda: Target.objects.filter(pk=row.pk).update(value=1),
        lambda: Target.objects.filter(pk=row.pk)._raw_delete("default"),
    ):
        with pytest.raises(IntegrityError, match="目标只增不改"), transaction.atomic():
            deed()
    assert trail.verify().ok

    with as_an_intruder("targets_target"):
        Target.objects.filter(pk=row.pk).update(decided_on=dt.date(2020, 1, 1))

    assert trail.verify().sentence.startswith(f"目标第{row.pk}号的 decided_on 与留痕最后一次记的不符")
