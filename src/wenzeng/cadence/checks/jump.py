"""A jump against the print before wants a sentence, and is filed all the same."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wenzeng.cadence.checks.percent_as_fraction import looks_like_fraction
from wenzeng.cadence.checks.registry import Complaint, Filed, at, check, n, pct
from wenzeng.cadence.findings import Severity


@check(
    "growth.jump",
    title=gettext_lazy("比上期变动太大"),
    severity=Severity.SAY,
    authority=gettext_lazy("rules/cadence/limits.yaml：cadence.jump_ytd_pp、cadence.jump_month_pp"),
    books=True,
)
def jump(filed: Filed) -> Iterator[Complaint]:
    if filed.limits is None:
        return
    for table, line, column, cell, value in filed.rates():
        before = filed.before(table, line, column)
        limit = filed.limits.jump_ytd_pp if column.basis == "ytd" else filed.limits.jump_month_pp
        if before is None or value < -100 or looks_like_fraction("%", cell) or abs(value - before) <= limit:
            continue
        yield Complaint.at(
            cell,
            _(
                "%(name)s%(title)s %(value)s%%，上期 %(before)s%%，变动 %(change)s 个百分点，超过 %(limit)s 个百分点。核对%(where)s，常见原因是漏填小数点；数没错，写明原因。"
            )
            % {
                "name": line.name,
                "title": column.match,
                "value": pct(value),
                "before": pct(before),
                "change": pct(abs(value - before)),
                "limit": n(limit),
                "where": at(cell),
            },
        )
