"""A sheet of the form is not there; a sheet with nearly its name is offered."""

from collections.abc import Iterator
from difflib import get_close_matches

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wenzeng.cadence.checks.registry import Complaint, Filed, check
from wenzeng.cadence.findings import Severity


@check(
    "file.missing_sheet",
    title=gettext_lazy("缺工作表"),
    severity=Severity.MUST,
    authority=gettext_lazy("表式规定的计量单位和填法"),
)
def missing_sheet(filed: Filed) -> Iterator[Complaint]:
    for sheet in filed.neutral.missing_sheets:
        close = get_close_matches(sheet, filed.neutral.sheets, n=1, cutoff=0.5)
        hint = _("把“%(got)s”改名为“%(sheet)s”") % {"got": close[0], "sheet": sheet} if close else ""
        yield Complaint(
            sheet, "", _("缺工作表《%(sheet)s》。不要删改模板的表名，补上再传。") % {"sheet": sheet}, hint
        )
