"""标: set a target (a new version, never an edit), load those of the rules, and work out what is still required."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wenzeng.base import facts, rulebook, trail
from wenzeng.base.facts import Fact, New, Origin
from wenzeng.base.models import Batch, Indicator, Observation, Subject, User
from wenzeng.base.models.facts import Basis, Status
from wenzeng.base.official import recorded
from wenzeng.base.subjects import the_city
from wenzeng.engines import weights, wording
from wenzeng.engines.growth import PRINTS_POSITIVE, required
from wenzeng.engines.period import Period, published_months
from wenzeng.engines.rounding import gap_pp, round_half_up
from wenzeng.engines.trajectory import Done, Turn, path_to_target
from wenzeng.targets import bounds, definitions
from wenzeng.targets.models import Target

GROWTH, VALUE = "iva.growth", "targets.value"
MONTH_SHARES = "reference.month_shares"


class CannotSetTarget(Exception):
    """A target that cannot be set or withdrawn like this; the sentences say what to change, all of them at once."""

    def __init__(self, *sentences: str) -> None:
        super().__init__("".join(sentences))
        self.sentences = sentences


class CannotCompute(Exception):
    """A month for which nothing can be worked out; the sentence says what is needed first."""


@dataclass(frozen=True)
class Computed:
    """What was recorded, and what could not be and why."""

    observations: list[Observation]
    missing: tuple[str, ...]


# ── setting ─────────────────────────────────────────────────────────────────────────────────────────────────────────


@transaction.atomic
def set_target(
    *,
    code: str,
    title: str,
    indicator: Indicator,
    subject: Subject,
    period: Period,
    basis: str,
    kind: str,
    operator: str,
    document: str,
    clause: str,
    decided_on: dt.date,
    by: User | None,
    now: dt.datetime,
    value: Decimal | None = None,
    tolerance: Decimal | None = None,
    comparator: Subject | None = None,
    rank_group: str = "",
    stretch: bool = False,
    reading: str = "",
    document_number: str = "",
    supersedes: Target | None = None,
    reason: str = "",
    historical: bool = False,
) -> Target:
    """Write down a target as decided; given an older version, this one takes its place from `decided_on` on."""
    wrong: list[bounds.Fault] = []
    if supersedes is not None:
        supersedes = _newest(supersedes)
        wrong += bounds.of_succession(supersedes, decided_on=decided_on, reason=reason)
        code = supersedes.code
    row = Target(
        code=code,
        title=title,
        indicator=indicator,
        subject=subject,
        period_code=period.code,
        basis=basis,
        kind=kind,
        operator=operator,
        value=value,
        tolerance=tolerance,
        comparator=comparator,
        rank_group=rank_group,
        stretch=stretch,
        reading=reading,
        document=document,
        document_number=document_number,
        clause=clause,
        decided_on=decided_on,
        supersedes=supersedes,
        set_by=by,
        set_at=now,
    )
    wrong += bounds.faults(row, today=now.date())
    if wrong:
        raise CannotSetTarget(*(fault.sentence for fault in wrong))
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as fault:
        raise CannotSetTarget(_("这个目标刚被别人改过：请刷新后在最新的一版上改。")) from fault
    trail.note(
        by=by,
        deed="targets.supersede" if supersedes else "targets.set",
        about=row,
        before=_plain(supersedes) if supersedes else None,
        after=_plain(row),
        reason=reason,
    )
    _record_value(row, by=by, now=now, historical=historical)
    return row


def _newest(row: Target) -> Target:
    """The version, locked, if it is still the one that counts."""
    row = Target.objects.select_for_update(of=("self",)).get(pk=row.pk)
    if Target.objects.filter(supersedes=row).exists():
        raise CannotSetTarget(_("这一版已经被替代：请在最新的一版上改。"))
    if row.withdrawn_on is not None:
        raise CannotSetTarget(
            _("这个目标已于 %(day)s 撤销：要定新的，请另行录入。") % {"day": row.withdrawn_on}
        )
    return row


@transaction.atomic
def withdraw(target: Target, *, reason: str, by: User, now: dt.datetime) -> Target:
    """The target holds no longer, from today on; it stays in the history, and on earlier days it is in force."""
    row = _newest(target)
    if not reason.strip():
        raise CannotSetTarget(_("没写撤销理由：写一句为什么撤销、依据哪个文件或哪里录错。"))
    if _is_worked_with(row):
        raise CannotSetTarget(_("收口已按这个目标测算，撤销会让测算没有依据：请用新的一版替代。"))
    row.withdrawn_on, row.withdrawn_at, row.withdrawn_by = now.date(), now, by
    row.withdrawn_reason = reason.strip()
    row.save(update_fields=["withdrawn_on", "withdrawn_at", "withdrawn_by", "withdrawn_reason"])
    trail.note(
        by=by,
        deed="targets.withdraw",
        about=row,
        before=_plain(row),
        after={"withdrawn_on": row.withdrawn_on},
        reason=row.withdrawn_reason,
    )
    return row


def _is_worked_with(row: Target) -> bool:
    """Whether a month was closed on the target's value: figures are never taken back, so their ground stays too."""
    return (
        row.kind == Target.Kind.VALUE
        and Observation.objects.filter(
            indicator=VALUE, subject=row.subject, period_code=row.period_code, batch__known_at=row.decided_on,
            output_rows__isnull=False,
        ).exists()
    )  # fmt: skip


