"""The demo city's figures: published ones typed in with their source, the rest simulated from a fixed seed.

Published: growth of the nation and of the province (its January–March only by later inference, so marked too), and the
city's −20.7 % of January–May 2020.
Simulated, and marked 演示 in every workbook: all other cities, the twelve units, the city's earlier prints and its
single months, base shares, and everything the counties file. They agree with what the speech says: −20.7 for the
city, 平利 and 恒口 falling further, the others narrowing, the city second from the bottom with 商洛 last, level with
汉中 after four months and 7.2 points behind after five.
"""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

import numpy as np

from wenzeng.engines.growth import monthly_from_cumulative
from wenzeng.engines.period import Period
from wenzeng.engines.rounding import round_half_up

SEED = 20200624
D = Decimal

PRINTS = (Period.ytd(2020, 2), Period.ytd(2020, 3), Period.ytd(2020, 4), Period.ytd(2020, 5))
# National month shares (rules/reference/month_shares.yaml) as weights inside January–May.
WEIGHTS = np.array([0.1232, 0.0861, 0.0833, 0.0853])

# The day on which the (simulated) notice of each print was published; the nation's and province's came before it.
NOTICE_DAYS = (dt.date(2020, 4, 8), dt.date(2020, 4, 24), dt.date(2020, 5, 22), dt.date(2020, 6, 18))


@dataclass(frozen=True)
class Row:
    """One line of the notice: cumulative and single-month growth, and where they are from."""

    ytd: Decimal
    month: Decimal | None
    simulated: bool
    source: str


NATION = (
    Row(D("-13.5"), None, False, "国家统计局 2020年3月16日"),
    Row(D("-8.4"), D("-1.1"), False, "国家统计局 2020年4月17日"),
    Row(D("-4.9"), D("3.9"), False, "国家统计局 2020年5月15日"),
    Row(D("-2.8"), D("4.4"), False, "国家统计局 2020年6月15日"),
)
PROVINCE = (
    Row(D("-7.1"), None, False, "陕西省统计局 2020年4月6日"),
    Row(D("-3.0"), None, True, "演示：由后来公布的上半年1.0、高于一季度4.0个百分点倒推"),
    Row(D("-0.6"), D("5.8"), False, "安政通报第32期；5.8由5月8.6、加快2.8推得"),
    Row(D("1.4"), D("8.6"), False, "陕西省统计局 2020年6月17日；安政通报第32期"),
)
CITY_YTD = (D("-33.5"), D("-28.4"), D("-23.8"), D("-20.7"))
# −20.7: 安政通报 第32期; the other prints and all single months of the city are simulated.
CITY_SOURCE = ("演示", "演示", "演示", "安政通报第32期")

# Other cities: the last two prints that the speech ties down (汉中 −13.5 = −20.7 + 7.2; 商洛 last); the rest drawn.
TIED = {
    "area:hanzhong": (None, None, D("-23.8"), D("-13.5")),
    "area:shangluo": (None, None, D("-24.6"), D("-21.9")),
}
CITIES = (
    "area:xian", "area:tongchuan", "area:baoji", "area:xianyang", "area:weinan", "area:yanan", "area:hanzhong",
    "area:yulin", "area:shangluo",
)  # fmt: skip

# Size of each unit in the city's base (per cent, before the draw) and its distance from the city in the last print.
UNITS: dict[str, tuple[float, float]] = {
    "HB": (21.6, 3.0), "HY": (7.6, 1.5), "SQ": (7.1, 5.6), "NS": (2.1, 2.2), "ZY": (4.6, -5.0), "LG": (3.6, -0.8),
    "PL": (6.1, -3.3), "ZP": (2.1, -3.6), "XY": (20.7, -5.4), "BH": (5.6, -10.2), "GX": (13.8, 8.6), "HK": (5.1, -3.8),
}  # fmt: skip
WIDENING = ("PL", "HK")


@dataclass(frozen=True)
class UnitRow:
    code: str
    ytd: tuple[Decimal, ...]
    month: tuple[Decimal | None, ...]
    base_share: Decimal


@dataclass(frozen=True)
class CountyRow:
    """What a county files for one month: output in 万元, power in 万千瓦时, firms."""

    code: str
    output_month: int
    output_ytd: int
    power_month: int
    power_ytd: int
    firms_at_work: int
    firms: int
    reason: str


def _months(ytd: tuple[Decimal, ...]) -> tuple[Decimal | None, ...]:
    """Single-month growth that belongs to the cumulative prints; January–February has none of its own."""
    single = monthly_from_cumulative(np.array([float(value) for value in ytd]), WEIGHTS)
    return (None, *(round_half_up(float(value), 1) for value in single[1:]))


