"""Lights and proposals come from facts, say why, and wait for a person."""

import datetime as dt

import pytest
from django.db import IntegrityError

from wenzeng.base import assignments, facts
from wenzeng.base.assignments import CannotAssign
from wenzeng.base.models import Assignment, Body, Observation, TrailEntry
from wenzeng.supervision import actions, queries

from .conftest import APRIL, MAY, NOW, TODAY, body, unit

pytestmark = pytest.mark.django_db

APRIL_GROWTH = {"pingli": "-23.0", "baihe": "-33.0", "gaoxin": "-18.0", "xunyang": "1.0"}
MAY_GROWTH = {"pingli": "-24.6", "baihe": "-31.3", "gaoxin": "-14.9", "xunyang": "1.4"}


def judge(now: dt.datetime = NOW) -> actions.Judgement:
    return actions.judge(period=MAY, as_of=now.date(), by=None, now=now)


def light(key: str) -> Observation:
    return Observation.objects.filter(indicator="supervision.light", subject=unit(key)).newest_first().first()


@pytest.fixture
def judged(publish) -> actions.Judgement:
    publish(APRIL_GROWTH, MAY_GROWTH)
    return judge()


@pytest.mark.parametrize(
    ("key", "code", "said"),
    [
        pytest.param("pingli", 4, "低于全省平均水平26.0个百分点，降幅较1–4月扩大1.6个百分点", id="扩大"),
        pytest.param(
            "baihe", 3, "低于全市平均水平10.6个百分点，降幅较1–4月收窄1.7个百分点", id="收窄，低于全市"
        ),
        pytest.param("gaoxin", 2, "高于全市平均水平5.8个百分点", id="收窄，高于全市"),
        pytest.param("xunyang", 1, "与全省平均水平持平", id="不低于全省"),
        pytest.param("hanyin", 0, "缺与全省差距", id="未报"),
    ],
)
def test_a_light_says_why_in_the_words_of_the_bulletin(judged, key, code, said):
    row = light(key)

    assert row.value == code
    assert said in row.note
    assert "依据：" in row.note


def test_every_unit_and_the_city_has_a_light_that_leads_to_its_figures(judged, city):
    assert {row.subject_id for row in judged.lights} == {subject.pk for subject in (*city.units, city.city)}

    inputs = {row.indicator_id for row in facts.trace(light("pingli")).inputs}

    assert inputs == {
        "iva.growth", "situation.gap_to_province", "situation.gap_to_city", "situation.change",
    }  # fmt: skip
    assert light("pingli").simulated


def test_the_city_itself_is_compared_with_the_province_only(judged, city):
    row = next(row for row in judged.lights if row.subject_id == city.city.pk)

    assert row.value == 3
    assert "低于全省平均水平22.1个百分点，降幅较1–4月收窄3.1个百分点" in row.note


def test_only_the_widening_unit_below_the_province_is_proposed_with_its_evidence(judged):
    (row,) = judged.proposals

    assert row.to_body == body("pingli")
    assert row.title == "平利县2020年1–5月降幅扩大"
    assert row.state == Assignment.State.PROPOSED
    assert row.due_on == TODAY + dt.timedelta(days=10)
    assert row.simulated
    assert [(line.observation.indicator_id, line.sentence) for line in row.evidence.all()] == [
        ("iva.growth", "1–5月规上工业增加值同比下降24.6%"),
        ("situation.gap_to_province", "低于全省平均水平26.0个百分点"),
        ("situation.change", "降幅较1–4月扩大1.6个百分点"),
    ]
    assert "视情况采取预警提醒、提请约谈" in row.clause


def test_judging_twice_proposes_and_records_nothing_twice(judged):
    again = judge(NOW + dt.timedelta(hours=1))

    assert again.proposals == ()
    assert [row.pk for row in again.lights] == [row.pk for row in judged.lights]
    assert Assignment.objects.count() == 1


def test_before_the_rule_is_in_force_there_are_lights_and_no_proposals(publish):
    before = NOW - dt.timedelta(days=1)
    publish(APRIL_GROWTH, MAY_GROWTH, at=before)

    judgement = judge(before)

    assert light("pingli").value == 4
    assert judgement.proposals == ()
    assert [row.title for row in judge(NOW).proposals] == ["平利县2020年1–5月降幅扩大"]


def test_growth_that_slows_above_zero_is_no_widening_decline(publish):
    publish({"pingli": "0.9"}, {"pingli": "0.3"})

    judgement = judge()

    assert light("pingli").value == 4
    assert "增速较1–4月回落0.6个百分点" in light("pingli").note
    assert judgement.proposals == ()


