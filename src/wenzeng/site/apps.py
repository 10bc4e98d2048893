from django.apps import AppConfig


class SiteConfig(AppConfig):
    """The door: settings, navigation, page shell, the month, commands."""

    name = "wenzeng.site"
    label = "site"
    verbose_name = "门户"
