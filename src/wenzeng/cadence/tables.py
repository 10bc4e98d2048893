"""What pages show of a filing: its sheets with what is wrong under each row, and the part of an original round a cell."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from wenzeng.base import files
from wenzeng.base.models.facts import Observation
from wenzeng.base.models.people import User
from wenzeng.cadence import queries, reading
from wenzeng.cadence.checks import EVERY_CHECK
from wenzeng.cadence.definitions import Column, FormDefinition, HeadField, Table
from wenzeng.cadence.directory import Directory
from wenzeng.cadence.findings import Judged
from wenzeng.cadence.models import Filing
from wenzeng.cadence.neutral import Cell, Line, Neutral
from wenzeng.engines.period import Period
from wenzeng.engines.wording import screen_number

AROUND_ROWS = 7
MOST_SHOWN_COLUMNS = 8
SHORT = 10


@dataclass(frozen=True)
class ShownCell:
    """One cell of a table: its text, whether it is a number, how it is marked and the figure that it became."""

    cell: Cell
    numeric: bool
    mark: str = ""
    figure_id: int | None = None
    decimals: int = 0

    @property
    def is_short(self) -> bool:
        return len(self.cell.text) <= SHORT

    @property
    def text(self) -> str:
        """A number as the screen prints it, with the column's decimals; anything else as it stands in the cell."""
        number = self.cell.number
        if number is None or not self.numeric:
            return self.cell.text
        return screen_number(number, max(self.decimals, self.cell.decimals), grouping=abs(number) >= 1000)


@dataclass(frozen=True)
class ShownRow:
    number: int
    cells: tuple[ShownCell, ...]
    judged: tuple[Judged, ...]


@dataclass(frozen=True)
class ShownSheet:
    name: str
    heads: tuple[tuple[str, bool], ...]
    rows: tuple[ShownRow, ...]
    judged: tuple[Judged, ...] = ()

    @property
    def width(self) -> int:
        return len(self.heads) + 1


@dataclass(frozen=True)
class ShownField:
    label: str
    cell: ShownCell
    judged: tuple[Judged, ...]


@dataclass(frozen=True)
class ShownFiling:
    """A filing as a page shows it: what is wrong with the file, the head, and each sheet."""

    loose: tuple[Judged, ...] = ()
    head_sheet: str = ""
    head: tuple[ShownField, ...] = ()
    sheets: tuple[ShownSheet, ...] = field(default=())


def shown_filing(filing: Filing, reader: User, typed: Mapping[str, str] | None = None) -> ShownFiling:
    """Every finding appears exactly once: at its cell, at its sheet, or above all.

    typed are sentences that were sent and not taken: they stand in their fields again.
    """
    neutral = queries.said(filing)
    definition = filing.definition
    words = typed or {}
    waiting = [replace(one, explanation=words.get(one.finding.id, one.explanation)) for one in filing.judged]
    if definition is None:
        return ShownFiling(loose=tuple(waiting))
    ids = figure_ids(filing, reader)
    marks = _marks(waiting)
    fields = _head(definition, neutral, waiting, marks) if definition.head.sheet in neutral.sheets else ()
    sheets = []
    for table in definition.tables:
        if table.sheet in neutral.sheets:
            sheets.append(_sheet(table, neutral, waiting, marks, ids))
    return ShownFiling(
        loose=tuple(waiting), head_sheet=definition.head.sheet, head=fields, sheets=tuple(sheets)
    )


def figure_ids(filing: Filing, reader: User) -> dict[tuple[str, str], int]:
    """(sheet, cell) → the figure that it became, for figures that this reader may see."""
    if filing.batch is None or filing.batch.file_id != filing.file_id:
        return {}
    rows = Observation.objects.visible_to(reader).filter(batch=filing.batch).order_by("-basis", "-pk")
    return {(sheet, cell): pk for sheet, cell, pk in rows.values_list("sheet", "cell", "pk")}


def _marks(judged: list[Judged]) -> dict[tuple[str, str], str]:
    marks: dict[tuple[str, str], str] = {}
    for one in judged:
        place = (one.finding.sheet, one.finding.cell)
        if one.finding.must or place not in marks:
            marks[place] = "wz-bad" if one.finding.must else "wz-doubt"
    return marks


