from django.apps import AppConfig


class TargetsConfig(AppConfig):
    name = "wenzeng.targets"
    label = "targets"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "目标"
