"""事: work for a body about a subject. Proposed by a rule or a person, signed by a person, answered by the body."""

import datetime as dt
from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .facts import PERIOD_CODE, Observation
from .subjects import WORDS, Body, Subject

if TYPE_CHECKING:
    from .people import User


class AssignmentQuerySet(models.QuerySet["Assignment"]):
    def visible_to(self, user: "User") -> "AssignmentQuerySet":
        """The city's desk sees all; a body sees what was signed to it. A proposal is nobody's task yet."""
        if user.sees_whole_city:
            return self
        return self.filter(to_body__in=user.body_ids).exclude(
            state__in=[Assignment.State.PROPOSED, Assignment.State.DECLINED]
        )

    def open(self) -> "AssignmentQuerySet":
        return self.filter(state__in=[Assignment.State.SIGNED, Assignment.State.ACKNOWLEDGED])

    def proposed(self) -> "AssignmentQuerySet":
        return self.filter(state=Assignment.State.PROPOSED)


class Assignment(models.Model):
    class State(models.TextChoices):
        PROPOSED = "proposed", _("待签发")
        DECLINED = "declined", _("不予签发")
        SIGNED = "signed", _("已交办")
        ACKNOWLEDGED = "acknowledged", _("已签收")
        ANSWERED = "answered", _("已反馈")
        CLOSED = "closed", _("已销号")

    class Measure(models.TextChoices):
        """The ladder of the speech (decisions.md 31): chosen by a person, as the case requires, with a reason."""

        NONE = "", _("未定")
        TRACK = "track", _("重点跟踪")
        WARN = "warn", _("预警提醒")
        TALK = "talk", _("提请约谈")

    to_body = models.ForeignKey(Body, models.PROTECT, related_name="assignments", verbose_name=_("承办单位"))
    about = models.ForeignKey(Subject, models.PROTECT, related_name="assignments", verbose_name=_("事由对象"))
    period_code = models.CharField(_("期别"), max_length=14)
    title = models.CharField(_("事项"), max_length=120)
    demand = models.CharField(_("要求"), max_length=500)
    origin = models.CharField(_("提出"), max_length=60)
    clause = models.CharField(_("依据条款"), max_length=300)
    rule_digest = models.CharField(_("规则版本"), max_length=64, blank=True)
    state = models.CharField(_("状态"), max_length=14, choices=State.choices, default=State.PROPOSED)
    measure = models.CharField(_("措施"), max_length=8, choices=Measure.choices, blank=True, default="")
    proposed_at = models.DateTimeField(_("提出时间"))
    due_on = models.DateField(_("办理期限"))
    signed_by = models.ForeignKey("base.User", models.PROTECT, null=True, related_name="+")
    signed_at = models.DateTimeField(_("签发时间"), null=True)
    reason = models.CharField(_("签发（不签）理由"), max_length=500, blank=True)
    answer = models.TextField(_("反馈"), blank=True)
    version = models.PositiveIntegerField(default=1)
    simulated = models.BooleanField(_("演示"), default=False)

    HELD: ClassVar[dict[str, tuple[str, ...]]] = {
        "state": ("state",),
        "measure": ("measure",),
        "due_on": ("due_on",),
    }

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("交办事项")
        ordering = ["due_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="base_assignment_proposed_once",
                fields=["origin", "to_body", "about", "period_code"],
                violation_error_message=_("同一规则对同一对象、同一期只提一次。"),
            ),
            models.CheckConstraint(
                name="base_assignment_known_state",
                condition=Q(
                    state__in=["proposed", "declined", "signed", "acknowledged", "answered", "closed"]
                )
                & Q(measure__in=["", "track", "warn", "talk"]),
            ),
            models.CheckConstraint(name="base_assignment_period", condition=PERIOD_CODE),
            models.CheckConstraint(
                name="base_assignment_says_what_and_why",
                condition=Q(
                    title__regex=WORDS, demand__regex=WORDS, origin__regex=WORDS, clause__regex=WORDS
                ),
                violation_error_message=_("交办事项要有事项、要求、提出人和依据。"),
            ),
            models.CheckConstraint(
                name="base_assignment_person_signs",
                condition=Q(state="proposed", signed_by__isnull=True)
                | (~Q(state="proposed") & Q(signed_by__isnull=False, signed_at__isnull=False)),
                violation_error_message=_("签发或不签都要有签字人和时间。"),
            ),
            models.CheckConstraint(
                name="base_assignment_measure_has_a_reason",
                condition=Q(measure="") | ~Q(reason=""),
                violation_error_message=_("采取措施要写明理由（视情况）。"),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def is_late(self, today: dt.date) -> bool:
        return self.state in {self.State.SIGNED, self.State.ACKNOWLEDGED} and today > self.due_on


class AssignmentEvidence(models.Model):
    assignment = models.ForeignKey(Assignment, models.PROTECT, related_name="evidence")
    observation = models.ForeignKey(Observation, models.PROTECT, related_name="evidence_for")
    sentence = models.CharField(_("说明"), max_length=200)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(name="base_evidence_once", fields=["assignment", "observation"])
        ]


class AssignmentStep(models.Model):
    """Who did what to an assignment, readable on its page."""

    assignment = models.ForeignKey(Assignment, models.PROTECT, related_name="steps")
    state = models.CharField(max_length=14, choices=Assignment.State.choices)
    at = models.DateTimeField()
    by = models.ForeignKey("base.User", models.PROTECT, null=True, related_name="+")
    text = models.TextField(blank=True)

    class Meta:
        ordering = ["pk"]
