"""痕: write a row for a deed, and prove that no row was changed or lost, nor any figure that a row speaks of.

The link is SM3 over the canonical JSON of the row and the hash before it. `TrailHead` holds the end of the chain and
is locked while a link is added, so two writers queue up instead of forking it; it also shows a chain cut short.
"""

import datetime as dt
import hashlib
import json
import re
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field, replace
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext as _

from wenzeng.base import clock, digests, files, guards, held
from wenzeng.base.models.facts import Batch, Observation
from wenzeng.base.models.people import User
from wenzeng.base.models.trail import TrailEntry, TrailHead
from wenzeng.base.official import in_chinese

GENESIS = "0" * 64
RECORDED, CITED = "facts.record", "facts.cite"
_request_id: ContextVar[str] = ContextVar("request_id", default="")


@contextmanager
def request(identifier: str | None = None) -> Iterator[str]:
    """All deeds inside carry one request id, so that a reader can see what belonged together."""
    token = _request_id.set(identifier or uuid.uuid4().hex)
    try:
        yield _request_id.get()
    finally:
        _request_id.reset(token)


def _digest(row: TrailEntry) -> str:
    payload = json.dumps(
        [
            row.seq,
            row.at.astimezone(dt.UTC).isoformat(timespec="microseconds"),
            row.actor_id,
            row.actor_name,
            row.request_id,
            row.deed,
            row.about_kind,
            row.about_id,
            row.about_text,
            row.reason,
            row.before,
            row.after,
            row.previous_hash,
        ],
        ensure_ascii=False,
        sort_keys=True,
        separators=(",", ":"),
    )
    return hashlib.new("sm3", payload.encode()).hexdigest()


@in_chinese()
@transaction.atomic
def note(
    *,
    by: User | None,
    deed: str,
    about: models.Model,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
    reason: str = "",
) -> TrailEntry:
    """Append one row. `by=None` is the system itself (a command, the demo's set-up)."""
    TrailHead.objects.get_or_create(id=1, defaults={"hash": GENESIS})
    head = TrailHead.objects.select_for_update().get(id=1)
    row = TrailEntry(
        seq=head.seq + 1,
        at=clock.now(),
        actor=by,
        actor_name=by.name if by else _("系统"),
        request_id=_request_id.get() or uuid.uuid4().hex,
        deed=deed,
        about_kind=about._meta.label_lower,
        about_id=str(about.pk),
        about_text=str(about)[:200],
        reason=reason,
        before=_plain(before),
        after=_plain(after),
        previous_hash=head.hash,
    )
    row.hash = _digest(row)
    row.save(force_insert=True)
    head.seq, head.hash = row.seq, row.hash
    head.save()
    return row


def _plain(values: dict[str, Any] | None) -> dict[str, Any] | None:
    """JSON in, JSON out: what is hashed is exactly what is stored."""
    if values is None:
        return None
    text = json.dumps(values, default=str, ensure_ascii=False)
    # A float may come back from a database in another spelling (1e+16, 10000000000000000): its text does not.
    plain: dict[str, Any] = json.loads(text, parse_float=str, parse_constant=str)
    return plain


def head() -> str:
    """The end of the chain: another one after every deed, so what was counted before may be counted anew."""
    return TrailHead.objects.filter(id=1).values_list("hash", flat=True).first() or GENESIS


@dataclass(frozen=True)
class Verdict:
    rows: int
    broken_at: int | None
    sentence: str
    end: str = ""
    """The last link, `seq:hash`: noted elsewhere, it shows later that this very chain is still the one."""
    broken: bool = False
    """What is broken is no row of the trail: a figure, a guard of the database, a noted link."""

    @property
    def ok(self) -> bool:
        return self.broken_at is None and not self.broken


class NoAnchor(ValueError):
    """What was given is no end of a chain; the sentence says how one is written."""


def verify(anchor: str = "", *, originals: bool = True) -> Verdict:
    """Walk the whole chain, hold every figure against it, and ask whether the guards of the database still stand.

    Then read all originals, unless somebody else does that.

    The first thing that does not fit is named. An `anchor` is an end that was noted earlier: it must still be a link.
    Rows that others add meanwhile are left for the next time, so that a busy system raises no false alarm.
    """
    noted_link = _anchor(anchor) if anchor else None
    # Before the chain: what is in the books by now has its row in the chain that is read after.
    batches = list(Batch.objects.order_by("pk").values_list("pk", flat=True))
    documents = list(digests.cited_documents())
    verdict, noted = _walk(noted_link)
    if not verdict.ok:
        return verdict
    sentence = (
        _emptied(verdict.rows)
        or _changed_figures(batches, noted.batches)
        or held.contradiction(noted.said, verdict.rows)
        or _changed_citations(documents, noted.citations)
        or _missing_guards()
    )
    if not sentence and originals:
        sentence = files.harm_sentence()
    return replace(verdict, broken=True, sentence=sentence) if sentence else verdict


