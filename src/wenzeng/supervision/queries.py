"""What supervision asks of facts and assignments. Reads only; `actions` writes."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

import yaml
from django.urls import reverse
from django.utils.translation import gettext as _

from wenzeng.base import facts, phrases
from wenzeng.base.access import Can
from wenzeng.base.facts import Fact, Frame
from wenzeng.base.models import Assignment, AssignmentEvidence, Subject, User
from wenzeng.base.models.assignments import AssignmentQuerySet
from wenzeng.base.rulebook import Rule
from wenzeng.base.subjects import the_city
from wenzeng.base.todo import Todo
from wenzeng.engines.period import Period, published_to_date
from wenzeng.supervision import definitions, wording
from wenzeng.supervision.definitions import Reads
from wenzeng.supervision.verdicts import Truth, holds, lint

LIGHT = "supervision.light"
BASIS = "ytd"
LATE = 4


def readings(rule: Reads, subject: Subject | int, period: Period, frame: Frame) -> dict[str, Fact | None]:
    """The figures that a rule reads, by the rule's own short names; None where nothing is known."""
    return {
        name: frame.get(reading.indicator, subject, period, BASIS) for name, reading in rule.reads.items()
    }


def printed(reads: Mapping[str, Fact | None]) -> dict[str, Decimal | None]:
    """What conditions compare: the decimals that stand on paper."""
    return {name: fact.printed if fact else None for name, fact in reads.items()}


def growth_before(subject: Subject | int, period: Period, frame: Frame) -> Fact | None:
    earlier = period.previous_print()
    return frame.get(wording.GROWTH, subject, earlier, BASIS) if earlier else None


def frame_for(rules: Iterable[Reads], periods: Iterable[Period], as_of: dt.date) -> Frame:
    """All that the rules read for some periods and the prints before them, in one question."""
    wanted = {reading.indicator for rule in rules for reading in rule.reads.values()}
    with_earlier = {p for period in periods for p in (period, period.previous_print()) if p}
    return facts.frame(as_of=as_of, indicators=wanted, periods=with_earlier)


def is_overtaken(period: Period, as_of: dt.date) -> bool:
    """Whether a newer print of the city is known on that day."""
    known = facts.frame(as_of=as_of, indicators=[wording.GROWTH], subjects=[the_city().city.pk])
    return any(fact.basis == BASIS and fact.period > period for fact in known)


# Does a proposal still stand on its figures?


@dataclass(frozen=True)
class Standing:
    """Whether the condition of a proposal holds on today's figures, and what changed in words."""

    truth: Truth
    revised: bool
    sentence: str
    facts: tuple[Fact, ...] = ()
    """The figures that the sentence says."""
    pending: frozenset[int] = frozenset()
    """Evidence that has to be worked out again; until then nobody can say whether the condition holds."""

    @property
    def gone(self) -> bool:
        return self.truth is not True and not self.pending


def standing(rows: Sequence[Assignment], today: dt.date) -> dict[int, Standing]:
    """For proposals of our rule: the condition again, on the newest figures (依据已变化)."""
    ours = [row for row in rows if row.origin == definitions.BELOW_PROVINCE]
    if not ours:
        return {}
    rule, _document = definitions.below_province()
    periods = {row.pk: Period.parse(row.period_code) for row in ours}
    frame = frame_for([rule], periods.values(), today).dated()
    result = {}
    for row in ours:
        period = periods[row.pk]
        reads = readings(rule, row.about_id, period, frame)
        waiting = [name for name, fact in reads.items() if fact and fact.stale]
        if waiting:
            result[row.pk] = _pending(rule, reads, waiting, period)
            continue
        truth = holds(rule.when, printed(reads))
        shown = {evidence.observation_id for evidence in row.evidence.all()}
        revised = any(fact is not None and fact.id not in shown for fact in reads.values())
        said = wording.phrases(reads, period=period, before=growth_before(row.about_id, period, frame))
        now = phrases.clauses(said.values())
        if truth is not True:
            sentence = _("依据已变化，条件不再成立。现为：%(now)s。") % {"now": now}
        elif revised:
            sentence = _("依据有修订，条件仍成立。现为：%(now)s。") % {"now": now}
        else:
            sentence = ""
        known = tuple(fact for fact in reads.values() if fact) if sentence else ()
        result[row.pk] = Standing(truth=truth, revised=revised, sentence=sentence, facts=known)
    return result


def _pending(
    rule: Reads, reads: Mapping[str, Fact | None], waiting: Sequence[str], period: Period
) -> Standing:
    """The figures were revised and not worked out again: only those that stand are said."""
    fresh = {name: fact for name, fact in reads.items() if fact and not fact.stale}
    said = wording.phrases(fresh, period=period, before=None)
    sentence = _("统计数已更新，%(names)s待收口：收口后再决定签不签。") % {
        "names": phrases.names([rule.reads[name].name for name in waiting])
    }
    if said:
        sentence += _("现为：%(now)s。") % {"now": phrases.clauses(said.values())}
    pending = frozenset(fact.id for name in waiting if (fact := reads[name]))
    return Standing(None, True, sentence, facts=tuple(fresh.values()), pending=pending)


