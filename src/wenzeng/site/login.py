"""Who may sign in. Demo accounts open nothing outside the demonstration (decisions.md 18)."""

from django.conf import settings
from django.contrib.auth.backends import ModelBackend


class Accounts(ModelBackend):
    def user_can_authenticate(self, user) -> bool:  # type: ignore[no-untyped-def]  # Django leaves it untyped
        if user.is_demo and not (settings.WENZENG_DEMO or settings.WENZENG_TESTING):
            return False
        return super().user_can_authenticate(user)
