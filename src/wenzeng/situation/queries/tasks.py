"""What waits for the reader: proposals to sign, answers to check, work of his own body."""

import datetime as dt
from dataclasses import dataclass

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from wenzeng.base.access import Can
from wenzeng.base.models import Assignment, User

MOST_TASKS = 5
FILLED = 4  # so many lines fill the card beside the chart


@dataclass(frozen=True)
class Task:
    """Work that waits for the reader: a proposal to sign, or an assignment to answer or to press."""

    light: int
    title: str
    why: str
    url: str
    button: str
    simulated: bool


@dataclass(frozen=True)
class Tasks:
    """What waits for the reader himself, and what other bodies still owe."""

    first: tuple[Task, ...]
    others: tuple[Task, ...]
    """Of what other bodies owe, the most pressing, as far as the reader's own work leaves room."""
    count: int
    elsewhere: int
    late_elsewhere: int


def tasks_of(reader: User, today: dt.date) -> Tasks:
    """Proposals to sign, answers to check and the reader's own work, the most pressing first."""
    rows = (
        Assignment.objects.visible_to(reader)
        .exclude(state__in=[Assignment.State.DECLINED, Assignment.State.CLOSED])
        .select_related("about", "to_body__subject")
        .prefetch_related("about__names", "to_body__subject__names")
    )
    own: list[Assignment] = []
    others: list[Assignment] = []
    signs, bodies = reader.can(Can.SIGN_PROPOSALS), reader.body_ids
    for row in rows:
        to_decide = signs and row.state in {Assignment.State.PROPOSED, Assignment.State.ANSWERED}
        to_work = row.to_body_id in bodies and row.state in {
            Assignment.State.SIGNED,
            Assignment.State.ACKNOWLEDGED,
        }
        (own if to_decide or to_work else others).append(row)
    own.sort(key=lambda row: (row.state != Assignment.State.PROPOSED, row.due_on, row.pk))
    owed = sorted(others, key=lambda row: (not row.is_late(today), row.due_on, row.pk))
    return Tasks(
        first=tuple(_task(row, today) for row in own[:MOST_TASKS]),
        others=tuple(_task(row, today) for row in owed[: max(0, FILLED - len(own))]),
        count=len(own),
        elsewhere=len(others),
        late_elsewhere=sum(row.is_late(today) for row in others),
    )


def _task(row: Assignment, today: dt.date) -> Task:
    late = row.is_late(today)
    due = _("%(day)s前办结") % {"day": date_format(row.due_on, _("n月j日"))}
    if row.state == Assignment.State.PROPOSED:
        light, button, why = 3, _("签发"), _("按规则提出，待签发；%(due)s") % {"due": due}
    elif row.state == Assignment.State.ANSWERED:
        light, button, why = 2, _("核验"), _("%(body)s已反馈，待核验销号") % {"body": row.to_body}
    else:
        light, button = (4 if late else 2), _("办理")
        why = _("%(body)s承办；%(due)s") % {"body": row.to_body, "due": due}
        if late:
            why += _("，已超%(n)s天") % {"n": (today - row.due_on).days}
    return Task(light, row.title, why, reverse("assignment", args=[row.pk]), button, row.simulated)
