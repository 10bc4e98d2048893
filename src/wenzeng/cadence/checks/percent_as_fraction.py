"""A per cent that was typed, or formatted, as a fraction: -0.207."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wenzeng.cadence.checks.registry import Complaint, Filed, at, check, pct
from wenzeng.cadence.findings import Severity
from wenzeng.cadence.neutral import Cell


def looks_like_fraction(unit: str, cell: Cell) -> bool:
    """Below one, with more than one decimal, without a % behind it: rates are printed with one decimal."""
    return (
        unit == "%"
        and cell.number is not None
        and not cell.unit
        and 0 < abs(cell.number) < 1
        and cell.decimals >= 2
    )


@check(
    "growth.percent_as_fraction",
    title=gettext_lazy("百分数写成了小数"),
    severity=Severity.MUST,
    authority=gettext_lazy("增速按百分数填：下降20.7%填 -20.7"),
)
def percent_as_fraction(filed: Filed) -> Iterator[Complaint]:
    for table, line, column, cell in filed.asked_numbers():
        if looks_like_fraction(table.unit_of(column, line.key), cell) and cell.number is not None:
            value = pct((cell.number * 100).normalize() + 0)
            yield Complaint.at(
                cell,
                _(
                    "%(where)s %(name)s%(title)s填的是 %(text)s，像是把百分数写成了小数。这一栏单位是%%，填 %(value)s。"
                )
                % {
                    "where": at(cell),
                    "name": line.name,
                    "title": column.match,
                    "text": cell.text,
                    "value": value,
                },
                _("改成 %(value)s") % {"value": value},
            )
