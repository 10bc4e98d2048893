"""第2位 counts from the top, 倒数第二 from the bottom."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from wenzeng.bulletins.checks.draft import Draft, Finding, last_clause, what


def check(draft: Draft) -> Iterator[Finding]:
    """位次从前数和从后数写反了。"""
    for one in draft.printed:
        row = draft.observations.get(one.token.observation)
        if row is None or one.in_table or not row.indicator_id.startswith("situation.rank"):
            continue
        from_bottom = row.indicator_id.startswith("situation.rank_from_bottom")
        if ("倒数" in last_clause(one.before)[-6:]) != from_bottom:
            right = _("倒数第") if from_bottom else _("第")
            wrong = _("第") if from_bottom else _("倒数第")
            yield Finding(
                "rank_end",
                "block",
                one.place,
                _(
                    "%(place)s：写的是“%(wrong)s%(number)s”，第%(id)s号%(figure)s是%(right)s%(value)s。改成“%(right)s%(number)s”，或改引对应的数。"
                )
                % {
                    "place": one.place,
                    "wrong": wrong,
                    "number": one.token.text,
                    "id": row.pk,
                    "figure": what(row),
                    "right": right,
                    "value": row.printed,
                },
                one.ordinal,
                row.pk,
            )
