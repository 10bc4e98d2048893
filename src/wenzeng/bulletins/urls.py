from django.urls import path

from wenzeng.bulletins import views

urlpatterns = [
    path("bulletins/", views.bulletins, name="bulletins"),
    path("bulletins/draft/", views.bulletin_draft, name="bulletin_draft"),
    path("bulletins/<int:pk>/", views.bulletin, name="bulletin"),
    path("bulletins/<int:pk>/edit/", views.bulletin_edit, name="bulletin_edit"),
    path("bulletins/<int:pk>/steps/", views.bulletin_step, name="bulletin_step"),
    path("bulletins/<int:pk>/returned/", views.bulletin_returned, name="bulletin_returned"),
    path("bulletins/<int:pk>/trace.xlsx", views.bulletin_trace, name="bulletin_trace"),
    path("bulletins/<int:pk>.docx", views.bulletin_docx, name="bulletin_docx"),
]
