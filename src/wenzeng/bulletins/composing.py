"""A draft from facts alone: what was published and released by a day, in the words of the speech.

Every figure is bound to its observation. Where a fact is missing or not yet released the sentence is left out and a
note says so; where a recorded change or gap disagrees with the two rates beside it, it is left out as well.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from django.utils.translation import gettext as _

from wenzeng.base import facts
from wenzeng.base.facts import Fact
from wenzeng.base.models import Assignment, Indicator, Subject
from wenzeng.base.official import in_chinese
from wenzeng.base.subjects import City, members, the_city
from wenzeng.bulletins import queries
from wenzeng.bulletins import renderings as forms
from wenzeng.bulletins.checks.bare_number import numbers_in
from wenzeng.bulletins.text import Block, Column, Heading, Paragraph, Run, Table, Token, merged, printed
from wenzeng.engines import wording
from wenzeng.engines.growth import movement
from wenzeng.engines.period import Period

GROWTH = "iva.growth"
LEAD_NUMBERS = "一二三四五六七八九十"


@dataclass(frozen=True)
class Composition:
    title: str
    blocks: tuple[Block, ...]
    notes: tuple[str, ...]
    simulated: bool


class NothingToSay(Exception):
    """There is no draft without the city's own growth rate; the sentence says what is missing."""


class OutOfDate(Exception):
    """A figure that the text would quote was computed from one that has been revised since."""


def token(fact: Fact, form: str, parts: Sequence[Fact] = ()) -> Token:
    return Token(fact.id, form, forms.text_of(fact, form, parts), tuple(part.id for part in parts))


def bind(phrase: str, *tokens: Token) -> list[Run]:
    """Put tokens where their prints stand in a phrase, in this order; ValueError when the phrase says otherwise."""
    runs: list[Run] = []
    rest = phrase
    for one in tokens:
        before, found, rest = rest.partition(one.text)
        if not found or before[-1:].isdigit() or rest[:1].isdigit():
            raise ValueError(phrase)
        runs += [before, one]
    return [run for run in (*runs, rest) if run != ""]


def joined(
    clauses: Iterable[Sequence[Run]], *, start: str = "", by: str = "，", end: str = "。"
) -> list[Run]:
    """Clauses in one sentence, neighbouring strings merged; [] when there is none."""
    given = [clause for clause in clauses if clause]
    if not given:
        return []
    runs: list[Run] = [start]
    for position, clause in enumerate(given):
        runs += [by, *clause] if position else clause
    runs.append(end)
    return list(merged(runs))


@dataclass
class Quoting:
    """Facts as of a day; remembers what could not be quoted and whether anything simulated was."""

    frame: facts.Frame
    notes: list[str] = field(default_factory=list)

    def get(self, indicator: str, subject: Subject, period: Period, basis: str = "ytd") -> Fact | None:
        """A released fact, or None. An unreleased one is named in the notes and never quoted."""
        found = self.frame.get(indicator, subject, period, basis)
        if found and not found.released:
            self.note(
                _("%(what)s未发布，不能引用，有关语句未写。")
                % {"what": self.name(indicator, subject, period, basis)}
            )
            return None
        return found

    def need(self, indicator: str, subject: Subject, period: Period, basis: str = "ytd") -> Fact | None:
        """The same; a missing one is noted."""
        found = self.frame.get(indicator, subject, period, basis)
        if found is None:
            self.note(
                _("缺%(what)s，有关语句未写。") % {"what": self.name(indicator, subject, period, basis)}
            )
            return None
        return self.get(indicator, subject, period, basis)

    def name(self, indicator: str, subject: Subject, period: Period, basis: str) -> str:
        title = Indicator.objects.filter(code=indicator).values_list("name", flat=True).first() or indicator
        word = _("当月") if basis == "month" else _("累计")
        return f"{period.label_with_year}{subject.name_on(period.end)}{title}（{word}）"

    def note(self, sentence: str) -> None:
        if sentence not in self.notes:
            self.notes.append(sentence)


