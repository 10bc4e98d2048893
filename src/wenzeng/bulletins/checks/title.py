"""A title is prose: no figure stands in it, and its period is the bulletin's."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from wenzeng.bulletins.checks import bare_number
from wenzeng.bulletins.checks.draft import Draft, Finding
from wenzeng.bulletins.checks.reading import periods_in


def check(draft: Draft) -> Iterator[Finding]:
    """标题里有数字，或期别不是本期。"""
    title, period = draft.bulletin.title, draft.bulletin.period
    for found in bare_number.numbers_in(title):
        yield Finding(
            "title",
            "block",
            _("标题"),
            _("标题：“%(number)s”是数字，标题里不能引用数，也就没有出处。删去，写进正文。")
            % {"number": found[0]},
        )
    named = periods_in(title, period)
    if named and not any(when.period in (period, period.month_of()) for when in named):
        yield Finding(
            "title",
            "block",
            _("标题"),
            _("标题：写的是“%(said)s”，这份通报的期别是%(right)s。改成“%(right)s”。")
            % {"said": named[0].name, "right": period.bulletin_label_with_year},
        )
