"""How an observation is printed: the one place that turns its value into the characters of a bulletin."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

from wenzeng.engines.wording import bulletin_number, chinese_ordinal, screen_number


class HasPrint(Protocol):
    @property
    def printed(self) -> Decimal: ...


class HasIndicator(HasPrint, Protocol):
    @property
    def indicator_id(self) -> str: ...


ABSOLUTE = "abs"  # 下降20.7%: the sign is said by the word before it
SIGNED = "signed"  # −20.7, in a table
NEGATED = "negated"  # 1.68 under the heading 下拉
COUNT = "count"  # 5个月, 第2位
ORDINAL = "ordinal"  # 倒数第二
FLAT = "flat"  # 持平
REST = "rest"  # what the printed parts miss of the printed total (四舍五入差, 统一核算差额)
REST_NEGATED = "rest_negated"

FORMS = (ABSOLUTE, SIGNED, NEGATED, COUNT, ORDINAL, FLAT, REST, REST_NEGATED)


class CannotPrint(Exception):
    """A value that this form cannot show (an ordinal of a negative number, a remainder without its parts)."""


def text_of(fact: HasPrint, form: str, parts: Sequence[HasPrint] = ()) -> str:
    """What a token of this form must say.

    Args:
        fact: the observation; its printed decimals, never its raw value, are shown.
        form: one of FORMS.
        parts: for a remainder: the printed total, then its printed parts.
    """
    value = fact.printed
    if form == ABSOLUTE:
        return bulletin_number(abs(value))
    if form == SIGNED:
        return screen_number(value)
    if form == NEGATED:
        return screen_number(-value if value else value)
    if form == COUNT and value == value.to_integral_value():
        return str(int(value))
    if form == ORDINAL and value >= 1 and value == value.to_integral_value():
        return chinese_ordinal(int(value))
    if form == FLAT:
        return "持平" if value == 0 else bulletin_number(abs(value))
    if form in (REST, REST_NEGATED) and len(parts) > 1:
        total, *rest = (part.printed for part in parts)
        left = total - sum(rest, Decimal(0))
        return screen_number(-left if form == REST_NEGATED and left else left)
    raise CannotPrint(f"{value} 不能按“{form}”印出。")


@dataclass(frozen=True)
class Words:
    """The words that may stand before a figure without a sign, and the unit that must stand behind it."""

    up: tuple[str, ...] = ()
    down: tuple[str, ...] = ()
    either: tuple[str, ...] = ()
    unit: tuple[str, ...] = ()


_GAP = Words(("高于", "领先"), ("低于", "落后"), ("相差",), ("个百分点",))
WORDS: Mapping[str, Words] = {
    "iva.growth": Words(("增长",), ("下降",), (), ("%",)),
    "iva.base_share": Words(unit=("%",)),
    "situation.change": Words(("加快", "收窄"), ("回落", "扩大"), (), ("个百分点",)),
    "situation.pull": Words(("拉动",), ("下拉",), (), ("个百分点",)),
    "situation.negative_months": Words(either=("连续",), unit=("个月",)),
    "situation.positive_months": Words(either=("连续",), unit=("个月",)),
    "situation.units_narrowing": Words(unit=("个",)),
    "situation.units_widening": Words(unit=("个",)),
    "targets.required": Words(("增长",), ("下降",), (), ("%",)),
}


def words_for(indicator: str) -> Words | None:
    if indicator.startswith(("situation.gap_", "targets.gap")):
        return _GAP
    if indicator.startswith("targets.required"):
        return WORDS["targets.required"]
    if indicator.startswith("situation.rank"):
        return Words(unit=("位", "名"))
    return WORDS.get(indicator)


COUNTED = ("位", "个月", "个")


def form_of(fact: HasIndicator | None, typed: str, before: str) -> str:
    """The form in which running text says a figure, from what was typed and the words before it.

    A sign that was typed is a sign that is meant; without one the word before says it. 1.68 for −1.68 under the
    heading 下拉 is a way of tables only.

    Args:
        before: the words up to the figure.
    """
    if fact is None:
        return ABSOLUTE
    words = words_for(fact.indicator_id)
    counted = words is not None and any(unit in COUNTED for unit in words.unit)
    usual = COUNT if counted else ABSOLUTE
    if counted and before.endswith("倒数第") and not typed.isascii():
        usual = ORDINAL
    for form in (usual, SIGNED, ORDINAL, FLAT):
        try:
            if text_of(fact, form) == typed:
                return form
        except CannotPrint:
            continue
    return SIGNED if typed[:1] in ("−", "-", "+") else usual
