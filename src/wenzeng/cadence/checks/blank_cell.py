"""A cell that the form asks for is empty."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wenzeng.cadence.checks.registry import Complaint, Filed, at, check
from wenzeng.cadence.findings import Severity


@check(
    "cell.blank",
    title=gettext_lazy("没填数"),
    severity=Severity.MUST,
    authority=gettext_lazy("表式规定的计量单位和填法"),
)
def blank_cell(filed: Filed) -> Iterator[Complaint]:
    first = filed.period is not None and filed.period.is_january_february
    for table in filed.tables:
        for line in filed.neutral.of_sheet(table.sheet):
            for column in table.columns:
                asked = line.key and column.required and table.asks(column, line.key, filed.group_of(line))
                if not asked or not line.cells[column.key].blank or (first and column.first_print):
                    continue
                cell = line.cells[column.key]
                yield Complaint.at(
                    cell,
                    _("%(where)s %(name)s没填%(title)s。填上；确实没有公布的，向统计部门问清。")
                    % {"where": at(cell), "name": line.name, "title": column.match},
                )
