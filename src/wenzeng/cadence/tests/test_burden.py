"""The count of what is asked: made from the forms themselves, and no datum asked twice."""

import datetime as dt

import pytest
from django.test import Client

from wenzeng.cadence import definitions, queries
from wenzeng.cadence.directory import directory

pytestmark = pytest.mark.django_db


def test_no_figure_is_asked_twice(city) -> None:
    assert queries.asked_twice() == []


def test_two_forms_with_the_same_figure_are_named(city, monkeypatch) -> None:
    month = definitions.form("county_month")
    again = month.model_copy(update={"id": "forms.county_month_again", "title": "又一张月报"})
    monkeypatch.setattr(definitions, "every_form", lambda: (month, again))

    assert ("county.output", ["县区月报", "又一张月报"]) in queries.asked_twice()


def test_the_cells_of_a_form_are_counted(city) -> None:
    rows = {row.form.slug: row for row in queries.loads(directory(dt.date(2020, 6, 24)))}

    month, tenday = rows["county_month"], rows["county_tenday"]
    assert (month.figures, month.times, month.filers) == (
        6,
        11,
        12,
    )  # output and power twice, firms and at work once
    assert (tenday.figures, tenday.times, tenday.filers) == (4, 24, 12)


def test_everybody_who_is_signed_in_sees_it(who) -> None:
    browser = Client()
    browser.force_login(who.bank)
    page = browser.get("/reports/burden/").content.decode()

    assert "没有一个数要两次" in page
    assert "县区旬报" in page
