"""The reading of a filing: what it would record, and how that differs from the books."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from django.utils.translation import gettext as _

from wenzeng.base import facts, rulebook
from wenzeng.base.models.facts import Basis, Status
from wenzeng.base.models.people import User
from wenzeng.cadence import definitions
from wenzeng.cadence.definitions import FormDefinition
from wenzeng.cadence.directory import Directory, Entry, directory
from wenzeng.cadence.models import Filing
from wenzeng.cadence.neutral import Cell, Line
from wenzeng.cadence.queries.said import said
from wenzeng.engines.period import Period


@dataclass(frozen=True)
class Item:
    """One observation that a filing would record, and the cell that says it."""

    indicator: str
    subject_id: int
    subject_name: str
    period: Period
    basis: str
    status: str
    scope: str
    value: Decimal
    decimals: int
    simulated: bool
    cell: Cell
    cell_text: str
    note: str

    @property
    def key(self) -> tuple[str, int, str, str, str]:
        return self.indicator, self.subject_id, self.period.code, self.basis, self.status

    @property
    def unit(self) -> str:
        return str(rulebook.rule(self.indicator).body["unit"])


class Reading:
    """A filing's neutral form with its meaning: period, unit, items. Made once per question."""

    def __init__(self, filing: Filing) -> None:
        self.filing = filing
        self.neutral = said(filing)
        self.form = filing.definition
        self.period = filing.period
        self.unread: dict[tuple[str, int, str], str] = {}
        """What was typed into cells that no number could be read from, by indicator, subject and basis; see `items`."""

    @cached_property
    def directory(self) -> Directory:
        return directory(self.period.end if self.period else None)

    @property
    def unit(self) -> Entry | None:
        return next((entry for entry in self.directory.of("units") if entry.id == self.filing.unit_id), None)

    @property
    def status(self) -> str:
        form = self.form
        if form is None or form.status:
            return str(form.status) if form else ""
        flash = self.neutral.head_text(form.status_from or "") == "快报"
        return str(Status.FLASH if flash else Status.OFFICIAL)

    @property
    def statuses(self) -> set[str]:
        """Every status that a filing's figures may bear."""
        columns = [column for table in self.form.tables for column in table.numbers] if self.form else []
        return {str(column.status or self.status) for column in columns}

    @property
    def scope(self) -> str:
        form = self.form
        return (form.scope or self.neutral.head_text(form.scope_from or ""))[:20] if form else ""

    @property
    def is_released(self) -> bool:
        source = self.form.released_from if self.form else None
        return source is None or self.neutral.head_text(source.field) == source.open

    @cached_property
    def items(self) -> list[Item]:
        """Everything that would be recorded, in the order of the sheets. The first row of a subject counts."""
        if self.form is None or self.period is None:
            return []
        found: dict[tuple[str, int, str, str, str], Item] = {}
        for table in self.form.tables:
            for line in self.neutral.of_sheet(table.sheet):
                for item in self._of_line(table, line):
                    if table.also and self.directory.by_key(line.key) in self.directory.of(*table.also):
                        continue
                    found.setdefault(item.key, item)
        return list(found.values())

    def _of_line(self, table: definitions.Table, line: Line) -> Iterable[Item]:
        assert self.form is not None
        assert self.period is not None
        entry = self.directory.by_key(line.key) or self.unit
        if not line.key or entry is None:
            return
        group = entry.group if table.subjects else ""
        for column in table.numbers:
            if not table.asks(column, line.key, group):
                continue
            cell, text, number, decimals = self._cell(table, line, column)
            period = column.period_for(self.period)
            if number is None or period is None:
                if not cell.blank:
                    indicator = table.indicator_of(column, line.key)
                    self.unread[indicator, entry.id, str(column.basis)] = cell.text
                continue
            yield Item(
                indicator=table.indicator_of(column, line.key),
                subject_id=entry.id,
                subject_name=entry.name,
                period=period,
                basis=str(column.basis),
                status=str(column.status or self.status),
                scope=self.scope,
                value=number,
                decimals=max(decimals, column.decimals if table.subjects else 0),
                simulated=self._simulated(table, line, column),
                cell=cell,
                cell_text=text,
                note=self._note(table, line, column),
            )

    def _cell(
        self, table: definitions.Table, line: Line, column: definitions.Column
    ) -> tuple[Cell, str, Decimal | None, int]:
        """The cell that says a value: its own, in January–February the cumulative one, or the blank of a zero return."""
        cell = line.cells[column.key]
        item = table.item(line.key)
        if cell.number is not None:
            return cell, cell.text, cell.number, cell.decimals
        twin = line.cells.get(column.first_print or "")
        asked = item is None or not item.columns or column.first_print in item.columns
        if self.period and self.period.is_january_february and twin and asked and twin.number is not None:
            return twin, twin.text, twin.number, twin.decimals
        if cell.blank and self.filing.zero_report and item and column.key in item.zero:
            return cell, _("零报告"), Decimal(0), 0
        return cell, cell.text, None, 0

    def _simulated(self, table: definitions.Table, line: Line, column: definitions.Column) -> bool:
        assert self.form is not None
        flag = self.form.simulated_from
        if flag and self.neutral.head_text(flag.field) == flag.value:
            return True
        nature = next((other for other in table.columns if other.type == "nature"), None)
        marked = nature.choices.get(line.cells[nature.key].text, ()) if nature else ()
        return column.key in marked

    def _note(self, table: definitions.Table, line: Line, column: definitions.Column) -> str:
        notes = [line.cells[other.key].text for other in table.columns if other.type == "note"]
        if self.period and self.period.is_january_february and column.first_print:
            notes.append(_("1—2月合并公布，当月即累计"))
        return "；".join(note for note in notes if note)[:300]


