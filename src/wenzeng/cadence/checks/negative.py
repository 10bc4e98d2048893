"""Output, power and firms are not below nothing."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wenzeng.cadence.checks.registry import Complaint, Filed, at, check, n
from wenzeng.cadence.findings import Severity


@check(
    "county.negative",
    title=gettext_lazy("出现负数"),
    severity=Severity.MUST,
    authority=gettext_lazy("产值、用电量、户数不会小于0"),
)
def negative(filed: Filed) -> Iterator[Complaint]:
    for _table, line, column, cell in filed.asked_numbers():
        if cell.number is not None and cell.number < 0:
            yield Complaint.at(
                cell,
                _("%(where)s %(name)s（%(title)s）是 %(value)s，不会小于0。这里填数量，不填增减。")
                % {"where": at(cell), "name": line.name, "title": column.match, "value": n(cell.number)},
                _("是不是 %(value)s？") % {"value": n(abs(cell.number))},
            )
