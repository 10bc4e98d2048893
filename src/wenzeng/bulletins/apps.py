from django.apps import AppConfig


class BulletinsConfig(AppConfig):
    name = "wenzeng.bulletins"
    label = "bulletins"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "通报"
