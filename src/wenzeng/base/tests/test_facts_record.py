"""What is recorded, what is refused, and what can be told about a figure afterwards."""

import dataclasses
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from wenzeng.base import facts
from wenzeng.base.facts import FactRefused
from wenzeng.base.models import Batch, Citation, Observation, TrailEntry
from wenzeng.engines.period import Period

from .builders import JAN_MAY, at, day, derive, estimate, file, gap, growth, subject

pytestmark = pytest.mark.django_db

JUNE_24 = day("2020-06-24")


def test_a_figure_keeps_its_cell_and_the_word_in_it(city) -> None:
    (row,) = file(growth("area:ankang", "-20.7", cell="C7"))

    kept = Observation.objects.get(pk=row.pk)
    assert (kept.value, kept.printed) == (Decimal("-20.7"), Decimal("-20.7"))
    assert (kept.sheet, kept.cell, kept.cell_text, kept.unit) == ("附表2", "C7", "-20.7", "%")
    assert kept.batch.file.name == "通知.xlsx"


def test_a_batch_is_written_whole_or_not_at_all(city) -> None:
    good, again = growth("area:ankang", "-20.7"), growth("area:ankang", "-20.8")

    with pytest.raises(IntegrityError), transaction.atomic():
        file(good, again)

    assert not Observation.objects.exists()
    assert not Batch.objects.exists()
    assert not TrailEntry.objects.filter(deed="facts.record").exists()


def test_recording_leaves_one_row_in_the_trail(city) -> None:
    file(growth("area:ankang", "-20.7"), growth("area:shaanxi", "1.4"))

    entry = TrailEntry.objects.get(deed="facts.record")
    assert entry.after["observations"] == 2
    assert len(entry.after["digest"]) == 64


@pytest.mark.parametrize(
    ("change", "says"),
    [
        pytest.param({"indicator": "iva.made_up"}, "没有登记指标“iva.made_up”", id="unknown indicator"),
        pytest.param({"basis": "mtd"}, "没有“月内至旬末”口径", id="basis that the indicator does not have"),
        pytest.param({"basis": "week"}, "没有“week”口径", id="basis that nothing has"),
        pytest.param({"value": Decimal("NaN")}, "不是一个数", id="NaN"),
        pytest.param({"value": Decimal("Infinity")}, "不是一个数", id="infinity"),
        pytest.param({"value": Decimal("1e15")}, "超过15位", id="more digits than are kept"),
        pytest.param({"period": Period.month(2020, 1), "basis": "month"}, "1—2月合并为一期", id="January"),
        pytest.param({"period": Period.month(2020, 2), "basis": "month"}, "1—2月合并为一期", id="February"),
        pytest.param({"period": Period.month(2020, 5)}, "累计数从1月起", id="cumulative of a single month"),
        pytest.param({"period": Period.span(2020, 2, 5)}, "累计数从1月起", id="cumulative from February"),
        pytest.param({"basis": "month"}, "当月数要写单月或1—2月", id="month of five"),
        pytest.param({"basis": "quarter"}, "当季数要写季度", id="quarter of five months"),
        pytest.param({"value": Decimal("-100.1")}, "低于-100%", id="fall by more than all"),
        pytest.param(
            {"indicator": "iva.base_share", "value": Decimal("150")}, "大于 100", id="more than all of it"
        ),
        pytest.param(
            {"indicator": "iva.base_share", "value": Decimal("-5")}, "小于 0", id="less than nothing"
        ),
        pytest.param(
            {"status": "expectation"}, "没有“企业工作预期”的数", id="status that the indicator does not have"
        ),
        pytest.param({"value": Decimal("-20.123")}, "不止1位小数", id="more decimals than it says"),
        pytest.param({"period": Period.ytd(2020, 6)}, "到 2020-06-30 才结束", id="period that is not over"),
        pytest.param(
            {"period": Period.ytd(2099, 5)}, "到 2099-05-31 才结束", id="period of our grandchildren"
        ),
        pytest.param({"cell": "", "method": "made.up"}, "没写取自哪个单元格", id="filed without a cell"),
        pytest.param({"scope": ""}, "没写统计范围版本", id="no scope"),
        pytest.param({"stage": "guess"}, "没有“guess”这个发布阶段", id="unknown stage"),
        pytest.param({"cell": "7C"}, "单元格“7C”的写法不对", id="cell that is none"),
        pytest.param({"inputs": (987654,)}, "第987654号数不存在", id="input that is not there"),
    ],
)
def test_nonsense_is_refused_with_a_sentence_and_nothing_is_kept(city, change, says) -> None:
    odd = dataclasses.replace(growth("area:ankang", "-20.7"), **change)

    with pytest.raises(FactRefused, match=says):
        file(growth("area:shaanxi", "1.4"), odd)

    assert not Observation.objects.exists()


