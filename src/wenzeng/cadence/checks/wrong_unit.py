"""A number with a unit behind it that is of another kind than the column's: 300户 in a column of money."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wenzeng.cadence.checks.registry import Complaint, Filed, at, check
from wenzeng.cadence.findings import Severity


@check(
    "cell.wrong_unit",
    title=gettext_lazy("单位不对"),
    severity=Severity.MUST,
    authority=gettext_lazy("表式规定的计量单位和填法"),
)
def wrong_unit(filed: Filed) -> Iterator[Complaint]:
    for table, line, column, cell in filed.asked_numbers():
        unit = table.unit_of(column, line.key)
        if cell.number is None or not cell.unit or cell.unit == unit:
            continue
        yield Complaint.at(
            cell,
            _(
                "%(where)s %(name)s写的是“%(text)s”，这一栏的单位是%(unit)s，换算不过来。核对是哪个数，只填数。"
            )
            % {"where": at(cell), "name": line.name, "text": cell.text, "unit": unit},
        )
