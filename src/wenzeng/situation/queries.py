"""势: what the overview and a unit's page show, each built from one frame of figures.

Nothing here writes. Every number is a `Fact`, so that the page can link it to its source; a figure that is not known
is None and prints 未报.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext as _

from wenzeng.base import facts, phrases, rulebook
from wenzeng.base.access import Can
from wenzeng.base.facts import Fact, Frame
from wenzeng.base.models import Assignment, Subject, User
from wenzeng.base.models.facts import Basis, Status
from wenzeng.base.subjects import City, the_city
from wenzeng.engines import wording
from wenzeng.engines.growth import movement, narrowing_run
from wenzeng.engines.period import Period, published_to_date

GROWTH = "iva.growth"
CURRENT = (
    "situation.gap_to_province", "situation.gap_to_city", "situation.gap_to_peer", "situation.change",
    "situation.pull", "situation.pull_residual", "situation.rank_in_city", "situation.rank_in_province",
    "situation.rank_from_bottom_in_province", "situation.rank_in_south", "situation.negative_months",
    "situation.units_narrowing", "situation.units_widening", "situation.firms_at_work_share",
    "iva.base_share", "supervision.light",
    "county.output", "county.power", "county.firms_at_work", "county.firms",
    "targets.required", "targets.required_national_weights", "targets.required_turn",
    "targets.required_turn_national_weights", "targets.required_after_turn", "targets.gap",
)  # fmt: skip
OVER_TIME = (GROWTH, "targets.value", "targets.path")
MOST_TASKS = 5
SORTS = ("rank", "change", "gap", "pull", "light", "place")
VIEWS = ("ytd", "month", "table")


# ── one sheet of figures ────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Sheet:
    """All figures of a page, the places they are about, and the period and day they are for."""

    period: Period
    as_of: dt.date
    city: City
    series: Frame
    current: Frame

    def growth(self, subject: Subject, period: Period | None = None, basis: str = Basis.YTD) -> Fact | None:
        period = period or (self.period if basis == Basis.YTD else self.period.month_of())
        if period.is_january_february:
            basis = Basis.YTD
        return self.series.get(GROWTH, subject, period, basis)

    def growth_before(self, subject: Subject) -> Fact | None:
        """The cumulative print before this one; January–February has none."""
        return self.growth(subject, self.before) if self.before else None

    def now(self, indicator: str, subject: Subject, basis: str = Basis.YTD) -> Fact | None:
        period = self.period if basis == Basis.YTD else self.period.month_of()
        return self.current.get(indicator, subject, period, basis)

    @property
    def before(self) -> Period | None:
        return self.period.previous_print()

    @property
    def year(self) -> list[Period]:
        """Every cumulative print of the year, those to come too."""
        return published_to_date(self.period.year, 12)

    @property
    def prints(self) -> list[Period]:
        return published_to_date(self.period.year, self.period.last_month)

    def name(self, subject: Subject) -> str:
        return subject.name_on(self.period.end)

    def short(self, subject: Subject) -> str:
        return subject.short_name_on(self.period.end)


def sheet(*, period: Period, as_of: dt.date, reader: User | None) -> Sheet:
    """Read a page's figures: the year's prints, and everything computed for the period shown."""
    city = the_city()
    year = published_to_date(period.year, 12)
    places = [city.nation, city.province, city.city, *city.peers, *city.units]
    ids = [place.pk for place in places]
    series = facts.frame(
        as_of=as_of,
        indicators=OVER_TIME,
        subjects=ids,
        periods={*year, *(each.month_of() for each in year)},
        reader=reader,
    )
    current = facts.frame(
        as_of=as_of, indicators=CURRENT, subjects=ids, periods={period, period.month_of()}, reader=reader
    )
    return Sheet(period=period, as_of=as_of, city=city, series=series, current=current)


# ── words ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def finding(*, period: Period, as_of: dt.date) -> str:
    """The month in one sentence, for those who have no page before them."""
    return finding_of(sheet(period=period, as_of=as_of, reader=None))


def finding_of(page: Sheet) -> str:
    """1–5月规上工业增加值同比下降20.7%，降幅逐月收窄，低于全省平均水平22.1个百分点."""
    now = page.growth(page.city.city)
    if now is None:
        return _("%(period)s的统计数还没有收到") % {"period": page.period.label_with_year}
    parts = [
        _("%(period)s规上工业增加值%(growth)s")
        % {"period": page.period.label, "growth": phrases.yoy(now.printed)}
    ]
    parts += filter(None, [_how_it_moves(page, page.city.city)])
    gap = page.now("situation.gap_to_province", page.city.city)
    if gap:
        parts.append(phrases.gap(gap.printed))
    return phrases.clauses(parts)


def _how_it_moves(page: Sheet, subject: Subject) -> str:
    """降幅逐月收窄 only when every print of the year narrowed; else the one step (降幅较1–4月收窄3.1个百分点)."""
    run = [fact for period in page.prints if (fact := page.growth(subject, period))]
    now, before = page.growth(subject), page.growth_before(subject)
    if now is None or before is None:
        return ""
    if len(run) == len(page.prints) > 2:
        narrowing = narrowing_run(
            [fact.printed for fact in run], [fact.period.month_of().n_months for fact in run]
        )
        if narrowing.prints == len(run) - 1:
            return _("降幅逐月收窄")
    return phrases.change(now.printed, before.printed, before.period.label)


def lead_of(page: Sheet) -> str:
    """What a reader wants to know next: how long, and who went the other way."""
    parts = []
    months = page.now("situation.negative_months", page.city.city)
    if months and months.value >= 2:
        parts.append(
            _("%(city)s连续%(n)s个月负增长") % {"city": page.short(page.city.city), "n": int(months.value)}
        )
    moves = [(unit, _move(page, unit)) for unit in page.city.units]
    worse = [page.name(unit) for unit, move in moves if move == "decline_widens"]
    better = sum(move == "decline_narrows" for _unit, move in moves)
    if worse and len(worse) <= 4:
        rest = (
            _("，其余%(n)s个收窄") % {"n": better}
            if better == len(moves) - len(worse)
            else _("，%(n)s个收窄") % {"n": better}
        )
        parts.append(_("%(units)s降幅扩大") % {"units": phrases.names(worse)} + (rest if better else ""))
    elif worse:
        parts.append(_("%(n)s个县区园区降幅扩大，%(m)s个收窄") % {"n": len(worse), "m": better})
    elif better:
        parts.append(_("%(n)s个县区园区降幅收窄") % {"n": better})
    return phrases.sentence(parts, apart=True)


def _move(page: Sheet, subject: Subject) -> str:
    now, before = page.growth(subject), page.growth_before(subject)
    return movement(before.printed, now.printed).code if now and before else ""


def earlier_print(frame: Frame, fact: Fact | None) -> Decimal | None:
    """What stood here before: an older version of the same figure, or the flash figure that an official one replaced."""
    if fact is None or fact.earlier is not None:
        return fact.earlier if fact else None
    if fact.status != Status.OFFICIAL:
        return None
    flash = frame.get(fact.indicator, fact.subject_id, fact.period, fact.basis, Status.FLASH)
    return flash.printed if flash and flash.printed != fact.printed else None


# ── what the pages show ─────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Kpi:
    """One cell of the strip: a figure (or words made of it), its unit, and one comparison."""

    label: str
    fact: Fact | None
    unit: str = ""
    note: str = ""
    text: str = ""
    kind: str = ""
    plus: bool = False
    earlier: Decimal | None = None

    @property
    def value(self) -> str:
        if self.text or self.fact is None:
            return self.text or _("未报")
        return wording.screen_number(self.fact.printed, plus=self.plus)

    @property
    def href(self) -> str:
        return reverse("figure", args=[self.fact.id]) if self.fact else ""


def kind_of(fact: Fact | None, *, assumed: bool = False) -> str:
    """The chip: 演示 for what rests on simulated figures, 推算 for what rests on an assumption."""
    if fact is None:
        return ""
    return (
        ("estimate-demo" if fact.simulated else "estimate") if assumed else ("demo" if fact.simulated else "")
    )


@dataclass(frozen=True)
class Row:
    """One unit (or the city) in the league table."""

    subject: Subject
    code: str
    name: str
    short: str
    place: Fact | None
    tied: bool
    growth: Fact | None
    earlier: Decimal | None
    change: Fact | None
    change_words: str
    worse: bool
    prints: tuple[Fact | None, ...]
    to_province: Fact | None
    to_city: Fact | None
    pull: Fact | None
    light: Fact | None
    tasks: int
    own: bool = False

    @property
    def href(self) -> str:
        return reverse("area", args=[self.code]) if self.code else ""

    @property
    def light_code(self) -> int:
        return int(self.light.value) if self.light else 0

    @property
    def light_word(self) -> str:
        meanings: dict[str, str] = rulebook.rule("supervision.light").body["meanings"]
        return meanings.get(str(self.light_code), "") if self.light else ""

    @property
    def light_reason(self) -> str:
        return self.light.note if self.light else ""

    @property
    def figures(self) -> Iterable[Fact]:
        return (
            fact for fact in (self.growth, self.change, self.to_province, self.pull, *self.prints) if fact
        )


@dataclass(frozen=True)
class Task:
    """Work that waits for the reader: a proposal to sign, or an assignment to answer or to press."""

    light: int
    title: str
    why: str
    url: str
    button: str
    simulated: bool


@dataclass(frozen=True)
class Overview:
    sheet: Sheet
    title: str
    lead: str
    kpis: tuple[Kpi, ...]
    city_row: Row
    rows: tuple[Row, ...]
    tasks: "Tasks"
    residual: Fact | None
    target: Fact | None
    simulated: bool
    exclusions: tuple[str, ...]
    known_on: dt.date | None
    national_share: Fact | None
    basis: str

    @property
    def period(self) -> Period:
        return self.sheet.period

    @property
    def lead_in_title(self) -> str:
        return self.lead.removesuffix("。")

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
    rows = [_row(page, unit, basis, counts, reader) for unit in page.city.units]
    places = [row.place.value for row in rows if row.place]
    rows = [_with_tie(row, places) for row in rows]
    city_row = _row(page, page.city.city, basis, counts, reader)
    ours = page.growth(page.city.city)
    everything = [fact for row in (city_row, *rows) for fact in row.figures]
    return Overview(
        sheet=page,
        title=finding_of(page),
        lead=lead_of(page),
        kpis=tuple(_overview_kpis(page)),
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
        national_share=page.now("targets.required_national_weights", page.city.city),
        basis=basis,
    )


def _row(page: Sheet, subject: Subject, basis: str, counts: dict[int, int], reader: User) -> Row:
    growth = page.growth(subject, basis=basis)
    change = page.now("situation.change", subject, basis)
    before = None
    if growth:
        earlier_period = growth.period.previous_print()
        before = page.growth(subject, earlier_period, basis) if earlier_period else None
    move = movement(before.printed, growth.printed).code if growth and before else ""
    series = page.prints if basis == Basis.YTD else [period.month_of() for period in page.prints]
    return Row(
        subject=subject,
        code=subject.unit_code,
        name=page.name(subject),
        short=page.short(subject),
        place=page.now("situation.rank_in_city", subject),
        tied=False,
        growth=growth,
        earlier=earlier_print(page.series, growth),
        change=change,
        change_words=phrases.short_change(growth.printed, before.printed)
        if growth and before and change
        else "",
        worse=move in {"decline_widens", "turn_negative", "slows", "flat_to_down", "fall_to_flat"},
        prints=tuple(page.growth(subject, period, basis) for period in series),
        to_province=page.now("situation.gap_to_province", subject, basis),
        to_city=page.now("situation.gap_to_city", subject, basis),
        # The city pulls itself by all of its growth; the units' pulls and the residual add up to it.
        pull=page.growth(subject) if subject == page.city.city else page.now("situation.pull", subject),
        light=page.now("supervision.light", subject),
        tasks=counts.get(subject.pk, 0),
        own=subject.pk in reader.unit_ids,
    )


def _with_tie(row: Row, places: Sequence[Decimal]) -> Row:
    return replace(row, tied=True) if row.place and places.count(row.place.value) > 1 else row


def sorted_rows(rows: Sequence[Row], sort: str) -> list[Row]:
    """By the column that was asked for, the best first; what is not known comes last, ties in the rule's order."""

    def by(fact: Fact | None, *, up: bool = False) -> tuple[bool, Decimal]:
        if fact is None:
            return True, Decimal(0)
        return False, fact.value if up else -fact.value

    keys: dict[str, Callable[[Row], tuple[bool, Decimal]]] = {
        "rank": lambda row: by(row.growth),
        "change": lambda row: by(row.change),
        "gap": lambda row: by(row.to_province),
        "pull": lambda row: by(row.pull),
        "light": lambda row: (row.light is None, Decimal(-row.light_code)),
        "place": lambda row: (False, Decimal(row.subject.position)),
    }
    return sorted(rows, key=lambda row: (*keys.get(sort, keys["rank"])(row), row.subject.position))


