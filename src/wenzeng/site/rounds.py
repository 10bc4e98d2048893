"""The month, on one page (house.md §3). Each step is an ordinary function of a room and may be run again.

  filings accepted (cadence) → gaps, ranks, streaks, pulls (situation) → required growth, path (targets)
  → lights and proposals (supervision) → a draft of the bulletin (bulletins)

Nothing here signs: proposals wait for a person, the draft waits for its signatory.
"""

import datetime as dt
import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from wenzeng.base.models import Assignment, User
from wenzeng.base.official import in_chinese
from wenzeng.bulletins import actions as bulletins
from wenzeng.bulletins.models import Bulletin
from wenzeng.cadence import actions as cadence
from wenzeng.cadence import definitions as cadence_definitions
from wenzeng.cadence import queries as cadence_queries
from wenzeng.cadence import reading as cadence_reading
from wenzeng.cadence.directory import directory
from wenzeng.cadence.models import Filing
from wenzeng.cadence.neutral import Neutral
from wenzeng.engines.period import Period
from wenzeng.situation import actions as situation
from wenzeng.situation.summary import summary
from wenzeng.supervision import actions as supervision
from wenzeng.targets import actions as targets

NOTICE = "stats_notice"
READABLE = {".xlsx", ".xls", ".ods"}


@dataclass(frozen=True)
class Closed:
    """What closing a month brought about."""

    period: Period
    as_of: dt.date
    missing: tuple[str, ...]
    observations: int
    proposals: tuple[Assignment, ...]
    bulletin: Bulletin
    finding: str


def close_month(period: Period, *, as_of: dt.date, by: User | None, now: dt.datetime) -> Closed:
    """Compute, hold against targets, judge and draft, from the filings accepted so far."""
    missing = cadence_queries.missing(period)
    with in_chinese():
        computed = situation.compute(period=period, as_of=as_of, by=by, now=now)
        held = targets.compute(period=period, as_of=as_of, by=by, now=now)
        judged = supervision.judge(period=period, as_of=as_of, by=by, now=now)
        bulletin = bulletins.draft(period=period, as_of=as_of, by=by, now=now)
    return Closed(
        period=period,
        as_of=as_of,
        missing=tuple(missing),
        observations=len(computed.observations) + len(held.observations) + len(judged.lights),
        proposals=tuple(judged.proposals),
        bulletin=bulletin,
        finding="\n".join(summary(period=period, as_of=as_of)),
    )


@dataclass(frozen=True)
class Filed:
    """One workbook of a folder and what became of it; without a filing it could not even be received."""

    path: Path
    filing: Filing | None
    sentences: tuple[str, ...]

    def is_notice_of(self, period: Period) -> bool:
        return (
            self.filing is not None
            and self.filing.form == NOTICE
            and self.filing.period_code == period.code
            and self.filing.state == Filing.State.RECORDED
        )


def take_in(
    filing: Filing, *, by: User | None, reviewer: User | None, now: dt.datetime, historical: bool
) -> Filing:
    """Submit and accept a received filing that nothing stands against; one with open findings is left as it is."""
    if filing.state == Filing.State.RECORDED or open_sentences(filing):
        return filing
    if filing.state == Filing.State.DRAFT:
        filing = cadence.submit(filing=filing, by=by, now=now)
    return cadence.accept(filing=filing, by=reviewer, now=now, historical=historical)


def open_sentences(filing: Filing) -> tuple[str, ...]:
    """What must be mended or explained before a filing goes in."""
    return tuple(finding.sentence for finding in filing.open_findings)


def file_folder(
    folder: Path, *, until: Period, by: User | None, now: dt.datetime, historical: bool
) -> list[Filed]:
    """Take in every workbook below a folder, oldest period first, up to and including a period.

    Each workbook goes through the same door as an upload, in the order in which the papers came out, so that each is
    checked against what was known before it. One that has faults is kept and named, with every fault; the others go
    on. A file that was recorded before is left alone, so that a folder may be run again after one of it was mended.
    """
    filed = []
    for order, path in sorted((_order_of(path), path) for path in workbooks(folder)):
        if until.end < order.period_end < dt.date.max:
            continue
        try:
            content = path.read_bytes()
        except OSError as fault:
            filed.append(Filed(path, None, (f"文件读不了：{fault.strerror}。核对它的权限再跑。",)))
            continue
        recorded = Filing.objects.filter(
            file__sha256=hashlib.sha256(content).hexdigest(), state=Filing.State.RECORDED
        ).first()
        if recorded:
            filed.append(Filed(path, recorded, ()))
            continue
        try:
            filing = cadence.receive(content=content, name=path.name, by=by, now=now)
            filing = take_in(filing, by=by, reviewer=by, now=now, historical=historical)
        except (cadence.CannotReceive, cadence.CannotSubmit, cadence.CannotAccept) as reason:
            filed.append(Filed(path, None, (str(reason),)))
            continue
        filed.append(Filed(path, filing, open_sentences(filing)))
    return filed


def workbooks(folder: Path) -> list[Path]:
    return [path for path in _files(folder) if path.suffix.lower() in READABLE]


def passed_over(folder: Path) -> list[Path]:
    """Files that are no workbooks; they are named, not silently skipped."""
    return [path for path in _files(folder) if path.suffix.lower() not in READABLE]


def _files(folder: Path) -> list[Path]:
    return sorted(
        path for path in folder.rglob("*") if path.is_file() and not path.name.startswith(("~", "."))
    )


class _Order(NamedTuple):
    period_end: dt.date
    after_the_notice: bool
    known_at: dt.date
    path: str


def _order_of(path: Path) -> _Order:
    """By what stands in the workbook's head: its period, notice before county forms, and the day it came out."""
    try:
        neutral = cadence_reading.read(path.read_bytes(), directory(None))
    except OSError:  # told when its turn comes
        neutral = Neutral(form="")
    period, _fault = cadence_queries.period_of(neutral, cadence_definitions.form(neutral.form))
    published = neutral.head.get("known_at")
    return _Order(
        period.end if period else dt.date.max,
        neutral.form != NOTICE,
        published.day if published and published.day else dt.date.max,
        path.as_posix(),
    )
