"""A bulletin on the screen: the same blocks as on paper, each figure a link to its permanent address."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from wenzeng.base.models import Observation
from wenzeng.bulletins import pages, text
from wenzeng.bulletins.checks import Finding, what
from wenzeng.bulletins.models import Bulletin
from wenzeng.engines.wording import screen_number


@dataclass(frozen=True)
class Piece:
    """A stretch of words, or a figure with its address and what it is."""

    text: str
    url: str = ""
    about: str = ""
    wrong: bool = False


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


def page(bulletin: Bulletin) -> Page:
    blocks = text.from_data(bulletin.text)
    observations = pages.observations_in(blocks)
    masthead = pages.tree(bulletin).masthead
    return Page(
        number=getattr(masthead, "number", "") or getattr(masthead, "doc_number", ""),
        date=getattr(masthead, "date", ""),
        blocks=tuple(_shown(block, observations) for block in blocks),
    )


def _shown(block: text.Block, observations: Mapping[int, Observation]) -> Shown:
    if isinstance(block, text.Heading):
        return Shown("heading", (Piece(block.text),))
    if isinstance(block, text.Paragraph):
        return Shown("paragraph", _pieces(block.runs, observations), lead=block.lead)
    return Shown(
        "table",
        title=block.title,
        columns=tuple(column.title for column in block.columns),
        rows=tuple(tuple(_pieces(cell, observations) for cell in row) for row in block.rows),
        note=block.note,
    )


def _pieces(runs: Iterable[text.Run], observations: Mapping[int, Observation]) -> tuple[Piece, ...]:
    made = []
    for run in runs:
        if isinstance(run, str):
            made.append(Piece(run))
            continue
        row = observations.get(run.observation)
        made.append(
            Piece(
                run.text or "□",
                reverse("figure", args=[run.observation]) if row else "",
                f"{what(row)} {row.printed}{row.unit}" if row else "",
                wrong=pages.expected(run, observations) != run.text,
            )
        )
    return tuple(made)


def figures(bulletin: Bulletin) -> list[FigureLine]:
    """The list beside the page: each observation once, with the first place where it stands."""
    seen: dict[int, FigureLine] = {}
    rows = bulletin.figures.select_related(
        "observation__indicator", "observation__subject", "observation__batch__file"
    ).prefetch_related("observation__subject__names")
    for figure in rows:
        row = figure.observation
        source = f"{row.sheet}!{row.cell}" if row.cell else row.method
        seen.setdefault(
            row.pk,
            FigureLine(
                ordinal=figure.ordinal,
                text=figure.text,
                url=reverse("figure", args=[row.pk]),
                observation=row.pk,
                about=what(row),
                place=figure.place,
                source=source,
                simulated=row.simulated,
            ),
        )
    return list(seen.values())


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
            "old": f"{screen_number(old.printed)}{old.unit}",
            "new": f"{screen_number(new.printed)}{new.unit}",
        }
    return found
