"""Text stands where a day is asked for."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wenzeng.cadence.checks.registry import Complaint, Filed, at, check
from wenzeng.cadence.findings import Severity


@check(
    "head.date",
    title=gettext_lazy("日期写成了文字"),
    severity=Severity.MUST,
    authority=gettext_lazy("表式规定的计量单位和填法"),
)
def head_date(filed: Filed) -> Iterator[Complaint]:
    if filed.form is None or not filed.has_head:
        return
    for field in filed.form.head.of_type("date"):
        cell = filed.neutral.head[field.key]
        if not cell.blank and cell.day is None:
            yield Complaint.at(
                cell,
                _("%(where)s %(label)s写的是“%(text)s”，读不出是哪一天。写成 2020-06-18 这样的日期。")
                % {"where": at(cell), "label": field.label, "text": cell.text},
                "2020-06-18",
            )
