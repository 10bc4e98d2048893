"""The desk (今天有N件事，先做这3件) and the page of one assignment."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from wenzeng.base import assignments, clock, trail
from wenzeng.base.access import Can
from wenzeng.base.assignments import CannotAssign
from wenzeng.base.doors import Request, requires, signed_in
from wenzeng.base.models import Assignment, User
from wenzeng.base.shown import shown
from wenzeng.base.todo import Todo
from wenzeng.bulletins import queries as bulletins_queries
from wenzeng.cadence import todo as cadence_todo
from wenzeng.site import closing
from wenzeng.supervision import actions as supervision
from wenzeng.supervision import queries as supervision_queries
from wenzeng.supervision.forms import (
    AcknowledgeForm,
    AnswerForm,
    DeclineForm,
    SignForm,
    StrikeOffForm,
    Versioned,
)

Source = Callable[[User, dt.date], list[Todo]]


# Each room offers what waits for a person; the desk only puts it in order.
DESK_SOURCES: tuple[Source, ...] = (
    cadence_todo.todo,
    closing.todo,
    supervision_queries.todo,
    bulletins_queries.todo,
)

FIRST = 3
_URGENCY = {"late": 0, "warn": 1, "act": 2, "open": 3}


def todos(user: User, today: dt.date) -> list[Todo]:
    """What waits for a person, the late and the nearest first; asked once per request."""
    if not user.is_authenticated:
        return []
    kept: dict[dt.date, list[Todo]] = user.__dict__.setdefault("_todos", {})
    if today not in kept:
        found = [item for source in DESK_SOURCES for item in source(user, today)]
        kept[today] = sorted(found, key=lambda item: (_URGENCY[item.glyph], item.due_on or dt.date.max))
    return kept[today]


_counted: dict[int, tuple[dt.date, str, int]] = {}


def todo_count(user: User) -> int:
    """How many things wait, for the header of every page. Counted again only after a deed: each leaves a trail row."""
    today, head = clock.today(), trail.head()
    known = _counted.get(user.pk)
    if known is None or known[:2] != (today, head):
        known = _counted[user.pk] = (today, head, len(todos(user, today)))
    return known[2]


@signed_in
@require_GET
def desk(request: Request) -> HttpResponse:
    now = shown(request)
    user = request.user
    units = []
    if user.can(Can.READ_FIGURES):
        units = [
            {
                "unit": row.body.unit,
                "name": row.body.unit.name_on(now.period.end),
                "figures": supervision_queries.unit_figures(
                    unit=row.body.unit, period=now.period, as_of=now.as_of, reader=user
                ),
            }
            for row in user.appointments_today
            if row.body.unit is not None
        ]
    under_way = supervision_queries.signed(user).exclude(
        state__in=[Assignment.State.CLOSED, Assignment.State.DECLINED]
    )
    context = {
        "todos": todos(user, now.today),
        "first": FIRST,
        "units": units,
        "under_way": [
            {"row": row, "measure": supervision_queries.measure_label(row), "late": row.is_late(now.today)}
            for row in under_way
        ],
        "may_read": user.can(Can.READ_FIGURES),
        "may_follow": user.can(Can.FOLLOW_SUPERVISION),
        "shown": now,
        "today": now.today,
    }
    return render(request, "site/desk.html", context, status=now.status)


# One assignment: its evidence, its history, and the deeds that are open to the reader

DEEDS: dict[str, tuple[type[Versioned], Can]] = {
    "acknowledge": (AcknowledgeForm, Can.ANSWER_ASSIGNMENTS),
    "answer": (AnswerForm, Can.ANSWER_ASSIGNMENTS),
    "strike_off": (StrikeOffForm, Can.SIGN_PROPOSALS),
}


@requires(Can.READ_FIGURES)
@require_http_methods(["GET", "POST"])
def assignment(request: Request, pk: int) -> HttpResponse:
    """A foreign assignment is 404, a deed without its duty 403, a refused deed 422 with all that was typed."""
    rows = supervision_queries.with_all(Assignment.objects.visible_to(request.user))
    row = get_object_or_404(rows, pk=pk)
    if request.method == "GET":
        return _assignment_page(request, row)
    deed = request.POST.get("deed", "")
    if deed not in DEEDS:
        return _assignment_page(request, row, status=422)
    kind, duty = DEEDS[deed]
    if not request.user.can(duty):
        raise PermissionDenied(str(_("这项操作要有相应职责：请找市工信局运行监测科或系统管理员。")))
    form = kind(request.POST, assignment=row)
    if form.is_valid():
        try:
            row = _do(deed, row, form.cleaned_data, request.user)
        except CannotAssign as reason:
            form.add_error(None, str(reason))
            row = get_object_or_404(rows, pk=pk)
        else:
            messages.success(request, _DONE[deed]())
            return redirect("assignment", pk)
    return _assignment_page(request, row, refused=form, status=422)


_DONE: dict[str, Callable[[], str]] = {
    "acknowledge": lambda: _("已签收。办理后请在期限前反馈。"),
    "answer": lambda: _("已反馈，待交办单位核验。"),
    "strike_off": lambda: _("已销号，记录保留。"),
}


def _do(deed: str, row: Assignment, values: dict[str, Any], by: User) -> Assignment:
    now = clock.now()
    if deed == "acknowledge":
        return assignments.acknowledge(assignment=row, by=by, now=now, **values)
    if deed == "answer":
        return assignments.answer(assignment=row, by=by, now=now, **values)
    return supervision.strike_off(assignment=row, by=by, now=now, **values)


def _assignment_page(
    request: Request, row: Assignment, *, refused: Versioned | None = None, status: int = 200
) -> HttpResponse:
    user, today = request.user, clock.today()
    forms: dict[str, Any] = {}
    mine = row.to_body_id in user.body_ids and user.can(Can.ANSWER_ASSIGNMENTS)
    if mine and row.state == Assignment.State.SIGNED:
        forms["acknowledge"] = AcknowledgeForm(assignment=row)
    if mine and row.state in {Assignment.State.SIGNED, Assignment.State.ACKNOWLEDGED}:
        forms["answer"] = AnswerForm(assignment=row)
    may_sign = user.can(Can.SIGN_PROPOSALS)
    if may_sign and row.state == Assignment.State.ANSWERED and row.to_body_id not in user.body_ids:
        forms["strike_off"] = StrikeOffForm(assignment=row)
    if may_sign and row.state == Assignment.State.PROPOSED:
        forms["sign"] = SignForm(assignment=row, today=today)
        forms["decline"] = DeclineForm(assignment=row)
        forms["suggested"] = supervision_queries.suggestion(row)
        forms["unfold"] = True
    lost = None
    if refused is not None:
        if refused.deed in forms:
            forms[refused.deed] = _with_current_version(refused, row)
        else:
            lost = refused  # the deed is no longer open; what was typed stays readable
    context = {
        "row": row,
        "forms": forms,
        "lost": lost,
        "typed": [(field.label, field.value()) for field in lost if not field.is_hidden] if lost else [],
        "measure": supervision_queries.measure_label(row),
        "rule": supervision_queries.rule_title(row),
        "may_follow": user.can(Can.FOLLOW_SUPERVISION),
        "standing": supervision_queries.standing([row], today).get(row.pk)
        if row.state == Assignment.State.PROPOSED
        else None,
        "evidence": supervision_queries.evidence(row, today=today, reader=user),
        "steps": row.steps.select_related("by"),
        "days_late": (today - row.due_on).days if row.is_late(today) else 0,
        "today": today,
    }
    return render(request, "site/assignment.html", context, status=status)


def _with_current_version(form: Versioned, row: Assignment) -> Versioned:
    """The same words on the newest version: the reader has now seen what stands, and may send again."""
    form.data = {**dict(form.data.items()), form.add_prefix("version"): str(row.version)}
    return form
