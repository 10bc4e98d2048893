"""The matrix of places: for each form, unit and period what came, what is late, who is missing."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from wenzeng.base import clock
from wenzeng.base.models.people import Appointment
from wenzeng.base.models.subjects import Subject
from wenzeng.base.subjects import the_city
from wenzeng.cadence import definitions
from wenzeng.cadence.definitions import FormDefinition
from wenzeng.cadence.models import Filing, FilingQuerySet
from wenzeng.engines.period import Period


@dataclass(frozen=True)
class Place:
    """One square of the matrix: what came for a form, a unit and a period, and whether it is late."""

    form: FormDefinition
    period: Period
    unit: Subject | None
    filing: Filing | None
    due_on: dt.date
    today: dt.date
    days_late: int = 0
    """By how many days what came missed its day."""
    is_before_start: bool = False
    """The period was over before the installation was in use: it may be filed, and nobody is late."""

    @property
    def href(self) -> str:
        """Where it is filled in on the page."""
        code = self.unit.unit_code if self.unit else definitions.WHOLE_CITY
        return reverse("grid", args=[self.form.slug, self.period.code, code])

    @property
    def is_missing(self) -> bool:
        return self.filing is None or self.filing.is_open

    @property
    def is_late(self) -> bool:
        return self.is_missing and self.today > self.due_on and not self.is_before_start

    @property
    def days_left(self) -> int:
        return (self.due_on - self.today).days

    @property
    def who(self) -> str:
        return self.unit.name_on(self.period.end) if self.unit else self.form.filer

    @property
    def look(self) -> str:
        """Which light stands for it."""
        if self.filing and not self.filing.is_open:
            return self.filing.look
        if self.is_late:
            return "late"
        return "warn" if self.filing else "none"

    @property
    def short(self) -> str:
        """The state in the matrix, where a column is as wide as a date."""
        if self.filing and self.filing.is_open:
            return _("没交") if self.filing.state != Filing.State.SENT_BACK else _("退回")
        if self.filing:
            return _("待审") if self.filing.state == Filing.State.SUBMITTED else _("入库")
        return _("逾期") if self.is_late else _("未报")

    @property
    def word(self) -> str:
        if self.filing:
            return state_word(self.filing, self.days_late)
        return _("逾期未报") if self.is_late else _("未报")


def state_word(filing: Filing, days_late: int) -> str:
    """A filing's state, and by how many days it came late: 已入库 · 迟报11天."""
    state = str(filing.get_state_display())
    if not days_late:
        return state
    return _("%(state)s · 迟报%(n)s天") % {"state": state, "n": days_late}


@dataclass(frozen=True)
class Board:
    """One form's places: for units the period shown, for a single filer the year so far."""

    form: FormDefinition
    period: Period
    places: list[Place]

    @property
    def now(self) -> list[Place]:
        return [place for place in self.places if place.period == self.period]

    @property
    def many_periods(self) -> bool:
        return len({place.period for place in self.places}) > 1

    @property
    def is_matrix(self) -> bool:
        """Several units in several periods: a square of them rather than a list."""
        return self.many_periods and len({place.unit for place in self.places}) > 1

    @property
    def columns(self) -> list[Place]:
        """One place of each period, for the heads of the matrix."""
        first = self.places[0].unit
        return [place for place in self.places if place.unit == first]

    @property
    def rows(self) -> list[list[Place]]:
        width = len(self.columns)
        return [self.places[start : start + width] for start in range(0, len(self.places), width)]

    @property
    def done(self) -> int:
        return sum(not place.is_missing for place in self.now)


# What counts most when several files came for one place.
_WEIGHT = {
    Filing.State.SUBMITTED: 5,
    Filing.State.RECORDED: 4,
    Filing.State.SENT_BACK: 3,
    Filing.State.DRAFT: 2,
    Filing.State.FAULTY: 1,
}


def started_on(today: dt.date) -> dt.date:
    """The day from which the installation is in use: its first filing or its first appointment."""
    filed = Filing.objects.order_by("uploaded_at").values_list("uploaded_at", flat=True).first()
    appointed = Appointment.objects.order_by("from_on").values_list("from_on", flat=True).first()
    days = [filed.astimezone(clock.SHANGHAI).date()] if filed else []
    return min([*days, *([appointed] if appointed else [])], default=today)


def days_late(filings: Iterable[Filing], today: dt.date) -> dict[int, int]:
    """Filing → days after its due day on which the first file of its place that reached the city had come."""
    rows = [row for row in filings if not row.is_open and row.state != Filing.State.WITHDRAWN]
    rows = [row for row in rows if row.definition and row.period]
    codes = {row.period_code for row in rows}
    first = _first_arrivals(Filing.objects.filter(period_code__in=codes)) if rows else {}
    start = started_on(today) if rows else today
    late = {}
    for row in rows:
        assert row.definition is not None
        assert row.period is not None
        came = first.get((row.form, row.period_code, row.unit_id), row.uploaded_at)
        if row.period.end >= start:
            late[row.pk] = _days_after(came, row.definition.due_on(row.period))
    return late


def _first_arrivals(filings: FilingQuerySet) -> dict[tuple[str, str, int | None], dt.datetime]:
    rows = filings.at_the_city().order_by("-uploaded_at", "-pk")
    return {(row.form, row.period_code, row.unit_id): row.uploaded_at for row in rows.defer("neutral")}


def _days_after(came: dt.datetime, due_on: dt.date) -> int:
    return max(0, (came.astimezone(clock.SHANGHAI).date() - due_on).days)


def places(
    form: FormDefinition, some_periods: Iterable[Period], units: Iterable[Subject], today: dt.date
) -> list[Place]:
    """Unit by unit and period by period; a notice has one place a period."""
    wanted = list(some_periods)
    rows = Filing.objects.filter(form=form.slug, period_code__in=[period.code for period in wanted])
    best: dict[tuple[str, int | None], Filing] = {}
    for row in (
        rows.exclude(state=Filing.State.WITHDRAWN).select_related("uploaded_by").order_by("uploaded_at", "pk")
    ):
        key = (row.period_code, row.unit_id)
        if key not in best or _WEIGHT[Filing.State(row.state)] >= _WEIGHT[Filing.State(best[key].state)]:
            best[key] = row
    whom: list[Subject | None] = list(units) if form.by_unit else [None]
    late, start = days_late(best.values(), today), started_on(today)
    found = []
    for unit in whom:
        for period in wanted:
            filing = best.get((period.code, unit.pk if unit else None))
            found.append(
                Place(
                    form,
                    period,
                    unit,
                    filing,
                    form.due_on(period),
                    today,
                    days_late=late.get(filing.pk, 0) if filing else 0,
                    is_before_start=period.end < start,
                )
            )
    return found


def missing_places(period: Period, today: dt.date) -> list[Place]:
    """Who has not filed for a period: nothing came, or what came is not yet with the city."""
    units = the_city().units
    return [
        place
        for form in definitions.every_form()
        if form.period == "ytd"
        for place in places(form, [period], units, today)
        if place.is_missing
    ]


def missing(period: Period) -> list[str]:
    """Who has not filed for a period, as a list of names: 平利县（县区月报）."""
    return [f"{place.who}（{place.form.title}）" for place in missing_places(period, period.end)]
