"""A figure is filed as it is printed; more decimals mean that it was computed, not copied."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wenzeng.cadence.checks.percent_as_fraction import looks_like_fraction
from wenzeng.cadence.checks.registry import Complaint, Filed, at, check, n
from wenzeng.cadence.findings import Severity
from wenzeng.engines.rounding import round_half_up


@check(
    "cell.too_many_decimals",
    title=gettext_lazy("小数位太多"),
    severity=Severity.MUST,
    authority=gettext_lazy("公布的增速保留一位小数；报什么印什么"),
)
def too_many_decimals(filed: Filed) -> Iterator[Complaint]:
    for table, line, column, cell in filed.asked_numbers():
        most = table.most_decimals(column, line.key)
        if (
            cell.number is None
            or cell.decimals <= most
            or looks_like_fraction(table.unit_of(column, line.key), cell)
        ):
            continue
        value = n(round_half_up(cell.number, most))
        yield Complaint.at(
            cell,
            _("%(where)s %(name)s填的是 %(text)s，有%(got)s位小数，这一栏到%(most)s位。按公布的数填。")
            % {"where": at(cell), "name": line.name, "text": cell.text, "got": cell.decimals, "most": most},
            _("改成 %(value)s") % {"value": value},
        )
