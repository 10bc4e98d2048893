"""通报: series, bulletins on their way from draft to archive, their figures, and the numbers that were given out."""

import datetime as dt
from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from wenzeng.base.access import Can, Duty
from wenzeng.base.clock import SHANGHAI
from wenzeng.base.held import Held
from wenzeng.base.models import Body, Observation, StoredFile
from wenzeng.engines.period import Period
from wenzeng.engines.wording import chinese_ordinal

if TYPE_CHECKING:
    from wenzeng.base.models import User


class Series(models.Model):
    """A name under which bulletins are numbered. It has an owner and may carry other subjects (decisions.md 30)."""

    class Kind(models.TextChoices):
        ISSUE = "issue", _("期号式")
        LETTER = "letter", _("文件式")

    key = models.CharField(_("标识"), max_length=40, unique=True)
    name = models.CharField(_("刊名"), max_length=40)
    owner = models.ForeignKey(Body, models.PROTECT, related_name="series", verbose_name=_("主办单位"))
    kind = models.CharField(_("版式"), max_length=8, choices=Kind.choices)
    organ = models.CharField(_("发文机关"), max_length=60)
    header_note = models.CharField(_("页眉注记"), max_length=80, blank=True)
    main_to = models.JSONField(_("主送"), default=list)
    copy_to = models.JSONField(_("抄送"), default=list)
    printed_by = models.CharField(_("印发机关"), max_length=60)
    is_demo = models.BooleanField(_("演示"), default=False)

    class Meta:
        verbose_name = _("通报刊名")
        constraints = [
            models.CheckConstraint(name="bulletins_series_named", condition=~Q(name="") & ~Q(organ="")),
            models.CheckConstraint(
                name="bulletins_series_demo_says_so",
                condition=Q(is_demo=False) | ~Q(header_note=""),
                violation_error_message=_("演示刊名的页眉要写明演示样张。"),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class State(models.TextChoices):
    """Steps of a document (decisions.md 30), named by what has been done last."""

    DRAFTED = "drafted", _("起草")
    COUNTERSIGNED = "countersigned", _("会签")
    REVIEWED = "reviewed", _("审核")
    SIGNED = "signed", _("签发")
    RECHECKED = "rechecked", _("复核")
    REGISTERED = "registered", _("登记")
    PRINTED = "printed", _("印制用印")
    ISSUED = "issued", _("核发")
    ARCHIVED = "archived", _("归档")
    VOID = "void", _("作废")


ORDER: tuple[State, ...] = tuple(State)[:-1]
_SIGNED_ON = [State.SIGNED, State.RECHECKED, State.REGISTERED, State.PRINTED, State.ISSUED, State.ARCHIVED]
_NUMBERED = [State.REGISTERED, State.PRINTED, State.ISSUED, State.ARCHIVED]
_OUT = [State.ISSUED, State.ARCHIVED]


class BulletinQuerySet(models.QuerySet["Bulletin"]):
    def visible_to(self, user: "User") -> "BulletinQuerySet":
        """Drafts for those who work on them; what was issued (even if voided later) by its openness.

        主动公开 is for all who may read figures; everything else, and 内部资料 always, stays with bodies of government.
        """
        if user.can(Can.READ_BULLETIN_DRAFTS):
            return self
        issued = self.filter(issued_on__isnull=False)
        if any(row.duty not in (Duty.ENTERPRISE, Duty.BANK) for row in user.appointments_today):
            return issued
        if user.can(Can.READ_FIGURES):
            return issued.filter(openness=Bulletin.Openness.OPEN, security=Bulletin.Security.NONE)
        return self.none()

    def standing(self) -> "BulletinQuerySet":
        return self.exclude(state=State.VOID)

    def in_hand(self) -> "BulletinQuerySet":
        """On the way: neither issued nor voided."""
        return self.exclude(state__in=[*_OUT, State.VOID])


class Bulletin(models.Model):
    """One bulletin. Its text is blocks whose figures are tokens bound to observations (see `text.py`)."""

    class Security(models.TextChoices):
        NONE = "", _("非涉密")
        INTERNAL = "内部资料", _("内部资料")

    class Urgency(models.TextChoices):
        NONE = "", _("平件")
        URGENT = "加急", _("加急")
        MOST_URGENT = "特急", _("特急")

    class Openness(models.TextChoices):
        OPEN = "open", _("主动公开")
        ON_REQUEST = "on_request", _("依申请公开")
        CLOSED = "closed", _("不予公开")

    series = models.ForeignKey(Series, models.PROTECT, related_name="bulletins", verbose_name=_("刊名"))
    period_code = models.CharField(_("期别"), max_length=14)
    as_of = models.DateField(_("数据截至"))
    title = models.CharField(_("标题"), max_length=120)
    state = models.CharField(_("状态"), max_length=14, choices=State.choices, default=State.DRAFTED)
    security = models.CharField(_("密级"), max_length=10, choices=Security.choices, blank=True, default="")
    urgency = models.CharField(_("缓急"), max_length=4, choices=Urgency.choices, blank=True, default="")
    openness = models.CharField(
        _("公开属性"), max_length=12, choices=Openness.choices, default=Openness.ON_REQUEST
    )
    year = models.PositiveSmallIntegerField(_("年份"), null=True, blank=True)
    number = models.PositiveIntegerField(_("期号"), null=True, blank=True)
    text = models.JSONField(_("正文"), default=list)
    notes = models.JSONField(_("起草说明"), default=list)
    explanations = models.JSONField(_("对提示的说明"), default=dict)
    head = models.JSONField(_("报头和版记"), default=dict)
    simulated = models.BooleanField(_("含演示数字"), default=False)
    version = models.PositiveIntegerField(default=1)
    drafted_by = models.ForeignKey("base.User", models.PROTECT, null=True, related_name="+")
    drafted_at = models.DateTimeField(_("起草时间"))
    changed_at = models.DateTimeField(_("最近修改"))
    signed_by = models.ForeignKey("base.User", models.PROTECT, null=True, related_name="+")
    signed_at = models.DateTimeField(_("签发时间"), null=True)
    issued_on = models.DateField(_("核发日期"), null=True)
    document = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="bulletins")
    void_reason = models.CharField(_("作废原因"), max_length=300, blank=True)

    HELD: ClassVar[Held] = {
        "state": ("state",),
        "title": ("title",),
        "text": ("text",),
        "number": ("number", "number_taken__number"),
        "issued_on": ("issued_on",),
        "sha256": ("document__sha256",),
    }

    objects = BulletinQuerySet.as_manager()

    class Meta:
        verbose_name = _("通报")
        ordering = ["-as_of", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="bulletins_bulletin_known_state", condition=Q(state__in=State.values)
            ),
            models.CheckConstraint(
                name="bulletins_bulletin_number_from_registration",
                condition=Q(state__in=_NUMBERED, number__isnull=False, year__isnull=False)
                | (~Q(state__in=[*_NUMBERED, State.VOID]) & Q(number__isnull=True, year__isnull=True))
                | Q(state=State.VOID),
                violation_error_message=_("期号在登记时编，登记前不能有，登记后不能没有。"),
            ),
            models.CheckConstraint(
                name="bulletins_bulletin_number_and_year",
                condition=Q(number__isnull=True, year__isnull=True) | Q(number__gte=1, year__gte=1990),
            ),
            models.CheckConstraint(
                name="bulletins_bulletin_signed",
                condition=Q(state__in=_SIGNED_ON, signed_by__isnull=False, signed_at__isnull=False)
                | (
                    ~Q(state__in=[*_SIGNED_ON, State.VOID])
                    & Q(signed_by__isnull=True, signed_at__isnull=True)
                )
                | Q(state=State.VOID),
                violation_error_message=_("签发以后要有签发人和时间；签发以前不能有。"),
            ),
            models.CheckConstraint(
                name="bulletins_bulletin_issued_with_its_file",
                condition=Q(state__in=_OUT, issued_on__isnull=False, document__isnull=False)
                | (~Q(state__in=[*_OUT, State.VOID]) & Q(issued_on__isnull=True, document__isnull=True))
                | Q(state=State.VOID),
                violation_error_message=_("核发时要有日期和定稿文件；核发以前不能有。"),
            ),
            models.CheckConstraint(
                name="bulletins_bulletin_void_has_a_reason",
                condition=Q(state=State.VOID) & ~Q(void_reason="") | ~Q(state=State.VOID) & Q(void_reason=""),
                violation_error_message=_("作废要写明原因。"),
            ),
            models.CheckConstraint(name="bulletins_bulletin_version", condition=Q(version__gte=1)),
            models.UniqueConstraint(
                name="bulletins_bulletin_number_once",
                fields=["series", "year", "number"],
                violation_error_message=_("这个期号已经用过，换一个。"),
            ),
            models.UniqueConstraint(
                name="bulletins_bulletin_one_in_hand",
                fields=["series", "period_code"],
                condition=~Q(state__in=[*_OUT, State.VOID]),
                violation_error_message=_("同一刊名同一期别已有一份在办的稿子。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.label} {self.title}"

    @property
    def period(self) -> Period:
        return Period.parse(self.period_code)

    @property
    def label(self) -> str:
        """安政通报第三十二期; before it has a number, the series and what it is."""
        if self.number:
            return f"{self.series.name}第{chinese_ordinal(self.number)}期"
        return str(_("%(series)s（未编号）") % {"series": self.series.name})

    @property
    def is_out(self) -> bool:
        return self.state in _OUT

    @property
    def may_be_edited(self) -> bool:
        return self.state == State.DRAFTED

    @property
    def next_state(self) -> State | None:
        state = State(self.state)
        if state in (State.VOID, State.ARCHIVED):
            return None
        return ORDER[ORDER.index(state) + 1]

    @property
    def snapshot(self) -> str:
        """What the file says it was made from."""
        return f"{self.period_code}@{self.as_of.isoformat()}#{self.pk}v{self.version}"

    @property
    def moment(self) -> dt.datetime:
        """The only time that a file of this bulletin carries, in one zone: the database gives it back in another."""
        return self.changed_at.astimezone(SHANGHAI)


class BulletinFigure(models.Model):
    """One figure as it is printed: which observation, in which form, between which words."""

    bulletin = models.ForeignKey(Bulletin, models.PROTECT, related_name="figures")
    ordinal = models.PositiveSmallIntegerField(_("序号"))
    observation = models.ForeignKey(Observation, models.PROTECT, related_name="printed_in")
    form = models.CharField(_("印法"), max_length=16)
    text = models.CharField(_("正文数字"), max_length=40, blank=True)
    place = models.CharField(_("位置"), max_length=60)
    before = models.CharField(_("前文"), max_length=40, blank=True)
    after = models.CharField(_("后文"), max_length=20, blank=True)

    class Meta:
        verbose_name = _("通报数字")
        ordering = ["ordinal"]
        constraints = [models.UniqueConstraint(name="bulletins_figure_once", fields=["bulletin", "ordinal"])]

    def __str__(self) -> str:
        return f"{self.ordinal} {self.before}{self.text}{self.after}"


class NumberTaken(models.Model):
    """A number that was given once. The row is never changed or removed, not even when the bulletin is voided."""

    series = models.ForeignKey(Series, models.PROTECT, related_name="numbers")
    year = models.PositiveSmallIntegerField(_("年份"))
    number = models.PositiveIntegerField(_("期号"))
    bulletin = models.OneToOneField(Bulletin, models.PROTECT, related_name="number_taken")
    taken_at = models.DateTimeField(_("登记时间"))
    taken_by = models.ForeignKey("base.User", models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("已用期号")
        constraints = [
            models.UniqueConstraint(
                name="bulletins_number_once",
                fields=["series", "year", "number"],
                violation_error_message=_("这个期号已经用过，换一个。"),
            ),
            models.CheckConstraint(
                name="bulletins_number_positive", condition=Q(number__gte=1, year__gte=1990)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.series} {self.year}-{self.number}"


class BulletinStep(models.Model):
    """Who did what to a bulletin, with the opinion; readable on its page."""

    bulletin = models.ForeignKey(Bulletin, models.PROTECT, related_name="steps")
    state = models.CharField(max_length=14, choices=State.choices)
    at = models.DateTimeField()
    by = models.ForeignKey("base.User", models.PROTECT, null=True, related_name="+")
    opinion = models.CharField(_("意见"), max_length=300, blank=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.get_state_display()} {self.opinion}"
