"""Doors: the list, one bulletin as its page, the editor, steps, files, and a file that came back."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from wenzeng.base import clock
from wenzeng.base.access import Can
from wenzeng.base.doors import Request, requires, signed_in
from wenzeng.base.shown import shown
from wenzeng.bulletins import actions, checks, queries, returned, screen
from wenzeng.bulletins.forms import DeedForm, ReturnedForm, TextForm
from wenzeng.bulletins.models import ORDER, Bulletin, State

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _row(request: Request, pk: int) -> Bulletin:
    rows = Bulletin.objects.visible_to(request.user).select_related(
        "series__owner__subject", "signed_by", "document"
    )
    row: Bulletin = get_object_or_404(rows, pk=pk)
    return row


@signed_in
@require_GET
def bulletins(request: Request) -> HttpResponse:
    return _list(request)


def _list(request: Request, *, fault: str = "", mend: str = "", status: int = 200) -> HttpResponse:
    now = shown(request)
    shelves = queries.shelves(request.user)
    rows = [row for shelf in shelves for row in shelf.bulletins]
    context = {
        "shelves": shelves,
        "last": max(
            (row for row in rows if row.is_out), key=lambda row: (row.issued_on, row.pk), default=None
        ),
        "in_hand": [row for row in rows if not row.is_out and row.state != State.VOID],
        "may_draft": request.user.can(Can.DRAFT_BULLETINS),
        "standing": next(
            (row for row in rows if row.period_code == now.period.code and row.state != State.VOID), None
        ),
        "period": now.period,
        "as_of": now.as_of,
        "may_trace": request.user.can(Can.READ_FIGURES),
        "fault": fault,
        "mend": mend,
    }
    return render(request, "bulletins/list.html", context, status=status)


@requires(Can.DRAFT_BULLETINS)
@require_POST
def bulletin_draft(request: Request) -> HttpResponse:
    """起草: for the period and day of the address; `anew` writes a draft again from today's facts."""
    now = shown(request)
    try:
        row = actions.draft(
            period=now.period,
            as_of=now.as_of,
            by=request.user,
            now=clock.now(),
            anew=request.POST.get("anew") == "1",
        )
    except actions.CannotDraft as reason:
        return _list(request, fault=str(reason), mend=reason.page, status=422)
    messages.success(request, _("初稿已备好：%(title)s。") % {"title": row.title})
    return redirect("bulletin", pk=row.pk)


@signed_in
@require_GET
def bulletin(request: Request, pk: int) -> HttpResponse:
    return _page(request, _row(request, pk))


def _page(request: Request, row: Bulletin, *, status: int = 200, **extra: Any) -> HttpResponse:
    user = request.user
    works_on_it, reads_figures = user.can(Can.READ_BULLETIN_DRAFTS), user.can(Can.READ_FIGURES)
    found = (
        checks.findings(row, today=clock.today())
        if works_on_it and not row.is_out and row.state != State.VOID
        else []
    )
    revised = [screen.line(row, finding) for finding in found if finding.revised]
    following = row.next_state
    context = {
        "row": row,
        "page": screen.page(row, linked=reads_figures),
        "track": [(state.label, _place(row, state)) for state in ORDER],
        "findings": [screen.line(row, finding) for finding in found],
        "revised": revised,
        "revised_open": any(not line["explanation"] for line in revised),
        "must": sum(finding.severity == "block" for finding in found),
        "figures": screen.figures(row) if reads_figures and (works_on_it or row.is_out) else [],
        "steps": row.steps.select_related("by") if works_on_it else (),
        "works_on_it": works_on_it,
        "following": following,
        "may_step": works_on_it and following is not None and actions.may(user, following, row),
        "own_draft": following == State.REVIEWED and user.pk == row.drafted_by_id,
        "may_edit": row.may_be_edited and user.can(Can.DRAFT_BULLETINS),
        "may_send_back": works_on_it
        and row.state in (State.COUNTERSIGNED, State.REVIEWED, State.SIGNED, State.RECHECKED)
        and ((following is not None and actions.may(user, following, row)) or user.can(Can.DRAFT_BULLETINS)),
        "may_void": row.state not in (State.VOID, State.ARCHIVED)
        and user.can(Can.REGISTER_BULLETINS if row.number else Can.DRAFT_BULLETINS),
        "may_trace": reads_figures,
        "may_explain": user.can(Can.DRAFT_BULLETINS),
        "last_number": actions.last_number(row.series, clock.today().year)
        if following == State.REGISTERED
        else None,
        "returned_form": ReturnedForm(),
        **extra,
    }
    return render(request, "bulletins/bulletin.html", context, status=status)


def _place(row: Bulletin, state: State) -> str:
    if row.state == State.VOID:
        return ""
    here, there = ORDER.index(State(row.state)), ORDER.index(state)
    return "past" if there < here else "now" if there == here else ""