@in_chinese()
def compose(*, period: Period, as_of: dt.date) -> Composition:
    """The draft of a period.

    Raises:
        NothingToSay: the city's growth is not known or not released.
        OutOfDate: a gap, rank or pull of the text is older than the rates beside it.
    """
    city = the_city()
    month = period.month_of()
    wanted = {period, period.previous_print(), month, month.previous_print()} - {None}
    quoting = Quoting(facts.frame(as_of=as_of, periods=[one for one in wanted if one]))
    if quoting.need(GROWTH, city.city, period) is None:
        raise NothingToSay(
            _("不能起草：%(why)s先录入并发布统计局月度通知，再起草。") % {"why": "".join(quoting.notes)}
        )
    situation = [
        Paragraph(tuple(runs), f"（{LEAD_NUMBERS[position]}）{lead}。")
        for position, (lead, runs) in enumerate(
            (lead, runs)
            for lead, runs in (
                (_("全国情况"), _whole(quoting, city.nation, "全国", period, counted=True)),
                (_("全省情况"), _whole(quoting, city.province, "全省", period)),
                (_("全市情况"), _ours(quoting, city, period)),
            )
            if runs
        )
    ]
    parts: list[tuple[str, list[Block]]] = [
        (_("运行情况"), [*situation]),
        (_("县区园区情况"), _units(quoting, city, period)),
        (_("下一步要求"), _demands(quoting, period, as_of)),
    ]
    blocks: list[Block] = [
        Paragraph((f"现将{period.bulletin_label_with_year}全市规模以上工业经济运行情况通报如下。",))
    ]
    for number, (title, body) in enumerate(((title, body) for title, body in parts if body), 1):
        blocks += [Heading(f"{wording.chinese_ordinal(number)}、{title}"), *body]
    blocks = _explained(quoting, period, blocks)
    used = {one.token.observation for one in printed(blocks)}
    # Evidence of a signed demand stays as it was signed; what comes out of the frame must fit together.
    quoted = {pk for one in printed(blocks) for pk in (one.token.observation, *one.token.parts)}
    if facts.stale(quoting.frame) & quoted:
        raise OutOfDate(_("统计数已更新，先到“月度收口”重新计算再起草"))
    return Composition(
        title=f"关于{period.bulletin_label_with_year}全市工业经济运行情况的通报",
        blocks=tuple(blocks),
        notes=tuple(quoting.notes),
        simulated=any(fact.simulated for fact in quoting.frame if fact.id in used),
    )


# 一、运行情况


def _rate(quoting: Quoting, subject: Subject, period: Period, basis: str, whose: str) -> list[list[Run]]:
    """同比增长4.4%，增速比上月加快0.5个百分点; or 由1—4月的同比下降0.6%转为增长1.4%."""
    need = quoting.need if basis == "ytd" else quoting.get
    now = need(GROWTH, subject, period, basis)
    if now is None:
        return []
    what = f"{whose}规模以上工业增加值"
    previous = period.previous_print()
    if previous and previous.year != period.year:
        previous = None
    before = quoting.get(GROWTH, subject, previous, basis) if previous else None
    if basis == "month" and previous and previous.kind == "month":
        label, versus = f"{previous.bulletin_label}", "比上月"
    else:
        label, versus = (previous.bulletin_label if previous else ""), ""
        versus = f"较{label}"
    own = token(now, forms.ABSOLUTE)
    plain = [bind(what + wording.yoy_phrase(now.printed), *([own] if now.printed else []))]
    if previous is None or before is None:
        return plain
    code = movement(before.printed, now.printed).code
    if code in ("turn_positive", "turn_negative"):
        phrase = (
            f"由{label}的同比{wording.growth_phrase(before.printed)}转为{wording.growth_phrase(now.printed)}"
        )
        return [bind(what + phrase, token(before, forms.ABSOLUTE), own)]
    change = quoting.get("situation.change", subject, period, basis)
    if change is None:
        if basis == "ytd":
            quoting.need("situation.change", subject, period, basis)
        return plain
    if not _agrees(quoting, change, now, before, subject):
        return plain
    phrase = wording.change_phrase(now.printed, before.printed, versus=versus)
    return [*plain, bind(phrase, *([token(change, forms.ABSOLUTE)] if change.printed else []))]


