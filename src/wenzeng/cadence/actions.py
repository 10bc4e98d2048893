"""Verbs of the filing desk: receive, explain, submit, send back, withdraw, accept."""

import datetime as dt
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wenzeng.base import facts, files, official, trail
from wenzeng.base.access import Can
from wenzeng.base.models.facts import Batch, Observation
from wenzeng.base.models.people import User
from wenzeng.cadence import definitions, queries, workbook
from wenzeng.cadence.checks import Filed, run
from wenzeng.cadence.definitions import FormDefinition
from wenzeng.cadence.directory import Directory, Entry, directory
from wenzeng.cadence.findings import Finding
from wenzeng.cadence.models import Filing
from wenzeng.cadence.neutral import Line, Neutral
from wenzeng.cadence.queries import Difference
from wenzeng.cadence.reading import read
from wenzeng.engines.period import Period

MOST_WORDS = 500
FEWEST_WORDS = 4
FEWEST_WORDS_OF_A_NOTE = 6


class CannotReceive(Exception):
    """The file cannot even be kept; the sentence says why."""


class CannotExplain(Exception):
    pass


class CannotSubmit(Exception):
    pass


class CannotSendBack(Exception):
    pass


class CannotWithdraw(Exception):
    pass


class CannotAccept(Exception):
    pass


Refusal = (
    type[CannotExplain]
    | type[CannotSubmit]
    | type[CannotSendBack]
    | type[CannotWithdraw]
    | type[CannotAccept]
)


def receive(*, content: bytes, name: str, by: User | None, now: dt.datetime, form: str = "") -> Filing:
    """Keep the file, read it to its end and note all that is wrong with it. Nothing is recorded yet.

    The original is kept before anything else and stays, whatever happens after. `form` is what the upload page asked
    for ("" for any); `by=None` is the system itself. A file that comes again for the same form, period and unit takes
    the place of the one that still lay open, and brings its explanations along where the finding is the same. The very
    file that already lies with the city, or in the books, is not entered twice: its filing is returned.
    """
    try:
        stored = files.keep(content, name=name, by=by)
    except files.CannotKeep as reason:
        raise CannotReceive(str(reason)) from reason
    asked = definitions.form(form)
    with official.in_chinese():
        neutral = read(content, directory(None), asked, name)
    filed = _filed(neutral, by, asked.slug if asked else "", now.date())
    return _enter(filed, run(filed), stored_id=stored.pk, name=name, by=by, now=now)


def peek(content: bytes) -> tuple[str, Period | None]:
    """Which form and period a file is, without taking it in: for sorting a folder of files."""
    neutral = read(content, directory(None))
    return neutral.form, queries.period_of(neutral, definitions.form(neutral.form))[0]


@official.in_chinese()
def _filed(neutral: Neutral, by: User | None, asked: str, today: dt.date) -> Filed:
    """All that the checks look at, from the neutral form and the books of the day."""
    definition = definitions.form(neutral.form)
    period, fault = queries.period_of(neutral, definition)
    here = directory(period.end if period else None)
    unit = _unit(neutral, definition, here, by)
    refusal = queries.refusal(by, definition, unit)
    known: dict[tuple[str, int, str, str], Decimal] = {}
    limits = last = None
    if definition and period:
        limits = queries.limits_for(period)
        if not refusal and (
            unit or not definition.by_unit
        ):  # whoever may not file is told nothing of the books
            only = [unit.id] if definition.by_unit and unit else None
            known = queries.known_values(definition, period, only, today, by)
            last = queries.last_known_at(definition.slug, period, unit.id if unit else None)
    return Filed(
        neutral=neutral,
        form=definition,
        directory=here,
        today=today,
        period=period,
        period_fault=fault,
        unit=unit,
        refusal=refusal,
        asked=asked,
        known=known,
        limits=limits,
        last_known_at=last,
    )


def _unit(
    neutral: Neutral, definition: FormDefinition | None, here: Directory, by: User | None
) -> Entry | None:
    """The unit that the head names; where it names none, the sender's only one."""
    source = definition.unit_from if definition else None
    if source is None:
        return None
    named = here.find(neutral.head_text(source.name), "units") or here.find(
        neutral.head_text(source.code), "units"
    )
    if named or by is None or by.sees_whole_city:
        return named
    own = [entry for entry in here.of("units") if entry.id in by.unit_ids]
    return own[0] if len(own) == 1 else None


