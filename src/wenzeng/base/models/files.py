"""据: an original, kept under its SHA-256 and never changed."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .subjects import WORDS


class StoredFile(models.Model):
    sha256 = models.CharField(max_length=64, unique=True)
    name = models.CharField(_("原名"), max_length=200)
    size = models.PositiveIntegerField(_("字节数"))
    kept_at = models.DateTimeField(_("收存时间"))
    kept_by = models.ForeignKey("base.User", models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("原件")
        constraints = [
            models.CheckConstraint(name="base_file_sha256", condition=Q(sha256__regex=r"^[0-9a-f]{64}\Z")),
            models.CheckConstraint(name="base_file_not_empty", condition=Q(size__gt=0)),
            models.CheckConstraint(name="base_file_named", condition=Q(name__regex=WORDS)),
        ]

    def __str__(self) -> str:
        return self.name
