"""Filing on the page: open a draft, type cells, see what is wrong at once. What was typed is kept, right or wrong.

A draft that was begun on the page has no file until it is handed in; one that was uploaded keeps its file, and what is
typed stands over it. Two people may type into one draft: a cell that somebody else has changed meanwhile is not
overwritten, both values are told.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from wenzeng.base import clock, official, trail
from wenzeng.base.models.people import User
from wenzeng.cadence import actions, definitions, queries, workbook
from wenzeng.cadence.definitions import FormDefinition
from wenzeng.cadence.directory import Directory, Entry, directory
from wenzeng.cadence.models import Filing, TypedCell
from wenzeng.cadence.neutral import Neutral
from wenzeng.cadence.reading import read
from wenzeng.engines.period import Period

MOST_CELLS = 200_000
MOST_CHARACTERS = 1000
ON_THE_PAGE = "网页填写"


class CannotType(Exception):
    """Why nothing of it was saved."""


@dataclass(frozen=True)
class Typed:
    """One cell as a page sends it: its place, what is to stand there, and what the page showed there before."""

    sheet: str
    row: str
    column: str
    text: str
    seen: str


@dataclass(frozen=True)
class Conflict:
    """A cell that another person has changed since the page showed it: both values, nothing overwritten."""

    typed: Typed
    theirs: str
    who: str
    at: dt.datetime

    @property
    def sentence(self) -> str:
        return _("%(who)s %(at)s改成了“%(theirs)s”，你填的是“%(mine)s”。留哪个？") % {
            "who": self.who,
            "at": self.at.astimezone(clock.SHANGHAI).strftime("%H:%M"),
            "theirs": self.theirs,
            "mine": self.typed.text,
        }


@dataclass(frozen=True)
class Outcome:
    filing: Filing
    conflicts: tuple[Conflict, ...]


def standing(form: FormDefinition, period: Period, unit_id: int | None) -> Filing | None:
    """The draft that lies open for a place, the newest one."""
    rows = Filing.objects.of(form.slug, period, unit_id).open().select_related("unit", "file", "uploaded_by")
    return rows.order_by("-uploaded_at", "-pk").first()


def blank(form: FormDefinition, period: Period, unit: Entry | None, by: User, today: dt.date) -> Neutral:
    """What an empty draft says: names, earlier values, today's day, and who signed last time."""
    names = directory(period.end)
    known = queries.prefill(form, period, unit, today, by)
    last = _said_last(form, period, unit)
    head: dict[str, workbook.Value] = {
        field.key: last.head_text(field.key) for field in form.head.of_type("name") if last
    }
    head = {key: value for key, value in head.items() if value}
    if not head.get("filler"):
        head["filler"] = by.name
    head[form.known_at] = today
    if form.zero_from:
        field = form.head.field(form.zero_from.field)
        head[field.key] = next(choice for choice in field.choices if choice != form.zero_from.value)
    if form.simulated_from:
        field = form.head.field(form.simulated_from.field)
        real = next(choice for choice in field.choices if choice != form.simulated_from.value)
        head[field.key] = form.simulated_from.value if settings.WENZENG_DEMO else real
    content = workbook.fill(form, period, names, workbook.Values(head, known), unit=unit, demo=False)
    with official.in_chinese():
        return read(content, names, form)


def _said_last(form: FormDefinition, period: Period, unit: Entry | None) -> Neutral | None:
    """The place's newest filing of an earlier period, for the names of those who sign."""
    rows = Filing.objects.at_the_city().filter(form=form.slug, unit=unit.id if unit else None)
    row = rows.exclude(period_code=period.code).order_by("-known_at", "-pk").first()
    return Neutral.from_json(row.neutral) if row else None


