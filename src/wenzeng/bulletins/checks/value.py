"""A printed figure must be its observation."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from wenzeng.bulletins.checks.draft import Draft, Finding, value_in_words, what


def check(draft: Draft) -> Iterator[Finding]:
    """正文数字与观测值不符。"""
    for one in draft.printed:
        row = draft.observations.get(one.token.observation)
        if row is None:
            yield Finding(
                "value",
                "block",
                one.place,
                _(
                    "%(place)s：没有第%(id)s号数，“%(text)s”没有可以引用的出处。改成已入库的数的编号，或删去这个数。"
                )
                % {"place": one.place, "id": one.token.observation, "text": one.token.text},
                one.ordinal,
                one.token.observation,
            )
            continue
        expected = draft.expected(one.token)
        if expected != one.token.text:
            shown = one.token.text or _("（空）")
            mend = _("改成%(text)s") % {"text": expected} if expected else _("重新引用这个数")
            yield Finding(
                "value",
                "block",
                one.place,
                _(
                    "%(place)s：印的是%(shown)s，%(figure)s是%(value)s（第%(id)s号）。%(mend)s；数据有修订的，先报修订再起草。"
                )
                % {
                    "place": one.place,
                    "shown": shown,
                    "figure": what(row),
                    "value": value_in_words(row),
                    "id": row.pk,
                    "mend": mend,
                },
                one.ordinal,
                row.pk,
            )
