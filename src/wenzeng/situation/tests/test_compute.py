"""The sentences of the speech, worked out from the prints; and what is not known stays unsaid."""

from decimal import Decimal

import pytest

from wenzeng.base import clock, facts
from wenzeng.base.models import Batch, Observation, Subject
from wenzeng.base.subjects import City
from wenzeng.engines.period import Period
from wenzeng.situation import actions

from .conftest import APRIL, DAYS, MAY, TODAY, Filed, at, notice, published, subject

pytestmark = pytest.mark.django_db


def unit(city: City, code: str) -> Subject:
    found = city.unit_by_code(code)
    assert found is not None
    return found


def value(indicator: str, about: Subject, period: Period = MAY, basis: str = "ytd") -> Decimal | None:
    page = facts.frame(as_of=TODAY, indicators=[f"situation.{indicator}"])
    found = page.get(f"situation.{indicator}", about, period, basis)
    return found.printed if found else None


def note(indicator: str, about: Subject, period: Period = MAY) -> str:
    found = facts.frame(as_of=TODAY).get(f"situation.{indicator}", about, period, "ytd")
    assert found is not None
    return found.note


def test_低于全省平均水平22点1个百分点(computed: actions.Computed, city: City) -> None:
    assert value("gap_to_province", city.city) == Decimal("-22.1")


def test_连续5个月负增长_公布4期(computed: actions.Computed, city: City) -> None:
    assert value("negative_months", city.city) == 5
    assert note("negative_months", city.city) == "公布4期，计5个月"


def test_增速排名全省各地市倒数第二(computed: actions.Computed, city: City) -> None:
    assert value("rank_from_bottom_in_province", city.city) == 2
    assert value("rank_in_province", city.city) == 9
    assert note("rank_in_province", city.city) == "全省10个设区市"


def test_在陕南三地市中增速略高于商洛(computed: actions.Computed, city: City) -> None:
    shangluo = subject("area:shangluo")

    assert value("rank_in_south", city.city) == 2
    assert value("gap_to_peer", shangluo) == Decimal("1.2")


def test_由上月降速一致到本月相差7点2个百分点(computed: actions.Computed) -> None:
    hanzhong = subject("area:hanzhong")

    assert value("gap_to_peer", hanzhong, APRIL) == Decimal("0.0")
    assert value("gap_to_peer", hanzhong) == Decimal("-7.2")


def test_全国增速比上月加快0点5个百分点(computed: actions.Computed, city: City) -> None:
    assert value("change", city.nation, Period.month(2020, 5), "month") == Decimal("0.5")


def test_全国连续2个月正增长(computed: actions.Computed, city: City) -> None:
    assert value("positive_months", city.nation, Period.month(2020, 5), "month") == 2
    row = Observation.objects.get(
        indicator="situation.positive_months", subject=city.nation, period_code="2020-05"
    )
    assert row.note == "公布2期，计2个月"
    assert [root.cell_text for root in facts.roots(row)] == ["-1.1", "3.9", "4.4"]


def test_a_month_that_was_not_published_leaves_the_run_unsaid(computed: actions.Computed, city: City) -> None:
    assert value("positive_months", city.province, Period.month(2020, 5), "month") is None


def test_全省较4月加快2点8个百分点(computed: actions.Computed, city: City) -> None:
    assert value("change", city.province, Period.month(2020, 5), "month") == Decimal("2.8")


def test_大部分县区降幅收窄_平利县恒口示范区继续回落(computed: actions.Computed, city: City) -> None:
    assert value("units_narrowing", city.city) == 10
    assert value("units_widening", city.city) == 2
    assert value("change", unit(city, "PL")) == Decimal("-1.7")
    assert value("change", unit(city, "HK")) == Decimal("-1.6")


def test_a_unit_is_held_against_the_city_and_the_province(computed: actions.Computed, city: City) -> None:
    assert value("gap_to_city", unit(city, "BH")) == Decimal("-10.6")
    assert value("gap_to_province", unit(city, "BH")) == Decimal("-32.7")


def test_pulls_are_base_share_times_growth_and_the_rest_stands_alone(
    computed: actions.Computed, city: City
) -> None:
    pulls = [value("pull", each) for each in city.units]

    assert value("pull", unit(city, "XY")) == Decimal("-5.45")  # 20.65 % × −26.4
    unrounded = sum(
        row.value for row in Observation.objects.filter(indicator="situation.pull", period_code=MAY.code)
    )
    residual = Observation.objects.get(indicator="situation.pull_residual", period_code=MAY.code)
    assert None not in pulls
    assert residual.value == Decimal("-20.7") - unrounded


def test_january_february_has_no_print_before_it(computed: actions.Computed, city: City) -> None:
    first = Period.ytd(2020, 2)

    assert value("change", city.city, first) is None
    assert value("units_narrowing", city.city, first) is None
    assert value("negative_months", city.city, first) == 2
    assert value("gap_to_province", city.city, first) == Decimal("-26.4")


def test_every_figure_leads_back_to_its_cells(computed: actions.Computed, city: City) -> None:
    gap = Observation.objects.get(
        indicator="situation.gap_to_province", subject=city.city, period_code=MAY.code, basis="ytd"
    )

    roots = facts.roots(gap)

    assert [(root.cell_text, root.sheet) for root in roots] == [("1.4", "附表1"), ("-20.7", "附表1")]
    assert all(
        facts.roots(row) for row in Observation.objects.filter(indicator__code__startswith="situation.")
    )


