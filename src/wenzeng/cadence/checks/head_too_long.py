"""A sentence of the head that nobody would read to its end, or a name that is none."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wenzeng.cadence.checks.registry import Complaint, Filed, at, check
from wenzeng.cadence.findings import Severity

MOST_WORDS, LONGEST_NAME = 500, 40


@check(
    "head.too_long",
    title=gettext_lazy("文字太长"),
    severity=Severity.MUST,
    authority=gettext_lazy("市工信局收表约定"),
)
def head_too_long(filed: Filed) -> Iterator[Complaint]:
    if filed.form is None or not filed.has_head:
        return
    for field in filed.form.head.of_type("reason", "text"):
        cell = filed.neutral.head[field.key]
        if len(cell.text) > MOST_WORDS:
            yield Complaint.at(
                cell,
                _(
                    "%(where)s %(label)s有%(got)s个字，超过%(most)s个。只写主要的：哪几户、什么原因、影响多大。"
                )
                % {"where": at(cell), "label": field.label, "got": len(cell.text), "most": MOST_WORDS},
                _("写到%(most)s字以内") % {"most": MOST_WORDS},
            )
    for field in filed.form.head.of_type("name"):
        cell = filed.neutral.head[field.key]
        if len(cell.text) > LONGEST_NAME:
            yield Complaint.at(
                cell,
                _("%(where)s %(label)s有%(got)s个字，超过%(most)s个。这里只写姓名。")
                % {"where": at(cell), "label": field.label, "got": len(cell.text), "most": LONGEST_NAME},
                _("只写姓名"),
            )
