"""Neutral values → xlsx: blank or prefilled templates, and filled workbooks. The same values give the same bytes."""

import datetime as dt
import io
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from wenzeng.base.official import in_chinese
from wenzeng.cadence.definitions import Column, FormDefinition, HeadField, Table
from wenzeng.cadence.directory import Directory, Entry
from wenzeng.cadence.neutral import Cell, Neutral
from wenzeng.cadence.reading import place
from wenzeng.engines.period import Period

WRITTEN_AT = dt.datetime(2020, 1, 1)  # noqa: DTZ001  # a spreadsheet's own clock has no zone
HELP_SHEET = "填表说明"
MARK = "演示样张 非正式公文"

INK = Font(name="宋体", size=11)
BOLD = Font(name="宋体", size=11, bold=True)
TITLE = Font(name="宋体", size=16, bold=True)
SMALL = Font(name="宋体", size=9, color="5E6B78")
FILLED = PatternFill("solid", fgColor="FFF9E5")
HEADING = PatternFill("solid", fgColor="E8F0F9")
SHADED = PatternFill("solid", fgColor="F3F5F7")
HAIR = Side(style="thin", color="B8C2CC")
BOX = Border(left=HAIR, right=HAIR, top=HAIR, bottom=HAIR)
OPEN = Protection(locked=False)

Value = Decimal | int | float | str | dt.date | None


@dataclass(frozen=True)
class Values:
    """What to write into a form.

    Attributes:
        head: field key → value, e.g. {"period": "2020年1—5月", "known_at": dt.date(2020, 6, 18)}.
        rows: (sheet, row key, column key) → value. Row keys are subject keys in the notice ("area:nation",
            "area:ankang", "unit:pingli") and item keys in the county form ("output", "power", "at_work", "firms").
    """

    head: Mapping[str, Value] = field(default_factory=dict)
    rows: Mapping[tuple[str, str, str], Value] = field(default_factory=dict)


def values_of(form: FormDefinition, neutral: Neutral) -> Values:
    """What a neutral form says, ready to be written into a workbook of the form: numbers as numbers, days as days."""
    head: dict[str, Value] = {
        field.key: _said(neutral.head[field.key])
        for field in form.head.fields
        if field.key in neutral.head and field.type not in {"legal", "unit", "unit_code", "period"}
    }
    rows = {
        (line.sheet, line.key, key): _said(cell)
        for line in neutral.lines
        for key, cell in line.cells.items()
        if line.key and not cell.blank
    }
    return Values(head, rows)


def _said(cell: Cell) -> Value:
    if cell.number is not None:
        return cell.number
    return cell.day or cell.text or None


@in_chinese()
def blank(
    form: FormDefinition,
    period: Period,
    directory: Directory,
    *,
    unit: Entry | None = None,
    filler: str = "",
    known: Mapping[tuple[str, str, str], Value] | None = None,
    demo: bool = False,
) -> bytes:
    """An empty form for a period and, where units file for themselves, a unit, with all prefilled that is known."""
    head: dict[str, Value] = {"filler": filler or None}
    return fill(form, period, directory, Values(head, known or {}), unit=unit, demo=demo)


@in_chinese()
def fill(
    form: FormDefinition,
    period: Period,
    directory: Directory,
    values: Values,
    *,
    unit: Entry | None = None,
    demo: bool = False,
) -> bytes:
    """Write a workbook of a form: the legal head, the period, the unit and the names stand in it already.

    Args:
        form: from `definitions.form("stats_notice")` or `definitions.form("county_month")`.
        period: the year-to-date period, `Period.ytd(2020, 5)`.
        directory: `directory.directory(period.end)`, who stands in the rows.
        values: what is filed, see `Values`.
        unit: the entry of the unit that files (`directory.by_key("unit:pingli")`), for forms by unit.
        demo: print 演示样张 非正式公文 on every sheet.

    Returns:
        The bytes of an .xlsx; equal arguments give equal bytes.

    Raises:
        CannotOpenForm: the form's approval had run out.
    """
    form.open_for(period)
    book = Workbook()
    book.remove(book.active)
    sheets = {name: book.create_sheet(name) for name in form.sheets}
    head: dict[str, Value] = {"period": period.bulletin_label_with_year, **form.legal.texts()}
    if form.unit_from and unit:
        head |= {form.unit_from.name: unit.name, form.unit_from.code: unit.code}
    head |= {key: value for key, value in values.head.items() if value is not None}
    _write_head(sheets[form.head.sheet], form, head, demo)
    for table in form.tables:
        sheet = sheets[table.sheet]
        if table.sheet != form.head.sheet:
            _write_title(sheet, table.title, form, period, demo)
        _write_table(sheet, table, period, directory, values.rows)
    for sheet in sheets.values():
        _finish(sheet)
    _write_help(book.create_sheet(HELP_SHEET), form)
    book.properties.creator = form.legal.authority
    book.properties.title = form.title
    book.properties.created = WRITTEN_AT
    buffer = io.BytesIO()
    book.save(buffer)
    return _settle(buffer.getvalue())


