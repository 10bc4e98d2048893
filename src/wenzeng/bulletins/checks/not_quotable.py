"""Expectations of firms and rows about one firm serve the work at hand and are never printed (decisions.md 26–29)."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from wenzeng.base.models import Subject
from wenzeng.bulletins.checks.draft import Draft, Finding, what


def check(draft: Draft) -> Iterator[Finding]:
    """引用了内部研判或单个企业的数。"""
    told: set[int] = set()
    for one in draft.printed:
        row = draft.observations.get(one.token.observation)
        if row is None or row.pk in told:
            continue
        told.add(row.pk)
        if row.status == "expectation":
            reason = _("是企业工作预期，属内部研判")
        elif row.subject.kind == Subject.Kind.FIRM:
            reason = _("是单个企业的资料")
        else:
            continue
        yield Finding(
            "not_quotable",
            "block",
            one.place,
            _("%(place)s：%(figure)s（第%(id)s号）%(reason)s，不能写进通报。删去这一句。")
            % {"place": one.place, "figure": what(row), "id": row.pk, "reason": reason},
            one.ordinal,
            row.pk,
        )
