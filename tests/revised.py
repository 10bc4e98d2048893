"""A notice of the demo, with some cells changed: what the bureau sends when it revises."""

import datetime as dt
from pathlib import Path

import openpyxl

NEWEST = "2020-01..05"


def notice_of(var: Path, period: str = NEWEST) -> Path:
    return next((var / "demo" / "filings" / period).glob("*通知*.xlsx"))


def revised_notice(
    var: Path,
    target: Path,
    cells: dict[str, float | str],
    *,
    sheet: str = "附表2",
    published: dt.date = dt.date(2020, 6, 23),
) -> Path:
    """Copy the newest notice, change cells of one sheet, and date it later."""
    workbook = openpyxl.load_workbook(notice_of(var))
    for address, value in cells.items():
        workbook[sheet][address] = value
    head = workbook["表头"]
    for row in head.iter_rows():
        for cell in row:
            if cell.value == "发布日期":
                head.cell(cell.row, cell.column + 1).value = published
    workbook.save(target)
    return target