def _write_title(sheet: Worksheet, title: str, form: FormDefinition, period: Period, demo: bool) -> None:
    sheet["A1"] = title
    sheet["A1"].font = TITLE
    sheet["A2"] = f"表号：{form.legal.number}　制定机关：{form.legal.authority}"
    sheet["A3"] = f"批准（备案）文号：{form.legal.approval}　有效期至：{form.legal.valid_until}"
    sheet["A4"] = f"报告期：{period.bulletin_label_with_year}"
    for row in (2, 3, 4):
        sheet.cell(row, 1).font = SMALL
    if demo:
        sheet["A5"] = MARK
        sheet["A5"].font = Font(name="宋体", size=9, bold=True, color="7A5A12")


def _write_head(sheet: Worksheet, form: FormDefinition, head: Mapping[str, Value], demo: bool) -> None:
    sheet["A1"] = f"{form.head.title}　{MARK}" if demo else form.head.title
    sheet["A1"].font = TITLE
    for item in form.head.fields:
        row, column = place(item.cell)
        label = sheet.cell(row + 1, column, item.label)
        label.font = BOLD
        cell = sheet.cell(row + 1, column + 1, head.get(item.key))
        cell.font, cell.border = INK, BOX
        cell.alignment = Alignment(horizontal="left", vertical="top", wrap_text=item.type == "reason")
        if item.width > 1:
            sheet.merge_cells(
                start_row=row + 1, end_row=row + 1, start_column=column + 1, end_column=column + item.width
            )
            sheet.row_dimensions[row + 1].height = 48
        if item.type in {"legal", "unit", "unit_code"}:
            cell.fill = SHADED
            continue
        cell.fill, cell.protection = FILLED, OPEN
        if item.type == "date":
            cell.number_format = "yyyy-mm-dd"
        _advise(sheet, cell.coordinate, item)


def _advise(sheet: Worksheet, where: str, item: HeadField) -> None:
    if item.choices:
        rule = DataValidation(type="list", formula1=f'"{",".join(item.choices)}"', allow_blank=True)
        rule.error = _("只能选：%(choices)s。") % {"choices": "、".join(item.choices)}
    elif item.help:
        rule = DataValidation(allow_blank=True)
    else:
        return
    if item.help:
        rule.promptTitle, rule.prompt, rule.showInputMessage = item.label, item.help, True
    rule.showErrorMessage = bool(item.choices)
    sheet.add_data_validation(rule)
    rule.add(where)


def _rows_of(table: Table, directory: Directory) -> list[tuple[str, str, str, str]]:
    """(row key, group, code, label) of each row that the form prints."""
    if table.items:
        return [(item.key, "", f"{number:02d}", item.title) for number, item in enumerate(table.items, 1)]
    return [(entry.key, entry.group, entry.code, entry.name) for entry in directory.of(*table.subjects)]


def _write_table(
    sheet: Worksheet,
    table: Table,
    period: Period,
    directory: Directory,
    rows: Mapping[tuple[str, str, str], Value],
) -> None:
    heads = [(table.code.letter, table.code.title), (table.label.letter, table.label.title)]
    heads += [(column.letter, column.title_for(period)) for column in table.columns]
    for letter, title in heads:
        cell = sheet[f"{letter}{table.header_row}"]
        cell.value, cell.font, cell.fill, cell.border = title, BOLD, HEADING, BOX
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
    sheet.row_dimensions[table.header_row].height = 32
    first, last = table.first_row, table.first_row
    for offset, (key, group, code, label) in enumerate(_rows_of(table, directory)):
        last = table.first_row + offset
        for letter, text in ((table.code.letter, code), (table.label.letter, label)):
            cell = sheet[f"{letter}{last}"]
            cell.value, cell.font, cell.border, cell.fill = text, INK, BOX, SHADED
        for column in table.columns:
            cell = sheet[f"{column.letter}{last}"]
            cell.font, cell.border = INK, BOX
            value = rows.get((table.sheet, key, column.key))
            if column.type == "unit":
                value = table.unit_of(column, key)
            cell.value = float(value) if isinstance(value, Decimal) else value
            if not _entry_cell(table, column, key, group, period):
                cell.fill = SHADED
                continue
            cell.fill, cell.protection = FILLED, OPEN
        _formats(sheet, table, key, last)
    for column in table.columns:
        _validate(sheet, table, column, first, last)
    note = sheet[f"A{last + 1}"]
    if table.subjects:
        note.value = _note(table, period)
        note.font = SMALL


