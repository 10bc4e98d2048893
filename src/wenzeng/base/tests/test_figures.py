"""How a figure stands on a page: linked, signed, rounded, and never a zero that nobody reported."""

from dataclasses import replace
from decimal import Decimal

import pytest
from django.template import Context, Template

from wenzeng.base import facts
from wenzeng.base.templatetags.figures import screen

from .builders import JAN_MAY, day, derive, estimate, file, growth, output, subject

pytestmark = [pytest.mark.django_db, pytest.mark.urls("wenzeng.base.tests.addresses")]


def render(tag: str, **context: object) -> str:
    return Template("{% load figures %}" + tag).render(Context(context))


def test_a_figure_is_a_link_with_a_true_minus_and_a_value_to_copy(city) -> None:
    (row,) = file(growth("area:ankang", "-20.7"))
    fact = facts.frame(as_of=day("2020-06-24")).get("iva.growth", city.city, JAN_MAY, "ytd")

    for shown in (row, fact):
        html = render("{% figure fact unit=True %}", fact=shown)
        assert f'href="/f/{row.pk}/"' in html
        assert 'data-raw="-20.7"' in html
        assert '>−20.7</span><span class="wz-unit">%</span></a>' in html


def test_a_figure_that_has_to_be_worked_out_again_prints_no_number(city) -> None:
    file(growth("area:ankang", "-20.7"))
    fact = facts.frame(as_of=day("2020-06-24")).get("iva.growth", city.city, JAN_MAY, "ytd")

    html = render("{% figure fact unit=True %}", fact=replace(fact, stale=True))

    assert "待收口" in html
    assert "20.7" not in html
    assert "%" not in html


@pytest.mark.parametrize(
    ("value", "tag", "text"),
    [
        ("1.4", "{% figure fact plus=True %}", ">+1.4</a>"),
        ("0", "{% figure fact plus=True %}", ">0.0</a>"),
        ("-0.04", "{% figure fact %}", ">0.0</a>"),
        ("-0.05", "{% figure fact %}", ">−0.1</a>"),
    ],
)
def test_signs_and_rounding(city, value, tag, text) -> None:
    (row,) = derive(estimate("area:ankang", value))

    assert text in render(tag, fact=row)


def test_money_has_commas_on_the_page_and_none_in_the_copy(city) -> None:
    (row,) = file(output("unit:pingli", "1234567"))

    html = render("{% figure fact %}", fact=row)

    assert ">1,234,567</a>" in html
    assert 'data-raw="1234567"' in html


@pytest.mark.parametrize(
    ("tag", "word"),
    [("{% figure fact %}", "没有数"), ("{% figure fact absent=_('未公布') %}", "未公布")],
)
def test_a_figure_that_is_not_there_is_words_and_blames_nobody_unasked(city, tag, word) -> None:
    html = render(tag, fact=None)

    assert word in html
    assert "未报" not in html
    assert "0" not in html


def test_bare_numbers_print_alike() -> None:
    assert [screen(value) for value in (Decimal("-20.65"), 1.25, None)] == ["−20.7", "1.3", ""]


def test_a_name_is_that_of_its_day(city) -> None:
    context = {"unit": subject("unit:xunyang"), "day": day("2020-05-31")}

    assert render("{{ unit|on:day }}", **context) == "旬阳县"
