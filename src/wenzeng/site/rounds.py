"""The month, on one page (house.md §3). Each step is an ordinary function of a room and may be run again.

  filings accepted (cadence) → gaps, ranks, streaks, pulls (situation) → required growth, path (targets)
  → lights and proposals (supervision) → a draft of the bulletin (bulletins)

Nothing here signs: proposals wait for a person, the draft waits for its signatory.
"""

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from wenzeng.base.models import Assignment, User
from wenzeng.bulletins import actions as bulletins
from wenzeng.bulletins.models import Bulletin
from wenzeng.cadence import actions as cadence
from wenzeng.cadence import queries as cadence_queries
from wenzeng.cadence.models import Filing
from wenzeng.engines.errors import StatError
from wenzeng.engines.period import Period
from wenzeng.situation import actions as situation
from wenzeng.situation import queries as situation_queries
from wenzeng.supervision import actions as supervision
from wenzeng.targets import actions as targets


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
        finding=situation_queries.finding(period=period, as_of=as_of),
    )


@dataclass(frozen=True)
class Filed:
    """One workbook of a folder and what became of it."""

    path: Path
    filing: Filing
    sentences: tuple[str, ...]

    @property
    def accepted(self) -> bool:
        return self.filing.state == Filing.State.RECORDED


def file_folder(
    folder: Path, *, until: Period, by: User | None, now: dt.datetime, historical: bool
) -> list[Filed]:
    """Take in every workbook below a folder, oldest period first, up to and including a period.

    Each workbook goes through the same door as an upload. One that has faults is kept and named, with every fault;
    the others go on.
    """
    found = sorted(
        path
        for path in folder.rglob("*")
        if path.suffix.lower() in {".xlsx", ".xls"} and path.name[0] not in "~."
    )
    received = [
        (path, cadence.receive(content=path.read_bytes(), name=path.name, by=by, now=now)) for path in found
    ]
    # The notice of a period comes before the counties' forms, and an earlier period before a later one.
    received.sort(key=lambda pair: (_end(pair[1]), pair[1].form != "stats_notice", pair[0].as_posix()))
    filed = []
    for path, filing in received:
        if _end(filing) > until.end and _end(filing) != dt.date.max:
            continue
        sentences = [finding.sentence for finding in filing.open_findings]
        if not sentences and filing.state != Filing.State.RECORDED:
            filing = cadence.accept(filing=filing, by=by, now=now, historical=historical)
        filed.append(Filed(path, filing, tuple(sentences)))
    return filed


def _end(filing: Filing) -> dt.date:
    try:
        return Period.parse(filing.period_code).end
    except StatError:
        return dt.date.max
