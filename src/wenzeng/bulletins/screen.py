"""A bulletin on the screen: the same blocks as on paper, each figure a link to its permanent address."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from wenzeng.base.models import Observation
from wenzeng.bulletins import pages, text
from wenzeng.bulletins.checks import Finding, value_in_words, what
from wenzeng.bulletins.models import Bulletin


@dataclass(frozen=True)
class Piece:
    """A stretch of words, or a figure with its address and what it is."""

    text: str
    url: str = ""
    about: str = ""
    wrong: bool = False
    whole: bool = False  # never broken at the end of a line


RANGE = re.compile(r"(\d{1,2}—\d{1,2}月)")


@dataclass(frozen=True)
class Shown:
    kind: str
    pieces: tuple[Piece, ...] = ()
    lead: str = ""
    title: str = ""
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[tuple[Piece, ...], ...], ...] = ()
    note: str = ""


@dataclass(frozen=True)
class Page:
    number: str
    date: str
    blocks: tuple[Shown, ...]

    @property
    def tables(self) -> tuple[Shown, ...]:
        return tuple(block for block in self.blocks if block.kind == "table")


@dataclass(frozen=True)
class FigureLine:
    ordinal: int
    text: str
    url: str
    observation: int
    about: str
    place: str
    source: str
    simulated: bool


def page(bulletin: Bulletin, *, linked: bool = True) -> Page:
    """`linked` is false for a reader to whom a figure's page is closed."""
    blocks = text.from_data(bulletin.text)
    observations = pages.observations_in(blocks)
    masthead = pages.tree(bulletin).masthead
    return Page(
        number=getattr(masthead, "number", "") or getattr(masthead, "doc_number", ""),
        date=getattr(masthead, "date", ""),
        blocks=tuple(_shown(block, observations, linked) for block in blocks),
    )


def _shown(block: text.Block, observations: Mapping[int, Observation], linked: bool) -> Shown:
    if isinstance(block, text.Heading):
        return Shown("heading", (Piece(block.text),))
    if isinstance(block, text.Paragraph):
        return Shown("paragraph", _pieces(block.runs, observations, linked), lead=block.lead)
    return Shown(
        "table",
        title=block.title,
        columns=tuple(column.title for column in block.columns),
        rows=tuple(tuple(_pieces(cell, observations, linked) for cell in row) for row in block.rows),
        note=block.note,
    )


def _pieces(
    runs: Iterable[text.Run], observations: Mapping[int, Observation], linked: bool
) -> tuple[Piece, ...]:
    made = []
    for run in runs:
        if isinstance(run, str):
            made += [Piece(part, whole=bool(RANGE.fullmatch(part))) for part in RANGE.split(run) if part]
            continue
        row = observations.get(run.observation)
        made.append(
            Piece(
                run.text or "□",
                reverse("figure", args=[run.observation]) if row and linked else "",
                f"{what(row)} {value_in_words(row)}" if row else "",
                wrong=pages.expected(run, observations) != run.text,
            )
        )
    return tuple(made)


def figures(bulletin: Bulletin) -> list[FigureLine]:
    """The list beside the page: each observation once, with the first place where it stands."""
    seen: dict[int, FigureLine] = {}
    rows = bulletin.figures.select_related(
        "observation__indicator", "observation__subject", "observation__batch__file"
    ).prefetch_related("observation__subject__names", "observation__input_rows__input")
    for figure in rows:
        row = figure.observation
        seen.setdefault(
            row.pk,
            FigureLine(
                ordinal=figure.ordinal,
                text=figure.text,
                url=reverse("figure", args=[row.pk]),
                observation=row.pk,
                about=what(row),
                place=figure.place,
                source=_source(row),
                simulated=row.simulated,
            ),
        )
    return list(seen.values())


def _source(row: Observation) -> str:
    """附表2!C7; of a computed figure the cells that it was made from."""
    if row.cell:
        return f"{row.sheet}!{row.cell}"
    cells = [f"{link.input.sheet}!{link.input.cell}" for link in row.input_rows.all() if link.input.cell]
    named = "、".join(cells[:2])
    if len(cells) > 2:
        return _("由%(cells)s等%(n)s格计算") % {"cells": named, "n": len(cells)}
    return _("由%(cells)s计算") % {"cells": named} if named else _("计算所得")


def line(bulletin: Bulletin, finding: Finding) -> dict[str, Any]:
    """A finding with the explanation that was written for it; a revised figure with its two prints."""
    found = {
        "finding": finding,
        "must": finding.severity == "block",
        "explanation": str(bulletin.explanations.get(finding.key, "")),
    }
    if finding.revised:
        old, new = finding.revised.old, finding.revised.new
        found |= {
            "about": what(old),
            "old": value_in_words(old),
            "new": value_in_words(new),
        }
    return found
