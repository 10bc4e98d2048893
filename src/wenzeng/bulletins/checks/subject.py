"""The place that the words name is the place that a figure is about."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from wenzeng.base.models import Observation
from wenzeng.bulletins.checks.draft import Draft, Finding, what
from wenzeng.bulletins.checks.reading import UNITS_AT_LARGE

# Kept under the city as counts of units; the words before them name the units.
COUNTS_OF_UNITS = ("situation.units_narrowing", "situation.units_widening")
OF_THE_WHOLE = ("situation.pull_residual",)  # in the row that closes the table, which names no place


def check(draft: Draft) -> Iterator[Finding]:
    """地方与观测值不符，或没有写是哪个地方。"""
    city = draft.names.city
    for one in draft.printed:
        row = draft.observations.get(one.token.observation)
        if row is None:
            continue
        right = {city.city.pk} if row.indicator_id == "situation.gap_to_peer" else {row.subject_id}
        if row.indicator_id in COUNTS_OF_UNITS:
            right |= {unit.pk for unit in city.units}
        places = draft.said[one.ordinal].places
        at_large = any(place.name == UNITS_AT_LARGE for place in places)
        closing = one.in_table and row.indicator_id in OF_THE_WHOLE and not places
        if closing or (at_large and row.indicator_id in COUNTS_OF_UNITS):
            continue
        if not places or (at_large and row.subject_id in {unit.pk for unit in city.units}):
            yield Finding(
                "subject",
                "explain",
                one.place,
                _(
                    "%(place)s：%(number)s前面看不出说的是哪个地方，第%(id)s号是%(figure)s。在这一段里写上“%(right)s”，或写明为什么不写。"
                )
                % _about(draft, row, one.place, one.token.text),
                one.ordinal,
                row.pk,
            )
        elif not any(place.ids & right for place in places):
            yield Finding(
                "subject",
                "block",
                one.place,
                _(
                    "%(place)s：%(number)s前面写的是“%(said)s”，第%(id)s号是%(figure)s。改成“%(right)s”，或改引“%(said)s”的数。"
                )
                % {
                    **_about(draft, row, one.place, one.token.text),
                    "said": "、".join(place.name for place in places),
                },
                one.ordinal,
                row.pk,
            )


def _about(draft: Draft, row: Observation, place: str, number: str) -> dict[str, object]:
    subject = draft.names.city.city if row.indicator_id == "situation.gap_to_peer" else row.subject
    return {
        "place": place,
        "number": number,
        "id": row.pk,
        "figure": what(row),
        "right": subject.short_name_on(row.period.end),
    }
