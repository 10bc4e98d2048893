"""An older notice than the one in the books would not show; somebody ought to know why it comes."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wenzeng.cadence.checks.registry import Complaint, Filed, at, check
from wenzeng.cadence.findings import Severity


@check(
    "head.older_version",
    title=gettext_lazy("比已入库的还早"),
    severity=Severity.SAY,
    authority=gettext_lazy("两个时钟：同一期以发布日期最新的为准"),
)
def older_version(filed: Filed) -> Iterator[Complaint]:
    if filed.form is None or filed.last_known_at is None:
        return
    cell = filed.neutral.head.get(filed.form.known_at)
    if cell and cell.day and cell.day < filed.last_known_at:
        yield Complaint.at(
            cell,
            _(
                "%(where)s 日期 %(day)s 早于已入库的 %(last)s，入库后页面仍显示已入库的数。补报旧版本的，写明原因。"
            )
            % {"where": at(cell), "day": cell.day, "last": filed.last_known_at},
        )
