from django.apps import AppConfig


class CadenceConfig(AppConfig):
    name = "wenzeng.cadence"
    label = "cadence"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "调度"