def _entry_cell(table: Table, column: Column, key: str, group: str, period: Period) -> bool:
    if column.type in {"unit", "known"} or not table.asks(column, key, group):
        return False
    return not (table.subjects and column.first_print and period.is_january_february)


def _formats(sheet: Worksheet, table: Table, key: str, row: int) -> None:
    for column in table.columns:
        if column.type in {"number", "known"}:
            places = column.decimals if table.subjects else 0
            mask = "0." + "0" * places if places else "#,##0.##"
            cell = sheet[f"{column.letter}{row}"]
            cell.number_format = mask
            cell.alignment = Alignment(horizontal="right")


def _validate(sheet: Worksheet, table: Table, column: Column, first: int, last: int) -> None:
    if column.choices:
        rule = DataValidation(type="list", formula1=f'"{",".join(column.choices)}"', allow_blank=True)
        rule.error = _("只能选：%(choices)s。") % {"choices": "、".join(column.choices)}
    elif column.type == "number":
        least = column.least if column.least is not None else 0
        rule = DataValidation(
            type="decimal", operator="greaterThanOrEqual", formula1=str(least), allow_blank=True
        )
        rule.error = _("这里填数，不小于 %(least)s。百分数写成 -20.7，不写 -0.207。") % {"least": least}
        rule.errorStyle = "warning"
    else:
        return
    rule.showErrorMessage = True
    if column.help:
        rule.promptTitle, rule.prompt, rule.showInputMessage = column.title[:30], column.help, True
    sheet.add_data_validation(rule)
    rule.add(f"{column.letter}{first}:{column.letter}{last}")


def _note(table: Table, period: Period) -> str:
    parts = [_("注：增速按可比价格、同口径计算，保留一位小数；没有的空着，不填0。")]
    if period.is_january_february and any(column.first_print for column in table.columns):
        parts.append(_("1—2月合并公布，没有单独的1月、2月数，当月栏空着。"))
    if table.also_note:
        parts.append(table.also_note)
    return "".join(parts)


def _finish(sheet: Worksheet) -> None:
    widths = {"A": 14, "B": 22, "C": 18, "D": 18, "E": 16, "F": 20, "G": 36}
    for letter, width in widths.items():
        sheet.column_dimensions[letter].width = width
    sheet.protection.sheet = True
    sheet.protection.formatCells = False
    sheet.protection.formatColumns = False
    sheet.sheet_view.showGridLines = False
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def _write_help(sheet: Worksheet, form: FormDefinition) -> None:
    rows = [
        (form.title, ""),
        (_("用途"), form.purpose),
        (_("谁来报"), form.filer),
        (
            _("几时报"),
            form.due.words,
        ),
        (
            _("怎么填"),
            _("只填浅黄格；灰格是印好的，不用填也改不了。保存后在报送中心上传，所有问题一次列出。"),
        ),
    ]
    rows += [(item.label, item.help) for item in form.head.fields if item.help]
    for number, (label, text) in enumerate(rows, 1):
        sheet.cell(number, 1, label).font = TITLE if number == 1 else BOLD
        cell = sheet.cell(number, 2, text)
        cell.font, cell.alignment = INK, Alignment(wrap_text=True, vertical="top")
    sheet.column_dimensions["A"].width = 20
    sheet.column_dimensions["B"].width = 90
    sheet.protection.sheet = True


_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*(</dcterms:modified>)")


def _settle(content: bytes) -> bytes:
    """Take the moment of writing out of the archive, so that the same values give the same SHA-256."""
    result = io.BytesIO()
    stamp = WRITTEN_AT.strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for info in old.infolist():
            data = old.read(info.filename)
            if info.filename == "docProps/core.xml":
                data = _MODIFIED.sub(rb"\g<1>" + stamp + rb"\g<2>", data)
            entry = zipfile.ZipInfo(info.filename, date_time=(2020, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            new.writestr(entry, data)
    return result.getvalue()
