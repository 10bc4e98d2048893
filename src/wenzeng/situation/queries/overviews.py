"""The overview of a period, from one sheet: the strip, the league, the chart as a table, the source."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count
from django.utils.translation import gettext as _

from wenzeng.base import phrases
from wenzeng.base.facts import Fact
from wenzeng.base.models import Assignment, User
from wenzeng.base.models.facts import Basis
from wenzeng.engines import wording
from wenzeng.engines.period import Period
from wenzeng.situation.queries import absent
from wenzeng.situation.queries.kpis import Kpi, overview_kpis
from wenzeng.situation.queries.league import Row, row_of, sorted_rows, with_ties
from wenzeng.situation.queries.sheets import Sheet, sheet
from wenzeng.situation.queries.tasks import Tasks, tasks_of
from wenzeng.situation.queries.words import finding_of, lead_of, step_of

VIEWS = ("ytd", "month", "table")


@dataclass(frozen=True)
class Overview:
    sheet: Sheet
    title: str
    lead: str
    kpis: tuple[Kpi, ...]
    city_row: Row
    rows: tuple[Row, ...]
    tasks: Tasks
    residual: Fact | None
    target: Fact | None
    simulated: bool
    exclusions: tuple[str, ...]
    known_on: dt.date | None
    national_share: Fact | None
    basis: str
    around: tuple[tuple[str, Fact, str], ...]
    """Those that the city is compared with: name, growth, and how it moved since the print before."""

    @property
    def period(self) -> Period:
        return self.sheet.period

    @property
    def residual_name(self) -> str:
        """The same as in the bulletin: 四舍五入差 or 统一核算差额, by its size."""
        pulls = [row.pull for row in (self.city_row, *self.rows) if row.pull]
        if self.residual is None:
            return ""
        return wording.residual_name(self.residual.printed, [pull.decimals for pull in pulls])

    @property
    def lead_in_title(self) -> str:
        return self.lead.removesuffix("。")

    @property
    def has_unreleased(self) -> bool:
        return self.sheet.has_unreleased

    @property
    def has_figures(self) -> bool:
        return self.sheet.growth(self.sheet.city.city) is not None


def overview(
    *,
    period: Period,
    as_of: dt.date,
    reader: User,
    today: dt.date,
    basis: str = Basis.YTD,
    sort: str = "rank",
) -> Overview:
    """The whole overview from one sheet; `basis` chooses cumulative or single-month growth in the table."""
    page = sheet(period=period, as_of=as_of, reader=reader)
    counts = dict(
        Assignment.objects.visible_to(reader).open().values_list("about").annotate(Count("pk")).order_by()
    )
    rows = with_ties([row_of(page, unit, basis, counts, reader) for unit in page.city.units])
    city_row = row_of(page, page.city.city, basis, counts, reader)
    ours = page.growth(page.city.city)
    everything = [fact for row in (city_row, *rows) for fact in row.figures]
    return Overview(
        sheet=page,
        title=finding_of(page),
        lead=lead_of(page),
        kpis=tuple(overview_kpis(page)),
        city_row=city_row,
        rows=tuple(sorted_rows(rows, sort)),
        tasks=tasks_of(reader, today),
        residual=page.now("situation.pull_residual", page.city.city),
        target=page.series.get("targets.value", page.city.city, page.year[-1], Basis.YTD),
        simulated=any(fact.simulated for fact in everything),
        exclusions=tuple(
            f"{page.name(unit)}{unit.note}" for unit in page.city.units if unit.note.startswith("不含")
        ),
        known_on=ours.known_at if ours else None,
        national_share=page.fresh("targets.required_national_weights", page.city.city),
        basis=basis,
        around=tuple(
            (page.short(place), fact, step_of(page, place))
            for place in (page.city.nation, page.city.province, *page.city.peers)
            if (fact := page.growth(place))
        ),
    )


@dataclass(frozen=True)
class Column:
    """A column head that sorts: its key, two short lines, and whether the table is sorted by it."""

    key: str
    label: str
    unit: str
    is_sorted: bool


def columns(overview: Overview, sort: str) -> dict[str, Column]:
    page = overview.sheet
    period = page.period if overview.basis == Basis.YTD else page.period.month_of()
    before = period.previous_print()
    heads = {
        "rank": (period.label, _("增速 %")),
        "change": (_("较%(before)s") % {"before": before.label} if before else _("较上期"), _("百分点")),
        "gap": (_("与全省差距"), _("百分点")),
        "pull": (_("%(when)s拉动") % {"when": page.period.label}, _("百分点")),
        "light": (_("状态"), ""),
        "place": (_("区县园区"), ""),
    }
    return {key: Column(key, label, unit, key == sort) for key, (label, unit) in heads.items()}


@dataclass(frozen=True)
class SeriesRow:
    name: str
    cells: tuple[Fact | None, ...]
    absent: str


def series_table(page: Sheet) -> list[tuple[str, list[str], list[SeriesRow]]]:
    """The chart as two tables: cumulative and single months, city, province and nation."""
    places = [page.city.city, page.city.province, page.city.nation, *page.city.peers]
    months = [period.month_of() for period in page.prints]
    tables = []
    for label, periods, basis in ((_("累计"), page.prints, Basis.YTD), (_("当月"), months, Basis.MONTH)):
        rows = [
            SeriesRow(
                page.short(place),
                tuple(page.growth(place, period, basis) for period in periods),
                absent.of_growth(page, place),
            )
            for place in places
        ]
        tables.append((label, [period.label for period in periods], rows))
    return tables


def source_line(overview: Overview) -> str:
    """来源和口径, for the foot of every carrier."""
    parts = []
    if overview.known_on:
        day = overview.known_on
        parts.append(
            _("来源：统计局月度通知（%(y)s年%(m)s月%(d)s日发布）")
            % {"y": day.year, "m": day.month, "d": day.day}
        )
    parts.append(_("口径：规模以上工业增加值，可比价，同口径"))
    parts += overview.exclusions
    if overview.sheet.has_stale:
        parts.append(str(phrases.STALE))
    if overview.has_unreleased:
        parts.append(str(phrases.UNRELEASED))
    if overview.simulated:
        parts.append(_("含演示数，非正式公文"))
    return phrases.parts(parts)
