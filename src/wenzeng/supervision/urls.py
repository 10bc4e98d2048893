from django.urls import path

from wenzeng.supervision import views

urlpatterns = [
    path("supervision/", views.supervision, name="supervision"),
    path("supervision/rules/", views.rules, name="supervision_rules"),
    path("supervision/<int:pk>/sign/", views.sign, name="supervision_sign"),
    path("supervision/<int:pk>/decline/", views.decline, name="supervision_decline"),
]
