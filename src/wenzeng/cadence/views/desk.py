"""The filing desk's pages: what is due, upload, one filing, the original, the checks, the review, a figure's cell."""

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from wenzeng.base import clock, files
from wenzeng.base.access import Can
from wenzeng.base.doors import Request, requires, signed_in
from wenzeng.base.models import Observation
from wenzeng.cadence import actions, annotated, definitions, queries, tables, workbook
from wenzeng.cadence.checks import EVERY_CHECK
from wenzeng.cadence.directory import directory
from wenzeng.cadence.forms import DeedForm, SendBackForm, UploadForm, asked_period, words_in
from wenzeng.cadence.models import Filing
from wenzeng.cadence.neutral import Neutral

MOST_RECENT = 5
MOST_PERIODS = 6
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@signed_in
@require_GET
def reports(request: Request) -> HttpResponse:
    """报送中心: what is due, what came, what is late; upload and templates."""
    return _reports(request, UploadForm(initial={"form": request.GET.get("form", "")}))


def _reports(request: Request, upload: UploadForm, status: int = 200) -> HttpResponse:
    period, choices, fault = asked_period(request.GET.get("period", ""), clock.today())
    today = clock.today()
    user = request.user
    units = queries.units_for(user)
    own = queries.forms_for(user)
    boards = []
    for form in definitions.every_form():
        if form not in own and not user.sees_whole_city:
            continue
        newest_first = choices if form.period == "ytd" else queries.periods_of_form(form, today)
        now = period if form.period == "ytd" else newest_first[0]
        shown = sorted({*newest_first[:MOST_PERIODS], now})
        boards.append(
            queries.Board(form, now, queries.places(form, shown, units if form.by_unit else (), today))
        )
    recent = list(Filing.objects.visible_to(user).for_list()[:12])
    late = queries.days_late(recent, today)
    shown_recent = [(row, queries.state_word(row, late.get(row.pk, 0))) for row in recent]
    due_now = [place for board in boards for place in board.now]
    waiting = [place for place in due_now if place.is_missing]
    context = {
        "period": period,
        "period_choices": [(choice.code, choice.label_with_year) for choice in choices],
        "fault": fault,
        "boards": boards,
        "now_label": _now_label(boards) or period.label_with_year,
        "places_total": len(due_now),
        "waiting": waiting,
        "late": [place for place in waiting if place.is_late],
        "before_start": any(place.is_before_start for place in waiting),
        "upload": upload,
        "may_upload": bool(own),
        "own": own,
        "templates": [
            (board.form, units if board.form.by_unit else (), board.period)
            for board in boards
            if board.form in own
        ],
        "recent": shown_recent[:MOST_RECENT],
        "less_recent": shown_recent[MOST_RECENT:],
        "today": today,
    }
    return render(request, "cadence/reports.html", context, status=400 if fault and status == 200 else status)


def _now_label(boards: list[queries.Board]) -> str:
    """The newest period of each rhythm: 2020年1–5月、6月中旬."""
    newest = list(dict.fromkeys(board.period for board in boards))
    return "、".join([*(row.label_with_year for row in newest[:1]), *(row.label for row in newest[1:])])


@signed_in
@require_POST
def upload(request: Request) -> HttpResponseBase:
    form = UploadForm(request.POST, request.FILES)
    asked = request.GET.get("form", "")
    if not queries.forms_for(request.user):
        form.add_error(None, _("你没有报表的职责，不能上传。要报表，找市工信局运行监测科任职。"))
    if form.is_valid():
        sent = form.cleaned_data["file"]
        try:
            filing = actions.receive(
                content=sent.read(),
                name=sent.name,
                form=form.cleaned_data["form"] or (asked if definitions.form(asked) else ""),
                by=request.user,
                now=clock.now(),
            )
        except actions.CannotReceive as reason:
            form.add_error("file", str(reason))
        else:
            messages.success(request, _told(filing))
            return redirect("filing", filing.pk)
    return _reports(request, form, status=422)


def _told(filing: Filing) -> str:
    """One sentence on what became of an upload."""
    if filing.state in {Filing.State.SUBMITTED, Filing.State.RECORDED}:
        return _("这份文件 %(day)s 已经收过，现在是“%(state)s”，没有重复入账。") % {
            "day": filing.uploaded_at.astimezone(clock.SHANGHAI).strftime("%Y-%m-%d"),
            "state": filing.get_state_display(),
        }
    must = sum(one.finding.must for one in filing.judged)
    say = sum(not one.finding.must for one in filing.judged)
    if not must and not say:
        return _("已收到《%(name)s》，原件已收存，核对没有发现问题。") % {"name": filing.file_name}
    return _("已收到《%(name)s》，原件已收存。%(must)s处要改，%(say)s处要说明。") % {
        "name": filing.file_name,
        "must": must,
        "say": say,
    }


