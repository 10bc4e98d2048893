"""A blank is not a zero: a unit that had nothing says so."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wenzeng.cadence.checks.registry import Complaint, Filed, at, check
from wenzeng.cadence.findings import Severity


@check(
    "county.blank_without_zero_report",
    title=gettext_lazy("空着又没有零报告"),
    severity=Severity.MUST,
    authority=gettext_lazy(
        "调度报表管理要求：表号、制定机关、批准（备案）文号、有效期齐全，三级签字，零报告"
    ),
)
def blank_without_zero_report(filed: Filed) -> Iterator[Complaint]:
    for table, line, column, cell in filed.asked_numbers():
        item = table.item(line.key)
        excused = filed.is_zero_report and item and column.key in item.zero
        first = filed.period is not None and filed.period.is_january_february and column.first_print
        twin = line.cells.get(column.first_print or "")
        covered = (
            first
            and item
            and (not item.columns or column.first_print in item.columns)
            and twin
            and not twin.blank
        )
        if cell.blank and column.required and not excused and not covered:
            yield Complaint.at(
                cell,
                _("%(where)s 没填%(name)s（%(title)s）。停产填0；全月没有生产的，把“零报告”选成“是”。")
                % {"where": at(cell), "name": line.name, "title": column.match},
                _("填数，或选零报告"),
            )
