"""Pages that belong to no room: the way in, one figure's page, the data catalogue, people, the trail, health."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.core.paginator import Paginator
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django.views.i18n import set_language

from wenzeng.base import clock, facts, people, rulebook, trail
from wenzeng.base.access import DUTIES, Can, Duty
from wenzeng.base.doors import Request, open_to_all, requires, signed_in
from wenzeng.base.models import Appointment, Citation, Indicator, Observation, TrailEntry, User
from wenzeng.base.shown import way_back
from wenzeng.bulletins.models import Bulletin
from wenzeng.site import trail_words, ways
from wenzeng.site.forms import (
    AppointForm,
    EnrolForm,
    HandOverForm,
    OwnPasswordForm,
    RelieveForm,
    ResetForm,
    RestoreForm,
    StopForm,
    Styled,
)
from wenzeng.site.login import SignIn


@open_to_all
def login(request: HttpRequest) -> HttpResponseBase:
    return SignIn.as_view()(request)


@open_to_all
@require_POST
def language(request: HttpRequest) -> HttpResponseBase:
    """The reader's language; from an answer that cannot be opened again the way leads to the start page."""
    answer = set_language(request)
    if not ways.can_be_opened(answer.get("Location", "/")):
        answer["Location"] = reverse("home")
    return answer


@signed_in
@require_GET
def home(request: Request) -> HttpResponse:
    """Leaders and readers see the situation; those who work see their desk (ux.md §3)."""
    worker = any(
        request.user.can(deed)
        for deed in (Can.FILE, Can.REVIEW_FILINGS, Can.ANSWER_ASSIGNMENTS, Can.REGISTER_BULLETINS)
    )
    if worker or not request.user.can(Can.READ_FIGURES):
        return redirect("desk")
    return redirect("situation")


@requires(Can.READ_FIGURES)
@require_GET
def figure(request: Request, pk: int) -> HttpResponse:
    """/f/<id>/: the permanent address of one number."""
    rows = Observation.objects.visible_to(request.user).select_related(
        "indicator", "batch__file", "batch__recorded_by"
    )
    observation = get_object_or_404(rows.prefetch_related("subject__names"), pk=pk)
    trace, roots = facts.trace(observation), facts.roots(observation)
    visible = set(
        Observation.objects.visible_to(request.user)
        .filter(pk__in=[row.pk for row in (*trace.inputs, *trace.outputs, *trace.versions, *roots)])
        .values_list("pk", flat=True)
    )
    period, back = way_back(request, observation.period)
    own_roots = [row for row in roots if row.pk in visible]
    context = {
        "observation": observation,
        "trace": trace,
        "inputs": [row for row in trace.inputs if row.pk in visible],
        "outputs": [row for row in trace.outputs if row.pk in visible],
        "versions": [row for row in trace.versions if row.pk in visible],
        "roots": own_roots,
        "hidden_roots": len(roots) - len(own_roots),
        "citations": _open_to(request.user, trace.citations),
        "day": observation.period.end,
        "back_period": period,
        "back": back,
        "kept": back if "as_of=" in back else "",
    }
    return render(request, "site/figure.html", context)


def _open_to(user: User, citations: Sequence[Citation]) -> list[Citation]:
    """Of the documents that print a figure, those that the reader may open; only bulletins do so far."""
    bulletins = Bulletin.objects.visible_to(user)
    documents = {f"bulletin:{pk}" for pk in bulletins.values_list("pk", flat=True)}
    return [citation for citation in citations if citation.document in documents]


@requires(Can.READ_FIGURES)
@require_GET
def data(request: Request) -> HttpResponse:
    """Every indicator with its definition, source and signatures; every rule with its authority."""
    rules = [rule for rule in rulebook.everything().values() if rule.kind != "indicators"]
    context = {
        "indicators": Indicator.objects.order_by("code"),
        "rules": sorted(rules, key=lambda rule: (rule.kind, rule.id)),
    }
    return render(request, "site/data.html", context)


PEOPLE_DEEDS: dict[str, type[Styled]] = {
    "enrol": EnrolForm,
    "appoint": AppointForm,
    "hand_over": HandOverForm,
    "relieve": RelieveForm,
    "reset": ResetForm,
    "stop": StopForm,
    "restore": RestoreForm,
}


