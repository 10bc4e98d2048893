"""Bytes → neutral form. Reads xlsx, xls, ods and csv, finds rows and columns by their titles, and never stops at a fault."""

import datetime as dt
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _
from openpyxl.cell.cell import ERROR_CODES

from wenzeng.cadence import definitions
from wenzeng.cadence.definitions import FormDefinition, Table, every_form
from wenzeng.cadence.directory import Directory, plain
from wenzeng.cadence.formula_faults import put_formula_faults
from wenzeng.cadence.neutral import Cell, Line, Neutral
from wenzeng.cadence.opening import Grid, open_workbook
from wenzeng.cadence.text_table import ENDINGS, rows_of_text
from wenzeng.cadence.units import settled
from wenzeng.engines.numbers_zh import Reading, read_number

TOO_LARGE = 10**12
SHEET_EPOCH = dt.date(1899, 12, 30)
_DAY = re.compile(r"(\d{4})\s*[-./年]\s*(\d{1,2})\s*[-./月]\s*(\d{1,2})\s*日?(?:\s+0{1,2}:00(?::00)?)?")
_FOOT = ("注", "说明", "备注")


def read(content: bytes, directory: Directory, form: FormDefinition | None = None, name: str = "") -> Neutral:
    """Read a file as the form that it is; as the given form where it does not say itself."""
    grid, unreadable = _opened(content, form, name)
    if unreadable:
        return Neutral(form=form.slug if form else "", unreadable=unreadable)
    put_formula_faults(content, grid)
    found = detect(grid) or form
    sheets = tuple(grid)
    if found is None:
        return Neutral(form="", sheets=sheets)
    missing = tuple(sheet for sheet in found.sheets if sheet not in grid)
    head = _head(grid.get(found.head.sheet, []), found)
    lines: list[Line] = []
    titles: list[Cell] = []
    missing_columns: list[tuple[str, str]] = []
    foot = (*_FOOT, *(field.label for field in found.head.fields))
    for table in found.tables:
        if table.sheet in grid:
            rows, heads, lost = _table(grid[table.sheet], table, directory, foot)
            lines += rows
            titles += heads
            missing_columns += [(table.sheet, key) for key in lost]
    return Neutral(
        form=found.slug,
        sheets=sheets,
        missing_sheets=missing,
        missing_columns=tuple(missing_columns),
        head=head,
        titles=tuple(titles),
        lines=tuple(lines),
    )


def _opened(content: bytes, form: FormDefinition | None, name: str) -> tuple[Grid, str]:
    """A workbook's sheets; a text table stands for the one sheet of the form that it is."""
    if not name.lower().endswith(ENDINGS):
        return open_workbook(content)
    rows = rows_of_text(content)
    if rows is None:
        return {}, _("这个文本文件读不了：在 Excel 或 WPS 里另存为 .xlsx 再传，或下载模板填。")
    found = detect({"": rows}) or form
    if found is None:
        return {"": rows}, ""
    if len(found.sheets) > 1:
        return {}, _("《%(form)s》有%(n)s张工作表，文本文件装不下：用 .xlsx 模板。") % {
            "form": found.title,
            "n": len(found.sheets),
        }
    return {found.sheets[0]: rows}, ""


def typed_over(neutral: Neutral, typed: Mapping[tuple[str, str, str], str]) -> Neutral:
    """The same form with what was typed on the page in place of what the file says: (sheet, row key, column key) → text."""
    if not typed:
        return neutral
    head = {key: _retyped(cell, typed.get((cell.sheet, "", key))) for key, cell in neutral.head.items()}
    known = definitions.form(neutral.form)
    lines = []
    for line in neutral.lines:
        table = known.table(line.sheet) if known else None
        cells = {}
        for key, cell in line.cells.items():
            fresh = _retyped(cell, typed.get((line.sheet, line.key, key)))
            cells[key] = _in_unit(table, key, line.key, fresh) if table else fresh
        lines.append(replace(line, cells=cells))
    return replace(neutral, head=head, lines=tuple(lines))