@dataclass(frozen=True)
class Difference:
    """One value against the books: new, same, changed, or left out of this file."""

    NEW, SAME, CHANGED, LEFT_OUT = "new", "same", "changed", "left_out"

    kind: str
    subject_name: str
    indicator_name: str
    period: Period
    basis: str
    item: Item | None
    old: facts.Fact | None
    typed: str = ""
    """What stands in the cell where no number could be read from it."""

    @property
    def kind_label(self) -> str:
        if self.typed:
            return _("这次看不懂")
        return {
            self.NEW: _("新增"),
            self.SAME: _("相同"),
            self.CHANGED: _("改动"),
            self.LEFT_OUT: _("这次没报"),
        }[self.kind]

    @property
    def basis_label(self) -> str:
        return str(Basis(self.basis).label)


def difference(filing: Filing, day: dt.date, reader: User | None = None) -> list[Difference]:
    """What accepting a filing would add to what is known on a day, to a reader to what he may see. Nothing is written."""
    reading = Reading(filing)
    form, period = reading.form, reading.period
    if form is None or period is None or filing.is_refused or (form.by_unit and filing.unit_id is None):
        return []
    subjects = [filing.unit_id] if form.by_unit and filing.unit_id else None
    frame = facts.frame(
        as_of=day,
        indicators=form.indicators,
        subjects=subjects,
        periods=form.periods_of(period),
        reader=reader,
    )
    statuses = reading.statuses
    standing = {
        (fact.indicator, fact.subject_id, fact.period.code, fact.basis, str(fact.status)): fact
        for fact in frame
        if fact.status in statuses
    }
    names = indicator_names(form)
    rows = []
    for item in reading.items:
        old = standing.pop(item.key, None)
        rows.append(
            Difference(
                kind=_kind(item, old),
                subject_name=item.subject_name,
                indicator_name=names.get(item.indicator, item.indicator),
                period=item.period,
                basis=item.basis,
                item=item,
                old=old,
            )
        )
    for fact in standing.values():
        entry = next((row for row in reading.directory.entries if row.id == fact.subject_id), None)
        if entry:
            name = names.get(fact.indicator, fact.indicator)
            typed = reading.unread.get((fact.indicator, fact.subject_id, fact.basis), "")
            rows.append(
                Difference(Difference.LEFT_OUT, entry.name, name, fact.period, fact.basis, None, fact, typed)
            )
    return rows


def _kind(item: Item, old: facts.Fact | None) -> str:
    if old is None or old.scope != item.scope:
        return Difference.NEW
    alike = old.value == item.value and old.simulated == item.simulated
    return Difference.SAME if alike else Difference.CHANGED


def indicator_names(form: FormDefinition) -> dict[str, str]:
    return {code: rulebook.rule(code).head.title for code in form.indicators}
