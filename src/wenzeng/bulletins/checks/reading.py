"""What the words around a figure say that it is about: whose, of when, held against what.

Read from left to right as a person reads: a place or a period holds until another one is named, at most to the end of
the paragraph. 低于全省, 与汉中市, 较1—4月 name what a figure is held against; 由1—4月的…转为 holds up to 转为; 分别 deals the
names of a list out to the figures that follow. In a table the row says whose, the title says of when.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

from wenzeng.base.models import Subject
from wenzeng.base.subjects import City, members, the_city
from wenzeng.bulletins import text
from wenzeng.engines.errors import StatError
from wenzeng.engines.period import Period

T = TypeVar("T")

FIGURE = "\ufffc"  # stands for a token, so that no pattern reads digits across it

UNITS_AT_LARGE, SOUTH = "各县区园区", "陕南"


@dataclass(frozen=True)
class Place:
    """A name in the text and the subjects that bear it; 各县区园区 and 陕南 name a group and nobody in it."""

    name: str
    ids: frozenset[int] = frozenset()


@dataclass(frozen=True)
class When:
    """A period as it is written, and the codes under which its figures are kept."""

    name: str
    period: Period

    @property
    def codes(self) -> frozenset[str]:
        codes = {self.period.code}
        if (self.period.kind, self.period.last_month) in (("quarter", 3), ("year", 12)):
            codes.add(self.period.to_date().code)
        return frozenset(codes)


@dataclass(frozen=True)
class Said:
    """What stands around one figure. Where several are named at once, any of them may be meant."""

    places: tuple[Place, ...] = ()
    periods: tuple[When, ...] = ()
    against: tuple[Place, ...] = ()  # named anywhere before it in its sentence
    against_here: tuple[Place, ...] = ()  # named in its own clause
    since: str = ""  # 1—4月, in its own clause
    since_codes: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Names:
    """The places that a text can name."""

    city: City
    by_name: Mapping[str, Place]
    pattern: re.Pattern[str]


def names(extra: Iterable[Subject] = ()) -> Names:
    """Every area and unit under each of its names, with and without 县, 市; `extra` for subjects of other kinds."""
    city = the_city()
    found: dict[str, set[int]] = {}
    rows = Subject.objects.filter(kind__in=[Subject.Kind.AREA, Subject.Kind.UNIT]).prefetch_related("names")
    for row in (*rows, *extra):
        for name in row.names.all():
            for word in {name.name, name.short_name} - {""}:
                found.setdefault(word, set()).add(row.pk)
                if re.fullmatch(r".{2,}[省市县区]", word) and word[0] not in "全我本":
                    found.setdefault(word[:-1], set()).add(row.pk)
    for words, subject in (
        (("全国", "我国"), city.nation),
        (("全省", "我省"), city.province),
        (("全市", "我市", "本市"), city.city),
    ):
        for word in words:
            found.setdefault(word, set()).add(subject.pk)
    south = re.match(r"\D*", members("reference.rank_southern")[0])
    places = {name: Place(name, frozenset(ids)) for name, ids in found.items()}
    places[south[0] if south else SOUTH] = Place(SOUTH)
    longest_first = sorted(places, key=len, reverse=True)
    return Names(city, places, re.compile("|".join(map(re.escape, longest_first))))


_N = r"(?:十[一二]|[一二三四五六七八九十]|\d{1,2})"
_PERIOD = (
    rf"(?:(?:\d{{4}}年|今年|去年|上年)?(?<![\d—–-])(?:{_N}月?(?:份)?[-—–－~～至到]{_N}月(?:份)?"
    rf"|{_N}月(?:份)?(?!\d{{1,2}}日|上旬|中旬|下旬|初)|前三季度|第?[一二三四]季度|上半年|下半年"
    r"|全年(?=规模|工业|增加值|同比|累计|增长|下降)))"
)
_LEXEME = re.compile(
    rf"(?P<figure>{FIGURE})|(?P<units>各(?:县区|县市区|县（区）)(?:、?(?:各|和)?园区)?|各园区)|(?P<period>{_PERIOD})"
    r"|(?P<last>上月|上期)|(?P<ytd>累计|今年以来|年初以来)|(?P<month>当月|本月|单月)"
    r"|(?P<year_before>(?:去年|上年)同期(?=为|是|同?比?增长|同?比?下降))|(?P<each>分别)"
    r"|(?P<turn>转为|变为|转|[窄大落快高低升降](?:至|到))|(?P<stop>[。；])|(?P<comma>[，：])"
)
_AGAINST = re.compile(
    r"(?:低于|高于|领先于?|落后于?|快于|慢于|好于|优于|差于|不及|超过|较|比|与|同|位居|居|列|排|排名|下拉|拉动|拖累|占)$"
)
_IN = re.compile(r"在$")
_AMONG = re.compile(r"[^，。；]{0,12}(?:中|排|居|位列)")
_ON_IT = re.compile(r"(?:工业)?(?:增速|增长)?的?(?:影响|拉动|下拉|贡献|拖累)")
_PLACE_IN_GROUP = r"(?:并列)?(?:倒数)?第"
_GROUP = re.compile(
    r"(?:各|\d|[一二三四五六七八九十])(?:个|设区|地|市|县|区|园|\d|十)+(?:中|里|内)?(?:增速)?(?:排名?|排在|位列|位居|居|列)?"
    rf"{_PLACE_IN_GROUP}|(?:中|内)?(?:排名?|位列)?{_PLACE_IN_GROUP}"
)
_COMPARED = re.compile(r"(?:较|比|与|同)$")
_AND = re.compile(r"[、和及]|以及")


@dataclass
class _Reader:
    """The state of reading one paragraph."""

    names: Names
    now: Period
    places: tuple[Place, ...] = ()
    periods: tuple[When, ...] = ()
    against: tuple[Place, ...] = ()
    against_here: tuple[Place, ...] = ()
    since: When | None = None
    until_turn: tuple[When, ...] | None = None
    dealt: int | None = None
    ends: dict[str, int] = field(default_factory=dict)

    def read(self, sentence: str) -> Iterator[Said]:
        position = 0
        while position < len(sentence):
            place = self.names.pattern.match(sentence, position)
            other = _LEXEME.match(sentence, position)
            if other and other.lastgroup == "figure":
                yield self.said()
            if other and not (place and other.lastgroup != "period" and len(place[0]) >= len(other[0])):
                self._lexeme(other.lastgroup or "", other[0], sentence, position, other.end())
                position = other.end()
            elif place:
                self._place(self.names.by_name[place[0]], sentence, position, place.end())
                position = place.end()
            else:
                position += 1

    def said(self) -> Said:
        places, periods, against = self.places, self.periods, self.against
        if self.dealt is not None:
            places, periods = _deal(places, self.dealt), _deal(periods, self.dealt)
            against = _deal(against, self.dealt)
            self.dealt += 1
        return Said(
            places=places,
            periods=periods,
            against=against,
            against_here=against if self.against_here else (),
            since=self.since.name if self.since else "",
            since_codes=self.since.codes if self.since else frozenset(),
        )

    def _place(self, place: Place, sentence: str, start: int, end: int) -> None:
        before, after = sentence[:start], sentence[end:]
        held_against = (
            place.name == SOUTH
            or _AGAINST.search(before[-4:])
            or after.startswith("平均")
            or _GROUP.match(after)
            or (_IN.search(before) and _AMONG.match(after))
            or (before.endswith("对") and _ON_IT.match(after))
            or (self._listed("against", sentence, start) and self.against_here)
        )
        if held_against:
            listed = self._listed("against", sentence, start)
            self.against = (*self.against, place) if listed else (place,)
            self.against_here = self.against
            self.ends["against"] = end
            return
        self.places = (*self.places, place) if self._listed("places", sentence, start) else (place,)
        self.ends["places"] = end
        self.dealt = None

    def _listed(self, kind: str, sentence: str, start: int) -> bool:
        """Whether only 、 or 和 lies between the last name of this kind and here."""
        return kind in self.ends and bool(_AND.fullmatch(sentence[self.ends[kind] : start]))

    def _lexeme(self, kind: str, word: str, sentence: str, start: int, end: int) -> None:
        match kind:
            case "units":
                self._place(Place(UNITS_AT_LARGE), sentence, start, end)
            case "period":
                self._period(word, sentence, start, end)
            case "last":
                if not _COMPARED.search(sentence[:start]):
                    before = self._current().month_of().previous_print()
                    self._set(When(word, before) if before else None)
            case "ytd":
                self._set(When(word, self._to_date()))
            case "month":
                self._set(When(word, self._current().month_of()))
            case "year_before":
                if not _COMPARED.search(sentence[:start]):
                    self._set(When(word, self._current().same_last_year()))
            case "each":
                self.dealt = 0
            case "turn":
                self._turned()
            case "comma" | "stop":
                self.against_here, self.since = (), None
                if kind == "stop":
                    self.dealt = None
                    self._turned()
                    self.against = () if word == "。" else self.against

    def _period(self, word: str, sentence: str, start: int, end: int) -> None:
        when = _when(word, self.now)
        if when is None:
            return
        before, after = sentence[:start], sentence[end:]
        if _COMPARED.search(before):
            self.since = when
        elif before.endswith(("由", "从")):
            self.until_turn = self.until_turn if self.until_turn is not None else self.periods
            self.periods = (when,)
        elif before.endswith(("截至", "截止")):
            self._set(replace(when, period=when.period.to_date()))
        elif not (before.endswith(("自", "到", "至", "于")) or after[:1] in {"底", "末", "前", "起"}):
            if self._listed("periods", sentence, start):
                self.periods = (*self.periods, when)
            else:
                self._set(when)
            self.ends["periods"] = end

    def _set(self, when: When | None) -> None:
        if when is not None:
            self.periods = (when,)
            self.dealt = None

    def _turned(self) -> None:
        if self.until_turn is not None:
            self.periods, self.until_turn = self.until_turn, None

    def _current(self) -> Period:
        return self.periods[-1].period if self.periods else self.now

    def _to_date(self) -> Period:
        current = self._current()
        return current if current.is_january_alone else current.to_date()


def _deal(run: tuple[T, ...], position: int) -> tuple[T, ...]:
    return (run[min(position, len(run) - 1)],) if len(run) > 1 else run


def _when(word: str, now: Period) -> When | None:
    year, rest = now.year, word
    for prefix, back in (("今年", 0), ("去年", 1), ("上年", 1)):
        if word.startswith(prefix):
            year, rest = now.year - back, word.removeprefix(prefix)
    try:
        return When(word, Period.parse_chinese(rest, default_year=year))
    except StatError:
        return None


def periods_in(sentence: str, now: Period) -> list[When]:
    """The periods that a title names."""
    return [when for word in re.findall(_PERIOD, sentence) if (when := _when(word, now))]


def speaks_of(words: str, now: Period) -> bool:
    """Whether the period named last, other than to compare with, is that of the bulletin; so where none is named."""
    named = periods_in(re.sub(rf"(?:较|比|与|同|由|从){_PERIOD}", "", words), now)
    return not named or named[-1].period in (now, now.month_of())


def read(blocks: Sequence[text.Block], known: Names, now: Period) -> dict[int, Said]:
    """What is said of every figure, by its ordinal.

    Args:
        now: the period of the bulletin; a month without its year is one of this year.
    """
    said: list[Said] = []
    for block in blocks:
        if isinstance(block, text.Table):
            said += _table(block, known, now)
        else:
            runs = (block.text,) if isinstance(block, text.Heading) else (block.lead, *block.runs)
            said += _Reader(known, now).read(flat(runs))
    return dict(enumerate(said, 1))


def flat(runs: Iterable[text.Run]) -> str:
    """The words with a mark for each figure."""
    return "".join(run.replace(FIGURE, "") if isinstance(run, str) else FIGURE for run in runs)


def _table(table: text.Table, known: Names, now: Period) -> Iterator[Said]:
    over = tuple(periods_in(table.title, now))
    for row in table.rows:
        label = "，".join(run for cell in row for run in cell if isinstance(run, str))
        whose = _Reader(known, now)
        list(whose.read(label.replace(FIGURE, "")))
        for column, cell in zip(table.columns, row, strict=True):
            head = _Reader(known, now)
            (of_column,) = head.read(column.title + FIGURE)
            for run in cell:
                if isinstance(run, text.Token):
                    yield replace(of_column, places=whose.places, periods=over)
