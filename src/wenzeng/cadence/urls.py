"""Addresses of the filing desk."""

from django.urls import path

from wenzeng.cadence.views import desk, grid

urlpatterns = [
    path("reports/", desk.reports, name="reports"),
    path("reports/upload/", desk.upload, name="upload"),
    path("reports/template/<str:form>/", desk.form_template, name="form_template"),
    path("reports/checks/", desk.checks, name="checks"),
    path("reports/burden/", desk.burden, name="burden"),
    path("reports/review/", desk.review, name="review"),
    path("reports/review/accept/", desk.review_many, name="review_many"),
    path("reports/filings/<int:pk>/", desk.filing, name="filing"),
    path("reports/filings/<int:pk>/original", desk.filing_original, name="filing_original"),
    path("reports/filings/<int:pk>/annotated.xlsx", desk.filing_annotated, name="filing_annotated"),
    path("reports/filings/<int:pk>/explain/", desk.filing_explain, name="filing_explain"),
    path("reports/filings/<int:pk>/submit/", desk.filing_submit, name="filing_submit"),
    path("reports/filings/<int:pk>/withdraw/", desk.filing_withdraw, name="filing_withdraw"),
    path("reports/filings/<int:pk>/send-back/", desk.filing_send_back, name="filing_send_back"),
    path("reports/filings/<int:pk>/accept/", desk.filing_accept, name="filing_accept"),
    path("reports/<str:form>/<str:period>/<str:unit>/", grid.page, name="grid"),
    path("reports/<str:form>/<str:period>/<str:unit>/cells/", grid.cells, name="grid_cells"),
    path("f/<int:pk>/source/", desk.source, name="source"),
]
