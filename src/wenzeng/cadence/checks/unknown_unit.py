"""The unit that files is not one of the city's."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wenzeng.cadence.checks.registry import Complaint, Filed, at, check
from wenzeng.cadence.findings import Severity


@check(
    "head.unknown_unit",
    title=gettext_lazy("找不到填报单位"),
    severity=Severity.MUST,
    authority=gettext_lazy("考核单位名录（rules/city/units.yaml）"),
)
def unknown_unit(filed: Filed) -> Iterator[Complaint]:
    source = filed.form.unit_from if filed.form else None
    if source is None or not filed.has_head:
        return
    name, code = filed.neutral.head[source.name], filed.neutral.head[source.code]
    by_name = filed.directory.find(name.text, "units")
    by_code = filed.directory.find(code.text, "units")
    if by_name is None and not name.blank:
        close = filed.directory.nearest(name.text, "units") or by_code
        offer = _("选：%(name)s") % {"name": close.name} if close else ""
        yield Complaint.at(
            name,
            _("%(where)s 找不到单位“%(name)s”。%(offer)s")
            % {
                "where": at(name),
                "name": name.text,
                "offer": _("是不是%(close)s？") % {"close": close.name}
                if close
                else _("按考核单位名录填全称。"),
            },
            offer,
        )
    elif by_name and by_code and by_name.key != by_code.key:
        yield Complaint.at(
            code,
            _("%(where)s 单位代码 %(code)s 是%(other)s的，填报单位写的是%(name)s。两处要一致。")
            % {"where": at(code), "code": code.text, "other": by_code.name, "name": by_name.name},
            by_name.code,
        )