def _agrees(quoting: Quoting, change: Fact, now: Fact, before: Fact, subject: Subject) -> bool:
    """A recorded change is quoted only when a reader who subtracts the two printed rates gets the same."""
    if change.printed == now.printed - before.printed:
        return True
    quoting.note(
        _("%(what)s与前后两期增速之差不一致，未写：请先重新计算。")
        % {"what": quoting.name("situation.change", subject, now.period, now.basis)}
    )
    return False


def _whole(
    quoting: Quoting, subject: Subject, whose: str, period: Period, *, counted: bool = False
) -> list[Run]:
    """The month and the months to date; where it is `counted`, for how many months the single month has grown."""
    month = period.month_of()
    sentences: list[Run] = []
    if not period.is_january_february:
        clauses = _rate(quoting, subject, month, "month", whose)
        if clauses and counted:
            clauses.append(_growing(quoting, subject, month))
        sentences += joined(clauses, start=f"{month.bulletin_label}份", end="；")
    to_date = _rate(quoting, subject, period, "ytd", "" if sentences else whose)
    if not to_date:
        return sentences and joined([sentences[:-1]], start="", end="。") if sentences else []
    return [*sentences, *joined(to_date, start=f"{period.bulletin_label}，")]


def _growing(quoting: Quoting, subject: Subject, month: Period) -> list[Run]:
    """连续2个月正增长: of the single months, so it stands with the month's own rate."""
    streak = quoting.need("situation.positive_months", subject, month, "month")
    if streak is None or streak.printed < 2:
        return []
    months = int(streak.printed)
    return bind(wording.streak_phrase(months, months, positive=True), token(streak, forms.COUNT))


def _ours(quoting: Quoting, city: City, period: Period) -> list[Run]:
    rate = _rate(quoting, city.city, period, "ytd", "全市")
    streak = quoting.need("situation.negative_months", city.city, period)
    if streak and streak.printed >= 2:
        months = int(streak.printed)
        rate.insert(1, bind(wording.streak_phrase(months, months), token(streak, forms.COUNT)))
    gap = quoting.need("situation.gap_to_province", city.city, period)
    if gap:
        rate.append(_gap(gap, "全省平均水平"))
    place = _place_in_province(quoting, city, period)
    first = joined([*rate, place], start=f"{period.bulletin_label}，")
    peers: list[list[Run]] = []
    south = quoting.get("situation.rank_in_south", city.city, period)
    if south:
        label, group = members("reference.rank_southern")
        name = label.replace(str(len(group)), wording.chinese_ordinal(len(group)))
        peers.append([f"在{name}中居第", token(south, forms.COUNT), "位"])
    peers += [_peer(quoting, peer, period) for peer in city.peers]
    return [*first, *joined(peers)]


def _gap(gap: Fact, reference: str) -> list[Run]:
    tokens = [token(gap, forms.ABSOLUTE)] if gap.printed else []
    return bind(wording.gap_phrase(gap.printed, reference), *tokens)


def _peer(quoting: Quoting, peer: Subject, period: Period) -> list[Run]:
    """低于汉中市7.2个百分点; 由1—4月与汉中市持平转为低于其7.2个百分点, when it was so."""
    gap = quoting.get("situation.gap_to_peer", peer, period)
    if gap is None:
        return []
    name = peer.name_on(period.end)
    previous = period.previous_print()
    before = quoting.get("situation.gap_to_peer", peer, previous) if previous else None
    if previous and before and before.printed == 0 and gap.printed != 0:
        verb = "高于" if gap.printed > 0 else "低于"
        return [
            f"由{previous.bulletin_label}与{name}",
            token(before, forms.FLAT),
            f"转为{verb}其",
            token(gap, forms.ABSOLUTE),
            "个百分点",
        ]
    return _gap(gap, name)


