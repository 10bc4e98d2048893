"""痕: write a row for a deed, and prove that no row was changed or lost.

The link is SM3 over the canonical JSON of the row and the hash before it. `TrailHead` holds the end of the chain and
is locked while a link is added, so two writers queue up instead of forking it; it also shows a chain cut short.
"""

import datetime as dt
import hashlib
import json
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext as _

from wenzeng.base import clock
from wenzeng.base.models.people import User
from wenzeng.base.models.trail import TrailEntry, TrailHead
from wenzeng.base.official import in_chinese

GENESIS = "0" * 64
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

    @property
    def ok(self) -> bool:
        return self.broken_at is None


def verify() -> Verdict:
    """Walk the whole chain up to its end as it stood at the start; name the first row that does not fit.

    Rows that others add meanwhile are left for the next time, so that a busy system raises no false alarm.
    """
    head = TrailHead.objects.filter(id=1).first() or TrailHead(seq=0, hash=GENESIS)
    previous, expected, rows = GENESIS, 1, 0
    for row in TrailEntry.objects.filter(seq__lte=head.seq).order_by("seq").iterator(chunk_size=2000):
        if row.seq != expected:
            return Verdict(rows, expected, _("留痕缺第%(n)s条：有记录被删除。") % {"n": expected})
        if row.previous_hash != previous:
            return Verdict(rows, row.seq, _("留痕第%(n)s条接不上前一条：前面有记录被替换。") % {"n": row.seq})
        if row.hash != _digest(row):
            return Verdict(rows, row.seq, _("留痕第%(n)s条内容与校验值不符：该条被改动。") % {"n": row.seq})
        previous, expected, rows = row.hash, expected + 1, rows + 1
    if rows < head.seq:
        sentence = _("留痕末尾缺失：应有%(n)s条，实有%(m)s条。") % {"n": head.seq, "m": rows}
        return Verdict(rows, rows + 1, sentence)
    if previous != head.hash:
        return Verdict(rows, rows, _("留痕第%(n)s条与链尾登记的校验值不符：末条被替换。") % {"n": rows})
    surplus = TrailEntry.objects.filter(seq__gt=head.seq).order_by("seq").first()
    # A lawful row moves the end of the chain in its own transaction.
    if surplus and TrailHead.objects.filter(id=1, seq__gt=head.seq).first() is None:
        sentence = _("留痕第%(n)s条在链尾之外：不是系统写入的。") % {"n": surplus.seq}
        return Verdict(rows, surplus.seq, sentence)
    return Verdict(rows, None, _("留痕共%(n)s条，首尾相接，未见改动。") % {"n": rows})
