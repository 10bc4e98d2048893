"""Three people sign: the one who fills in, the one who checks, the one who answers for it."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wenzeng.cadence.checks.registry import Complaint, Filed, at, check
from wenzeng.cadence.findings import Severity


@check(
    "head.signature",
    title=gettext_lazy("缺签字"),
    severity=Severity.MUST,
    authority=gettext_lazy(
        "调度报表管理要求：表号、制定机关、批准（备案）文号、有效期齐全，三级签字，零报告"
    ),
)
def signature(filed: Filed) -> Iterator[Complaint]:
    if filed.form is None or not filed.has_head:
        return
    for field in filed.form.head.of_type("name"):
        cell = filed.neutral.head[field.key]
        if cell.blank:
            yield Complaint.at(
                cell,
                _("%(where)s 缺%(label)s签字。填报人、审核人、负责人都要签，填上姓名再传。")
                % {"where": at(cell), "label": field.label},
            )
