"""企: the firm behind a code. Its yearly size is dated; the class follows from the rule in force, not from a form."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from wenzeng.engines.codes import uscc_problem

from .subjects import USCC, Subject


def check_uscc(code: str) -> None:
    problem = uscc_problem(code)
    if problem:
        raise ValidationError(problem)


class Firm(models.Model):
    subject = models.OneToOneField(Subject, models.PROTECT, primary_key=True, related_name="firm")
    uscc = models.CharField(_("统一社会信用代码"), max_length=18, unique=True, validators=[check_uscc])
    industry = models.ForeignKey(
        Subject,
        models.PROTECT,
        related_name="firms_of_industry",
        verbose_name=_("行业（GB/T 4754-2017 大类）"),
    )
    unit = models.ForeignKey(
        Subject, models.PROTECT, related_name="firms_of_unit", verbose_name=_("所属考核单位")
    )
    founded_on = models.DateField(_("成立日期"), null=True, blank=True)
    simulated = models.BooleanField(_("演示"), default=False)

    class Meta:
        verbose_name = _("企业")
        constraints = [
            models.CheckConstraint(
                name="base_firm_uscc_has_18_characters",
                condition=Q(uscc__regex=USCC),
                violation_error_message=_("统一社会信用代码是18位，不含 I、O、S、V、Z。"),
            )
        ]

    def __str__(self) -> str:
        return str(self.subject)


class FirmScale(models.Model):
    """Employees and revenue of one year, from which the size class follows (国统字〔2017〕213号)."""

    firm = models.ForeignKey(Firm, models.PROTECT, related_name="scales")
    year = models.PositiveSmallIntegerField(_("年份"))
    employees = models.PositiveIntegerField(_("从业人员（人）"))
    revenue_fen = models.BigIntegerField(_("营业收入（分）"))
    source = models.CharField(_("来源"), max_length=120)

    class Meta:
        verbose_name = _("企业规模")
        constraints = [
            models.UniqueConstraint(name="base_firmscale_once_a_year", fields=["firm", "year"]),
            models.CheckConstraint(name="base_firmscale_not_negative", condition=Q(revenue_fen__gte=0)),
            models.CheckConstraint(
                name="base_firmscale_sane_year", condition=Q(year__gte=1990, year__lte=2100)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.firm} {self.year}"
