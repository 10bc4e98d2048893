"""A file no newer than the one in the books: an older one would not show, another of the same day would take its place."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wenzeng.cadence.checks.registry import Complaint, Filed, at, check
from wenzeng.cadence.findings import Severity


@check(
    "head.older_version",
    title=gettext_lazy("不比已入库的新"),
    severity=Severity.SAY,
    authority=gettext_lazy("两个时钟：同一期以发布日期最新的为准"),
    books=True,
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
    if cell and cell.day == filed.last_known_at and (count := _differing(filed)):
        yield Complaint.at(
            cell,
            _(
                "%(where)s 日期 %(day)s 与已入库的相同，却有%(n)s个数不一样，入库后页面改用这次的数。是更正的，写明更正了什么；是旧文件，撤回。"
            )
            % {"where": at(cell), "day": cell.day, "n": count},
        )


def _differing(filed: Filed) -> int:
    """How many figures of the file are not what the books say of the same period."""
    if filed.period is None:
        return 0
    count = 0
    for table, line, column, cell in filed.asked_numbers():
        own = column.period_for(filed.period)
        indicator = table.indicator_of(column, line.key)
        standing = filed.standing(indicator, line, own, str(column.basis))
        count += standing is not None and cell.number is not None and cell.number != standing
    return count
