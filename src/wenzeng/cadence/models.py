"""One filing: a workbook that came in, what it says, what is wrong with it, and how far it has got."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from wenzeng.base.access import Can
from wenzeng.base.held import Held
from wenzeng.base.models.people import User
from wenzeng.cadence import definitions
from wenzeng.cadence.findings import Finding, Judged
from wenzeng.engines.period import Period

REFUSED = "file.not_yours"


class FilingQuerySet(models.QuerySet["Filing"]):
    def visible_to(self, user: User) -> "FilingQuerySet":
        """The own unit's and one's own; notices for those who file notices; everything for the whole city."""
        if user.sees_whole_city:
            return self
        mine = Q(uploaded_by=user) | Q(unit__in=user.unit_ids)
        if user.can(Can.FILE_NOTICE):
            mine |= Q(form__in=definitions.notice_slugs())
        return self.filter(mine)

    def of(self, form: str, period: Period, unit_id: int | None) -> "FilingQuerySet":
        return self.filter(form=form, period_code=period.code, unit=unit_id)

    def open(self) -> "FilingQuerySet":
        """Not yet with the city: may be mended, sent or taken back."""
        return self.filter(state__in=[Filing.State.FAULTY, Filing.State.DRAFT, Filing.State.SENT_BACK])

    def at_the_city(self) -> "FilingQuerySet":
        return self.filter(state__in=[Filing.State.SUBMITTED, Filing.State.RECORDED])

    def for_list(self) -> "FilingQuerySet":
        return self.select_related("unit", "uploaded_by", "file", "batch").prefetch_related("unit__names")


class Filing(models.Model):
    """The original is kept before this row is written; the row follows it from receipt to the books."""

    class State(models.TextChoices):
        FAULTY = "faulty", _("收到有误")
        DRAFT = "draft", _("待提交")
        SUBMITTED = "submitted", _("待审核")
        SENT_BACK = "sent_back", _("已退回")
        RECORDED = "recorded", _("已入库")
        WITHDRAWN = "withdrawn", _("已撤回")

    form = models.CharField(_("表"), max_length=40, blank=True)
    asked = models.CharField(_("上传时指定的表"), max_length=40, blank=True)
    period_code = models.CharField(_("报告期"), max_length=14, blank=True)
    unit = models.ForeignKey(
        "base.Subject",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="filings",
        verbose_name=_("考核单位"),
    )
    body = models.ForeignKey(
        "base.Body", models.PROTECT, null=True, blank=True, related_name="filings", verbose_name=_("报送单位")
    )
    file = models.ForeignKey(
        "base.StoredFile",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="filings",
        verbose_name=_("原件"),
    )
    file_name = models.CharField(_("文件名"), max_length=200, blank=True)
    state = models.CharField(_("状态"), max_length=12, choices=State.choices)
    uploaded_by = models.ForeignKey(
        "base.User", models.PROTECT, null=True, related_name="+", verbose_name=_("上传")
    )
    uploaded_at = models.DateTimeField(_("上传时间"))
    known_at = models.DateField(_("发布（报出）日期"), null=True, blank=True)
    neutral = models.JSONField(_("中性表"), default=dict)
    findings = models.JSONField(_("核对结果"), default=list)
    explanations = models.JSONField(_("说明"), default=dict)
    texts = models.JSONField(_("文字"), default=dict)
    batch = models.ForeignKey(
        "base.Batch",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="filings",
        verbose_name=_("入库批次"),
    )
    recorded_count = models.PositiveIntegerField(_("新入库数"), default=0)
    remark = models.CharField(_("退回意见"), max_length=500, blank=True)
    zero_report = models.BooleanField(_("零报告"), default=False)
    simulated = models.BooleanField(_("演示"), default=False)
    version = models.PositiveIntegerField(_("改动次数"), default=1)

    HELD: ClassVar[Held] = {"state": ("state",), "batch": ("batch_id",), "file": ("file__sha256",)}
    HELD_ALIKE: ClassVar[dict[str, str]] = {"draft": "faulty"}
    """Checking an open filing again is no deed of anybody: which of the two it is, the trail does not follow."""

    objects = FilingQuerySet.as_manager()

    class Meta:
        verbose_name = _("报表")
        ordering = ["-uploaded_at", "-pk"]
        indexes = [models.Index(fields=["form", "period_code", "unit"], name="cadence_filing_place")]
        constraints = [
            models.CheckConstraint(
                name="cadence_filing_recorded_has_batch",
                condition=Q(state="recorded", batch__isnull=False)
                | (~Q(state="recorded") & Q(batch__isnull=True)),
                violation_error_message=_("入库的报表必须有入库批次；没有入库的不能有。"),
            ),
            models.CheckConstraint(
                name="cadence_filing_sent_has_original",
                condition=Q(state__in=["faulty", "draft", "withdrawn"]) | Q(file__isnull=False),
                violation_error_message=_("提交的报表必须有收存的原件。"),
            ),
            models.CheckConstraint(
                name="cadence_filing_known_state",
                condition=Q(state__in=["faulty", "draft", "submitted", "sent_back", "recorded", "withdrawn"]),
            ),
            models.CheckConstraint(
                name="cadence_filing_sent_knows_what_it_is",
                condition=Q(state__in=["faulty", "sent_back", "withdrawn"])
                | (~Q(form="") & ~Q(period_code="") & Q(known_at__isnull=False)),
                violation_error_message=_("没有认出表、报告期和日期的报表不能提交。"),
            ),
            models.CheckConstraint(
                name="cadence_filing_sent_back_says_why",
                condition=~Q(state="sent_back") | ~Q(remark=""),
                violation_error_message=_("退回要写意见。"),
            ),
            models.UniqueConstraint(
                name="cadence_filing_one_waits_a_unit",
                fields=["form", "period_code", "unit"],
                condition=Q(state="submitted", unit__isnull=False),
                violation_error_message=_("同一张表、同一期、同一单位只能有一份待审核。"),
            ),
            models.UniqueConstraint(
                name="cadence_filing_one_notice_waits",
                fields=["form", "period_code"],
                condition=Q(state="submitted", unit__isnull=True),
                violation_error_message=_("同一张表、同一期只能有一份待审核。"),
            ),
        ]

    def __str__(self) -> str:
        unit = self.unit.name_on(self.period.end if self.period else None) if self.unit else ""
        period = self.period.label_with_year if self.period else ""
        return f"{unit}{period}{self.form_title}" or self.file_name

    @property
    def definition(self) -> definitions.FormDefinition | None:
        return definitions.form(self.form)

    @property
    def form_title(self) -> str:
        return self.definition.title if self.definition else str(_("未认出的文件"))

    @property
    def period(self) -> Period | None:
        return Period.parse(self.period_code) if self.period_code else None

    @property
    def place_code(self) -> str:
        """How an address of the filing page names whose report it is."""
        return self.unit.unit_code if self.unit else definitions.WHOLE_CITY

    @property
    def is_open(self) -> bool:
        return self.state in {self.State.FAULTY, self.State.DRAFT, self.State.SENT_BACK}

    @property
    def is_refused(self) -> bool:
        """Sent by somebody who may not file it: nothing of the books is held against it, nor shown beside it."""
        return any(stored["rule"] == REFUSED for stored in self.findings)

    @property
    def look(self) -> str:
        """Which light stands for its state."""
        looks = {self.State.RECORDED: "ok", self.State.SUBMITTED: "notice", self.State.WITHDRAWN: "done"}
        return looks.get(self.State(self.state), "warn")

    @property
    def judged(self) -> tuple[Judged, ...]:
        """Every finding with what was said about it."""
        told = self.explanations
        rows = []
        for stored in self.findings:
            finding = Finding.from_json(stored)
            words = told.get(finding.id, {})
            rows.append(Judged(finding, words.get("text", ""), words.get("cell", "")))
        return tuple(rows)

    @property
    def open_findings(self) -> tuple[Finding, ...]:
        """What stands in the way of submitting: to be mended, or still to be explained."""
        return tuple(row.finding for row in self.judged if row.is_open)


class TypedCell(models.Model):
    """What was typed into one cell of an open filing since its file was written: the newest word, by whom and when.

    A cell of a table is known by its sheet, the key of its row and that of its column; a field of the head by the
    head's sheet, "" and the field's key. On handing in, what was typed is written into a workbook, which is kept as
    the original, and these rows go.
    """

    filing = models.ForeignKey(Filing, models.CASCADE, related_name="typed", verbose_name=_("报表"))
    sheet = models.CharField(_("工作表"), max_length=40)
    row = models.CharField(_("行"), max_length=60, blank=True)
    column = models.CharField(_("栏"), max_length=40)
    text = models.CharField(_("内容"), max_length=1000, blank=True)
    by = models.ForeignKey("base.User", models.PROTECT, related_name="+", verbose_name=_("填写"))
    at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = _("网页填写的格")
        constraints = [
            models.UniqueConstraint(
                name="cadence_typed_cell_once", fields=["filing", "sheet", "row", "column"]
            )
        ]

    def __str__(self) -> str:
        return f"{self.sheet} {self.row} {self.column}"

    @property
    def place(self) -> tuple[str, str, str]:
        return self.sheet, self.row, self.column
