"""A form whose approval ran out before the period ended is not taken."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wenzeng.cadence.checks.registry import Complaint, Filed, at, check
from wenzeng.cadence.findings import Severity


@check(
    "head.expired",
    title=gettext_lazy("表已过有效期"),
    severity=Severity.MUST,
    authority=gettext_lazy(
        "调度报表管理要求：表号、制定机关、批准（备案）文号、有效期齐全，三级签字，零报告"
    ),
)
def expired(filed: Filed) -> Iterator[Complaint]:
    if filed.form and filed.period and filed.has_head and filed.form.legal.valid_until < filed.period.end:
        cell = filed.neutral.head["valid_until"]
        yield Complaint.at(
            cell,
            _("%(where)s 这张表的有效期至 %(day)s，不能用来报%(period)s。找制定机关换发新表。")
            % {
                "where": at(cell),
                "day": filed.form.legal.valid_until,
                "period": filed.period.label_with_year,
            },
        )
