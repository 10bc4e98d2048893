"""A form saved as text goes the same way as a workbook: same findings, same figures, same cells."""

import csv
import io
from decimal import Decimal

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from wenzeng.base import facts
from wenzeng.cadence import actions, definitions, reading
from wenzeng.cadence.directory import directory
from wenzeng.cadence.models import Filing
from wenzeng.cadence.text_table import rows_of_text

from .test_tenday import JUNE, SHEET, tenday

TENDAY = "county_tenday"


def as_text(content: bytes, encoding: str = "utf-8-sig", divider: str = ",") -> bytes:
    """One sheet of a workbook as Excel saves it as text."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=divider)
    for row in load_workbook(io.BytesIO(content))[SHEET].iter_rows(values_only=True):
        writer.writerow(["" if value is None else str(value).removesuffix(" 00:00:00") for value in row])
    return buffer.getvalue().encode(encoding)


@pytest.mark.parametrize(
    ("encoding", "divider"),
    [("utf-8-sig", ","), ("utf-8", ";"), ("gb18030", ","), ("utf-16", "\t")],
)
def test_it_says_what_the_workbook_says(city, encoding: str, divider: str) -> None:
    workbook = reading.read(tenday(), directory(None))

    text = reading.read(as_text(tenday(), encoding, divider), directory(None), name="旬报.csv")

    assert text.form == TENDAY
    assert [line.cells["mtd"].number for line in text.lines] == [
        line.cells["mtd"].number for line in workbook.lines
    ]
    assert [line.cells["mtd"].address for line in text.lines] == ["D10", "D11", "D12"]
    assert text.head["known_at"].day == workbook.head["known_at"].day


def test_it_is_filed_and_its_figure_leads_to_its_cell(who, city, now) -> None:
    row = actions.receive(content=as_text(tenday()), name="旬报.csv", by=who.pingli, now=now)
    assert row.findings == []
    row = actions.submit(filing=row, by=who.pingli, now=now)
    actions.accept(filing=row, by=who.monitor, now=now)

    figure = facts.frame(as_of=now.date()).get("county.output", city.unit_by_code("PL"), JUNE, "mtd")
    browser = Client()
    browser.force_login(who.monitor)
    page = browser.get(f"/f/{figure.id}/source/").content.decode()
    assert figure.value == Decimal(9300)
    assert "D10 写的是 9300" in page
    assert "<mark><b>9300</b></mark>" in page


def test_faults_have_the_same_cells(who, now) -> None:
    faulty = tenday(output="约九千", power=-3)

    from_workbook = actions.receive(content=faulty, name="旬报.xlsx", by=who.pingli, now=now)
    from_text = actions.receive(content=as_text(faulty), name="旬报.csv", by=who.pingli, now=now)

    assert from_text.findings == from_workbook.findings != []


def test_a_form_of_several_sheets_does_not_fit(city) -> None:
    number = definitions.form("stats_notice").legal.number

    found = reading.read(f"表号,{number}\n".encode(), directory(None), name="通知.csv")

    assert "有3张工作表，文本文件装不下" in found.unreadable


def test_a_text_that_is_no_form_of_ours_is_told(who, now) -> None:
    row = actions.receive(content="代码,数\n1,2\n".encode(), name="别的.CSV", by=who.pingli, now=now)

    assert row.state == Filing.State.FAULTY
    assert [finding["rule"] for finding in row.findings] == ["file.unknown_form"]


@given(st.binary(max_size=400))
def test_no_bytes_break_it(content: bytes) -> None:
    rows = rows_of_text(content)

    assert rows is None or all(isinstance(cell, str) for row in rows for cell in row)
