"""A row's nature of data that the form does not offer."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wenzeng.cadence.checks.registry import Complaint, Filed, at, check
from wenzeng.cadence.findings import Severity


@check(
    "cell.choice",
    title=gettext_lazy("选项不对"),
    severity=Severity.MUST,
    authority=gettext_lazy("表式规定的计量单位和填法"),
)
def cell_choice(filed: Filed) -> Iterator[Complaint]:
    for table in filed.tables:
        for line in filed.neutral.of_sheet(table.sheet):
            for column in table.columns:
                cell = line.cells[column.key]
                if line.key and column.choices and not cell.blank and cell.text not in column.choices:
                    choices = "、".join(column.choices)
                    yield Complaint.at(
                        cell,
                        _("%(where)s %(name)s的%(title)s写的是“%(text)s”，只能是：%(choices)s。")
                        % {
                            "where": at(cell),
                            "name": line.name,
                            "title": column.match,
                            "text": cell.text,
                            "choices": choices,
                        },
                    )
