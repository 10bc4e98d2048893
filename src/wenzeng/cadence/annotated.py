"""The sender's own workbook with every finding on its cell: coloured, with a comment, and listed on a sheet in front."""

import io
from collections.abc import Iterable

from django.utils.translation import gettext as _
from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from wenzeng.cadence.findings import Judged

MUST = PatternFill("solid", fgColor="F8D7D4")
SAY = PatternFill("solid", fgColor="FBE8C8")
LISTED = "核对结果"
AUTHOR = "wenzeng"


def annotate(content: bytes, judged: Iterable[Judged]) -> bytes:
    """A copy of a workbook in which what is to be mended is marked; the original stays as it is.

    A file that is no .xlsx (an .xls, an .ods) gives a workbook with the list alone.
    """
    told = list(judged)
    try:
        book = load_workbook(io.BytesIO(content))
    except Exception:  # whatever is wrong with the copy, the list is still of use
        book = Workbook()
        book.remove(book.active)
    for one in told:
        if one.finding.cell and one.finding.sheet in book.sheetnames:
            _mark(book[one.finding.sheet], one)
    _list(book.create_sheet(_free_name(book.sheetnames), 0), told, set(book.sheetnames))
    book.active = 0
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _free_name(taken: list[str]) -> str:
    name, number = LISTED, 2
    while name in taken:
        name, number = f"{LISTED}{number}", number + 1
    return name


def _mark(sheet: Worksheet, one: Judged) -> None:
    cell = sheet[one.finding.cell]
    if isinstance(cell, MergedCell):
        merged = next(area for area in sheet.merged_cells.ranges if one.finding.cell in area)
        cell = sheet.cell(merged.min_row, merged.min_col)
    cell.fill = MUST if one.finding.must else SAY
    said = _words(one)
    before = cell.comment.text + "\n" if cell.comment else ""
    cell.comment = Comment(before + said, AUTHOR, width=320, height=120)


def _words(one: Judged) -> str:
    sentence, hint = one.finding.said
    return f"{one.finding.label}：{sentence}{_('（') + hint + _('）') if hint else ''}"


def _list(sheet: Worksheet, judged: list[Judged], sheets: set[str]) -> None:
    heads = (_("类别"), _("位置"), _("问题"), _("怎么改"), _("规则"), _("已写的说明"))
    for column, (head, width) in enumerate(zip(heads, (8, 18, 70, 24, 26, 40), strict=True), 1):
        cell = sheet.cell(1, column, head)
        cell.font = Font(bold=True)
        sheet.column_dimensions[cell.column_letter].width = width
    for row, one in enumerate(judged, 2):
        sentence, hint = one.finding.said
        values = (one.finding.label, one.finding.place, sentence, hint, one.finding.rule, one.explanation)
        for column, value in enumerate(values, 1):
            cell = sheet.cell(row, column)
            cell.value, cell.data_type = value, "s"  # a text that begins with “=” stays a text
            cell.alignment = Alignment(vertical="top", wrap_text=True)
        sheet.cell(row, 1).fill = MUST if one.finding.must else SAY
        if one.finding.cell and one.finding.sheet in sheets:
            link = sheet.cell(row, 2)
            inside = f"'{one.finding.sheet}'!{one.finding.cell}"
            link.hyperlink = Hyperlink(ref=link.coordinate, location=inside)
            link.font = Font(underline="single", color="1B4F8F")
    sheet.freeze_panes = "A2"
