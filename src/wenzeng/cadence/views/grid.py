"""填报网格: one form, one period, one unit, filled in on the page. Every cell is saved as it is left.

The address is the place, not a draft: it is the one that a reminder carries, and it opens where the work stopped.
"""

import json
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from wenzeng.base import clock
from wenzeng.base.access import Can
from wenzeng.base.doors import Request, requires
from wenzeng.base.models.people import User
from wenzeng.cadence import actions, definitions, queries, tables
from wenzeng.cadence.forms import Place, place_of
from wenzeng.cadence.models import Filing
from wenzeng.cadence.neutral import Neutral
from wenzeng.cadence.typed_cells import CannotType, Typed, blank, open_draft, standing, type_cells


def _place(request: Request, form: str, period: str, unit: str) -> Place:
    at = place_of(request.user, form, period, unit)
    if at is None:
        raise Http404
    return at


@requires(Can.READ_FIGURES)
@require_GET
def page(request: Request, form: str, period: str, unit: str) -> HttpResponseBase:
    at = _place(request, form, period, unit)
    draft = standing(at.form, at.period, at.unit_id)
    if draft is None:
        waiting = Filing.objects.of(at.form.slug, at.period, at.unit_id).filter(state=Filing.State.SUBMITTED)
        if (row := waiting.first()) is not None:
            return redirect("filing", row.pk)
    fault = _cannot_open(at)
    if draft is not None and not queries.may_file(request.user, draft):
        return redirect("filing", draft.pk)
    return _page(request, at, draft, fault, 409 if fault else 200)


def _cannot_open(at: Place) -> str:
    if at.period.end >= clock.today():
        return _("%(period)s还没有结束，没有表可报。") % {"period": at.period.label_with_year}
    try:
        at.form.open_for(at.period)
    except definitions.CannotOpenForm as reason:
        return str(reason)
    return ""


def _page(request: Request, at: Place, draft: Filing | None, fault: str, status: int) -> HttpResponse:
    recorded = (
        Filing.objects.of(at.form.slug, at.period, at.unit_id)
        .filter(state=Filing.State.RECORDED)
        .order_by("-uploaded_at", "-pk")
        .first()
    )
    neutral = None
    if not fault:
        neutral = queries.said(draft) if draft else _unsaved(at, request.user, recorded)
    context = {
        "at": at,
        "draft": draft,
        "recorded": recorded,
        "fault": fault,
        "due_on": at.form.due_on(at.period),
        "today": clock.today(),
        "head": tables.typed_head(at.form, neutral) if neutral else [],
        "grid": tables.grid(at.form, at.period, neutral, at.names) if neutral else None,
        "judged": _judged(draft),
        "must": sum(one.finding.must for one in draft.judged) if draft else 0,
        "unsaid": sum(one.is_open and not one.finding.must for one in draft.judged) if draft else 0,
    }
    return render(request, "cadence/grid.html", context, status=status)


def _unsaved(at: Place, user: User, recorded: Filing | None) -> Neutral:
    """What the draft would begin with: it is written down with the first cell that is typed."""
    fresh = blank(at.form, at.period, at.unit, user, clock.today())
    return queries.corrected(Neutral.from_json(recorded.neutral), fresh, at.form) if recorded else fresh


def _judged(draft: Filing | None) -> list[dict[str, Any]]:
    return tables.judged_lines(draft) if draft else []


class _Cell(BaseModel):
    model_config = ConfigDict(extra="forbid")

    sheet: str = Field(max_length=40)
    row: str = Field(max_length=60)
    column: str = Field(max_length=40)
    text: str = Field(max_length=5000)
    seen: str = Field(max_length=5000)


class _Sent(BaseModel):
    model_config = ConfigDict(extra="forbid")

    cells: list[_Cell] = Field(default_factory=list, max_length=200_000)
    words: dict[str, str] = Field(default_factory=dict)


@requires(Can.READ_FIGURES)
@require_POST
def cells(request: Request, form: str, period: str, unit: str) -> JsonResponse:
    """Save a step: one cell that was left, or a block that was pasted; and sentences that explain findings."""
    at = _place(request, form, period, unit)
    try:
        sent = _Sent.model_validate_json(request.body)
    except (ValidationError, json.JSONDecodeError):
        return JsonResponse({"fault": _("网页发来的内容不完整：刷新页面，再填一次。")}, status=400)
    now = clock.now()
    try:
        draft = open_draft(form=at.form, period=at.period, unit=at.unit, by=request.user, now=now)
        outcome = type_cells(
            filing=draft,
            cells=[Typed(cell.sheet, cell.row, cell.column, cell.text, cell.seen) for cell in sent.cells],
            by=request.user,
            now=now,
        )
        row = outcome.filing
        if sent.words:
            row = actions.explain(filing=row, words=sent.words, by=request.user, now=now)
    except (CannotType, actions.CannotExplain, PermissionDenied) as reason:
        return JsonResponse({"fault": str(reason)}, status=422)
    must = sum(one.finding.must for one in row.judged)
    context = {
        "judged": _judged(row),
        "must": must,
        "unsaid": sum(one.is_open and not one.finding.must for one in row.judged),
    }
    return JsonResponse(
        {
            "filing": row.pk,
            "version": row.version,
            "saved_at": now.astimezone(clock.SHANGHAI).strftime("%H:%M:%S"),
            "conflicts": [
                {
                    "sheet": one.typed.sheet,
                    "row": one.typed.row,
                    "column": one.typed.column,
                    "mine": one.typed.text,
                    "theirs": one.theirs,
                    "sentence": one.sentence,
                }
                for one in outcome.conflicts
            ],
            "marks": tables.marks(row),
            "findings": render_to_string("cadence/_grid_findings.html", context, request),
        }
    )
