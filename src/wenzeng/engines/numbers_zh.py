"""Numbers as people type them into sheets: 下降20.7%, −20.7, (20.7), 1,234 万元, 持平.

A cell is read or it is refused with a sentence; it is never guessed at. Units are reported, not converted:
whether 亿元 may stand in a column of 万元 is for the form to say.
"""

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from numbers import Integral, Real

from wenzeng.engines.errors import Code

# A spreadsheet holds fifteen digits; what lies behind them is noise of its arithmetic, not typing.
_SHEET_DIGITS = 15
_MOST_DECIMALS = 10

UNITS = (
    "个百分点", "百分点", "%", "‰", "亿千瓦时", "万千瓦时", "千瓦时", "亿度", "万度", "度", "亿元", "万元", "千元", "元",
    "万吨", "吨", "万户", "户", "万人", "人", "家", "个", "项",
)  # fmt: skip

_BLANKS = frozenset({"", "-", "/", "...", "......", "无", "未报", "空", "*"})
_FLAT = re.compile(r"(?:与?(?:上年|去年)同期|同比|基本)?持平")
_UP, _DOWN = ("增长", "上升", "增加", "提高", "上涨"), ("下降", "减少", "降低", "下跌", "负增长")
_HAN_DIGITS = {
    han: n
    for n, pair in enumerate(
        ("零〇", "一壹", "二贰两", "三叁", "四肆", "五伍", "六陆", "七柒", "八捌", "九玖")
    )
    for han in pair
}
_HAN_STEPS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_HAN_NUMBER = f"[{''.join(_HAN_DIGITS)}{''.join(_HAN_STEPS)}万亿]+"
_UNIT = "|".join(map(re.escape, UNITS))
_AMOUNT = re.compile(
    rf"(?:同比)?(?P<word>{'|'.join(_UP + _DOWN)})?"
    r"(?P<open>\()?(?P<sign>[+-])?(?P<digits>\d{1,3}(?:,\d{3})+|\d+)(?P<fraction>\.\d+)?"
    rf"(?P<inner>{_UNIT})?(?P<close>\))?(?P<outer>{_UNIT})?",
    re.ASCII,
)


_WRITTEN = re.compile(
    rf"(?:同比)?(?P<word>{'|'.join(_UP + _DOWN)})?(?P<percent>百分之)?(?P<minus>负)?"
    rf"(?P<whole>{_HAN_NUMBER})(?:点(?P<fraction>[{''.join(_HAN_DIGITS)}]+))?(?P<unit>{_UNIT})?"
)