def _place_in_province(quoting: Quoting, city: City, period: Period) -> list[Run]:
    from_bottom = quoting.get("situation.rank_from_bottom_in_province", city.city, period)
    from_top = quoting.need("situation.rank_in_province", city.city, period)
    if from_top is None:
        return []
    tie = "并列" if "并列" in from_top.note else ""
    if from_bottom and from_bottom.printed <= 3 and from_bottom.printed < from_top.printed:
        return [f"增速居全省各地市{tie}倒数第", token(from_bottom, forms.ORDINAL)]
    return [f"增速居全省各地市{tie}第", token(from_top, forms.COUNT), "位"]


# 二、县区园区情况


@dataclass(frozen=True)
class UnitLine:
    name: str
    growth: Fact
    change: Fact | None
    word: str
    pull: Fact | None
    rank: Fact | None


def _units(quoting: Quoting, city: City, period: Period) -> list[Block]:
    lines = [line for line in (_unit_line(quoting, unit, period) for unit in city.units) if line]
    if not lines:
        quoting.note(_("没有可引用的县区园区增速，第二部分未写。"))
        return []
    lines.sort(
        key=lambda line: (line.rank.printed if line.rank else Decimal("Infinity"), -line.growth.printed)
    )
    return [
        Paragraph(tuple(_spread(quoting, city, period, lines))),
        Paragraph(tuple(_ends(lines))),
        _league(quoting, city, period, lines),
    ]


def _unit_line(quoting: Quoting, unit: Subject, period: Period) -> UnitLine | None:
    growth = quoting.need(GROWTH, unit, period)
    if growth is None:
        return None
    previous = period.previous_print()
    before = quoting.get(GROWTH, unit, previous) if previous and previous.year == period.year else None
    change = quoting.get("situation.change", unit, period) if before else None
    word = wording.short_change(growth.printed, before.printed).rstrip("0123456789.") if before else ""
    if change and before and not _agrees(quoting, change, growth, before, unit):
        change = None
    return UnitLine(
        name=unit.name_on(period.end),
        growth=growth,
        change=change,
        word=word,
        pull=quoting.get("situation.pull", unit, period),
        rank=quoting.get("situation.rank_in_city", unit, period),
    )


def _spread(quoting: Quoting, city: City, period: Period, lines: Sequence[UnitLine]) -> list[Run]:
    """各县区园区中，10个降幅较1—4月收窄，平利县、恒口示范区2个降幅扩大（见表1）。"""
    previous = period.previous_print()
    clauses: list[list[Run]] = []
    narrowing = quoting.get("situation.units_narrowing", city.city, period)
    widening = quoting.get("situation.units_widening", city.city, period)
    if previous and previous.year == period.year:
        narrowed = [line.name for line in lines if line.word == "收窄"]
        widened = [line.name for line in lines if line.word == "扩大"]
        if narrowing and narrowing.printed == len(narrowed) and narrowed:
            clauses.append([token(narrowing, forms.COUNT), f"个降幅较{previous.bulletin_label}收窄"])
        if widening and widening.printed == len(widened) and widened:
            names = wording.name_list(widened)
            clauses.append([names, token(widening, forms.COUNT), "个降幅扩大"])
        if (narrowing and narrowing.printed != len(narrowed)) or (
            widening and widening.printed != len(widened)
        ):
            quoting.note(_("降幅收窄、扩大的县区园区数与各县区园区增速对不上，未写个数：请先重新计算。"))
    return joined(
        [["各县区园区"]] if not clauses else [["各县区园区中"], *clauses],
        end="（见表1）。" if clauses else "增速见表1。",
    )


def _ends(lines: Sequence[UnitLine]) -> list[Run]:
    """增速最高的是…，同比下降12.0%；最低的是…；对全市影响最大的是…，下拉全市5.54个百分点。"""
    first = max(lines, key=lambda line: line.growth.printed)
    last = min(lines, key=lambda line: line.growth.printed)
    clauses = [_end("增速最高的是", first)]
    if last.growth.printed != first.growth.printed:
        clauses.append(_end("最低的是", last))
    pulls = [line for line in lines if line.pull]
    if pulls:
        heaviest = min(pulls, key=lambda line: line.pull.printed if line.pull else Decimal(0))
        if heaviest.pull and heaviest.pull.printed < 0:
            phrase = f"对全市影响最大的是{heaviest.name}，{wording.pull_phrase(heaviest.pull.printed)}"
            clauses.append(bind(phrase, token(heaviest.pull, forms.ABSOLUTE)))
    return joined(clauses, by="；")


