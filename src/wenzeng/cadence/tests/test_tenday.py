"""旬报: month to date on the 10th, the 20th and the last day, with what is expected by the next."""

import datetime as dt
from decimal import Decimal
from types import SimpleNamespace

import pytest

from wenzeng.base import facts
from wenzeng.cadence import actions, definitions, queries, workbook, workdays
from wenzeng.cadence.directory import directory
from wenzeng.cadence.models import Filing
from wenzeng.engines.period import Period

JUNE = Period.to_tenday(2020, 6, 2)
MAY = Period.to_tenday(2020, 5, 2)
FORM = "county_tenday"
SHEET = "县区旬报"


def tenday(period: Period = JUNE, unit: str = "pingli", **changes: object) -> bytes:
    """平利县's ten-day report as an .xlsx; `output`, `power`, `at_work`, `next` replace its figures."""
    given = {"output": 9300, "power": 810, "at_work": 41, "next": 14100} | changes
    form, names = definitions.form(FORM), directory(period.end)
    head: dict[str, workbook.Value] = {
        "known_at": period.end + dt.timedelta(days=1),
        "zero": "否",
        "nature": "报送",
        "reason": "两户锌业检修后复产。",
        "filler": "示例甲",
        "reviewer": "示例乙",
        "responsible": "示例丙",
    }
    rows: dict[tuple[str, str, str], workbook.Value] = {
        (SHEET, "output", "mtd"): given["output"],
        (SHEET, "output", "next"): given["next"],
        (SHEET, "power", "mtd"): given["power"],
        (SHEET, "at_work", "mtd"): given["at_work"],
    }
    return workbook.fill(form, period, names, workbook.Values(head, rows), unit=names.by_key(f"unit:{unit}"))


def taken_in(content: bytes, who: SimpleNamespace, now: dt.datetime) -> Filing:
    row = actions.receive(content=content, name="旬报.xlsx", by=who.pingli, now=now)
    assert row.findings == []
    row = actions.submit(filing=row, by=who.pingli, now=now)
    return actions.accept(filing=row, by=who.monitor, now=now)


def test_a_ten_day_report_becomes_what_was_reached_and_what_is_expected(who, city, now) -> None:
    row = taken_in(tenday(), who, now)

    frame = facts.frame(as_of=now.date())
    unit = city.unit_by_code("PL")
    reached = frame.get("county.output", unit, JUNE, "mtd")
    expected = frame.get("county.output", unit, Period.to_tenday(2020, 6, 3), "mtd")
    assert row.period_code == "2020-06-t2"
    assert (reached.value, reached.status) == (Decimal(9300), "reported")
    assert (expected.value, expected.status) == (Decimal(14100), "expectation")
    assert frame.get("county.power", unit, JUNE, "mtd").value == Decimal(810)


def test_the_same_report_again_changes_nothing(who, now) -> None:
    taken_in(tenday(), who, now)
    again = actions.receive(content=tenday(at_work=41), name="再报.xlsx", by=who.pingli, now=now)

    assert again.state == Filing.State.RECORDED


def test_the_template_shows_last_months_and_last_years_same_report(who, now) -> None:
    taken_in(tenday(MAY, output=8800, power=790, next=13300), who, now)
    form, names = definitions.form(FORM), directory(JUNE.end)
    unit = names.by_key("unit:pingli")

    known = queries.prefill(form, JUNE, unit, now.date(), None)

    assert known[SHEET, "output", "last_month"] == Decimal(8800)
    assert known[SHEET, "output", "last_year"] is None


def test_ten_times_last_months_same_report_wants_a_word(who, now) -> None:
    taken_in(tenday(MAY, output=930, next=1400), who, now)

    row = actions.receive(content=tenday(), name="旬报.xlsx", by=who.pingli, now=now)

    assert [(row["rule"], row["cell"]) for row in row.findings] == [
        ("county.unit_slip", "D10"),
        ("county.unit_slip", "E10"),  # what is expected is held against what was expected then
    ]


def test_a_month_written_where_a_ten_day_report_is_asked_is_told(who, now) -> None:
    content = workbook.fill(
        definitions.form(FORM),
        JUNE,
        directory(JUNE.end),
        workbook.Values({"period": "2020年6月"}, {}),
        unit=directory(JUNE.end).by_key("unit:pingli"),
    )

    row = actions.receive(content=content, name="旬报.xlsx", by=who.pingli, now=now)

    told = [finding["sentence"] for finding in row.findings if finding["rule"] == "head.period"]
    assert len(told) == 1
    assert told[0].startswith("《县区旬报》B5 “2020年6月”不是一旬：写成 2020年6月中旬。")


@pytest.mark.parametrize(
    ("period", "due"),
    [
        ("2020-06-t1", dt.date(2020, 6, 11)),
        pytest.param("2020-06-t2", dt.date(2020, 6, 22), id="the 21st is a Sunday"),
        pytest.param("2020-04-t3", dt.date(2020, 5, 6), id="the holiday of the first of May"),
        pytest.param("2020-01-t3", dt.date(2020, 2, 3), id="the Spring Festival that was prolonged"),
    ],
)
def test_a_ten_day_report_is_due_on_the_next_workday(period: str, due: dt.date) -> None:
    assert definitions.form(FORM).due_on(Period.parse(period)) == due


def test_a_make_up_workday_on_a_sunday_is_a_workday_and_unannounced_years_have_weekends() -> None:
    assert workdays.is_workday(dt.date(2020, 6, 28))
    assert not workdays.is_announced(dt.date(2098, 1, 1))
    assert not workdays.is_workday(dt.date(2098, 1, 4))
