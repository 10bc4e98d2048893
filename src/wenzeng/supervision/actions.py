"""Judge by rule; sign or decline by hand. The system proposes with evidence, a person decides."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from wenzeng.base import assignments, facts
from wenzeng.base.access import Can
from wenzeng.base.assignments import CannotAssign
from wenzeng.base.facts import Fact, Frame, New, Origin
from wenzeng.base.models import Assignment, Batch, Body, Observation, Subject, User
from wenzeng.base.models.facts import Status
from wenzeng.base.subjects import City, the_city
from wenzeng.engines.period import Period
from wenzeng.supervision import definitions, queries, wording
from wenzeng.supervision.definitions import Excuse, Lights
from wenzeng.supervision.verdicts import holds
from wenzeng.supervision.verdicts import judge as light_of

METHOD = "supervision.lights@1"


class CannotSign(CannotAssign):
    """Why a proposal cannot be signed or declined, and what to do instead."""


@dataclass(frozen=True)
class Judgement:
    """What one run brought about; a second run on the same figures has no new proposals."""

    lights: tuple[Observation, ...]
    proposals: tuple[Assignment, ...]
    without_body: tuple[str, ...]


@transaction.atomic
def judge(*, period: Period, as_of: dt.date, by: User | None, now: dt.datetime) -> Judgement:
    """Light every unit and the city from the facts of a day, and propose what the rule asks for.

    Before the rule is in force there are lights and no proposals, and so for a print that a newer one has
    overtaken. A missing figure lights nothing: the light is 0 with the name of what is missing. So it is for a
    unit that is excused, for which nothing is proposed either.
    """
    town = the_city()
    units, _document = definitions.lights("units")
    city, _document = definitions.lights("city")
    rule, _document = definitions.below_province()
    frame = queries.frame_for([units, city, rule], [period], as_of)
    excused = {unit.pk: definitions.excused().on(unit.key, period.end) for unit in town.units}
    news = [
        *(_light(units, unit, period, frame, town, excused[unit.pk]) for unit in town.units),
        _light(city, town.city, period, frame, town, None),
    ]
    lights = facts.record(
        news,
        origin=Origin(
            kind=Batch.Origin.JUDGED,
            title=_("%(period)s状态灯") % {"period": period.label_with_year},
            known_at=as_of,
            received_at=now,
        ),
        by=by,
        now=now,
    )
    proposed, without_body = _propose(
        [unit for unit in town.units if not excused[unit.pk]],
        period=period,
        as_of=as_of,
        frame=frame,
        now=now,
    )
    return Judgement(tuple(lights), tuple(proposed), tuple(without_body))


def _light(
    rule: Lights, subject: Subject, period: Period, frame: Frame, town: City, excuse: Excuse | None
) -> New:
    reads = queries.readings(rule, subject, period, frame)
    if excuse:
        code = 0
        note = _("不可抗力等原因暂不判定：%(reason)s（%(document)s）。") % {
            "reason": excuse.reason,
            "document": excuse.document,
        }
    else:
        verdict = light_of(rule.bands, queries.printed(reads))
        code = verdict.band.code
        said = wording.phrases(reads, period=period, before=queries.growth_before(subject, period, frame))
        missing = "、".join(rule.reads[name].name for name in verdict.missing)
        if verdict.missing and period.previous_print() is None:
            missing += _("（本年第一期，没有上一期可比）")
        note = verdict.band.sentence.format(**said, missing=missing) + _("依据：%(clause)s。") % {
            "clause": verdict.band.clause
        }
    known = [fact for fact in reads.values() if fact]
    return New(
        indicator=queries.LIGHT,
        subject=subject,
        period=period,
        basis=queries.BASIS,
        value=Decimal(code),
        status=Status.ESTIMATE,
        scope=_scope(known, period, frame, town),
        simulated=any(fact.simulated for fact in known or frame),
        method=METHOD,
        inputs=tuple(fact.id for fact in known),
        note=note[:300],
    )


def _scope(known: Iterable[Fact], period: Period, frame: Frame, town: City) -> str:
    """The edition of the statistical scope that the inputs carry; the city's where a unit has none."""
    anchor = next(iter(known), None) or frame.get(wording.GROWTH, town.city, period, queries.BASIS)
    return anchor.scope if anchor else str(period.year)


