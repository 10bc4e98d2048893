"""Checks of a draft, one file each; this is the list.

A finding that blocks keeps a bulletin from 会签 onwards; one that asks for an explanation lets it pass once somebody
has written a sentence.
"""

import datetime as dt
from collections.abc import Callable, Iterator

from wenzeng.bulletins.checks import (
    bare_number,
    comparator,
    coverage,
    demo_note,
    direction,
    essentials,
    measure,
    named,
    not_quotable,
    period,
    qualifier,
    rank_end,
    streak,
    subject,
    superseded,
    text_and_table,
    title,
    unit,
    unreleased,
    value,
    year_on_year,
)
from wenzeng.bulletins.checks.draft import Draft, Finding, load, value_in_words, what
from wenzeng.bulletins.models import Bulletin, State

ALL: tuple[Callable[[Draft], Iterator[Finding]], ...] = (
    essentials.check,
    title.check,
    value.check,
    direction.check,
    qualifier.check,
    subject.check,
    period.check,
    comparator.check,
    measure.check,
    coverage.check,
    year_on_year.check,
    named.check,
    streak.check,
    rank_end.check,
    unit.check,
    bare_number.check,
    text_and_table.check,
    superseded.check,
    unreleased.check,
    not_quotable.check,
    demo_note.check,
)

__all__ = ["ALL", "Draft", "Finding", "findings", "load", "open_findings", "value_in_words", "what"]


def findings(bulletin: Bulletin, *, today: dt.date, for_state: State | None = None) -> list[Finding]:
    """Everything that stands against a draft, the blocking first; a check never stops at its first fault.

    It is judged by what is known today, not by what was known on the day of its figures.
    """
    draft = load(bulletin, for_state=for_state or bulletin.next_state or State.ARCHIVED, today=today)
    found = [finding for check in ALL for finding in check(draft)]
    return sorted(found, key=lambda finding: finding.severity != "block")


def open_findings(bulletin: Bulletin, *, today: dt.date, for_state: State | None = None) -> list[Finding]:
    """Those that keep it from moving on: blocking ones and unexplained ones."""
    return [
        finding
        for finding in findings(bulletin, today=today, for_state=for_state)
        if finding.severity == "block" or not str(bulletin.explanations.get(finding.key, "")).strip()
    ]
