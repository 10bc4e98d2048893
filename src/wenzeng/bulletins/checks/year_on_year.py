"""Every rate is held against the same months of the year before (同比); a change of rates against the last print."""

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

from wenzeng.bulletins import text
from wenzeng.bulletins.checks.draft import Draft, Finding, what

_SENTENCE = re.compile(r"[。；]")
_ON_MONTH = re.compile(r"环比|[比较]上个?月(?=增长|下降|持平)|季调|定基|两年平均")
_ON_YEAR = re.compile(r"(?:同比|[比较](?:去年|上年)同期)(?:降幅|增速|增幅)?(?:加快|收窄|回落|扩大)")
_CHANGE = "situation.change"
RATES = ("iva.", "situation.gap", "situation.rank", "situation.pull", "situation.units", "situation.negative", "situation.positive", "targets.")  # fmt: skip


def check(draft: Draft) -> Iterator[Finding]:
    """同比写成了环比，或较上期的变动写成了同比。"""
    for one in draft.printed:
        row = draft.observations.get(one.token.observation)
        if row is None or one.in_table:
            continue
        words = _SENTENCE.split(one.before)[-1]
        is_change = row.indicator_id == _CHANGE
        found = _ON_YEAR.search(words) if is_change else _ON_MONTH.search(words)
        if found and (is_change or row.indicator_id.startswith(RATES)):
            yield Finding(
                "year_on_year",
                "block",
                one.place,
                _(
                    "%(place)s：%(number)s前面写的是“%(said)s”，第%(id)s号%(figure)s是%(right)s。改成“%(right)s”。"
                )
                % {
                    "place": one.place,
                    "number": one.token.text,
                    "said": found[0],
                    "id": row.pk,
                    "figure": what(row),
                    "right": _("较上期的变动") if is_change else _("同比"),
                },
                one.ordinal,
                row.pk,
            )
    for number, block in enumerate((one for one in draft.blocks if isinstance(one, text.Table)), 1):
        found = _ON_MONTH.search("，".join((block.title, *(column.title for column in block.columns))))
        if found:
            yield Finding(
                "year_on_year",
                "block",
                _("表%(n)s") % {"n": number},
                _("表%(n)s：表题或列名写的是“%(said)s”，表里的增速是同比。改成“同比”，或删去。")
                % {"n": number, "said": found[0]},
            )
