"""A row that the form prints is not in the file (unless a mistyped one stands for it)."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wenzeng.cadence.checks.registry import Complaint, Filed, check
from wenzeng.cadence.checks.unknown_subject import nearest
from wenzeng.cadence.findings import Severity


@check(
    "row.missing",
    title=gettext_lazy("缺一行"),
    severity=Severity.MUST,
    authority=gettext_lazy("每个考核单位都要有；12个单位一个不能少"),
)
def missing_row(filed: Filed) -> Iterator[Complaint]:
    for table in filed.tables:
        lines = list(filed.neutral.of_sheet(table.sheet))
        there = {line.key for line in lines}
        mistyped = {nearest(filed, table, line.name) for line in lines if not line.key}
        rows = (
            [(item.key, item.title) for item in table.items]
            if table.items
            else [(entry.key, entry.name) for entry in filed.directory.of(*table.subjects)]
        )
        for offset, (key, name) in enumerate(rows):
            if key not in there and name not in mistyped:
                yield Complaint(
                    table.sheet,
                    f"{table.label.letter}{table.first_row + offset}",
                    _("《%(sheet)s》缺%(name)s（模板第%(row)s行）。补上这一行。")
                    % {"sheet": table.sheet, "name": name, "row": table.first_row + offset},
                )
