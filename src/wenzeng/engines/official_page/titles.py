"""How wide text is, and where a title breaks."""

import re
import unicodedata
from itertools import combinations, pairwise

TITLE_CHARACTERS = 19  # 156 mm hold 20 characters of 22 pt; one is kept free at the edges

_NEVER_FIRST = "，。；：、）》”’】〕！？%的了等们性化率度"
_NEVER_LAST = "（《“‘【〔"
_NUMBER = r"[0-9A-Za-z.．%—–×\-]+[年月日季旬期届次个项号市县区]*份?"
# Words of these documents; a title made of others still breaks, only less wisely.
_WORDS = (
    "规模以上|工业经济|工业|经济|增加值|稳增长|专题会议|会议|讲话|工作|专班|运行|形势|分析|情况|推进|进展|完成|通报|通知"
    "|全市|全省|全国|各县区|县区|园区|高新区|示范区|各成员单位|成员单位|单位|部门|企业|培育|重点|项目|建设|账款|清欠"
    "|资金|兑现|复工|复产|复能|目标|任务|责任|分解|督导|督查|考核|预警|提醒|约谈|政策|落实|报告|请示|若干|措施|第.次|关于"
)
_TOGETHER = re.compile(f"{_NUMBER}|{_WORDS}")


def ems(text: str) -> float:
    """Width in full characters: a Han character 1, a digit or a Latin letter one half.

    >>> ems("增长5%")
    3.0
    """
    return sum(1.0 if unicodedata.east_asian_width(character) in "WFA" else 0.5 for character in text)


def break_title(title: str, widest: float = TITLE_CHARACTERS) -> tuple[str, ...]:
    """Break a title at words into the fewest lines, in a trapezoid (GB/T 9704-2012, 7.3.1).

    A word is known from a short list, else guessed: a line begins best with 和、及、与、暨、关于, or after 的
    or a closing mark, and never inside a number with its measure word. Give the lines yourself
    where that is wrong.

    >>> break_title("关于2020年1—5月全市工业经济运行和稳增长工作推进情况的通报")
    ('关于2020年1—5月全市工业经济运行', '和稳增长工作推进情况的通报')
    """
    for count in range(1, len(title) + 1):
        if ems(title) > widest * count:
            continue
        found = [
            (_ugliness(title, cuts), cuts)
            for cuts in combinations(_places(title), count - 1)
            if all(ems(line) <= widest for line in _cut(title, cuts))
        ]
        if found:
            return _cut(title, min(found)[1])
    return (title,)


def _places(title: str) -> list[int]:
    inside = {place for match in _TOGETHER.finditer(title) for place in range(match.start() + 1, match.end())}
    return [
        place
        for place in range(2, len(title) - 1)
        if place not in inside and title[place] not in _NEVER_FIRST and title[place - 1] not in _NEVER_LAST
    ]


def _cut(title: str, cuts: tuple[int, ...]) -> tuple[str, ...]:
    edges = (0, *cuts, len(title))
    return tuple(title[start:end] for start, end in pairwise(edges))


def _ugliness(title: str, cuts: tuple[int, ...]) -> float:
    widths = [ems(line) for line in _cut(title, cuts)]
    steps = [second - first for first, second in pairwise(widths)]
    cost = (max(widths) - min(widths)) * 0.5
    if any(abs(step) < 1 for step in steps):
        cost += 3  # a rectangle
    if len(steps) > 1 and min(steps) < 0 < max(steps):
        cost += 4  # an hourglass or a lozenge with uneven sides
    for cut in cuts:
        natural = title[cut] in "和及与暨并" or title[cut - 1] in "的，、》”" or title.startswith("关于", cut)
        cost += 0 if natural else 4
    return cost
