"""More firms at work than there are."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wenzeng.cadence.checks.registry import Complaint, Filed, at, check, n
from wenzeng.cadence.findings import Severity


@check(
    "county.at_work_over_total",
    title=gettext_lazy("开工户数多于总户数"),
    severity=Severity.MUST,
    authority=gettext_lazy("开工企业是在库规上企业的一部分"),
)
def at_work_over_total(filed: Filed) -> Iterator[Complaint]:
    rows = {line.key: line for line in filed.neutral.lines}
    if {"at_work", "firms"} <= set(rows):
        working, firms = rows["at_work"].cells["month"], rows["firms"].cells["month"]
        if working.number is not None and firms.number is not None and working.number > firms.number:
            yield Complaint.at(
                working,
                _("%(a)s 开工 %(x)s 户，多于%(b)s 总户数 %(y)s 户。核对两格。")
                % {"a": at(working), "x": n(working.number), "b": at(firms), "y": n(firms.number)},
            )
