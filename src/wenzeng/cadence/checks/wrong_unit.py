"""A number with a unit behind it that is not the column's."""

from collections.abc import Iterator
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wenzeng.cadence.checks.registry import Complaint, Filed, at, check, n
from wenzeng.cadence.findings import Severity

FACTORS = {
    ("亿元", "万元"): Decimal(10000),
    ("元", "万元"): Decimal("0.0001"),
    ("亿千瓦时", "万千瓦时"): Decimal(10000),
    ("千瓦时", "万千瓦时"): Decimal("0.0001"),
}


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
        factor = FACTORS.get((cell.unit, unit))
        exact = (cell.number * factor).normalize() + 0 if factor else None
        value = n(exact) if exact is not None else ""
        yield Complaint.at(
            cell,
            _("%(where)s %(name)s写的是“%(text)s”，这一栏的单位是%(unit)s。换算后只填数。")
            % {"where": at(cell), "name": line.name, "text": cell.text, "unit": unit},
            _("改成 %(value)s") % {"value": value} if value else "",
            fix=f"{exact:f}" if exact is not None else "",
        )
