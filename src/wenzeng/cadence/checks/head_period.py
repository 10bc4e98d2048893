"""The period cannot be read, or has not ended yet."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wenzeng.cadence.checks.registry import Complaint, Filed, at, check
from wenzeng.cadence.findings import Severity


@check(
    "head.period",
    title=gettext_lazy("报告期不对"),
    severity=Severity.MUST,
    authority=gettext_lazy("表式规定的计量单位和填法"),
)
def head_period(filed: Filed) -> Iterator[Complaint]:
    cell = filed.neutral.head.get("period")
    if cell is None or cell.blank or not filed.has_head:
        return
    example = "2020年6月中旬" if filed.form and filed.form.period == "tenday" else "2020年1—5月"
    if filed.period_fault and filed.period_fault[0] != "phantom_january":
        more = _("改好报告期后，还会与前一期和已入库的数核对。")
        yield Complaint.at(
            cell, f"{at(cell)} {filed.period_fault[1]}{more}", _("写成 %(example)s") % {"example": example}
        )
    elif filed.period and filed.period.end >= filed.today:
        yield Complaint.at(
            cell,
            _("%(where)s %(period)s还没有结束。核对报告期，报已经结束的期别。")
            % {"where": at(cell), "period": filed.period.label_with_year},
        )