def test_without_an_earlier_print_nothing_is_lit_and_nothing_proposed(publish):
    publish({}, {"pingli": "-24.6"})

    judgement = judge()

    assert light("pingli").value == 0
    assert "缺较上期变动" in light("pingli").note
    assert judgement.proposals == ()


def test_a_revision_that_mends_the_figure_marks_the_proposal_and_keeps_it(publish):
    publish(APRIL_GROWTH, MAY_GROWTH)
    (row,) = judge().proposals
    later = NOW + dt.timedelta(minutes=30)
    publish(APRIL_GROWTH, MAY_GROWTH | {"pingli": "-22.4"}, at=later)

    again = judge(later)

    assert again.proposals == ()
    assert light("pingli").value == 3
    standing = queries.standing([row], TODAY)[row.pk]
    assert standing.gone
    assert standing.sentence.startswith("依据已变化，条件不再成立。现为：1–5月规上工业增加值同比下降22.4%")
    assert Assignment.objects.get(pk=row.pk).state == Assignment.State.PROPOSED


def test_a_revision_that_leaves_the_finding_standing_is_said_too(publish):
    publish(APRIL_GROWTH, MAY_GROWTH)
    (row,) = judge().proposals
    publish(APRIL_GROWTH, MAY_GROWTH | {"pingli": "-24.9"}, at=NOW + dt.timedelta(minutes=30))

    standing = queries.standing([row], TODAY)[row.pk]

    assert not standing.gone
    assert "依据有修订，条件仍成立" in standing.sentence


def test_an_excused_unit_bears_no_light_and_gets_no_proposal(publish, settings, tmp_path):
    folder = tmp_path / "supervision"
    folder.mkdir()
    (folder / "excused.yaml").write_text(
        "id: supervision.excused\ntitle: 暂不判定名单\nsource: 市政府批准\nwritten_by: 示例甲\n"
        "checked_by: 示例丙\nrows:\n"
        "  - {unit: 'unit:pingli', from: 2020-05-01, to: 2020-07-01, reason: 洪涝停产, document: 示例文件}\n"
    )
    settings.WENZENG_RULES = str(tmp_path)
    publish(APRIL_GROWTH, MAY_GROWTH)

    judgement = judge()

    assert light("pingli").value == 0
    assert "洪涝停产（示例文件）" in light("pingli").note
    assert judgement.proposals == ()


def test_a_body_that_only_supplies_data_is_refused_by_the_action(judged, city):
    with pytest.raises(CannotAssign, match="只提供数据"):
        assignments.propose(
            to_body=body("tongji"), about=city.city, period=MAY, title="核实增速", demand="核实", origin="test",
            clause="无", rule_digest="", due_on=TODAY, evidence=[], simulated=True, now=NOW,
        )  # fmt: skip


def test_a_body_that_only_supplies_data_is_refused_by_the_database(judged):
    with pytest.raises(IntegrityError, match="只供数单位"):
        Assignment.objects.update(to_body=body("tongji"))


def test_a_county_office_that_only_supplies_data_is_never_chosen(publish):
    Body.objects.filter(pk=body("pingli").pk).update(supplies_data_only=True)
    publish(APRIL_GROWTH, MAY_GROWTH)

    judgement = judge()

    assert judgement.proposals == ()
    assert judgement.without_body == ("平利县",)


def test_unreleased_figures_give_lights_that_only_named_readers_see(publish, pingli, signatory):
    publish(APRIL_GROWTH, MAY_GROWTH, released=False)
    judge()

    mine = queries.board(period=MAY, as_of=TODAY, reader=pingli)
    desk = queries.board(period=MAY, as_of=TODAY, reader=signatory)

    assert not mine.judged
    assert desk.judged
    assert desk.count(4) == 1


def test_a_proposal_leaves_a_row_in_the_trail(judged):
    row = TrailEntry.objects.get(deed="assignments.proposed")

    assert row.about_id == str(judged.proposals[0].pk)
    assert row.actor_name == "系统"


def test_nothing_is_proposed_before_the_rule_was_set(publish):
    publish({"pingli": "-23.0"}, {"pingli": "-24.6"}, at=NOW - dt.timedelta(days=10))
    before = TODAY - dt.timedelta(days=1)

    early = actions.judge(period=MAY, as_of=before, by=None, now=NOW)
    later = actions.judge(period=MAY, as_of=TODAY, by=None, now=NOW)

    assert early.lights, "灯照判"
    assert (len(early.proposals), len(later.proposals)) == (0, 1)


def test_a_print_that_a_newer_one_has_overtaken_is_judged_and_proposes_nothing(judged):
    april = actions.judge(period=APRIL, as_of=TODAY, by=None, now=NOW)

    assert april.lights != ()
    assert april.proposals == ()
    assert [row.period_code for row in Assignment.objects.all()] == [MAY.code]
