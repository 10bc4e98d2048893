"""Two rows are about the same subject."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wenzeng.cadence.checks.registry import Complaint, Filed, at, check
from wenzeng.cadence.findings import Severity
from wenzeng.cadence.neutral import Line


@check(
    "row.duplicate",
    title=gettext_lazy("同一行报了两次"),
    severity=Severity.MUST,
    authority=gettext_lazy("表式规定的计量单位和填法"),
)
def duplicate_row(filed: Filed) -> Iterator[Complaint]:
    for table in filed.tables:
        first: dict[str, Line] = {}
        for line in filed.neutral.of_sheet(table.sheet):
            if line.key and line.key in first:
                yield Complaint.at(
                    line.label,
                    _("%(where)s 与%(first)s都是%(name)s，留一行。")
                    % {"where": at(line.label), "first": at(first[line.key].label), "name": line.name},
                    _("删去其中一行"),
                )
            elif line.key:
                first[line.key] = line
