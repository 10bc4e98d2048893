"""A row about a place, unit or indicator that the form does not know; the nearest name is offered."""

from collections.abc import Iterator
from difflib import get_close_matches

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wenzeng.cadence.checks.registry import Complaint, Filed, at, check
from wenzeng.cadence.definitions import Table
from wenzeng.cadence.findings import Severity


def nearest(filed: Filed, table: Table, name: str) -> str:
    """The name in the form that looks most like this one, or ""."""
    if table.items:
        close = get_close_matches(name, [item.title for item in table.items], n=1, cutoff=0.4)
        return close[0] if close else ""
    entry = filed.directory.nearest(name, *table.subjects, *table.also)
    return entry.name if entry else ""


@check(
    "row.unknown_subject",
    title=gettext_lazy("找不到这一行的名称"),
    severity=Severity.MUST,
    authority=gettext_lazy("行政区划和考核单位名录"),
)
def unknown_subject(filed: Filed) -> Iterator[Complaint]:
    for table in filed.tables:
        for line in filed.neutral.of_sheet(table.sheet):
            if line.key:
                continue
            cell = line.label if line.label.text else line.code
            if not line.label.text and not line.code.text:
                yield Complaint.at(
                    line.label,
                    _("%(where)s 这一行有内容，却没写名称和代码。填上名称；多出来的，删去这一行。")
                    % {"where": at(line.label)},
                )
                continue
            close = nearest(filed, table, line.name)
            yield Complaint.at(
                cell,
                _("%(where)s 找不到“%(name)s”。%(offer)s")
                % {
                    "where": at(cell),
                    "name": line.name or line.code.text,
                    "offer": _("是不是%(close)s？是就改名，不是就删去这一行。") % {"close": close}
                    if close
                    else _("按模板的名称填，或删去这一行。"),
                },
                _("改成 %(close)s") % {"close": close} if close else "",
            )
