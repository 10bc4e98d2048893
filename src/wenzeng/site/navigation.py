"""The shell of every page: five verbs (看报办督据), what needs the reader, and the city's name."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.urls import NoReverseMatch, reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy

from wenzeng.base.access import Can
from wenzeng.base.doors import Request
from wenzeng.base.shown import kept
from wenzeng.base.subjects import the_city
from wenzeng.site import ways


@dataclass(frozen=True)
class Entry:
    label: str
    url: str
    current: bool
    count: int = 0
    is_dated: bool = False


@dataclass(frozen=True)
class Verb:
    glyph: str
    label: str
    entries: Sequence[Entry]


# verb, its name, then (label, URL name, deed it needs; None = anybody signed in)
VERBS: tuple[tuple[Any, Any, tuple[tuple[Any, str, Can | None], ...]], ...] = (
    (
        gettext_lazy("看"),
        gettext_lazy("看形势"),
        (
            (gettext_lazy("形势总览"), "situation", Can.READ_FIGURES),
            (gettext_lazy("区县园区"), "areas", Can.READ_FIGURES),
            (gettext_lazy("目标与节奏"), "targets", Can.READ_FIGURES),
        ),
    ),
    (
        gettext_lazy("报"),
        gettext_lazy("报数据"),
        (
            (gettext_lazy("报送中心"), "reports", None),
            (gettext_lazy("审核退回"), "review", Can.REVIEW_FILINGS),
        ),
    ),
    (
        gettext_lazy("办"),
        gettext_lazy("办事项"),
        (
            (gettext_lazy("工作台"), "desk", None),
            (gettext_lazy("月度收口"), "month", Can.CLOSE_MONTH),
        ),
    ),
    (
        gettext_lazy("督"),
        gettext_lazy("督进度"),
        (
            (gettext_lazy("督办预警"), "supervision", Can.FOLLOW_SUPERVISION),
            (gettext_lazy("通报"), "bulletins", None),
        ),
    ),
    (
        gettext_lazy("据"),
        gettext_lazy("查依据"),
        (
            (gettext_lazy("数据与口径"), "data", Can.READ_FIGURES),
            (gettext_lazy("人员与职责"), "people", Can.MANAGE_PEOPLE),
            (gettext_lazy("留痕"), "trail", Can.READ_TRAIL),
        ),
    ),
)


# Pages that show a period as of a day: on the way from one to another both stay as they are (site/_rail.html).
DATED = frozenset({"situation", "areas", "targets", "supervision"})


def _entries(request: Request, rows: Sequence[tuple[Any, str, Can | None]]) -> list[Entry]:
    addresses = []
    for label, name, deed in rows:
        if deed is not None and not request.user.can(deed):
            continue
        try:
            addresses.append((str(label), reverse(name), name in DATED))
        except NoReverseMatch:  # a room left out of this installation
            continue
    # The nearest address is the current one: /reports/review/ lies below /reports/ too.
    above = [url for _label, url, _dated in addresses if request.path.startswith(url)]
    nearest = max(above, key=len, default="")
    return [
        Entry(label, url, current=url == nearest, is_dated=is_dated) for label, url, is_dated in addresses
    ]


def verbs(request: Request) -> list[Verb]:
    rail = [Verb(str(glyph), str(label), _entries(request, rows)) for glyph, label, rows in VERBS]
    return [verb for verb in rail if verb.entries]


def _known(request: Request) -> bool:
    """Whether somebody is signed in; error pages may come before the session does."""
    return hasattr(request, "user") and request.user.is_authenticated


def shell(request: Request) -> dict[str, Any]:
    """Context for every template; nothing is asked of the database until a template wants it."""
    from wenzeng.site.desk import todo_count

    return {
        "here": SimpleLazyObject(lambda: ways.here(request)),
        "city_name": SimpleLazyObject(lambda: str(the_city().city)),
        "is_demo": settings.WENZENG_DEMO,
        "kept": kept(request),
        "nav": SimpleLazyObject(lambda: verbs(request)) if _known(request) else (),
        "duty": SimpleLazyObject(lambda: request.user.duty_label) if _known(request) else "",
        "todo_count": SimpleLazyObject(lambda: todo_count(request.user)) if _known(request) else 0,
    }