def test_nothing_is_recorded_before_it_was_published(city) -> None:
    with pytest.raises(FactRefused, match="发布日 2020-06-19 在入库那天（2020-06-18）之后"):
        file(growth("area:shaanxi", "1.4"), known="2020-06-19", recorded="2020-06-18")

    file(growth("area:shaanxi", "1.4"), known="2020-06-19", recorded="2020-06-19 00:05")


def test_the_bureau_publishes_nothing_about_a_single_body(city) -> None:
    with pytest.raises(FactRefused, match="不能说企业或单位"):
        file(growth("area:shaanxi", "1.4"), growth("body:gongxin", "1.4"))


def test_a_fall_to_nothing_is_taken(city) -> None:
    file(growth("area:ankang", "-100"))


def test_january_and_february_together_are_taken(city) -> None:
    (row,) = file(growth("area:ankang", "-24.1", period=Period.ytd(2020, 2), basis="month"))

    assert row.period.label == "1–2月"


def test_a_revision_is_a_new_row_and_the_newest_comes_first(city) -> None:
    (first,) = file(growth("area:ankang", "-20.7"), known="2020-06-18")
    (second,) = file(growth("area:ankang", "-20.5"), known="2020-06-22")
    file(growth("area:shaanxi", "1.4"))

    told = facts.trace(first)

    assert [row.pk for row in told.versions] == [second.pk, first.pk]
    assert told.current.pk == second.pk
    assert Observation.objects.get(pk=first.pk).value == Decimal("-20.7")


def test_a_flash_figure_is_no_version_of_the_official_one(city) -> None:
    (official,) = file(growth("area:ankang", "-20.7"))
    file(growth("area:ankang", "-20.0", status="flash"))

    assert [row.pk for row in facts.trace(official).versions] == [official.pk]


def test_a_trace_names_inputs_in_order_outputs_and_the_cells_below(city) -> None:
    ours, theirs = file(growth("area:ankang", "-20.7", cell="C7"), growth("area:shaanxi", "1.4", cell="C2"))
    (first,) = derive(gap("-22.1", [theirs, ours]))
    (second,) = derive(gap("0", [first, ours], key="unit:pingli"))

    assert [row.pk for row in facts.trace(first).inputs] == [theirs.pk, ours.pk]
    assert [row.pk for row in facts.trace(ours).outputs] == [first.pk, second.pk]
    assert [row.cell for row in facts.roots(second)] == ["C7", "C2"]


def test_citing_the_same_place_twice_changes_nothing(city) -> None:
    (row,) = file(growth("area:ankang", "-20.7"))
    place = {"document": "bulletin:1", "title": "第1期", "url": "/bulletins/1/", "place": "第一段第3个数"}

    facts.cite(row, **place, now=at("2020-06-24"))
    facts.cite(row, **place, now=at("2020-06-25"))

    assert Citation.objects.get().cited_at == at("2020-06-24")
    assert [cited.title for cited in facts.trace(row).citations] == ["第1期"]


