"""A day of publication that lies in the future or before the period's end."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wenzeng.cadence.checks.registry import Complaint, Filed, at, check
from wenzeng.cadence.findings import Severity


@check(
    "head.date_out_of_range",
    title=gettext_lazy("日期不在范围内"),
    severity=Severity.MUST,
    authority=gettext_lazy("发布（报出）在报告期结束之后、收到之前"),
)
def date_out_of_range(filed: Filed) -> Iterator[Complaint]:
    if filed.form is None or not filed.has_head:
        return
    for field in filed.form.head.of_type("date"):
        cell = filed.neutral.head[field.key]
        first = filed.period.end if filed.period else None
        if cell.day and (cell.day > filed.today or (first and cell.day < first)):
            yield Complaint.at(
                cell,
                _("%(where)s %(label)s %(day)s 不对：要在报告期止日%(first)s到今天（%(today)s）之间。")
                % {
                    "where": at(cell),
                    "label": field.label,
                    "day": cell.day,
                    "first": f"（{first}）" if first else "",
                    "today": filed.today,
                },
            )
