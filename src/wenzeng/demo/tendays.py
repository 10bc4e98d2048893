"""The demo's ten-day reports: simulated, in the form's own workbook, filed through the same door.

In the middle of June most counties have reported, four of them wait for the review, and three are a day late: 平利县
among them, so that whoever signs in as its reporter finds something to fill in.
"""

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from wenzeng.base.models import SubjectCode
from wenzeng.base.subjects import the_city
from wenzeng.cadence import definitions, directory, workbook, workdays
from wenzeng.demo import figures
from wenzeng.demo.filings import PEOPLE, keep, label
from wenzeng.engines.period import Period

FORM, SHEET = "county_tenday", "县区旬报"
PERIODS = tuple(
    Period.to_tenday(2020, month, part) for month, part in ((4, 1), (4, 2), (5, 1), (5, 2), (6, 1), (6, 2))
)
MISSING = ("PL", "BH", "ZP")  # of the last report
WAITING = ("HY", "SQ", "NS", "ZY")


@dataclass(frozen=True)
class Row:
    """Month to date: output in 万元, power in 万千瓦时, firms at work, output expected by the next report."""

    code: str
    output: int
    power: int
    at_work: int
    next_output: int


def rows() -> dict[Period, tuple[Row, ...]]:
    """What each county and zone reports: May ends at its monthly form, June runs a little above it."""
    draw = np.random.default_rng(figures.SEED + 3)
    found: dict[Period, list[Row]] = {period: [] for period in PERIODS}
    for row in figures.county_rows()[3]:
        first, second = draw.uniform(0.29, 0.33), draw.uniform(0.61, 0.66)
        june = draw.uniform(1.0, 1.05)
        for period in PERIODS:
            trend = {4: 0.92, 5: 1.0, 6: june}[period.last_month]
            month, power = row.output_month * trend, row.power_month * trend
            share, following = {1: (first, second), 2: (second, 1.0), 3: (1.0, first * june)}[
                period.tenday or 3
            ]
            found[period].append(
                Row(
                    row.code,
                    int(month * share),
                    int(power * share),
                    row.firms_at_work,
                    int(month * following),
                )
            )
    return {period: tuple(some) for period, some in found.items()}


def filed_on(period: Period) -> dt.date:
    return workdays.next_workday(period.end + dt.timedelta(days=1))


def write(folder: Path) -> None:
    """The workbooks of all reports that came in, below folder/<period>/."""
    units = {unit.code_on(SubjectCode.Scheme.UNIT, None): unit for unit in the_city().units}
    form = definitions.form(FORM)
    assert form is not None  # shipped with the product
    for period, some in rows().items():
        place = folder / period.code
        place.mkdir(parents=True, exist_ok=True)
        names = directory.directory(period.end)
        for row in some:
            if period == PERIODS[-1] and row.code in MISSING:
                continue
            unit = units[row.code]
            values = workbook.Values(
                {
                    "known_at": filed_on(period),
                    "zero": "否",
                    "nature": "演示",
                    "reason": "订单和开工与上月同旬相当。",
                    **PEOPLE,
                },
                {
                    (SHEET, "output", "mtd"): row.output,
                    (SHEET, "output", "next"): row.next_output,
                    (SHEET, "power", "mtd"): row.power,
                    (SHEET, "at_work", "mtd"): row.at_work,
                },
            )
            content = workbook.fill(form, period, names, values, unit=names.by_key(unit.key), demo=True)
            keep(place / f"{_file(unit.name_on(period.end), period)}", content)


def _file(name: str, period: Period) -> str:
    return f"县区旬报_{name}_{label(period)}（演示）.xlsx"