def test_published_inputs_give_a_gap_that_is_not_marked_simulated(file_figures: Filed, city: City) -> None:
    file_figures(published(3), day=DAYS[MAY], simulated=False)
    file_figures([("iva.growth", city.city, MAY, "ytd", "-20.7")], day=DAYS[MAY], simulated=False)

    actions.compute(period=MAY, as_of=TODAY, by=None, now=clock.now())

    assert not Observation.objects.get(indicator="situation.gap_to_province", basis="ytd").simulated


def test_simulated_inputs_mark_what_is_made_of_them(computed: actions.Computed, city: City) -> None:
    assert Observation.objects.filter(indicator="situation.pull", simulated=False).count() == 0


def test_running_it_again_adds_nothing(computed: actions.Computed) -> None:
    before = Observation.objects.count()

    again = actions.compute(period=MAY, as_of=TODAY, by=None, now=clock.now())

    assert Observation.objects.count() == before
    assert {row.pk for row in again.observations} == {row.pk for row in computed.observations}


def test_two_units_at_one_speed_share_a_place(file_figures: Filed, filed: None, city: City) -> None:
    file_figures([("iva.growth", unit(city, "ZP"), MAY, "ytd", "-24.1")], day=TODAY)

    actions.compute(period=MAY, as_of=TODAY, by=None, now=clock.now())

    assert value("rank_in_city", unit(city, "ZP")) == value("rank_in_city", unit(city, "PL")) == 7
    assert note("rank_in_city", unit(city, "PL")) == "12个考核单位，与另1个并列"
    assert value("rank_in_city", unit(city, "HK")) == 9


def test_without_the_province_no_gap_is_recorded_and_it_is_named(file_figures: Filed, city: City) -> None:
    file_figures(notice(3), day=DAYS[MAY])

    result = actions.compute(period=MAY, as_of=TODAY, by=None, now=clock.now())

    assert value("gap_to_province", city.city) is None
    assert "缺陕西省1–5月累计增速" in result.missing


def test_without_one_city_there_is_no_rank_in_the_province(file_figures: Filed, city: City) -> None:
    file_figures(published(3), day=DAYS[MAY], simulated=False)
    file_figures(notice(3, without=("area:yulin",)), day=DAYS[MAY])

    result = actions.compute(period=MAY, as_of=TODAY, by=None, now=clock.now())

    assert value("rank_in_province", city.city) is None
    assert value("rank_in_south", city.city) == 2
    assert "缺榆林市1–5月累计增速" in result.missing


def test_a_unit_that_has_not_reported_is_neither_last_nor_zero(file_figures: Filed, city: City) -> None:
    file_figures(published(3), day=DAYS[MAY], simulated=False)
    file_figures(notice(3, without=("BH",)), day=DAYS[MAY])

    actions.compute(period=MAY, as_of=TODAY, by=None, now=clock.now())

    assert value("rank_in_city", unit(city, "BH")) is None
    assert value("pull", unit(city, "BH")) is None
    assert value("pull_residual", city.city) is None
    assert note("rank_in_city", unit(city, "XY")) == "11个考核单位"
    assert value("rank_in_city", unit(city, "XY")) == 11


def test_a_gap_in_the_prints_leaves_the_run_unsaid(file_figures: Filed, city: City) -> None:
    for position in (0, 1, 3):
        file_figures(published(position), day=DAYS[MAY], simulated=False)
        file_figures(notice(position), day=DAYS[MAY])

    result = actions.compute(period=MAY, as_of=TODAY, by=None, now=clock.now())

    assert value("negative_months", city.city) is None
    assert "缺安康市1–4月累计增速" in result.missing


def test_without_the_citys_own_print_nothing_is_computed(city: City) -> None:
    with pytest.raises(actions.CannotCompute, match="还没有安康市2020年1–5月的累计增速"):
        actions.compute(period=MAY, as_of=TODAY, by=None, now=clock.now())


def test_firms_at_work_count_only_those_that_filed(file_figures: Filed, filed: None, city: City) -> None:
    may = Period.month(2020, 5)
    rows = []
    for code, at_work, firms in (("PL", "30", "40"), ("HK", "33", "44")):
        rows.append(("county.firms_at_work", unit(city, code), may, "month", at_work))
        rows.append(("county.firms", unit(city, code), may, "month", firms))
    file_figures(rows, day=DAYS[MAY], status="reported")

    result = actions.compute(period=MAY, as_of=TODAY, by=None, now=clock.now())

    share = Observation.objects.get(indicator="situation.firms_at_work_share")
    assert share.printed == Decimal("75.0")
    assert share.note == "63/84户，报送2个"
    assert "缺汉滨区5月开工户数（县区月报）" in result.missing


def test_what_rests_on_unreleased_figures_is_held_back_too(file_figures: Filed, city: City) -> None:
    file_figures(published(3), day=DAYS[MAY], simulated=False)
    file_figures(notice(3), day=DAYS[MAY], released=False)

    with clock.pretend(at(TODAY)):
        result = actions.compute(period=MAY, as_of=TODAY, by=None, now=clock.now())

    batches = {row.batch_id for row in result.observations}
    assert Batch.objects.filter(pk__in=batches, released_at__isnull=False).count() == 0
