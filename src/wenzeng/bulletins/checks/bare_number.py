"""A number in the text without an observation behind it may not be printed, in digits or in characters."""

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

from wenzeng.bulletins import text
from wenzeng.bulletins.checks.draft import Draft, Finding

_HAN = r"[零〇○一二两三四五六七八九十廿卅卌百千万亿]"
_ONE = r"[一二两三四五六七八九十]"
_COUNT = rf"(?:\d{{1,4}}|{_HAN}+)"
_MEETING = r"[^，。；、\d增降升跌]{0,8}?(?:会议|大会|全会|例会|会商|办公会|调度会|推进会|普查|通报|简报|专报|月报|快报|公报)"

# Dates, deadlines, labels of periods, numbers of documents, meetings, tables and list items: they name something and
# measure nothing.
NAMES = re.compile(
    r"(?:\d{4}年)?\d{1,2}[—–-]\d{1,2}月份?|(?:\d{4}年)?(?:\d{1,2}月份?(?:\d{1,2}日)?)|\d{4}年度?|\d{1,2}日"
    rf"|{_COUNT}(?:个?工作日|天|小时|周)(?:之|以)?内|[一两二三]个月(?:之|以)?内"
    rf"|〔\d{{4}}〕\d{{1,4}}号|第{_COUNT}(?:号|条|款|项|章|季度|部分|批|产业)"
    rf"|第{_COUNT}[期次](?={_MEETING})|(?<=[通简专月快公]报)第{_COUNT}期"
    r"|[表图附件]{1,2}\d{1,2}|（\d{1,2}）(?![%％‰个户家万亿元])|\(\d{1,2}\)(?![%％‰个户家万亿元])"
    # Set phrases, which count nothing.
    r"|时间过半|一成不变|千家万户|两点一线|[摆放]在第一位|[一二三四五六七八九十]+点[一二三四五六七八九十]+分(?!之)"
)
LIST_ITEM = re.compile(r"^\d{1,2}[.．、](?!\d)")

_FORMAL = "[壹贰貳叁叄肆伍陆陸柒捌玖拾佰仟弌弍弎]"  # 大写
_RINGED = "[①-⓿❶-➓㉑-㊿㈠-㈩㊀-㊉Ⅰ-ⅿ]"
_WHAT = "(?:户|家|个|人|名|位|项|月|年|季度|成|倍|%|％|‰|元|[万亿]元|[万亿]?吨)"
_ROUGH = r"(?:[万亿]|户|家|人|名(?!义|单|称)|位|项|个(?!性|别)|倍|[万亿]?元|万?吨|[万亿]?千瓦时|%|％)"
_SOME = rf"(?:[二两三四五六七八九十]{_HAN}*|一{_HAN}+)"  # 一户, 一家 are no count
_DIGITS = r"\d+(?:[.,]\d+)*(?:%|％|‰|个百分点|万元|亿元|元|户|家|个|位|名)?"
_IN_HAN = (
    rf"{_HAN}+分之{_HAN}+(?:点{_HAN}+)?",
    rf"{_HAN}+点{_HAN}+(?:个百分点|万元|亿元|[%％‰倍])?",
    rf"{_ONE}{_HAN}*(?:个?百分点|[%％‰]|[万亿]元|万?吨|[万亿]?千瓦时|倍)",
    # About so many: 二十多户, 近百家, 数十户, 几家.
    rf"{_HAN}+[多余来几]{_HAN}*{_ROUGH}",
    rf"(?:近|上|约|逾|超|超过|成|好?几|数)[十百千万]+[多余来]?{_ROUGH}",
    r"(?:好?几|数)(?:户|家)",
    r"(?<![一-龥])[俩仨](?=[县户家])|[俩仨](?:县|户|家)",
    # Other characters for the same: 廿户, 壹拾贰户, ⑫户, ½.
    rf"[廿卅卌]{_HAN}*{_WHAT}?",
    rf"{_FORMAL}{{2,}}(?:[点分]{_FORMAL}+)?{_WHAT}?|第{_FORMAL}+|(?<![大队]){_FORMAL}{_WHAT}",
    rf"{_RINGED}+多?{_WHAT}|(?<=[降长高低第达]){_RINGED}+",
    "[¼-¾⅐-⅞]",
    r"[一二两三四五六七八九几]成[一二三四五六七八九]?(?![为立果功员本效绩长熟品交都型])",
    r"翻了?[一二两三几数]?番|翻倍|成倍|加倍",
    r"过半|[近大小]半(?![年月天])|一半|半数|减半(?!征)|折半|腰斩|[零0](?:增长|下降)",
    r"(?:全[省市国]|[居列排]|排名)(?:榜首|首位|末位|末尾)|垫底",
    rf"{_SOME}(?:户|家|人|名(?!义|单|称)|个(?:月|季度|县|区|园|企业|项目|行业|降幅))",
    rf"倒数第{_HAN}+|第{_COUNT}[期次位名]|(?<=[居列排名省市国])第{_HAN}+(?!方阵|梯队)",
)
NUMBER = re.compile("|".join((*_IN_HAN, _DIGITS)))


def numbers_in(words: str, *, starts: bool = False) -> Iterator[re.Match[str]]:
    """The numbers that measure something, where they stand in the words.

    Args:
        starts: whether the words begin a paragraph, where 1. is the number of an item.
    """
    rest = NAMES.sub(lambda found: "□" * len(found[0]), words)
    if starts:
        rest = LIST_ITEM.sub(lambda found: "□" * len(found[0]), rest)
    return NUMBER.finditer(rest)


def check(draft: Draft) -> Iterator[Finding]:
    """正文里的数字没有出处。"""
    for place, _column, runs in text.passages(draft.blocks):
        for index, run in enumerate(runs):
            if not isinstance(run, str):
                continue
            for found in numbers_in(run, starts=index == 0):
                yield Finding(
                    "bare_number",
                    "block",
                    place,
                    _(
                        "%(place)s：“%(near)s”里的%(number)s没有可以引用的出处，这个数不能进通报。换成 ⟦编号:数字⟧ 引用一个已入库的数，或删去。"
                    )
                    % {
                        "place": place,
                        "near": run[max(0, found.start() - 8) : found.end() + 4],
                        "number": found[0],
                    },
                )
