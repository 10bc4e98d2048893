"""Last cumulative, this month's own and this cumulative must agree within rounding and plausible shares."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wenzeng.cadence.checks.percent_as_fraction import looks_like_fraction
from wenzeng.cadence.checks.registry import Complaint, Filed, at, check, pct
from wenzeng.cadence.findings import Severity
from wenzeng.engines.growth import identity_gap


@check(
    "growth.identity",
    title=gettext_lazy("当月与累计对不上"),
    severity=Severity.SAY,
    authority=gettext_lazy("同口径增速的恒等关系：累计 = 上期累计与当月按基期份额加权"),
    books=True,
)
def identity(filed: Filed) -> Iterator[Complaint]:
    if filed.limits is None or filed.limits.month_share is None:
        return
    low, high = filed.limits.month_share
    for table, line, column, cell, value in filed.rates():
        month = line.cells.get("month")
        if column.basis != "ytd" or month is None or month.number is None or min(value, month.number) < -100:
            continue
        before = filed.before(table, line, column)
        if before is None or looks_like_fraction("%", cell) or looks_like_fraction("%", month):
            continue
        gap = identity_gap(before, value, month.number, low, high)
        if not gap.consistent:
            yield Complaint.at(
                cell,
                _(
                    "%(name)s上期累计 %(before)s%%、当月 %(month)s%%，本期累计应在 %(nearest)s%% 附近，%(where)s填的是 %(value)s%%，差 %(miss)s 个百分点。核对两格；前期有修订或口径变动的，写明。"
                )
                % {
                    "name": line.name,
                    "before": pct(before),
                    "month": pct(month.number),
                    "nearest": pct(gap.nearest),
                    "where": at(cell),
                    "value": pct(value),
                    "miss": pct(abs(gap.miss_pp)),
                },
            )
