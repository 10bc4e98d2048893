"""A figure without its sign needs the right word before it: 增长 or 下降, 高于 or 低于, 收窄 or 扩大."""

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

from wenzeng.bulletins.checks.draft import Draft, Finding, last_clause, value_in_words, what
from wenzeng.bulletins.renderings import ABSOLUTE, NEGATED, SIGNED, words_for

NOUN = re.compile("降幅|增速|增幅")
SAID_OF = {"降幅": ("收窄", "扩大"), "增速": ("加快", "回落"), "增幅": ("加快", "回落")}


def check(draft: Draft) -> Iterator[Finding]:
    """方向词与观测值的正负不符。"""
    for one in draft.printed:
        row = draft.observations.get(one.token.observation)
        words = words_for(row.indicator_id) if row else None
        if row is None or words is None or not (words.up and words.down):
            continue
        clause = last_clause(one.before)
        found = max(
            (word for word in (*words.up, *words.down, *words.either) if word in clause),
            key=clause.rfind,
            default="",
        )
        if one.token.form in (SIGNED, NEGATED) and not one.in_table and found:
            yield Finding(
                "direction",
                "block",
                one.place,
                _("%(place)s：“%(word)s%(number)s”把正负说了两遍。去掉正负号，只留“%(word)s”。")
                % {"place": one.place, "word": found, "number": one.token.text},
                one.ordinal,
                row.pk,
            )
        if one.token.form != ABSOLUTE or row.printed == 0:
            continue
        right = words.up if row.printed > 0 else words.down
        noun = NOUN.findall(clause)[-1:]
        if row.indicator_id == "situation.change" and noun:
            # 降幅收窄 and 增速加快 are both up; 降幅加快 says the contrary.
            right = tuple(word for word in right if word in SAID_OF[noun[0]]) or right
        if found and (found in right or found in words.either):
            continue
        said = _("写的是“%(word)s”") % {"word": found} if found else _("前面没有方向词")
        yield Finding(
            "direction",
            "block",
            one.place,
            _("%(place)s：%(number)s%(said)s，%(figure)s是%(value)s。改成“%(right)s”。")
            % {
                "place": one.place,
                "number": one.token.text,
                "said": said,
                "figure": what(row),
                "value": value_in_words(row),
                "right": _("”或“").join(right),
            },
            one.ordinal,
            row.pk,
        )
