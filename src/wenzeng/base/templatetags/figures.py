"""Figures on a page: every one a link to its permanent address, with a true minus sign and a raw value to copy."""

from decimal import Decimal
from typing import Any

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wenzeng.engines.rounding import round_half_up

register = template.Library()

UNITS = {
    "百分点": gettext_lazy("个百分点"),
    "个": gettext_lazy("个"),
    "个月": gettext_lazy("个月"),
    "户": gettext_lazy("户"),
    "位": gettext_lazy("位"),
    "万元": gettext_lazy("万元"),
    "万千瓦时": gettext_lazy("万千瓦时"),
}

WITH_COMMAS = frozenset({"万元", "万千瓦时", "户"})
DIFFERENCES = frozenset({"百分点"})  # these say their direction: +3.2


def _text(value: Decimal, decimals: int, *, plus: bool, comma: bool) -> str:
    printed = round_half_up(value, decimals)
    text = f"{abs(printed):,}" if comma else f"{abs(printed)}"
    sign = "−" if printed < 0 else "+" if plus and printed > 0 else ""
    return sign + text


@register.simple_tag
def figure(
    fact: Any, *, plus: bool = False, unit: bool = False, size: str = "", absent: str = ""
) -> SafeString:
    """A figure (Fact or Observation) as a link to /f/<id>/; a stale one is 待收口, and None never 0.

    Why there is none only the page knows, and says in `absent`: 未报 of those who file, 未公布 of a source that publishes
    nothing, 未计算 of what has not been worked out yet.
    """
    if fact is None:
        return format_html('<span class="wz-muted">{}</span>', absent or _("没有数"))
    if getattr(fact, "stale", False):
        return pending()
    text = _text(
        fact.value, fact.decimals, plus=plus or fact.unit in DIFFERENCES, comma=fact.unit in WITH_COMMAS
    )
    address = reverse("figure", args=[fact.id])
    if not unit:
        return format_html(
            '<a class="wz-fact {}" href="{}" data-raw="{}">{}</a>', size, address, fact.printed, text
        )
    # The unit stands inside the link: a short number is as wide as a finger without a gap behind it.
    return format_html(
        '<a class="wz-fact {}" href="{}"><span data-raw="{}">{}</span><span class="wz-unit">{}</span></a>',
        size,
        address,
        fact.printed,
        text,
        unit_words(fact.unit),
    )


@register.simple_tag
def number(value: Decimal, decimals: int, unit: str) -> str:
    """A number that is not in the books, printed like one of its unit that is."""
    return _text(value, decimals, plus=unit in DIFFERENCES, comma=unit in WITH_COMMAS)


@register.filter
def stated(fact: Any) -> str:
    """A figure in words: the meaning of a code, else the number with its sign, commas and unit."""
    return fact.meaning or number(fact.value, fact.decimals, fact.unit) + unit_words(fact.unit)


@register.simple_tag
def pending() -> SafeString:
    """In place of a figure that has to be worked out again."""
    return format_html('<span class="wz-muted wz-nowrap">{}</span>', _("待收口"))


@register.filter
def unit_words(unit: str) -> str:
    """A unit in the reader's language; one that the catalogue does not know stays as it is."""
    return str(UNITS.get(unit, unit))


@register.filter
def screen(value: Decimal | float | None, decimals: int = 1) -> str:
    """A bare number as the screen prints it (true minus sign)."""
    return "" if value is None else _text(Decimal(str(value)), decimals, plus=False, comma=False)


@register.filter
def on(subject: Any, day: Any) -> str:
    """The subject's name on a day: 旬阳县 in 2020, 旬阳市 from 2021."""
    return str(subject.name_on(day))
