"""A workbook that bears none of our form numbers and none of our sheets."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wenzeng.cadence.checks.registry import Complaint, Filed, check
from wenzeng.cadence.findings import Severity


@check(
    "file.unknown_form",
    title=gettext_lazy("认不出是哪张表"),
    severity=Severity.MUST,
    authority=gettext_lazy("市工信局收表约定"),
)
def unknown_form(filed: Filed) -> Iterator[Complaint]:
    if filed.form is None and not filed.neutral.unreadable:
        sheets = "、".join(filed.neutral.sheets[:5]) or _("没有工作表")
        yield Complaint(
            "",
            "",
            _("认不出是哪张表：文件里没有表号，工作表是%(sheets)s。从报送中心下载模板，填好再传。")
            % {"sheets": sheets},
            _("下载模板"),
        )
