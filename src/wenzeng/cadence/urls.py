"""Addresses of the filing desk."""

from django.urls import path

from wenzeng.cadence import grid, views

urlpatterns = [
    path("reports/", views.reports, name="reports"),
    path("reports/upload/", views.upload, name="upload"),
    path("reports/template/<str:form>/", views.form_template, name="form_template"),
    path("reports/checks/", views.checks, name="checks"),
    path("reports/burden/", views.burden, name="burden"),
    path("reports/review/", views.review, name="review"),
    path("reports/review/accept/", views.review_many, name="review_many"),
    path("reports/filings/<int:pk>/", views.filing, name="filing"),
    path("reports/filings/<int:pk>/original", views.filing_original, name="filing_original"),
    path("reports/filings/<int:pk>/annotated.xlsx", views.filing_annotated, name="filing_annotated"),
    path("reports/filings/<int:pk>/explain/", views.filing_explain, name="filing_explain"),
    path("reports/filings/<int:pk>/submit/", views.filing_submit, name="filing_submit"),
    path("reports/filings/<int:pk>/withdraw/", views.filing_withdraw, name="filing_withdraw"),
    path("reports/filings/<int:pk>/send-back/", views.filing_send_back, name="filing_send_back"),
    path("reports/filings/<int:pk>/accept/", views.filing_accept, name="filing_accept"),
    path("reports/<str:form>/<str:period>/<str:unit>/", grid.page, name="grid"),
    path("reports/<str:form>/<str:period>/<str:unit>/cells/", grid.cells, name="grid_cells"),
    path("f/<int:pk>/source/", views.source, name="source"),
]