def _take(waiting: list[Judged], sheet: str, addresses: set[str]) -> tuple[Judged, ...]:
    taken = tuple(one for one in waiting if one.finding.sheet == sheet and one.finding.cell in addresses)
    for one in taken:
        waiting.remove(one)
    return taken


def _shown(
    cell: Cell,
    column: Column | None,
    marks: Mapping[tuple[str, str], str],
    ids: Mapping[tuple[str, str], int],
) -> ShownCell:
    place = (cell.sheet, cell.address)
    numeric = column is not None and column.type == "number"
    decimals = column.decimals if column and column.indicator else 0
    return ShownCell(cell, numeric, marks.get(place, ""), ids.get(place), decimals)


def _head(
    definition: FormDefinition,
    neutral: Neutral,
    waiting: list[Judged],
    marks: Mapping[tuple[str, str], str],
) -> tuple[ShownField, ...]:
    fields = []
    for item in definition.head.fields:
        cell = neutral.head[item.key]
        taken = _take(waiting, cell.sheet, {cell.address})
        fields.append(ShownField(item.label, _shown(cell, None, marks, {}), taken))
    return tuple(fields)


def _sheet(
    table: Table,
    neutral: Neutral,
    waiting: list[Judged],
    marks: Mapping[tuple[str, str], str],
    ids: Mapping[tuple[str, str], int],
) -> ShownSheet:
    columns = [column for column in table.columns if column.type != "known"]
    titles = {
        cell.address.rstrip("0123456789"): cell.text for cell in neutral.titles if cell.sheet == table.sheet
    }
    heads = [(table.code.title, False), (table.label.title, False)]
    heads += [(titles.get(column.letter) or column.match, column.type == "number") for column in columns]
    rows = []
    for line in neutral.of_sheet(table.sheet):
        cells = [_shown(line.code, None, marks, ids), _shown(line.label, None, marks, ids)]
        cells += [_shown(line.cells[column.key], column, marks, ids) for column in columns]
        rows.append(ShownRow(line.number, tuple(cells), _take(waiting, line.sheet, _addresses(line))))
    rest = tuple(one for one in waiting if one.finding.sheet == table.sheet and one.finding.cell)
    for one in rest:
        waiting.remove(one)
    return ShownSheet(table.sheet, tuple(heads), tuple(rows), rest)


def _addresses(line: Line) -> set[str]:
    return {line.code.address, line.label.address, *(cell.address for cell in line.cells.values())}


@dataclass(frozen=True)
class ExcerptCell:
    """One cell of an excerpt; a long text runs on over the empty cells to its right, as it does in the sheet."""

    text: str
    marked: bool
    span: int = 1

    @property
    def is_short(self) -> bool:
        return len(self.text) <= SHORT


@dataclass(frozen=True)
class Excerpt:
    """Part of a sheet of the original, with one cell marked."""

    letters: tuple[str, ...]
    rows: tuple[tuple[int, tuple[ExcerptCell, ...]], ...]


def excerpt(observation: Observation) -> Excerpt | None:
    """The rows round a figure's cell and the heading rows above, read from the original that was kept.

    None when the original cannot be read any more; `files.CannotKeep` when it is not the one that was kept.
    """
    stored = observation.batch.file
    if stored is None or not observation.cell:
        return None
    grid = reading.sheet_rows(files.read(stored), observation.sheet)
    row, column = reading.place(observation.cell)
    if row >= len(grid):
        return None
    first, last = max(0, row - AROUND_ROWS), min(len(grid), row + AROUND_ROWS + 1)
    width = max(column + 1, min(MOST_SHOWN_COLUMNS, max(len(line) for line in grid[first:last])))
    rows = []
    for number in range(first, last):
        line = [*grid[number], *[""] * width][:width]
        rows.append((number + 1, _laid_out(line, column if number == row else None)))
    letters = tuple(reading.address(0, place)[:-1] for place in range(width))
    return Excerpt(letters, tuple(rows))


