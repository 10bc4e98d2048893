"""Which period and which day a page shows. Both stand in the address, so that a link always shows the same figures."""

import contextlib
import datetime as dt
from dataclasses import dataclass
from urllib.parse import urlencode

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


def kept(request: HttpRequest, *, period: Period | None = None) -> str:
    """The period and the day that stand in the address, ready for another one; what is no period or no day is dropped.

    A page about one period gives its own, and the cumulative print that ends with it is kept instead.
    """
    found = {}
    given, day = (request.GET.get(name, "").strip() for name in ("period", "as_of"))
    with contextlib.suppress(StatError):
        found["period"] = (period.to_date() if period else Period.parse(given)).code
    try:
        dt.date.fromisoformat(day)
        found["as_of"] = day
    except ValueError:
        pass
    return urlencode(found)


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
