"""A figure is out of date when what it was worked out from has been replaced, however far below."""

from decimal import Decimal

import pytest

from wenzeng.base import facts
from wenzeng.base.access import Duty
from wenzeng.base.models import Observation
from wenzeng.base.models.facts import Status

from .builders import JAN_MAY, day, derive, file, gap, growth, person, subject

pytestmark = pytest.mark.django_db


def said_stale(on: str = "2020-06-24", **asked) -> set[str]:
    frame = facts.frame(as_of=day(on), **asked).dated()
    return {fact.indicator for fact in frame if fact.stale}


def light(*inputs: Observation) -> facts.New:
    return facts.New(
        indicator="supervision.light", subject=subject("area:ankang"), period=JAN_MAY, basis="ytd", value=Decimal(3),
        status="estimate", scope="2020", method="supervision.lights@1", inputs=tuple(row.pk for row in inputs),
    )  # fmt: skip


@pytest.fixture
def figures(city) -> list[Observation]:
    """Growth of two places, the gap between them, and a light that reads the gap alone."""
    rows = file(growth("area:ankang", "-20.7"), growth("area:shaanxi", "1.4"))
    (found,) = derive(gap("-22.1", rows))
    derive(light(found), now="2020-06-19 10:00")
    return rows


def test_nothing_is_out_of_date_before_a_revision(figures) -> None:
    assert said_stale() == set()


def test_a_revision_puts_all_that_rests_on_it_out_of_date_and_the_past_stays(figures) -> None:
    file(growth("area:ankang", "-19.9"), known="2020-06-23")

    assert said_stale() == {"situation.gap_to_province", "supervision.light"}
    assert said_stale("2020-06-22") == set()


def test_what_is_not_in_the_frame_counts_too(figures) -> None:
    file(growth("area:ankang", "-19.9"), known="2020-06-23")

    assert said_stale(indicators=["supervision.light"]) == {"supervision.light"}


def test_a_figure_is_up_to_date_once_it_was_worked_out_again(figures) -> None:
    (ours,) = file(growth("area:ankang", "-19.9"), known="2020-06-23")
    (found,) = derive(gap("-21.3", [ours, figures[1]]), now="2020-06-24 09:00")

    assert said_stale() == {"supervision.light"}

    derive(light(found), now="2020-06-24 10:00")
    assert said_stale() == set()


def test_an_official_print_puts_what_was_made_of_the_flash_out_of_date(city) -> None:
    rows = file(growth("area:ankang", "-20.7", status=Status.FLASH), growth("area:shaanxi", "1.4"))
    derive(gap("-22.1", rows))
    file(growth("area:ankang", "-20.6"), known="2020-06-23")

    assert said_stale() == {"situation.gap_to_province"}


def test_a_revision_that_a_reader_may_not_see_puts_nothing_out_of_date_for_him(figures) -> None:
    file(growth("area:ankang", "-19.9"), known="2020-06-23", released=False)
    county, clerk = person(Duty.COUNTY_FILER, "pingli"), person(Duty.MONITOR)

    assert said_stale(reader=county) == set()
    assert said_stale(reader=county, indicators=["supervision.light"]) == set()
    assert said_stale(reader=clerk, indicators=["supervision.light"]) == {"supervision.light"}


def test_asking_takes_the_same_few_questions_however_many_figures(
    figures, django_assert_max_num_queries
) -> None:
    file(growth("area:ankang", "-19.9"), known="2020-06-23")
    frame = facts.frame(as_of=day("2020-06-24"))

    with django_assert_max_num_queries(4):
        assert len(facts.stale(frame)) == 2