@transaction.atomic
def _enter(
    filed: Filed, findings: list[Finding], *, stored_id: int, name: str, by: User | None, now: dt.datetime
) -> Filing:
    definition, neutral, period = filed.form, filed.neutral, filed.period
    unit_id = filed.unit.id if filed.unit and not filed.refusal else None
    placed = definition and period and not filed.refusal and (unit_id or not definition.by_unit)
    same_place = Filing.objects.none()
    if definition and period and placed:
        same_place = Filing.objects.select_for_update(of=("self",)).of(definition.slug, period, unit_id)
        newest = same_place.at_the_city().order_by("-uploaded_at", "-pk").first()
        if newest and newest.file_id == stored_id:
            return newest
    filing = Filing(
        form=definition.slug if definition else "",
        asked=filed.asked,
        period_code=period.code if period else "",
        unit_id=unit_id,
        body=queries.body_of(by, definition, unit_id),
        file_id=stored_id,
        file_name=name[-200:],
        uploaded_by=by,
        uploaded_at=now,
        known_at=_known_at(definition, neutral),
        neutral=neutral.as_json(),
        texts=_texts(definition, neutral),
        zero_report=filed.is_zero_report,
    )
    filing.simulated = any(item.simulated for item in queries.Reading(filing).items)
    _judge(filing, filed, findings)
    for row in same_place.open().order_by("uploaded_at", "pk"):
        filing.explanations = _carried(row, findings) | filing.explanations
        row.state = Filing.State.WITHDRAWN
        _step(row, ["state"])
        reason = official.recorded(gettext_lazy("同一张表又传了新文件《%(name)s》"), name=name)
        trail.note(by=by, deed="filing.replace", about=row, after={"state": row.state}, reason=reason)
    filing.save(force_insert=True)
    counts = {"must": sum(row.must for row in findings), "say": sum(not row.must for row in findings)}
    trail.note(
        by=by,
        deed="filing.receive",
        about=filing,
        after={"file": filing.file.sha256 if filing.file else "", "state": filing.state, **counts},
    )
    return filing


def _judge(filing: Filing, filed: Filed, findings: list[Finding]) -> None:
    """Put findings, the sheet's own explanations and the state that follows from them on a filing."""
    filing.findings = [finding.as_json() for finding in findings]
    ids = {finding.id for finding in findings}
    kept = {key: words for key, words in filing.explanations.items() if key in ids}
    before = [] if filed.refusal else _versions_before(filing)
    filing.explanations = _own_words(filed.form, filed.neutral, findings, before) | kept
    if filing.state != Filing.State.SENT_BACK:
        blocked = any(finding.must for finding in findings)
        filing.state = Filing.State.FAULTY if blocked else Filing.State.DRAFT


@transaction.atomic
def recheck(*, filing: Filing, now: dt.datetime, version: int | None = None) -> Filing:
    """Check an open filing against the books of today: an earlier period may have come in since it was sent."""
    row = _locked(filing, version, CannotSubmit)
    if not row.is_open:
        return row
    look_again(row, now.date())
    return row


def look_again(row: Filing, today: dt.date) -> None:
    """Check an open filing, locked by the caller, and save what follows from what it says now."""
    filed = _filed(queries.said(row), row.uploaded_by, row.asked, today)
    findings = run(filed)
    fields: dict[str, Any] = {
        "known_at": _known_at(filed.form, filed.neutral),
        "texts": _texts(filed.form, filed.neutral),
    }
    fields |= {"zero_report": filed.is_zero_report}
    fields |= {"simulated": any(item.simulated for item in queries.Reading(row).items)}
    changed = [name for name, value in fields.items() if getattr(row, name) != value]
    for name in changed:
        setattr(row, name, fields[name])
    if [finding.as_json() for finding in findings] != row.findings:
        _judge(row, filed, findings)
        changed += ["findings", "explanations", "state"]
    if changed:
        _step(row, changed)


def _known_at(definition: FormDefinition | None, neutral: Neutral) -> dt.date | None:
    cell = neutral.head.get(definition.known_at) if definition else None
    return cell.day if cell else None


def _texts(definition: FormDefinition | None, neutral: Neutral) -> dict[str, str]:
    """Sentences that the form asks for, kept on the filing."""
    if definition is None:
        return {}
    return {field.key: neutral.head_text(field.key) for field in definition.head.of_type("reason")}


def _versions_before(filing: Filing) -> list[Filing]:
    """What was filed last for the same place before a filing, and what was recorded last."""
    if filing.period is None:
        return []
    rows = (
        Filing.objects.of(filing.form, filing.period, filing.unit_id)
        .filter(uploaded_at__lte=filing.uploaded_at)
        .exclude(pk=filing.pk)
        .order_by("-uploaded_at", "-pk")
    )
    last, recorded = rows.first(), rows.filter(state=Filing.State.RECORDED).first()
    return [row for row in (last, recorded) if row]


