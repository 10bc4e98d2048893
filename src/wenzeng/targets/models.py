"""标: what is to be reached, on which document. A target is never edited: a new row supersedes the old one."""

import datetime as dt
from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Cast, Substr
from django.db.models.lookups import GreaterThanOrEqual
from django.utils.translation import gettext_lazy as _

from wenzeng.base.access import Can
from wenzeng.base.held import Held
from wenzeng.base.models.facts import PERIOD_OF_BASIS, Basis
from wenzeng.engines.period import Period

if TYPE_CHECKING:
    from wenzeng.base.models import User


class TargetQuerySet(models.QuerySet["Target"]):
    def visible_to(self, user: "User") -> "TargetQuerySet":
        """Targets come from documents that were issued: whoever reads figures reads them."""
        return self if user.can(Can.READ_FIGURES) else self.none()

    def in_force_on(self, day: dt.date) -> "TargetQuerySet":
        """Decided by that day, and by then neither withdrawn nor superseded by another one."""
        return (
            self.filter(decided_on__lte=day)
            .exclude(superseded_by__decided_on__lte=day)
            .exclude(withdrawn_on__lte=day)
        )


class Target(models.Model):
    """One version of one target: a value, a place relative to another subject, or a rank in a group."""

    class Kind(models.TextChoices):
        VALUE = "value", _("达到一个数")
        RELATIVE = "relative", _("与另一地区比")
        RANK = "rank", _("在一组里的位次")

    class Operator(models.TextChoices):
        AT_LEAST = "ge", _("不低于")
        ABOVE = "gt", _("高于")
        ABOUT = "about", _("左右")
        AT_MOST = "le", _("不超过（位次）")

    code = models.CharField(_("目标代码"), max_length=60)
    title = models.CharField(_("目标"), max_length=80)
    indicator = models.ForeignKey("base.Indicator", models.PROTECT, related_name="+", verbose_name=_("指标"))
    subject = models.ForeignKey(
        "base.Subject", models.PROTECT, related_name="targets", verbose_name=_("对象")
    )
    period_code = models.CharField(_("期别"), max_length=14)
    basis = models.CharField(
        _("口径"),
        max_length=10,
        choices=[(basis, basis.label) for basis in (Basis.YTD, Basis.QUARTER, Basis.MONTH)],
    )
    kind = models.CharField(_("种类"), max_length=10, choices=Kind.choices)
    operator = models.CharField(_("关系"), max_length=6, choices=Operator.choices)
    value = models.DecimalField(_("目标值"), max_digits=12, decimal_places=2, null=True, blank=True)
    tolerance = models.DecimalField(_("容差"), max_digits=6, decimal_places=2, null=True, blank=True)
    comparator = models.ForeignKey(
        "base.Subject", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("对比对象")
    )
    rank_group = models.CharField(_("位次范围"), max_length=60, blank=True)
    stretch = models.BooleanField(_("力争"), default=False)
    reading = models.CharField(_("怎么读"), max_length=200, blank=True)
    document = models.CharField(_("文件"), max_length=80)
    document_number = models.CharField(_("文号"), max_length=60, blank=True)
    clause = models.CharField(_("原文"), max_length=200)
    decided_on = models.DateField(_("明确日期"))
    supersedes = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="superseded_by", verbose_name=_("替代")
    )
    set_by = models.ForeignKey(
        "base.User", models.PROTECT, null=True, related_name="+", verbose_name=_("录入")
    )
    set_at = models.DateTimeField(_("录入时间"))
    withdrawn_on = models.DateField(_("撤销日期"), null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        "base.User", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("撤销")
    )
    withdrawn_at = models.DateTimeField(_("撤销时间"), null=True, blank=True)
    withdrawn_reason = models.CharField(_("撤销理由"), max_length=300, blank=True)

    HELD: ClassVar[Held] = {"period": ("period_code",)} | {
        field: (field,)
        for field in ("code", "basis", "operator", "value", "tolerance", "document", "decided_on")
    }

    objects = TargetQuerySet.as_manager()

    class Meta:
        verbose_name = _("目标")
        ordering = ["code", "decided_on", "pk"]
        constraints = [
            models.CheckConstraint(
                name="targets_kind_has_what_it_needs",
                condition=Q(kind="value", value__isnull=False, comparator__isnull=True, rank_group="")
                | Q(kind="relative", value__isnull=True, comparator__isnull=False, rank_group="")
                | (
                    Q(kind="rank", value__isnull=False, value__gte=1, comparator__isnull=True)
                    & ~Q(rank_group="")
                ),
                violation_error_message=_(
                    "“达到一个数”要填目标值，“与另一地区比”要选对比对象，“位次”要填范围和不超过第几位；不用的空着。"
                ),
            ),
            models.CheckConstraint(
                name="targets_operator_fits_kind",
                condition=(Q(kind="rank") & Q(operator="le")) | (~Q(kind="rank") & ~Q(operator="le")),
                violation_error_message=_("位次目标的关系是“不超过”；其他目标用不低于、高于或左右。"),
            ),
            models.CheckConstraint(
                name="targets_tolerance_only_for_about",
                condition=Q(operator="about", tolerance__isnull=False, tolerance__gte=0)
                | (~Q(operator="about") & Q(tolerance__isnull=True)),
                violation_error_message=_("“左右”要填容差（如0.5）；别的关系不填容差。"),
            ),
            models.CheckConstraint(
                name="targets_document_and_clause",
                condition=~Q(document="") & ~Q(clause=""),
                violation_error_message=_("每个目标要有文件和原文。"),
            ),
            models.CheckConstraint(
                name="targets_relative_to_another",
                condition=Q(comparator__isnull=True) | ~Q(comparator=F("subject")),
                violation_error_message=_("对比对象不能是自己。"),
            ),
            models.CheckConstraint(
                name="targets_value_can_be",
                condition=(Q(kind="rank") & Q(value=Cast("value", models.IntegerField())))
                | (~Q(kind="rank") & (Q(value__isnull=True) | Q(value__gt=-100))),
                violation_error_message=_("位次是整数；增速要大于−100%。"),
            ),
            models.CheckConstraint(
                name="targets_period_fits_basis",
                condition=Q(basis="ytd", period_code__regex=PERIOD_OF_BASIS[Basis.YTD])
                | Q(basis="quarter", period_code__regex=PERIOD_OF_BASIS[Basis.QUARTER])
                | Q(basis="month", period_code__regex=PERIOD_OF_BASIS[Basis.MONTH]),
                violation_error_message=_("期别要与口径相合：累计从1月起，当季是一个季度，当月是一个月。"),
            ),
            models.CheckConstraint(
                name="targets_period_not_before_its_document",
                condition=Q(
                    GreaterThanOrEqual(
                        Substr("period_code", 1, 4), Substr(Cast("decided_on", models.CharField()), 1, 4)
                    )
                ),
                violation_error_message=_("期别不能早于文件的年份。"),
            ),
            models.CheckConstraint(
                name="targets_withdrawn_with_a_reason",
                condition=Q(
                    withdrawn_on__isnull=True,
                    withdrawn_by__isnull=True,
                    withdrawn_at__isnull=True,
                    withdrawn_reason="",
                )
                | (
                    Q(
                        withdrawn_on__gte=F("decided_on"),
                        withdrawn_by__isnull=False,
                        withdrawn_at__isnull=False,
                    )
                    & ~Q(withdrawn_reason="")
                ),
                violation_error_message=_("撤销要有日期、人和理由，日期不早于明确日期。"),
            ),
            models.UniqueConstraint(
                name="targets_one_first_version",
                fields=["code"],
                condition=Q(supersedes__isnull=True),
                violation_error_message=_("这个代码的目标已有首个版本：要改请替代最新的一版。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.period.label_with_year} {self.title}"

    @property
    def period(self) -> Period:
        return Period.parse(self.period_code)

    @property
    def is_whole_year(self) -> bool:
        period = self.period
        return (period.first_month, period.last_month) == (1, 12)
