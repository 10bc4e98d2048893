"""Figures into the words of a bulletin, from the decimals that are printed beside them.

The phrases are those of the speech of 2020-06-24 and of the statistics bureau's releases. They take printed
decimals and refuse floats (``rounding.as_printed``), so that sentence and table can never disagree: if the
table says 0.0 the sentence says 持平.

Two rules of the trade hold throughout. A rate carries % and a difference of rates carries 个百分点, never the
other way round. And a decline that narrows is still a decline: only a rate above zero may be said to grow.
Words of judgement (较大、明显、严峻) are not made here; they belong to a table of thresholds that somebody
signed.

Numbers look different on a screen (−20.7, with a true minus sign U+2212) and in a bulletin (下降20.7%).
"""

from collections.abc import Sequence
from decimal import Decimal

from wenzeng.engines.errors import StatError
from wenzeng.engines.growth import MovementCode, movement
from wenzeng.engines.rounding import Printed, as_printed, round_half_up

MINUS = "\u2212"

# Numbers


def screen_number(
    x: Printed | float, decimals: int | None = None, plus: bool = False, grouping: bool = False
) -> str:
    """A number for the screen, with a true minus sign so that columns of figures line up.

    Args:
        x: a printed decimal; a float is allowed only together with ``decimals``.
        decimals: places to round to, half up; None prints the decimal as it is.
        plus: mark a positive number with +, for gaps and changes.
        grouping: thousands commas, for amounts in 万元.

    Raises:
        StatError: ``not_numeric`` (also for a float without ``decimals``), ``not_finite``.

    >>> screen_number("-20.7"), screen_number("0.5", plus=True), screen_number(12345.6, 0, grouping=True)
    ('−20.7', '+0.5', '12,346')
    """
    value = _printed(x, decimals)
    sign = MINUS if value < 0 else "+" if plus and value > 0 else ""
    return f"{sign}{abs(value):,f}" if grouping else f"{sign}{abs(value):f}"


def bulletin_number(x: Printed | float, decimals: int | None = None) -> str:
    """A number for the running text of a bulletin: no commas, no plus.

    A negative one keeps its minus sign, but a sentence about growth should not contain any: ``growth_phrase``
    says 下降20.7%.

    >>> bulletin_number(12345.6, 0), bulletin_number("22.1")
    ('12346', '22.1')
    """
    return screen_number(x, decimals)


def _printed(x: Printed | float, decimals: int | None) -> Decimal:
    if decimals is not None:
        return round_half_up(x, decimals)
    # as_printed refuses a float that nobody has rounded.
    return as_printed(x)  # type: ignore[arg-type]  # the refusal is the point


# Rates and how they move


def growth_phrase(rate: Printed) -> str:
    """The rate as a verb phrase, to stand after 同比: 增长1.4%, 下降20.7%, 持平.

    Raises:
        StatError: ``not_numeric``, ``not_finite``; so for every function below.

    >>> growth_phrase("4.4"), growth_phrase("-20.7"), growth_phrase("0.0")
    ('增长4.4%', '下降20.7%', '持平')
    """
    value = as_printed(rate, "rate")
    if value == 0:
        return "持平"
    return f"{'增长' if value > 0 else '下降'}{abs(value):f}%"


def yoy_phrase(rate: Printed) -> str:
    """The rate as a clause of its own: 同比增长4.4%, and 与上年同期持平 for a flat one.

    >>> yoy_phrase("-20.7"), yoy_phrase("0.0")
    ('同比下降20.7%', '与上年同期持平')
    """
    return "与上年同期持平" if as_printed(rate, "rate") == 0 else f"同比{growth_phrase(rate)}"


_STEP_WORD: dict[MovementCode, tuple[str, str]] = {
    "accelerates": ("增速", "加快"),
    "slows": ("增速", "回落"),
    "decline_narrows": ("降幅", "收窄"),
    "decline_widens": ("降幅", "扩大"),
}


