"""Who may sign in. Demo accounts open nothing outside the demonstration (decisions.md 18); who guesses must wait."""

from typing import Any

from django.conf import settings
from django.contrib.auth.backends import ModelBackend
from django.http import HttpRequest, HttpResponse


class Accounts(ModelBackend):
    def user_can_authenticate(self, user) -> bool:  # type: ignore[no-untyped-def]  # Django leaves it untyped
        if user.is_demo and not (settings.WENZENG_DEMO or settings.WENZENG_TESTING):
            return False
        return super().user_can_authenticate(user)


def locked_out(_request: HttpRequest, page: HttpResponse, _credentials: dict[str, Any]) -> HttpResponse:
    """After five failures in a row: the login page as it is (its form says how long to wait), with the status for it."""
    page.status_code = 429
    return page
