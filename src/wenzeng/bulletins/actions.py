"""Verbs that write: draft, save, advance, send back, explain, register, issue, void; and the files of a bulletin."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Max
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wenzeng.base import facts, files, trail
from wenzeng.base.access import Can
from wenzeng.base.clock import SHANGHAI
from wenzeng.base.models import Body, Observation, User
from wenzeng.base.official import in_chinese, recorded
from wenzeng.bulletins import checks, composing, definitions, pages, proofing, text, tracing
from wenzeng.bulletins.models import (
    ORDER,
    Bulletin,
    BulletinFigure,
    BulletinStep,
    NumberTaken,
    Series,
    State,
)
from wenzeng.bulletins.renderings import form_of
from wenzeng.engines import official_page as page
from wenzeng.engines.period import Period

# Whose duty a step is (decisions.md 30).
DEEDS: dict[State, Can] = {
    State.COUNTERSIGNED: Can.DRAFT_BULLETINS,
    State.REVIEWED: Can.DRAFT_BULLETINS,
    State.SIGNED: Can.SIGN_BULLETINS,
    State.RECHECKED: Can.REGISTER_BULLETINS,
    State.REGISTERED: Can.REGISTER_BULLETINS,
    State.PRINTED: Can.REGISTER_BULLETINS,
    State.ISSUED: Can.REGISTER_BULLETINS,
    State.ARCHIVED: Can.REGISTER_BULLETINS,
}


class CannotDraft(Exception):
    """Why there is no draft, and what to do first; `page` is the URL name of where that is done, if anywhere."""

    def __init__(self, sentence: str, page: str = "") -> None:
        super().__init__(sentence)
        self.page = page


class CannotAdvance(Exception):
    """Why a bulletin stays where it is; `findings` are what stands against it."""

    def __init__(self, sentence: str, findings: Sequence[checks.Finding] = ()) -> None:
        super().__init__(sentence)
        self.findings = tuple(findings)


class CannotSave(Exception):
    """Why a text was not saved. What was typed stays with the caller; `standing` is what others saved meanwhile."""

    def __init__(self, sentence: str, standing: "Bulletin | None" = None) -> None:
        super().__init__(sentence)
        self.standing = standing


def may(user: User, state: State, row: Bulletin) -> bool:
    """Whether a step is this person's: whoever drafted does not review."""
    return user.can(DEEDS[state]) and not (state == State.REVIEWED and user.pk == row.drafted_by_id)


def _must(by: User, deed: Can) -> None:
    if not by.can(deed):
        raise PermissionDenied(str(_("这一步要有相应职责：请转给有职责的同志办理。")))


def sync_series() -> int:
    """Bring the series in line with `rules/bulletins`; bulletins keep the head they were drafted with."""
    rules = definitions.every_series()
    for entry in rules:
        Series.objects.update_or_create(
            key=entry.id,
            defaults={
                "name": entry.title,
                "owner": Body.objects.get(subject__key=entry.owner),
                "kind": entry.kind,
                "organ": entry.organ,
                "header_note": entry.header_note,
                "main_to": entry.main_to,
                "copy_to": entry.copy_to,
                "printed_by": entry.printed_by,
                "is_demo": entry.is_demo,
            },
        )
    return len(rules)


# Text