@requires(Can.MANAGE_PEOPLE)
@require_http_methods(["GET", "POST"])
def people_page(request: Request) -> HttpResponse:
    """Who holds which duty for which body, and what may be done with duties and accounts."""
    today = clock.today()
    days = {"from_on": today, "to_on": today, "on": today}
    forms = {deed: kind(prefix=deed, initial=days) for deed, kind in PEOPLE_DEEDS.items()}
    status = 200
    if request.method == "POST":
        deed = request.POST.get("deed", "")
        if deed in PEOPLE_DEEDS:
            form = forms[deed] = PEOPLE_DEEDS[deed](request.POST, prefix=deed)
            if form.is_valid():
                try:
                    sentence = _people_deed(deed, form.cleaned_data, request.user)
                    messages.success(request, sentence)
                    return redirect("people")
                except people.CannotAppoint as reason:
                    form.add_error(None, str(reason))
        status = 422
    context = {
        "forms": forms,
        "rows": Appointment.objects.select_related("user", "body__subject")
        .prefetch_related("body__subject__names")
        .order_by("body__kind", "body__subject__position", "user", "from_on"),
        "without_duty": User.objects.exclude(
            appointments__in=Appointment.objects.exclude(to_on__lte=today)
        ).order_by("username"),
        "today": today,
        "duties": [(duty.label, DUTIES[duty].description) for duty in Duty],
    }
    return render(request, "site/people.html", context, status=status)


def _people_deed(deed: str, values: dict[str, Any], by: User) -> str:
    if deed == "enrol":
        user = people.enrol(by=by, **values)
        return _("已开账号：%(user)s。还没有职责，请接着任职。") % {"user": user}
    if deed == "appoint":
        row = people.appoint(by=by, **values)
        return _("已任职：%(row)s。") % {"row": row}
    if deed == "relieve":
        row = people.relieve(by=by, **values)
        return _("已于 %(day)s 结束：%(row)s。") % {"row": row, "day": row.to_on}
    if deed == "reset":
        user = people.reset_password(by=by, **values)
        return _("已重设%(user)s的密码：请当面告诉本人，登录后马上改掉。") % {"user": user}
    if deed == "stop":
        user = people.stop(by=by, **values)
        return _("已停用%(user)s的账号，正开着的页面也进不去了。职责没有结束，要换人请再办交接。") % {
            "user": user
        }
    if deed == "restore":
        user = people.restore(by=by, **values)
        return _("已恢复%(user)s的账号，用原来的密码登录。") % {"user": user}
    rows = people.hand_over(by=by, **values)
    return _("已交接%(n)s项职责。未办事项仍在原单位名下。") % {"n": len(rows)}


@signed_in
@require_http_methods(["GET", "POST"])
def password(request: Request) -> HttpResponse:
    """One's own password."""
    form = OwnPasswordForm(request.user, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        people.change_password(user=request.user, password=form.cleaned_data["new_password1"])
        update_session_auth_hash(request, request.user)
        messages.success(request, _("密码已改。在别处登录的都已退出。"))
        return redirect("password")
    return render(request, "site/password.html", {"form": form}, status=422 if form.errors else 200)


@requires(Can.READ_TRAIL)
@require_GET
def trail_page(request: Request) -> HttpResponse:
    """Who did what, when, before and after; filterable by object, so that a row's history is one link away."""
    rows = TrailEntry.objects.all()
    kind, identifier = request.GET.get("kind", ""), request.GET.get("id", "")
    if kind:
        rows = rows.filter(about_kind=kind)
    if identifier:
        rows = rows.filter(about_id=identifier)
    page = Paginator(rows, 50).get_page(request.GET.get("page"))
    lines = [trail_words.line(entry) for entry in page]
    context = {"page": page, "lines": lines, "kind": kind, "identifier": identifier}
    return render(request, "site/trail.html", context)


@requires(Can.READ_TRAIL)
@require_POST
def trail_verify(request: Request) -> HttpResponse:
    verdict = trail.verify()
    (messages.success if verdict.ok else messages.error)(request, verdict.sentence)
    return redirect("trail")


@open_to_all
@require_GET
def healthz(request: HttpRequest) -> JsonResponse:
    """The process answers."""
    return JsonResponse({"ok": True})


@open_to_all
@require_GET
def readyz(request: HttpRequest) -> JsonResponse:
    """The database answers and is migrated; a balancer sends people only to a ready server."""
    try:
        executor = MigrationExecutor(connection)
        waiting = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    except Exception:  # whatever the database says, the answer to a balancer is: not ready
        return JsonResponse({"ok": False, "reason": "database"}, status=503)
    if waiting:
        return JsonResponse({"ok": False, "reason": "migrations", "waiting": waiting}, status=503)
    return JsonResponse({"ok": True})
