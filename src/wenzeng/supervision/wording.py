"""What a rule's figures say, in the bulletin's words and the screen's dash. Only printed decimals go in: text and table agree."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from wenzeng.base.facts import Fact
from wenzeng.base.phrases import change, gap, yoy
from wenzeng.engines.period import Period
from wenzeng.engines.wording import screen_number

GROWTH = "iva.growth"
PROVINCE = "situation.gap_to_province"
CITY = "situation.gap_to_city"
CHANGE = "situation.change"


def phrase(fact: Fact, *, period: Period, growth: Fact | None, before: Fact | None) -> str:
    """One figure as a clause: 低于全省平均水平22.1个百分点."""
    if fact.indicator == GROWTH:
        return _("%(period)s规上工业增加值%(yoy)s") % {
            "period": period.label,
            "yoy": yoy(fact.printed),
        }
    if fact.indicator == PROVINCE:
        return gap(fact.printed)
    if fact.indicator == CITY:
        return gap(fact.printed, _("全市平均水平"))
    if fact.indicator == CHANGE and growth and before:
        earlier = before.period.label
        return change(growth.printed, before.printed, earlier)
    return f"{screen_number(fact.printed)}{fact.unit}"


def phrases(reads: Mapping[str, Fact | None], *, period: Period, before: Fact | None) -> dict[str, str]:
    """A clause for each figure that a rule reads; a missing one says 未报."""
    growth = next((fact for fact in reads.values() if fact and fact.indicator == GROWTH), None)
    return {
        name: phrase(fact, period=period, growth=growth, before=before) if fact else _("未报")
        for name, fact in reads.items()
    }
