from django.apps import AppConfig


class BaseConfig(AppConfig):
    """What every room stands on: people, places, firms, figures, files, work and the trail of deeds."""

    name = "wenzeng.base"
    label = "base"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "底座"
