"""The base shares of all units add up to the city."""

from collections.abc import Iterator
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wenzeng.cadence.checks.registry import Complaint, Filed, check, n
from wenzeng.cadence.definitions import Table
from wenzeng.cadence.findings import Severity


def base_shares(filed: Filed, table: Table) -> dict[str, Decimal]:
    """Unit → base share, when every unit has one that can be read; else nothing."""
    shares = {}
    for asked, line, column, cell in filed.asked_numbers():
        if asked.sheet == table.sheet and column.indicator == "iva.base_share" and cell.number is not None:
            shares[line.key] = cell.number
    units = {entry.key for entry in filed.directory.of("units")}
    return shares if set(shares) == units else {}


def shares_read(filed: Filed, table: Table) -> dict[str, Decimal]:
    """Unit → base share, of as many units as can be read; a mistyped name counts for the unit that it looks like."""
    shares: dict[str, Decimal] = {}
    column = next((column for column in table.numbers if column.indicator == "iva.base_share"), None)
    for line in filed.neutral.of_sheet(table.sheet) if column else ():
        assert column is not None
        number = line.cells[column.key].number
        unit = filed.directory.by_key(line.key) or (
            filed.directory.find(line.code.text, "units") or filed.directory.nearest(line.name, "units")
        )
        if number is not None and unit and unit.group == "units":
            shares.setdefault(unit.key, number)
    return shares


@check(
    "share.sum",
    title=gettext_lazy("比重之和不是100"),
    severity=Severity.SAY,
    authority=gettext_lazy("各考核单位基期比重合计为100%（舍入差除外）"),
)
def share_sum(filed: Filed) -> Iterator[Complaint]:
    if filed.limits is None:
        return
    units = len(filed.directory.of("units"))
    for table in filed.tables:
        shares = shares_read(filed, table)
        total, tolerance = sum(shares.values(), Decimal(0)), filed.limits.shares_sum_tolerance_pp
        if total <= 100 + tolerance and (len(shares) < units or total >= 100 - tolerance):
            continue
        column = next(column for column in table.numbers if column.indicator == "iva.base_share")
        yield Complaint(
            table.sheet,
            f"{column.letter}{table.header_row}",
            _(
                "《%(sheet)s》%(n)s个单位基期比重合计 %(total)s%%，与100%%差 %(miss)s 个百分点。核对有没有漏报、重复；口径就是这样的，写明。"
            )
            % {"sheet": table.sheet, "n": len(shares), "total": n(total), "miss": n(abs(total - 100))},
        )
