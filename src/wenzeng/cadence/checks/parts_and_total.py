"""Share-weighted growth of the units against the published total; the residual is shown, never spread."""

from collections.abc import Iterator
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wenzeng.cadence.checks.registry import Complaint, Filed, at, check, n, pct
from wenzeng.cadence.checks.share_sum import base_shares
from wenzeng.cadence.findings import Severity
from wenzeng.engines.rounding import round_half_up


@check(
    "share.parts_and_total",
    title=gettext_lazy("各单位合起来与全市对不上"),
    severity=Severity.SAY,
    authority=gettext_lazy("下算一级：分项加权与公布总数有统一核算差额，超过余量要说明"),
)
def parts_and_total(filed: Filed) -> Iterator[Complaint]:
    if filed.limits is None:
        return
    for table in filed.tables:
        shares = base_shares(filed, table)
        growth = {
            line.key: (cell, value)
            for asked, line, column, cell, value in filed.rates()
            if asked is table and column.basis == "ytd"
        }
        city = next((entry.key for entry in filed.directory.of("city")), "")
        if not shares or city not in growth or set(shares) - set(growth):
            continue
        cell, total = growth[city]
        parts = sum((share * growth[key][1] for key, share in shares.items()), Decimal(0)) / 100
        residual = round_half_up(total - parts, 2)
        if abs(residual) > filed.limits.parts_residual_pp:
            yield Complaint.at(
                cell,
                _(
                    "各单位按基期比重加权是 %(parts)s%%，%(where)s全市是 %(total)s%%，差额 %(residual)s 个百分点，超过 %(limit)s。先核对各单位的增速和比重；是统一核算差额的，写明。"
                )
                % {
                    "parts": pct(round_half_up(parts, 2)),
                    "where": at(cell),
                    "total": pct(total),
                    "residual": pct(residual, plus=True),
                    "limit": n(filed.limits.parts_residual_pp),
                },
            )
