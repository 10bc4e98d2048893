"""Write the demo's figures as real workbooks, in the forms' own templates: what the bureau and the counties send."""

import datetime as dt
from pathlib import Path

from wenzeng.base.models import SubjectCode
from wenzeng.base.subjects import the_city
from wenzeng.cadence import definitions, directory, workbook
from wenzeng.demo import figures
from wenzeng.engines.period import Period

FILED_DAYS = (
    dt.date(2020, 3, 6),
    dt.date(2020, 4, 7),
    dt.date(2020, 5, 8),
    dt.date(2020, 6, 5),
)  # due on the 8th
PEOPLE = {"filler": "示例甲", "reviewer": "示例乙", "responsible": "示例丙"}


def notice(position: int) -> bytes:
    """The statistics bureau's notice of one print: nation, province and cities, then the city and its units."""
    period, published = figures.PRINTS[position], figures.NOTICE_DAYS[position]
    rows: dict[tuple[str, str, str], workbook.Value] = {}
    outside = {"area:nation": figures.NATION, "area:shaanxi": figures.PROVINCE, **figures.other_cities()}
    for key, series in outside.items():
        row = series[position]
        rows |= {
            ("附表1", key, "ytd"): row.ytd,
            ("附表1", key, "month"): row.month,
            ("附表1", key, "nature"): "演示" if row.simulated else "官方",
            ("附表1", key, "origin"): row.source,
        }
    city = figures.city_rows()[position]
    rows |= {
        ("附表2", "area:ankang", "ytd"): city.ytd,
        ("附表2", "area:ankang", "month"): city.month,
        ("附表2", "area:ankang", "nature"): "演示" if city.simulated else "累计公布、当月演示",
    }
    keys = {unit.code_on(SubjectCode.Scheme.UNIT, None): unit.key for unit in the_city().units}
    for unit in figures.unit_rows():
        key = keys[unit.code]
        rows |= {
            ("附表2", key, "ytd"): unit.ytd[position],
            ("附表2", key, "month"): unit.month[position],
            ("附表2", key, "share"): unit.base_share,
            ("附表2", key, "nature"): "演示",
            ("附表2", key, "note"): _why(unit, position),
        }
    head: dict[str, workbook.Value] = {
        "known_at": published,
        "release": "已公开",
        "nature": "正式",
        "scope": "2020",
        **PEOPLE,
    }
    form = definitions.form("stats_notice")
    assert form is not None  # shipped with the product
    return workbook.fill(
        form, period, directory.directory(period.end), workbook.Values(head, rows), demo=True
    )


def _why(row: figures.UnitRow, position: int) -> str:
    """A sentence where a growth rate jumps so far that the checks ask for one."""
    now, before = row.month[position], row.month[position - 1] if position else None
    if now is not None and before is not None and abs(now - before) >= 10:
        return "上年同期基数低，复工后产量恢复。" if now > before else "重点企业停产检修。"
    return ""


def county(position: int, row: figures.CountyRow) -> bytes:
    """One county's monthly form."""
    period = figures.PRINTS[position]
    keys = {unit.code_on(SubjectCode.Scheme.UNIT, None): unit.key for unit in the_city().units}
    who = directory.directory(period.end)
    first = position == 0
    rows: dict[tuple[str, str, str], workbook.Value] = {
        ("县区月报", "output", "month"): None if first else row.output_month,
        ("县区月报", "output", "ytd"): row.output_ytd,
        ("县区月报", "power", "month"): None if first else row.power_month,
        ("县区月报", "power", "ytd"): row.power_ytd,
        ("县区月报", "at_work", "month"): row.firms_at_work,
        ("县区月报", "firms", "month"): row.firms,
    }
    head: dict[str, workbook.Value] = {
        "known_at": filed_on(position),
        "zero": "否",
        "nature": "演示",
        "reason": row.reason,
        **PEOPLE,
    }
    form = definitions.form("county_month")
    assert form is not None  # shipped with the product
    return workbook.fill(
        form, period, who, workbook.Values(head, rows), unit=who.by_key(keys[row.code] or ""), demo=True
    )


def filed_on(position: int) -> dt.date:
    """A county sends its form on the last working day before it is due, which is before the notice comes out."""
    return FILED_DAYS[position]


def write(folder: Path) -> None:
    """All workbooks of all prints, below folder/<period>/; files that stand there already are left as they are."""
    names = {unit.code_on(SubjectCode.Scheme.UNIT, None): unit for unit in the_city().units}
    for position, period in enumerate(figures.PRINTS):
        place = folder / period.code
        place.mkdir(parents=True, exist_ok=True)
        keep(place / f"市统计局月度通知_{label(period)}（演示）.xlsx", notice(position))
        for row in figures.county_rows()[position]:
            unit = names[row.code]
            keep(
                place / f"县区月报_{unit.name_on(period.end)}_{label(period)}（演示）.xlsx",
                county(position, row),
            )


def label(period: Period) -> str:
    return period.label_with_year.replace("–", "—")


def keep(path: Path, content: bytes) -> None:
    if not path.exists():
        path.write_bytes(content)