def _own_words(
    definition: FormDefinition | None,
    neutral: Neutral,
    findings: list[Finding],
    versions_before: list[Filing],
) -> dict[str, dict[str, str]]:
    """What the sheet itself says in its column of explanations answers the findings of that row.

    A remark that stood in the row already, when the finding did not, is no answer to it.
    """
    told: dict[str, dict[str, str]] = {}
    before = [(queries.said(row), _carried(row, findings)) for row in versions_before]
    for table in definition.tables if definition else ():
        notes = [column.key for column in table.columns if column.type == "note"]
        for line in neutral.of_sheet(table.sheet):
            for key in notes:
                cell = line.cells[key]
                if len(cell.text) < FEWEST_WORDS_OF_A_NOTE or cell.text.startswith(("#", "=")):
                    continue
                standing = [answers for old, answers in before if cell.text in _notes(old, line, key)]
                for finding in findings:
                    own_row = finding.sheet == line.sheet and finding.cell.lstrip(
                        "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
                    )
                    fresh = all(finding.id in answers for answers in standing)
                    if fresh and not finding.must and own_row == str(line.number):
                        told[finding.id] = {
                            "text": cell.text[:MOST_WORDS],
                            "cell": f"{cell.sheet}!{cell.address}",
                        }
    return told


def _notes(neutral: Neutral, line: Line, column: str) -> set[str]:
    """What a column said in the row of the same subject."""
    return {
        old.cells[column].text
        for old in neutral.of_sheet(line.sheet)
        if old.key == line.key and column in old.cells
    }


def _carried(earlier: Filing, findings: list[Finding]) -> dict[str, Any]:
    """Explanations of an earlier file that answer the same sentence about the same cell."""
    before = {Finding.from_json(row).id: row["sentence"] for row in earlier.findings}
    return {
        finding.id: earlier.explanations[finding.id]
        for finding in findings
        if finding.id in earlier.explanations and before.get(finding.id) == finding.sentence
    }


def _locked(filing: Filing, version: int | None, refuse: Refusal) -> Filing:
    row = Filing.objects.select_for_update(of=("self",)).select_related("file", "unit").get(pk=filing.pk)
    if version is not None and row.version != version:
        raise refuse(
            _("这份报表刚才已被别人改动（现在是“%(state)s”）。看过最新的内容再办。")
            % {"state": row.get_state_display()}
        )
    return row


def _step(row: Filing, fields: list[str]) -> None:
    row.version += 1
    row.save(update_fields=[*fields, "version"])


def _refuse_stranger(row: Filing, by: User | None, refuse: Refusal) -> None:
    if by is not None and not queries.may_file(by, row):
        raise refuse(_("只有填报人和本单位能办这一步。有意见，由审核人退回。"))


@transaction.atomic
def explain(
    *, filing: Filing, words: dict[str, str], by: User | None, now: dt.datetime, version: int | None = None
) -> Filing:
    """Write down why findings of the class 要说明 are as they are; finding id → sentence."""
    row = _locked(filing, version, CannotExplain)
    _refuse_stranger(row, by, CannotExplain)
    if not row.is_open:
        state = row.get_state_display()
        raise CannotExplain(_("这份报表是“%(state)s”，说明不能再改。要改，先撤回。") % {"state": state})
    standing = {one.finding.id: one.explanation for one in row.judged if not one.finding.must}
    changed = {}
    for identifier, text in words.items():
        sentence = " ".join(text.split())
        if identifier not in standing or sentence == standing[identifier]:
            continue
        if sentence and len(sentence) < FEWEST_WORDS:
            raise CannotExplain(
                _("“%(text)s”太短：写清哪几户、什么原因（不少于%(n)s个字）。")
                % {"text": sentence, "n": FEWEST_WORDS}
            )
        if len(sentence) > MOST_WORDS:
            raise CannotExplain(
                _("说明有%(got)s个字，超过%(most)s个：写短一些。")
                % {"got": len(sentence), "most": MOST_WORDS}
            )
        changed[identifier] = sentence
    for identifier, sentence in changed.items():
        if sentence:
            who = by.name if by else official.recorded(gettext_lazy("系统"))
            row.explanations[identifier] = {"text": sentence, "by": who, "at": now.isoformat()}
        else:
            row.explanations.pop(identifier, None)
    if changed:
        _step(row, ["explanations"])
        trail.note(by=by, deed="filing.explain", about=row, after=changed)
    return row


