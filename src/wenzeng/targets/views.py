"""标: the targets in force, one target with its versions, and the form to set or supersede."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from wenzeng.base import clock
from wenzeng.base.access import Can
from wenzeng.base.doors import Request, requires
from wenzeng.base.shown import shown
from wenzeng.base.subjects import the_city
from wenzeng.targets import actions, queries
from wenzeng.targets.forms import TargetForm
from wenzeng.targets.models import Target


@requires(Can.READ_FIGURES)
@require_GET
def targets(request: Request) -> HttpResponse:
    page = shown(request)
    context = {
        "shown": page,
        "period": page.period,
        "as_of": page.as_of,
        "period_choices": [(period.code, period.label_with_year) for period in page.choices],
        "page": queries.targets_page(period=page.period, as_of=page.as_of, reader=request.user),
        "may_set": request.user.can(Can.SET_TARGETS),
        "may_close": request.user.can(Can.CLOSE_MONTH),
    }
    return render(request, "targets/targets.html", context, status=page.status)


@requires(Can.SET_TARGETS)
@require_http_methods(["GET", "POST"])
def new_target(request: Request) -> HttpResponse:
    initial = {
        "subject": the_city().city,
        "indicator": "iva.growth",
        "basis": "ytd",
        "decided_on": clock.today(),
    }
    form = TargetForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            now = clock.now()
            row = actions.set_target(
                code=f"own.{now:%Y%m%d%H%M%S%f}", by=request.user, now=now, **form.cleaned_data
            )
        except actions.CannotSetTarget as reason:
            form.add_error(None, str(reason))
        else:
            messages.success(request, _("已记下目标：%(row)s。下次收口起按它测算。") % {"row": row})
            return redirect("target", row.pk)
    status = 422 if request.method == "POST" else 200
    return render(request, "targets/form.html", {"form": form}, status=status)


@requires(Can.READ_FIGURES)
@require_http_methods(["GET", "POST"])
def target(request: Request, pk: int) -> HttpResponse:
    """One target with all its versions; whoever sets targets may put a new version in its place."""
    row = get_object_or_404(
        Target.objects.visible_to(request.user).select_related("indicator", "subject"), pk=pk
    )
    may_set = request.user.can(Can.SET_TARGETS)
    if request.method == "POST" and not may_set:
        raise PermissionDenied(_("调整目标要有相应职责：请找市工信局运行监测科。"))
    form = TargetForm(
        request.POST or None,
        instance=row,
        initial={"period": row.period_code, "decided_on": ""},
        supersedes=row,
    )
    if request.method == "POST" and form.is_valid():
        try:
            new = actions.set_target(
                code=row.code, supersedes=row, by=request.user, now=clock.now(), **form.cleaned_data
            )
        except actions.CannotSetTarget as reason:
            form.add_error(None, str(reason))
        else:
            messages.success(request, _("已替代：%(row)s。旧的一版留在历史里。") % {"row": new})
            return redirect("target", new.pk)
    context = {
        "target": row,
        "goal": queries.goal_words(row),
        "versions": queries.versions(row, request.user),
        "form": form,
        "may_set": may_set,
    }
    return render(request, "targets/target.html", context, status=422 if request.method == "POST" else 200)
