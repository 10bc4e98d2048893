"""A version of a figure that is known today and prints something else: redraft, or say in one's name why not."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from wenzeng.base.models import Observation
from wenzeng.bulletins import text
from wenzeng.bulletins.checks.draft import Draft, Finding, Revised, value_in_words, what
from wenzeng.engines.wording import screen_number


@dataclass
class _Revision:
    """One replaced figure, where it is printed itself, and the printed figures that were made from it."""

    old: Observation
    new: Observation
    itself: text.Printed | None = None
    made: dict[int, text.Printed] = field(default_factory=dict)

    @property
    def first(self) -> text.Printed:
        return self.itself or next(iter(self.made.values()))


def check(draft: Draft) -> Iterator[Finding]:
    """引用的数已有修订。"""
    for revision in _revisions(draft):
        yield Finding(
            "superseded",
            "explain",
            revision.first.place,
            _sentence(draft, revision),
            revision.first.ordinal,
            revision.new.pk,
            Revised(revision.old, revision.new),
        )


def _revisions(draft: Draft) -> list[_Revision]:
    """One for each figure at the bottom that was replaced: what was computed from it is told with it."""
    found: dict[int, _Revision] = {}
    for one in draft.printed:
        row = draft.observations.get(one.token.observation)
        if row is None:
            continue
        for pk in _replaced(draft, row.pk):
            new = draft.newer(pk)
            if new is None:
                continue
            revision = found.setdefault(pk, _Revision(draft.known[pk], new))
            if pk == row.pk:
                revision.itself = revision.itself or one
            else:
                revision.made.setdefault(row.pk, one)
    return list(found.values())


def _replaced(draft: Draft, pk: int) -> list[int]:
    if pk in draft.newest and draft.newer(pk) is None:
        return []  # computed again since, and it came out the same
    below = {one for one in draft.made_from.get(pk, frozenset()) if draft.newer(one)}
    lowest = sorted(one for one in below if not below & draft.made_from.get(one, frozenset()))
    return lowest or [pk]


def _sentence(draft: Draft, revision: _Revision) -> str:
    old, new = revision.old, revision.new
    made = [what(draft.observations[pk]) for pk in revision.made]
    names = "、".join(made[:2]) + (_("等%(n)s个数") % {"n": len(made)} if len(made) > 2 else "")
    words = {
        "place": revision.first.place,
        "figure": what(old),
        "made": names,
        "day": new.batch.known_at,
        "value": value_in_words(new),
        "new": new.pk,
        "old_value": screen_number(old.printed),
        "old": old.pk,
    }
    if not revision.itself:
        return (
            _(
                "%(place)s：%(made)s是用旧数算的，所用的%(figure)s已于%(day)s修订为%(value)s（第%(new)s号），旧数是%(old_value)s（第%(old)s号）。重新计算后再起草，或写明为什么用旧数。"
            )
            % words
        )
    if made:
        return (
            _(
                "%(place)s：%(figure)s已于%(day)s修订为%(value)s（第%(new)s号），这里用的是旧数%(old_value)s（第%(old)s号），%(made)s也是用旧数算的。重新计算后再起草，或写明为什么用旧数。"
            )
            % words
        )
    return (
        _(
            "%(place)s：%(figure)s已于%(day)s修订为%(value)s（第%(new)s号），这里用的是旧数%(old_value)s（第%(old)s号）。重新起草，或写明为什么用旧数。"
        )
        % words
    )
