"""About ten, a hundred … times the month before: 千元 for 万元."""

import math
from collections.abc import Iterator
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wenzeng.cadence.checks.registry import Complaint, Filed, at, check, n
from wenzeng.cadence.findings import Severity
from wenzeng.engines.rounding import round_half_up

CLOSE = 0.16  # a factor of 1.45 either way


@check(
    "county.unit_slip",
    title=gettext_lazy("像是单位填错了"),
    severity=Severity.SAY,
    authority=gettext_lazy("与上期相比差10倍、100倍、1000倍左右"),
    books=True,
)
def unit_slip(filed: Filed) -> Iterator[Complaint]:
    for table, line, column, cell in filed.asked_numbers():
        before = filed.before(table, line, column)
        item = table.item(line.key)
        if (
            column.basis not in {"month", "mtd"}
            or before is None
            or not item
            or item.most_decimals == 0  # a count of firms has no other unit
            or not cell.number
            or before <= 0
        ):
            continue
        ratio = float(cell.number / before)
        power = round(math.log10(ratio)) if ratio > 0 else 0
        if abs(power) >= 1 and abs(math.log10(ratio) - power) < CLOSE:
            slipped = (cell.number / Decimal(10) ** power).normalize() + 0
            likely = n(slipped)
            times = (
                _("%(n)s 倍") % {"n": n(round_half_up(ratio, 1))}
                if power > 0
                else _("%(n)s 分之一") % {"n": n(round_half_up(1 / ratio, 1))}
            )
            yield Complaint.at(
                cell,
                _(
                    "%(where)s %(name)s%(title)s %(value)s %(unit)s，是上期 %(before)s 的 %(times)s。核对是不是按别的单位填的；数没错，写明原因。"
                )
                % {
                    "where": at(cell),
                    "name": line.name,
                    "title": column.match,
                    "value": n(cell.number),
                    "unit": item.unit,
                    "before": n(before),
                    "times": times,
                },
                _("改成 %(value)s") % {"value": likely},
                fix=f"{slipped:f}",
            )
