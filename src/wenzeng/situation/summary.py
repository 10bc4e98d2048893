"""The month in a few lines of plain text, for the terminal: what a leader would be told on the way to the meeting."""

import datetime as dt
from collections.abc import Iterator

from django.utils.translation import gettext as _

from wenzeng.base import phrases
from wenzeng.engines.period import Period
from wenzeng.situation.queries import Sheet, finding_of, sheet


def summary(*, period: Period, as_of: dt.date) -> list[str]:
    """The finding first, then where we stand, who moves which way, and what is needed; unknown lines are left out."""
    page = sheet(period=period, as_of=as_of, reader=None)
    lines = [finding_of(page) + _("。")]
    lines += filter(None, (_standing(page), _around(page), _units(page)))
    lines += _needed(page)
    return lines


def _standing(page: Sheet) -> str:
    city = page.city.city
    parts = []
    months = page.fresh("situation.negative_months", city)
    if months and months.value >= 2:
        parts.append(_("连续%(n)s个月负增长（%(note)s）") % {"n": int(months.value), "note": months.note})
    bottom = page.fresh("situation.rank_from_bottom_in_province", city)
    if bottom:
        parts.append(_("全省倒数第%(n)s（%(note)s）") % {"n": int(bottom.value), "note": bottom.note})
    south = page.fresh("situation.rank_in_south", city)
    if south:
        parts.append(_("陕南第%(n)s") % {"n": int(south.value)})
    return phrases.sentence(parts)


def _around(page: Sheet) -> str:
    parts = []
    for place in (page.city.nation, page.city.province):
        rate = page.growth(place)
        if rate:
            parts.append(
                _("%(place)s%(growth)s") % {"place": page.name(place), "growth": phrases.growth(rate.printed)}
            )
    return _("同期：") + phrases.sentence(parts) if parts else ""


def _units(page: Sheet) -> str:
    wider = [
        unit for unit in page.city.units if (step := page.fresh("situation.change", unit)) and step.value < 0
    ]
    narrowing = page.fresh("situation.units_narrowing", page.city.city)
    if narrowing is None:
        return ""
    names = phrases.names([page.name(unit) for unit in wider])
    said = _("%(n)s个县区园区降幅收窄") % {"n": int(narrowing.value)}
    return said + (_("，%(names)s扩大") % {"names": names} if wider else "") + _("。")


def _needed(page: Sheet) -> Iterator[str]:
    """Both bases are named, because the answer depends on them (decisions.md 9)."""
    city = page.city.city
    for code, what in (
        ("targets.required", _("全年达到目标，余下各月须平均增长")),
        ("targets.required_turn", _("三季度累计转正，6–9月须平均增长")),
    ):
        equal, national = page.fresh(code, city), page.fresh(f"{code}_national_weights", city)
        if equal and national:
            yield _("%(what)s%(a)s%%（各月基数相等）或%(b)s%%（按全国各月份额）。") % {
                "what": what,
                "a": equal.printed,
                "b": national.printed,
            }
