"""Filing on the page: saved cell by cell, checked at once, nobody's value overwritten unseen."""

import dataclasses
import datetime as dt
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from wenzeng.base import facts, files, trail
from wenzeng.base.models import Observation
from wenzeng.cadence import actions, definitions, queries
from wenzeng.cadence.directory import directory
from wenzeng.cadence.models import Filing, TypedCell
from wenzeng.cadence.typed_cells import CannotType, Typed, open_draft, type_cells
from wenzeng.engines.period import Period

from .test_tenday import JUNE, MAY, SHEET, taken_in, tenday

OUTPUT = Typed(SHEET, "output", "mtd", "9,300", "")
FILLED = [
    OUTPUT,
    Typed(SHEET, "output", "next", "1.41亿元", ""),
    Typed(SHEET, "power", "mtd", "８１０", ""),
    Typed(SHEET, "at_work", "mtd", "41", ""),
    Typed(SHEET, "", "reason", "两户锌业检修后复产。", ""),
    Typed(SHEET, "", "reviewer", "示例乙", ""),
    Typed(SHEET, "", "responsible", "示例丙", ""),
]


@pytest.fixture
def draft(who, now: dt.datetime) -> Filing:
    unit = directory(JUNE.end).by_key("unit:pingli")
    return open_draft(form=definitions.form("county_tenday"), period=JUNE, unit=unit, by=who.pingli, now=now)


def rules(filing: Filing) -> set[str]:
    return {finding["rule"] for finding in filing.findings}


def test_a_draft_begins_with_what_is_known_and_says_what_is_missing(who, draft: Filing) -> None:
    said = queries.said(draft)

    assert draft.file is None
    assert said.head_text("unit") == "平利县"
    assert said.head_text("filler") == who.pingli.name
    assert said.head["known_at"].day == dt.date(2020, 6, 24)
    assert {"county.blank_without_zero_report", "head.signature"} <= rules(draft)


def test_opening_it_again_goes_on_where_it_stopped(who, draft: Filing, now) -> None:
    type_cells(filing=draft, cells=[OUTPUT], by=who.pingli, now=now)
    unit = directory(JUNE.end).by_key("unit:pingli")

    again = open_draft(form=draft.definition, period=JUNE, unit=unit, by=who.pingli, now=now)

    assert again.pk == draft.pk
    assert queries.said(again).lines[0].cells["mtd"].number == Decimal(9300)


def test_a_pasted_block_is_saved_at_once_and_handed_in_becomes_a_workbook(
    who, city, draft: Filing, now
) -> None:
    outcome = type_cells(filing=draft, cells=FILLED, by=who.pingli, now=now)
    assert (outcome.conflicts, outcome.filing.findings) == ((), [])

    row = actions.submit(filing=outcome.filing, by=who.pingli, now=now)
    row = actions.accept(filing=row, by=who.monitor, now=now)

    figure = facts.frame(as_of=now.date()).get("county.output", city.unit_by_code("PL"), JUNE, "mtd")
    source = Observation.objects.get(pk=figure.id)
    assert figure.value == Decimal(9300)
    assert queries.said(row).lines[0].cells["next"].number == Decimal(14100)
    assert not TypedCell.objects.exists()
    assert row.file_name == "县区旬报_平利县2020年6月中旬.xlsx"
    assert (source.sheet, source.cell) == (SHEET, "D10")
    again = actions.receive(content=files.read(row.file), name="存档.xlsx", by=who.pingli, now=now)
    assert again.pk == row.pk  # the workbook says what was typed, cell for cell


def test_a_wrong_value_is_kept_and_told(who, draft: Filing, now) -> None:
    outcome = type_cells(
        filing=draft, cells=[dataclasses.replace(OUTPUT, text="九千多")], by=who.pingli, now=now
    )

    assert queries.said(outcome.filing).lines[0].cells["mtd"].text == "九千多"
    assert "cell.not_a_number" in rules(outcome.filing)
    with pytest.raises(actions.CannotSubmit, match="要改"):
        actions.submit(filing=outcome.filing, by=who.pingli, now=now)


def test_two_editors_of_one_cell_see_both_values(who, draft: Filing, now) -> None:
    type_cells(filing=draft, cells=[OUTPUT], by=who.pingli, now=now)

    second = type_cells(
        filing=draft,
        cells=[dataclasses.replace(OUTPUT, text="9400"), Typed(SHEET, "power", "mtd", "810", "")],
        by=who.pingli,
        now=now,
    )

    (conflict,) = second.conflicts
    assert (conflict.theirs, conflict.typed.text) == ("9,300", "9400")
    assert "10:00改成了“9,300”，你填的是“9400”。留哪个？" in conflict.sentence
    said = queries.said(second.filing)
    assert [line.cells["mtd"].text for line in said.lines][:2] == ["9,300", "810"]


def test_the_same_value_from_both_is_no_conflict(who, draft: Filing, now) -> None:
    type_cells(filing=draft, cells=[OUTPUT], by=who.pingli, now=now)

    assert type_cells(filing=draft, cells=[OUTPUT], by=who.pingli, now=now).conflicts == ()