@transaction.atomic
def draft(
    *, period: Period, as_of: dt.date, by: User | None, now: dt.datetime, anew: bool = False
) -> Bulletin:
    """The draft of a period from facts alone; a second call gives the standing one.

    With `anew` a draft still in 起草 is written again from today's facts (what was typed there stays in the trail);
    when the standing one has been issued, another is begun beside it. A text whose gaps and ranks are older than its
    rates would contradict itself: that is refused.
    """
    sync_series()
    standing = Bulletin.objects.standing().filter(period_code=period.code).select_related("series").first()
    if standing and not anew:
        return standing
    if standing and standing.state not in (State.DRAFTED, State.ISSUED, State.ARCHIVED):
        raise CannotDraft(
            _("%(period)s的通报正在“%(state)s”：先退回起草，再重新起草。")
            % {"period": period.label_with_year, "state": standing.get_state_display()}
        )
    try:
        made = composing.compose(period=period, as_of=as_of)
    except composing.NothingToSay as reason:
        raise CannotDraft(str(reason)) from reason
    except composing.OutOfDate as reason:
        raise CannotDraft(str(reason), page="month") from reason
    series = Series.objects.filter(is_demo=made.simulated, kind=Series.Kind.ISSUE).order_by("pk").first()
    if series is None:
        raise CannotDraft(_("没有可用的通报刊名：先在 rules/bulletins 里登记。"))
    values = {
        "series": series,
        "as_of": as_of,
        "title": made.title,
        "text": text.to_data(made.blocks),
        "notes": list(made.notes),
        "head": pages.head_of(series),
        "simulated": made.simulated,
        "changed_at": now,
    }
    if standing and standing.state == State.DRAFTED:
        row = Bulletin.objects.select_for_update().get(pk=standing.pk)
        before = {"title": row.title, "text": row.text}
        for name, value in values.items():
            setattr(row, name, value)
        row.version += 1
        row.drafted_by = by
        row.explanations = {}
        row.save()
        opinion = recorded(gettext_lazy("按截至%(day)s的数据重新起草。"), day=as_of)
    else:
        before = None
        row = Bulletin.objects.create(period_code=period.code, drafted_by=by, drafted_at=now, **values)
        opinion = recorded(gettext_lazy("按截至%(day)s的数据起草。"), day=as_of)
    _figures(row)
    _step(row, by=by, now=now, opinion=opinion)
    trail.note(
        by=by, deed="bulletins.draft", about=row, before=before, after={"title": row.title, "text": row.text}
    )
    return row


@in_chinese()
def _figures(row: Bulletin) -> None:
    """Write the figures of the text anew; a token without an observation is left to the checks."""
    printed = text.printed(text.from_data(row.text))
    known = set(
        Observation.objects.filter(pk__in={one.token.observation for one in printed}).values_list(
            "pk", flat=True
        )
    )
    row.figures.all().delete()
    BulletinFigure.objects.bulk_create(
        BulletinFigure(
            bulletin=row,
            ordinal=one.ordinal,
            observation_id=one.token.observation,
            form=one.token.form,
            text=one.token.text[:40],
            place=one.place[:60],
            before=one.before[-40:],
            after=one.after[:20],
        )
        for one in printed
        if one.token.observation in known
    )


@dataclass(frozen=True)
class Typed:
    """What came from the editor: one piece of text for each heading or paragraph, in order; tables stay."""

    title: str
    pieces: tuple[str, ...]
    version: int
    security: str = ""
    urgency: str = ""
    openness: str = Bulletin.Openness.ON_REQUEST


@transaction.atomic
def save_text(*, bulletin: Bulletin, typed: Typed, by: User, now: dt.datetime) -> Bulletin:
    """Keep what was typed. A wrong figure is kept as well: the checks name it, and it does not get past them."""
    _must(by, Can.DRAFT_BULLETINS)
    row = Bulletin.objects.select_for_update().get(pk=bulletin.pk)
    if not row.may_be_edited:
        raise CannotSave(
            _("这份通报已到“%(state)s”，不能直接改正文：先退回起草。") % {"state": row.get_state_display()}
        )
    if row.version != typed.version:
        raise CannotSave(_("你打开以后，别人改过这份稿子：两份都在下面，对照后再存。"), row)
    if not typed.title.strip():
        raise CannotSave(_("没写标题：写上再存。"))
    try:
        blocks = _blocks(row, typed.pieces)
    except text.MarkerFault as fault:
        raise CannotSave(str(fault)) from fault
    if not any(isinstance(block, text.Paragraph) for block in blocks):
        raise CannotSave(_("正文是空的：至少留一段；不要这份稿子的，用“作废”。"))
    before = {"title": row.title, "text": row.text}
    row.title, row.text = typed.title.strip()[:120], text.to_data(blocks)
    row.security, row.urgency, row.openness = typed.security, typed.urgency, typed.openness
    observations = pages.observations_in(blocks)
    row.simulated = any(one.simulated for one in observations.values())
    row.version += 1
    row.changed_at = now
    row.save()
    _figures(row)
    trail.note(
        by=by,
        deed="bulletins.save_text",
        about=row,
        before=before,
        after={"title": row.title, "text": row.text},
    )
    return row


def _blocks(row: Bulletin, pieces: Sequence[str]) -> list[text.Block]:
    """The pieces in order, tables where they stood: a table follows the paragraph that it followed."""
    blocks: list[text.Block] = []
    waiting = list(pieces)
    for block in text.from_data(row.text):
        if isinstance(block, text.Table):
            blocks.append(block)
        elif waiting:
            blocks += _lines(waiting.pop(0))
    for piece in waiting:
        blocks += _lines(piece)
    observations = pages.observations_in(blocks)
    return [_with_forms(block, observations) for block in blocks]