def submit(*, filing: Filing, by: User | None, now: dt.datetime, version: int | None = None) -> Filing:
    """Hand a filing to the city: everything mended, everything explained. It is checked once more on the way."""
    row = recheck(filing=filing, now=now, version=version)
    return _submit(filing=row, by=by, now=now, version=row.version)


@transaction.atomic
def _submit(*, filing: Filing, by: User | None, now: dt.datetime, version: int) -> Filing:
    row = _locked(filing, version, CannotSubmit)
    _refuse_stranger(row, by, CannotSubmit)
    if not row.is_open:
        raise CannotSubmit(_("这份报表是“%(state)s”，不用再提交。") % {"state": row.get_state_display()})
    _refuse_open_findings(row, CannotSubmit)
    definition, period = row.definition, row.period
    if (
        definition is None
        or period is None
        or row.known_at is None
        or (definition.by_unit and row.unit_id is None)
    ):
        raise CannotSubmit(_("没有认出表、报告期或单位，不能提交。下载模板重填再传。"))
    written = _write_out(row, by=by, now=now)
    same_place = Filing.objects.select_for_update(of=("self",)).of(definition.slug, period, row.unit_id)
    for earlier in same_place.filter(state=Filing.State.SUBMITTED).exclude(pk=row.pk):
        earlier.state = Filing.State.WITHDRAWN
        _step(earlier, ["state"])
        trail.note(
            by=by,
            deed="filing.replace",
            about=earlier,
            after={"state": earlier.state},
            reason=official.recorded(gettext_lazy("第%(n)s号报表替换了它"), n=row.pk),
        )
    before, row.state, row.remark = row.state, Filing.State.SUBMITTED, ""
    _step(row, ["state", "remark", *written])
    after = {"state": row.state} | ({"file": row.file.sha256} if written and row.file else {})
    trail.note(by=by, deed="filing.submit", about=row, before={"state": before}, after=after)
    return row


def _write_out(row: Filing, *, by: User | None, now: dt.datetime) -> list[str]:
    """Put what was typed on the page into a workbook of the form, which is kept as the original; the fields that changed.

    Every figure then leads to a cell of a file that can be opened without this system. A file that was uploaded stays
    in the store. The report has come when it is handed in, not when its first cell was typed.
    """
    if row.file_id is not None and not row.typed.exists():
        return []
    definition, period = row.definition, row.period
    assert definition is not None
    assert period is not None
    names = directory(period.end)
    unit = next((entry for entry in names.of("units") if entry.id == row.unit_id), None)
    values = workbook.values_of(definition, queries.said(row))
    content = workbook.fill(definition, period, names, values, unit=unit, demo=settings.WENZENG_DEMO)
    who = unit.name if unit else ""
    row.file_name = f"{definition.title}_{who}{period.bulletin_label_with_year}.xlsx"
    row.file = files.keep(content, name=row.file_name, by=by)
    with official.in_chinese():
        row.neutral = read(content, names, definition).as_json()
    row.typed.all().delete()
    row.uploaded_at = now
    return ["file", "file_name", "neutral", "uploaded_at"]


def _refuse_open_findings(row: Filing, refuse: Refusal) -> None:
    must = sum(finding.must for finding in row.open_findings)
    say = len(row.open_findings) - must
    if must:
        raise refuse(_("还有%(n)s处要改。改好文件重新上传，再提交。") % {"n": must})
    if say:
        raise refuse(_("还有%(n)s处要说明。每处写一句，再提交。") % {"n": say})


@transaction.atomic
def send_back(
    *, filing: Filing, reason: str, by: User, now: dt.datetime, version: int | None = None
) -> Filing:
    """Give a submitted filing back to its sender with a remark."""
    row = _locked(filing, version, CannotSendBack)
    remark = " ".join(reason.split())
    if row.state != Filing.State.SUBMITTED:
        raise CannotSendBack(
            _("这份报表是“%(state)s”，不能退回；只有待审核的能退回。") % {"state": row.get_state_display()}
        )
    if len(remark) < FEWEST_WORDS:
        raise CannotSendBack(
            _("没写退回意见。写清哪一格、要怎么改（不少于%(n)s个字）。") % {"n": FEWEST_WORDS}
        )
    row.state, row.remark = Filing.State.SENT_BACK, remark[:500]
    _step(row, ["state", "remark"])
    trail.note(by=by, deed="filing.send_back", about=row, after={"state": row.state}, reason=row.remark)
    return row


