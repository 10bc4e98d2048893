"""Which period and which day a page shows. Both stand in the address, so that a link always shows the same figures."""

import contextlib
import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode, urlsplit

from django.http import HttpRequest
from django.utils.translation import gettext as _

from wenzeng.base import clock, rulebook
from wenzeng.base.models.facts import Observation
from wenzeng.engines.errors import StatError
from wenzeng.engines.period import Period

HEADLINE = "iva.growth"
EARLIEST = dt.date(2000, 1, 1)


@dataclass(frozen=True)
class Shown:
    """The period (always a year-to-date one here), the day, what may be chosen, and what was wrong with the address."""

    period: Period
    as_of: dt.date
    today: dt.date
    choices: tuple[Period, ...]
    fault: str = ""

    @property
    def query(self) -> str:
        return urlencode({"period": self.period.code, "as_of": self.as_of.isoformat()})

    @property
    def is_past(self) -> bool:
        return self.as_of < self.today

    @property
    def status(self) -> int:
        """The HTTP status of a page that shows this: a bad address is told, and the newest figures are shown."""
        return 400 if self.fault else 200


def kept(request: HttpRequest) -> str:
    """The period and the day that stand in the address, ready for another one; what is no period or no day is dropped."""
    return _query(_dated(request.GET))


def way_back(request: HttpRequest, own: Period) -> tuple[Period, str]:
    """The period and the query of the page that the reader came from, for a page whose address need not name them.

    What stands in the address itself counts first; without either it is the cumulative print that ends with `own`.
    """
    found = {"period": own.to_date().code} | _dated(_came_from(request)) | _dated(request.GET)
    return Period.parse(found["period"]), _query(found)


def _came_from(request: HttpRequest) -> Mapping[str, str]:
    """The parameters of our own page that led here; another site's say nothing."""
    with contextlib.suppress(ValueError):  # an address that cannot be read
        page = urlsplit(request.headers.get("Referer", ""))
        if page.netloc == request.get_host():
            return dict(parse_qsl(page.query))
    return {}


def _dated(parameters: Mapping[str, str]) -> dict[str, str]:
    found = {}
    with contextlib.suppress(StatError):
        found["period"] = Period.parse(parameters.get("period", "").strip()).code
    with contextlib.suppress(ValueError):
        day = parameters.get("as_of", "").strip()
        dt.date.fromisoformat(day)
        found["as_of"] = day
    return found


def _query(found: Mapping[str, str]) -> str:
    return urlencode({name: found[name] for name in ("period", "as_of") if name in found})


def shown(request: HttpRequest) -> Shown:
    """Read `?period=&as_of=`; without them, today and the newest period that the city has a growth rate for."""
    today = clock.today()
    faults = []
    as_of = today
    given_day = request.GET.get("as_of", "").strip()
    if given_day:
        try:
            as_of = dt.date.fromisoformat(given_day)
        except ValueError:
            faults.append(_("截至日期“%(day)s”不对：写成 2020-06-24 这样。") % {"day": given_day[:20]})
        if as_of < EARLIEST:
            faults.append(_("截至日期 %(day)s 太早：已按今天显示。") % {"day": as_of})
            as_of = today
        if as_of > today:
            faults.append(_("截至日期 %(day)s 在今天之后：已按今天显示。") % {"day": as_of})
            as_of = today
    choices = published_periods(as_of, request)
    period = choices[0] if choices else _last_closed(as_of)
    given_period = request.GET.get("period", "").strip()
    if given_period:
        try:
            asked = Period.parse(given_period)
            if not asked.is_year_to_date:
                asked = asked.to_date()
            if choices and asked not in choices:
                faults.append(
                    _("%(period)s在 %(day)s 还没有数：已显示最近一期。")
                    % {"period": asked.label_with_year, "day": as_of}
                )
            else:
                period = asked
        except StatError as fault:
            faults.append(fault.message_zh)
    return Shown(period=period, as_of=as_of, today=today, choices=choices, fault="".join(faults))


def published_periods(as_of: dt.date, request: HttpRequest | None = None) -> tuple[Period, ...]:
    """Year-to-date periods for which the city's growth was known on a day, newest first."""
    rows = Observation.objects.known_on(as_of)
    if request is not None and request.user.is_authenticated:
        rows = rows.visible_to(request.user)
    city = rulebook.rule("city.units").body["city"]
    codes = rows.filter(indicator=HEADLINE, subject__key=city, basis="ytd").values_list(
        "period_code", flat=True
    )
    return tuple(sorted((Period.parse(code) for code in set(codes)), reverse=True))


def _last_closed(today: dt.date) -> Period:
    month = today.month - 1
    return Period.ytd(today.year, month) if month >= 2 else Period.ytd(today.year - 1, 12)
