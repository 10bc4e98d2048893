"""Questions across filings, facts and forms, by subject."""

from wenzeng.cadence.queries.burden import Load, asked_twice, loads
from wenzeng.cadence.queries.known import (
    check_limits,
    known_values,
    last_known_at,
    limits_for,
    period_of,
    periods,
    periods_of_form,
    prefill,
)
from wenzeng.cadence.queries.matrix import Board, Place, days_late, missing, places, state_word
from wenzeng.cadence.queries.readings import Difference, Item, Reading, difference
from wenzeng.cadence.queries.rights import body_of, forms_for, may_file, refusal, units_for
from wenzeng.cadence.queries.said import corrected, said
from wenzeng.cadence.queries.steps import Step, history

__all__ = [
    "Board",
    "Difference",
    "Item",
    "Load",
    "Place",
    "Reading",
    "Step",
    "asked_twice",
    "body_of",
    "check_limits",
    "corrected",
    "days_late",
    "difference",
    "forms_for",
    "history",
    "known_values",
    "last_known_at",
    "limits_for",
    "loads",
    "may_file",
    "missing",
    "period_of",
    "periods",
    "periods_of_form",
    "places",
    "prefill",
    "refusal",
    "said",
    "state_word",
    "units_for",
]