def city_rows() -> tuple[Row, ...]:
    months = _months(CITY_YTD)
    return tuple(
        Row(ytd, month, position < 3, CITY_SOURCE[position])
        for position, (ytd, month) in enumerate(zip(CITY_YTD, months, strict=True))
    )


def other_cities() -> dict[str, tuple[Row, ...]]:
    """Nine simulated cities of the province, all above 安康 in the last print but 商洛."""
    draw = np.random.default_rng(SEED)
    rows = {}
    for key in CITIES:
        last = draw.uniform(-4.0, 7.5)
        steps = -draw.uniform(2.0, 4.2, 3)
        path = [last + steps[:k].sum() for k in (3, 2, 1)] + [last]
        tied = TIED.get(key, (None,) * 4)
        if tied[2] is not None:
            path[1] = float(tied[2]) - draw.uniform(3.0, 5.0)
            path[0] = path[1] - draw.uniform(4.0, 6.0)
        ytd = tuple(
            fixed if fixed is not None else round_half_up(value, 1)
            for fixed, value in zip(tied, path, strict=True)
        )
        rows[key] = tuple(
            Row(value, month, True, "演示") for value, month in zip(ytd, _months(ytd), strict=True)
        )
    return rows


def unit_rows() -> tuple[UnitRow, ...]:
    """Twelve units whose share-weighted growth gives the city's prints to within the rounding of one decimal."""
    draw = np.random.default_rng(SEED + 1)
    codes = list(UNITS)
    raw = np.array([UNITS[code][0] for code in codes]) * draw.uniform(0.97, 1.03, len(codes))
    shares = [round_half_up(float(value), 2) for value in 100 * raw / raw.sum()]
    shares[0] += D("100.00") - sum(shares)
    weight = np.array([float(share) for share in shares]) / 100
    distance = np.array([UNITS[code][1] for code in codes]) + draw.uniform(-0.4, 0.4, len(codes))
    columns = []
    for position, city in enumerate(CITY_YTD):
        spread = distance * (1.0 + 0.06 * (3 - position))
        for index, code in enumerate(codes):
            if code in WIDENING and position < 3:
                # Falling further at each print: the earlier ones lie above the last.
                spread[index] = distance[index] + float(CITY_YTD[3] - city) + (3 - position) * 1.65
        path = float(city) + spread
        movable = np.array([code not in WIDENING for code in codes])
        missing = float(city) - float(weight @ path)
        path[movable] += missing / weight[movable].sum()
        columns.append([round_half_up(float(value), 1) for value in path])
    rows = []
    for index, code in enumerate(codes):
        ytd = tuple(column[index] for column in columns)
        rows.append(UnitRow(code, ytd, _months(ytd), shares[index]))
    return tuple(rows)


REASONS = {
    "PL": "两户重点企业停产检修，订单未恢复，累计降幅扩大。",
    "HK": "主要用电企业限产，新建项目尚未投产。",
}
OTHER_REASONS = (
    "复工面扩大，产能逐步恢复。",
    "矿产品价格回升，主要企业恢复两班生产。",
    "食品加工订单回暖，春茶加工带动。",
    "建材企业开窑，水泥产量回升。",
)


def county_rows() -> tuple[tuple[CountyRow, ...], ...]:
    """Four monthly returns of each county and zone, all simulated."""
    draw = np.random.default_rng(SEED + 2)
    units = unit_rows()
    months = []
    output = {row.code: 0 for row in units}
    power = dict(output)
    for position in range(4):
        rows = []
        for index, row in enumerate(units):
            base = float(row.base_share) * 15200 * (2.0 if position == 0 else 1.35)
            growth = float(row.ytd[0] if position == 0 else row.month[position] or 0)
            month_output = int(base * (1 + growth / 100) * draw.uniform(0.98, 1.02))
            month_power = int(month_output * draw.uniform(0.030, 0.036))
            output[row.code] += month_output
            power[row.code] += month_power
            firms = round(float(row.base_share) * 5.9) + 12
            at_work = min(firms, round(firms * (0.52 + 0.12 * position + draw.uniform(-0.03, 0.03))))
            reason = REASONS.get(row.code) or OTHER_REASONS[(index + position) % len(OTHER_REASONS)]
            rows.append(
                CountyRow(
                    row.code,
                    month_output,
                    output[row.code],
                    month_power,
                    power[row.code],
                    at_work,
                    firms,
                    reason,
                )
            )
        months.append(tuple(rows))
    return tuple(months)
