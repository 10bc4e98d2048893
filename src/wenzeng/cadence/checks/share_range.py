"""A base share is more than nothing and less than all."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wenzeng.cadence.checks.registry import Complaint, Filed, at, check, n
from wenzeng.cadence.findings import Severity


@check(
    "share.range",
    title=gettext_lazy("比重不在0—100"),
    severity=Severity.MUST,
    authority=gettext_lazy("基期比重是百分数"),
)
def share_range(filed: Filed) -> Iterator[Complaint]:
    for table, line, column, cell in filed.asked_numbers():
        if (
            table.indicator_of(column, line.key) == "iva.base_share"
            and cell.number is not None
            and not 0 < cell.number < 100
        ):
            yield Complaint.at(
                cell,
                _("%(where)s %(name)s基期比重是 %(value)s%%，要大于0、小于100。")
                % {"where": at(cell), "name": line.name, "value": n(cell.number)},
            )
