"""Places, units, industries and bodies, with names and codes of their day."""

import pytest

from wenzeng.base import clock, subjects
from wenzeng.base.models import Body, Subject, SubjectCode, SubjectName, SubjectParent
from wenzeng.base.models.subjects import SubjectParent as Parent

from .builders import at, body, day, subject

pytestmark = pytest.mark.django_db

LAST_OF_2020, FIRST_OF_2021 = day("2020-12-31"), day("2021-01-01")


def test_xunyang_is_a_county_until_2020_and_a_city_from_2021_and_stays_itself(city) -> None:
    xunyang = subject("area:xunyang")

    assert [xunyang.name_on(d) for d in (LAST_OF_2020, FIRST_OF_2021)] == ["旬阳县", "旬阳市"]
    assert [xunyang.code_on("gbt2260", d) for d in (LAST_OF_2020, FIRST_OF_2021)] == ["610928", "610981"]
    codes = SubjectCode.objects.filter(code__in=["610928", "610981"])
    assert {row.subject_id for row in codes} == {xunyang.pk}


def test_its_unit_and_its_government_change_their_names_with_it(city) -> None:
    assert subject("unit:xunyang").name_on(LAST_OF_2020) == "旬阳县"
    assert subject("body:xunyang").name_on(FIRST_OF_2021) == "旬阳市人民政府"


def test_where_no_day_is_given_the_name_is_todays(city) -> None:
    with clock.pretend(at("2020-06-24")):
        assert str(body("xunyang")) == "旬阳县人民政府"
    with clock.pretend(at("2021-06-24")):
        assert str(body("xunyang")) == "旬阳市人民政府"


def test_there_are_ten_counties_and_two_zones_in_their_order(city) -> None:
    assert [unit.unit_code for unit in city.units] == [
        "HB", "HY", "SQ", "NS", "ZY", "LG", "PL", "ZP", "XY", "BH", "GX", "HK",
    ]  # fmt: skip
    assert city.unit_by_code("PL").name_on(None) == "平利县"
    assert city.unit_by_code("XX") is None


def test_the_two_zones_have_no_county_code_and_lie_in_hanbin(city) -> None:
    for key in ("unit:gaoxin", "unit:hengkou"):
        zone = subject(key)
        assert zone.code_on("gbt2260", FIRST_OF_2021) is None
        assert zone.parents.get(relation=Parent.Relation.LOCATED).parent == subject("area:hanbin")
        assert zone.parents.get(relation=Parent.Relation.COUNTED).parent == city.city


def test_a_unit_is_not_a_region_and_says_what_it_leaves_out(city) -> None:
    unit, area = subject("unit:hanbin"), subject("area:hanbin")

    assert unit.pk != area.pk
    assert unit.name_on(None) == area.name_on(None) == "汉滨区"
    assert unit.note == "不含安康高新区、恒口示范区"
    assert unit.code_on("gbt2260", FIRST_OF_2021) is None


def test_the_city_knows_whom_it_is_compared_with(city) -> None:
    names = [row.short_name_on(None) for row in (city.city, city.province, city.nation, *city.peers)]

    assert names == ["全市", "全省", "全国", "汉中市", "商洛市"]


def test_ranks_are_taken_among_named_groups(city) -> None:
    label, members = subjects.members("reference.rank_southern")

    assert (label, [row.name_on(None) for row in members]) == ("陕南3市", ["汉中市", "安康市", "商洛市"])


def everything() -> list[list[tuple]]:
    models = (Subject, SubjectName, SubjectCode, SubjectParent, Body)
    return [sorted(model.objects.values_list(), key=str) for model in models]


def test_reading_the_reference_files_twice_changes_nothing(city) -> None:
    before = everything()

    subjects.sync_reference()

    assert everything() == before


def test_every_county_body_answers_for_one_unit_and_every_unit_has_its_body(city) -> None:
    counties = Body.objects.filter(kind=Body.Kind.COUNTY)

    assert sorted(counties.values_list("unit__key", flat=True)) == sorted(unit.key for unit in city.units)


def test_the_bureau_and_the_survey_team_only_supply_data(city) -> None:
    only = Body.objects.filter(supplies_data_only=True)

    assert sorted(str(row) for row in only) == ["国家统计局市调查队", "市统计局"]


def test_two_digit_industries_are_those_of_the_2017_edition(city) -> None:
    codes = SubjectCode.objects.filter(scheme=SubjectCode.Scheme.GBT4754_2017).values_list("code", flat=True)

    assert sorted(codes) == [f"{n:02d}" for n in range(6, 47)]
