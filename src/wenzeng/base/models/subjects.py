"""地: one table of everything that a figure can be about, with dated names, codes and parents (decisions.md 7)."""

import datetime as dt

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from wenzeng.base import clock

# A name of blanks alone is none.
WORDS = r"[^\s]"
USCC = r"^[0-9A-HJ-NPQRTUWXY]{2}[0-9]{6}[0-9A-HJ-NPQRTUWXY]{8}[0-9X][0-9A-HJ-NPQRTUWXY]\Z"


def _dated(prefix: str) -> list[models.BaseConstraint]:
    return [
        models.CheckConstraint(
            name=f"{prefix}_ends_after_it_starts",
            condition=Q(valid_from__isnull=True) | Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")),
            violation_error_message=_("失效日期要晚于生效日期。"),
        )
    ]


class Dated(models.Model):
    """In force from a day (None: since ever) up to, not including, another (None: still)."""

    valid_from = models.DateField(_("生效"), null=True, blank=True)
    valid_to = models.DateField(_("失效（不含）"), null=True, blank=True)

    class Meta:
        abstract = True

    def in_force_on(self, day: dt.date) -> bool:
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_to is None or day < self.valid_to
        )


class SubjectQuerySet(models.QuerySet["Subject"]):
    def units(self) -> "SubjectQuerySet":
        return self.filter(kind=Subject.Kind.UNIT).order_by("position", "pk")

    def with_names(self) -> "SubjectQuerySet":
        return self.prefetch_related("names", "codes")


class Subject(models.Model):
    """What a figure is about. The id and the key are permanent; names, codes and parents are dated.

    An assessment unit (12 of them: 10 counties, 2 zones) is not an area: the two zones have no county code and lie
    inside 汉滨区, and whether 汉滨 includes them is said on the unit (`note`).
    """

    class Kind(models.TextChoices):
        AREA = "area", _("行政区域")
        UNIT = "unit", _("考核单位")
        INDUSTRY = "industry", _("行业")
        FIRM = "firm", _("企业")
        BODY = "body", _("单位")

    kind = models.CharField(_("类别"), max_length=10, choices=Kind.choices)
    key = models.CharField(_("永久标识"), max_length=60, unique=True)
    position = models.PositiveIntegerField(_("排列"), default=0)
    note = models.CharField(_("口径说明"), max_length=200, blank=True)

    objects = SubjectQuerySet.as_manager()

    class Meta:
        verbose_name = _("统计对象")
        constraints = [
            models.CheckConstraint(
                name="base_subject_key_says_its_kind",
                condition=Q(kind="area", key__startswith="area:")
                | Q(kind="unit", key__startswith="unit:")
                | Q(kind="industry", key__startswith="industry:")
                | Q(kind="firm", key__startswith="firm:")
                | Q(kind="body", key__startswith="body:"),
            )
        ]

    def __str__(self) -> str:
        return self.name_on(None)

    def _pick(self, rows: "list[SubjectName] | list[SubjectCode]", day: dt.date | None):  # type: ignore[no-untyped-def]
        current = [row for row in rows if row.in_force_on(day or clock.today())]
        return current[0] if current else (rows[-1] if rows else None)

    def name_on(self, day: dt.date | None) -> str:
        """The full name on a day (None: today's). 旬阳县 until 2020, 旬阳市 from 2021."""
        row = self._pick(sorted(self.names.all(), key=lambda r: r.valid_from or dt.date.min), day)
        return row.name if row else self.key

    def short_name_on(self, day: dt.date | None) -> str:
        row = self._pick(sorted(self.names.all(), key=lambda r: r.valid_from or dt.date.min), day)
        return (row.short_name or row.name) if row else self.key

    def code_on(self, scheme: str, day: dt.date | None) -> str | None:
        rows = sorted(
            (row for row in self.codes.all() if row.scheme == scheme),
            key=lambda r: r.valid_from or dt.date.min,
        )
        row = self._pick(rows, day)
        return row.code if row else None

    @property
    def unit_code(self) -> str:
        return self.code_on(SubjectCode.Scheme.UNIT, None) or ""


