"""The one address that the tags of base lead to."""

from django.http import HttpResponse
from django.urls import path

urlpatterns = [path("f/<int:pk>/", lambda request, pk: HttpResponse(), name="figure")]
