"""A bulletin as an official page: the tree that becomes .docx, from its own words or anew from the facts."""

from collections.abc import Iterable, Mapping
from typing import Any

from wenzeng.base.models import Observation
from wenzeng.base.official import in_chinese
from wenzeng.bulletins import text
from wenzeng.bulletins.models import Bulletin, Series
from wenzeng.bulletins.renderings import CannotPrint, text_of
from wenzeng.engines import official_page as page
from wenzeng.engines.wording import chinese_ordinal

BLANK_NUMBER, BLANK_DATE = "第　　期", "　　年　　月　　日"


def head_of(series: Series) -> dict[str, Any]:
    """What stands above and below the text; frozen on the bulletin so that a change of the series leaves it alone."""
    return {
        "series": series.name,
        "kind": series.kind,
        "organ": series.organ,
        "header_note": series.header_note,
        "main_to": series.main_to,
        "copy_to": series.copy_to,
        "printed_by": series.printed_by,
    }


def observations_in(blocks: Iterable[text.Block]) -> dict[int, Observation]:
    """Every observation that the text names, loaded at once."""
    wanted: set[int] = set()
    for one in text.printed(blocks):
        wanted |= {one.token.observation, *one.token.parts}
    rows = Observation.objects.filter(pk__in=wanted).select_related("indicator", "batch__file", "subject")
    return {row.pk: row for row in rows.prefetch_related("subject__names")}


def expected(token: text.Token, observations: Mapping[int, Observation]) -> str | None:
    """What the facts say that a token must print; None when they do not say (unknown figure or form)."""
    row = observations.get(token.observation)
    if row is None or any(pk not in observations for pk in token.parts):
        return None
    try:
        return text_of(row, token.form, [observations[pk] for pk in token.parts])
    except CannotPrint:
        return None


@in_chinese()
def tree(
    bulletin: Bulletin,
    *,
    from_facts: Mapping[int, Observation] | None = None,
    annexes: tuple[page.Annex, ...] = (),
) -> page.Document:
    """The document of a bulletin. With `from_facts` every figure is printed anew from its observation."""
    head = bulletin.head
    blocks = text.from_data(bulletin.text)
    number = f"第{chinese_ordinal(bulletin.number)}期" if bulletin.number else BLANK_NUMBER
    day = bulletin.issued_on
    date = f"{day.year}年{day.month}月{day.day}日" if day else BLANK_DATE
    masthead: page.IssueMasthead | page.LetterMasthead
    if head["kind"] == Series.Kind.ISSUE:
        masthead = page.IssueMasthead(head["series"], number, head["organ"], date)
    else:
        given = f"〔{bulletin.year}〕{bulletin.number}号" if bulletin.number else "〔　　〕　号"
        masthead = page.LetterMasthead(f"{head['organ']}文件", given)
    return page.Document(
        masthead=masthead,
        title_lines=(bulletin.title,),
        blocks=tuple(
            _block(block, from_facts, head.get("squeeze", {}).get(str(index), 0.0))
            for index, block in enumerate(blocks)
        ),
        properties=page.Properties(
            title=f"{bulletin.label} {bulletin.title}",
            snapshot_id=bulletin.snapshot,
            stamped_at=bulletin.moment,
            author=head["organ"],
        ),
        annexes=annexes,
        end_block=page.EndBlock(
            main_to=tuple(head["main_to"]),
            copy_to=tuple(tuple(group) for group in head["copy_to"]),
            printed_by=head["printed_by"],
            printed_on=date,
        ),
        header_note=head["header_note"] or None,
        marks=page.Marks(bulletin.security, bulletin.urgency),
    )


def _block(block: text.Block, from_facts: Mapping[int, Observation] | None, squeeze_pt: float) -> page.Block:
    if isinstance(block, text.Heading):
        return page.Heading1((block.text,))
    if isinstance(block, text.Paragraph):
        return page.Paragraph(_runs(block.runs, from_facts), block.lead, squeeze_pt)
    return page.Table(
        block.title,
        tuple(
            page.Column(column.title, column.width_mm, "left" if column.align == "left" else "center")
            for column in block.columns
        ),
        tuple(tuple(_runs(cell, from_facts) for cell in row) for row in block.rows),
        block.note,
    )


def _runs(runs: Iterable[text.Run], from_facts: Mapping[int, Observation] | None) -> tuple[page.Run, ...]:
    made: list[page.Run] = []
    for run in runs:
        if isinstance(run, str):
            made.append(run)
            continue
        words = run.text if from_facts is None else expected(run, from_facts) or run.text
        made.append(page.Figure(f"F_{run.observation}", words) if words else "")
    return tuple(run for run in made if run != "")