@requires(Can.READ_FIGURES)
@require_GET
def form_template(request: Request, form: str) -> HttpResponse:
    """An xlsx to fill in, prefilled with names and last values."""
    definition = definitions.form(form)
    user = request.user
    if definition is None or not (user.can(definition.filed_by) or user.sees_whole_city):
        raise Http404
    period, _choices, fault = asked_period(request.GET.get("period", ""), clock.today(), definition)
    if fault:
        return _no_template(request, definition, fault, status=400)
    names = directory(period.end)
    unit = None
    if definition.by_unit:
        mine = {row.pk for row in queries.units_for(user)}
        code = request.GET.get("unit", "")
        entry = names.find(code, "units") if code else None
        if code and (entry is None or entry.id not in mine):
            raise Http404
        unit = entry or next((row for row in names.of("units") if len(mine) == 1 and row.id in mine), None)
    try:
        content = workbook.blank(
            definition,
            period,
            names,
            unit=unit,
            filler=user.name if user.can(definition.filed_by) else "",
            known=queries.prefill(definition, period, unit, clock.today(), user),
            demo=settings.WENZENG_DEMO,
        )
    except definitions.CannotOpenForm as reason:
        return _no_template(request, definition, str(reason), status=409)
    who = unit.name if unit else ""
    return _attachment(content, f"{definition.title}_{who}{period.bulletin_label_with_year}.xlsx", XLSX)


def _no_template(
    request: Request, form: definitions.FormDefinition, fault: str, *, status: int
) -> HttpResponse:
    context = {"form": form, "fault": fault, "expired": status == 409}
    return render(request, "cadence/no_template.html", context, status=status)


def _attachment(content: bytes, name: str, kind: str) -> HttpResponse:
    """Bytes to save, never to show: no browser may run what somebody uploaded."""
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


@requires(Can.READ_FIGURES)
@require_GET
def filing(request: Request, pk: int) -> HttpResponse:
    return _filing(request, _mine(request, pk))


def _mine(request: Request, pk: int) -> Filing:
    return get_object_or_404(Filing.objects.visible_to(request.user).for_list(), pk=pk)


def _filing(
    request: Request,
    row: Filing,
    *,
    fault: str = "",
    typed: dict[str, str] | None = None,
    send_back: SendBackForm | None = None,
    status: int = 200,
) -> HttpResponse:
    user = request.user
    judged = row.judged
    may_file, may_review = queries.may_file(user, row), user.can(Can.REVIEW_FILINGS)
    changes = (
        queries.difference(row, clock.today(), user)
        if row.is_open or row.state == Filing.State.SUBMITTED
        else []
    )
    kinds = queries.Difference
    counted = {
        kind: sum(one.kind == kind for one in changes) for kind in (kinds.NEW, kinds.CHANGED, kinds.SAME)
    }
    context = {
        "filing": row,
        "fault": fault,
        "shown": tables.shown_filing(row, user, typed),
        "judged": [(one, EVERY_CHECK[one.finding.rule].title) for one in judged],
        "must": sum(one.finding.must for one in judged),
        "unsaid": sum(one.is_open and not one.finding.must for one in judged),
        "counted": counted,
        "changes": sorted(
            (one for one in changes if one.kind != kinds.SAME),
            key=lambda one: [kinds.CHANGED, kinds.LEFT_OUT, kinds.NEW].index(one.kind),
        ),
        "newer": _newer(row),
        "state_word": queries.state_word(row, queries.days_late([row], clock.today()).get(row.pk, 0)),
        "steps": _steps(row),
        "history": queries.history(row),
        "on_the_page": _on_the_page(row) if may_file and row.is_open else "",
        "may_file": may_file and row.state not in {Filing.State.RECORDED, Filing.State.WITHDRAWN},
        "may_submit": not any(one.finding.must and one.finding.rule.startswith("file.") for one in judged),
        "may_review": may_review,
        "may_accept": may_review
        and not row.open_findings
        and (row.state == Filing.State.SUBMITTED or (row.state == Filing.State.DRAFT and may_file)),
        "send_back": send_back or SendBackForm(initial={"version": row.version}),
    }
    return render(request, "cadence/filing.html", context, status=status)


def _on_the_page(row: Filing) -> str:
    """The address of the grid for an open filing that says what it is."""
    definition, period = row.definition, row.period
    if definition is None or period is None or (definition.by_unit and row.unit is None):
        return ""
    return reverse("grid", args=[definition.slug, period.code, row.place_code])


