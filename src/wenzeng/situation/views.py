"""势: the overview (screen, paper, CSV, Excel) and a unit's page."""

from dataclasses import replace

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from wenzeng.base.access import Can
from wenzeng.base.doors import Request, requires
from wenzeng.base.models.facts import Basis
from wenzeng.base.shown import Shown, shown
from wenzeng.situation import carriers, charts, queries


def _choice(request: Request, name: str, allowed: tuple[str, ...]) -> str:
    given = request.GET.get(name, "")
    return given if given in allowed else allowed[0]


def _page(request: Request, *choices: tuple[str, tuple[str, ...]]) -> Shown:
    """Period and day of the page; a view or an order that does not exist is told like a wrong period."""
    page = shown(request)
    for name, allowed in choices:
        given = request.GET.get(name, "")
        if given and given not in allowed:
            words = _("网址里的 %(name)s=%(given)s 认不得，可以写 %(allowed)s；已按 %(first)s 显示。") % {
                "name": name,
                "given": given[:20],
                "allowed": _("、").join(allowed),
                "first": allowed[0],
            }
            page = replace(page, fault=page.fault + words)
    return page


VIEW, SORT = ("view", queries.VIEWS), ("sort", queries.SORTS)


def _frame_of_page(request: Request, page: Shown, sheet: queries.Sheet) -> dict[str, object]:
    """What the shell's context bar and notices need."""
    return {
        "has_stale": sheet.has_stale,
        "has_unreleased": sheet.has_unreleased,
        "may_follow": request.user.can(Can.FOLLOW_SUPERVISION),
        "may_close": request.user.can(Can.CLOSE_MONTH),
        "shown": page,
        "period": page.period,
        "as_of": page.as_of,
        "period_choices": [(period.code, period.label_with_year) for period in page.choices],
    }


def _overview(request: Request, page: Shown, basis: str) -> queries.Overview:
    return queries.overview(
        period=page.period,
        as_of=page.as_of,
        reader=request.user,
        today=page.today,
        basis=basis,
        sort=_choice(request, "sort", queries.SORTS),
    )


@requires(Can.READ_FIGURES)
@require_GET
def situation(request: Request) -> HttpResponse:
    page = _page(request, VIEW, SORT)
    view = _choice(request, "view", queries.VIEWS)
    basis = Basis.MONTH if view == "month" else Basis.YTD
    overview = _overview(request, page, basis)
    rows = (overview.city_row, *overview.rows)
    context = _frame_of_page(request, page, overview.sheet) | {
        "overview": overview,
        "view": view,
        "sort": _choice(request, "sort", queries.SORTS),
        "columns": queries.columns(overview, _choice(request, "sort", queries.SORTS)),
        "chart": charts.trajectory(overview.sheet, basis=basis, title=overview.title)
        if view != "table"
        else "",
        "series": queries.series_table(overview.sheet) if view == "table" else (),
        "prints": charts.prints_of_rows(rows),
        "gaps": charts.gaps_of_rows(rows),
        "bars": charts.bars_for_a_phone(overview.rows, title=_("各县区园区增速"), query=page.query),
        "path_is_shown": bool(charts.path_facts(overview.sheet)),
    }
    return render(request, "situation/overview.html", context, status=page.status)


@requires(Can.READ_FIGURES)
@require_GET
def sheet(request: Request) -> HttpResponse:
    """一页纸: the overview for A4."""
    page = _page(request, SORT)
    overview = _overview(request, page, Basis.YTD)
    rows = (overview.city_row, *overview.rows)
    context = _frame_of_page(request, page, overview.sheet) | {
        "overview": overview,
        "chart": charts.trajectory_for_paper(overview.sheet, title=overview.title),
        "prints": charts.prints_of_rows(rows),
        "gaps": charts.gaps_of_rows(rows),
        "source": queries.source_line(overview),
    }
    return render(request, "situation/sheet.html", context, status=page.status)


@requires(Can.READ_FIGURES)
@require_GET
def situation_csv(request: Request) -> HttpResponse:
    page = _page(request, SORT)
    if page.fault:
        return _no_file(page)
    content = carriers.csv(_overview(request, page, Basis.YTD))
    return _attachment(content, "text/csv; charset=utf-8", page, "csv")


@requires(Can.READ_FIGURES)
@require_GET
def situation_xlsx(request: Request) -> HttpResponse:
    page = _page(request, SORT)
    if page.fault:
        return _no_file(page)
    content = carriers.xlsx(_overview(request, page, Basis.YTD))
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return _attachment(content, kind, page, "xlsx")


def _no_file(page: Shown) -> HttpResponse:
    """A wrong address gives no file: one of another period would be kept and quoted as the one asked for."""
    words = _("没有生成文件：%(fault)s") % {"fault": page.fault}
    return HttpResponse(words, content_type="text/plain; charset=utf-8", status=400)


def _attachment(content: bytes, kind: str, page: Shown, suffix: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    name = f"situation-{page.period.code}-{page.as_of.isoformat()}.{suffix}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@requires(Can.READ_FIGURES)
@require_GET
def areas(request: Request) -> HttpResponse:
    """All units, in the order of the rule, each a way to its page."""
    page = shown(request)
    overview = queries.overview(
        period=page.period, as_of=page.as_of, reader=request.user, today=page.today, sort="place"
    )
    rows = (overview.city_row, *overview.rows)
    context = _frame_of_page(request, page, overview.sheet) | {
        "overview": overview,
        "prints": charts.prints_of_rows(rows),
    }
    return render(request, "situation/areas.html", context, status=page.status)


@requires(Can.READ_FIGURES)
@require_GET
def area(request: Request, code: str) -> HttpResponse:
    """One unit; with `?sheet=1` the same for A4."""
    page = shown(request)
    found = queries.area(
        code=code, period=page.period, as_of=page.as_of, reader=request.user, today=page.today
    )
    if found is None:
        raise Http404(_("没有代码为“%(code)s”的县区园区。") % {"code": code})
    context = _frame_of_page(request, page, found.sheet) | {
        "area": found,
        "chart": charts.trajectory(found.sheet, unit=found.row.subject, title=found.title),
    }
    if request.GET.get("sheet"):
        context["chart"] = charts.trajectory_for_paper(found.sheet, unit=found.row.subject, title=found.title)
        return render(request, "situation/area_sheet.html", context, status=page.status)
    return render(request, "situation/area.html", context, status=page.status)