@transaction.atomic
def open_draft(
    *, form: FormDefinition, period: Period, unit: Entry | None, by: User, now: dt.datetime
) -> Filing:
    """The draft of a place, begun now where none lies open. What is in the books is where a correction starts from."""
    refused = queries.refusal(by, form, unit)
    if refused:
        raise CannotType(refused)
    try:
        form.open_for(period)
    except definitions.CannotOpenForm as reason:
        raise CannotType(str(reason)) from reason
    if not form.asks_of(period):
        raise CannotType(
            _("%(form)s没有%(period)s这一期。") % {"form": form.title, "period": period.label_with_year}
        )
    if period.end >= now.date():
        raise CannotType(_("%(period)s还没有结束，没有表可报。") % {"period": period.label_with_year})
    unit_id = unit.id if unit else None
    found = standing(form, period, unit_id)
    if found:
        return found
    place = Filing.objects.select_for_update(of=("self",)).of(form.slug, period, unit_id)
    if place.filter(state=Filing.State.SUBMITTED).exists():
        raise CannotType(_("这期已经提交，等市工信局审核。要改，先在那份报表里撤回。"))
    neutral = blank(form, period, unit, by, now.date())
    recorded = place.filter(state=Filing.State.RECORDED).order_by("-uploaded_at", "-pk").first()
    if recorded:
        neutral = queries.corrected(Neutral.from_json(recorded.neutral), neutral, form)
    filing = Filing.objects.create(
        form=form.slug,
        asked=form.slug,
        period_code=period.code,
        unit_id=unit_id,
        body=queries.body_of(by, form, unit_id),
        file_name=ON_THE_PAGE,
        state=Filing.State.FAULTY,
        uploaded_by=by,
        uploaded_at=now,
        neutral=neutral.as_json(),
    )
    trail.note(by=by, deed="filing.begin", about=filing, after={"state": filing.state})
    actions.look_again(filing, now.date())
    return filing


@transaction.atomic
def type_cells(*, filing: Filing, cells: Sequence[Typed], by: User, now: dt.datetime) -> Outcome:
    """Save cells of an open draft, a whole pasted block at once, and check it again.

    A cell whose value is no longer what the page showed is left as it is and comes back as a conflict; the others are
    saved. Sending a value that stands there already is no conflict.
    """
    row = (
        Filing.objects.select_for_update(of=("self",)).select_related("unit", "uploaded_by").get(pk=filing.pk)
    )
    if not queries.may_file(by, row):
        raise CannotType(_("只有填报人和本单位能填这份报表。"))
    if not row.is_open:
        raise CannotType(
            _("这份报表是“%(state)s”，不能再填。要改，先撤回。") % {"state": row.get_state_display()}
        )
    form = row.definition
    if form is None or row.period is None:
        raise CannotType(_("没有认出表或报告期，不能在网页上改：下载模板重填再传。"))
    if len(cells) > MOST_CELLS:
        raise CannotType(_("一次粘贴%(n)s格，太多了：分几次粘。") % {"n": len(cells)})
    said = queries.said(row)
    texts = {
        (line.sheet, line.key, key): cell.text for line in said.lines for key, cell in line.cells.items()
    }
    texts |= {(cell.sheet, "", key): cell.text for key, cell in said.head.items()}
    open_to = open_places(form, said, directory(row.period.end))
    typed_before = {cell.place: cell for cell in row.typed.select_related("by")}
    fresh: list[TypedCell] = []
    conflicts: list[Conflict] = []
    for cell in cells:
        place = (cell.sheet, cell.row, cell.column)
        if place not in open_to:
            raise CannotType(
                _("《%(sheet)s》里没有这一格，或这一格不用填：刷新页面再填。") % {"sheet": cell.sheet}
            )
        text = cell.text.replace("\x00", "").strip()
        if len(text) > MOST_CHARACTERS:
            raise CannotType(
                _("一格里有%(n)s个字，最多%(most)s个：写短一些。") % {"n": len(text), "most": MOST_CHARACTERS}
            )
        if text == texts[place]:
            continue
        if cell.seen.strip() != texts[place]:
            earlier = typed_before.get(place)
            conflicts.append(
                Conflict(
                    cell,
                    texts[place],
                    earlier.by.name if earlier else str(row.uploaded_by or _("系统")),
                    earlier.at if earlier else row.uploaded_at,
                )
            )
            continue
        fresh.append(
            TypedCell(
                filing=row, sheet=cell.sheet, row=cell.row, column=cell.column, text=text, by=by, at=now
            )
        )
    TypedCell.objects.bulk_create(
        fresh,
        update_conflicts=True,
        unique_fields=["filing", "sheet", "row", "column"],
        update_fields=["text", "by", "at"],
    )
    if fresh:
        actions.look_again(row, now.date())
    return Outcome(row, tuple(conflicts))


def open_places(form: FormDefinition, said: Neutral, names: Directory) -> set[tuple[str, str, str]]:
    """The cells that a person may type into."""
    places = {
        (form.head.sheet, "", field.key)
        for field in form.head.fields
        if field.type in {"date", "choice", "text", "name", "reason"}
    }
    for line in said.lines:
        table = form.table(line.sheet)
        if table is None or not line.key:
            continue
        entry = names.by_key(line.key)
        for column in table.columns:
            if column.type not in {"unit", "known"} and (
                column.type != "number" or table.asks(column, line.key, entry.group if entry else "")
            ):
                places.add((line.sheet, line.key, column.key))
    return places
