"""Statistical periods: a ten-day report, a month, January–May, a quarter, a year.

A ``Period`` says how a figure was *printed*, not only which days it covers: ``2020-q1`` and
``2020-01..03`` span the same days, yet one is a quarter's own growth and the other the cumulative
print, and they are two cells in two tables. ``to_date()`` leads from either to the cumulative print.

Three habits of Chinese industrial statistics are built in:

* January and February are surveyed and released together (国家统计局, since 2013). There is no figure
  of January alone; ``2020-01..02`` is one print that covers two months.
* Cumulative prints run from January: 1–2, 1–3, …, 1–12.
* A ten-day report (旬报) is month-to-date: 上旬 to the 10th, 中旬 to the 20th, 下旬 the whole month.

Codes are fixed, they are database keys and part of addresses: ``2020-05``, ``2020-01..05``,
``2020-06-t2``, ``2020-q3``, ``2020``.
"""

import calendar
import datetime as dt
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from functools import total_ordering
from typing import Literal, Self

from wenzeng.engines.errors import StatError

Kind = Literal["tenday", "month", "span", "quarter", "year"]

FIRST_YEAR, LAST_YEAR = 1949, 2100
SCREEN_DASH, BULLETIN_DASH = "–", "—"

_TENDAY_NAME = {1: "上旬", 2: "中旬", 3: "下旬"}
_TENDAY_LAST_DAY = {1: 10, 2: 20}
_QUARTER_NAME = {1: "一季度", 2: "二季度", 3: "三季度", 4: "四季度"}
_KIND_ORDER: dict[Kind, int] = {"tenday": 0, "month": 1, "quarter": 2, "span": 3, "year": 4}

_CODE = re.compile(
    r"(?P<year>\d{4})"
    r"(?:-q(?P<quarter>\d)|-(?P<first>\d{2})(?:\.\.(?P<last>\d{2})|-t(?P<tenday>\d))?)?",
    re.ASCII,
)


