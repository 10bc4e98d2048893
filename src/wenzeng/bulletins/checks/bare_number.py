"""A number in the text without an observation behind it may not be printed."""

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

from wenzeng.bulletins import text
from wenzeng.bulletins.checks.draft import Draft, Finding

# Dates, labels of periods, numbers of documents, tables and list items: they name something and measure nothing.
NAMES = re.compile(
    r"(?:\d{4}年)?\d{1,2}[—–-]\d{1,2}月份?|(?:\d{4}年)?(?:\d{1,2}月份?(?:\d{1,2}日)?)|\d{4}年度?|\d{1,2}日"
    r"|〔\d{4}〕\d{1,4}号|第\d{1,4}(?:期|号|次|条|款|项|章|季度|部分|批)|[表图附件]{1,2}\d{1,2}|（\d{1,2}）|\(\d{1,2}\)"
)
LIST_ITEM = re.compile(r"^\d{1,2}[.．、](?!\d)")
NUMBER = re.compile(
    r"\d+(?:[.,]\d+)*(?:%|％|‰|个百分点|万元|亿元|元|户|家|个|位|名)?|百分之[零一二三四五六七八九十百点]+|倒数第[一二三四五六七八九十]+"
)


def check(draft: Draft) -> Iterator[Finding]:
    """正文里的数字没有出处。"""
    for place, _column, runs in text.passages(draft.blocks):
        for index, run in enumerate(runs):
            if not isinstance(run, str):
                continue
            rest = NAMES.sub(lambda found: "□" * len(found[0]), run)
            if index == 0:
                rest = LIST_ITEM.sub("", rest)
            for found in NUMBER.finditer(rest):
                near = run[max(0, found.start() - 8) : found.end() + 4] if len(rest) == len(run) else found[0]
                yield Finding(
                    "bare_number",
                    "block",
                    place,
                    _(
                        "%(place)s：“%(near)s”里的%(number)s没有可以引用的出处，这个数不能进通报。换成 ⟦编号:数字⟧ 引用一个已入库的数，或删去。"
                    )
                    % {"place": place, "near": near, "number": found[0]},
                )