def _overview_kpis(page: Sheet) -> Iterable[Kpi]:
    city, province = page.city.city, page.city.province
    ours, theirs = page.growth(city), page.growth(province)
    yield Kpi(
        label=_("%(city)s累计增速") % {"city": page.short(city)},
        fact=ours,
        unit="%" if ours else "",
        note=_step(page, city),
        kind=kind_of(page.now("situation.change", city) or ours),
        earlier=earlier_print(page.series, ours),
    )
    gap = page.now("situation.gap_to_province", city)
    label = _("与全省差距")
    if theirs:
        label += _("（全省%(rate)s%%）") % {"rate": wording.screen_number(theirs.printed, plus=True)}
    yield Kpi(
        label=label,
        fact=gap,
        unit=_("个百分点") if gap else "",
        note=_("全省%(step)s") % {"step": step} if (step := _step(page, province)) else "",
        kind=kind_of(gap),
    )
    yield _rank_kpi(page)
    yield from required_kpi(page)
    narrowing, widening = (
        page.now("situation.units_narrowing", city),
        page.now("situation.units_widening", city),
    )
    if narrowing and widening:
        worse = [page.short(unit) for unit in page.city.units if _move(page, unit) == "decline_widens"]
        yield Kpi(
            label=_("降幅收窄 / 扩大的单位"),
            fact=narrowing,
            unit=_("/ %(n)s个") % {"n": int(widening.value)},
            note=phrases.names(worse, at_most=2),
            kind=kind_of(narrowing),
        )
    at_work = page.now("situation.firms_at_work_share", city, Basis.MONTH)
    if at_work:
        yield Kpi(label=_("规上企业开工面"), fact=at_work, unit="%", note=at_work.note, kind=kind_of(at_work))


