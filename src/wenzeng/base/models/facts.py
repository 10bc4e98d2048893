"""数: append-only observations (decisions.md 2–7, 29). Only `wenzeng.base.facts` writes and reads these tables."""

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Substr
from django.db.models.lookups import LessThan
from django.utils.translation import gettext_lazy as _

from wenzeng.engines.period import Period

from .subjects import WORDS

if TYPE_CHECKING:
    from .people import User


# The codes of engines.period, for the database. \Z and not $, which lets a line break follow.
_YEAR = "^(1949|19[5-9][0-9]|20[0-9][0-9]|2100)"
_MONTH = "(0[1-9]|1[0-2])"
_SPAN = rf"{_YEAR}-{_MONTH}\.\.{_MONTH}\Z"
PERIOD_CODE = Q(period_code__regex=rf"{_YEAR}(-{_MONTH}(-t[1-3])?|-q[1-4])?\Z") | (
    Q(period_code__regex=_SPAN) & Q(LessThan(Substr("period_code", 6, 2), Substr("period_code", 10, 2)))
)
GROWTH = "iva.growth"
CELL = r"^[A-Z]{1,3}[0-9]{1,7}\Z"


class Basis(models.TextChoices):
    MONTH = "month", _("当月")
    YTD = "ytd", _("累计")
    QUARTER = "quarter", _("当季")
    MTD = "mtd", _("月内至旬末")


class PriceBasis(models.TextChoices):
    COMPARABLE = "comparable", _("可比价")
    CURRENT = "current", _("现价")
    NONE = "none", _("不涉及价格")


# How a figure of each basis may be printed: 1—2月 is one print, that of the month as well as the cumulative one.
PERIOD_OF_BASIS = {
    Basis.MONTH: rf"{_YEAR}-({_MONTH}|01\.\.02)\Z",
    Basis.YTD: rf"{_YEAR}-01\.\.(0[2-9]|1[0-2])\Z",
    Basis.QUARTER: rf"{_YEAR}-q[1-4]\Z",
    Basis.MTD: rf"{_YEAR}-{_MONTH}-t[1-3]\Z",
}


class Status(models.TextChoices):
    OFFICIAL = "official", _("正式")
    FLASH = "flash", _("快报")
    REPORTED = "reported", _("部门、县区报送")
    ESTIMATE = "estimate", _("推算")
    EXPECTATION = "expectation", _("企业工作预期")


# What has happened is not known before its period is over.
HAPPENED = (Status.OFFICIAL, Status.FLASH, Status.REPORTED)


class Stage(models.TextChoices):
    UNSTATED = "", _("未注明")
    PRELIMINARY = "preliminary", _("初步")
    FINAL = "final", _("最终")


