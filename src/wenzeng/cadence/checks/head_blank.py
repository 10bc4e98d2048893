"""A field of the head is empty."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wenzeng.cadence.checks.registry import Complaint, Filed, at, check
from wenzeng.cadence.findings import Severity


@check(
    "head.blank",
    title=gettext_lazy("表头没填"),
    severity=Severity.MUST,
    authority=gettext_lazy(
        "调度报表管理要求：表号、制定机关、批准（备案）文号、有效期齐全，三级签字，零报告"
    ),
)
def head_blank(filed: Filed) -> Iterator[Complaint]:
    if filed.form is None or not filed.has_head:
        return
    for field in filed.form.head.of_type("period", "date", "choice", "text", "unit", "reason"):
        cell = filed.neutral.head[field.key]
        if field.required and cell.blank:
            yield Complaint.at(
                cell,
                _("%(where)s 没填%(label)s。%(help)s")
                % {"where": at(cell), "label": field.label, "help": field.help or _("填上再传。")},
            )
