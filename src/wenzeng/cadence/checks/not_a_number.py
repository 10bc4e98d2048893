"""Something stands in a cell for numbers that cannot be read as one."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy

from wenzeng.cadence.checks.registry import Complaint, Filed, at, check
from wenzeng.cadence.findings import Severity


@check(
    "cell.not_a_number",
    title=gettext_lazy("不是数"),
    severity=Severity.MUST,
    authority=gettext_lazy("表式规定的计量单位和填法"),
)
def not_a_number(filed: Filed) -> Iterator[Complaint]:
    for _table, line, column, cell in filed.asked_numbers():
        if cell.fault:
            yield Complaint.at(cell, f"{at(cell)} {line.name}{column.match}：{cell.fault}")
