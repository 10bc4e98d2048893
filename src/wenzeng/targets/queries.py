"""标: each target with its document, where the city stands against it, and what is still required."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from wenzeng.base import facts, phrases, rulebook
from wenzeng.base.facts import Fact, Frame
from wenzeng.base.models import Subject, User
from wenzeng.base.models.facts import Basis
from wenzeng.base.subjects import City, the_city
from wenzeng.engines import wording
from wenzeng.engines.period import Period, published_to_date
from wenzeng.targets.models import Target

GROWTH = "iva.growth"
LEAST_STEP = Decimal("0.1")  # one unit of the printed decimal
INDICATORS = (
    GROWTH, "targets.value", "targets.gap", "targets.path",
    "targets.required", "targets.required_national_weights",
    "targets.required_turn", "targets.required_turn_national_weights",
    "targets.required_after_turn", "targets.required_after_turn_national_weights",
    "situation.gap_to_province", "situation.gap_to_peer", "situation.rank_in_south", "situation.rank_in_province",
)  # fmt: skip
RANKS = {
    "reference.rank_southern": "situation.rank_in_south",
    "reference.rank_province_cities": "situation.rank_in_province",
}


@dataclass(frozen=True)
class Run:
    """What a stretch of the year must bring, month for month, on both ways of weighting it."""

    goal: str
    months: str
    equal: Fact
    national: Fact | None


@dataclass(frozen=True)
class Reading:
    """One way to read 三季度转正; exactly one is the chosen one."""

    name: str
    meaning: str
    needs: str
    fact: Fact | None
    chosen: bool


@dataclass(frozen=True)
class Line:
    """One target in force: the document, where we are, and whether that is enough."""

    target: Target
    goal: str
    stand: str
    fact: Fact | None
    light: int
    word: str
    readings: tuple[Reading, ...]


@dataclass(frozen=True)
class Page:
    title: str
    lead: str
    period: Period
    as_of: dt.date
    city: Subject
    lines: tuple[Line, ...]
    runs: tuple[Run, ...]
    best: Fact | None
    latest: Fact | None
    path: tuple[Fact, ...]
    history: tuple[Target, ...]
    has_stale: bool
    has_unreleased: bool

    @property
    def simulated(self) -> bool:
        return any(fact and fact.simulated for fact in (self.best, self.latest, *self.path))


def targets_page(*, period: Period, as_of: dt.date, reader: User) -> Page:
    places = the_city()
    rows = list(
        Target.objects.visible_to(reader)
        .filter(decided_on__lte=as_of, period_code__startswith=str(period.year))
        .select_related("indicator", "subject", "comparator", "supersedes", "set_by")
        .prefetch_related("subject__names", "comparator__names")
        .order_by("code", "-decided_on", "-pk")
    )
    replaced = {row.supersedes_id for row in rows if row.supersedes_id}
    over = replaced | {row.pk for row in rows if row.withdrawn_on and row.withdrawn_on <= as_of}
    standing = [row for row in rows if row.pk not in over]
    year = published_to_date(period.year, 12)
    frame = facts.frame(
        as_of=as_of,
        indicators=INDICATORS,
        subjects=[places.city.pk, places.province.pk, *(peer.pk for peer in places.peers)],
        periods={*year, *(each.month_of() for each in year)},
        reader=reader,
    ).dated()
    months = [
        fact
        for each in published_to_date(period.year, period.last_month)[1:]
        if (fact := frame.get(GROWTH, places.city, each.month_of(), Basis.MONTH))
    ]
    best = max(months, key=lambda fact: fact.printed, default=None)
    runs = tuple(_runs(frame, places.city, period, standing))
    lines = tuple(_line(row, frame, places, period) for row in sorted(standing, key=_weight))
    title = _title(runs, best, standing, period)
    shown = [fact for fact in frame if fact.period.end <= period.end or fact.indicator == "targets.path"]
    return Page(
        title=title,
        lead=_lead(frame, places.city, period, runs),
        period=period,
        as_of=as_of,
        city=places.city,
        lines=lines,
        runs=runs,
        best=best,
        latest=months[-1] if months else None,
        path=_path(frame, places.city, period, year),
        history=tuple(row for row in rows if row.pk in over),
        has_stale=any(fact.stale for fact in shown),
        has_unreleased=not all(fact.released for fact in shown),
    )


def _weight(row: Target) -> tuple[int, bool, str]:
    """The year's value first, then what lies on the way to it, then comparisons and ranks."""
    kinds = [Target.Kind.VALUE, Target.Kind.RELATIVE, Target.Kind.RANK]
    return (kinds.index(Target.Kind(row.kind)), not row.is_whole_year, row.code)


