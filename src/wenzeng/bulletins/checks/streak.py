"""A run of falls is 连续n个月负增长, never 正增长."""

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

from wenzeng.bulletins.checks.draft import Draft, Finding, what

FALLING = re.compile(r"负增长|下降|为负|下滑|负值")
RISING = re.compile(r"(?<!负)增长|转正|为正|上升")
END = re.compile(r"[，。；：]")


def check(draft: Draft) -> Iterator[Finding]:
    """连续负增长写成了正增长，或没有写是增是降。"""
    for one in draft.printed:
        row = draft.observations.get(one.token.observation)
        if row is None or row.indicator_id != "situation.negative_months" or one.in_table:
            continue
        clause = END.split(one.before)[-1] + END.split(one.after)[0]
        rising = RISING.search(clause)
        if FALLING.search(clause) and not rising:
            continue
        about = {"place": one.place, "number": one.token.text, "id": row.pk, "figure": what(row)}
        if rising:
            yield Finding(
                "streak",
                "block",
                one.place,
                _(
                    "%(place)s：连续%(number)s个月写的是“%(said)s”，第%(id)s号是%(figure)s。改成“连续%(number)s个月负增长”。"
                )
                % {**about, "said": "正增长" if "正增长" in clause else rising[0]},
                one.ordinal,
                row.pk,
            )
        else:
            yield Finding(
                "streak",
                "explain",
                one.place,
                _(
                    "%(place)s：%(number)s个月后面看不出是增是降，第%(id)s号是%(figure)s。写成“连续%(number)s个月负增长”，或写明为什么不写。"
                )
                % about,
                one.ordinal,
                row.pk,
            )
