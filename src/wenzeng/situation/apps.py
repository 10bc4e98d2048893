from django.apps import AppConfig


class SituationConfig(AppConfig):
    name = "wenzeng.situation"
    label = "situation"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "形势"
