"""What happens around every request: a request id for the trail, and the language that the reader chose."""

import uuid
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from wenzeng.base import trail

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


class ChosenLanguage:
    """Chinese unless the reader chose otherwise; the browser's own preference does not decide for an official page."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response
        self.known = {code for code, _name in settings.LANGUAGES}

    def __call__(self, request: HttpRequest) -> HttpResponse:
        chosen = request.GET.get("lang") or request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME) or ""
        language = chosen if chosen in self.known else settings.LANGUAGE_CODE
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", language)
        return response
