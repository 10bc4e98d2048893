"""What a check is: one function over a filed workbook that yields complaints, known by an id, with its authority."""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from wenzeng.cadence.definitions import Column, FormDefinition, Table
from wenzeng.cadence.directory import Directory, Entry
from wenzeng.cadence.findings import Severity
from wenzeng.cadence.neutral import Cell, Line, Neutral
from wenzeng.engines.period import Period
from wenzeng.engines.wording import screen_number


@dataclass(frozen=True)
class Complaint:
    """Where, what is wrong and what to do; hint is an act that would mend it, fix the value that would."""

    sheet: str
    cell: str
    sentence: str
    hint: str = ""
    fix: str = ""

    @classmethod
    def at(cls, cell: Cell, sentence: str, hint: str = "", fix: str = "") -> "Complaint":
        return cls(cell.sheet, cell.address, sentence, hint, fix)


@dataclass(frozen=True)
class Limits:
    """Thresholds in force for the period, from `rules/cadence/limits.yaml`."""

    jump_ytd_pp: Decimal
    jump_month_pp: Decimal
    parts_residual_pp: Decimal
    shares_sum_tolerance_pp: Decimal
    cumulative_revision_pct: Decimal
    month_share: tuple[Decimal, Decimal] | None


@dataclass(frozen=True)
class Filed:
    """All that a check may look at: the neutral form, its definition, and what was known before.

    Attributes:
        period_fault: (code, sentence) when the head's period cannot be read.
        refusal: why this person may not file this form for this unit, "" when he may.
        asked: form and period that the upload page asked for, "" when it asked for any.
        known: (indicator, subject id, period code, basis) → value in the books.
        last_known_at: the newest day of publication already in the books for this form, period and unit.
    """

    neutral: Neutral
    form: FormDefinition | None
    directory: Directory
    today: dt.date
    period: Period | None = None
    period_fault: tuple[str, str] | None = None
    unit: Entry | None = None
    refusal: str = ""
    asked: str = ""
    known: Mapping[tuple[str, int, str, str], Decimal] = field(default_factory=dict)
    limits: Limits | None = None
    last_known_at: dt.date | None = None

    @property
    def tables(self) -> tuple[Table, ...]:
        """The tables that the file has."""
        if self.form is None:
            return ()
        return tuple(table for table in self.form.tables if table.sheet in self.neutral.sheets)

    @property
    def has_head(self) -> bool:
        return self.form is not None and self.form.head.sheet in self.neutral.sheets

    @property
    def is_zero_report(self) -> bool:
        flag = self.form.zero_from if self.form else None
        return bool(flag and self.neutral.head_text(flag.field) == flag.value)

    def group_of(self, line: Line) -> str:
        entry = self.directory.by_key(line.key)
        return entry.group if entry else ""

    def asked_numbers(self) -> Iterator[tuple[Table, Line, Column, Cell]]:
        """Every cell in which the form asks for a number, row by row."""
        for table in self.tables:
            for line in self.neutral.of_sheet(table.sheet):
                for column in table.numbers:
                    if line.key and table.asks(column, line.key, self.group_of(line)):
                        yield table, line, column, line.cells[column.key]

    def rates(self) -> Iterator[tuple[Table, Line, Column, Cell, Decimal]]:
        """Every growth rate that could be read."""
        for table, line, column, cell in self.asked_numbers():
            if table.indicator_of(column, line.key) == "iva.growth" and cell.number is not None:
                yield table, line, column, cell, cell.number

    def subject_of(self, line: Line) -> Entry | None:
        """Whom a row is about: the place in it, or the unit that files."""
        return self.directory.by_key(line.key) or self.unit

    def standing(self, indicator: str, line: Line, period: Period | None, basis: str) -> Decimal | None:
        entry = self.subject_of(line)
        if entry is None or period is None:
            return None
        return self.known.get((indicator, entry.id, period.code, basis))

    def before(self, table: Table, line: Line, column: Column) -> Decimal | None:
        """What the print before said in the same column; in a ten-day report, that of the month before."""
        own = column.period_for(self.period) if self.period else None
        if own is None:
            return None
        before = own.same_last_month() if own.kind == "tenday" else own.previous_print()
        return self.standing(table.indicator_of(column, line.key), line, before, str(column.basis))


@dataclass(frozen=True)
class Check:
    id: str
    title: Any
    severity: Severity
    authority: Any
    run: Callable[[Filed], Iterator[Complaint]]
    books: bool = False
    """Whether it looks at what was filed before, and not at the file alone."""


EVERY_CHECK: dict[str, Check] = {}
Run = Callable[[Filed], Iterator[Complaint]]


def check(
    identifier: str, *, title: Any, severity: Severity, authority: Any, books: bool = False
) -> Callable[[Run], Run]:
    """Enter a function into the list of checks."""

    def enter(run: Run) -> Run:
        if identifier in EVERY_CHECK:
            raise ValueError(identifier)
        EVERY_CHECK[identifier] = Check(identifier, title, severity, authority, run, books)
        return run

    return enter


def n(value: Decimal, plus: bool = False) -> str:
    """A number as sentences print it."""
    return screen_number(value, plus=plus, grouping=abs(value) >= 1000)


def pct(value: Decimal, plus: bool = False) -> str:
    """A rate as sentences print it: with one decimal at least."""
    return screen_number(value if value % 1 else value.quantize(Decimal("0.1")), plus=plus)


def at(cell: Cell) -> str:
    return f"《{cell.sheet}》{cell.address}"
