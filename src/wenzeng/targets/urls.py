"""Addresses of the targets room."""

from django.urls import path

from wenzeng.targets import views

urlpatterns = [
    path("targets/", views.targets, name="targets"),
    path("targets/new/", views.new_target, name="target_new"),
    path("targets/<int:pk>/", views.target, name="target"),
]
