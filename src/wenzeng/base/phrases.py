"""The phrases of `engines.wording` for the screen, in the reader's language; in Chinese they are the same, word for word.

Documents use the engine itself: they are Chinese in any case.
"""

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wenzeng.engines.growth import movement
from wenzeng.engines.rounding import Printed, as_printed

STALE = gettext_lazy("统计数已更新，差距、位次、拉动、须达增速等还没有重新计算")
UNRELEASED = gettext_lazy("含未公开数据，不得引用、不得外传")

_STEPS = {
    "accelerates": gettext_lazy("增速%(versus)s加快%(n)s个百分点"),
    "slows": gettext_lazy("增速%(versus)s回落%(n)s个百分点"),
    "decline_narrows": gettext_lazy("降幅%(versus)s收窄%(n)s个百分点"),
    "decline_widens": gettext_lazy("降幅%(versus)s扩大%(n)s个百分点"),
}
_SHORT_STEPS = {
    "accelerates": gettext_lazy("加快%(n)s"),
    "slows": gettext_lazy("回落%(n)s"),
    "decline_narrows": gettext_lazy("收窄%(n)s"),
    "decline_widens": gettext_lazy("扩大%(n)s"),
}
_SHORT_TURNS = {
    "turn_positive": gettext_lazy("由降转增"),
    "turn_negative": gettext_lazy("由增转降"),
    "recover_to_flat": gettext_lazy("由降转平"),
    "fall_to_flat": gettext_lazy("由增转平"),
    "flat_to_up": gettext_lazy("由平转增"),
    "flat_to_down": gettext_lazy("由平转降"),
    "unchanged": gettext_lazy("持平"),
}


def growth(rate: Printed) -> str:
    """下降20.7%."""
    value = as_printed(rate, "rate")
    if value == 0:
        return _("持平")
    return (_("增长%(n)s%%") if value > 0 else _("下降%(n)s%%")) % {"n": f"{abs(value):f}"}


def yoy(rate: Printed) -> str:
    """同比下降20.7%."""
    value = as_printed(rate, "rate")
    if value == 0:
        return _("与上年同期持平")
    return (_("同比增长%(n)s%%") if value > 0 else _("同比下降%(n)s%%")) % {"n": f"{abs(value):f}"}


def change(now: Printed, before: Printed, earlier: str) -> str:
    """降幅较1—4月收窄3.1个百分点; `earlier` is the label of the print before."""
    move = movement(before, now)
    if move.code in _STEPS:
        words = str(_STEPS[move.code])
        return words % {"versus": _("较%(p)s") % {"p": earlier}, "n": f"{move.change_pp:f}"}
    value = as_printed(now, "now")
    if move.code == "unchanged" and value == 0:
        return _("继续与上年同期持平")
    if move.code == "unchanged":
        return (_("降幅与%(p)s持平") if value < 0 else _("增速与%(p)s持平")) % {"p": earlier}
    return _("由%(p)s的%(before)s转为%(now)s") % {"p": earlier, "before": growth(before), "now": growth(now)}


def short_change(now: Printed, before: Printed) -> str:
    """收窄3.1, for a narrow cell."""
    move = movement(before, now)
    if move.code in _SHORT_STEPS:
        return str(_SHORT_STEPS[move.code]) % {"n": f"{move.change_pp:f}"}
    return str(_SHORT_TURNS[move.code])


def gap(value: Printed, reference: str = "") -> str:
    """低于全省平均水平22.1个百分点."""
    number = as_printed(value, "gap")
    name = reference or _("全省平均水平")
    if number == 0:
        return _("与%(name)s持平") % {"name": name}
    words = _("高于%(name)s%(n)s个百分点") if number > 0 else _("低于%(name)s%(n)s个百分点")
    return words % {"name": name, "n": f"{abs(number):f}"}


def pull(value: Printed) -> str:
    """下拉全市1.68个百分点."""
    number = as_printed(value, "pull_pp")
    if number == 0:
        return _("对全市增速没有拉动")
    words = _("拉动全市%(n)s个百分点") if number > 0 else _("下拉全市%(n)s个百分点")
    return words % {"n": f"{abs(number):f}"}


def names(given: Sequence[str], at_most: int | None = None) -> str:
    """旬阳县、石泉县等3个."""
    if at_most is None or len(given) <= at_most:
        return _("、").join(given)
    return _("%(names)s等%(n)s个") % {"names": _("、").join(given[:at_most]), "n": len(given)}


def clauses(given: Iterable[str]) -> str:
    return _("，").join(given)


def parts(given: Iterable[str]) -> str:
    """Clauses that stand further apart."""
    return _("；").join(given)


def sentence(given: Sequence[str], *, apart: bool = False) -> str:
    """Clauses with a full stop; nothing for none."""
    return (parts(given) if apart else clauses(given)) + _("。") if given else ""