def _lines(piece: str) -> list[text.Block]:
    return [text.from_markers(line) for line in piece.splitlines() if line.strip()]


def _with_forms(block: text.Block, observations: Mapping[int, Observation]) -> text.Block:
    """Give every figure that was typed its form. None is taken over from elsewhere: a table's print carries a sign."""
    if not isinstance(block, text.Paragraph):
        return block
    runs: list[text.Run] = []
    for run in block.runs:
        if isinstance(run, text.Token):
            before = runs[-1] if runs and isinstance(runs[-1], str) else ""
            run = replace(run, form=form_of(observations.get(run.observation), run.text, before))
        runs.append(run)
    return replace(block, runs=tuple(runs))


# Steps


def _step(row: Bulletin, *, by: User | None, now: dt.datetime, opinion: str) -> None:
    BulletinStep.objects.create(bulletin=row, state=row.state, at=now, by=by, opinion=opinion[:300])


def _day(now: dt.datetime) -> dt.date:
    return now.astimezone(SHANGHAI).date()


def _locked(bulletin: Bulletin, to: State, now: dt.datetime) -> Bulletin:
    """The row, ready to take a step: it is the next one, and nothing stands against it."""
    row = Bulletin.objects.select_for_update(of=("self",)).select_related("series").get(pk=bulletin.pk)
    if row.next_state != to:
        raise CannotAdvance(
            _("这份通报现在是“%(now)s”，不能直接“%(to)s”：请刷新后按顺序办理。")
            % {"now": row.get_state_display(), "to": to.label}
        )
    if ORDER.index(to) <= ORDER.index(State.ISSUED):
        standing = checks.open_findings(row, today=_day(now), for_state=to)
        if standing:
            raise CannotAdvance(
                _("还有%(n)s处要处理，不能“%(to)s”。第一处：%(first)s")
                % {"n": len(standing), "to": to.label, "first": standing[0].sentence},
                standing,
            )
    return row


def _moved(
    row: Bulletin,
    to: State,
    *,
    by: User,
    now: dt.datetime,
    opinion: str,
    after: dict[str, object] | None = None,
) -> Bulletin:
    before = row.state
    row.state = to
    row.save()
    _step(row, by=by, now=now, opinion=opinion)
    trail.note(
        by=by,
        deed=f"bulletins.{to}",
        about=row,
        before={"state": before},
        after={"state": to, **(after or {})},
        reason=opinion[:500],
    )
    return row


@transaction.atomic
def advance(*, bulletin: Bulletin, to: State, opinion: str, by: User, now: dt.datetime) -> Bulletin:
    """会签, 审核, 签发, 复核, 印制用印, 归档. 登记 and 核发 have their own verbs."""
    if to not in DEEDS or to in (State.REGISTERED, State.ISSUED):
        raise CannotAdvance(_("登记和核发要走各自的手续。"))
    _must(by, DEEDS[to])
    if not may(by, to, bulletin):
        raise CannotAdvance(_("起草人不能审核自己起草的通报：请运行监测科另一位同志审核。"))
    return _advance(bulletin, to, opinion=opinion, by=by, now=now)


def _advance(bulletin: Bulletin, to: State, *, opinion: str, by: User, now: dt.datetime) -> Bulletin:
    row = _locked(bulletin, to, now)
    if to == State.SIGNED:
        row.signed_by, row.signed_at = by, now
    return _moved(row, to, by=by, now=now, opinion=opinion)


@transaction.atomic
def send_back(*, bulletin: Bulletin, opinion: str, by: User, now: dt.datetime) -> Bulletin:
    """退回起草, by whoever would take the next step; a signature given before falls with it."""
    row = Bulletin.objects.select_for_update(of=("self",)).select_related("series").get(pk=bulletin.pk)
    if row.state not in (State.COUNTERSIGNED, State.REVIEWED, State.SIGNED, State.RECHECKED):
        raise CannotAdvance(
            _("这份通报是“%(state)s”，不能退回起草：已编号的只能作废。") % {"state": row.get_state_display()}
        )
    following = row.next_state
    if following is None or not (by.can(DEEDS[following]) or by.can(Can.DRAFT_BULLETINS)):
        raise PermissionDenied(str(_("这一步要有相应职责：请转给有职责的同志办理。")))
    if not opinion.strip():
        raise CannotAdvance(_("没写退回意见：写明要改什么。"))
    row.signed_by = row.signed_at = None
    return _moved(row, State.DRAFTED, by=by, now=now, opinion=opinion)


