"""Expectations of firms and rows about one firm serve the work at hand and are never printed (decisions.md 26–29)."""

from collections.abc import Iterator

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
            reason = "是企业工作预期，属内部研判"
        elif row.subject.kind == Subject.Kind.FIRM:
            reason = "是单个企业的资料"
        else:
            continue
        yield Finding(
            "not_quotable",
            "block",
            one.place,
            f"{one.place}：{what(row)}（第{row.pk}号）{reason}，不能写进通报。删去这一句。",
            one.ordinal,
            row.pk,
        )