def _propose(
    units: list[Subject], *, period: Period, as_of: dt.date, frame: Frame, now: dt.datetime
) -> tuple[list[Assignment], list[str]]:
    rule, document = definitions.below_province()
    if not document.begun_by(as_of):
        return [], []  # no rule, no proposal: the meeting that set it had not taken place
    if queries.is_overtaken(period, as_of):
        return [], []  # an earlier print is judged for the record; work is proposed on the newest
    days = int(document.value_on(as_of))
    bodies = {
        body.unit_id: body
        for body in Body.objects.filter(kind=Body.Kind.COUNTY, unit__in=units, supplies_data_only=False)
        .select_related("subject")
        .prefetch_related("subject__names")
    }
    due_on = now.date() + dt.timedelta(days=days)
    proposed, without_body = [], []
    for unit in units:
        reads = queries.readings(rule, unit, period, frame)
        if holds(rule.when, queries.printed(reads)) is not True:
            continue
        name = unit.name_on(period.end)
        if unit.pk not in bodies:
            without_body.append(name)
            continue
        said = wording.phrases(reads, period=period, before=queries.growth_before(unit, period, frame))
        known = {key: fact for key, fact in reads.items() if fact}
        row, is_new = assignments.propose(
            to_body=bodies[unit.pk],
            about=unit,
            period=period,
            title=rule.assign.title.format(unit=name, period=period.label_with_year),
            demand=rule.assign.demand,
            origin=rule.id,
            clause=rule.assign.clause,
            rule_digest=document.digest,
            due_on=due_on,
            evidence=[(fact.id, said[key]) for key, fact in known.items()],
            simulated=any(fact.simulated for fact in known.values()),
            now=now,
        )
        if is_new:
            proposed.append(row)
    return proposed, without_body


@transaction.atomic
def sign(
    *,
    assignment: Assignment,
    measure: str,
    reason: str,
    due_on: dt.date,
    by: User,
    now: dt.datetime,
    version: int | None = None,
) -> Assignment:
    """A person takes a proposal as his own: which step of the ladder, why, and by when."""
    _may_sign(by)
    body = assignment.to_body
    if body.supplies_data_only:
        raise CannotSign(_("%(body)s只提供数据，不能作为增速、总量、位次事项的承办单位。") % {"body": body})
    if body.is_resident and measure:
        raise CannotSign(
            _("%(body)s是中省驻市单位：只能发商请函，不预警、不约谈、不计分。请改用商请函。") % {"body": body}
        )
    if not body.is_resident and measure not in {
        Assignment.Measure.TRACK,
        Assignment.Measure.WARN,
        Assignment.Measure.TALK,
    }:
        raise CannotSign(_("没选措施：在重点跟踪、预警提醒、提请约谈中选一项。"))
    held_back = assignment.evidence.filter(observation__batch__released_at__isnull=True)
    if held_back.exists():
        raise CannotSign(_("依据的数还没有发布，签发等于提前公开：请等统计部门发布后再签。"))
    if assignment.state == Assignment.State.PROPOSED:
        today = queries.standing([assignment], now.date()).get(assignment.pk)
        if today and today.pending:
            raise CannotSign(_("依据的统计数已更新，还没有重新计算：请先收口，再决定签不签。"))
        if today and today.gone:
            raise CannotSign(_("%(change)s请改为不予签发，写明依据已变化。") % {"change": today.sentence})
    return assignments.sign(
        assignment=assignment, measure=measure, reason=reason, due_on=due_on, by=by, now=now, version=version
    )


@transaction.atomic
def decline(
    *, assignment: Assignment, reason: str, by: User, now: dt.datetime, version: int | None = None
) -> Assignment:
    _may_sign(by)
    return assignments.decline(assignment=assignment, reason=reason, by=by, now=now, version=version)


@transaction.atomic
def strike_off(
    *, assignment: Assignment, reason: str, by: User, now: dt.datetime, version: int | None = None
) -> Assignment:
    """销号 by the desk that signs, never by the body that answered."""
    _may_sign(by)
    return assignments.strike_off(assignment=assignment, reason=reason, by=by, now=now, version=version)


def _may_sign(by: User) -> None:
    if not by.can(Can.SIGN_PROPOSALS):
        raise CannotSign(_("签发、不签和销号要有签发职责：请找市工信局运行监测科或分管市领导。"))