@transaction.atomic
def explain(*, bulletin: Bulletin, key: str, sentence: str, by: User, now: dt.datetime) -> Bulletin:
    """Answer a finding that asks for an explanation, or with its check's name all that this check asks.

    The answer stands on the bulletin with the name of the one who gave it, and in the trail.
    """
    _must(by, Can.DRAFT_BULLETINS)
    row = Bulletin.objects.select_for_update(of=("self",)).select_related("series").get(pk=bulletin.pk)
    asked = [
        found
        for found in checks.findings(row, today=_day(now))
        if key in (found.key, found.check) and found.severity == "explain"
    ]
    if not asked:
        raise CannotAdvance(_("这条提示已经不在了，或者要改、不能只说明：请刷新后再看。"))
    if not sentence.strip():
        raise CannotAdvance(_("没写说明：写一句为什么可以这样用。"))
    said = recorded(
        gettext_lazy("%(sentence)s（%(name)s，%(day)s）"),
        sentence=sentence.strip()[:300],
        name=by,
        day=_day(now),
    )
    row.explanations = row.explanations | {found.key: said for found in asked}
    row.save(update_fields=["explanations"])
    trail.note(
        by=by,
        deed="bulletins.explain",
        about=row,
        after={"findings": [found.key for found in asked]},
        reason=sentence[:500],
    )
    return row


@transaction.atomic
def register(*, bulletin: Bulletin, number: int | None, by: User, now: dt.datetime) -> Bulletin:
    """登记: the number is entered, and given once (decisions.md 30). The series carries other subjects, so that no
    number is ever guessed here and gaps are fine."""
    _must(by, Can.REGISTER_BULLETINS)
    if number is None:
        raise CannotAdvance(_("没写期号：按编号簿填写本期的期号，再登记。"))
    return _register(bulletin, number, by=by, now=now)


def _register(bulletin: Bulletin, number: int, *, by: User, now: dt.datetime) -> Bulletin:
    row = _locked(bulletin, State.REGISTERED, now)
    year = _day(now).year
    Series.objects.select_for_update().get(pk=row.series_id)
    if number < 1:
        raise CannotAdvance(_("期号要是1以上的整数。"))
    taken = (
        NumberTaken.objects.filter(series=row.series, year=year, number=number)
        .select_related("bulletin")
        .first()
    )
    if taken:
        raise CannotAdvance(
            _("%(year)s年第%(number)s期已用过（%(title)s%(void)s），不能再用：换一个，下一个空号是%(next)s。")
            % {
                "year": year,
                "number": number,
                "title": taken.bulletin.title,
                "void": _("，已作废") if taken.bulletin.state == State.VOID else "",
                "next": next_number(row.series, year),
            }
        )
    NumberTaken.objects.create(
        series=row.series, year=year, number=number, bulletin=row, taken_at=now, taken_by=by
    )
    row.year, row.number = year, number
    return _moved(
        row,
        State.REGISTERED,
        by=by,
        now=now,
        opinion=recorded(gettext_lazy("编为第%(n)s期。"), n=number),
        after={"number": number},
    )


def next_number(series: Series, year: int) -> int:
    """One after the highest ever given, voided ones included."""
    return (last_number(series, year) or 0) + 1


def last_number(series: Series, year: int) -> int | None:
    taken = NumberTaken.objects.filter(series=series, year=year)
    highest: int | None = taken.aggregate(Max("number"))["number__max"]
    return highest


def issue(*, bulletin: Bulletin, by: User, now: dt.datetime) -> Bulletin:
    """核发: the file is frozen, and every figure notes that it was printed here.

    The pages are looked at first, outside of the transaction: that takes seconds.
    """
    _must(by, Can.REGISTER_BULLETINS)
    looked = proof_of(bulletin, now=now) if bulletin.next_state == State.ISSUED else None
    with transaction.atomic():
        return _issue(bulletin, by=by, now=now, looked=looked)


@in_chinese()
def proof_of(bulletin: Bulletin, *, now: dt.datetime) -> proofing.Proof:
    """The pages as they would be issued now; the bulletin stays as it is."""
    row = Bulletin.objects.select_related("series").get(pk=bulletin.pk)
    row.issued_on, row.head = row.issued_on or _day(now), {**row.head, "squeeze": {}}
    return proofing.proof(pages.tree(row))


