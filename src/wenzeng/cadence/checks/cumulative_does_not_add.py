"""Cumulative against last cumulative plus this month; what is left over is a revision that somebody should name."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wenzeng.cadence.checks.registry import Complaint, Filed, at, check, n
from wenzeng.cadence.findings import Severity


@check(
    "county.cumulative_does_not_add",
    title=gettext_lazy("累计与上期累计加本月不等"),
    severity=Severity.SAY,
    authority=gettext_lazy("rules/cadence/limits.yaml：cadence.cumulative_revision_pct"),
    books=True,
)
def cumulative_does_not_add(filed: Filed) -> Iterator[Complaint]:
    if filed.limits is None:
        return
    for table, line, column, cell in filed.asked_numbers():
        before, month = filed.before(table, line, column), line.cells.get("month")
        if (
            column.basis != "ytd"
            or before is None
            or cell.number is None
            or month is None
            or month.number is None
        ):
            continue
        expected = before + month.number
        if (
            cell.number < before
            or abs(cell.number - expected) * 100 <= expected * filed.limits.cumulative_revision_pct
        ):
            continue
        yield Complaint.at(
            cell,
            _(
                "%(where)s %(name)s累计 %(value)s，上期累计 %(before)s 加本月 %(month)s 是 %(expected)s。核对两格；前期有修订的，写明。"
            )
            % {
                "where": at(cell),
                "name": line.name,
                "value": n(cell.number),
                "before": n(before),
                "month": n(month.number),
                "expected": n(expected),
            },
            _("是不是 %(value)s？") % {"value": n(expected)},
        )
