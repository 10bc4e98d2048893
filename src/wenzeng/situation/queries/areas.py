"""A unit's page: where it stands, its history, what it filed, and its work."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from wenzeng.base import phrases
from wenzeng.base.facts import Fact
from wenzeng.base.models import Assignment, Subject, User
from wenzeng.base.models.facts import Basis
from wenzeng.engines import wording
from wenzeng.engines.period import Period
from wenzeng.situation.queries import absent
from wenzeng.situation.queries.kpis import Kpi, kind_of, present
from wenzeng.situation.queries.league import Row, row_of
from wenzeng.situation.queries.sentences import Sentence, sentences_of
from wenzeng.situation.queries.sheets import Sheet, earlier_print, sheet
from wenzeng.situation.queries.words import how_it_moves, step_of


@dataclass(frozen=True)
class Print:
    """One line of a unit's history."""

    period: Period
    ytd: Fact | None
    month: Fact | None
    city: Fact | None
    province: Fact | None
    earlier: Decimal | None

    @property
    def month_absent(self) -> str:
        """A notice with the cumulative rate alone was filed: it has no single month."""
        return absent.not_published() if self.ytd else absent.not_filed()

    @property
    def held_back(self) -> bool:
        return any(not fact.released for fact in (self.ytd, self.month, self.city, self.province) if fact)


@dataclass(frozen=True)
class Area:
    sheet: Sheet
    row: Row
    title: str
    lead: str
    kpis: tuple[Kpi, ...]
    history: tuple[Print, ...]
    sentences: tuple[Sentence, ...]
    reported: tuple[tuple[str, Fact | None], ...]
    assignments: tuple[Assignment, ...]
    previous: Subject | None
    following: Subject | None
    known_on: dt.date | None

    @property
    def has_figures(self) -> bool:
        return any(line.ytd or line.city or line.province for line in self.history)

    @property
    def name(self) -> str:
        return self.row.name

    @property
    def simulated(self) -> bool:
        return any(fact.simulated for fact in self.row.figures)


def area(*, code: str, period: Period, as_of: dt.date, reader: User, today: dt.date) -> Area | None:
    """One unit's page, or None when there is no such unit."""
    page = sheet(period=period, as_of=as_of, reader=reader)
    unit = page.city.unit_by_code(code)
    if unit is None:
        return None
    assignments = list(
        Assignment.objects.visible_to(reader)
        .filter(about=unit)
        .exclude(state=Assignment.State.DECLINED)
        .select_related("to_body__subject")
        .prefetch_related("to_body__subject__names")
        .order_by("-period_code", "due_on", "pk")
    )
    row = row_of(page, unit, Basis.YTD, {}, reader)
    units = page.city.units
    at = units.index(unit)
    return Area(
        sheet=page,
        row=row,
        title=_area_title(page, row),
        lead=_area_lead(page, row),
        kpis=tuple(_area_kpis(page, row)),
        history=tuple(_history(page, unit)),
        sentences=tuple(sentences_of(page, row)),
        reported=_reported(page, unit),
        assignments=tuple(assignments),
        previous=units[at - 1] if at else None,
        following=units[at + 1] if at + 1 < len(units) else None,
        known_on=row.growth.known_at if row.growth else None,
    )


def _area_title(page: Sheet, row: Row) -> str:
    if row.growth is None:
        return _("%(unit)s%(period)s的统计数还没有收到") % {"unit": row.name, "period": page.period.label}
    parts = [
        _("%(unit)s%(period)s%(growth)s")
        % {"unit": row.name, "period": page.period.label, "growth": phrases.yoy(row.growth.printed)}
    ]
    parts += filter(None, [how_it_moves(page, row.subject)])
    return phrases.clauses(parts)


def _area_lead(page: Sheet, row: Row) -> str:
    parts = []
    if row.place and not row.place.stale:
        parts.append(
            _("居全市第%(n)s位（%(of)s）")
            % {"n": int(row.place.value), "of": row.place.note or _("考核单位")}
        )
    if row.pull and not row.pull.stale:
        parts.append(phrases.pull(row.pull.printed))
    if row.to_city and not row.to_city.stale:
        parts.append(phrases.gap(row.to_city.printed, _("全市")))
    if row.light and not row.light.stale:
        parts.append(_("状态：%(word)s") % {"word": row.light_word})
    return phrases.sentence(parts, apart=True)


