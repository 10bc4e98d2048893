"""Firms by their social credit code, and their size by the rule in force."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from wenzeng.base import rulebook
from wenzeng.base.firms import size_class_of
from wenzeng.base.models import Firm, FirmScale, Subject
from wenzeng.base.rulebook import RuleFault
from wenzeng.engines.codes import make_uscc

from .builders import day, subject

pytestmark = pytest.mark.django_db

GOOD = make_uscc("91", "610925", "MA70DEM0")
JUNE_24 = day("2020-06-24")


@pytest.fixture
def firm(city) -> Firm:
    return Firm(
        subject=Subject.objects.create(kind="firm", key="firm:example"),
        uscc=GOOD,
        industry=subject("industry:2017:13"),
        unit=subject("unit:pingli"),
        simulated=True,
    )


def test_a_right_code_is_taken(firm) -> None:
    firm.full_clean()
    firm.save()

    assert Firm.objects.get(uscc=GOOD).unit == subject("unit:pingli")


@pytest.mark.parametrize(
    ("code", "says"),
    [
        pytest.param(GOOD[:-1] + ("0" if GOOD[-1] != "0" else "1"), "校验位（第18位）", id="check digit"),
        pytest.param(GOOD[:-1], "这里有17位", id="one too few"),
        pytest.param(GOOD[:-1] + "O", "没有 I、O、S、V、Z", id="letter O"),
    ],
)
def test_a_wrong_code_is_told_with_its_place(firm, code, says) -> None:
    firm.uscc = code

    with pytest.raises(ValidationError, match=says):
        firm.full_clean()


@pytest.mark.parametrize("code", ["", GOOD[:-1], GOOD.lower(), GOOD[:-1] + "O", GOOD[:-1] + "中"])
def test_the_database_refuses_what_cannot_be_a_code(firm, code) -> None:
    firm.uscc = code
    with pytest.raises(IntegrityError, match="uscc_has_18"), transaction.atomic():
        firm.save(force_insert=True)


def scale(employees: int, revenue_wan: float, year: int = 2019) -> FirmScale:
    return FirmScale(year=year, employees=employees, revenue_fen=round(revenue_wan * 1_000_000))


@pytest.mark.parametrize(
    ("employees", "revenue_wan", "size"),
    [
        pytest.param(1000, 40000, "large", id="both bounds reached"),
        pytest.param(999, 40000, "medium", id="one person short"),
        pytest.param(1000, 39999.99, "medium", id="hundred yuan short"),
        pytest.param(300, 2000, "medium", id="medium"),
        pytest.param(299, 999999, "small", id="revenue alone does not lift"),
        pytest.param(20, 300, "small", id="small"),
        pytest.param(19, 300, "micro", id="micro by employees"),
        pytest.param(5000, 299, "micro", id="micro by revenue"),
        pytest.param(0, 0, "micro", id="nothing"),
    ],
)
def test_size_follows_the_rule_of_2017(employees, revenue_wan, size) -> None:
    assert size_class_of(scale(employees, revenue_wan), JUNE_24) == size


def test_before_the_rule_there_is_no_class() -> None:
    with pytest.raises(RuleFault, match="尚无有效数值"):
        size_class_of(scale(1000, 40000), day("2017-12-31"))


def test_a_city_may_not_lose_the_rule(settings, tmp_path) -> None:
    settings.WENZENG_RULES = str(tmp_path)
    rulebook.forget()

    assert size_class_of(scale(20, 300), JUNE_24) == "small"


def test_one_year_has_one_size(firm) -> None:
    firm.save()
    values = {"firm": firm, "year": 2019, "employees": 10, "revenue_fen": 1, "source": "示例"}
    FirmScale.objects.create(**values)

    for change in ({}, {"year": 1900}, {"year": 2018, "revenue_fen": -1}):
        with pytest.raises(IntegrityError), transaction.atomic():
            FirmScale.objects.create(**(values | change))