def _laid_out(line: list[str], marked: int | None) -> tuple[ExcerptCell, ...]:
    cells: list[ExcerptCell] = []
    for place, text in enumerate(line):
        before = cells[-1] if cells else None
        if before and not text and place != marked and not before.is_short and not before.marked:
            cells[-1] = replace(before, span=before.span + 1)
        else:
            cells.append(ExcerptCell(text, place == marked))
    return tuple(cells)


# What the grid shows and takes


@dataclass(frozen=True)
class TypedField:
    """A field of the head that is filled in on the page."""

    item: HeadField
    sheet: str
    text: str


def typed_head(form: FormDefinition, neutral: Neutral) -> list[TypedField]:
    return [
        TypedField(item, form.head.sheet, neutral.head[item.key].text)
        for item in form.head.fields
        if item.type in {"date", "choice", "text", "name", "reason"} and item.key in neutral.head
    ]


def grid(form: FormDefinition, period: Period, neutral: Neutral, names: Directory) -> list[dict[str, Any]]:
    """One table a sheet as plain data: columns with their kind and help, rows with text, and which cells are open."""
    sheets = []
    for table in form.tables:
        columns = [
            {
                "key": column.key,
                "title": column.title_for(period),
                "type": column.type,
                "help": column.help,
                "choices": list(column.choices),
            }
            for column in table.columns
        ]
        rows = []
        for line in neutral.of_sheet(table.sheet):
            entry = names.by_key(line.key)
            group = entry.group if entry else ""
            cells = {}
            for column in table.columns:
                cell = line.cells[column.key]
                asked = column.type not in {"unit", "known"} and (
                    column.type != "number" or table.asks(column, line.key, group)
                )
                number = cell.number if column.type == "known" else None
                text = screen_number(number, grouping=True) if number is not None else cell.text
                cells[column.key] = {"text": text, "open": bool(asked and line.key), "address": cell.address}
            rows.append({"key": line.key, "code": line.code.text, "label": line.label.text, "cells": cells})
        sheets.append({"sheet": table.sheet, "label": table.label.title, "columns": columns, "rows": rows})
    return sheets


def marks(filing: Filing) -> dict[str, str]:
    """\"sheet!C7\" → must or say, for the corners of cells."""
    found: dict[str, str] = {}
    for one in filing.judged:
        place = f"{one.finding.sheet}!{one.finding.cell}"
        if one.finding.must:
            found[place] = "must"
        elif one.is_open:
            found.setdefault(place, "say")
    return found


def judged_lines(filing: Filing) -> list[dict[str, Any]]:
    """Every finding with the place that a button would write its fix into."""
    said = queries.said(filing)
    places = {
        (cell.sheet, cell.address): (line.key, key, cell.text)
        for line in said.lines
        for key, cell in line.cells.items()
    }
    places |= {(cell.sheet, cell.address): ("", key, cell.text) for key, cell in said.head.items()}
    return [
        {"one": one, "place": places.get((one.finding.sheet, one.finding.cell)), "title": _title(one)}
        for one in filing.judged
    ]


def _title(one: Judged) -> Any:
    return EVERY_CHECK[one.finding.rule].title


# What the review shows of each filing that waits


@dataclass(frozen=True)
class Reviewed:
    """A filing as the review lists it: what it adds to the books, what moved most, and what was said about findings."""

    filing: Filing
    new: int
    changed: int
    judged: tuple[Judged, ...]
    refused: str = ""

    @property
    def pick(self) -> str:
        return f"{self.filing.pk}:{self.filing.version}"

    @property
    def is_plain(self) -> bool:
        """Nothing was wrong with it and nothing in the books changes: ticked from the start."""
        return not self.judged and not self.changed


def reviewed(filing: Filing, reader: User, day: dt.date, refused: str = "") -> Reviewed:
    kinds = [one.kind for one in queries.difference(filing, day, reader)]
    return Reviewed(
        filing,
        new=kinds.count(queries.Difference.NEW),
        changed=kinds.count(queries.Difference.CHANGED),
        judged=filing.judged,
        refused=refused,
    )
