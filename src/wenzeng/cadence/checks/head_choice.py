"""A choice in the head that the form does not offer."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wenzeng.cadence.checks.registry import Complaint, Filed, at, check
from wenzeng.cadence.findings import Severity


@check(
    "head.choice",
    title=gettext_lazy("表头选项不对"),
    severity=Severity.MUST,
    authority=gettext_lazy("表式规定的计量单位和填法"),
)
def head_choice(filed: Filed) -> Iterator[Complaint]:
    if filed.form is None or not filed.has_head:
        return
    for field in filed.form.head.of_type("choice"):
        cell = filed.neutral.head[field.key]
        if not cell.blank and cell.text not in field.choices:
            choices = "、".join(field.choices)
            yield Complaint.at(
                cell,
                _("%(where)s %(label)s写的是“%(text)s”，只能是%(choices)s。")
                % {"where": at(cell), "label": field.label, "text": cell.text, "choices": choices},
                _("选：%(choices)s") % {"choices": choices},
            )
