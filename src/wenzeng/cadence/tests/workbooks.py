"""Workbooks for the tests: whole ones, and the same with faults planted by cell. All figures are invented."""

import datetime as dt
import io
from collections.abc import Mapping
from decimal import Decimal as D
from typing import Any

from openpyxl import load_workbook

from wenzeng.cadence import definitions
from wenzeng.cadence.directory import directory
from wenzeng.cadence.workbook import Values, fill
from wenzeng.engines.period import Period

MAY = Period.ytd(2020, 5)
APRIL = Period.ytd(2020, 4)
FIRST = Period.ytd(2020, 2)
KNOWN = {FIRST: dt.date(2020, 4, 8), APRIL: dt.date(2020, 5, 22), MAY: dt.date(2020, 6, 18)}

CITIES = (
    "xian", "tongchuan", "baoji", "xianyang", "weinan", "yanan", "hanzhong", "yulin", "shangluo",
)  # fmt: skip
# Twelve units whose share-weighted growth is the city's: eleven at −20.7 and shares that add up to 100.
UNITS = (
    "hanbin", "hanyin", "shiquan", "ningshan", "ziyang", "langao", "pingli", "zhenping", "xunyang", "baihe",
    "gaoxin", "hengkou",
)  # fmt: skip
SHARES = ("21.60", "7.60", "7.10", "2.10", "4.60", "3.60", "6.10", "2.10", "20.70", "5.60", "13.80", "5.10")

# period → (cumulative, month) of the city; the same for every unit, so that parts and total agree.
CITY = {FIRST: ("-33.5", None), APRIL: ("-23.8", "-12.4"), MAY: ("-20.7", "-10.1")}
NATION = {FIRST: ("-13.5", None), APRIL: ("-4.9", "3.9"), MAY: ("-2.8", "4.4")}
PROVINCE = {FIRST: ("-7.1", None), APRIL: ("-0.6", "5.8"), MAY: ("1.4", "8.6")}

# Where things stand in 附表2: the city in row 7, the units from row 8.
ROW = {name: 8 + place for place, name in enumerate(UNITS)}

NOTICE_HEAD = {
    "release": "已公开",
    "nature": "正式",
    "scope": "2020",
    "filler": "示例丁",
    "reviewer": "示例乙",
    "responsible": "示例甲",
}
COUNTY_HEAD = {
    "zero": "否",
    "nature": "演示",
    "reason": "两户重点企业停产检修，订单未恢复。",
    "filler": "示例戊",
    "reviewer": "示例乙",
    "responsible": "示例甲",
}


def notice(
    period: Period = MAY,
    *,
    head: Mapping[str, Any] | None = None,
    rows: Mapping[tuple[str, str, str], Any] | None = None,
) -> bytes:
    """A notice without a fault; `head` and `rows` override single values."""
    form = definitions.form("stats_notice")
    assert form
    values: dict[tuple[str, str, str], Any] = {}

    def put(sheet: str, key: str, pair: tuple[str, str | None], nature: str, **more: Any) -> None:
        values[sheet, key, "ytd"] = D(pair[0])
        values[sheet, key, "month"] = None if pair[1] is None else D(pair[1])
        values[sheet, key, "nature"] = nature
        for column, value in more.items():
            values[sheet, key, column] = value

    put("附表1", "area:nation", NATION[period], "官方", origin="国家统计局")
    put("附表1", "area:shaanxi", PROVINCE[period], "官方", origin="陕西省统计局")
    for city in CITIES:
        put("附表1", f"area:{city}", ("-9.0", None), "演示", origin="演示")
    put("附表2", "area:ankang", CITY[period], "累计公布、当月演示" if CITY[period][1] else "演示")
    for unit, share in zip(UNITS, SHARES, strict=True):
        put("附表2", f"unit:{unit}", CITY[period], "演示", share=D(share))
    values |= rows or {}
    told = NOTICE_HEAD | {"known_at": KNOWN[period]} | dict(head or {})
    return fill(form, period, directory(period.end), Values(told, values), demo=True)


def county(
    unit: str = "pingli",
    period: Period = MAY,
    *,
    head: Mapping[str, Any] | None = None,
    rows: Mapping[tuple[str, str], Any] | None = None,
) -> bytes:
    """A county form without a fault; `rows` are keyed (item, column)."""
    form = definitions.form("county_month")
    assert form
    months = period.last_month
    values: dict[tuple[str, str], Any] = {
        ("output", "month"): 4000 if months > 2 else None,
        ("output", "ytd"): 4000 * months,
        ("power", "month"): 300 if months > 2 else None,
        ("power", "ytd"): 300 * months,
        ("at_work", "month"): 41,
        ("firms", "month"): 52,
    }
    values |= rows or {}
    told = COUNTY_HEAD | {"known_at": period.end + dt.timedelta(days=6)} | dict(head or {})
    names = directory(period.end)
    filled = {("县区月报", item, column): value for (item, column), value in values.items()}
    return fill(form, period, names, Values(told, filled), unit=names.by_key(f"unit:{unit}"), demo=True)


def planted(content: bytes, cells: Mapping[tuple[str, str], Any]) -> bytes:
    """The same workbook with some cells written over; None empties one."""
    book = load_workbook(io.BytesIO(content))
    for (sheet, address), value in cells.items():
        book[sheet][address].value = value
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def without_sheet(content: bytes, sheet: str) -> bytes:
    book = load_workbook(io.BytesIO(content))
    del book[sheet]
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()
