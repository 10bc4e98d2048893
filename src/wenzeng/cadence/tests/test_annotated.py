"""The sender's own file comes back with every fault on its cell."""

import io

import pytest
from django.test import Client
from openpyxl import Workbook, load_workbook

from wenzeng.cadence import actions, annotated
from wenzeng.cadence.models import Filing

from .test_tenday import SHEET, tenday


@pytest.fixture
def faulty(who, now) -> Filing:
    return actions.receive(
        content=tenday(output="约九千", power=-3), name="六月中旬.xlsx", by=who.pingli, now=now
    )


def answered(user, row: Filing):
    browser = Client()
    browser.force_login(user)
    return browser.get(f"/reports/filings/{row.pk}/annotated.xlsx")


def test_each_fault_is_coloured_commented_and_listed(who, faulty: Filing) -> None:
    book = load_workbook(io.BytesIO(answered(who.pingli, faulty).content))

    sheet = book[SHEET]
    assert sheet["D10"].fill.fgColor.rgb.endswith("F8D7D4")
    assert "看不懂“约九千”" in sheet["D10"].comment.text
    assert sheet["D12"].comment is None
    listed = book.worksheets[0]
    assert listed.title == "核对结果"
    assert [listed.cell(row, 2).value for row in range(2, 2 + len(faulty.findings))] == [
        f"{row['sheet']}!{row['cell']}" for row in faulty.findings
    ]
    assert listed["B2"].hyperlink.location == f"'{SHEET}'!D10"


def test_marked_and_mended_it_can_be_sent_again(who, now, faulty: Filing) -> None:
    book = load_workbook(io.BytesIO(answered(who.pingli, faulty).content))
    book[SHEET]["D10"], book[SHEET]["D11"] = 9300, 810
    buffer = io.BytesIO()
    book.save(buffer)

    again = actions.receive(content=buffer.getvalue(), name="改好.xlsx", by=who.pingli, now=now)

    assert again.findings == []


def test_a_neighbour_gets_nothing(who, faulty: Filing) -> None:
    assert answered(who.hengkou, faulty).status_code == 404


def test_without_faults_there_is_no_such_file(who, now) -> None:
    fine = actions.receive(content=tenday(), name="好.xlsx", by=who.pingli, now=now)

    assert answered(who.pingli, fine).status_code == 404


def test_a_fault_inside_merged_cells_and_a_sheet_of_the_same_name_are_no_obstacle(faulty: Filing) -> None:
    book = Workbook()
    sheet = book.active
    sheet.title = SHEET
    sheet.merge_cells("C10:D11")
    book.create_sheet("核对结果")
    buffer = io.BytesIO()
    book.save(buffer)

    marked = load_workbook(io.BytesIO(annotated.annotate(buffer.getvalue(), faulty.judged)))

    assert marked.sheetnames[0] == "核对结果2"
    assert "看不懂" in marked[SHEET]["C10"].comment.text


def test_what_is_no_xlsx_gives_the_list(faulty: Filing) -> None:
    listed = load_workbook(io.BytesIO(annotated.annotate(b"\xd0\xcf\x11\xe0", faulty.judged)))

    assert listed.sheetnames == ["核对结果"]
