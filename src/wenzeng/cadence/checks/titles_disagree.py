"""The columns say another period than the head: last month's file was filled in again."""

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wenzeng.cadence.checks.registry import Complaint, Filed, at, check
from wenzeng.cadence.findings import Severity

SPAN = re.compile(r"(\d{1,2})\s*[-—–~至]\s*(\d{1,2})\s*月")
ALONE = re.compile(r"(?<![\d—–-])(\d{1,2})\s*月")


@check(
    "head.titles_disagree",
    title=gettext_lazy("栏名与报告期不一致"),
    severity=Severity.MUST,
    authority=gettext_lazy("表式规定的计量单位和填法"),
)
def titles_disagree(filed: Filed) -> Iterator[Complaint]:
    if filed.period is None:
        return
    told = set()
    for cell in filed.neutral.titles:
        found = SPAN.search(cell.text)
        alone = ALONE.search(cell.text)
        last = int(found[2]) if found else int(alone[1]) if alone else None
        if last is None or last == filed.period.last_month or cell.sheet in told:
            continue
        told.add(cell.sheet)
        yield Complaint.at(
            cell,
            _(
                "%(where)s 栏名写的是“%(title)s”，报告期是%(period)s。核对是不是用了上期的表；是本期的数，就改栏名。"
            )
            % {"where": at(cell), "title": cell.text, "period": filed.period.label_with_year},
        )
