"""事: propose, sign, decline, acknowledge, answer, strike off. Rooms meet here; a person's name stands at every step."""

import datetime as dt
from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from wenzeng.base import trail
from wenzeng.base.models.assignments import Assignment, AssignmentEvidence, AssignmentStep
from wenzeng.base.models.people import User
from wenzeng.base.models.subjects import Body, Subject
from wenzeng.engines.period import Period

# A deadline further off is a slip of the year, not a deadline.
LONGEST = dt.timedelta(days=366)


class CannotAssign(Exception):
    """What could not be done with an assignment, and what to do instead."""


def _step(row: Assignment, *, by: User | None, now: dt.datetime, text: str, before: str) -> None:
    AssignmentStep.objects.create(assignment=row, state=row.state, at=now, by=by, text=text)
    trail.note(
        by=by,
        deed=f"assignments.{row.state}",
        about=row,
        before={"state": before},
        after={"state": row.state, "measure": row.measure, "due_on": row.due_on},
        reason=text[:500],
    )


@transaction.atomic
def propose(
    *,
    to_body: Body,
    about: Subject,
    period: Period,
    title: str,
    demand: str,
    origin: str,
    clause: str,
    rule_digest: str,
    due_on: dt.date,
    evidence: Sequence[tuple[int, str]],
    simulated: bool,
    now: dt.datetime,
) -> tuple[Assignment, bool]:
    """The system proposes; nothing reaches the body until a person signs. Proposing twice changes nothing."""
    if to_body.supplies_data_only:
        raise CannotAssign(
            _("%(body)s只提供数据，不能作为增速、总量、位次事项的承办单位。") % {"body": to_body}
        )
    standing = Assignment.objects.filter(
        origin=origin, to_body=to_body, about=about, period_code=period.code
    ).first()
    if standing:
        return standing, False
    row = Assignment.objects.create(
        to_body=to_body,
        about=about,
        period_code=period.code,
        title=title,
        demand=demand,
        origin=origin,
        clause=clause,
        rule_digest=rule_digest,
        proposed_at=now,
        due_on=due_on,
        simulated=simulated,
    )
    AssignmentEvidence.objects.bulk_create(
        AssignmentEvidence(assignment=row, observation_id=pk, sentence=sentence[:200], position=position)
        for position, (pk, sentence) in enumerate(evidence)
    )
    _step(row, by=None, now=now, text=_("按规则提出，待签发。"), before="")
    return row, True


def _locked(row: Assignment, version: int | None) -> Assignment:
    fresh = Assignment.objects.select_for_update().get(pk=row.pk)
    if version is not None and fresh.version != version:
        raise CannotAssign(
            _("这件事刚被别人处理过（现为“%(state)s”）：请看过最新情况再办。")
            % {"state": fresh.get_state_display()}
        )
    fresh.version += 1
    return fresh


def _refuse_strangers(row: Assignment, by: User) -> None:
    """Nobody answers for another body, or the one who answers could then strike off his own answer."""
    if row.to_body_id not in by.body_ids:
        raise CannotAssign(_("这件事交给了%(body)s，只能由它的人签收、反馈。") % {"body": row.to_body})


def _refuse_long(text: str) -> None:
    limit: int = Assignment._meta.get_field("reason").max_length or 0
    if len(text) > limit:
        raise CannotAssign(
            _("理由有%(n)s个字，最多%(limit)s个字：请写得短一些。") % {"n": len(text), "limit": limit}
        )


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
    """A person takes the proposal as his own; the body sees it from now on."""
    row = _locked(assignment, version)
    if row.state != Assignment.State.PROPOSED:
        raise CannotAssign(_("这件事已是“%(state)s”，不能再签发。") % {"state": row.get_state_display()})
    if not reason.strip():
        raise CannotAssign(_("没写签发理由：写一句为什么采取这项措施（视情况）。"))
    _refuse_long(reason)
    if measure not in Assignment.Measure.values:
        raise CannotAssign(_("没有“%(measure)s”这种措施。") % {"measure": measure})
    if due_on < now.date():
        raise CannotAssign(_("办理期限 %(day)s 早于今天：请改为今天或以后的日期。") % {"day": due_on})
    latest = now.date() + LONGEST
    if due_on > latest:
        raise CannotAssign(
            _("办理期限 %(day)s 太远：最晚 %(latest)s（一年以内），请核对年份。")
            % {"day": due_on, "latest": latest}
        )
    before, row.state = row.state, Assignment.State.SIGNED
    row.measure, row.reason, row.due_on, row.signed_by, row.signed_at = measure, reason, due_on, by, now
    row.save()
    _step(row, by=by, now=now, text=reason, before=before)
    return row


@transaction.atomic
def decline(
    *, assignment: Assignment, reason: str, by: User, now: dt.datetime, version: int | None = None
) -> Assignment:
    """A person refuses the proposal, and says why."""
    row = _locked(assignment, version)
    if row.state != Assignment.State.PROPOSED:
        raise CannotAssign(_("这件事已是“%(state)s”，不能再退回提议。") % {"state": row.get_state_display()})
    if not reason.strip():
        raise CannotAssign(_("没写不签理由：写一句为什么不采取措施。"))
    _refuse_long(reason)
    before, row.state = row.state, Assignment.State.DECLINED
    row.reason, row.signed_by, row.signed_at = reason, by, now
    row.save()
    _step(row, by=by, now=now, text=reason, before=before)
    return row


@transaction.atomic
def acknowledge(
    *, assignment: Assignment, by: User, now: dt.datetime, version: int | None = None
) -> Assignment:
    row = _locked(assignment, version)
    _refuse_strangers(row, by)
    if row.state != Assignment.State.SIGNED:
        raise CannotAssign(_("这件事已是“%(state)s”，不用再签收。") % {"state": row.get_state_display()})
    before, row.state = row.state, Assignment.State.ACKNOWLEDGED
    row.save()
    _step(row, by=by, now=now, text=_("已签收。"), before=before)
    return row


@transaction.atomic
def answer(
    *, assignment: Assignment, text: str, by: User, now: dt.datetime, version: int | None = None
) -> Assignment:
    """The body answers; whether the answer is good is judged by another person (strike_off or back)."""
    row = _locked(assignment, version)
    _refuse_strangers(row, by)
    if row.state not in {Assignment.State.SIGNED, Assignment.State.ACKNOWLEDGED}:
        raise CannotAssign(_("这件事已是“%(state)s”，不能再反馈。") % {"state": row.get_state_display()})
    if not text.strip():
        raise CannotAssign(_("没写反馈内容：写明采取了什么措施、什么时候见效。"))
    before, row.state, row.answer = row.state, Assignment.State.ANSWERED, text
    row.save()
    _step(row, by=by, now=now, text=text, before=before)
    return row


@transaction.atomic
def strike_off(
    *, assignment: Assignment, reason: str, by: User, now: dt.datetime, version: int | None = None
) -> Assignment:
    """销号, by someone of another body than the one that answered."""
    row = _locked(assignment, version)
    if row.state != Assignment.State.ANSWERED:
        raise CannotAssign(_("还没有反馈，不能销号。"))
    if row.to_body_id in by.body_ids:
        raise CannotAssign(_("承办单位不能给自己的事销号：由交办单位核验。"))
    if not reason.strip():
        raise CannotAssign(_("没写核验意见：写一句凭什么销号。"))
    before, row.state = row.state, Assignment.State.CLOSED
    row.save()
    _step(row, by=by, now=now, text=reason, before=before)
    return row
