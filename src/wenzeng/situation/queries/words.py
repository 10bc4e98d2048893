"""What a sheet says in words: the month in one sentence, and how a place moves."""

import datetime as dt

from django.utils.translation import gettext as _

from wenzeng.base import phrases
from wenzeng.base.models import Subject
from wenzeng.engines.growth import movement, narrowing_run
from wenzeng.engines.period import Period
from wenzeng.situation.queries.sheets import Sheet, sheet


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
    parts += filter(None, [how_it_moves(page, page.city.city)])
    gap = page.fresh("situation.gap_to_province", page.city.city)
    if gap:
        parts.append(phrases.gap(gap.printed))
    return phrases.clauses(parts)


def lead_of(page: Sheet) -> str:
    """What a reader wants to know next: how long, and who went the other way."""
    parts = []
    months = page.fresh("situation.negative_months", page.city.city)
    if months and months.value >= 2:
        parts.append(
            _("%(city)s连续%(n)s个月负增长") % {"city": page.short(page.city.city), "n": int(months.value)}
        )
    counted = page.now("situation.units_narrowing", page.city.city)
    units = () if counted and counted.stale else page.city.units
    moves = [(unit, movement_of(page, unit)) for unit in units]
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


def how_it_moves(page: Sheet, subject: Subject) -> str:
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
    if _is_stale(page, subject):
        return ""
    return phrases.change(now.printed, before.printed, before.period.label)


def _is_stale(page: Sheet, subject: Subject) -> bool:
    """Whether the step since the print before has to be worked out again: then it is not said."""
    change = page.now("situation.change", subject)
    return change is not None and change.stale


def movement_of(page: Sheet, subject: Subject) -> str:
    """The code of a place's movement since the print before; '' where one of the two is not known."""
    now, before = page.growth(subject), page.growth_before(subject)
    return movement(before.printed, now.printed).code if now and before else ""


def step_of(page: Sheet, subject: Subject) -> str:
    """较1–4月收窄3.1, from the two printed figures; '' where one of them is not known."""
    now, before = page.growth(subject), page.growth_before(subject)
    if now is None or before is None or _is_stale(page, subject):
        return ""
    return _("较%(before)s%(step)s") % {
        "before": before.period.label,
        "step": phrases.short_change(now.printed, before.printed),
    }
