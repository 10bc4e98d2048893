"""Where a second sheet repeats the city, it must say the same."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wenzeng.cadence.checks.registry import Complaint, Filed, at, check, pct
from wenzeng.cadence.findings import Severity


@check(
    "growth.city_twice",
    title=gettext_lazy("本市的数两处不一致"),
    severity=Severity.MUST,
    authority=gettext_lazy("本市的数以附表2为准"),
)
def city_twice(filed: Filed) -> Iterator[Complaint]:
    own = {table.sheet for table in filed.tables if "city" in table.subjects}
    city = [line for line in filed.neutral.lines if filed.group_of(line) == "city"]
    city.sort(key=lambda line: line.sheet not in own)
    for line in city[1:]:
        for key in ("ytd", "month"):
            ours, theirs = city[0].cells.get(key), line.cells.get(key)
            if (
                ours
                and theirs
                and ours.number is not None
                and theirs.number is not None
                and ours.number != theirs.number
            ):
                yield Complaint.at(
                    theirs,
                    _("%(name)s在%(a)s是 %(x)s，在%(b)s是 %(y)s。两处要一致，以附表2为准。")
                    % {
                        "name": line.name,
                        "a": at(ours),
                        "x": pct(ours.number),
                        "b": at(theirs),
                        "y": pct(theirs.number),
                    },
                )