@dataclass(frozen=True, slots=True)
class Reading:
    """A number that could be read.

    Attributes:
        value: with its sign; a zero has none.
        decimals: places it was typed with (“20.70” has 2); a sheet's float has as many as it needs.
        unit: the unit written behind it, one of ``UNITS``, or "". Not converted.
        note: what the reader did beyond copying digits, in Chinese, or "".
    """

    value: Decimal
    decimals: int
    unit: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A cell without a number. ``code`` is ``empty_cell`` where nothing was filled in.

    Attributes:
        code: ``empty_cell``, ``unreadable_number``, ``not_numeric`` or ``not_finite``.
        message_zh: what is wrong and how to write it; the caller knows which cell.
    """

    code: Code
    message_zh: str


def read_number(text_or_value: object) -> Reading | Unreadable:
    """Read what stands in a cell.

    Accepts numbers; full-width digits; any minus or dash before a number; thousands commas in their places;
    accounting brackets; 增长 / 下降 and their kin; 持平 as 0; a unit at the end. A float comes back as the
    decimal that a person typed. Movement words (收窄、加快) and vague ones (约、左右) are refused: they are
    no level.

    Args:
        text_or_value: the cell's value as the sheet reader gives it.

    Returns:
        ``Reading`` or ``Unreadable``; no exception, because a sheet is checked to its end.

    >>> read_number("下降２０.７％")
    Reading(value=Decimal('-20.7'), decimals=1, unit='%', note='“下降”按负数读')
    >>> read_number(-20.699999999999999).value, read_number("(1,234)").value
    (Decimal('-20.7'), Decimal('-1234'))
    >>> read_number("约5%").code
    'unreadable_number'
    """
    if text_or_value is None:
        return _EMPTY
    if isinstance(text_or_value, str):
        return _read_text(text_or_value)
    if isinstance(text_or_value, bool) or not isinstance(text_or_value, Real | Decimal):
        return Unreadable(
            "not_numeric", "单元格里不是数字（可能是日期或是/否）：请把格式改为“常规”，再填写数字。"
        )
    return _read_value(text_or_value)


_EMPTY = Unreadable("empty_cell", "没有填数：请填写数字；确实为零的填 0。")


def _read_value(number: Real | Decimal) -> Reading | Unreadable:
    if isinstance(number, Decimal):
        value = number
    elif isinstance(number, Integral):
        value = Decimal(int(number))
    else:
        value = Decimal(f"{float(number):.{_SHEET_DIGITS}g}")
    if not value.is_finite():
        return Unreadable("not_finite", "单元格的公式没有算出数（如除以零）：请改正公式或直接填数。")
    if isinstance(number, Decimal | Integral):
        return _reading(value)
    if _decimals(value) > _MOST_DECIMALS:
        rounded = value.quantize(Decimal(1).scaleb(-_MOST_DECIMALS))
        return _reading(_shortest(rounded), note=f"小数过长，按{_MOST_DECIMALS}位读取")
    return _reading(_shortest(value))


def _read_text(text: str) -> Reading | Unreadable:
    plain = "".join(unicodedata.normalize("NFKC", text).split())
    plain = re.sub(r"^([^\d]*?)[‐‑‒–—―−](?=[\d.])", r"\1-", plain)
    if plain in _BLANKS or not plain.strip("‐‑‒–—―−-"):
        return _EMPTY
    if _FLAT.fullmatch(plain):
        return _reading(Decimal(0), note="“持平”按 0 读")
    found = _AMOUNT.fullmatch(plain)
    if not found:
        return _read_written(plain) or _unreadable(text)
    word, sign, bracket = found["word"], found["sign"], found["open"]
    if bool(bracket) != bool(found["close"]) or (found["inner"] and found["outer"]):
        return _unreadable(text)
    if (word and (sign or bracket)) or (bracket and sign):
        return Unreadable("unreadable_number", f"“{text}”里正负说了两遍：请只写一次，如 -20.7 或 下降20.7%。")
    value = Decimal(found["digits"].replace(",", "") + (found["fraction"] or ""))
    note = ""
    if word in _DOWN or bracket:
        note = "括号按负数读" if bracket else f"“{word}”按负数读"
    if note or sign == "-":
        value = -value
    return _reading(value, found["inner"] or found["outer"] or "", note)


def _read_written(plain: str) -> Reading | None:
    """八万六千, 下降百分之二十点七, 壹仟贰佰万元; None where it is no number or could be two (八万六)."""
    found = _WRITTEN.fullmatch(plain)
    if not found or (found["word"] and found["minus"]) or (found["percent"] and found["unit"]):
        return None
    whole = _han(found["whole"])
    if whole is None:
        return None
    fraction = "".join(str(_HAN_DIGITS[han]) for han in found["fraction"] or "")
    value = Decimal(f"{whole}.{fraction}" if fraction else whole)
    if found["word"] in _DOWN or found["minus"]:
        value = -value
    return _reading(value, "%" if found["percent"] else found["unit"] or "", "中文数字按数读")


def _han(text: str) -> int | None:
    """A whole number in Chinese numerals, as it is written out in full; None where a step is missing or repeated."""
    for step, size in (("亿", 10**8), ("万", 10**4)):
        if step in text:
            above, _step, below = text.rpartition(step) if step == "亿" else text.partition(step)
            high, low = _han(above), _section_below(below, size)
            return None if high is None or low is None or high == 0 else high * size + low
    return _section(text)


def _section_below(text: str, size: int) -> int | None:
    """What follows 万 or 亿: nothing, a full section, or 零 and a smaller one. 八万六 may mean 86000: refused."""
    if not text:
        return 0
    led = text[0] in "零〇"
    value = _han(text.lstrip("零〇"))
    if value is None or value >= size or (value < size // 10) != led:
        return None
    return value


def _section(text: str) -> int | None:
    """Up to 9999: steps fall, a gap is said as 零, a last digit stands alone only after 十 or 零."""
    total, last, digit, gap = 0, 10_000, None, False
    for place, han in enumerate(text):
        if han in "零〇":
            if digit is not None or (gap and total):
                return None
            gap = True
            if len(text) == 1:
                return 0
        elif han in _HAN_DIGITS:
            if digit is not None:
                return None
            digit = _HAN_DIGITS[han]
        else:
            step = _HAN_STEPS.get(han)
            if step is None or step >= last or (digit is None and not (step == 10 and place == 0)):
                return None
            if total and (step * 10 < last) != gap:
                return None
            total, last, digit, gap = total + (1 if digit is None else digit) * step, step, None, False
    if digit is not None:
        if total and (last > 10) != gap:
            return None
        total += digit
    elif gap:
        return None
    return total


def _reading(value: Decimal, unit: str = "", note: str = "") -> Reading:
    return Reading(value if value else abs(value), _decimals(value), unit, note)


def _decimals(value: Decimal) -> int:
    exponent = value.as_tuple().exponent
    return max(-exponent, 0) if isinstance(exponent, int) else 0


def _shortest(value: Decimal) -> Decimal:
    """Without trailing zeros and without an exponent: 20.70 → 20.7, 1E+3 → 1000."""
    short = value.normalize()
    return short if _decimals(short) else short.quantize(Decimal(1))


def _unreadable(text: str) -> Unreadable:
    return Unreadable(
        "unreadable_number", f"看不懂“{text.strip()}”：请只填一个确切的数，如 -20.7、下降20.7% 或 1234。"
    )
