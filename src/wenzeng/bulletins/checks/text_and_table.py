"""The same figure must read the same in the text and in the table."""

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

from wenzeng.bulletins import text
from wenzeng.bulletins.checks.draft import Draft, Finding, key_of, what
from wenzeng.bulletins.renderings import FLAT, ORDINAL

SIGN = re.compile(r"[−+-]")


def check(draft: Draft) -> Iterator[Finding]:
    """正文与表格对同一个数的写法不一致。"""
    first: dict[tuple[object, ...], text.Printed] = {}
    told: set[tuple[object, ...]] = set()
    prose = [one for one in draft.printed if not one.in_table]
    for one in (*prose, *(one for one in draft.printed if one.in_table)):
        row = draft.observations.get(one.token.observation)
        if row is None or one.token.parts or one.token.form in (FLAT, ORDINAL):
            continue
        key = key_of(row)
        other = first.setdefault(key, one)
        same = SIGN.sub("", other.token.text) == SIGN.sub("", one.token.text)
        if other is one or same or key in told:
            continue
        told.add(key)
        yield Finding(
            "text_and_table",
            "block",
            one.place,
            _("%(figure)s：%(first)s写%(first_text)s，%(second)s写%(second_text)s。核对原件，改成同一个数。")
            % {
                "figure": what(row),
                "first": other.place,
                "first_text": other.token.text,
                "second": one.place,
                "second_text": one.token.text,
            },
            one.ordinal,
            row.pk,
        )
