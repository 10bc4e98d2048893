"""月度收口 on the web: which periods have new figures that nothing was computed from yet, and one button."""

import datetime as dt
from dataclasses import dataclass

from django.contrib import messages
from django.db.models import Count, Max, Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from wenzeng.base import clock, rulebook
from wenzeng.base.access import Can
from wenzeng.base.doors import Request, requires
from wenzeng.base.models import Assignment, Batch, Observation, User
from wenzeng.base.models.facts import Basis
from wenzeng.base.shown import HEADLINE
from wenzeng.base.todo import Todo
from wenzeng.bulletins.actions import CannotDraft
from wenzeng.cadence import queries as cadence
from wenzeng.engines.errors import StatError
from wenzeng.engines.period import Period
from wenzeng.site import rounds

STATISTICS, COMPUTED = ("iva.growth", "iva.base_share"), "situation."


@dataclass(frozen=True)
class Month:
    """One period: the last batch of its figures, the last one computed from them, and when each came."""

    period: Period
    figures_at: dt.datetime
    closed_at: dt.datetime | None
    figures: int
    computed: int

    @property
    def is_waiting(self) -> bool:
        """By the order in which batches were written: a clock may be set back, their numbers only grow."""
        return self.figures > self.computed

    @property
    def missing(self) -> list[str]:
        """Who has not filed; asked only where the page shows it."""
        return cadence.missing(self.period)


def months(today: dt.date) -> list[Month]:
    """Every period with a growth rate of the city, newest first; two queries however many there are."""
    rows = Observation.objects.known_on(today).values_list("period_code")
    headline = Q(indicator=HEADLINE, basis=Basis.YTD, subject__key=rulebook.rule("city.units").body["city"])
    last = {"at": Max("batch__recorded_at"), "batch_number": Max("batch")}
    filed = {
        code: (at, number, of_the_city)
        for code, at, number, of_the_city in rows.filter(
            indicator__in=STATISTICS, batch__origin=Batch.Origin.FILING
        ).annotate(**last, of_the_city=Count("pk", filter=headline))
    }
    computed = {
        code: (at, number)
        for code, at, number in rows.filter(indicator__code__startswith=COMPUTED).annotate(**last)
    }
    found = []
    for period in sorted((Period.parse(code) for code, row in filed.items() if row[2]), reverse=True):
        codes = {period.code, period.month_of().code}
        figures = [filed[code] for code in codes if code in filed]
        closings = [computed[code] for code in codes if code in computed]
        found.append(
            Month(
                period,
                figures_at=max(at for at, _number, _n in figures),
                closed_at=max((at for at, _number in closings), default=None),
                figures=max(number for _at, number, _n in figures),
                computed=max((number for _at, number in closings), default=0),
            )
        )
    return found


def todo(user: User, today: dt.date) -> list[Todo]:
    """For the desk: a period whose figures are newer than what was computed from them."""
    if not user.can(Can.CLOSE_MONTH):
        return []
    return [
        Todo(
            glyph="act",
            title=_("收口：%(period)s有新数") % {"period": month.period.label_with_year},
            why=_("数据入库后还没有重新计算差距、位次、灯和通报初稿。"),
            url=reverse("month"),
            button=_("收口"),
            due_on=None,
        )
        for month in months(today)[:3]
        if month.is_waiting
    ]


@requires(Can.CLOSE_MONTH)
@require_GET
def month_page(request: Request) -> HttpResponse:
    found = months(clock.today())
    waiting = [month for month in found if month.is_waiting]
    return render(request, "site/month.html", {"months": found, "waiting": waiting})


@requires(Can.CLOSE_MONTH)
@require_POST
def close(request: Request) -> HttpResponse:
    """Run the whole round for a period, as of today; may be run again at any time."""
    try:
        period = Period.parse(request.POST.get("period", ""))
    except StatError as fault:
        messages.error(request, fault.message_zh)
        return redirect("month")
    today = clock.today()
    if period not in [month.period for month in months(today)]:
        messages.error(request, _("%(period)s还没有统计数，不能收口。") % {"period": period.label_with_year})
        return redirect("month")
    try:
        closed = rounds.close_month(period, as_of=today, by=request.user, now=clock.now())
    except CannotDraft as reason:
        messages.error(request, str(reason))
        return redirect("month")
    messages.success(
        request,
        _(
            "%(period)s已收口：新算%(n)s个数，新提督办%(m)s件，待签发共%(waiting)s件，通报“%(title)s”在“%(state)s”。"
        )
        % {
            "period": period.label_with_year,
            "n": closed.observations,
            "m": len(closed.proposals),
            "waiting": Assignment.objects.proposed().count(),
            "title": closed.bulletin.title,
            "state": closed.bulletin.get_state_display(),
        },
    )
    return redirect("month")