def _step(page: Sheet, subject: Subject) -> str:
    """较1–4月收窄3.1, from the two printed figures; '' where one of them is not known."""
    now, before = page.growth(subject), page.growth_before(subject)
    if now is None or before is None:
        return ""
    return _("较%(before)s%(step)s") % {
        "before": before.period.label,
        "step": phrases.short_change(now.printed, before.printed),
    }


def _rank_kpi(page: Sheet) -> Kpi:
    city = page.city.city
    place = page.now("situation.rank_in_province", city)
    bottom = page.now("situation.rank_from_bottom_in_province", city)
    south = page.now("situation.rank_in_south", city)
    from_bottom = bottom is not None and place is not None and bottom.value <= 3 < place.value
    fact = bottom if from_bottom else place
    text = ""
    if fact:
        text = (_("倒数第%(n)s") if from_bottom else _("第%(n)s")) % {"n": int(fact.value)}
    unit = _("/ 第%(n)s") % {"n": int(south.value)} if south else ""
    cities = len(rulebook.rule("reference.rank_province_cities").body["members"])
    return Kpi(
        label=_("全省%(n)s市 / 陕南位次") % {"n": cities},
        fact=fact,
        text=text,
        unit=unit,
        note=peers_words(page),
        kind=kind_of(fact),
    )