def _title(runs: tuple[Run, ...], best: Fact | None, standing: list[Target], period: Period) -> str:
    if (
        not runs
        or runs[0].equal.stale
        or not any(row.is_whole_year and row.kind == Target.Kind.VALUE for row in standing)
    ):
        return _("%(year)s年在行目标%(n)s项") % {"year": period.year, "n": len(standing)}
    whole = runs[0]
    words = _("%(goal)s，%(months)s须月均%(growth)s") % {
        "goal": whole.goal,
        "months": whole.months,
        "growth": phrases.growth(whole.equal.printed),
    }
    if best:
        words += _("；今年最好的当月为%(month)s%(growth)s") % {
            "month": best.period.label,
            "growth": phrases.growth(best.printed),
        }
    return words


def _lead(frame: Frame, city: Subject, period: Period, runs: tuple[Run, ...]) -> str:
    parts = []
    gap = frame.get("targets.gap", city, period, Basis.YTD)
    if gap and not gap.stale:
        parts.append(
            _("%(period)s累计%(gap)s")
            % {"period": period.label, "gap": phrases.gap(gap.printed, _("全年目标"))}
        )
    if runs and runs[0].equal.note and not runs[0].equal.stale:
        parts.append(runs[0].equal.note)
    return phrases.sentence(parts, apart=True)


def _runs(frame: Frame, city: Subject, period: Period, standing: list[Target]) -> Iterable[Run]:
    def pair(name: str) -> tuple[Fact | None, Fact | None]:
        found = (f"targets.{name}", f"targets.{name}_national_weights")
        return tuple(frame.get(indicator, city, period, Basis.YTD) for indicator in found)  # type: ignore[return-value]  # two in, two out

    values = [row for row in standing if row.kind == Target.Kind.VALUE and row.basis == Basis.YTD]
    year = next((row for row in values if row.is_whole_year and row.subject_id == city.pk), None)
    turn = next(
        (
            row
            for row in sorted(values, key=lambda row: row.period)
            if not row.is_whole_year and row.period > period and row.subject_id == city.pk
        ),
        None,
    )
    for name, row, first in (
        ("required", year, period.last_month + 1),
        ("required_turn", turn, period.last_month + 1),
        ("required_after_turn", year, turn.period.last_month + 1 if turn else 0),
    ):
        equal, national = pair(name)
        if equal and row:
            last = row.period.last_month
            months = (
                _("%(n)s月") % {"n": first} if first == last else Period.span(period.year, first, last).label
            )
            goal = _("转正之后，完成全年") if name == "required_after_turn" else _goal(row)
            yield Run(goal, months, equal, national)


def _goal(row: Target) -> str:
    if row.kind == Target.Kind.VALUE and row.value is not None:
        if row.operator == Target.Operator.ABOVE and row.value == 0:
            return row.title
        return _("完成%(title)s") % {"title": row.title.replace(_("规上工业增加值"), "")}
    return row.title


def _line(row: Target, frame: Frame, places: City, period: Period) -> Line:
    fact, stand, met = _stand(row, frame, places, period)
    if fact and fact.stale:
        light, word, stand = 0, _("待收口"), ""
    elif met is None:
        light, word = 0, _("没有数")
    else:
        light, word = (1, _("已达到")) if met else (3, _("未达到"))
    return Line(
        target=row,
        goal=goal_words(row),
        stand=stand,
        fact=fact,
        light=light,
        word=word,
        readings=tuple(_readings(row, frame, places.city, period)),
    )


def goal_words(row: Target) -> str:
    """The target as it is read: 全年累计5%左右（按不低于4.5%读）."""
    when = _("%(period)s%(basis)s") % {
        "period": _("全年") if row.is_whole_year else row.period.label,
        "basis": Basis(row.basis).label,
    }
    if row.kind == Target.Kind.RELATIVE and row.comparator:
        return _("%(when)s增速不低于%(other)s") % {
            "when": when,
            "other": row.comparator.short_name_on(row.period.end),
        }
    if row.kind == Target.Kind.RANK:
        group, place = _group_label(row), int(row.value or 1)
        if place == 1:
            return _("%(when)s增速居%(group)s第1位") % {"when": when, "group": group}
        return _("%(when)s增速居%(group)s第%(n)s位以内") % {
            "when": when,
            "group": group,
            "n": place,
        }
    value = row.value or Decimal(0)
    if row.operator == Target.Operator.ABOUT and row.tolerance is not None:
        words = _("%(value)s%%左右（按不低于%(floor)s%%读）") % {
            "value": _short(value),
            "floor": _short(value - row.tolerance),
        }
    elif row.operator == Target.Operator.ABOVE:
        words = _("高于%(value)s（印出不低于%(least)s%%）") % {
            "value": _short(value),
            "least": _short(value + LEAST_STEP),
        }
    else:
        words = _("不低于%(value)s%%") % {"value": _short(value)}
    return _("%(when)s%(words)s") % {"when": when, "words": words}


