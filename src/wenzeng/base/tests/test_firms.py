"""Firms by their social credit code, and their size by the rule in force."""

import pytest
from django.core.exceptions import ValidationError
from django.db import DataError, IntegrityError, transaction

from wenzeng.base import firms, rulebook
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


@pytest.mark.parametrize(
    "code",
    ["", GOOD[:-1], GOOD.lower(), GOOD[:-1] + "O", GOOD[:-1] + "中", GOOD + "\n", GOOD[:16] + "H" + GOOD[17]],
)
def test_the_database_refuses_what_cannot_be_a_code(firm, code) -> None:
    firm.uscc = code
    with pytest.raises((IntegrityError, DataError), match=r"uscc_has_18|too long"), transaction.atomic():
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


def register(**changed) -> Firm:
    values = {
        "key": "firm:new",
        "name": "示例茶业有限公司",
        "uscc": GOOD,
        "industry": subject("industry:2017:15"),
        "unit": subject("unit:pingli"),
        "simulated": True,
    }
    return firms.register(**(values | changed))


def test_a_firm_is_registered_under_its_code(city) -> None:
    firm = register()

    assert (firm.subject.name_on(None), firm.subject.code_on("uscc", None)) == ("示例茶业有限公司", GOOD)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        pytest.param({"uscc": GOOD[:-1] + ("0" if GOOD[-1] != "0" else "1")}, "第18位", id="check digit"),
        pytest.param({"uscc": GOOD + "\n"}, "这里有19位", id="line break"),
        pytest.param({"name": " "}, "没写企业名称", id="no name"),
    ],
)
def test_a_firm_with_a_wrong_code_or_no_name_is_not_registered(city, change, says) -> None:
    with pytest.raises(firms.CannotRegister, match=says):
        register(**change)

    assert not Subject.objects.filter(key="firm:new").exists()


@pytest.mark.parametrize(
    "change", [{"industry": "unit:pingli"}, {"unit": "industry:2017:13"}, {"subject": "unit:hanyin"}], ids=str
)
def test_a_firm_has_a_trade_and_a_unit(firm, change) -> None:
    for field, key in change.items():
        setattr(firm, field, subject(key))
    with pytest.raises(IntegrityError, match="行业要是行业"), transaction.atomic():
        firm.save(force_insert=True)