def peers_words(page: Sheet) -> str:
    """低汉中7.2、高商洛1.2: two comparisons in one short line."""
    parts = []
    for peer in page.city.peers:
        gap = page.now("situation.gap_to_peer", peer)
        if gap is None:
            continue
        name = page.name(peer).removesuffix("市")
        size = wording.screen_number(abs(gap.printed))
        if gap.printed == 0:
            parts.append(_("与%(name)s持平") % {"name": name})
        else:
            words = _("高%(name)s%(size)s") if gap.printed > 0 else _("低%(name)s%(size)s")
            parts.append(words % {"name": name, "size": size})
    return _("、").join(parts)


def required_kpi(page: Sheet) -> Iterable[Kpi]:
    """What the rest of the year must bring, with the assumption named and the other reading beside it."""
    city = page.city.city
    needed = page.now("targets.required", city)
    target = page.series.get("targets.value", city, page.year[-1], Basis.YTD)
    if needed is None or target is None:
        return
    months = remaining(page.period)
    national = page.now("targets.required_national_weights", city)
    note = _("等基")
    if national:
        note += _("；全国份额%(n)s") % {"n": wording.screen_number(national.printed)}
    yield Kpi(
        label=_("全年%(target)s%%，%(months)s须月均")
        % {"target": wording.screen_number(target.printed, plus=True).removesuffix(".0"), "months": months},
        fact=needed,
        unit="%",
        plus=True,
        note=note,
        kind=kind_of(needed, assumed=True),
    )