class SubjectName(Dated):
    subject = models.ForeignKey(Subject, models.PROTECT, related_name="names")
    name = models.CharField(_("名称"), max_length=80)
    short_name = models.CharField(_("简称"), max_length=40, blank=True)

    class Meta:
        verbose_name = _("名称")
        constraints = [
            *_dated("base_subjectname"),
            models.CheckConstraint(name="base_subjectname_named", condition=Q(name__regex=WORDS)),
            models.UniqueConstraint(
                name="base_subjectname_one_open", fields=["subject"], condition=Q(valid_to__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return self.name


class SubjectCode(Dated):
    class Scheme(models.TextChoices):
        GBT2260 = "gbt2260", "GB/T 2260"
        UNIT = "unit", _("考核单位代码")
        GBT4754_2017 = "gbt4754_2017", "GB/T 4754-2017"
        USCC = "uscc", _("统一社会信用代码")

    subject = models.ForeignKey(Subject, models.PROTECT, related_name="codes")
    scheme = models.CharField(_("代码体系"), max_length=16, choices=Scheme.choices)
    code = models.CharField(_("代码"), max_length=20)

    class Meta:
        verbose_name = _("代码")
        constraints = [
            *_dated("base_subjectcode"),
            models.CheckConstraint(
                name="base_subjectcode_scheme",
                condition=Q(scheme__in=["gbt2260", "unit", "gbt4754_2017", "uscc"]),
            ),
            models.CheckConstraint(
                name="base_subjectcode_gbt2260_has_6_digits",
                condition=~Q(scheme="gbt2260") | Q(code__regex=r"^[0-9]{6}\Z"),
                violation_error_message=_("GB/T 2260 代码是6位数字。"),
            ),
            models.CheckConstraint(
                name="base_subjectcode_uscc",
                condition=~Q(scheme="uscc") | Q(code__regex=USCC),
                violation_error_message=_("统一社会信用代码是18位，不含 I、O、S、V、Z。"),
            ),
            models.CheckConstraint(name="base_subjectcode_not_empty", condition=Q(code__regex=WORDS)),
            models.UniqueConstraint(name="base_subjectcode_once", fields=["scheme", "code"]),
            models.UniqueConstraint(
                name="base_subjectcode_one_open",
                fields=["subject", "scheme"],
                condition=Q(valid_to__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_scheme_display()} {self.code}"


class SubjectParent(Dated):
    """市 contains 县; a unit lies in an area; a unit counts into the city's total. Three relations, not one."""

    class Relation(models.TextChoices):
        ADMINISTERED = "administered", _("行政隶属")
        LOCATED = "located", _("地处")
        COUNTED = "counted", _("计入合计")

    subject = models.ForeignKey(Subject, models.PROTECT, related_name="parents")
    parent = models.ForeignKey(Subject, models.PROTECT, related_name="children")
    relation = models.CharField(_("关系"), max_length=14, choices=Relation.choices)

    class Meta:
        verbose_name = _("上级")
        constraints = [
            *_dated("base_subjectparent"),
            models.CheckConstraint(name="base_subjectparent_not_itself", condition=~Q(subject=F("parent"))),
            models.UniqueConstraint(
                name="base_subjectparent_one_open",
                fields=["subject", "relation"],
                condition=Q(valid_to__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject} → {self.parent}"


class Body(models.Model):
    """An organ that files, answers or reads: a county government, a department, an office, an enterprise, a bank."""

    class Kind(models.TextChoices):
        COUNTY = "county", _("县区政府、管委会")
        MEMBER = "member", _("专班成员单位")
        OFFICE = "office", _("市级其他单位")
        LEADER = "leader", _("市领导")
        OUTSIDE = "outside", _("市外单位")
        ENTERPRISE = "enterprise", _("企业")
        BANK = "bank", _("银行")

    subject = models.OneToOneField(Subject, models.PROTECT, primary_key=True, related_name="body")
    kind = models.CharField(_("类别"), max_length=10, choices=Kind.choices)
    unit = models.ForeignKey(
        Subject, models.PROTECT, null=True, blank=True, related_name="bodies", verbose_name=_("所辖考核单位")
    )
    supplies_data_only = models.BooleanField(_("只供数"), default=False)
    is_resident = models.BooleanField(_("中省驻市单位"), default=False)

    class Meta:
        verbose_name = _("单位")
        constraints = [
            models.CheckConstraint(
                name="base_body_county_has_its_unit",
                condition=Q(kind="county", unit__isnull=False) | (~Q(kind="county") & Q(unit__isnull=True)),
                violation_error_message=_("县区政府、管委会要指明所辖考核单位；其他单位不能填。"),
            )
        ]

    def __str__(self) -> str:
        return str(self.subject)
