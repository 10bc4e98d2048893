"""Units named beside 扩大, 收窄, 最高, 最低, 影响最大 are those of which the figures say it."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from wenzeng.base.models import Subject
from wenzeng.bulletins import text
from wenzeng.bulletins.checks import reading
from wenzeng.bulletins.checks.draft import Draft, Finding, UnitFigures, what
from wenzeng.bulletins.checks.qualifier import NOT
from wenzeng.bulletins.checks.reading import FIGURE
from wenzeng.engines.wording import screen_number

N = "\ue000"  # stands for the name of a unit
_LIST = rf"{N}(?:(?:、|和|及|与|以及){N})*"
_WHICH = r"(?:县区园区|县区|园区|县|地方|单位)"
_STEPS = {
    "收窄": "收窄", "缩小": "收窄", "扩大": "扩大", "加深": "扩大", "加快": "加快", "回升": "加快",
    "回落": "回落", "放缓": "回落", "由降转增": "由降转增", "转正": "由降转增", "由增转降": "由增转降", "转负": "由增转降",
}  # fmt: skip
_STEP = "|".join(_STEPS)
_OUT_OF = r"(?:较|比)[^，。；N]{1,8}?(?:月|期|季度)份?"
_BETWEEN = rf"(?:等|{FIGURE}?个?{_WHICH}|{FIGURE}个|的|均|都|仍|则|也|继续|进一步|有所|出现|同比|累计|{_OUT_OF}|降幅|跌幅|增速|增幅)*"
# Only where nothing is done to something else: 平利县加快复产 speaks of no rate.
_ENDS = rf"(?=[，。；、（）：]|{FIGURE}|(?:到|至|为){FIGURE}|了|的|$)"
_MOVED = re.compile(rf"(?P<names>{_LIST}){_BETWEEN}(?P<not>{NOT})?(?P<step>{_STEP}){_ENDS}")
_MOVED_FIRST = re.compile(
    rf"(?P<not>{NOT})?(?P<step>{_STEP})(?:的{_WHICH}?(?:有|是|为|包括)?|[有是为：])(?:{FIGURE}个)?[：，]?(?P<names>{_LIST})"
)
_EXCEPT = re.compile(
    rf"除了?(?P<names>{_LIST})(?:等)?(?:以外|之外|外)[^。；{N}]*?(?:降幅|增速)[^，。；{N}]*?(?P<step>{_STEP})"
)
_COUNTED = re.compile(rf"(?P<names>{_LIST})(?P<etc>等)?(?P<count>{FIGURE})个")
_MOST = (
    r"(?P<noun>影响|拖累|下拉|拉动|贡献|降幅|跌幅|增速|增幅)?(?:全市)?(?:程度)?"
    r"(?P<most>最高|最低|最快|最慢|最好|最差|最大|最小|最深|最重|最轻|垫底|居首|领跑)"
)
_MOST_FIRST = re.compile(rf"{_MOST}的?{_WHICH}?(?P<not>不)?(?:分别)?(?:[是为有：])?(?P<names>{_LIST})")
_MOST_LAST = re.compile(rf"(?P<names>{_LIST})[^，。；：{N}{FIGURE}]{{0,12}}?{_MOST}(?=[，。；、（]|的?$)")
_STOP = re.compile(r"[，。；：、（）]")
COUNTED = {"situation.units_narrowing": "收窄", "situation.units_widening": "扩大"}
_HIGH = ("最高", "最快", "最好", "居首", "领跑")
_PULLS = ("影响", "拖累", "下拉", "拉动", "贡献")


@dataclass(frozen=True)
class _Passage:
    """A paragraph with a mark for each figure and each unit, and who and what they are."""

    place: str
    words: str
    units: tuple[tuple[Subject, str], ...]  # in the order of their marks, with the name that was written
    figures: tuple[text.Token, ...]

    def named(self, found: re.Match[str]) -> list[Subject]:
        first = self.words[: found.start("names")].count(N)
        return [unit for unit, _name in self.units[first : first + found["names"].count(N)]]

    def plain(self, found: re.Match[str], group: str | int = 0) -> str:
        """A stretch of the words as it reads on the page."""
        start, words = found.start(group), found[group]
        for mark, prints in (
            (N, [name for _unit, name in self.units]),
            (FIGURE, [token.text for token in self.figures]),
        ):
            for one in prints[self.words[:start].count(mark) :][: words.count(mark)]:
                words = words.replace(mark, one, 1)
        return words


def check(draft: Draft) -> Iterator[Finding]:
    """点名的县区园区与各县区园区的数不符。"""
    for passage in _passages(draft):
        for finding, start in (*_moved(draft, passage), *_counted(draft, passage), *_most(draft, passage)):
            if reading.speaks_of(passage.words[:start], draft.bulletin.period):
                yield finding


def _passages(draft: Draft) -> Iterator[_Passage]:
    known = {unit.pk: unit for unit in draft.names.city.units}
    for place, column, runs in text.passages(draft.blocks):
        if column:
            continue
        units: list[tuple[Subject, str]] = []

        def marked(found: re.Match[str], units: list[tuple[Subject, str]] = units) -> str:
            ids = draft.names.by_name[found[0]].ids & set(known)
            if len(ids) != 1:
                return found[0]
            units.append((known[next(iter(ids))], found[0]))
            return N

        words = draft.names.pattern.sub(marked, reading.flat(runs))
        yield _Passage(place, words, tuple(units), tuple(run for run in runs if isinstance(run, text.Token)))


_Found = Iterator[tuple[Finding, int]]


def _moved(draft: Draft, passage: _Passage) -> _Found:
    """平利县、恒口示范区降幅扩大: each of those named did."""
    for pattern, is_so in ((_MOVED, True), (_MOVED_FIRST, True), (_EXCEPT, False)):
        for found in pattern.finditer(passage.words):
            step = _STEPS[found["step"]]
            meant = is_so == (not found.groupdict().get("not"))
            for unit in passage.named(found):
                moved = draft.units[unit.pk].moved if unit.pk in draft.units else ""
                if moved and (moved == step) != meant:
                    name = unit.name_on(draft.bulletin.period.end)
                    yield (
                        Finding(
                            "named",
                            "block",
                            passage.place,
                            _(
                                "%(place)s：写的是“%(said)s”，%(unit)s%(before)s是%(was)s%%，%(now)s是%(value)s%%，应为“%(right)s”。改地名，或改“%(step)s”。"
                            )
                            % {
                                "place": passage.place,
                                "said": passage.plain(found),
                                "unit": name,
                                "before": draft.units[unit.pk].before_label,
                                "was": screen_number(draft.units[unit.pk].before or Decimal(0)),
                                "now": draft.bulletin.period.bulletin_label,
                                "value": screen_number(draft.units[unit.pk].growth),
                                "right": moved,
                                "step": found["step"],
                            },
                            about=unit.pk,
                        ),
                        found.start(),
                    )


def _counted(draft: Draft, passage: _Passage) -> _Found:
    """平利县、恒口示范区2个: as many names as the figure behind them says; 10个降幅收窄: what the figure counts."""
    for found in _COUNTED.finditer(passage.words):
        token = passage.figures[passage.words[: found.start("count")].count(FIGURE)]
        row = draft.observations.get(token.observation)
        given = len(passage.named(found))
        if row and row.indicator_id in COUNTED and not found["etc"] and given != row.printed:
            yield (
                Finding(
                    "named",
                    "block",
                    passage.place,
                    _("%(place)s：点了%(given)s个名字，后面的数是%(n)s个。补齐或删去，或在名字后写“等”。")
                    % {"place": passage.place, "given": given, "n": token.text},
                    about=row.pk,
                ),
                found.start(),
            )
    for found in re.finditer(FIGURE, passage.words):
        token = passage.figures[passage.words[: found.start()].count(FIGURE)]
        row = draft.observations.get(token.observation)
        right = COUNTED.get(row.indicator_id) if row else None
        if row is None or right is None:
            continue
        after = _STOP.split(passage.words[found.end() :])[0]
        before = _STOP.split(passage.words[: found.start()])[-1]
        step = re.search(rf"(?P<not>{NOT})?(?P<step>{_STEP})", after) or re.search(
            rf"(?P<not>{NOT})?(?P<step>{_STEP})", before
        )
        if step is None or _STEPS[step["step"]] != right or step["not"] or "增" in f"{before}{after}":
            yield (
                Finding(
                    "named",
                    "block",
                    passage.place,
                    _("%(place)s：%(n)s个是%(figure)s，写成“%(n)s个降幅%(right)s”。")
                    % {"place": passage.place, "n": token.text, "figure": what(row), "right": right},
                    about=row.pk,
                ),
                found.start(),
            )


def _most(draft: Draft, passage: _Passage) -> _Found:
    """增速最高的是…, 对全市影响最大的是…: who it is by the figures."""
    for pattern in (_MOST_FIRST, _MOST_LAST):
        for found in pattern.finditer(passage.words):
            noun, most = found["noun"] or _noun_before(passage.words[: found.start()]), found["most"]
            right = _extremes(draft.units, noun, most)
            meant = not found.groupdict().get("not")
            named = {unit.pk for unit in passage.named(found)}
            if not right or (named <= set(right)) == meant:
                continue
            names = {unit.pk: unit.name_on(draft.bulletin.period.end) for unit in draft.names.city.units}
            yield (
                Finding(
                    "named",
                    "block",
                    passage.place,
                    _(
                        "%(place)s：写的是“%(said)s”，按各县区园区的数，%(noun)s%(most)s的是%(right)s。改成“%(right)s”，或改“%(most)s”。"
                    )
                    % {
                        "place": passage.place,
                        "said": passage.plain(found),
                        "noun": noun,
                        "most": most,
                        "right": "、".join(
                            f"{names[pk]}（{screen_number(value)}）" for pk, value in right.items()
                        ),
                    },
                    about=next(iter(right)),
                ),
                found.start(),
            )


def _noun_before(words: str) -> str:
    """What the superlative before this one was of: 增速最高的是…；最低的是…."""
    nouns = re.findall(r"影响|拖累|下拉|拉动|贡献|降幅|跌幅|增速|增幅", words.split("。")[-1])
    return str(nouns[-1]) if nouns and nouns[-1] in ("降幅", "跌幅") else "增速"


def _extremes(units: Mapping[int, UnitFigures], noun: str, most: str) -> dict[int, Decimal]:
    """The units at that end, with their figures; {} where the figures do not say."""
    pulls = noun in _PULLS
    values = {pk: one.pull if pulls else one.growth for pk, one in units.items()}
    known = {pk: value for pk, value in values.items() if value is not None}
    if len(known) < 2:
        return {}
    high = most in _HIGH if not pulls else most in ("最大", "最高", "最重", "最深")
    if noun in ("降幅", "跌幅"):
        high = most in ("最小", "最低", "最轻", "最慢", "最好")
    elif most == "最大" and not pulls:
        high = True
    # What drags weighs by how much it takes away; 影响 is of either sign.
    if noun in ("拖累", "下拉"):
        high = not high
    weighed = {pk: abs(value) if noun == "影响" else value for pk, value in known.items()}
    end = (max if high else min)(weighed.values())
    return {pk: known[pk] for pk, value in weighed.items() if value == end}
