"""A column's title is not in the heading row."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wenzeng.cadence.checks.registry import Complaint, Filed, check
from wenzeng.cadence.findings import Severity


@check(
    "file.missing_column",
    title=gettext_lazy("缺栏目"),
    severity=Severity.MUST,
    authority=gettext_lazy("表式规定的计量单位和填法"),
)
def missing_column(filed: Filed) -> Iterator[Complaint]:
    for table in filed.tables:
        for sheet, key in filed.neutral.missing_columns:
            column = table.column(key) if sheet == table.sheet else None
            if column and column.type != "known":
                yield Complaint(
                    sheet,
                    f"{column.letter}{table.header_row}",
                    _("《%(sheet)s》表头里没有“%(title)s”栏。把栏名恢复成模板的样子再传。")
                    % {"sheet": sheet, "title": column.match},
                )