@transaction.atomic
def withdraw(*, filing: Filing, by: User | None, now: dt.datetime, version: int | None = None) -> Filing:
    """Take back a filing that the city has not accepted; the file stays."""
    row = _locked(filing, version, CannotWithdraw)
    _refuse_stranger(row, by, CannotWithdraw)
    if row.state == Filing.State.RECORDED:
        raise CannotWithdraw(_("这期已由市级审核入库，不能撤回。数有错，改好重新报，两个版本都留。"))
    if row.state == Filing.State.WITHDRAWN:
        raise CannotWithdraw(_("这份报表已经撤回。"))
    before, row.state = row.state, Filing.State.WITHDRAWN
    _step(row, ["state"])
    trail.note(by=by, deed="filing.withdraw", about=row, before={"state": before}, after={"state": row.state})
    return row


def accept(
    *, filing: Filing, by: User | None, now: dt.datetime, historical: bool = False, version: int | None = None
) -> Filing:
    """Record a filing: facts, state and trail in one transaction, so that all of it is there or nothing.

    A draft that the reviewer sent himself, or somebody of his body, is submitted on the way; anybody else's must have
    been submitted by its sender. Only what is new or changed is
    recorded; a changed figure becomes a new version of its key. Where nothing is new, the filing points to the batch
    in which its figures stand already.
    """
    if by is not None and not by.can(Can.REVIEW_FILINGS):
        raise CannotAccept(_("审核入库由市工信局运行监测科办。"))
    if filing.state == Filing.State.DRAFT:
        if not queries.may_file(by, filing):
            raise CannotAccept(
                _("这份报表还没提交，不能入库。请填报人（%(who)s）先提交。")
                % {"who": filing.uploaded_by.name if filing.uploaded_by else _("系统")}
            )
        try:
            filing = submit(filing=filing, by=by, now=now, version=version)
        except CannotSubmit as reason:
            raise CannotAccept(str(reason)) from reason
        version = filing.version
    return _accept(filing=filing, by=by, now=now, historical=historical, version=version)


@transaction.atomic
def _accept(
    *, filing: Filing, by: User | None, now: dt.datetime, historical: bool, version: int | None
) -> Filing:
    row = _locked(filing, version, CannotAccept)
    if row.state != Filing.State.SUBMITTED:
        state = row.get_state_display()
        raise CannotAccept(_("这份报表是“%(state)s”，只有待审核的能通过入库。") % {"state": state})
    _refuse_open_findings(row, CannotAccept)
    reading = queries.Reading(row)
    changes = queries.difference(row, now.date())
    fresh = [one.item for one in changes if one.kind in {Difference.NEW, Difference.CHANGED} and one.item]
    standing = [one.old.id for one in changes if one.kind == Difference.SAME and one.old]
    known_batches = list(
        Batch.objects.filter(observations__in=standing).distinct().order_by("-recorded_at", "-pk")
    )
    if not fresh and not known_batches:
        raise CannotAccept(_("这份报表里没有可以入库的数。退回填报人核对。"))
    if fresh:
        try:
            recorded = facts.record(
                [_new(item) for item in fresh],
                origin=facts.Origin(
                    kind=Batch.Origin.FILING,
                    title=str(row)[:120],
                    known_at=row.known_at or now.date(),
                    received_at=row.uploaded_at,
                    released_at=now if reading.is_released else None,
                    file=row.file,
                    reference=f"filing:{row.pk}",
                    historical=historical,
                ),
                by=by,
                now=now,
            )
        except facts.FactRefused as reason:
            raise CannotAccept(str(reason)) from reason
        row.batch = recorded[0].batch
    else:
        row.batch = known_batches[0]
    if reading.is_released:
        for batch in known_batches:
            facts.release(
                batch,
                by=by,
                now=now,
                reason=official.recorded(gettext_lazy("%(filing)s注明已公开"), filing=row),
            )
    row.state, row.recorded_count = Filing.State.RECORDED, len(fresh)
    _step(row, ["state", "batch", "recorded_count"])
    trail.note(
        by=by,
        deed="filing.accept",
        about=row,
        before={"state": Filing.State.SUBMITTED},
        after={"state": row.state, "batch": row.batch.pk, "recorded": len(fresh), "same": len(standing)},
    )
    return row


def _new(item: queries.Item) -> facts.New:
    return facts.New(
        indicator=item.indicator,
        subject=item.subject_id,
        period=item.period,
        basis=item.basis,
        value=item.value,
        decimals=item.decimals,
        status=item.status,
        scope=item.scope,
        simulated=item.simulated,
        sheet=item.cell.sheet,
        cell=item.cell.address,
        cell_text=item.cell_text,
        note=item.note,
    )


def filing_of(observation: Observation) -> Filing | None:
    """The filing whose original holds a figure's cell."""
    kind, _colon, number = observation.batch.reference.partition(":")
    return Filing.objects.filter(pk=number).first() if kind == "filing" and number.isdigit() else None
