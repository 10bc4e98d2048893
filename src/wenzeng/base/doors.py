"""Locks on views, read by the doors test.

A view names the deed it needs with `@requires(Can.…)`; a page for anybody signed in says `@signed_in`, a page for
anybody at all `@open_to_all`. The doors test knocks on every URL as every duty and reads these marks.
Missing duty: 403. Not signed in: the login page. A row that is not yours: 404, by the queryset's `visible_to`.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _

from wenzeng.base.access import Can
from wenzeng.base.models.people import User

View = Callable[..., HttpResponseBase]


class Request(HttpRequest):
    """A request behind a lock: somebody is signed in."""

    user: User


def _mark(view: View, mark: str) -> View:
    view.access = mark  # type: ignore[attr-defined]  # read by the doors test
    return view


def requires(deed: Can) -> Callable[[View], View]:
    """Let in those who hold a duty that allows the deed today."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            if not request.user.can(deed):
                raise PermissionDenied(str(_("这项操作要有相应职责：请找市工信局运行监测科或系统管理员。")))
            return view(request, *args, **kwargs)

        return _mark(guarded, str(deed))

    return decorate


def signed_in(view: View) -> View:
    """Let in anybody who is signed in."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        return view(request, *args, **kwargs)

    return _mark(guarded, "signed_in")


def open_to_all(view: View) -> View:
    """A page without a lock: login, health, language."""
    return _mark(view, "open_to_all")
