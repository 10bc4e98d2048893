"""The rates are those of firms above the designated size (规模以上), not of all industry."""

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

from wenzeng.bulletins import text
from wenzeng.bulletins.checks.draft import Draft, Finding, what
from wenzeng.bulletins.checks.year_on_year import RATES

_SENTENCE = re.compile(r"[。；]")
_ALL = re.compile(r"(?:全部|全口径|全社会|各类|所有)工业(?!园|企业)|规模以下|规下|限额以[上下]")
# Of something else than industry as a whole: only where it is what a figure is said of.
_PART = re.compile(
    r"(?:制造业|采矿业|轻工业|重工业|建筑业|服务业|第[一二三]产业|农业|高技术产业|民营工业|国有工业)(?=增加值|增速|同比|增长|下降)"
)
_ABOUT_RATES = re.compile(r"(?:工业|增加值|经济)[^，。；]{0,8}(?:情况|增速|增加值|增长|下降)")


def check(draft: Draft) -> Iterator[Finding]:
    """规模以上写成了别的范围。"""
    told: set[str] = set()
    for one in draft.printed:
        row = draft.observations.get(one.token.observation)
        if row is None or one.in_table or not row.indicator_id.startswith(RATES):
            continue
        words = _SENTENCE.split(one.before)[-1]
        found = _ALL.search(words) or _PART.search(words)
        if found:
            told.add(one.place)
            yield Finding(
                "coverage",
                "block",
                one.place,
                _(
                    "%(place)s：%(number)s前面写的是“%(said)s”，第%(id)s号%(figure)s是规模以上工业的数。改成“规模以上工业”。"
                )
                % {
                    "place": one.place,
                    "number": one.token.text,
                    "said": found[0],
                    "id": row.pk,
                    "figure": what(row),
                },
                one.ordinal,
                row.pk,
            )
    if not any(row.indicator_id.startswith(RATES) for row in draft.observations.values()):
        return
    titles = (
        (_("表%(n)s") % {"n": n}, block.title)
        for n, block in enumerate((one for one in draft.blocks if isinstance(one, text.Table)), 1)
    )
    prose = ((place, text.plain(runs)) for place, column, runs in text.passages(draft.blocks) if not column)
    for place, words in ((_("标题"), draft.bulletin.title), *titles, *prose):
        if place in told:
            continue
        for sentence in _SENTENCE.split(words):
            found = _ALL.search(sentence)
            if found and _ABOUT_RATES.search(sentence[found.start() :]):
                yield Finding(
                    "coverage",
                    "block",
                    place,
                    _("%(place)s：写的是“%(said)s”，通报的增速是规模以上工业的。改成“规模以上工业”。")
                    % {"place": place, "said": found[0]},
                )
                break
