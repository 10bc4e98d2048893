"""A rate carries %, a difference of rates 个百分点; in a table the head of the column says it."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from wenzeng.bulletins.checks.draft import Draft, Finding, what
from wenzeng.bulletins.renderings import FLAT, ORDINAL, words_for

COLUMN_UNITS = {"%": "%", "百分点": "百分点"}


def check(draft: Draft) -> Iterator[Finding]:
    """数字后面的单位不对。"""
    for one in draft.printed:
        row = draft.observations.get(one.token.observation)
        words = words_for(row.indicator_id) if row else None
        if row is None or one.token.form in (FLAT, ORDINAL):
            continue
        if one.in_table:
            named = next((unit for unit in ("百分点", "%") if unit in one.column), "")
            # 全市 closes the column of pulls with its own growth: % and 百分点 of growth are the same measure there.
            closing = row.indicator_id == "iva.growth" and "全市" in one.column
            if named and row.unit in COLUMN_UNITS and named != row.unit and not closing:
                yield Finding(
                    "unit",
                    "block",
                    one.place,
                    _(
                        "%(place)s：这一列的单位是%(named)s，%(figure)s的单位是%(unit)s。换到对应的列，或改列名。"
                    )
                    % {"place": one.place, "named": named, "figure": what(row), "unit": row.unit},
                    one.ordinal,
                    row.pk,
                )
            continue
        if words and words.unit and not one.after.startswith(words.unit):
            right = next(unit for unit in words.unit if unit)
            yield Finding(
                "unit",
                "block",
                one.place,
                _("%(place)s：“%(wrong)s”的单位不对，%(figure)s应写“%(right)s”。")
                % {
                    "place": one.place,
                    "wrong": f"{one.token.text}{one.after[:4]}",
                    "figure": what(row),
                    "right": f"{one.token.text}{right}",
                },
                one.ordinal,
                row.pk,
            )