# The light board


@dataclass(frozen=True)
class Cell:
    period: Period
    light: Fact | None
    growth: Fact | None
    word: str

    @property
    def code(self) -> int:
        return int(self.light.value) if self.light and not self.light.stale else 0

    @property
    def is_first(self) -> bool:
        """The year's first print below the province: nothing to hold it against, and nothing is missing."""
        return (
            self.light is not None
            and not self.code
            and self.growth is not None
            and self.period.previous_print() is None
        )

    @property
    def mark(self) -> int | str:
        return "skip" if self.is_first else self.code

    @property
    def look(self) -> str:
        """The cell's tint; the glyph and the number say the same without colour."""
        if self.is_first:
            return ""
        return (
            {0: "wz-is-none", 3: "wz-is-warn", 4: "wz-is-late"}.get(self.code, "")
            if self.light
            else "wz-is-none"
        )


@dataclass(frozen=True)
class BoardRow:
    subject: Subject
    name: str
    url: str
    own: bool
    cells: tuple[Cell, ...]

    @property
    def held_back(self) -> bool:
        """Whether a figure of the row is not open to the public yet."""
        return any(not fact.released for cell in self.cells for fact in (cell.light, cell.growth) if fact)

    @property
    def latest(self) -> Cell:
        return self.cells[-1]


@dataclass(frozen=True)
class Board:
    periods: tuple[Period, ...]
    city: BoardRow
    rows: tuple[BoardRow, ...]

    @property
    def judged(self) -> bool:
        return any(row.latest.light for row in self.rows)

    @property
    def is_pending(self) -> bool:
        """Whether a light of the last print has to be judged again."""
        return any(row.latest.light is not None and row.latest.light.stale for row in self.all)

    def count(self, code: int) -> int:
        return sum(row.latest.light is not None and row.latest.code == code for row in self.rows)

    @property
    def has_stale(self) -> bool:
        return any(cell.light is not None and cell.light.stale for row in self.all for cell in row.cells)

    @property
    def has_unreleased(self) -> bool:
        return any(row.held_back for row in self.all)

    @property
    def all(self) -> tuple[BoardRow, ...]:
        return (self.city, *self.rows)

    @property
    def simulated(self) -> bool:
        return any(cell.light is not None and cell.light.simulated for row in self.rows for cell in row.cells)


def board(*, period: Period, as_of: dt.date, reader: User) -> Board:
    """Units by prints of the year so far, the worst at the last print first; the city on top."""
    town = the_city()
    periods = tuple(published_to_date(period.year, period.last_month))
    frame = facts.frame(
        as_of=as_of, indicators=[LIGHT, wording.GROWTH], periods=periods, reader=reader
    ).dated()
    words = {
        subjects: {band.code: band.word for band in definitions.lights(subjects)[0].bands}
        for subjects in ("units", "city")
    }

    def row(subject: Subject, kind: str) -> BoardRow:
        cells = []
        for one in periods:
            light = frame.get(LIGHT, subject, one, BASIS)
            growth = frame.get(wording.GROWTH, subject, one, BASIS)
            word = words[kind].get(int(light.value), "") if light else _("未判定")
            if light and light.stale:
                word = _("待收口")
            elif light and not light.value and growth and one.previous_print() is None:
                word = _("不判：本年第一期，没有上一期可比")
            elif light and not light.value and growth:
                word = _("缺数，不判定")  # the growth is there; another figure is missing
            cells.append(Cell(one, light, growth, word))
        return BoardRow(
            subject=subject,
            name=subject.short_name_on(period.end),
            url=reverse("area", args=[subject.unit_code]) if kind == "units" else reverse("situation"),
            own=subject.pk in reader.unit_ids,
            cells=tuple(cells),
        )

    rows = [row(unit, "units") for unit in town.units]
    rows.sort(key=lambda one: (-one.latest.code, one.latest.growth.value if one.latest.growth else 0))
    return Board(periods=periods, city=row(town.city, "city"), rows=tuple(rows))


# Assignments as pages show them


def with_all(rows: AssignmentQuerySet) -> AssignmentQuerySet:
    return rows.select_related("to_body__subject", "about", "signed_by").prefetch_related(
        "to_body__subject__names",
        "about__names",
        "evidence__observation__batch",
        "evidence__observation__indicator",
    )


def proposals(user: User) -> AssignmentQuerySet:
    return with_all(Assignment.objects.visible_to(user).proposed()).order_by("proposed_at", "pk")


def signed(user: User) -> AssignmentQuerySet:
    """Everything that a person has decided on: what is open first, by its due day."""
    rows = Assignment.objects.visible_to(user).exclude(state=Assignment.State.PROPOSED)
    return with_all(rows).order_by("due_on", "pk")


@dataclass(frozen=True)
class Evidence:
    """One line of evidence; `newer` is what the figure reads today if it was revised since."""

    row: AssignmentEvidence
    newer: Fact | None