class Indicator(models.Model):
    """Synchronised from `rules/indicators/*.yaml` by code; superseded, never renamed."""

    code = models.CharField(_("代码"), max_length=60, primary_key=True)
    name = models.CharField(_("名称"), max_length=80)
    unit = models.CharField(_("单位"), max_length=20)
    bases = models.JSONField(_("口径种类"), default=list)
    price_basis = models.CharField(_("价格"), max_length=10, choices=PriceBasis.choices)
    direction = models.CharField(_("方向"), max_length=10)
    decimals = models.PositiveSmallIntegerField(_("小数位"))
    january_alone = models.BooleanField(_("有单独的1月数"), default=True)
    least = models.DecimalField(_("最小"), max_digits=24, decimal_places=8, null=True)
    most = models.DecimalField(_("最大"), max_digits=24, decimal_places=8, null=True)
    whole = models.BooleanField(_("只有整数"), default=False)
    statuses = models.JSONField(_("可有的性质"), default=list)
    meanings = models.JSONField(_("代码含义"), default=dict)
    source = models.CharField(_("来源"), max_length=200)
    owner = models.CharField(_("主管单位"), max_length=40)
    written_by = models.CharField(_("编写"), max_length=40)
    checked_by = models.CharField(_("复核"), max_length=40)
    definition = models.CharField(_("定义"), max_length=400)
    superseded_by = models.ForeignKey("self", models.PROTECT, null=True, related_name="supersedes")

    class Meta:
        verbose_name = _("指标")
        constraints = [
            models.CheckConstraint(
                name="base_indicator_direction", condition=Q(direction__in=["higher", "lower", "neutral"])
            ),
            models.CheckConstraint(
                name="base_indicator_two_signatures",
                condition=~Q(written_by="") & ~Q(checked_by="") & ~Q(written_by=models.F("checked_by")),
                violation_error_message=_("指标要有编写、复核两个不同的签名。"),
            ),
            models.CheckConstraint(
                name="base_indicator_named", condition=Q(name__regex=WORDS) & Q(unit__regex=WORDS)
            ),
            models.CheckConstraint(
                name="base_indicator_bounds",
                condition=Q(least__isnull=True) | Q(most__isnull=True) | Q(least__lte=models.F("most")),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Batch(models.Model):
    """Figures that came in together: one accepted filing, or one run of a computation."""

    class Origin(models.TextChoices):
        FILING = "filing", _("报表")
        DERIVED = "derived", _("计算")
        JUDGED = "judged", _("判定")

    origin = models.CharField(_("来路"), max_length=10, choices=Origin.choices)
    title = models.CharField(_("名称"), max_length=120)
    reference = models.CharField(_("出处"), max_length=60, blank=True)
    file = models.ForeignKey("base.StoredFile", models.PROTECT, null=True, related_name="batches")
    known_at = models.DateField(_("来源发布日"))
    received_at = models.DateTimeField(_("收到时间"))
    released_at = models.DateTimeField(_("可公开时间"), null=True)
    recorded_at = models.DateTimeField(_("入库时间"))
    recorded_by = models.ForeignKey("base.User", models.PROTECT, null=True, related_name="+")
    historical = models.BooleanField(_("补录历史"), default=False)

    HELD: ClassVar[dict[str, tuple[str, ...]]] = {"released_at": ("released_at",)}

    class Meta:
        verbose_name = _("入库批次")
        constraints = [
            models.CheckConstraint(
                name="base_batch_filing_has_its_file",
                condition=~Q(origin="filing") | Q(file__isnull=False),
                violation_error_message=_("报表入库必须留有原件。"),
            ),
            models.CheckConstraint(
                name="base_batch_origin", condition=Q(origin__in=["filing", "derived", "judged"])
            ),
            models.CheckConstraint(name="base_batch_named", condition=Q(title__regex=WORDS)),
            models.CheckConstraint(
                name="base_batch_released_after_received",
                condition=Q(released_at__isnull=True) | Q(released_at__gte=models.F("received_at")),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class ObservationQuerySet(models.QuerySet["Observation"]):
    def visible_to(self, user: "User") -> "ObservationQuerySet":
        """Released statistics for all who may read figures; what a unit filed for that unit and the city."""
        from wenzeng.base.access import Can

        filed = Q(status__in=[Status.REPORTED, Status.EXPECTATION])
        own = filed & Q(subject__in=user.unit_ids)
        rows = self if user.can(Can.READ_FIGURES) else self.none()
        if not user.can(Can.READ_UNRELEASED):
            rows = rows.filter(Q(batch__released_at__isnull=False) | own)
        if not user.sees_whole_city:
            rows = rows.filter(~filed | own)
        return rows

    def known_on(self, day: dt.date) -> "ObservationQuerySet":
        """What was published and in our books by the end of a day; marked imports count by publication alone."""
        from wenzeng.base.clock import SHANGHAI

        end_of_day = dt.datetime.combine(day + dt.timedelta(days=1), dt.time(), tzinfo=SHANGHAI)
        return self.filter(batch__known_at__lte=day).filter(
            Q(batch__historical=True) | Q(batch__recorded_at__lt=end_of_day)
        )

    def same_key_as(self, row: "Observation") -> "ObservationQuerySet":
        return self.filter(
            indicator_id=row.indicator_id,
            subject_id=row.subject_id,
            period_code=row.period_code,
            basis=row.basis,
            price_basis=row.price_basis,
            scope=row.scope,
            status=row.status,
        )

    def newest_first(self) -> "ObservationQuerySet":
        return self.order_by("-batch__known_at", "-batch__recorded_at", "-pk")


class Observation(models.Model):
    """One figure as printed. Never updated, never deleted: the database refuses both."""

    indicator = models.ForeignKey(
        Indicator, models.PROTECT, related_name="observations", verbose_name=_("指标")
    )
    subject = models.ForeignKey(
        "base.Subject", models.PROTECT, related_name="observations", verbose_name=_("对象")
    )
    period_code = models.CharField(_("期别"), max_length=14)
    basis = models.CharField(_("口径"), max_length=10, choices=Basis.choices)
    price_basis = models.CharField(_("价格"), max_length=10, choices=PriceBasis.choices)
    scope = models.CharField(_("统计范围版本"), max_length=20)
    status = models.CharField(_("性质"), max_length=12, choices=Status.choices)
    stage = models.CharField(_("发布阶段"), max_length=12, choices=Stage.choices, blank=True, default="")
    value = models.DecimalField(_("数值"), max_digits=24, decimal_places=8)
    decimals = models.PositiveSmallIntegerField(_("印出小数位"))
    unit = models.CharField(_("单位"), max_length=20)
    simulated = models.BooleanField(_("演示"))
    batch = models.ForeignKey(Batch, models.PROTECT, related_name="observations")
    sheet = models.CharField(_("表"), max_length=60, blank=True)
    cell = models.CharField(_("单元格"), max_length=12, blank=True)
    cell_text = models.CharField(_("单元格原文"), max_length=60, blank=True)
    method = models.CharField(_("算法"), max_length=80, blank=True)
    note = models.CharField(_("说明"), max_length=300, blank=True)

    objects = ObservationQuerySet.as_manager()

    class Meta:
        verbose_name = _("观测值")
        indexes = [
            models.Index(
                fields=["indicator", "subject", "period_code", "basis", "status"], name="base_observation_key"
            ),
            models.Index(fields=["period_code"], name="base_observation_period"),
        ]
        constraints = [
            models.UniqueConstraint(
                name="base_observation_once_a_batch",
                fields=[
                    "batch",
                    "indicator",
                    "subject",
                    "period_code",
                    "basis",
                    "price_basis",
                    "scope",
                    "status",
                ],
                violation_error_message=_("同一批里同一指标、对象、期别只能有一个数。"),
            ),
            models.CheckConstraint(name="base_observation_basis", condition=Q(basis__in=Basis.values)),
            models.CheckConstraint(name="base_observation_status", condition=Q(status__in=Status.values)),
            models.CheckConstraint(
                name="base_observation_price", condition=Q(price_basis__in=PriceBasis.values)
            ),
            models.CheckConstraint(name="base_observation_decimals", condition=Q(decimals__lte=6)),
            models.CheckConstraint(
                name="base_observation_no_statistical_january",
                condition=~(
                    Q(status__in=["official", "flash"], basis__in=["month", "ytd"])
                    & (Q(period_code__endswith="-01") | Q(period_code__endswith="-02"))
                ),
                violation_error_message=_("规上工业没有单独的1月、2月数：1—2月合并为一期。"),
            ),
            models.CheckConstraint(
                name="base_observation_period_fits_basis",
                condition=Q(
                    *(
                        Q(basis=str(basis), period_code__regex=pattern)
                        for basis, pattern in PERIOD_OF_BASIS.items()
                    ),
                    _connector=Q.OR,
                ),
                violation_error_message=_("期别与口径不符：累计从1月起，当月是单月或1—2月。"),
            ),
            models.CheckConstraint(name="base_observation_stage", condition=Q(stage__in=Stage.values)),
            models.CheckConstraint(name="base_observation_scope", condition=~Q(scope="")),
            models.CheckConstraint(name="base_observation_cell", condition=Q(cell="") | Q(cell__regex=CELL)),
            # NaN is greater than every number on PostgreSQL, a text on SQLite: the bound keeps both out.
            models.CheckConstraint(
                name="base_observation_value_is_a_number",
                condition=Q(value__gt=-(Decimal(10) ** 15), value__lt=Decimal(10) ** 15),
            ),
            models.CheckConstraint(
                name="base_observation_no_growth_below_minus_100",
                condition=~Q(indicator=GROWTH) | Q(value__gte=-100),
                violation_error_message=_("增速不会低于-100%。"),
            ),
            models.CheckConstraint(
                name="base_observation_source_or_method",
                condition=(~Q(cell="") & ~Q(sheet="")) | ~Q(method=""),
                violation_error_message=_("每个数要么有原件单元格，要么有算法。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject} {self.period.label_with_year} {self.indicator} {self.printed}{self.unit}"

    @property
    def period(self) -> Period:
        return Period.parse(self.period_code)

    @property
    def printed(self) -> Decimal:
        """The value as it is printed: half-up at its own number of decimals."""
        from wenzeng.engines.rounding import round_half_up

        return round_half_up(self.value, self.decimals)

    @property
    def meaning(self) -> str:
        """The word behind a coded value (a light), or ''."""
        return self.indicator.meanings.get(str(int(self.value)), "") if self.indicator.meanings else ""


class ObservationInput(models.Model):
    """A derived figure and what it was made from."""

    observation = models.ForeignKey(Observation, models.PROTECT, related_name="input_rows")
    input = models.ForeignKey(Observation, models.PROTECT, related_name="output_rows")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="base_input_once", fields=["observation", "input"]),
            models.CheckConstraint(
                name="base_input_is_older", condition=Q(input__lt=models.F("observation"))
            ),
        ]


class Citation(models.Model):
    """A figure printed in a document: the document froze this observation."""

    observation = models.ForeignKey(Observation, models.PROTECT, related_name="citations")
    document = models.CharField(_("文件标识"), max_length=60)
    title = models.CharField(_("文件"), max_length=160)
    url = models.CharField(max_length=120)
    place = models.CharField(_("位置"), max_length=120)
    cited_at = models.DateTimeField(_("引用时间"))

    class Meta:
        verbose_name = _("引用")
        constraints = [
            models.UniqueConstraint(name="base_citation_once", fields=["observation", "document", "place"])
        ]