def _issue(
    bulletin: Bulletin, *, by: User, now: dt.datetime, looked: proofing.Proof | None = None
) -> Bulletin:
    row = _locked(bulletin, State.ISSUED, now)
    row.issued_on, row.changed_at = _day(now), now
    if looked:
        row.head = {**row.head, "squeeze": looked.squeeze, "proof": looked.sentences}
    content = page.render(pages.tree(row))
    if content != redraw(row):
        raise CannotAdvance(_("定稿与按观测值重排的结果不一致，不能核发：请退回起草核对。"))
    row.document = files.keep(content, name=f"{row.label}.docx", by=by)
    row = _moved(
        row,
        State.ISSUED,
        by=by,
        now=now,
        opinion=recorded(gettext_lazy("核发，定稿封存。")),
        after={"sha256": row.document.sha256, "issued_on": row.issued_on},
    )
    url = reverse("bulletin", args=[row.pk])
    for figure in row.figures.select_related("observation"):
        facts.cite(
            figure.observation,
            document=f"bulletin:{row.pk}",
            title=f"{row.label} {row.title}",
            url=url,
            place=f"{figure.place}（第{figure.ordinal}个数）",
            now=now,
        )
    facts.note_citations(f"bulletin:{row.pk}", about=row, by=by)
    return row


@transaction.atomic
def void(*, bulletin: Bulletin, reason: str, by: User, now: dt.datetime) -> Bulletin:
    """作废. A number that it had stays taken for good."""
    row = Bulletin.objects.select_for_update(of=("self",)).select_related("series").get(pk=bulletin.pk)
    if row.state in (State.VOID, State.ARCHIVED):
        raise CannotAdvance(_("这份通报已“%(state)s”，不能作废。") % {"state": row.get_state_display()})
    _must(by, Can.REGISTER_BULLETINS if row.number else Can.DRAFT_BULLETINS)
    if not reason.strip():
        raise CannotAdvance(_("没写作废原因：写一句为什么作废。"))
    row.void_reason = reason.strip()[:300]
    return _moved(row, State.VOID, by=by, now=now, opinion=reason)


@transaction.atomic
def finish(
    *,
    bulletin: Bulletin,
    number: int | None,
    by: User,
    now: dt.datetime,
    signer: User | None = None,
    looked: proofing.Proof | None = None,
) -> Bulletin:
    """Walk what is left of the way to 核发 at once, for the command line and the demo's past months.

    Without a number the one after the highest is given: only for books that carry no other subject.

    Every step stands in the operator's name (签发 in the signer's, if one is given), whatever his duties; the checks
    hold as ever. Where one person drafted and reviewed, the step says so. One that is out is left as it is.
    """
    row = Bulletin.objects.select_related("series").get(pk=bulletin.pk)
    if row.state == State.VOID:
        raise CannotAdvance(_("这份通报已作废：重新起草后再办。"))
    while not row.is_out:
        following = row.next_state
        if following == State.REGISTERED:
            given = next_number(row.series, _day(now).year) if number is None else number
            row = _register(row, given, by=by, now=now)
        elif following == State.ISSUED:
            row = _issue(row, by=by, now=now, looked=looked)
        elif following is not None:
            who = signer if signer and following == State.SIGNED else by
            alone = following == State.REVIEWED and by.pk == row.drafted_by_id
            words = gettext_lazy("由命令行一人办理。") if alone else gettext_lazy("一次办理。")
            row = _advance(row, following, opinion=recorded(words), by=who, now=now)
    return row


# Files


def redraw(bulletin: Bulletin) -> bytes:
    """The file anew: the words as frozen, every figure printed from its observation."""
    observations = pages.observations_in(text.from_data(bulletin.text))
    return page.render(pages.tree(bulletin, from_facts=observations))


def docx_of(bulletin: Bulletin) -> bytes:
    """The frozen file; before it is issued, the page as it stands."""
    return files.read(bulletin.document) if bulletin.document else page.render(pages.tree(bulletin))


def review_copy(bulletin: Bulletin) -> bytes:
    """The page with the trace table as its annex, for those who check it."""
    return page.render(pages.tree(bulletin, annexes=(tracing.annex(bulletin),)))


def trace_table(bulletin: Bulletin) -> bytes:
    return tracing.workbook(bulletin)
