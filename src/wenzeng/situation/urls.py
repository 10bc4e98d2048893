"""Addresses of the situation room."""

from django.urls import path

from wenzeng.situation import views

urlpatterns = [
    path("situation/", views.situation, name="situation"),
    path("situation/sheet/", views.sheet, name="situation_sheet"),
    path("situation.csv", views.situation_csv, name="situation_csv"),
    path("situation.xlsx", views.situation_xlsx, name="situation_xlsx"),
    path("areas/", views.areas, name="areas"),
    path("areas/<str:code>/", views.area, name="area"),
]
