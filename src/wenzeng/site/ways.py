"""Ways back: which addresses a person can be sent to, and where a request came from.

Many addresses only take what a button sends (POST); whoever is led to one of them by a link stands before a dead page.
"""

import inspect
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from django.http import HttpRequest
from django.urls import Resolver404, resolve
from django.utils.http import url_has_allowed_host_and_scheme


def can_be_opened(address: str) -> bool:
    """Whether a link may lead to a path of this site: there is a page, and it answers GET."""
    try:
        view = resolve(urlsplit(address).path).func
    except Resolver404:
        return False
    return all("GET" in methods for methods in _methods(view))


def _methods(view: Any) -> Iterator[list[str]]:
    """What each lock on a view lets through; Django's own decorators keep the list to themselves."""
    if kind := getattr(view, "view_class", None):
        yield [method.upper() for method in kind.http_method_names if hasattr(kind, method)]
    while view is not None:
        if inspect.isfunction(view):
            kept = inspect.getclosurevars(view).nonlocals.get("request_method_list")
            if kept is not None:
                yield list(kept)
        view = getattr(view, "__wrapped__", None)


def origin(request: HttpRequest) -> str:
    """Path and query of the page that this request came from, or '' where that is unknown or no page of ours."""
    referrer = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(referrer, {request.get_host()}, request.is_secure()):
        return ""
    parts = urlsplit(referrer)
    address = parts.path + (f"?{parts.query}" if parts.query else "")
    return address if can_be_opened(parts.path) else ""


def here(request: HttpRequest) -> str:
    """The address at which what the reader sees can be opened again: for an answer to a button, its page's."""
    if request.method in {"GET", "HEAD"}:
        return request.get_full_path()
    own = request.get_full_path() if can_be_opened(request.path) else ""
    return origin(request) or own