def remaining(period: Period) -> str:
    if period.last_month == 11:
        return _("12月")
    return Period.span(period.year, period.last_month + 1, 12).label if period.last_month < 11 else ""


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


def series_table(page: Sheet) -> list[tuple[str, list[str], list[SeriesRow]]]:
    """The chart as two tables: cumulative and single months, city, province and nation."""
    places = [page.city.city, page.city.province, page.city.nation, *page.city.peers]
    months = [period.month_of() for period in page.prints]
    tables = []
    for label, periods, basis in ((_("累计"), page.prints, Basis.YTD), (_("当月"), months, Basis.MONTH)):
        rows = [
            SeriesRow(page.short(place), tuple(page.growth(place, period, basis) for period in periods))
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
    if overview.simulated:
        parts.append(_("含演示数，非正式公文"))
    return phrases.parts(parts)


# ── a unit's page ───────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Sentence:
    """A sentence that may be quoted, with the figures that it says."""

    text: str
    facts: tuple[Fact, ...]


@dataclass(frozen=True)
class Print:
    """One line of a unit's history."""

    period: Period
    ytd: Fact | None
    month: Fact | None
    city: Fact | None
    province: Fact | None
    earlier: Decimal | None


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
    row = _row(page, unit, Basis.YTD, {}, reader)
    units = page.city.units
    at = units.index(unit)
    return Area(
        sheet=page,
        row=row,
        title=_area_title(page, row),
        lead=_area_lead(page, row),
        kpis=tuple(_area_kpis(page, row)),
        history=tuple(_history(page, unit)),
        sentences=tuple(_sentences(page, row)),
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
    parts += filter(None, [_how_it_moves(page, row.subject)])
    return phrases.clauses(parts)


def _area_lead(page: Sheet, row: Row) -> str:
    parts = []
    if row.place:
        parts.append(
            _("居全市第%(n)s位（%(of)s）")
            % {"n": int(row.place.value), "of": row.place.note or _("考核单位")}
        )
    if row.pull:
        parts.append(phrases.pull(row.pull.printed))
    if row.to_city:
        parts.append(phrases.gap(row.to_city.printed, _("全市")))
    if row.light:
        parts.append(_("状态：%(word)s") % {"word": row.light_word})
    return phrases.sentence(parts, apart=True)


def _area_kpis(page: Sheet, row: Row) -> Iterable[Kpi]:
    month = page.growth(row.subject, basis=Basis.MONTH)
    note = _step(page, row.subject)
    if month and not month.period.is_january_february:
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
    )
    yield Kpi(
        label=_("与全市差距"),
        fact=row.to_city,
        unit=_("个百分点"),
        note=_against(page, page.city.city),
        kind=kind_of(row.to_city),
    )
    yield Kpi(
        label=_("与全省差距"),
        fact=row.to_province,
        unit=_("个百分点"),
        note=_against(page, page.city.province),
        kind=kind_of(row.to_province),
    )
    text = _("第%(n)s") % {"n": int(row.place.value)} if row.place else ""
    yield Kpi(
        label=_("全市位次"),
        fact=row.place,
        text=text,
        note=row.place.note if row.place else "",
        kind=kind_of(row.place),
    )
    share = page.now("iva.base_share", row.subject)
    yield Kpi(
        label=_("拉动全市"),
        fact=row.pull,
        unit=_("个百分点"),
        note=_("基期比重%(share)s%%") % {"share": wording.screen_number(share.printed)} if share else "",
        kind=kind_of(row.pull),
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


def _sentences(page: Sheet, row: Row) -> Iterable[Sentence]:
    """In the words of a bulletin, with its full dash; only what the figures say."""
    if row.growth is None:
        return
    parts = [
        _("%(period)s，%(unit)s规模以上工业增加值%(growth)s")
        % {
            "period": page.period.bulletin_label_with_year,
            "unit": row.name,
            "growth": phrases.yoy(row.growth.printed),
        }
    ]
    used = [row.growth]
    before = page.growth_before(row.subject)
    if before and row.change:
        parts.append(phrases.change(row.growth.printed, before.printed, before.period.bulletin_label))
        used.append(row.change)
    yield Sentence(phrases.sentence(parts), tuple(used))
    gaps = [
        (row.to_province, _("全省平均水平")),
        (row.to_city, _("全市平均水平")),
    ]
    said = [(fact, phrases.gap(fact.printed, name)) for fact, name in gaps if fact]
    if said:
        text = _("增速") + phrases.sentence([phrase for _fact, phrase in said])
        yield Sentence(text, tuple(fact for fact, _phrase in said))
    if row.pull:
        yield Sentence(phrases.sentence([phrases.pull(row.pull.printed)]), (row.pull,))
    if row.place:
        text = _("增速居全市第%(n)s位（%(of)s）。") % {"n": int(row.place.value), "of": row.place.note}
        yield Sentence(text, (row.place,))
    months = page.now("situation.negative_months", row.subject)
    if months and months.value >= 2:
        text = _("累计增速连续%(n)s个月为负（%(note)s）。") % {"n": int(months.value), "note": months.note}
        yield Sentence(text, (months,))


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


# ── what waits for the reader ───────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Tasks:
    """What waits for the reader himself, and what other bodies still owe."""

    first: tuple[Task, ...]
    count: int
    elsewhere: int
    late_elsewhere: int


def tasks_of(reader: User, today: dt.date) -> Tasks:
    """Proposals to sign, answers to check and the reader's own work, the most pressing first."""
    rows = (
        Assignment.objects.visible_to(reader)
        .exclude(state__in=[Assignment.State.DECLINED, Assignment.State.CLOSED])
        .select_related("about", "to_body__subject")
        .prefetch_related("about__names", "to_body__subject__names")
    )
    own: list[Assignment] = []
    others: list[Assignment] = []
    signs, bodies = reader.can(Can.SIGN_PROPOSALS), reader.body_ids
    for row in rows:
        to_decide = signs and row.state in {Assignment.State.PROPOSED, Assignment.State.ANSWERED}
        to_work = row.to_body_id in bodies and row.state in {
            Assignment.State.SIGNED,
            Assignment.State.ACKNOWLEDGED,
        }
        (own if to_decide or to_work else others).append(row)
    own.sort(key=lambda row: (row.state != Assignment.State.PROPOSED, row.due_on, row.pk))
    return Tasks(
        first=tuple(_task(row, today) for row in own[:MOST_TASKS]),
        count=len(own),
        elsewhere=len(others),
        late_elsewhere=sum(row.is_late(today) for row in others),
    )


def _task(row: Assignment, today: dt.date) -> Task:
    late = row.is_late(today)
    due = _("%(day)s前办结") % {"day": f"{row.due_on.month}月{row.due_on.day}日"}
    if row.state == Assignment.State.PROPOSED:
        light, button, why = 3, _("签发"), _("按规则提出，待签发；%(due)s") % {"due": due}
    elif row.state == Assignment.State.ANSWERED:
        light, button, why = 2, _("核验"), _("%(body)s已反馈，待核验销号") % {"body": row.to_body}
    else:
        light, button = (4 if late else 2), _("办理")
        why = _("%(body)s承办；%(due)s") % {"body": row.to_body, "due": due}
        if late:
            why += _("，已超%(n)s天") % {"n": (today - row.due_on).days}
    return Task(light, row.title, why, reverse("assignment", args=[row.pk]), button, row.simulated)