def _area_kpis(page: Sheet, row: Row) -> Iterable[Kpi]:
    month = page.growth(row.subject, basis=Basis.MONTH)
    note = step_of(page, row.subject)
    if month and month.period.is_january_february:
        month = None  # it is the cumulative print itself, and nothing more is said of it
    if month:
        rate = wording.screen_number(month.printed, plus=True)
        note = phrases.parts(
            filter(None, [note, _("%(m)s当月%(r)s%%") % {"m": month.period.label, "r": rate}])
        )
    yield Kpi(
        label=_("%(period)s累计增速") % {"period": page.period.label},
        fact=row.growth,
        unit="%" if row.growth else "",
        note=note,
        kind=kind_of(row.growth),
        earlier=row.earlier,
        said=present(page.fresh("situation.change", row.subject), month),
        absent=absent.not_filed(),
    )
    yield Kpi(
        label=_("与全市差距"),
        fact=row.to_city,
        unit=_("个百分点") if row.to_city else "",
        note=_against(page, page.city.city),
        kind=kind_of(row.to_city),
        said=present(page.growth(page.city.city)),
        absent=row.absent["to_city"],
    )
    yield Kpi(
        label=_("与全省差距"),
        fact=row.to_province,
        unit=_("个百分点") if row.to_province else "",
        note=_against(page, page.city.province),
        kind=kind_of(row.to_province),
        said=present(page.growth(page.city.province)),
        absent=row.absent["to_province"],
    )
    text = _("第%(n)s") % {"n": int(row.place.value)} if row.place else ""
    yield Kpi(
        label=_("全市位次"),
        fact=row.place,
        text=text,
        note=row.place.note if row.place else "",
        kind=kind_of(row.place),
        absent=row.absent["place"],
    )
    share = page.now("iva.base_share", row.subject)
    yield Kpi(
        label=_("拉动全市"),
        fact=row.pull,
        unit=_("个百分点") if row.pull else "",
        note=_("基期比重%(share)s%%") % {"share": wording.screen_number(share.printed)} if share else "",
        kind=kind_of(row.pull),
        said=present(share),
        absent=row.absent["pull"],
    )
    months = page.now("situation.negative_months", row.subject)
    if months:
        yield Kpi(
            label=_("累计连续负增长"), fact=months, unit=_("个月"), note=months.note, kind=kind_of(months)
        )


def _against(page: Sheet, place: Subject) -> str:
    fact = page.growth(place)
    if fact is None:
        return ""
    return _("%(place)s%(rate)s%%") % {
        "place": page.short(place),
        "rate": wording.screen_number(fact.printed, plus=True),
    }


def _history(page: Sheet, unit: Subject) -> Iterable[Print]:
    for period in reversed(page.prints):
        ytd = page.growth(unit, period)
        yield Print(
            period=period,
            ytd=ytd,
            month=None if period.is_january_february else page.growth(unit, period.month_of(), Basis.MONTH),
            city=page.growth(page.city.city, period),
            province=page.growth(page.city.province, period),
            earlier=earlier_print(page.series, ytd),
        )


def _reported(page: Sheet, unit: Subject) -> tuple[tuple[str, Fact | None], ...]:
    """What the unit itself filed for the month; () where the reader may not see it or nothing was filed."""
    month = page.period.month_of()
    found = (
        (_("工业总产值，%(m)s") % {"m": month.label}, page.now("county.output", unit, Basis.MONTH)),
        (_("工业总产值，%(p)s") % {"p": page.period.label}, page.now("county.output", unit)),
        (_("工业用电量，%(m)s") % {"m": month.label}, page.now("county.power", unit, Basis.MONTH)),
        (_("工业用电量，%(p)s") % {"p": page.period.label}, page.now("county.power", unit)),
        (_("开工规上企业"), page.now("county.firms_at_work", unit, Basis.MONTH)),
        (_("在库规上企业"), page.now("county.firms", unit, Basis.MONTH)),
    )
    return found if any(fact for _label, fact in found) else ()