def _in_unit(table: Table, column: str, row: str, cell: Cell) -> Cell:
    """1.41亿元 in a column of 万元 is 14100."""
    asked = table.column(column)
    return settled(cell, table.unit_of(asked, row)) if asked.type == "number" else cell


def _retyped(cell: Cell, text: str | None) -> Cell:
    if text is None:
        return cell
    row, column = place(cell.address)
    return make_cell(cell.sheet, row, column, text)


def sheet_rows(content: bytes, sheet: str) -> list[list[str]]:
    """One sheet as text, for showing an excerpt of the original."""
    grid, unreadable = open_workbook(content)
    if unreadable:
        return rows_of_text(content) or []  # a text table has one sheet, whatever the form calls it
    put_formula_faults(content, grid)
    return [[show(value) for value in row] for row in grid.get(sheet, [])]


def detect(grid: Grid) -> FormDefinition | None:
    """Which of our forms a workbook is: by its 表号, else by its sheets."""
    forms = every_form()
    texts = {
        plain(show(value))
        for rows in grid.values()
        for row in rows[:30]
        for value in row
        if value not in ("", None)
    }
    for form in forms:
        if plain(form.legal.number) in texts:
            return form
    for form in forms:
        if any(sheet in grid for sheet in form.sheets):
            return form
    return None


def show(value: Any) -> str:
    """A value as a person sees it in the cell."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time() else value.isoformat(" ", "minutes")
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, int | float):
        reading = read_number(value)
        return f"{reading.value:f}" if isinstance(reading, Reading) else str(value)
    return str(value).strip()


def address(row: int, column: int) -> str:
    """Zero-based row and column as a sheet writes them: (6, 2) → C7."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row + 1}"


def place(cell: str) -> tuple[int, int]:
    """The reverse: C7 → (6, 2)."""
    found = re.fullmatch(r"([A-Z]+)(\d+)", cell)
    if not found:
        raise ValueError(cell)
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - 64
    return int(found[2]) - 1, column - 1


def make_cell(sheet: str, row: int, column: int, value: Any) -> Cell:
    """Read one value every way it can be read."""
    text = show(value)
    where = address(row, column)
    if not text:
        return Cell(sheet, where)
    day = _day(value, text)
    if isinstance(value, dt.date | dt.timedelta | dt.time):
        return Cell(
            sheet, where, text, day=day, fault=_("单元格里是日期，不是数：把格式改为“常规”，再填数字。")
        )
    if text in ERROR_CODES or text.startswith("="):
        return Cell(
            sheet,
            where,
            text,
            fault=_("单元格里是公式错误“%(text)s”，没有算出数：改好公式，或直接填数。") % {"text": text[:40]},
        )
    reading = read_number(value)
    if isinstance(reading, Reading) and abs(reading.value) >= TOO_LARGE:
        return Cell(
            sheet,
            where,
            text,
            day=day,
            fault=_("“%(text)s”太大，不像这里该填的数：核对位数和单位。") % {"text": text[:40]},
        )
    if isinstance(reading, Reading):
        return Cell(sheet, where, text, reading.value, reading.decimals, reading.unit, day)
    if reading.code == "empty_cell":
        return Cell(sheet, where)  # “-”, “无” and their like say that nothing was filed
    return Cell(sheet, where, text, day=day, fault=reading.message_zh)


def _day(value: Any, text: str) -> dt.date | None:
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, dt.date):
        return value
    if isinstance(value, int | float) and not isinstance(value, bool) and 30000 <= value < 60000:
        # A date whose format got lost on the way shows as the sheet's day number.
        return SHEET_EPOCH + dt.timedelta(days=int(value))
    found = _DAY.fullmatch(unicodedata.normalize("NFKC", text))
    if not found:
        return None
    try:
        return dt.date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        return None


def _value(rows: list[list[Any]], row: int, column: int) -> Any:
    return rows[row][column] if 0 <= row < len(rows) and 0 <= column < len(rows[row]) else ""