def _end(phrase: str, line: UnitLine) -> list[Run]:
    tokens = [token(line.growth, forms.ABSOLUTE)] if line.growth.printed else []
    return bind(f"{phrase}{line.name}，{wording.yoy_phrase(line.growth.printed)}", *tokens)


def _league(quoting: Quoting, city: City, period: Period, lines: Sequence[UnitLine]) -> Table:
    previous = period.previous_print()
    compared = bool(previous and previous.year == period.year)
    pulls = [line.pull for line in lines if line.pull]
    dragging = bool(pulls) and all(pull.printed <= 0 for pull in pulls)
    # 12 points a character and 3 mm of margins: 较1—11月（百分点） in one line needs 44 mm, also where digits are wide.
    columns = [Column("位次", 14), Column("县区、园区", 27), Column("增速（%）", 24)]
    if compared and previous:
        columns.append(Column(f"较{previous.bulletin_label}（百分点）", 46))
    if pulls:
        columns.append(Column("下拉全市（百分点）" if dragging else "拉动全市（百分点）", 45))
    rows: list[tuple[tuple[Run, ...], ...]] = []
    for line in lines:
        cells: list[tuple[Run, ...]] = [
            (token(line.rank, forms.COUNT),) if line.rank else ("—",),
            (line.name,),
            (token(line.growth, forms.SIGNED),),
        ]
        if compared:
            cells.append(_moved(line.word, line.change))
        if pulls:
            form = forms.NEGATED if dragging else forms.SIGNED
            cells.append((token(line.pull, form),) if line.pull else ("—",))
        rows.append(tuple(cells))
    total = quoting.get(GROWTH, city.city, period)
    residual = quoting.get("situation.pull_residual", city.city, period)
    complete = len(pulls) == len(city.units)
    rested = ""
    if pulls and complete and total and residual:
        form = forms.REST_NEGATED if dragging else forms.REST
        rest = token(residual, form, [total, *pulls])
        if Decimal(rest.text.replace(wording.MINUS, "-")):
            blank: tuple[Run, ...] = ("—",)
            rested = _rest_name(total, pulls)
            rows.append((blank, (rested,), *([blank] * (len(columns) - 3)), (rest,)))
    elif pulls:
        quoting.note(_("各县区园区拉动不全或缺核算差额，表1未列各项合计与全市之差。"))
    if total:
        rows.append(
            _city_row(quoting, city, period, total, compared=compared, pulled=bool(pulls), dragging=dragging)
        )
    return Table(
        f"表1　{period.bulletin_label}各县区、园区规模以上工业增加值增速",
        tuple(columns),
        tuple(rows),
        _table_note(city, period, lines, pulled=bool(pulls), rested=rested),
    )


def _rest_name(total: Fact, parts: Sequence[Fact]) -> str:
    rest = total.printed - sum((part.printed for part in parts), Decimal(0))
    return wording.residual_name(rest, [one.decimals for one in (total, *parts)])


STEP_WORDS = ("加快", "回落", "收窄", "扩大")


def _moved(word: str, change: Fact | None) -> tuple[Run, ...]:
    """收窄3.1, 由降转增, 持平; a step without its figure is not told."""
    if word in STEP_WORDS:
        return (word, token(change, forms.ABSOLUTE)) if change else ("—",)
    return (word or "—",)


def _city_row(
    quoting: Quoting, city: City, period: Period, total: Fact, *, compared: bool, pulled: bool, dragging: bool
) -> tuple[tuple[Run, ...], ...]:
    cells: list[tuple[Run, ...]] = [("—",), ("全市",), (token(total, forms.SIGNED),)]
    if compared:
        previous = period.previous_print()
        before = quoting.get(GROWTH, city.city, previous) if previous else None
        change = quoting.get("situation.change", city.city, period)
        word = wording.short_change(total.printed, before.printed).rstrip("0123456789.") if before else ""
        agrees = change and before and _agrees(quoting, change, total, before, city.city)
        cells.append(_moved(word, change if agrees else None))
    if pulled:
        cells.append((token(total, forms.NEGATED if dragging else forms.SIGNED),))
    return tuple(cells)