@pytest.mark.parametrize(
    "value", ["-22.1", "0", "-0.00", "33333333.333333333", "123456789012.345678", "1e-12"]
)
def test_running_a_computation_again_writes_nothing_new(city, value) -> None:
    inputs = file(growth("area:ankang", "-20.7"), growth("area:shaanxi", "1.4"))
    first = derive(gap(value, inputs))

    second = derive(gap(value, inputs), now="2020-06-20")

    assert [row.pk for row in second] == [row.pk for row in first]
    assert Batch.objects.filter(origin="derived").count() == 1


def test_a_computation_from_a_revised_input_is_a_new_version(city) -> None:
    ours, theirs = file(growth("area:ankang", "-20.7"), growth("area:shaanxi", "1.4"))
    (old,) = derive(gap("-22.1", [ours, theirs]))
    (revised,) = file(growth("area:ankang", "-20.7"), known="2020-06-22")

    (new,) = derive(gap("-22.1", [revised, theirs]), now="2020-06-22")

    assert new.pk != old.pk
    assert facts.frame(as_of=JUNE_24).get("situation.gap_to_province", city.city, JAN_MAY, "ytd").id == new.pk


def test_a_computation_for_a_past_day_may_be_run_twice_as_well(city) -> None:
    ours, theirs = file(growth("area:ankang", "-20.7"), growth("area:shaanxi", "1.4"))
    (old,) = derive(gap("-22.1", [ours, theirs]))
    (revised,) = file(growth("area:ankang", "-20.5"), known="2020-06-22")
    derive(gap("-21.9", [revised, theirs]), now="2020-06-22")

    (again,) = derive(gap("-22.1", [ours, theirs]), now="2020-06-23")

    assert again.pk == old.pk


def test_a_filing_is_always_written_even_if_it_repeats_itself(city) -> None:
    (first,) = file(growth("area:ankang", "-20.7"))

    (second,) = file(growth("area:ankang", "-20.7"), known="2020-06-19")

    assert first.pk != second.pk


def test_one_simulated_input_makes_a_result_simulated(city) -> None:
    real, simulated = file(growth("area:ankang", "-20.7"), growth("unit:pingli", "-20.7", simulated=True))

    mixed, pure = derive(gap("0", [real, simulated]), gap("0", [real], key="unit:hanyin"))

    assert (mixed.simulated, pure.simulated) == (True, False)


@pytest.mark.parametrize(
    ("stored", "decimals", "printed"),
    [
        pytest.param("0.15", 1, "0.2", id="half goes up"),
        pytest.param("-0.15", 1, "-0.2", id="half goes away from zero"),
        pytest.param("-0.04", 1, "0.0", id="no minus zero"),
        pytest.param("12.345", 2, "12.35", id="two places"),
        pytest.param("2.5", 0, "3", id="none"),
    ],
)
def test_a_figure_prints_half_up_at_its_own_decimals(city, stored, decimals, printed) -> None:
    (row,) = derive(dataclasses.replace(estimate("area:ankang", stored), decimals=decimals))

    assert str(Observation.objects.get(pk=row.pk).printed) == printed


def test_a_base_share_has_the_two_decimals_of_its_indicator(city) -> None:
    share = dataclasses.replace(estimate("unit:pingli", "6.255"), indicator="iva.base_share")

    (row,) = derive(share)

    assert (row.decimals, str(row.printed)) == (2, "6.26")


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        pytest.param("1.123456785", "1.12345679", id="ninth place half up"),
        pytest.param("-1.123456785", "-1.12345679", id="below zero as well"),
        pytest.param("33333333.333333333", "33333333.3333333", id="fifteen digits"),
        pytest.param("0.000000001", "0", id="too small to be kept"),
        pytest.param("999999999999999", "999999999999999", id="the greatest"),
    ],
)
def test_what_is_handed_back_is_what_stands_in_the_database(city, given, kept) -> None:
    (row,) = derive(estimate("area:ankang", given))

    assert row.value == Decimal(kept)
    assert Observation.objects.get(pk=row.pk).value == Decimal(kept)


