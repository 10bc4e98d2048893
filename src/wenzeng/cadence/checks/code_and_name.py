"""The code in a row belongs to another place than its name, or to none."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wenzeng.cadence.checks.registry import Complaint, Filed, at, check
from wenzeng.cadence.findings import Severity


@check(
    "row.code_and_name",
    title=gettext_lazy("代码与名称不符"),
    severity=Severity.MUST,
    authority=gettext_lazy("行政区划代码 GB/T 2260、考核单位代码"),
)
def code_and_name(filed: Filed) -> Iterator[Complaint]:
    for table in filed.tables:
        for line in filed.neutral.of_sheet(table.sheet):
            named = filed.directory.by_key(line.key)
            if named is None or line.code.blank:
                continue
            other = filed.directory.find(line.code.text, *table.subjects, *table.also)
            told = {"where": at(line.code), "code": line.code.text, "name": line.name}
            if other and other.key != named.key:
                yield Complaint.at(
                    line.code,
                    _(
                        "%(where)s 代码 %(code)s 是%(other)s的，名称写的是%(name)s。核对这一行的数是谁的，再改代码或名称。"
                    )
                    % (told | {"other": other.name}),
                )
            elif other is None and named.code:
                yield Complaint.at(
                    line.code,
                    _(
                        "%(where)s 代码 %(code)s 不在名录里，%(name)s的代码是 %(own)s。核对这一行的数是谁的，再改代码。"
                    )
                    % (told | {"own": named.code}),
                    _("改成 %(close)s") % {"close": named.code},
                )
