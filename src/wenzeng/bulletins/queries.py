"""Questions across tables: the list by series, what waits for whom."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import F, OuterRef, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _

from wenzeng.base.access import Can
from wenzeng.base.models import Observation, ObservationInput, User
from wenzeng.base.todo import Todo
from wenzeng.bulletins.models import Bulletin, NumberTaken, Series, State


@dataclass(frozen=True)
class Shelf:
    """A series with its bulletins that a reader may see, newest first, and its numbers voided."""

    series: Series
    bulletins: tuple[Bulletin, ...]
    last_number: int


def shelves(user: User) -> list[Shelf]:
    rows = list(
        Bulletin.objects.visible_to(user).select_related("series__owner__subject").order_by("-as_of", "-pk")
    )
    found = []
    for series in Series.objects.select_related("owner__subject").prefetch_related("owner__subject__names"):
        own = tuple(row for row in rows if row.series_id == series.pk)
        highest = NumberTaken.objects.filter(series=series).order_by("-year", "-number").first()
        if own:
            found.append(Shelf(series, own, highest.number if highest else 0))
    return found


_KEY = ("indicator", "subject", "period_code", "basis", "price_basis", "scope", "status")


def stale(observations: Collection[int], *, as_of: dt.date) -> set[int]:
    """Those computed from a figure of which a newer version was known on a day: to be computed again."""
    same_key = Observation.objects.known_on(as_of).filter(
        **{name: OuterRef(f"input__{name}") for name in _KEY}
    )
    rows = ObservationInput.objects.filter(observation__in=observations).annotate(
        newest=Subquery(same_key.newest_first().values("pk")[:1])
    )
    return set(rows.exclude(newest=F("input_id")).values_list("observation_id", flat=True))


# Whose turn it is, and what the desk says. The one who drafts brings it to the signatory; the office does the rest.
TURNS: tuple[tuple[Can, tuple[State, ...]], ...] = (
    (Can.DRAFT_BULLETINS, (State.DRAFTED, State.COUNTERSIGNED)),
    (Can.SIGN_BULLETINS, (State.REVIEWED,)),
    (Can.REGISTER_BULLETINS, (State.SIGNED, State.RECHECKED, State.REGISTERED, State.PRINTED)),
)


def todo(user: User, today: dt.date) -> list[Todo]:
    """Bulletins whose next step is this person's."""
    states = [state for deed, turn in TURNS if user.can(deed) for state in turn]
    if not states:
        return []
    rows = Bulletin.objects.visible_to(user).filter(state__in=states).select_related("series")
    # Whoever drafted does not review; a draft without a drafter is anybody's of the bureau.
    rows = rows.exclude(state=State.COUNTERSIGNED, drafted_by=user)
    return [_todo(row) for row in rows]


def _todo(row: Bulletin) -> Todo:
    """The count stands on every page, so the draft is not checked here; its own page does that."""
    step = row.next_state.label if row.next_state else ""
    return Todo(
        glyph="act",
        title=_("通报待%(step)s：%(title)s") % {"step": step, "title": row.title},
        why=_("现在是“%(now)s”，数据截至%(day)s。") % {"now": row.get_state_display(), "day": row.as_of},
        url=reverse("bulletin", args=[row.pk]),
        button=str(step),
    )
