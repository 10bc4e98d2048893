"""A file that is no workbook is kept, and said to be none."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wenzeng.cadence.checks.registry import Complaint, Filed, check
from wenzeng.cadence.findings import Severity


@check(
    "file.unreadable",
    title=gettext_lazy("文件打不开"),
    severity=Severity.MUST,
    authority=gettext_lazy("市工信局收表约定"),
)
def file_unreadable(filed: Filed) -> Iterator[Complaint]:
    if filed.neutral.unreadable:
        yield Complaint("", "", filed.neutral.unreadable, _("传 .xlsx 模板"))