def _table_note(city: City, period: Period, lines: Sequence[UnitLine], *, pulled: bool, rested: str) -> str:
    sentences = []
    if any(line.growth.simulated for line in lines):
        sentences.append("县区、园区数据为演示数据")
    sentences += [
        f"{unit.name_on(period.end)}{unit.note}" for unit in city.units if unit.note.startswith("不含")
    ]
    if pulled:
        sentences.append("拉动（下拉）为上年同期比重乘以增速")
    if rested:
        sentences.append(f"{rested}为全市增速与各项合计之差，不摊入各县区")
    return f"注：{'；'.join(sentences)}。" if sentences else ""


def _explained(quoting: Quoting, period: Period, blocks: Sequence[Block]) -> list[Block]:
    """The notice's own explanations of this period's figures, under table 1; a number in one has no source."""
    own = {fact.id for fact in quoting.frame if fact.period in (period, period.month_of())}
    sentences = []
    for row, words in queries.explained(own & {one.token.observation for one in printed(blocks)}):
        name = row.subject.name_on(period.end)
        if any(numbers_in(words)):
            quoting.note(
                _("%(name)s的变动说明里有没有出处的数字，未印在表1注里：“%(words)s”。")
                % {"name": name, "words": words}
            )
        else:
            sentences.append(f"{name}：{words}")
    return [
        replace(block, note=_noted(block.note, sentences)) if isinstance(block, Table) else block
        for block in blocks
    ]


def _noted(note: str, sentences: Sequence[str]) -> str:
    if not sentences:
        return note
    return f"{note.removesuffix('。') + '；' if note else '注：'}{'；'.join(sentences)}。"


# 三、下一步要求


def _demands(quoting: Quoting, period: Period, as_of: dt.date) -> list[Block]:
    """Only what a person has signed; the figures in it are bound to the evidence that carries them."""
    signed = (
        Assignment.objects.filter(period_code=period.code, signed_at__isnull=False)
        .exclude(state__in=[Assignment.State.PROPOSED, Assignment.State.DECLINED])
        .select_related("to_body__subject", "about")
        .prefetch_related("to_body__subject__names", "evidence__observation__batch")
        .order_by("about__position", "pk")
    )
    rows = [row for row in signed if row.signed_at and row.signed_at.date() <= as_of]
    if not rows:
        quoting.note(_("本期没有已签发的交办事项，第三部分未写。"))
        return []
    groups: dict[tuple[str, str], list[Assignment]] = {}
    for row in rows:
        due = f"{row.due_on.month}月{row.due_on.day}日"
        groups.setdefault((row.demand.strip().rstrip("。"), due), []).append(row)
    blocks: list[Block] = []
    for number, ((demand, due), same) in enumerate(groups.items(), 1):
        bodies = wording.name_list([row.to_body.subject.name_on(period.end) for row in same])
        asked = demand.replace("在办理期限前", f"于{due}前")
        tail = "" if asked != demand else f"，于{due}前报送结果"
        lead = f"（{wording.chinese_ordinal(number)}）"
        blocks.append(Paragraph(merged([lead, *_with_evidence(f"{bodies}：{asked}{tail}。", same)])))
    return blocks


def _with_evidence(sentence: str, assignments: Sequence[Assignment]) -> list[Run]:
    """Bind the prints of the evidence where they stand in a sentence."""
    runs: list[Run] = [sentence]
    for row in (link.observation for assignment in assignments for link in assignment.evidence.all()):
        if row.batch.released_at is None or not row.printed:
            continue
        own = Token(row.pk, forms.ABSOLUTE, forms.text_of(row, forms.ABSOLUTE))
        for position, run in enumerate(runs):
            if isinstance(run, str):
                try:
                    runs[position : position + 1] = bind(run, own)
                except ValueError:
                    continue
                break
    return runs