def change_phrase(
    now: Printed, before: Printed, versus: str = "比上月", before_label: str = "", noun: bool = True
) -> str:
    """How a rate moved, as the speech says it.

    Args:
        now, before: printed rates; mind the order, the newer one comes first as it does in speech.
        versus: what it is held against, with its preposition: 比上月, 较4月, 较1—4月.
        before_label: period of the earlier rate, for a change of sign: 由1—4月的下降0.6%转为…; may be
            left out.
        noun: False drops 增速 where the sentence has already named it (较4月加快2.8个百分点). 降幅 always
            stays: without it a narrowing decline would read as growth.

    >>> change_phrase("4.4", "3.9")
    '增速比上月加快0.5个百分点'
    >>> change_phrase("1.4", "-0.6")
    '由下降0.6%转为增长1.4%'
    >>> change_phrase("-2.8", "-4.9", versus="较1—4月")
    '降幅较1—4月收窄2.1个百分点'
    """
    move = movement(before, now)
    if move.code in _STEP_WORD:
        subject, verb = _STEP_WORD[move.code]
        if subject == "增速" and not noun:
            subject = ""
        return f"{subject}{versus}{verb}{move.change_pp:f}个百分点"
    if move.code == "unchanged":
        value = as_printed(now, "now")
        if value == 0:
            return "继续与上年同期持平"
        return f"{'降幅' if value < 0 else '增速'}与{versus.removeprefix('比').removeprefix('较')}持平"
    label = f"{before_label}的" if before_label else ""
    return f"由{label}{growth_phrase(before)}转为{growth_phrase(now)}"


_SHORT: dict[MovementCode, str] = {
    "turn_positive": "由降转增",
    "turn_negative": "由增转降",
    "recover_to_flat": "由降转平",
    "fall_to_flat": "由增转平",
    "flat_to_up": "由平转增",
    "flat_to_down": "由平转降",
    "unchanged": "持平",
}


def short_change(now: Printed, before: Printed) -> str:
    """The same for a narrow table cell: 收窄3.1, 加快0.5, 由降转增, 持平.

    >>> short_change("-20.7", "-23.8"), short_change("1.4", "-0.6")
    ('收窄3.1', '由降转增')
    """
    move = movement(before, now)
    if move.code in _STEP_WORD:
        return f"{_STEP_WORD[move.code][1]}{move.change_pp:f}"
    return _SHORT[move.code]


def gap_phrase(gap: Printed, reference_name: str = "全省平均水平") -> str:
    """Ahead of or behind a reference; ``gap`` is ours minus theirs (``rounding.gap_pp``).

    >>> gap_phrase("-22.1")
    '低于全省平均水平22.1个百分点'
    """
    value = as_printed(gap, "gap")
    if value == 0:
        return f"与{reference_name}持平"
    return f"{'高于' if value > 0 else '低于'}{reference_name}{abs(value):f}个百分点"


def streak_phrase(prints: int, months: int, positive: bool = False, count_prints: bool = False) -> str:
    """A run of falls (or rises) that lasts two months or more; shorter ones are no run and give "".

    Args:
        prints, months: from ``growth.negative_run`` or ``positive_run``.
        positive: say 正增长 instead.
        count_prints: add the number of prints, since January–February is one print of two months. For notes
            and tables, where the basis of the count must be plain.

    >>> streak_phrase(4, 5)
    '连续5个月负增长'
    >>> streak_phrase(4, 5, count_prints=True)
    '连续5个月负增长（1—2月合并为1期，共4期）'
    """
    if months < 2:
        return ""
    phrase = f"连续{months}个月{'正' if positive else '负'}增长"
    if count_prints and prints != months:
        return f"{phrase}（1—2月合并为1期，共{prints}期）"
    return f"{phrase}（共{prints}期）" if count_prints else phrase


# Ranks, pulls, lists


def rank_phrase(position: int, denominator: int, of: str = "", tied_with: int = 0) -> str:
    """A place in running text: 第3位, 并列第2位, and 倒数第二 for the last three.

    倒数 is used only where it is nearer to the end than to the top: second of three is 第2位.

    Args:
        position, denominator, tied_with: from ``ranks.rank``.
        of: the comparison set, put in front; the sentence brings its own verb (居, 排名).

    Raises:
        StatError: ``share_range`` for a place outside 1–denominator.

    >>> rank_phrase(9, 10, "全省各地市"), rank_phrase(3, 10), rank_phrase(2, 12, tied_with=1)
    ('全省各地市倒数第二', '第3位', '并列第2位')
    """
    _check_place(position, denominator, tied_with)
    from_bottom = denominator - position - tied_with + 1
    tie = "并列" if tied_with else ""
    if from_bottom <= 3 and from_bottom < position:
        return f"{of}{tie}倒数第{chinese_ordinal(from_bottom)}"
    return f"{of}{tie}第{position}位"


