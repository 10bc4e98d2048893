from django.apps import AppConfig


class SupervisionConfig(AppConfig):
    name = "wenzeng.supervision"
    label = "supervision"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "督导"
