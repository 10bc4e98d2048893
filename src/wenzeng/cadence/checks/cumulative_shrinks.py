"""A cumulative figure that went down was corrected, or mistyped."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wenzeng.cadence.checks.registry import Complaint, Filed, at, check, n
from wenzeng.cadence.findings import Severity


@check(
    "county.cumulative_shrinks",
    title=gettext_lazy("累计数比上期小"),
    severity=Severity.SAY,
    authority=gettext_lazy("累计数一般只增不减；核减要说明"),
    books=True,
)
def cumulative_shrinks(filed: Filed) -> Iterator[Complaint]:
    for table, line, column, cell in filed.asked_numbers():
        before = filed.before(table, line, column)
        if column.basis == "ytd" and cell.number is not None and before is not None and cell.number < before:
            yield Complaint.at(
                cell,
                _("%(where)s %(name)s累计数 %(value)s 小于上期累计 %(before)s。改正，或写明核减原因。")
                % {"where": at(cell), "name": line.name, "value": n(cell.number), "before": n(before)},
            )