def _head(rows: list[list[Any]], form: FormDefinition) -> dict[str, Cell]:
    """Each field by its label, wherever the label stands: the next cell to its right that is filled and is no label."""
    sheet = form.head.sheet
    labels: dict[str, tuple[int, int]] = {}
    for number, row in enumerate(rows[:60]):
        for position, value in enumerate(row):
            if isinstance(value, str) and value.strip():
                labels.setdefault(plain(value), (number, position))
    own = {plain(field.label) for field in form.head.fields}
    head = {}
    for field in form.head.fields:
        row_number, column = place(field.cell)
        found = labels.get(plain(field.label))
        if found:
            row_number, column = found[0], _filled(rows, found, own)
        head[field.key] = make_cell(sheet, row_number, column, _value(rows, row_number, column))
    return head


def _filled(rows: list[list[Any]], label: tuple[int, int], labels: set[str]) -> int:
    """The column in which a label's value stands; the one beside it where nothing does."""
    row, column = label
    for position in range(column + 1, len(rows[row])):
        text = plain(show(rows[row][position]))
        if text in labels:
            break
        if text:
            return position
    return column + 1


def _table(
    rows: list[list[Any]], table: Table, directory: Directory, foot: tuple[str, ...]
) -> tuple[list[Line], list[Cell], list[str]]:
    header = _header_row(rows, table)
    shift = header - (table.header_row - 1)
    columns, lost = _columns(rows, header, table)
    titles = [
        Cell(table.sheet, address(header, position), show(_value(rows, header, position)))
        for position in columns.values()
    ]
    code_at, label_at = (place(f"{margin.letter}1")[1] for margin in (table.code, table.label))
    for position, value in enumerate(rows[header] if header < len(rows) else []):
        if plain(show(value)) == plain(table.label.title):
            label_at = position
        elif plain(show(value)) == plain(table.code.title):
            code_at = position
    lines = []
    for number in range(table.first_row - 1 + shift, len(rows)):
        code = make_cell(table.sheet, number, code_at, _value(rows, number, code_at))
        label = make_cell(table.sheet, number, label_at, _value(rows, number, label_at))
        if any(
            plain(cell.text).startswith(plain(word)) for cell in (code, label) for word in foot if cell.text
        ):
            break
        cells = {
            key: make_cell(table.sheet, number, position, _value(rows, number, position))
            for key, position in columns.items()
        }
        if code.blank and label.blank and all(cell.blank for cell in cells.values()):
            continue
        key = _row_key(table, code, label, directory)
        cells = {name: _in_unit(table, name, key, cell) for name, cell in cells.items()}
        lines.append(Line(table.sheet, number + 1, key, code, label, cells))
    return lines, titles, lost


def _header_row(rows: list[list[Any]], table: Table) -> int:
    """The row that bears most of the column titles."""
    best, best_hits = table.header_row - 1, 0
    for number, row in enumerate(rows[:30]):
        texts = [plain(show(value)) for value in row]
        hits = sum(any(plain(column.match) in text for text in texts) for column in table.columns)
        hits += plain(table.label.title) in texts
        if hits > best_hits:
            best, best_hits = number, hits
    return best if best_hits > 1 else table.header_row - 1


def _columns(rows: list[list[Any]], header: int, table: Table) -> tuple[dict[str, int], list[str]]:
    texts = [plain(show(value)) for value in (rows[header] if header < len(rows) else [])]
    found: dict[str, int] = {}
    lost = []
    for column in table.columns:
        expected = place(f"{column.letter}1")[1]
        hits = [position for position, text in enumerate(texts) if plain(column.match) in text]
        if expected in hits or not hits:
            found[column.key] = expected
        else:
            found[column.key] = hits[0]
        if not hits:
            lost.append(column.key)
    return found, lost


def _row_key(table: Table, code: Cell, label: Cell, directory: Directory) -> str:
    if table.items:
        wanted = plain(label.text)
        item = next((item for item in table.items if plain(item.title) == wanted), None)
        return item.key if item else ""
    groups = (*table.subjects, *table.also)
    entry = directory.find(label.text, *groups) or (
        directory.find(code.text, *groups) if label.blank else None
    )
    return entry.key if entry else ""
