from django.apps import AppConfig


class DemoConfig(AppConfig):
    """The demonstration city: labelled simulated data, filed through the same doors as real data."""

    name = "wenzeng.demo"
    label = "demo"
    verbose_name = "演示市"