@requires(Can.DRAFT_BULLETINS)
@require_http_methods(["GET", "POST"])
def bulletin_edit(request: Request, pk: int) -> HttpResponse:
    """One text area a paragraph, figures as ⟦编号:数字⟧. A refusal keeps every character that was typed."""
    row = _row(request, pk)
    standing: Bulletin | None = None
    status = 200
    if request.method == "POST":
        form = TextForm(request.POST, bulletin=row)
        if form.is_valid():
            try:
                row = actions.save_text(bulletin=row, typed=form.typed(), by=request.user, now=clock.now())
            except actions.CannotSave as reason:
                form.add_error(None, str(reason))
                standing = reason.standing
            else:
                left = len(checks.open_findings(row, today=clock.today()))
                messages.success(
                    request,
                    _("已保存，还有%(n)s处要处理。") % {"n": left}
                    if left
                    else _("已保存，核对没有发现问题。"),
                )
                return redirect("bulletin", pk=row.pk)
        status = 422
    else:
        form = TextForm(bulletin=row)
    context = {
        "row": row,
        "form": form,
        "findings": [screen.line(row, finding) for finding in checks.findings(row, today=clock.today())],
        "standing": TextForm(bulletin=standing) if standing else None,
        "figures": screen.figures(row),
        "tables": screen.page(row).tables,
    }
    return render(request, "bulletins/edit.html", context, status=status)


@requires(Can.READ_BULLETIN_DRAFTS)
@require_POST
def bulletin_step(request: Request, pk: int) -> HttpResponse:
    """Every deed on a bulletin; whose duty a step is, the action knows (403)."""
    row = _row(request, pk)
    form = DeedForm(request.POST)
    if not form.is_valid():
        return _page(request, row, status=422, refused=form, typed=request.POST)
    try:
        sentence = _deed(row, form.cleaned_data, request)
    except actions.CannotAdvance as reason:
        form.add_error(None, str(reason))
        return _page(request, row, status=422, refused=form, typed=request.POST)
    messages.success(request, sentence)
    return redirect("bulletin", pk=row.pk)


def _deed(row: Bulletin, values: dict[str, Any], request: Request) -> str:
    by, now, opinion = request.user, clock.now(), values["opinion"]
    match values["deed"]:
        case "send_back":
            actions.send_back(bulletin=row, opinion=opinion, by=by, now=now)
            return _("已退回起草。")
        case "void":
            actions.void(bulletin=row, reason=opinion, by=by, now=now)
            return _("已作废；用过的期号不再使用。")
        case "explain":
            actions.explain(bulletin=row, key=values["finding"], sentence=opinion, by=by, now=now)
            return _("说明已记下。")
        case State.REGISTERED:
            done = actions.register(bulletin=row, number=values["number"], by=by, now=now)
            return _("已登记为第%(n)s期。") % {"n": done.number}
        case State.ISSUED:
            actions.issue(bulletin=row, by=by, now=now)
            return _("已核发，定稿封存。")
        case step if step in actions.DEEDS:
            to = State(step)
            actions.advance(bulletin=row, to=to, opinion=opinion, by=by, now=now)
            return _("已%(step)s。") % {"step": to.label}
    raise actions.CannotAdvance(_("没有这一步：请刷新后按页面上的按钮办理。"))


@signed_in
@require_GET
def bulletin_docx(request: Request, pk: int) -> HttpResponse:
    """The frozen file, or the draft as it stands; `?copy=review` is the copy with the trace table."""
    row = _row(request, pk)
    if request.GET.get("copy") == "review":
        if not request.user.can(Can.READ_BULLETIN_DRAFTS):
            raise PermissionDenied(str(_("核稿件只给起草、签发和文书岗位：请下载正式件。")))
        return _file(actions.review_copy(row), DOCX, f"{row.label}_核稿.docx")
    return _file(actions.docx_of(row), DOCX, f"{row.label}{'' if row.is_out else '_稿'}.docx")


@requires(Can.READ_FIGURES)
@require_GET
def bulletin_trace(request: Request, pk: int) -> HttpResponse:
    row = _row(request, pk)
    return _file(actions.trace_table(row), XLSX, f"{row.label}_数据溯源表.xlsx")


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    disposition = content_disposition_header(as_attachment=True, filename=name)
    return HttpResponse(
        content, content_type=kind, headers={"Content-Disposition": disposition or "attachment"}
    )


@requires(Can.READ_BULLETIN_DRAFTS)
@require_POST
def bulletin_returned(request: Request, pk: int) -> HttpResponse:
    """A .docx that came back: which figures no longer say what the facts say. Nothing is recorded."""
    row = _row(request, pk)
    form = ReturnedForm(request.POST, request.FILES)
    if form.is_valid():
        upload = form.cleaned_data["file"]
        if upload.size > settings.WENZENG_FILE_LIMIT_MB * 1024 * 1024:
            form.add_error(
                "file", _("文件超过%(n)s MB：删去图片再传。") % {"n": settings.WENZENG_FILE_LIMIT_MB}
            )
        else:
            try:
                result = returned.check_returned_docx(row, upload.read())
            except returned.CannotRead as reason:
                form.add_error("file", str(reason))
            else:
                return _page(request, row, returned=result, returned_name=upload.name, returned_form=form)
    return _page(request, row, status=422, returned_form=form)