def _newer(row: Filing) -> dt.date | None:
    """The day of publication of a newer version in the books, which pages go on showing."""
    if row.period is None or row.known_at is None or row.state == Filing.State.WITHDRAWN or row.is_refused:
        return None
    last = queries.last_known_at(row.form, row.period, row.unit_id)
    return last if last and last > row.known_at else None


def _steps(row: Filing) -> list[tuple[str, str]]:
    """The four steps of a filing, each past, current or to come."""
    names = [_("上传"), _("核对"), _("提交"), _("市级审核入库")]
    done = {
        Filing.State.FAULTY: 1,
        Filing.State.DRAFT: 2,
        Filing.State.SENT_BACK: 1,
        Filing.State.SUBMITTED: 3,
        Filing.State.RECORDED: 4,
        Filing.State.WITHDRAWN: 0,
    }[Filing.State(row.state)]
    looks = ["past" if place < done else "current" if place == done else "" for place in range(len(names))]
    return list(zip(names, looks, strict=True))


def _version(request: Request) -> int | None:
    form = DeedForm(request.POST)
    return form.cleaned_data["version"] if form.is_valid() else None


def _refused(request: Request, pk: int, reason: Exception) -> HttpResponse:
    """The filing's page again with the refusal on top, and everything that was typed still in its place."""
    return _filing(request, _mine(request, pk), fault=str(reason), typed=words_in(request.POST), status=422)


@requires(Can.READ_FIGURES)
@require_POST
def filing_explain(request: Request, pk: int) -> HttpResponseBase:
    row = _mine(request, pk)
    try:
        actions.explain(
            filing=row,
            words=words_in(request.POST),
            by=request.user,
            now=clock.now(),
            version=_version(request),
        )
    except actions.CannotExplain as reason:
        return _refused(request, pk, reason)
    messages.success(request, _("说明已保存。"))
    return redirect("filing", pk)


@requires(Can.READ_FIGURES)
@require_POST
def filing_submit(request: Request, pk: int) -> HttpResponseBase:
    """Save what was typed, then submit; where submitting is refused, what was typed stays saved."""
    row = _mine(request, pk)
    try:
        row = actions.explain(
            filing=row,
            words=words_in(request.POST),
            by=request.user,
            now=clock.now(),
            version=_version(request),
        )
        actions.submit(filing=row, by=request.user, now=clock.now(), version=row.version)
    except (actions.CannotExplain, actions.CannotSubmit) as reason:
        return _refused(request, pk, reason)
    messages.success(request, _("已提交，等市工信局审核。审核前可以撤回。"))
    return redirect("filing", pk)


@requires(Can.READ_FIGURES)
@require_POST
def filing_withdraw(request: Request, pk: int) -> HttpResponseBase:
    row = _mine(request, pk)
    try:
        actions.withdraw(filing=row, by=request.user, now=clock.now(), version=_version(request))
    except actions.CannotWithdraw as reason:
        return _refused(request, pk, reason)
    messages.success(request, _("已撤回，原件仍在。改好后重新上传。"))
    return redirect("filing", pk)


@requires(Can.REVIEW_FILINGS)
@require_POST
def filing_send_back(request: Request, pk: int) -> HttpResponseBase:
    row = _mine(request, pk)
    form = SendBackForm(request.POST)
    form.is_valid()
    try:
        actions.send_back(
            filing=row,
            reason=form.cleaned_data.get("reason", ""),
            by=request.user,
            now=clock.now(),
            version=form.cleaned_data.get("version"),
        )
    except actions.CannotSendBack as reason:
        form.add_error("reason", str(reason))
        return _filing(request, _mine(request, pk), send_back=form, status=422)
    messages.success(request, _("已退回，填报人会看到意见。"))
    return redirect("review")


@requires(Can.REVIEW_FILINGS)
@require_POST
def filing_accept(request: Request, pk: int) -> HttpResponseBase:
    row = _mine(request, pk)
    try:
        row = actions.accept(filing=row, by=request.user, now=clock.now(), version=_version(request))
    except actions.CannotAccept as reason:
        return _refused(request, pk, reason)
    messages.success(
        request,
        _("已通过入库：新入库%(n)s个数。") % {"n": row.recorded_count}
        if row.recorded_count
        else _("已通过：与已入库的数完全相同，没有新增。"),
    )
    return redirect("filing", pk)


@requires(Can.READ_FIGURES)
@require_GET
def filing_original(request: Request, pk: int) -> HttpResponse:
    """The file as it came."""
    row = _mine(request, pk)
    try:
        if row.file is None:
            raise Http404
        content = files.read(row.file)
    except files.CannotKeep as reason:
        return _filing(request, row, fault=str(reason), status=409)
    return _attachment(content, row.file_name, "application/octet-stream")


