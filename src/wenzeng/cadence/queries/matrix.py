"""The matrix of places: for each form, unit and period what came, what is late, who is missing."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from wenzeng.base.models.subjects import Subject
from wenzeng.base.subjects import the_city
from wenzeng.cadence import definitions
from wenzeng.cadence.definitions import FormDefinition
from wenzeng.cadence.models import Filing
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

    @property
    def is_missing(self) -> bool:
        return self.filing is None or self.filing.is_open

    @property
    def is_late(self) -> bool:
        return self.is_missing and self.today > self.due_on

    @property
    def days_left(self) -> int:
        return (self.due_on - self.today).days

    @property
    def who(self) -> str:
        return self.unit.name_on(self.period.end) if self.unit else self.form.filer

    @property
    def look(self) -> str:
        """Which light stands for it."""
        if self.filing and self.filing.state == Filing.State.RECORDED:
            return "ok"
        if self.filing and self.filing.state == Filing.State.SUBMITTED:
            return "notice"
        if self.is_late:
            return "late"
        return "warn" if self.filing else "none"

    @property
    def word(self) -> str:
        if self.filing:
            return str(self.filing.get_state_display())
        return _("未报") if self.today <= self.due_on else _("逾期未报")


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


def places(
    form: FormDefinition, some_periods: Iterable[Period], units: Iterable[Subject], today: dt.date
) -> list[Place]:
    """Unit by unit and period by period; a notice has one place a period. Two queries at most."""
    wanted = list(some_periods)
    rows = Filing.objects.filter(form=form.slug, period_code__in=[period.code for period in wanted])
    best: dict[tuple[str, int | None], Filing] = {}
    for filing in (
        rows.exclude(state=Filing.State.WITHDRAWN).select_related("uploaded_by").order_by("uploaded_at", "pk")
    ):
        key = (filing.period_code, filing.unit_id)
        if key not in best or _WEIGHT[Filing.State(filing.state)] >= _WEIGHT[Filing.State(best[key].state)]:
            best[key] = filing
    whom: list[Subject | None] = list(units) if form.by_unit else [None]
    return [
        Place(
            form, period, unit, best.get((period.code, unit.pk if unit else None)), form.due_on(period), today
        )
        for unit in whom
        for period in wanted
    ]


def missing_places(period: Period, today: dt.date) -> list[Place]:
    """Who has not filed for a period: nothing came, or what came is not yet with the city."""
    units = the_city().units
    return [
        place
        for form in definitions.every_form()
        for place in places(form, [period], units, today)
        if place.is_missing
    ]


def missing(period: Period) -> list[str]:
    """Who has not filed for a period, as a list of names: 平利县（县区月报）."""
    return [f"{place.who}（{place.form.title}）" for place in missing_places(period, period.end)]
