"""痕: one row for each deed, chained by SM3 so that a changed or removed row shows."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class TrailEntry(models.Model):
    seq = models.PositiveBigIntegerField(primary_key=True)
    at = models.DateTimeField(_("时间"))
    actor = models.ForeignKey("base.User", models.PROTECT, null=True, related_name="+")
    actor_name = models.CharField(_("经办"), max_length=40)
    request_id = models.CharField(_("请求编号"), max_length=36)
    deed = models.CharField(_("事项"), max_length=60)
    about_kind = models.CharField(_("对象类别"), max_length=60)
    about_id = models.CharField(_("对象编号"), max_length=60)
    about_text = models.CharField(_("对象"), max_length=200)
    reason = models.CharField(_("理由"), max_length=500, blank=True)
    before = models.JSONField(_("之前"), null=True)
    after = models.JSONField(_("之后"), null=True)
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64, unique=True)

    class Meta:
        verbose_name = _("留痕")
        ordering = ["-seq"]
        indexes = [models.Index(fields=["about_kind", "about_id"], name="base_trail_about")]
        constraints = [models.CheckConstraint(name="base_trail_named_deed", condition=~Q(deed=""))]

    def __str__(self) -> str:
        return f"{self.seq} {self.deed} {self.about_text}"


class TrailHead(models.Model):
    """The single row that holds the end of the chain; locked while a link is added."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    seq = models.PositiveBigIntegerField(default=0)
    hash = models.CharField(max_length=64)

    class Meta:
        constraints = [models.CheckConstraint(name="base_trailhead_single", condition=Q(id=1))]