def evidence(assignment: Assignment, *, today: dt.date, reader: User) -> list[Evidence]:
    rows = list(assignment.evidence.select_related("observation__indicator", "observation__batch"))
    frame = facts.frame(
        as_of=today,
        indicators={row.observation.indicator_id for row in rows},
        periods={row.observation.period for row in rows},
        subjects={row.observation.subject_id for row in rows},
        reader=reader,
    )
    result = []
    for row in rows:
        seen = row.observation
        newest = frame.get(seen.indicator_id, seen.subject_id, seen.period, seen.basis, seen.status)
        result.append(Evidence(row, newest if newest and newest.id != seen.pk else None))
    return result


def measure_label(assignment: Assignment) -> str:
    """The measure in the words of decisions.md 31 and 32."""
    if assignment.state in {Assignment.State.PROPOSED, Assignment.State.DECLINED}:
        return ""
    if assignment.to_body.is_resident:
        return _("商请函")
    if assignment.measure == Assignment.Measure.TALK:
        return _("提请市政府约谈（请示）")
    return assignment.get_measure_display() if assignment.measure else ""


def rule_text(rule: Rule) -> str:
    """The document as it is applied, to be read on its page."""
    return yaml.safe_dump(rule.body, allow_unicode=True, sort_keys=False, width=100)


def suggestion(assignment: Assignment) -> str:
    """What the rule advises, in words only: nothing is chosen for the signatory."""
    if assignment.origin == definitions.BELOW_PROVINCE:
        return definitions.below_province()[0].suggested
    return ""


def lint_sentences(rule_id: str) -> list[str]:
    """What the linter finds in a list of bands; nothing for other rules."""
    found = []
    for subjects, identifier in definitions.LIGHTS.items():
        if identifier == rule_id:
            rule, _document = definitions.lights(subjects)
            names = {key: reading.name for key, reading in rule.reads.items()}
            found += [fault.sentence(names) for fault in lint(rule.bands)]
    return found


def rule_title(assignment: Assignment) -> str:
    if assignment.origin == definitions.BELOW_PROVINCE:
        return definitions.below_province()[1].head.title
    return assignment.origin


# The desk


def todo(user: User, today: dt.date) -> list[Todo]:
    """Proposals to sign, answers to verify, and what was signed to the reader's own body."""
    items: list[Todo] = []
    if user.can(Can.SIGN_PROPOSALS):
        waiting = list(proposals(user))
        changed = standing(waiting, today)
        items += [_to_sign(row, changed.get(row.pk)) for row in waiting]
        answered = Assignment.objects.visible_to(user).filter(state=Assignment.State.ANSWERED)
        items += [_to_verify(row) for row in with_all(answered) if row.to_body_id not in user.body_ids]
    if user.can(Can.ANSWER_ASSIGNMENTS):
        own = Assignment.objects.visible_to(user).open().filter(to_body__in=user.body_ids)
        items += [_to_answer(row, today) for row in with_all(own)]
    return items


def _page(row: Assignment) -> str:
    return reverse("assignment", args=[row.pk])


def _to_sign(row: Assignment, now: Standing | None) -> Todo:
    why = "，".join(evidence.sentence for evidence in row.evidence.all())  # as kept: Chinese, whoever reads
    if now and now.sentence:
        why = now.sentence
    return Todo("warn", _("签发：%(title)s") % {"title": row.title}, why, _page(row), _("批示"))


def _to_verify(row: Assignment) -> Todo:
    why = _("%(body)s已反馈：%(answer)s") % {"body": row.to_body, "answer": row.answer[:60]}
    return Todo(
        "act", _("核验：%(title)s") % {"title": row.title}, why, _page(row), _("核验销号"), row.due_on
    )


def _to_answer(row: Assignment, today: dt.date) -> Todo:
    late = row.is_late(today)
    days = abs((row.due_on - today).days)
    said = {"measure": measure_label(row), "day": f"{row.due_on:%Y-%m-%d}", "n": days}
    in_time, too_late = (
        _("%(measure)s，%(day)s 前反馈，还剩%(n)s天"),
        _("%(measure)s，%(day)s 已到期，逾期%(n)s天"),
    )
    why = (too_late if late else in_time) % said
    button = _("签收") if row.state == Assignment.State.SIGNED else _("反馈")
    return Todo("late" if late else "warn", row.title, why, _page(row), button, row.due_on)


def unit_figures(
    *, unit: Subject, period: Period, as_of: dt.date, reader: User
) -> list[tuple[str, Fact | None]]:
    """A county's own standing, for its desk: growth, gaps, change, place, light."""
    wanted: Mapping[str, str] = {
        wording.GROWTH: _("累计增速"),
        wording.PROVINCE: _("与全省差距"),
        wording.CITY: _("与全市差距"),
        wording.CHANGE: _("较上期变动"),
        "situation.rank_in_city": _("全市位次"),
        LIGHT: _("状态灯"),
    }
    frame = facts.frame(
        as_of=as_of, indicators=wanted, subjects=[unit.pk], periods=[period], reader=reader
    ).dated()
    return [(label, frame.get(code, unit, period, BASIS)) for code, label in wanted.items()]