@requires(Can.READ_FIGURES)
@require_GET
def filing_annotated(request: Request, pk: int) -> HttpResponse:
    """The sender's own file with what is wrong marked on its cells."""
    row = _mine(request, pk)
    if row.file is None or not row.judged or Neutral.from_json(row.neutral).unreadable:
        raise Http404
    try:
        content = files.read(row.file)
    except files.CannotKeep as reason:
        return _filing(request, row, fault=str(reason), status=409)
    stem = row.file_name.rpartition(".")[0] or row.file_name
    return _attachment(annotated.annotate(content, row.judged), f"{stem}_{_('核对')}.xlsx", XLSX)


@signed_in
@require_GET
def burden(request: Request) -> HttpResponse:
    """报送负担: what is asked of whom, how often, and that nothing is asked twice."""
    rows = queries.loads(directory(clock.today()))
    context = {
        "rows": rows,
        "county": sum(row.a_year for row in rows if row.form.by_unit),
        "twice": queries.asked_twice(),
    }
    return render(request, "cadence/burden.html", context)


@signed_in
@require_GET
def checks(request: Request) -> HttpResponse:
    """Every check with its authority, and the forms that it guards."""
    forms = definitions.every_form()
    rows = [(check, [form for form in forms if check.id in form.checks]) for check in EVERY_CHECK.values()]
    rows.sort(key=lambda pair: pair[0].id)
    return render(request, "cadence/checks.html", {"rows": rows, "forms": forms})


@requires(Can.REVIEW_FILINGS)
@require_GET
def review(request: Request) -> HttpResponse:
    """What waits for the city's review, and what was sent back."""
    return _review(request)


def _review(
    request: Request, *, refused: Sequence[tuple[Filing, str]] = (), status: int = 200
) -> HttpResponse:
    rows = Filing.objects.visible_to(request.user).for_list()
    waiting = rows.filter(state=Filing.State.SUBMITTED).order_by("form", "period_code", "uploaded_at", "pk")
    told = {row.pk: sentence for row, sentence in refused}
    context = {
        "waiting": [
            tables.reviewed(row, request.user, clock.today(), told.get(row.pk, "")) for row in waiting
        ],
        "refused": refused,
        "sent_back": rows.filter(state=Filing.State.SENT_BACK),
        "faulty": rows.filter(state__in=[Filing.State.FAULTY, Filing.State.DRAFT])[:20],
    }
    return render(request, "cadence/review.html", context, status=status)


@requires(Can.REVIEW_FILINGS)
@require_POST
def review_many(request: Request) -> HttpResponseBase:
    """Accept what was ticked, each filing in its own transaction; one that cannot be is named and holds up no other."""
    accepted, refused = 0, []
    for row, version in _picked(request):
        try:
            actions.accept(filing=row, by=request.user, now=clock.now(), version=version)
        except actions.CannotAccept as reason:
            refused.append((row, str(reason)))
        else:
            accepted += 1
    if accepted:
        messages.success(request, _("已通过入库%(n)s份。") % {"n": accepted})
    if refused:
        return _review(request, refused=refused, status=422)
    if not accepted:
        messages.error(request, _("没有勾选报表：勾上要通过的，再点通过。"))
    return redirect("review")


def _picked(request: Request) -> Iterator[tuple[Filing, int]]:
    """The ticked rows with the version that the reader saw: `pick` is number:version."""
    for given in request.POST.getlist("pick"):
        pk, _colon, version = given.partition(":")
        if pk.isdigit() and version.isdigit():
            yield _mine(request, int(pk)), int(version)


@requires(Can.READ_FIGURES)
@require_GET
def source(request: Request, pk: int) -> HttpResponse:
    """A figure's cell in the original that was filed. Who may see the figure may see this part of the sheet."""
    rows = Observation.objects.visible_to(request.user).select_related("indicator", "batch__file")
    observation = get_object_or_404(rows.exclude(cell="").prefetch_related("subject__names"), pk=pk)
    fault, excerpt = "", None
    try:
        excerpt = tables.excerpt(observation)
        if excerpt is None:
            fault = _("原件里找不到《%(sheet)s》%(cell)s：文件收存后没有改过，核对收存的文件是否完整。") % {
                "sheet": observation.sheet,
                "cell": observation.cell,
            }
    except files.CannotKeep as reason:
        fault = str(reason)
    filing_row = actions.filing_of(observation)
    seen = filing_row and Filing.objects.visible_to(request.user).filter(pk=filing_row.pk).exists()
    context: dict[str, Any] = {
        "observation": observation,
        "excerpt": excerpt,
        "fault": fault,
        "filing": filing_row if seen else None,
        "day": observation.period.end,
    }
    return render(request, "cadence/source.html", context)
