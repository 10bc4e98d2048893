"""Nothing falls by more than all of it."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wenzeng.cadence.checks.registry import Complaint, Filed, at, check, pct
from wenzeng.cadence.findings import Severity


@check(
    "growth.below_minus_100",
    title=gettext_lazy("增速低于-100%"),
    severity=Severity.MUST,
    authority=gettext_lazy("增加值不会是负数，增速不会低于-100%"),
)
def below_minus_100(filed: Filed) -> Iterator[Complaint]:
    for _table, line, column, cell, value in filed.rates():
        if value < -100:
            yield Complaint.at(
                cell,
                _("%(where)s %(name)s%(title)s是 %(value)s%%，不会低于 −100%%。核对是不是漏了小数点。")
                % {"where": at(cell), "name": line.name, "title": column.match, "value": pct(value)},
                _("是不是 %(value)s？") % {"value": pct(value / 10)},
            )