@total_ordering
@dataclass(frozen=True, slots=True)
class Period:
    """One printed period. Build it with the named constructors or ``parse``; the fields are checked.

    Periods sort by the day they end, then the shorter before the longer, so that a list of prints
    reads in the order in which a month is told: May, then January–May.

    Attributes:
        year: four digits.
        first_month, last_month: 1–12, both included.
        kind: how it is printed, see ``Kind``.
        tenday: 1, 2 or 3 for a ten-day report, otherwise None.

    Raises:
        StatError: ``bad_period`` or ``phantom_january``, from every constructor.

    >>> may = Period.parse("2020-01..05")
    >>> may.label, may.bulletin_label_with_year, may.n_months
    ('1–5月', '2020年1—5月', 5)
    >>> may.previous_print().code, may.month_of().code, may.same_last_year().code
    ('2020-01..04', '2020-05', '2019-01..05')
    """

    year: int
    first_month: int
    last_month: int
    kind: Kind = "span"
    tenday: int | None = None

    def __post_init__(self) -> None:
        if not FIRST_YEAR <= self.year <= LAST_YEAR:
            raise _bad(f"年份 {self.year} 不在 {FIRST_YEAR}—{LAST_YEAR} 之间：请写四位年份。")
        if not 1 <= self.first_month <= self.last_month <= 12:
            raise _bad(
                f"月份 {self.first_month}—{self.last_month} 不成立：应在 1—12 之间，且起月不晚于止月。"
            )
        if (self.tenday is not None) != (self.kind == "tenday"):
            raise _bad("只有旬报才写旬别：请用 2020-06-t2 这样的写法表示 6 月中旬。")
        if self.kind == "tenday" and self.tenday not in _TENDAY_NAME:
            raise _bad(f"旬别 {self.tenday} 不成立：1 为上旬，2 为中旬，3 为下旬。")
        one_month = self.first_month == self.last_month
        if self.kind == "span" and one_month:
            if self.first_month == 1:
                raise _phantom_january(self.year)
            raise _bad(f"起止都是 {self.first_month} 月：单月请写 {self.year}-{self.first_month:02d}。")
        fits = {
            "tenday": one_month,
            "month": one_month,
            "span": True,
            "quarter": self.first_month % 3 == 1 and self.last_month == self.first_month + 2,
            "year": (self.first_month, self.last_month) == (1, 12),
        }
        if not fits.get(self.kind, False):
            raise _bad(f"{self.first_month}—{self.last_month} 月不是一个完整的 {self.kind}：请核对起止月份。")

    # How a period is made

    @classmethod
    def month(cls, year: int, month: int) -> Self:
        """One calendar month on its own. January and February alone exist for power, not for growth.

        >>> Period.month(2020, 5).label
        '5月'
        """
        return cls(year, month, month, "month")

    @classmethod
    def span(cls, year: int, first_month: int, last_month: int) -> Self:
        """Any run of two months or more, such as the June–September that a target leaves to be done.

        >>> Period.span(2020, 6, 9).code
        '2020-06..09'
        """
        return cls(year, first_month, last_month, "span")

    @classmethod
    def ytd(cls, year: int, month: int) -> Self:
        """The cumulative print from January to the month; ``2020-01..12`` for December.

        Raises:
            StatError: ``phantom_january`` for month 1, which is never published alone.

        >>> Period.ytd(2020, 2).label
        '1–2月'
        >>> Period.ytd(2020, 1)
        Traceback (most recent call last):
            ...
        wenzeng.engines.errors.StatError: 没有 2020 年 1 月单独的数据：1—2 月合并发布，请改用 2020-01..02。
        """
        return cls(year, 1, month, "span")

    @classmethod
    def quarter(cls, year: int, quarter: int) -> Self:
        """A quarter's own three months (not the cumulative print).

        >>> Period.quarter(2020, 3).label_with_year
        '2020年三季度'
        """
        if quarter not in _QUARTER_NAME:
            raise _bad(f"没有第 {quarter} 季度：季度为 1—4。")
        return cls(year, 3 * quarter - 2, 3 * quarter, "quarter")

    @classmethod
    def to_tenday(cls, year: int, month: int, tenday: int) -> Self:
        """The month to date of a ten-day report: 1 to the 10th, 2 to the 20th, 3 the whole month.

        >>> Period.to_tenday(2020, 6, 2).end
        datetime.date(2020, 6, 20)
        """
        return cls(year, month, month, "tenday", tenday)

    @classmethod
    def whole_year(cls, year: int) -> Self:
        """The year as one figure (a target, a yearbook line).

        >>> Period.whole_year(2020).label
        '全年'
        """
        return cls(year, 1, 12, "year")

    @classmethod
    def parse(cls, code: str) -> Self:
        """Read a code as the database and addresses write it; nothing looser.

        Raises:
            StatError: ``bad_period`` with the accepted forms, ``phantom_january`` for ``2020-01..01``.

        >>> [Period.parse(c).kind for c in ("2020-06-t2", "2020-05", "2020-01..05", "2020-q3", "2020")]
        ['tenday', 'month', 'span', 'quarter', 'year']
        """
        found = _CODE.fullmatch(code)
        if not found:
            raise _bad(f"看不懂期别“{code}”：请写成 2020-05、2020-01..05、2020-06-t2、2020-q3 或 2020。")
        year = int(found["year"])
        if found["quarter"]:
            return cls.quarter(year, int(found["quarter"]))
        if not found["first"]:
            return cls.whole_year(year)
        first = int(found["first"])
        if found["last"]:
            return cls.span(year, first, int(found["last"]))
        if found["tenday"]:
            return cls.to_tenday(year, first, int(found["tenday"]))
        return cls.month(year, first)

    @classmethod
    def parse_chinese(cls, text: str, default_year: int | None = None) -> "Period":
        """Read a period as notices and table heads write it.

        Understands 2020年1—5月, 1-5月份, 1至5月, 1月—5月, 一至五月, 5月, 5月累计, 第三季度, 前三季度 (1–9),
        上半年, 下半年, 6月中旬, 6月1—20日, 全年 and the fixed codes; full-width digits, any dash, spaces.

        Args:
            text: what stands in the cell or sentence, the period alone.
            default_year: the year of the form, used where the text names none.

        Raises:
            StatError: ``bad_period`` when it cannot be read or no year is known; ``phantom_january``.

        >>> Period.parse_chinese("２０２０年１—５月").code
        '2020-01..05'
        >>> Period.parse_chinese("第三季度", default_year=2020).code
        '2020-q3'
        """
        plain = _plain(text)
        if _CODE.fullmatch(plain):
            return cls.parse(plain)
        found = _YEAR_PREFIX.match(plain)
        year, rest = default_year, plain
        if found:
            digits = found["year"]
            year = int(digits) if len(digits) == 4 else 2000 + int(digits)
            rest = plain[found.end() :]
        if year is None:
            raise _bad(f"“{text}”没有写年份：请写成 2020年1—5月 这样的完整写法。")
        if found and rest in ("", "全年", "年度"):
            return cls.whole_year(year)
        for pattern, build in _CHINESE_FORMS:
            matched = pattern.fullmatch(rest)
            if matched:
                return build(year, [_number(written) for written in matched.groups()])
        raise _bad(f"看不懂期别“{text}”：请写成 2020年1—5月、2020年5月、2020年三季度 或 2020年6月中旬。")

    # How it is written

    @property
    def code(self) -> str:
        """The fixed code; ``Period.parse(p.code) == p`` always holds."""
        match self.kind:
            case "tenday":
                return f"{self.year}-{self.first_month:02d}-t{self.tenday}"
            case "month":
                return f"{self.year}-{self.first_month:02d}"
            case "span":
                return f"{self.year}-{self.first_month:02d}..{self.last_month:02d}"
            case "quarter":
                return f"{self.year}-q{self.last_month // 3}"
            case "year":
                return f"{self.year}"

    def __str__(self) -> str:
        return self.code

    @property
    def label(self) -> str:
        """For screens, with an en dash: 1–5月."""
        return self._label(SCREEN_DASH)

    @property
    def label_with_year(self) -> str:
        """For screens: 2020年1–5月."""
        return f"{self.year}年{self.label}"

    @property
    def bulletin_label(self) -> str:
        """For the printed bulletin, with a full dash: 1—5月."""
        return self._label(BULLETIN_DASH)

    @property
    def bulletin_label_with_year(self) -> str:
        """For the printed bulletin: 2020年1—5月."""
        return f"{self.year}年{self.bulletin_label}"

    def _label(self, dash: str) -> str:
        match self.kind:
            case "tenday":
                return f"{self.first_month}月{_TENDAY_NAME[self.tenday or 1]}"
            case "month":
                return f"{self.first_month}月"
            case "span":
                return f"{self.first_month}{dash}{self.last_month}月"
            case "quarter":
                return _QUARTER_NAME[self.last_month // 3]
            case "year":
                return "全年"

    # What it covers

    @property
    def start(self) -> dt.date:
        """The first day; a ten-day report also starts on the first of its month."""
        return dt.date(self.year, self.first_month, 1)

    @property
    def end(self) -> dt.date:
        """The last day covered: the 10th or 20th for 上旬 and 中旬, else the month's end."""
        whole_month = calendar.monthrange(self.year, self.last_month)[1]
        return dt.date(self.year, self.last_month, _TENDAY_LAST_DAY.get(self.tenday or 3, whole_month))

    @property
    def n_months(self) -> int:
        """Calendar months touched: 2 for January–February, so that streaks count months, not prints."""
        return self.last_month - self.first_month + 1

    @property
    def is_year_to_date(self) -> bool:
        """True for the cumulative prints 1–2 … 1–12 (not for a first quarter or a whole year)."""
        return self.kind == "span" and self.first_month == 1

    @property
    def is_january_february(self) -> bool:
        """True for the one print that covers January and February together."""
        return self.is_year_to_date and self.last_month == 2

    @property
    def is_january_alone(self) -> bool:
        """True for the single month of January, which no growth series may carry."""
        return self.kind == "month" and self.last_month == 1

    @property
    def splits_january_february(self) -> bool:
        """True for January or February alone: neither is published for industrial growth."""
        return self.kind == "month" and self.last_month <= 2

    # Where it leads

    def previous_print(self) -> "Period | None":
        """The print before this one in the same series and year, or None for the year's first.

        1–5 → 1–4, 5 → 4, March → January–February, 三季度 → 二季度, 中旬 → 上旬, 6月上旬 → 5月下旬.
        January or February alone and stretches such as June–September belong to no such series: None.
        """
        if self.kind == "month" and self.last_month > 3:
            return Period.month(self.year, self.last_month - 1)
        if self.kind == "month" and self.last_month == 3:
            return Period.ytd(self.year, 2)
        if self.is_year_to_date and self.last_month > 2:
            return Period.ytd(self.year, self.last_month - 1)
        if self.kind == "quarter" and self.last_month > 3:
            return Period.quarter(self.year, self.last_month // 3 - 1)
        if self.kind == "tenday" and self.tenday and self.tenday > 1:
            return Period.to_tenday(self.year, self.last_month, self.tenday - 1)
        if self.kind == "tenday" and self.last_month > 1:
            return Period.to_tenday(self.year, self.last_month - 1, 3)
        return None

    def same_last_year(self) -> "Period":
        """The same months a year before (上年同期), printed the same way."""
        return Period(self.year - 1, self.first_month, self.last_month, self.kind, self.tenday)

    def same_last_month(self) -> "Period | None":
        """The same report of the month before: 6月中旬 → 5月中旬, which is what a ten-day report is held
        against. Other kinds, and January, have none."""
        if self.kind != "tenday" or self.last_month == 1:
            return None
        return Period(self.year, self.last_month - 1, self.last_month - 1, "tenday", self.tenday)

    def next_tenday(self) -> "Period | None":
        """The ten-day report after this one: 6月上旬 → 6月中旬 → 6月下旬 → 7月上旬. Other kinds, and December's last, have none.

        >>> Period.parse("2020-06-t3").next_tenday().code
        '2020-07-t1'
        """
        if self.kind != "tenday" or not self.tenday:
            return None
        if self.tenday < 3:
            return Period.to_tenday(self.year, self.last_month, self.tenday + 1)
        return Period.to_tenday(self.year, self.last_month + 1, 1) if self.last_month < 12 else None

    def to_date(self) -> "Period":
        """The cumulative print that ends with this period: 5 → 1–5, 三季度 → 1–9, 2020 → 1–12.

        A ten-day report leads to the cumulative print of its month.

        Raises:
            StatError: ``phantom_january`` for January alone.
        """
        return Period.ytd(self.year, self.last_month)

    def month_of(self) -> "Period":
        """The last single print inside this period: 1–5 → 5, 1–2 → itself, 三季度 → 9, 中旬 → its month."""
        if self.is_january_february:
            return self
        return Period.month(self.year, self.last_month)

    def __lt__(self, other: object) -> bool:
        if not isinstance(other, Period):
            return NotImplemented
        return self._order < other._order

    @property
    def _order(self) -> tuple[dt.date, int, int, int]:
        return self.end, -self.first_month, _KIND_ORDER[self.kind], self.tenday or 0


def tendays_to_date(day: dt.date) -> list[Period]:
    """The ten-day reports of a year that are over by a day: those that ended before it.

    >>> [p.code for p in tendays_to_date(dt.date(2020, 1, 21))]
    ['2020-01-t1', '2020-01-t2']
    """
    every = [Period.to_tenday(day.year, month, part) for month in range(1, 13) for part in (1, 2, 3)]
    return [period for period in every if period.end < day]


def published_months(year: int, to_month: int) -> list[Period]:
    """The single prints of a year up to a month, January–February as one.

    Raises:
        StatError: ``phantom_january`` for to_month 1.

    >>> [p.code for p in published_months(2020, 5)]
    ['2020-01..02', '2020-03', '2020-04', '2020-05']
    """
    return [p.month_of() for p in published_to_date(year, to_month)]


def published_to_date(year: int, to_month: int) -> list[Period]:
    """The cumulative prints of a year up to a month: 1–2, 1–3, ….

    Raises:
        StatError: ``phantom_january`` for to_month 1.

    >>> [p.label for p in published_to_date(2020, 5)]
    ['1–2月', '1–3月', '1–4月', '1–5月']
    """
    latest = Period.ytd(year, to_month)
    return [Period.ytd(year, m) for m in range(2, latest.last_month + 1)]


# Reading Chinese

_HAN_NUMBER = {han: n for n, han in enumerate("一二三四五六七八九十", start=1)} | {"十一": 11, "十二": 12}
_DASHES = re.compile(r"[-‐‑‒–—―−~～〜至到]+")
_NUMBER = r"(十[一二]|[一二三四五六七八九十]|\d{1,2})"
_YEAR_PREFIX = re.compile(r"(?:公元)?(?P<year>\d{4}|\d{2})年", re.ASCII)


def _quarter(year: int, n: list[int]) -> Period:
    return Period.quarter(year, n[0])


def _first_days(year: int, n: list[int]) -> Period:
    month, last_day = n
    for tenday in _TENDAY_NAME:
        period = Period.to_tenday(year, month, tenday)
        if period.end.day == last_day:
            return period
    raise _bad(f"“{month}月1—{last_day}日”不是旬报的期别：旬报统计到 10 日、20 日或月末。")


_CHINESE_FORMS: list[tuple[re.Pattern[str], Callable[[int, list[int]], Period]]] = [
    (re.compile(rf"{_NUMBER}月?-{_NUMBER}月份?(?:累计)?"), lambda year, n: Period.span(year, n[0], n[1])),
    (re.compile(rf"{_NUMBER}月份?(?:当月)?"), lambda year, n: Period.month(year, n[0])),
    (re.compile(rf"{_NUMBER}月份?累计"), lambda year, n: Period.ytd(year, n[0])),
    (re.compile(rf"第?{_NUMBER}季度?"), _quarter),
    (re.compile(r"[qQ](\d)"), _quarter),
    (re.compile(rf"前{_NUMBER}个?季度"), lambda year, n: Period.ytd(year, 3 * n[0])),
    (re.compile(r"上半年"), lambda year, n: Period.ytd(year, 6)),
    (re.compile(r"下半年"), lambda year, n: Period.span(year, 7, 12)),
    (re.compile(r"全年"), lambda year, n: Period.whole_year(year)),
    (re.compile(rf"{_NUMBER}月份?上旬"), lambda year, n: Period.to_tenday(year, n[0], 1)),
    (re.compile(rf"{_NUMBER}月份?中旬"), lambda year, n: Period.to_tenday(year, n[0], 2)),
    (re.compile(rf"{_NUMBER}月份?下旬"), lambda year, n: Period.to_tenday(year, n[0], 3)),
    (re.compile(rf"{_NUMBER}月份?1日?-{_NUMBER}日"), _first_days),
]


def _plain(text: str) -> str:
    """Half-width, no spaces, one kind of dash; a 一 between digits is a mistyped dash.

    The year is dropped where it is said twice (2020年1月至2020年5月).
    """
    plain = "".join(unicodedata.normalize("NFKC", text).split())
    plain = re.sub(r"(?<=[\d月])一(?=\d)", "-", plain)
    plain = _DASHES.sub("-", plain)
    return re.sub(r"^(\d{4}年)(.+-)\1", r"\1\2", plain)


def _number(written: str) -> int:
    return _HAN_NUMBER.get(written) or int(written)


def _bad(message_zh: str) -> StatError:
    return StatError("bad_period", message_zh, "period")


def _phantom_january(year: int) -> StatError:
    return StatError(
        "phantom_january",
        f"没有 {year} 年 1 月单独的数据：1—2 月合并发布，请改用 {year}-01..02。",
        "period",
    )