def test_a_lights_meaning_is_a_word(city) -> None:
    (source,) = file(growth("unit:pingli", "-31.5", simulated=True))
    light = dataclasses.replace(gap("4", [source], key="unit:pingli"), indicator="supervision.light")

    (row,) = derive(light)

    assert row.meaning == "滞后"
    assert source.meaning == ""


def test_a_frame_gives_columns_to_engines_and_rows_to_pages(city) -> None:
    rows = file(growth("area:ankang", "-20.7"), growth("area:shaanxi", "1.4"))

    frame = facts.frame(as_of=JUNE_24, indicators=["iva.growth"], periods=[JAN_MAY])

    assert frame.value.tolist() == [-20.7, 1.4]
    assert frame.id.tolist() == [row.pk for row in rows]
    assert [fact.subject_id for fact in frame] == [subject("area:ankang").pk, subject("area:shaanxi").pk]


def test_a_frame_can_be_narrowed_to_subjects_and_periods(city) -> None:
    file(growth("area:ankang", "-20.7"), growth("area:shaanxi", "1.4"))
    file(growth("area:ankang", "-22.0", period=Period.ytd(2020, 4)), known="2020-05-18")

    assert len(facts.frame(as_of=JUNE_24, subjects=[city.city.pk])) == 2
    assert len(facts.frame(as_of=JUNE_24, subjects=[city.city.pk], periods=[JAN_MAY])) == 1
    assert len(facts.frame(as_of=JUNE_24, periods=[])) == 0


def test_without_a_status_the_best_figure_is_taken(city) -> None:
    file(growth("area:ankang", "-20.0", status="flash"), known="2020-06-20")
    file(growth("area:ankang", "-20.7"), known="2020-06-18")
    frame = facts.frame(as_of=JUNE_24)

    assert frame.get("iva.growth", city.city, JAN_MAY, "ytd").value == Decimal("-20.7")
    assert frame.get("iva.growth", city.city, JAN_MAY, "ytd", "flash").value == Decimal("-20.0")
    assert frame.get("iva.growth", city.city, JAN_MAY, "ytd", "estimate") is None


def test_what_nobody_reported_is_none_and_not_zero(city) -> None:
    assert facts.frame(as_of=JUNE_24).get("iva.growth", city.city, JAN_MAY, "ytd") is None


def test_a_whole_month_is_read_in_a_fixed_number_of_questions(city, django_assert_max_num_queries) -> None:
    file(*[growth(unit.key, "-1.0", simulated=True) for unit in city.units])

    with django_assert_max_num_queries(1):
        facts.frame(as_of=JUNE_24)


@pytest.mark.parametrize(
    ("indicator", "value", "says"),
    [
        pytest.param("situation.rank_in_city", "0", "小于 1", id="rank 0"),
        pytest.param("situation.rank_in_city", "1.5", "不是整数", id="half a rank"),
        pytest.param("supervision.light", "7", "大于 4", id="light of no colour"),
        pytest.param("situation.negative_months", "-1", "小于 0", id="months before the first"),
    ],
)
def test_what_is_worked_out_keeps_to_its_bounds_as_well(city, indicator, value, says) -> None:
    with pytest.raises(FactRefused, match=says):
        derive(dataclasses.replace(estimate("unit:pingli", value), indicator=indicator))


def test_a_filing_has_its_original(city) -> None:
    origin = facts.Origin(
        kind=Batch.Origin.FILING, title="示例通知", known_at=JUNE_24, received_at=at("2020-06-24")
    )

    with pytest.raises(FactRefused, match="《示例通知》没有原件"):
        facts.record([growth("area:ankang", "-20.7")], origin=origin, by=None, now=at("2020-06-24"))


def test_what_is_expected_may_lie_ahead(city) -> None:
    derive(estimate("area:ankang", "0.1", period=Period.ytd(2020, 9)))

    assert Observation.objects.get().period_code == "2020-01..09"
