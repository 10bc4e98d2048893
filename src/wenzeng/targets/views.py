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
from wenzeng.base.shown import kept, shown
from wenzeng.base.subjects import the_city
from wenzeng.targets import actions, queries
from wenzeng.targets.forms import TargetForm, WithdrawForm
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
            form.add_error(None, list(reason.sentences))
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
    is_withdrawal = request.method == "POST" and request.POST.get("deed") == "withdraw"
    withdrawal = WithdrawForm(request.POST if is_withdrawal else None, prefix="withdraw")
    form = TargetForm(
        request.POST if request.method == "POST" and not is_withdrawal else None,
        instance=row,
        initial={"period": row.period_code, "decided_on": clock.today()},
        supersedes=row,
    )
    if is_withdrawal:
        done = _withdraw(request, row, withdrawal)
        if done:
            return done
    elif form.is_valid():
        try:
            new = actions.set_target(
                code=row.code, supersedes=row, by=request.user, now=clock.now(), **form.cleaned_data
            )
        except actions.CannotSetTarget as reason:
            form.add_error(None, list(reason.sentences))
        else:
            messages.success(request, _("已替代：%(row)s。旧的一版留在历史里。") % {"row": new})
            return redirect("target", new.pk)
    context = {
        "target": row,
        "goal": queries.goal_words(row),
        "versions": queries.versions(row, request.user),
        "form": form,
        "withdrawal": withdrawal,
        "may_set": may_set,
        "kept": kept(request),
    }
    return render(request, "targets/target.html", context, status=422 if request.method == "POST" else 200)


def _withdraw(request: Request, row: Target, form: WithdrawForm) -> HttpResponse | None:
    """The way on, or None where the form has something to say."""
    if not form.is_valid():
        return None
    try:
        actions.withdraw(row, reason=form.cleaned_data["reason"], by=request.user, now=clock.now())
    except actions.CannotSetTarget as reason:
        form.add_error(None, list(reason.sentences))
        return None
    messages.success(request, _("已撤销：%(row)s。它留在历史里，以前的日期仍按它看。") % {"row": row})
    return redirect("target", row.pk)
