"""A month cannot be more than the year to date that holds it."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wenzeng.cadence.checks.registry import Complaint, Filed, at, check, n
from wenzeng.cadence.findings import Severity


@check(
    "county.month_over_cumulative",
    title=gettext_lazy("本月数大于累计数"),
    severity=Severity.MUST,
    authority=gettext_lazy("累计数包含本月数"),
)
def month_over_cumulative(filed: Filed) -> Iterator[Complaint]:
    for table in filed.tables:
        for line in filed.neutral.of_sheet(table.sheet):
            item = table.item(line.key)
            month, ytd = line.cells.get("month"), line.cells.get("ytd")
            if (
                item is None
                or item.columns
                or month is None
                or ytd is None
                or month.number is None
                or ytd.number is None
            ):
                continue
            if month.number > ytd.number:
                yield Complaint.at(
                    month,
                    _("%(a)s %(name)s本月 %(x)s %(unit)s，大于%(b)s累计 %(y)s。核对是不是填反了。")
                    % {
                        "a": at(month),
                        "name": line.name,
                        "x": n(month.number),
                        "unit": item.unit,
                        "b": at(ytd),
                        "y": n(ytd.number),
                    },
                )