@pytest.mark.parametrize(
    "place",
    [
        pytest.param((SHEET, "power", "next"), id="not asked of this row"),
        pytest.param((SHEET, "output", "last_month"), id="only shown"),
        pytest.param((SHEET, "", "unit"), id="whose report it is"),
        pytest.param(("别的表", "output", "mtd"), id="no such sheet"),
    ],
)
def test_a_cell_that_is_not_asked_cannot_be_typed_into(who, draft: Filing, now, place) -> None:
    with pytest.raises(CannotType, match="不用填"):
        type_cells(filing=draft, cells=[Typed(*place, "1", "")], by=who.pingli, now=now)
    assert not TypedCell.objects.exists()


def test_a_neighbour_and_the_reviewer_cannot_type_into_it(who, draft: Filing, now) -> None:
    for stranger in (who.hengkou, who.monitor):
        with pytest.raises(CannotType, match="本单位"):
            type_cells(filing=draft, cells=[OUTPUT], by=stranger, now=now)


def test_a_county_opens_no_draft_for_its_neighbour(who, now) -> None:
    unit = directory(JUNE.end).by_key("unit:hengkou")

    with pytest.raises(CannotType, match="只能报本县区的"):
        open_draft(form=definitions.form("county_tenday"), period=JUNE, unit=unit, by=who.pingli, now=now)


def test_a_period_that_runs_still_has_no_draft(who, now) -> None:
    unit = directory(JUNE.end).by_key("unit:pingli")

    with pytest.raises(CannotType, match="还没有结束"):
        open_draft(
            form=definitions.form("county_tenday"),
            period=Period.to_tenday(2020, 7, 1),
            unit=unit,
            by=who.pingli,
            now=now,
        )


def test_an_uploaded_file_is_mended_on_the_page(who, now) -> None:
    row = actions.receive(content=tenday(power="八百一十度"), name="旬报.xlsx", by=who.pingli, now=now)
    assert row.state == Filing.State.FAULTY
    uploaded = row.file

    said = queries.said(row).lines[1].cells["mtd"].text
    outcome = type_cells(
        filing=row, cells=[Typed(SHEET, "power", "mtd", "810", said)], by=who.pingli, now=now
    )
    row = actions.submit(filing=outcome.filing, by=who.pingli, now=now)

    assert row.state == Filing.State.SUBMITTED
    assert row.file_id != uploaded.pk
    assert files.read(uploaded)


def test_a_correction_starts_from_what_is_in_the_books(who, now) -> None:
    taken_in(tenday(), who, now)
    unit = directory(JUNE.end).by_key("unit:pingli")

    draft = open_draft(form=definitions.form("county_tenday"), period=JUNE, unit=unit, by=who.pingli, now=now)

    said = queries.said(draft)
    assert [line.cells["mtd"].number for line in said.lines] == [Decimal(9300), Decimal(810), Decimal(41)]
    assert said.head_text("reviewer") == ""


def test_those_who_signed_last_time_stand_there_to_be_confirmed(who, now) -> None:
    taken_in(tenday(MAY), who, now)
    unit = directory(JUNE.end).by_key("unit:pingli")

    draft = open_draft(form=definitions.form("county_tenday"), period=JUNE, unit=unit, by=who.pingli, now=now)

    assert queries.said(draft).head_text("reviewer") == "示例乙"


@pytest.mark.parametrize("field", [{"neutral": {}}, {"unit": None}, {"state": "draft", "batch": None}])
def test_what_is_recorded_is_not_rewritten_by_the_database(who, now, field) -> None:
    row = taken_in(tenday(), who, now)

    with pytest.raises(IntegrityError, match="已入库的报表不再改动"), transaction.atomic():
        Filing.objects.filter(pk=row.pk).update(**field)


def test_a_report_has_come_when_it_is_handed_in_not_when_it_was_begun(who, now) -> None:
    unit = directory(JUNE.end).by_key("unit:pingli")
    form = definitions.form("county_tenday")
    begun = dt.datetime(2020, 6, 21, 9, tzinfo=now.tzinfo)  # due on the 22nd
    draft = open_draft(form=form, period=JUNE, unit=unit, by=who.pingli, now=begun)
    type_cells(filing=draft, cells=FILLED, by=who.pingli, now=begun)

    row = actions.submit(filing=draft, by=who.pingli, now=now)  # on the 24th

    assert queries.days_late([row], now.date()) == {row.pk: 2}


def test_the_trail_knows_the_workbook_that_took_the_place_of_an_uploaded_one(who, now) -> None:
    row = actions.receive(content=tenday(power="八百一十多"), name="旬报.xlsx", by=who.pingli, now=now)
    said = queries.said(row).lines[1].cells["mtd"].text
    mended = type_cells(filing=row, cells=[Typed(SHEET, "power", "mtd", "810", said)], by=who.pingli, now=now)
    row = actions.submit(filing=mended.filing, by=who.pingli, now=now)
    actions.accept(filing=row, by=who.monitor, now=now)

    verdict = trail.verify()
    assert verdict.ok, verdict.sentence
