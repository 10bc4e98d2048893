"""A person files for the own unit only; the notice comes from the statistics side."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy

from wenzeng.cadence.checks.registry import Complaint, Filed, check
from wenzeng.cadence.findings import Severity


@check(
    "file.not_yours",
    title=gettext_lazy("无权报送"),
    severity=Severity.MUST,
    authority=gettext_lazy("职责：县区只报本县区的表，统计数据由统计部门报"),
)
def not_yours(filed: Filed) -> Iterator[Complaint]:
    if filed.refusal:
        yield Complaint(filed.form.head.sheet if filed.form else "", "", filed.refusal)
