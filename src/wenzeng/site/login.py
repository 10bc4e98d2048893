"""Who may sign in, and what becomes of text that was sent after a session had ended.

Demo accounts open nothing outside the demonstration (decisions.md 18); who guesses must wait.
"""

import re
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from wenzeng.base.models import User
from wenzeng.site import ways
from wenzeng.site.forms import LoginForm

SECRET = re.compile("password|token|secret", re.IGNORECASE)
MACHINERY = frozenset({"version", "deed", "next", "anew", "language", "finding"})
KEPT = "typed"
"""How the text travels on: in the login form, so that no slip in the password loses it, then to the page after it."""


class Accounts(ModelBackend):
    def user_can_authenticate(self, user) -> bool:  # type: ignore[no-untyped-def]  # Django leaves it untyped
        if user.is_demo and not (settings.WENZENG_DEMO or settings.WENZENG_TESTING):
            return False
        return super().user_can_authenticate(user)


def locked_out(_request: HttpRequest, page: HttpResponse, _credentials: dict[str, Any]) -> HttpResponse:
    """After five failures in a row: the login page as it is (its form says how long to wait), with the status for it."""
    page.status_code = 429
    return page


@dataclass(frozen=True)
class Text:
    """One thing that was typed, and how many lines it wants."""

    text: str

    @property
    def lines(self) -> int:
        return min(12, sum(1 + len(line) // 40 for line in self.text.split("\n")))


def typed(request: HttpRequest) -> list[Text]:
    """What a person wrote into the form that was sent; no password, no token, and nothing that a page adds itself."""
    found = []
    for name, values in request.POST.lists():
        if SECRET.search(name) or name.rpartition("-")[2] in MACHINERY:
            continue
        found += [Text(value) for value in values if value.strip()]
    return found


class SignIn(LoginView):
    template_name = "site/login.html"
    authentication_form = LoginForm
    redirect_authenticated_user = True

    def get_success_url(self) -> str:
        wanted = super().get_success_url()
        return wanted if ways.can_be_opened(wanted) else reverse("desk")

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        answer = super().form_valid(form)
        for text in self.request.POST.getlist(KEPT):
            messages.warning(self.request, text, extra_tags=KEPT)
        return answer

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kept = [Text(value) for value in self.request.POST.getlist(KEPT)]
        return {**super().get_context_data(**kwargs), **_around(), "typed": kept}


def ask_to_sign_in(request: HttpRequest) -> HttpResponse:
    """The login page in answer to a form: nothing was done, but nothing that was typed is lost either."""
    context = {
        "form": LoginForm(request),
        "next": ways.origin(request) or reverse("desk"),
        "typed": typed(request),
        "sent": True,
        **_around(),
    }
    return render(request, "site/login.html", context, status=401)


def _around() -> dict[str, Any]:
    return {
        "demo_accounts": _demo_accounts() if settings.WENZENG_DEMO else [],
        "nobody_yet": not User.objects.exists(),
    }


def _demo_accounts() -> list[dict[str, str]]:
    users = User.objects.filter(is_demo=True, is_active=True).order_by("pk")
    return [
        {"username": user.username, "password": settings.WENZENG_DEMO_PASSWORD, "who": user.duty_label}
        for user in users
    ]
