"""What was known on a day: by the day of publication and by the day in our books."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from wenzeng.base import facts
from wenzeng.base.models import Observation

from .builders import JAN_MAY, day, derive, file, gap, growth

pytestmark = pytest.mark.django_db


def shown_on(text: str) -> str | None:
    frame = facts.frame(as_of=day(text), indicators=["iva.growth"])
    return str(frame.facts[0].printed) if frame else None


def test_a_figure_shows_from_the_day_on_which_it_was_published(city) -> None:
    file(growth("area:ankang", "-20.7"), known="2020-06-18")

    assert (shown_on("2020-06-17"), shown_on("2020-06-18")) == (None, "-20.7")


def test_a_figure_recorded_late_does_not_show_before_it_was_recorded(city) -> None:
    file(growth("area:ankang", "-20.7"), known="2020-06-18", recorded="2020-06-22 23:59")

    assert [shown_on(text) for text in ("2020-06-18", "2020-06-21", "2020-06-22")] == [None, None, "-20.7"]


def test_a_day_ends_at_midnight_in_shanghai(city) -> None:
    file(growth("area:ankang", "-20.7"), known="2020-06-18", recorded="2020-06-19 00:00")

    assert (shown_on("2020-06-18"), shown_on("2020-06-19")) == (None, "-20.7")


def test_history_entered_later_shows_from_its_publication(city) -> None:
    file(growth("area:ankang", "-22.0"), known="2020-06-10", recorded="2020-06-24", historical=True)

    assert (shown_on("2020-06-09"), shown_on("2020-06-10")) == (None, "-22.0")


def test_last_weeks_page_is_redrawn_with_last_weeks_figure(city) -> None:
    file(growth("area:ankang", "-20.7"), known="2020-06-18")
    file(growth("area:ankang", "-20.5"), known="2020-06-22")

    assert [shown_on(text) for text in ("2020-06-18", "2020-06-21", "2020-06-22")] == [
        "-20.7",
        "-20.7",
        "-20.5",
    ]


def test_an_older_print_entered_later_does_not_replace_the_newer_one(city) -> None:
    file(growth("area:ankang", "-20.5"), known="2020-06-22")
    file(growth("area:ankang", "-20.7"), known="2020-06-18", recorded="2020-06-23", historical=True)

    assert shown_on("2020-06-24") == "-20.5"


def test_a_derived_figure_does_not_show_before_one_of_its_inputs_was_in_our_books(city) -> None:
    (old,) = file(growth("area:shaanxi", "1.4"), known="2020-06-15", recorded="2020-06-24", historical=True)
    (late,) = file(growth("area:ankang", "-20.7"), known="2020-06-15", recorded="2020-06-23")
    (row,) = derive(gap("-22.1", [old, late]), now="2020-06-24")

    assert not row.batch.historical
    assert not Observation.objects.known_on(day("2020-06-22")).filter(pk=row.pk).exists()
    assert Observation.objects.known_on(day("2020-06-24")).filter(pk=row.pk).exists()


def test_a_figure_derived_from_history_alone_is_history(city) -> None:
    old = file(growth("area:ankang", "-22.0"), known="2020-06-10", recorded="2020-06-24", historical=True)
    (row,) = derive(gap("-21.9", old), now="2020-06-24")

    assert row.batch.historical
    assert row.batch.known_at == day("2020-06-10")


def test_a_derived_figure_is_known_when_its_last_input_is(city) -> None:
    (early,) = file(growth("area:shaanxi", "1.4"), known="2020-06-17")
    (late,) = file(growth("area:ankang", "-20.7"), known="2020-06-18")

    (row,) = derive(gap("-22.1", [early, late]), now="2020-06-23")

    assert row.batch.known_at == day("2020-06-18")


FIRST = dt.date(2020, 6, 1)
prints = st.lists(
    st.tuples(
        st.integers(-400, 400),
        st.integers(0, 8),  # published on this day of June
        st.integers(0, 8),  # recorded so many days later
        st.booleans(),  # entered as history
    ),
    min_size=1,
    max_size=6,
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(prints)
def test_no_later_row_ever_changes_an_earlier_day_and_no_day_knows_the_future(city, drawn) -> None:
    books = sorted(drawn, key=lambda row: row[1] + row[2])
    days = [FIRST + dt.timedelta(days=n) for n in range(20)]
    with transaction.atomic():
        seen: dict[dt.date, tuple[int, ...]] = {}
        for value, published, lag, historical in books:
            known, recorded = FIRST + dt.timedelta(published), FIRST + dt.timedelta(published + lag)
            file(
                growth("area:ankang", str(Decimal(value) / 10)),
                known=known.isoformat(),
                recorded=recorded.isoformat(),
                historical=historical,
            )
            for as_of in days:
                frame = facts.frame(as_of=as_of)
                for fact in frame:
                    batch = Observation.objects.select_related("batch").get(pk=fact.id).batch
                    assert batch.known_at <= as_of
                    assert batch.historical or batch.recorded_at.date() <= as_of
                now_seen = tuple(fact.id for fact in frame)
                untouched = as_of < known if historical else as_of < recorded
                if untouched and as_of in seen:
                    assert now_seen == seen[as_of]
                seen[as_of] = now_seen
        transaction.set_rollback(True)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(prints)
def test_a_frame_shows_the_newest_print_that_was_known(city, drawn) -> None:
    books = sorted(drawn, key=lambda row: row[1] + row[2])
    with transaction.atomic():
        told = []
        for value, published, lag, historical in books:
            known, recorded = FIRST + dt.timedelta(published), FIRST + dt.timedelta(published + lag)
            (row,) = file(
                growth("area:ankang", str(Decimal(value) / 10)),
                known=known.isoformat(),
                recorded=recorded.isoformat(),
                historical=historical,
            )
            told.append((known, recorded, row.pk, historical))
        for n in range(20):
            as_of = FIRST + dt.timedelta(days=n)
            eligible = [row for row in told if row[0] <= as_of and (row[3] or row[1] <= as_of)]
            fact = facts.frame(as_of=as_of).get("iva.growth", city.city, JAN_MAY, "ytd")
            assert (fact.id if fact else None) == (max(eligible)[2] if eligible else None)
        transaction.set_rollback(True)