def _anchor(text: str) -> tuple[int, str]:
    found = re.fullmatch(r"([0-9]+):([0-9a-f]{16,64})", text.strip().lower())
    if not found:
        raise NoAnchor(_("“%(text)s”不是链尾：写成“序号:校验值”，校验值至少抄前16位。") % {"text": text})
    return int(found[1]), found[2]


@dataclass(frozen=True)
class _Noted:
    """What the chain says of the tables beside it: digests of batches and of what documents cite, rows as they were."""

    batches: dict[str, str] = field(default_factory=dict)
    citations: dict[str, str] = field(default_factory=dict)
    said: held.Said = field(default_factory=held.Said)


def _walk(noted_link: tuple[int, str] | None) -> tuple[Verdict, _Noted]:
    """The chain up to its end as it stood at the start, and what it notes."""
    head = TrailHead.objects.filter(id=1).first() or TrailHead(seq=0, hash=GENESIS)
    previous, expected, rows = GENESIS, 1, 0
    noted = _Noted()
    met = noted_link is None

    def broken(at: int, sentence: str) -> tuple[Verdict, _Noted]:
        return Verdict(rows, at, sentence), noted

    for row in TrailEntry.objects.filter(seq__lte=head.seq).order_by("seq").iterator(chunk_size=2000):
        if row.seq != expected:
            return broken(expected, _("留痕缺第%(n)s条：有记录被删除。") % {"n": expected})
        if row.previous_hash != previous:
            return broken(row.seq, _("留痕第%(n)s条接不上前一条：前面有记录被替换。") % {"n": row.seq})
        if row.hash != _digest(row):
            return broken(row.seq, _("留痕第%(n)s条内容与校验值不符：该条被改动。") % {"n": row.seq})
        if row.deed == RECORDED:
            noted.batches.setdefault(row.about_id, (row.after or {}).get("digest", ""))
        elif row.deed == CITED and row.after:
            noted.citations.setdefault(row.after["document"], row.after["digest"])
        noted.said.hear(row)
        if noted_link and row.seq == noted_link[0]:
            met = row.hash.startswith(noted_link[1])
        previous, expected, rows = row.hash, expected + 1, rows + 1
    if rows < head.seq:
        return broken(rows + 1, _("留痕末尾缺失：应有%(n)s条，实有%(m)s条。") % {"n": head.seq, "m": rows})
    if previous != head.hash:
        return broken(rows, _("留痕第%(n)s条与链尾登记的校验值不符：末条被替换。") % {"n": rows})
    surplus = TrailEntry.objects.filter(seq__gt=head.seq).order_by("seq").first()
    # A lawful row moves the end of the chain in its own transaction.
    if surplus and TrailHead.objects.filter(id=1, seq__gt=head.seq).first() is None:
        return broken(surplus.seq, _("留痕第%(n)s条在链尾之外：不是系统写入的。") % {"n": surplus.seq})
    if not met and noted_link:
        return broken(
            noted_link[0],
            _("抄存的链尾 %(link)s… 已不在链上：留痕在抄存以后被整个重写过，请与备份核对。")
            % {"link": f"{noted_link[0]}:{noted_link[1][:8]}"},
        )
    sentence = _("留痕共%(n)s条，首尾相接，未见改动。") % {"n": rows}
    return Verdict(rows, None, sentence, end=f"{rows}:{previous}"), noted


def _emptied(rows: int) -> str:
    if rows:
        return ""
    for model, name in ((Batch, _("入库批次")), (Observation, _("观测值")), (User, _("人员"))):
        if model._default_manager.exists():
            return _("留痕是空的，库里却有%(name)s：留痕被整个删掉了。") % {"name": name}
    return ""


def _changed_figures(batches: list[int], noted: dict[str, str]) -> str:
    """The first batch whose figures are not those that its row in the trail names."""
    for pk, digest in digests.of_batches(batches):
        if not noted.get(str(pk)):
            return _("第%(n)s批数入库没有留痕：不是系统写入的。") % {"n": pk}
        if noted[str(pk)] != digest:
            return _("第%(n)s批数与入库时的校验值不符：有数被改动、增加或删除。") % {"n": pk}
    for pk in sorted(int(text) for text in noted.keys() - {str(pk) for pk in batches}):
        if not Batch.objects.filter(pk=pk).exists():
            return _("第%(n)s批数有留痕而库里没有：被删除。") % {"n": pk}
    return ""


def _changed_citations(documents: list[str], noted: dict[str, str]) -> str:
    """The first document that does not cite what it cited when it was issued."""
    for document in documents:
        if document not in noted:
            return _("文件 %(document)s 的引用没有留痕：不是系统写入的。") % {"document": document}
    for document, digest in sorted(noted.items()):
        if digests.of_citations(document)[1] != digest:
            return _("文件 %(document)s 引用的数与核发时的校验值不符：有引用被改动、增加或删除。") % {
                "document": document
            }
    return ""


def _missing_guards() -> str:
    gone = guards.missing()
    if not gone:
        return ""
    return _("数据库的触发器 %(name)s 不在、停用或被改过（共%(n)s个）：请从备份恢复，或请维护人员查明。") % {
        "name": gone[0],
        "n": len(gone),
    }
