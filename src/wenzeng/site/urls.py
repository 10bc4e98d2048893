"""Every address of the site: the site's own pages, then each room's."""

from django.contrib.auth.views import LogoutView
from django.urls import include, path

from wenzeng.base.doors import open_to_all
from wenzeng.site import closing, desk, views

urlpatterns = [
    path("", views.home, name="home"),
    path("login/", views.login, name="login"),
    path("logout/", open_to_all(LogoutView.as_view()), name="logout"),
    path("language/", views.language, name="set_language"),
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
    path("desk/", desk.desk, name="desk"),
    path("assignments/<int:pk>/", desk.assignment, name="assignment"),
    path("month/", closing.month_page, name="month"),
    path("month/close/", closing.close, name="month_close"),
    path("f/<int:pk>/", views.figure, name="figure"),
    path("data/", views.data, name="data"),
    path("settings/people/", views.people_page, name="people"),
    path("settings/password/", views.password, name="password"),
    path("trail/", views.trail_page, name="trail"),
    path("trail/verify/", views.trail_verify, name="trail_verify"),
    path("", include("wenzeng.cadence.urls")),
    path("", include("wenzeng.situation.urls")),
    path("", include("wenzeng.targets.urls")),
    path("", include("wenzeng.supervision.urls")),
    path("", include("wenzeng.bulletins.urls")),
]