def _short(value: Decimal) -> str:
    """5.0 as 5, 4.50 as 4.5."""
    return (
        f"{value:f}".rstrip("0").rstrip(".").replace("-", wording.MINUS)
        if "." in f"{value:f}"
        else f"{value:f}"
    )


def _group_label(row: Target) -> str:
    label: str = rulebook.rule(row.rank_group).body["label"]
    return label


def _stand(row: Target, frame: Frame, places: City, period: Period) -> tuple[Fact | None, str, bool | None]:
    """Where the city stands: the figure, its words, and whether it is enough (None: not known)."""
    if row.subject_id != places.city.pk:
        return None, "", None
    if row.kind == Target.Kind.RELATIVE:
        return _stand_relative(row, frame, places, period)
    if row.kind == Target.Kind.RANK:
        indicator = RANKS.get(row.rank_group)
        fact = frame.get(indicator, places.city, period, Basis.YTD) if indicator else None
        if fact is None:
            return None, "", None
        return fact, _("%(period)s居%(group)s第%(n)s位") % {
            "period": period.label, "group": _group_label(row), "n": int(fact.value),
        }, fact.value <= (row.value or 1)  # fmt: skip
    now = frame.get(GROWTH, places.city, period, Basis.YTD)
    if now is None:
        return None, "", None
    floor = (row.value or Decimal(0)) - (row.tolerance or Decimal(0))
    met = now.printed > floor if row.operator == Target.Operator.ABOVE else now.printed >= floor
    return now, _("%(period)s%(words)s") % {"period": period.label, "words": phrases.yoy(now.printed)}, met


def _stand_relative(
    row: Target, frame: Frame, places: City, period: Period
) -> tuple[Fact | None, str, bool | None]:
    other = row.comparator
    if other == places.province:
        fact = frame.get("situation.gap_to_province", places.city, period, Basis.YTD)
    else:
        fact = frame.get("situation.gap_to_peer", other, period, Basis.YTD) if other else None
    if fact is None or other is None:
        return None, "", None
    name = other.short_name_on(period.end)
    return (
        fact,
        _("%(period)s%(words)s") % {"period": period.label, "words": phrases.gap(fact.printed, name)},
        fact.printed >= 0,
    )


def _readings(row: Target, frame: Frame, city: Subject, period: Period) -> Iterable[Reading]:
    """转正 has three readings; the one that the target was set with is marked, the others stay in sight."""
    if row.kind != Target.Kind.VALUE or row.operator != Target.Operator.ABOVE or row.value != 0:
        return
    last = row.period.last_month
    if last % 3 or last == 12:
        return
    quarter = Period.quarter(row.period.year, last // 3)
    whole = Period.ytd(row.period.year, last)
    ahead = whole > period
    needed = frame.get("targets.required_turn", city, period, Basis.YTD) if row.basis == Basis.YTD else None
    months = (
        Period.span(period.year, period.last_month + 1, last).label
        if last > period.last_month + 1
        else _("%(n)s月") % {"n": last}
    )
    yield Reading(
        _("累计"),
        _("%(period)s累计增速印出不低于0.1") % {"period": whole.label},
        _("%(months)s须月均") % {"months": months} if needed and ahead else "",
        needed if ahead else None,
        row.basis == Basis.YTD,
    )
    yield Reading(
        _("当季"),
        _("%(quarter)s当季增速印出不低于0.1") % {"quarter": quarter.label},
        _("不要求补回前几个月的降幅"),
        None,
        row.basis == Basis.QUARTER,
    )
    yield Reading(
        _("当月"),
        _("%(quarter)s有一个月当月增速印出不低于0.1") % {"quarter": quarter.label},
        _("只看一个月，最容易达到"),
        None,
        row.basis == Basis.MONTH,
    )


def _path(frame: Frame, city: Subject, period: Period, year: list[Period]) -> tuple[Fact, ...]:
    """The target line worked out from the period shown."""
    needed = frame.get("targets.required", city, period, Basis.YTD)
    found = [frame.get("targets.path", city, each, Basis.YTD) for each in year if each > period]
    if needed and needed.stale:
        return ()
    line = tuple(fact for fact in found if fact and needed and fact.known_at == needed.known_at)
    return line if len(line) == len(found) else ()


def versions(row: Target, reader: User) -> list[Target]:
    """All versions of a target, the newest first."""
    return list(
        Target.objects.visible_to(reader)
        .filter(code=row.code)
        .select_related("indicator", "subject", "comparator", "set_by", "withdrawn_by", "superseded_by")
        .prefetch_related("subject__names", "comparator__names")
        .order_by("-decided_on", "-pk")
    )
