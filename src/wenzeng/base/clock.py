"""The one place where the clock is read (decisions.md 11).

Doors (views, commands) ask here and hand the answer down; nothing below a door asks again. A demonstration
lives on the day of its scenario: `settings.WENZENG_TODAY` fixes the date, and `pretend` replays earlier days.
The story's own last deed on that day is at nine, so whoever tries the demonstration acts between half past nine and
midnight, whatever the hour is outside.
"""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from zoneinfo import ZoneInfo

from django.conf import settings

SHANGHAI = ZoneInfo("Asia/Shanghai")
DEMO_OPENS = dt.timedelta(hours=9, minutes=30)
DAY = dt.timedelta(days=1)
_pretended: ContextVar[dt.datetime | None] = ContextVar("pretended_moment", default=None)


def now() -> dt.datetime:
    """The present moment in Asia/Shanghai; in a demonstration, one of the scenario's day (see above)."""
    pretended = _pretended.get()
    if pretended is not None:
        return pretended
    moment = dt.datetime.now(SHANGHAI)
    fixed: dt.date | None = getattr(settings, "WENZENG_TODAY", None)
    return _on_the_scenarios_day(fixed, moment) if fixed else moment


def _on_the_scenarios_day(day: dt.date, moment: dt.datetime) -> dt.datetime:
    """The present day from midnight to midnight, squeezed into what is left of the scenario's: later stays later."""
    gone = moment.replace(tzinfo=None) - dt.datetime.combine(moment.date(), dt.time())
    return (
        dt.datetime.combine(day, dt.time(), tzinfo=SHANGHAI) + DEMO_OPENS + gone * ((DAY - DEMO_OPENS) / DAY)
    )


def today() -> dt.date:
    return now().date()


@contextmanager
def pretend(moment: dt.datetime) -> Iterator[None]:
    """Replay a past moment; refused outside a demonstration, where the audit trail would lie."""
    if not (settings.WENZENG_DEMO or settings.WENZENG_TESTING):
        raise RuntimeError("只有演示环境和测试可以回放日期：正式环境的审计时间必须是真实时间。")
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=SHANGHAI)
    token = _pretended.set(moment)
    try:
        yield
    finally:
        _pretended.reset(token)
