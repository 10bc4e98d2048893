"""The legal head is missing, or is not the one of the form in force."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wenzeng.cadence.checks.registry import Complaint, Filed, at, check
from wenzeng.cadence.directory import plain
from wenzeng.cadence.findings import Severity


@check(
    "head.legal",
    title=gettext_lazy("法定标识不符"),
    severity=Severity.MUST,
    authority=gettext_lazy(
        "调度报表管理要求：表号、制定机关、批准（备案）文号、有效期齐全，三级签字，零报告"
    ),
)
def legal_head(filed: Filed) -> Iterator[Complaint]:
    if filed.form is None or not filed.has_head:
        return
    expected = filed.form.legal.texts()
    for field in filed.form.head.of_type("legal"):
        cell = filed.neutral.head[field.key]
        text = cell.day.isoformat() if field.key == "valid_until" and cell.day else cell.text
        if plain(text) != plain(expected[field.key]):
            yield Complaint.at(
                cell,
                _(
                    "%(where)s %(label)s是“%(text)s”，现行表是“%(expected)s”。没有法定标识的表不能收：下载现行模板重填。"
                )
                % {
                    "where": at(cell),
                    "label": field.label,
                    "text": cell.text or _("空白"),
                    "expected": expected[field.key],
                },
                expected[field.key],
            )
