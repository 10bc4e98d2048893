"""January and February are one print: there is no figure of either alone."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wenzeng.cadence.checks.registry import Complaint, Filed, at, check, n
from wenzeng.cadence.findings import Severity


@check(
    "head.phantom_january",
    title=gettext_lazy("单独报了1月或2月"),
    severity=Severity.MUST,
    authority=gettext_lazy("国家统计局：1—2月数据合并公布，不单独公布1月、2月"),
)
def phantom_january(filed: Filed) -> Iterator[Complaint]:
    cell = filed.neutral.head.get("period")
    if cell and filed.period_fault and filed.period_fault[0] == "phantom_january":
        yield Complaint.at(
            cell,
            _(
                "%(where)s 写的是“%(text)s”：1—2月合并为一期，没有单独的1月、2月数。改成 %(year)s1—2月，按两个月合计填。"
            )
            % {
                "where": at(cell),
                "text": cell.text,
                "year": cell.text[:5] if cell.text[:4].isdigit() else "",
            },
            _("改成 1—2月"),
        )
    if filed.period is None or not filed.period.is_january_february:
        return
    for table, line, column, cell in filed.asked_numbers():
        item = next((item for item in table.items if item.key == line.key), None)
        if item and item.columns and column.first_print not in item.columns:
            continue  # a count at the end of the period (firms at work) has no cumulative twin
        twin = line.cells.get(column.first_print or "")
        if twin and cell.number is not None and cell.number != twin.number:
            yield Complaint.at(
                cell,
                _(
                    "%(where)s %(name)s填了单独的当月数 %(value)s：1—2月合并为一期，没有单独的1月、2月数。清空这一格，或与累计数一致。"
                )
                % {"where": at(cell), "name": line.name, "value": n(cell.number)},
                _("清空"),
            )
