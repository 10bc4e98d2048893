"""What a filing says at this moment: its file, and what was typed over it."""

from dataclasses import replace

from wenzeng.cadence.definitions import FormDefinition
from wenzeng.cadence.models import Filing
from wenzeng.cadence.neutral import Neutral
from wenzeng.cadence.reading import typed_over


def said(filing: Filing) -> Neutral:
    neutral = Neutral.from_json(filing.neutral)
    if not filing.is_open or filing.pk is None:
        return neutral
    return typed_over(neutral, {row.place: row.text for row in filing.typed.all()})


def corrected(recorded: Neutral, fresh: Neutral, form: FormDefinition) -> Neutral:
    """The figures of the books in a form of today."""
    before = {(line.sheet, line.key): line for line in recorded.lines}
    lines = []
    for line in fresh.lines:
        old = before.get((line.sheet, line.key))
        table = form.table(line.sheet)
        kept = {column.key for column in table.columns if column.type != "known"} if table else set()
        cells = {
            key: replace(old.cells[key], address=cell.address)
            if old and key in kept and key in old.cells
            else cell
            for key, cell in line.cells.items()
        }
        lines.append(replace(line, cells=cells))
    return replace(fresh, lines=tuple(lines))
