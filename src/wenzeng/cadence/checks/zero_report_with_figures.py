"""A zero return with figures in it contradicts itself."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wenzeng.cadence.checks.registry import Complaint, Filed, at, check, n
from wenzeng.cadence.findings import Severity


@check(
    "county.zero_report_with_figures",
    title=gettext_lazy("零报告里有数"),
    severity=Severity.MUST,
    authority=gettext_lazy(
        "调度报表管理要求：表号、制定机关、批准（备案）文号、有效期齐全，三级签字，零报告"
    ),
)
def zero_report_with_figures(filed: Filed) -> Iterator[Complaint]:
    if not filed.is_zero_report:
        return
    for table, line, column, cell in filed.asked_numbers():
        item = table.item(line.key)
        if item and column.key in item.zero and cell.number:
            yield Complaint.at(
                cell,
                _(
                    "零报告选了“是”，%(where)s %(name)s却填了 %(value)s。有数就把零报告改成“否”，没有就清空这一格。"
                )
                % {"where": at(cell), "name": line.name, "value": n(cell.number)},
            )
