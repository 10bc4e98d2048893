"""督办预警: the light board, what waits for a signature, what was signed, and the rules."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from wenzeng.base import clock, rulebook
from wenzeng.base.access import Can
from wenzeng.base.assignments import CannotAssign
from wenzeng.base.doors import Request, requires
from wenzeng.base.models import Assignment, User
from wenzeng.base.shown import shown
from wenzeng.supervision import actions, definitions, queries
from wenzeng.supervision.forms import DeclineForm, SignForm, Versioned


def _page(request: Request, *, bound: Versioned | None = None, status: int = 200) -> HttpResponse:
    """The whole page; a form that was refused stands in its place with what was typed and why."""
    now = shown(request)
    user = request.user
    board = queries.board(period=now.period, as_of=now.as_of, reader=user)
    rows = list(queries.proposals(user))
    changed = queries.standing(rows, now.today)
    can_sign = user.can(Can.SIGN_PROPOSALS)
    proposals = [
        {
            "row": row,
            "rule": queries.rule_title(row),
            "standing": changed.get(row.pk),
            "forms": _forms(row, now.today, bound) if can_sign else None,
        }
        for row in rows
    ]
    context: dict[str, Any] = {
        "shown": now,
        "period": now.period,
        "as_of": now.as_of,
        "period_choices": [(period.code, period.label_with_year) for period in now.choices],
        "board": board,
        "late": board.count(queries.LATE),
        "proposals": proposals,
        "signed": [_signed(row, user, now.today) for row in queries.signed(user)],
        "can_sign": can_sign,
        "may_close": user.can(Can.CLOSE_MONTH),
        "conflict": _conflict(bound) if bound else None,
    }
    return render(request, "supervision/board.html", context, status=now.status if status == 200 else status)


def _forms(row: Assignment, today: Any, bound: Versioned | None) -> dict[str, Any]:
    forms: dict[str, Any] = {
        "sign": SignForm(assignment=row, today=today),
        "decline": DeclineForm(assignment=row),
        "open": "",
        "suggested": queries.suggestion(row),
    }
    if bound is not None and bound.assignment.pk == row.pk:
        forms[bound.deed] = bound
        forms["open"] = bound.deed
    return forms


def _signed(row: Assignment, user: User, today: Any) -> dict[str, Any]:
    late = row.is_late(today)
    return {
        "row": row,
        "measure": queries.measure_label(row),
        "days_late": (today - row.due_on).days if late else 0,
    }


def _conflict(bound: Versioned) -> dict[str, Any] | None:
    """Somebody was quicker: what stands now, and what this person typed (nothing typed is lost)."""
    current = Assignment.objects.select_related("signed_by", "to_body__subject").get(pk=bound.assignment.pk)
    if current.state == Assignment.State.PROPOSED:
        return None
    typed = [
        (bound.fields[name].label, bound.data.get(bound.add_prefix(name), ""))
        for name in bound.fields
        if name in {"reason", "due_on"}
    ]
    return {"row": current, "measure": queries.measure_label(current), "typed": typed, "form": bound}


@requires(Can.READ_FIGURES)
@require_GET
def supervision(request: Request) -> HttpResponse:
    return _page(request)


@requires(Can.READ_FIGURES)
@require_GET
def rules(request: Request) -> HttpResponse:
    """The text of every supervision rule with its source, signatures and the digest applied."""
    documents = [
        {
            "rule": rule,
            "text": queries.rule_text(rule),
            "checked": rule.id in definitions.LIGHTS.values(),
            "faults": queries.lint_sentences(rule.id),
        }
        for rule in rulebook.of_kind("supervision")
    ]
    return render(request, "supervision/rules.html", {"documents": documents})


@requires(Can.SIGN_PROPOSALS)
@require_POST
def sign(request: Request, pk: int) -> HttpResponse:
    row = get_object_or_404(queries.with_all(Assignment.objects.visible_to(request.user)), pk=pk)
    form = SignForm(request.POST, assignment=row, today=clock.today())
    if form.is_valid():
        values = {"measure": "", **form.cleaned_data}
        try:
            row = actions.sign(assignment=row, by=request.user, now=clock.now(), **values)
        except CannotAssign as reason:
            form.add_error(None, str(reason))
        else:
            messages.success(
                request,
                _("已签发给%(body)s：%(measure)s，%(day)s 前反馈。")
                % {"body": row.to_body, "measure": queries.measure_label(row), "day": row.due_on},
            )
            return redirect("supervision")
    return _page(request, bound=form, status=422)


@requires(Can.SIGN_PROPOSALS)
@require_POST
def decline(request: Request, pk: int) -> HttpResponse:
    row = get_object_or_404(queries.with_all(Assignment.objects.visible_to(request.user)), pk=pk)
    form = DeclineForm(request.POST, assignment=row)
    if form.is_valid():
        try:
            actions.decline(assignment=row, by=request.user, now=clock.now(), **form.cleaned_data)
        except CannotAssign as reason:
            form.add_error(None, str(reason))
        else:
            messages.success(request, _("不予签发，理由已记录：%(title)s。") % {"title": row.title})
            return redirect("supervision")
    return _page(request, bound=form, status=422)
