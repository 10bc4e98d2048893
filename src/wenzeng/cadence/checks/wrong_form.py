"""The upload asked for one form and another came."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wenzeng.cadence import definitions
from wenzeng.cadence.checks.registry import Complaint, Filed, check
from wenzeng.cadence.findings import Severity


@check(
    "file.wrong_form",
    title=gettext_lazy("报错了表"),
    severity=Severity.MUST,
    authority=gettext_lazy("市工信局收表约定"),
)
def wrong_form(filed: Filed) -> Iterator[Complaint]:
    if filed.form and filed.asked and filed.asked != filed.form.slug:
        wanted = definitions.form(filed.asked)
        yield Complaint(
            filed.form.head.sheet,
            "",
            _("这里收《%(wanted)s》，传来的是《%(got)s》。改传正确的文件，或在报送中心不选表直接上传。")
            % {"wanted": wanted.title if wanted else filed.asked, "got": filed.form.title},
        )
