"""The text of a bulletin: headings, paragraphs and tables whose figures are tokens bound to observations.

Kept as JSON on the bulletin. In the editor a figure is a marker ⟦7:20.7⟧ (number of the observation : what is
printed); whatever is typed there is kept as typed, and the checks say whether it still agrees.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

HEADING = re.compile(r"[一二三四五六七八九十]+、[^。；，]{1,30}")
LEAD = re.compile(r"（[一二三四五六七八九十]+）[^。；]{1,20}。")
MARKER = re.compile(r"⟦\s*(\d{1,18})\s*[:：]([^⟦⟧]*)⟧")


class MarkerFault(Exception):
    """A marker that cannot be read; the sentence says which and how it should look."""


@dataclass(frozen=True, slots=True)
class Token:
    """A figure: the observation, the form it is printed in (see `renderings.py`), and the print itself."""

    observation: int
    form: str
    text: str
    parts: tuple[int, ...] = ()


Run = str | Token


@dataclass(frozen=True, slots=True)
class Heading:
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    runs: tuple[Run, ...]
    lead: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    title: str
    width_mm: float
    align: str = "center"


@dataclass(frozen=True, slots=True)
class Table:
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[tuple[Run, ...], ...], ...]
    note: str = ""


Block = Heading | Paragraph | Table


@dataclass(frozen=True, slots=True)
class Printed:
    """One token where it stands: its neighbours tell the direction word and the unit."""

    ordinal: int
    token: Token
    place: str
    before: str
    after: str
    column: str = ""

    @property
    def in_table(self) -> bool:
        return bool(self.column)


def merged(runs: Iterable[Run]) -> tuple[Run, ...]:
    """Neighbouring words as one, empty ones left out: the same text is always the same runs."""
    made: list[Run] = []
    for run in runs:
        if isinstance(run, str) and made and isinstance(made[-1], str):
            made[-1] += run
        elif run != "":
            made.append(run)
    return tuple(made)


def plain(runs: Iterable[Run]) -> str:
    return "".join(run if isinstance(run, str) else run.text for run in runs)


def printed(blocks: Iterable[Block]) -> list[Printed]:
    """Every figure in the order of reading."""
    found: list[Printed] = []
    for place, column, runs in passages(blocks):
        for index, run in enumerate(runs):
            if isinstance(run, Token):
                before = plain(_back_to_token(runs[:index]))
                after = runs[index + 1] if index + 1 < len(runs) else ""
                found.append(
                    Printed(
                        len(found) + 1, run, place, before, after if isinstance(after, str) else "", column
                    )
                )
    return found


def _back_to_token(runs: tuple[Run, ...]) -> tuple[Run, ...]:
    last = runs[-1:] if runs else ()
    return last if last and isinstance(last[0], str) else ()


def passages(blocks: Iterable[Block]) -> Iterator[tuple[str, str, tuple[Run, ...]]]:
    """Each stretch of text with its place; a cell also names its column."""
    paragraphs = tables = 0
    for block in blocks:
        if isinstance(block, Table):
            tables += 1
            for number, row in enumerate(block.rows, 1):
                for column, cell in zip(block.columns, row, strict=True):
                    place = _("表%(table)s第%(row)s行“%(column)s”") % {
                        "table": tables,
                        "row": number,
                        "column": column.title,
                    }
                    yield place, column.title, cell
            if block.note:
                yield _("表%(table)s注") % {"table": tables}, "", (block.note,)
        else:
            paragraphs += 1
            runs = (block.text,) if isinstance(block, Heading) else (block.lead, *block.runs)
            yield _("正文第%(n)s段") % {"n": paragraphs}, "", tuple(run for run in runs if run != "")


# JSON


def to_data(blocks: Iterable[Block]) -> list[dict[str, Any]]:
    return [_block_data(block) for block in blocks]


def _block_data(block: Block) -> dict[str, Any]:
    if isinstance(block, Heading):
        return {"kind": "heading", "text": block.text}
    if isinstance(block, Paragraph):
        return {"kind": "paragraph", "lead": block.lead, "runs": _runs_data(block.runs)}
    return {
        "kind": "table",
        "title": block.title,
        "columns": [{"title": c.title, "width_mm": c.width_mm, "align": c.align} for c in block.columns],
        "rows": [[_runs_data(cell) for cell in row] for row in block.rows],
        "note": block.note,
    }


def _runs_data(runs: Iterable[Run]) -> list[Any]:
    data: list[Any] = []
    for run in merged(runs):
        if isinstance(run, str):
            data.append(run)
            continue
        token: dict[str, Any] = {"observation": run.observation, "form": run.form, "text": run.text}
        if run.parts:
            token["parts"] = list(run.parts)
        data.append(token)
    return data


def from_data(data: list[dict[str, Any]]) -> tuple[Block, ...]:
    return tuple(_block(item) for item in data)


def _block(item: dict[str, Any]) -> Block:
    if item["kind"] == "heading":
        return Heading(item["text"])
    if item["kind"] == "paragraph":
        return Paragraph(_runs(item["runs"]), item["lead"])
    return Table(
        item["title"],
        tuple(Column(**column) for column in item["columns"]),
        tuple(tuple(_runs(cell) for cell in row) for row in item["rows"]),
        item["note"],
    )


def _runs(data: list[Any]) -> tuple[Run, ...]:
    return tuple(
        run
        if isinstance(run, str)
        else Token(run["observation"], run["form"], run["text"], tuple(run.get("parts", ())))
        for run in data
    )


# Markers


def to_markers(block: Heading | Paragraph) -> str:
    """A paragraph as the editor shows it."""
    if isinstance(block, Heading):
        return block.text
    return block.lead + "".join(
        run if isinstance(run, str) else f"⟦{run.observation}:{run.text}⟧" for run in block.runs
    )


def from_markers(line: str) -> Block:
    """A paragraph as it was typed, without line breaks. Its figures have no form yet: what was typed tells it."""
    line = line.strip()
    if HEADING.fullmatch(line):
        return Heading(line)
    runs: list[Run] = []
    end = 0
    for found in MARKER.finditer(line):
        runs.append(line[end : found.start()])
        runs.append(Token(int(found[1]), "", found[2].strip()))
        end = found.end()
    runs.append(line[end:])
    stray = next((run for run in runs if isinstance(run, str) and re.search("[⟦⟧]", run)), None)
    if stray is not None:
        at = re.search("[⟦⟧]", stray)
        near = stray[max(0, at.start() - 6) : at.start() + 10] if at else stray
        raise MarkerFault(
            _("“%(near)s”处的数字标记不完整：写成 ⟦编号:数字⟧，例如 ⟦7:20.7⟧。") % {"near": near}
        )
    first = runs[0]
    lead = LEAD.match(first) if isinstance(first, str) else None
    if lead and isinstance(first, str):
        runs[0] = first[lead.end() :]
    kept = tuple(run for run in runs if run != "")
    return Paragraph(kept, lead[0] if lead else "")
