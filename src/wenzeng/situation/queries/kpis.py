"""The strip of figures above a page: each with its unit, one comparison and its chip."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.urls import reverse
from django.utils.translation import gettext as _

from wenzeng.base import phrases, rulebook
from wenzeng.base.facts import Fact
from wenzeng.base.models import Subject
from wenzeng.base.models.facts import Basis
from wenzeng.engines import wording
from wenzeng.engines.period import Period
from wenzeng.situation.queries import absent
from wenzeng.situation.queries.sheets import Sheet, earlier_print
from wenzeng.situation.queries.words import movement_of, step_of


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
    said: tuple[Fact, ...] = ()
    """The figures that the label and the note say besides the cell's own."""
    absent: str = ""
    """Why there is no figure; without a word, it has not been worked out."""

    @property
    def is_pending(self) -> bool:
        """The figure has to be worked out again; neither it nor what stands on it is said."""
        return self.fact is not None and self.fact.stale

    @property
    def held_back(self) -> bool:
        return any(not fact.released for fact in (self.fact, *self.said) if fact)

    @property
    def value(self) -> str:
        if self.is_pending:
            return _("待收口")
        if self.text or self.fact is None:
            return self.text or self.absent or absent.not_computed()
        return wording.screen_number(self.fact.printed, plus=self.plus or self.fact.unit == "百分点")

    @property
    def href(self) -> str:
        return reverse("figure", args=[self.fact.id]) if self.fact else ""


def present(*found: Fact | None) -> tuple[Fact, ...]:
    return tuple(fact for fact in found if fact is not None)


def kind_of(fact: Fact | None, *, assumed: bool = False) -> str:
    """The chip: 演示 for what rests on simulated figures, 推算 for what rests on an assumption."""
    if fact is None:
        return ""
    return (
        ("estimate-demo" if fact.simulated else "estimate") if assumed else ("demo" if fact.simulated else "")
    )


def overview_kpis(page: Sheet) -> Iterable[Kpi]:
    """The city's strip: growth, gap, places, what is required, who moves which way, firms at work."""
    city, province = page.city.city, page.city.province
    ours, theirs = page.growth(city), page.growth(province)
    yield Kpi(
        label=_("%(city)s累计增速") % {"city": page.short(city)},
        fact=ours,
        unit="%" if ours else "",
        note=step_of(page, city),
        kind=kind_of(page.now("situation.change", city) or ours),
        earlier=earlier_print(page.series, ours),
        said=present(page.fresh("situation.change", city)),
        absent=absent.not_filed(),
    )
    gap = page.now("situation.gap_to_province", city)
    label, step = _("与全省差距"), step_of(page, province)
    note = _("全省%(step)s") % {"step": step} if step else ""
    if theirs:
        rate = {"rate": wording.screen_number(theirs.printed, plus=True)}
        # At the first print there is no step to tell: the rate takes its place, and its source stands behind words.
        label, note = (
            (label + _("（全省%(rate)s%%）") % rate, note) if note else (label, _("全省%(rate)s%%") % rate)
        )
    yield Kpi(
        label=label,
        fact=gap,
        unit=_("个百分点") if gap else "",
        note=note,
        kind=kind_of(gap),
        said=present(theirs, page.fresh("situation.change", province)),
        absent=absent.of_difference(ours, theirs, published=True),
    )
    yield _rank_kpi(page)
    yield from required_kpi(page)
    narrowing, widening = (
        page.now("situation.units_narrowing", city),
        page.now("situation.units_widening", city),
    )
    if narrowing and widening:
        worse = [page.short(unit) for unit in page.city.units if movement_of(page, unit) == "decline_widens"]
        yield Kpi(
            label=_("降幅收窄 / 扩大的单位"),
            fact=narrowing,
            unit=_("/ %(n)s个") % {"n": int(widening.value)},
            note=phrases.names(worse, at_most=2),
            kind=kind_of(narrowing),
            said=(widening,),
        )
    at_work = page.now("situation.firms_at_work_share", city, Basis.MONTH)
    if at_work:
        # The note's counts are sums over the units; the page of the share lists every count with its cell.
        yield Kpi(
            label=_("规上企业开工面"),
            fact=at_work,
            unit="%",
            note=at_work.note,
            kind=kind_of(at_work),
            said=(at_work,),
        )


def _rank_kpi(page: Sheet) -> Kpi:
    city = page.city.city
    place = page.now("situation.rank_in_province", city)
    bottom = page.now("situation.rank_from_bottom_in_province", city)
    south = page.fresh("situation.rank_in_south", city)
    from_bottom = bottom is not None and place is not None and bottom.value <= 3 < place.value
    fact = bottom if from_bottom else place
    text = ""
    if fact:
        text = (_("倒数第%(n)s") if from_bottom else _("第%(n)s")) % {"n": int(fact.value)}
    unit = _("/ 第%(n)s") % {"n": int(south.value)} if south else ""
    gaps = {peer: gap for peer in page.city.peers if (gap := page.fresh("situation.gap_to_peer", peer))}
    cities = len(rulebook.rule("reference.rank_province_cities").body["members"])
    return Kpi(
        label=_("全省%(n)s市 / 陕南位次") % {"n": cities},
        fact=fact,
        text=text,
        unit=unit,
        note=peers_words(page, gaps),
        kind=kind_of(fact),
        said=present(south, *gaps.values()),
    )


def peers_words(page: Sheet, gaps: dict[Subject, Fact]) -> str:
    """低于汉中7.2、高于商洛1.2: two comparisons in one short line."""
    parts = []
    for peer, gap in gaps.items():
        name = page.name(peer).removesuffix("市")
        size = wording.screen_number(abs(gap.printed))
        if gap.printed == 0:
            parts.append(_("与%(name)s持平") % {"name": name})
        else:
            words = _("高于%(name)s%(size)s") if gap.printed > 0 else _("低于%(name)s%(size)s")
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
    national = page.fresh("targets.required_national_weights", city)
    note = _("按各月基数相等")
    if national:
        note += _("；按全国份额%(n)s") % {"n": wording.screen_number(national.printed)}
    yield Kpi(
        label=_("全年%(target)s%%，%(months)s须月均")
        % {"target": wording.screen_number(target.printed, plus=True).removesuffix(".0"), "months": months},
        fact=needed,
        unit="%",
        plus=True,
        note=note,
        kind=kind_of(needed, assumed=True),
        said=present(target, national),
    )


def remaining(period: Period) -> str:
    if period.last_month == 11:
        return _("12月")
    return Period.span(period.year, period.last_month + 1, 12).label if period.last_month < 11 else ""