def _plain(row: Target) -> dict[str, Any]:
    return {
        "code": row.code, "period": row.period_code, "basis": row.basis, "operator": row.operator,
        "value": row.value, "tolerance": row.tolerance, "document": row.document, "decided_on": row.decided_on,
    }  # fmt: skip


def _record_value(row: Target, *, by: User | None, now: dt.datetime, historical: bool) -> None:
    """A target value is a figure too: it is linked, versioned and used as an input like any other."""
    if (
        row.kind != Target.Kind.VALUE
        or row.basis != Basis.YTD
        or row.value is None
        or row.indicator_id != GROWTH
    ):
        return
    note = recorded(
        gettext_lazy("%(words)s%(title)s：“%(clause)s”（%(document)s）"),
        words=recorded(gettext_lazy("力争")) if row.stretch else "",
        title=row.title,
        clause=row.clause,
        document=row.document_number or row.document,
    )
    new = New(
        indicator=VALUE,
        subject=row.subject,
        period=row.period,
        basis=Basis.YTD,
        value=row.value,
        status=Status.ESTIMATE,
        scope=str(row.period.year),
        method="targets.value@1",
        note=note,
    )
    origin = Origin(
        kind=Batch.Origin.DERIVED, title=recorded(gettext_lazy("目标：%(t)s"), t=row.title), known_at=row.decided_on,
        received_at=now, released_at=now, historical=historical,
    )  # fmt: skip
    facts.record([new], origin=origin, by=by, now=now)


@transaction.atomic
def load_from_rules(*, by: User | None, now: dt.datetime, historical: bool = False) -> list[Target]:
    """Bring in the targets that the city signed in `rules/targets/`; one that is already known is left alone."""
    known = set(Target.objects.values_list("code", flat=True))
    subjects = {row.key: row for row in Subject.objects.all()}
    indicators = {row.code: row for row in Indicator.objects.all()}
    loaded = []
    for entry in definitions.every_target():
        if entry.id in known:
            continue
        try:
            loaded.append(
                set_target(
                    code=entry.id,
                    title=entry.title,
                    indicator=indicators[entry.indicator],
                    subject=subjects[entry.subject],
                    period=Period.parse(entry.period),
                    basis=entry.basis,
                    kind=entry.kind,
                    operator=entry.operator,
                    value=entry.value,
                    tolerance=entry.tolerance,
                    comparator=subjects[entry.comparator] if entry.comparator else None,
                    rank_group=entry.rank_group,
                    stretch=entry.stretch,
                    reading=entry.reading,
                    document=entry.document,
                    document_number=entry.document_number,
                    clause=entry.clause,
                    decided_on=entry.decided_on,
                    by=by,
                    now=now,
                    historical=historical,
                )
            )
        except KeyError as fault:
            raise CannotSetTarget(
                _("目标规则“%(id)s”里的%(field)s没有登记：请对照 rules/targets/ 里的其他条目改正。")
                % {"id": entry.id, "field": fault}
            ) from fault
    return loaded


# ── what is still required ──────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class _Weighting:
    """One way to spread the year's base over its prints; the suffix names the indicators worked out on it."""

    suffix: str
    words: str
    shares: Sequence[float]


def weightings(day: dt.date) -> tuple[_Weighting, _Weighting]:
    """Equal months, and the nation's month shares of the rule in force."""
    rule = rulebook.rule(MONTH_SHARES)
    shares = list(rule.value_on(day).values())
    return (
        _Weighting("", _("余下各月基数相等"), weights.EQUAL_MONTHS),
        _Weighting("_national_weights", _("各月基数按全国2019年各月份额"), shares),
    )


@dataclass
class _Work:
    """The city's latest print, the two goals, and what is being made of them."""

    period: Period
    subject: Subject
    done: Fact
    year: tuple[Target, Fact] | None
    turn: tuple[Target, Fact] | None
    news: list[New] = field(default_factory=list)

    def add(self, indicator: str, value: float | Decimal, inputs: Sequence[Fact], *, note: str = "",
            period: Period | None = None) -> None:  # fmt: skip
        self.news.append(
            New(
                indicator=f"targets.{indicator}",
                subject=self.subject,
                period=period or self.period,
                basis=Basis.YTD,
                value=value if isinstance(value, Decimal) else round_half_up(value, 6),
                status=Status.ESTIMATE,
                scope=self.done.scope,
                method=f"targets.{indicator}@1",
                inputs=tuple(fact.id for fact in inputs),
                note=note,
            )
        )