def rank_label(position: int | None, denominator: int, tied_with: int = 0) -> str:
    """A place in a table, always with its denominator: 第11位（共12个）; 未报送 where there is none.

    >>> rank_label(11, 12), rank_label(2, 12, tied_with=1), rank_label(None, 11)
    ('第11位（共12个）', '并列第2位（共12个）', '未报送')
    """
    if position is None:
        return "未报送"
    _check_place(position, denominator, tied_with)
    return f"{'并列' if tied_with else ''}第{position}位（共{denominator}个）"


def _check_place(position: int, denominator: int, tied_with: int) -> None:
    if position < 1 or tied_with < 0 or position + tied_with > denominator:
        raise StatError(
            "share_range", f"位次 {position}（共 {denominator} 个）不成立：请核对参加排名的个数。", "position"
        )


def pull_phrase(pull_pp: Printed, whole: str = "全市") -> str:
    """What a part does to the total: 拉动 or 下拉.

    >>> pull_phrase("1.68"), pull_phrase("-1.68"), pull_phrase("0.00")
    ('拉动全市1.68个百分点', '下拉全市1.68个百分点', '对全市增速没有拉动')
    """
    value = as_printed(pull_pp, "pull_pp")
    if value == 0:
        return f"对{whole}增速没有拉动"
    return f"{'拉动' if value > 0 else '下拉'}{whole}{abs(value):f}个百分点"


def residual_name(rest: Printed, decimals: Sequence[int]) -> str:
    """What the line is called by which the printed parts miss their printed total.

    四舍五入差 where rounding alone can make it: half a unit of each part and of the total; else it is a difference of
    accounts, and is called so.

    Args:
        rest: the total less its parts.
        decimals: of the total and of each part.

    >>> residual_name("-0.11", [1] + [2] * 12), residual_name("-0.12", [1] + [2] * 12)
    ('四舍五入差', '统一核算差额')
    """
    most = sum((Decimal(1).scaleb(-places) / 2 for places in decimals), Decimal(0))
    return "四舍五入差" if abs(as_printed(rest, "rest")) <= most else "统一核算差额"


def name_list(names: Sequence[str], at_most: int | None = None, unit: str = "个县区") -> str:
    """Names joined as Chinese does; a long list is cut and counted.

    Args:
        names: in the order to be read.
        at_most: names to print before 等n个县区; None prints all.
        unit: measure word and noun of the count.

    >>> name_list(["平利县", "恒口示范区"])
    '平利县、恒口示范区'
    >>> name_list(["旬阳县", "石泉县", "紫阳县"], at_most=2)
    '旬阳县、石泉县等3个县区'
    """
    if at_most is None or len(names) <= at_most:
        return "、".join(names)
    return f"{'、'.join(names[:at_most])}等{len(names)}{unit}"


_DIGITS = "零一二三四五六七八九"
_PLACES = ("", "十", "百", "千")


def chinese_ordinal(n: int) -> str:
    """A number in Chinese characters, for 第三十二期 and 倒数第二; 1–9999.

    Raises:
        StatError: ``share_range`` outside 1–9999.

    >>> [chinese_ordinal(n) for n in (2, 10, 12, 32, 105, 110, 2020)]
    ['二', '十', '十二', '三十二', '一百零五', '一百一十', '二千零二十']
    """
    if not 1 <= n <= 9999:
        raise StatError("share_range", f"序号 {n} 超出 1—9999：无法写成中文数字。", "n")
    written, gap = "", False
    for place in (3, 2, 1, 0):
        digit = n // 10**place % 10
        if digit == 0:
            gap = bool(written)
            continue
        written += ("零" if gap else "") + _DIGITS[digit] + _PLACES[place]
        gap = False
    # Ten to nineteen are 十 … 十九, without the leading 一.
    return written.removeprefix("一") if 10 <= n <= 19 else written
