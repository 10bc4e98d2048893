"""The neutral form: what a workbook says, cell by cell, whatever wrote it. Checks read this and nothing else."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any


@dataclass(frozen=True)
class Cell:
    """One cell: where it stands, what is written there, and what that means as a number or a day.

    fault is the sentence that says why no number could be read from a cell that has something in it.
    """

    sheet: str
    address: str
    text: str = ""
    number: Decimal | None = None
    decimals: int = 0
    unit: str = ""
    day: dt.date | None = None
    fault: str = ""

    @property
    def blank(self) -> bool:
        return not self.text

    def as_json(self) -> dict[str, Any]:
        row: dict[str, Any] = {"sheet": self.sheet, "address": self.address, "text": self.text}
        if self.number is not None:
            row |= {"number": str(self.number), "decimals": self.decimals}
        if self.unit:
            row["unit"] = self.unit
        if self.day:
            row["day"] = self.day.isoformat()
        if self.fault:
            row["fault"] = self.fault
        return row

    @classmethod
    def from_json(cls, row: dict[str, Any]) -> "Cell":
        return cls(
            sheet=row["sheet"],
            address=row["address"],
            text=row["text"],
            number=Decimal(row["number"]) if "number" in row else None,
            decimals=row.get("decimals", 0),
            unit=row.get("unit", ""),
            day=dt.date.fromisoformat(row["day"]) if "day" in row else None,
            fault=row.get("fault", ""),
        )


@dataclass(frozen=True)
class Line:
    """One row of a table. key names the subject or item that its label means, "" when nobody knows it."""

    sheet: str
    number: int
    key: str
    code: Cell
    label: Cell
    cells: dict[str, Cell] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return self.label.text or self.code.text

    def as_json(self) -> dict[str, Any]:
        return {
            "sheet": self.sheet,
            "number": self.number,
            "key": self.key,
            "code": self.code.as_json(),
            "label": self.label.as_json(),
            "cells": {key: cell.as_json() for key, cell in self.cells.items()},
        }

    @classmethod
    def from_json(cls, row: dict[str, Any]) -> "Line":
        return cls(
            sheet=row["sheet"],
            number=row["number"],
            key=row["key"],
            code=Cell.from_json(row["code"]),
            label=Cell.from_json(row["label"]),
            cells={key: Cell.from_json(cell) for key, cell in row["cells"].items()},
        )


@dataclass(frozen=True)
class Neutral:
    """A workbook read to its end.

    Attributes:
        form: slug of the form that it is, "" when it is none of ours.
        unreadable: why the file is no workbook, "" when it is one.
        sheets: names found, in order.
        missing_sheets: names that the form has and the file lacks.
        missing_columns: (sheet, column key) that were not found in the heading row.
        head: key → cell of the head.
        titles: column titles found, for their periods.
        lines: rows of all tables, in order.
    """

    form: str
    unreadable: str = ""
    sheets: tuple[str, ...] = ()
    missing_sheets: tuple[str, ...] = ()
    missing_columns: tuple[tuple[str, str], ...] = ()
    head: dict[str, Cell] = field(default_factory=dict)
    titles: tuple[Cell, ...] = ()
    lines: tuple[Line, ...] = ()

    def of_sheet(self, sheet: str) -> Iterator[Line]:
        return (line for line in self.lines if line.sheet == sheet)

    def head_text(self, key: str) -> str:
        cell = self.head.get(key)
        return cell.text if cell else ""

    def as_json(self) -> dict[str, Any]:
        return {
            "form": self.form,
            "unreadable": self.unreadable,
            "sheets": list(self.sheets),
            "missing_sheets": list(self.missing_sheets),
            "missing_columns": [list(pair) for pair in self.missing_columns],
            "head": {key: cell.as_json() for key, cell in self.head.items()},
            "titles": [cell.as_json() for cell in self.titles],
            "lines": [line.as_json() for line in self.lines],
        }

    @classmethod
    def from_json(cls, row: dict[str, Any]) -> "Neutral":
        return cls(
            form=row["form"],
            unreadable=row["unreadable"],
            sheets=tuple(row["sheets"]),
            missing_sheets=tuple(row["missing_sheets"]),
            missing_columns=tuple((pair[0], pair[1]) for pair in row["missing_columns"]),
            head={key: Cell.from_json(cell) for key, cell in row["head"].items()},
            titles=tuple(Cell.from_json(cell) for cell in row["titles"]),
            lines=tuple(Line.from_json(line) for line in row["lines"]),
        )