@transaction.atomic
def compute(*, period: Period, as_of: dt.date, by: User | None, now: dt.datetime) -> Computed:
    """Hold the city's print against its targets as they stood on a day; running it again adds nothing new."""
    city = the_city().city
    rows = list(
        Target.objects.in_force_on(as_of).filter(
            indicator=GROWTH,
            subject=city,
            kind=Target.Kind.VALUE,
            basis=Basis.YTD,
            period_code__startswith=str(period.year),
        )
    )
    frame = facts.frame(
        as_of=as_of,
        indicators=[GROWTH, VALUE],
        subjects=[city.pk],
        periods={period, *(row.period for row in rows)},
    )
    done = frame.get(GROWTH, city, period, Basis.YTD)
    if done is None:
        raise CannotCompute(
            _("%(day)s还没有%(city)s%(period)s的累计增速：先收下统计局月度通知。")
            % {"day": as_of, "city": city.name_on(period.end), "period": period.label_with_year}
        )
    goals = {
        row.period: (row, fact) for row in rows if (fact := frame.get(VALUE, city, row.period, Basis.YTD))
    }
    year_end = Period.ytd(period.year, 12)
    ahead = sorted(goal for goal in goals if period < goal < year_end)
    work = _Work(period, city, done, goals.get(year_end), goals[ahead[0]] if ahead else None)
    missing = [] if work.year else [_("没有%(year)s年的全年目标：先在目标页录入。") % {"year": period.year}]
    if work.year:
        work.add("gap", gap_pp(done.printed, work.year[1].printed), [done, work.year[1]])
    if period.last_month < 12:
        for weighting in weightings(period.end):
            _required(work, weighting)
            _path(work, weighting)
    title = _("%(period)s对照目标") % {"period": period.label_with_year}
    origin = Origin(kind=Batch.Origin.DERIVED, title=title, known_at=as_of, received_at=now, released_at=now)
    observations = facts.record(work.news, origin=origin, by=by, now=now)
    if observations:
        trail.note(
            by=by,
            deed="targets.compute",
            about=observations[0].batch,
            after={"period": period.code, "as_of": as_of, "figures": len(observations), "missing": missing},
        )
    return Computed(observations, tuple(missing))


def least_growth(target: Target, value: Fact) -> float:
    """The least unrounded growth that meets a target: “above 0” needs a print of 0.1, which 0.05 gives."""
    if target.operator == Target.Operator.ABOVE:
        return float(value.value) + PRINTS_POSITIVE
    return float(value.value)


def _required(work: _Work, weighting: _Weighting) -> None:
    for name, goal in (("required", work.year), ("required_turn", work.turn)):
        if goal is None:
            continue
        target, value = goal
        share = weights.share_done(work.period, target.period, weighting.shares)
        needed = required(least_growth(target, value), float(work.done.value), share)
        note = _("假定%(weighting)s") % {"weighting": weighting.words}
        if target.operator == Target.Operator.ABOUT and target.tolerance is not None:
            floor = value.value - target.tolerance
            eased = required(float(floor), float(work.done.value), share)
            note += _("；“左右”按不低于%(floor)s读，为%(eased)s%%") % {
                "floor": wording.screen_number(floor, 1),
                "eased": wording.screen_number(eased, 2),
            }
        if target.operator == Target.Operator.ABOVE:
            note += _("；%(period)s累计印出不低于0.1") % {"period": target.period.label}
        work.add(f"{name}{weighting.suffix}", needed, [work.done, value], note=note)


def _path(work: _Work, weighting: _Weighting) -> None:
    """The line of the chart, on equal months; and, on both, what remains to be done once the turn is made."""
    if work.year is None:
        return
    target, value = work.year
    inputs = [work.done, value]
    turn = None
    if work.turn is not None:
        inputs.append(work.turn[1])
        turn = Turn(work.turn[0].period.last_month - work.period.last_month, least_growth(*work.turn))
    prints = published_months(work.period.year, 12)
    behind = len(published_months(work.period.year, work.period.last_month))
    done = Done(float(work.done.value), float(sum(weighting.shares[:behind])))
    path = path_to_target(least_growth(target, value), done, weighting.shares[behind:], turn)
    if len(path.segments) == 2:
        after = path.segments[1]
        note = _("假定%(weighting)s，且此前已按目标线转正") % {"weighting": weighting.words}
        work.add(f"required_after_turn{weighting.suffix}", after.growth_pct, inputs, note=note)
    if weighting.suffix:
        return
    for month, cumulative in zip(prints[behind:], path.cumulative_pct, strict=True):
        note = _("由%(period)s测算，假定%(weighting)s") % {
            "period": work.period.label,
            "weighting": weighting.words,
        }
        work.add("path", float(cumulative), inputs, note=note, period=month.to_date())
