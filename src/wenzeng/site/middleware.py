"""What happens around every request: a request id for the trail, nothing kept in caches, the reader's language, a page
where a bare refusal would stand, and the text of a form that was sent after the session had ended.
"""

import uuid
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation

from wenzeng.base import trail
from wenzeng.site.login import ask_to_sign_in

Handler = Callable[[HttpRequest], HttpResponse]


class RequestTrail:
    """All deeds of one request share an id, which the response repeats (X-Request-ID)."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with trail.request(uuid.uuid4().hex) as identifier:
            response = self.get_response(request)
        response["X-Request-ID"] = identifier
        return response


class NothingKept:
    """What a signed-in person was shown stays in no cache: after signing out, the back button shows nothing."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        # The cookie, not the user: an answer to a failure must not ask the database once more.
        if (
            settings.SESSION_COOKIE_NAME in request.COOKIES
            or settings.SESSION_COOKIE_NAME in response.cookies
        ):
            response["Cache-Control"] = "private, no-store"
        return response


class PlainRefusals:
    """A refusal in bare words (wrong method, not yet, not understood) becomes a page with a way back."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code not in {400, 405, 409} or response.streaming:
            return response
        if response.content and not response["Content-Type"].startswith("text/plain"):
            return response
        context = {"status": response.status_code, "sentence": response.content.decode()}
        page = render(request, "site/refused.html", context, status=response.status_code)
        if "Allow" in response:
            page["Allow"] = response["Allow"]
        return page


class NothingTypedIsLost:
    """A form sent after the session had ended: the login page with what was typed, instead of a way that drops it."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], _args: object, _kwargs: object
    ) -> HttpResponse | None:
        locked = getattr(view, "access", "open_to_all") != "open_to_all"
        if request.method == "POST" and locked and not request.user.is_authenticated:
            return ask_to_sign_in(request)
        return None


class ChosenLanguage:
    """Chinese unless the reader chose otherwise; the browser's own preference does not decide for an official page.

    A choice made in an address (`?lang=en`) holds for the pages after it, like one made with the switch.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response
        self.known = {code for code, _name in settings.LANGUAGES}

    def __call__(self, request: HttpRequest) -> HttpResponse:
        asked, cookie = request.GET.get("lang", ""), request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        chosen = asked if asked in self.known else cookie
        language = chosen if chosen in self.known else settings.LANGUAGE_CODE
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", language)
            if asked == language != cookie:
                response.set_cookie(
                    settings.LANGUAGE_COOKIE_NAME,
                    language,
                    max_age=settings.LANGUAGE_COOKIE_AGE,
                    path=settings.LANGUAGE_COOKIE_PATH,
                    domain=settings.LANGUAGE_COOKIE_DOMAIN,
                    secure=settings.LANGUAGE_COOKIE_SECURE,
                    httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
                    samesite=settings.LANGUAGE_COOKIE_SAMESITE,
                )
        return response
