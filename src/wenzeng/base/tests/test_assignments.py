"""The system proposes, a person signs, the body answers, another body strikes off."""

import pytest
from django.db import IntegrityError, transaction

from wenzeng.base import assignments
from wenzeng.base.access import Duty
from wenzeng.base.assignments import CannotAssign
from wenzeng.base.models import Assignment, AssignmentEvidence, AssignmentStep, TrailEntry

from .builders import JAN_MAY, at, body, day, file, growth, person, proposal

pytestmark = pytest.mark.django_db

NOW = at("2020-06-24")


@pytest.fixture
def people(city) -> dict:
    return {
        "leader": person(Duty.LEADER, "shilingdao"),
        "monitor": person(Duty.MONITOR, "gongxin"),
        "pingli": person(Duty.COUNTY_FILER, "pingli"),
        "hanyin": person(Duty.COUNTY_FILER, "hanyin"),
    }


def signed(people, row: Assignment | None = None) -> Assignment:
    return assignments.sign(
        assignment=row or proposal(),
        measure="warn",
        reason="降幅居全市首位，视情况预警。",
        due_on=day("2020-07-08"),
        by=people["leader"],
        now=NOW,
    )


def answered(people) -> Assignment:
    return assignments.answer(assignment=signed(people), text="已复产两户。", by=people["pingli"], now=NOW)


def test_a_proposal_carries_its_evidence_its_clause_and_its_rule(city) -> None:
    (row,) = file(growth("unit:pingli", "-31.5", simulated=True))

    made = proposal(evidence=[(row.pk, "累计增速 −31.5%")])

    assert made.state == "proposed"
    assert (made.clause, made.rule_digest, made.signed_by) == ("第七条", "0" * 64, None)
    assert [line.observation_id for line in made.evidence.all()] == [row.pk]


def test_proposing_twice_changes_nothing_even_after_it_was_signed(people) -> None:
    first = signed(people)

    again, is_new = assignments.propose(
        to_body=body("pingli"),
        about=first.about,
        period=JAN_MAY,
        title="另一个说法",
        demand="x",
        origin=first.origin,
        clause="x",
        rule_digest="x",
        due_on=day("2020-07-30"),
        evidence=[],
        simulated=True,
        now=at("2020-06-25"),
    )

    assert (again.pk, is_new, again.state, again.title) == (first.pk, False, "signed", first.title)
    assert Assignment.objects.count() == 1


def test_another_period_is_another_proposal(city) -> None:
    assert proposal().pk != proposal(period=JAN_MAY.previous_print()).pk


def test_the_database_takes_the_same_proposal_once(city) -> None:
    row = proposal()
    row.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)


@pytest.mark.parametrize("key", ["tongji", "diaochadui"])
def test_nothing_is_asked_of_a_body_that_only_supplies_data(city, key) -> None:
    with pytest.raises(CannotAssign, match="只提供数据"):
        proposal(to=key, about="area:ankang")

    assert not Assignment.objects.exists()


def test_a_persons_name_stands_at_every_step(people) -> None:
    row = signed(people)
    row = assignments.acknowledge(assignment=row, by=people["pingli"], now=at("2020-06-25"))
    row = assignments.answer(assignment=row, text="已复产两户。", by=people["pingli"], now=at("2020-07-01"))
    row = assignments.strike_off(
        assignment=row, reason="核验属实。", by=people["monitor"], now=at("2020-07-02")
    )

    steps = [(step.state, step.by) for step in AssignmentStep.objects.filter(assignment=row)]
    assert steps == [
        ("proposed", None),
        ("signed", people["leader"]),
        ("acknowledged", people["pingli"]),
        ("answered", people["pingli"]),
        ("closed", people["monitor"]),
    ]
    deeds = TrailEntry.objects.filter(deed__startswith="assignments.").order_by("seq")
    assert [entry.deed.split(".")[1] for entry in deeds] == [state for state, _by in steps]
    assert (row.signed_by, row.measure, row.answer) == (people["leader"], "warn", "已复产两户。")


def test_a_person_may_decline_and_says_why(people) -> None:
    row = assignments.decline(
        assignment=proposal(), reason="停产检修，属正常。", by=people["leader"], now=NOW
    )

    assert (row.state, row.signed_by, row.reason) == ("declined", people["leader"], "停产检修，属正常。")
    assert row.measure == ""


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"reason": " "}, "没写签发理由"),
        ({"reason": "长" * 501}, "最多500个字"),
        ({"measure": "fire"}, "没有“fire”这种措施"),
        ({"due_on": day("2020-06-23")}, "早于今天"),
    ],
)
def test_a_signature_needs_a_reason_a_measure_and_time(people, change, says) -> None:
    row = proposal()
    values = {
        "measure": "warn",
        "reason": "视情况",
        "due_on": day("2020-06-24"),
        "by": people["leader"],
        "now": NOW,
    }

    with pytest.raises(CannotAssign, match=says):
        assignments.sign(assignment=row, **(values | change))

    row.refresh_from_db()
    assert (row.state, row.version) == ("proposed", 1)


def test_what_was_decided_is_not_decided_again(people) -> None:
    row = signed(people)

    with pytest.raises(CannotAssign, match="已是“已交办”，不能再签发"):
        signed(people, row)
    with pytest.raises(CannotAssign, match="已是“已交办”，不能再退回"):
        assignments.decline(assignment=row, reason="x", by=people["leader"], now=NOW)


def test_declining_needs_a_reason(people) -> None:
    for reason, says in (("", "没写不签理由"), ("长" * 501, "最多500个字")):
        with pytest.raises(CannotAssign, match=says):
            assignments.decline(assignment=proposal(), reason=reason, by=people["leader"], now=NOW)


def test_nobody_answers_a_proposal_that_nobody_signed(people) -> None:
    row = proposal()

    with pytest.raises(CannotAssign, match="已是“待签发”，不用再签收"):
        assignments.acknowledge(assignment=row, by=people["pingli"], now=NOW)
    with pytest.raises(CannotAssign, match="已是“待签发”，不能再反馈"):
        assignments.answer(assignment=row, text="x", by=people["pingli"], now=NOW)


@pytest.mark.parametrize("who", ["hanyin", "monitor", "leader"])
def test_nobody_answers_for_another_body(people, who) -> None:
    row = signed(people)

    with pytest.raises(CannotAssign, match="这件事交给了平利县人民政府"):
        assignments.acknowledge(assignment=row, by=people[who], now=NOW)
    with pytest.raises(CannotAssign, match="这件事交给了平利县人民政府"):
        assignments.answer(assignment=row, text="x", by=people[who], now=NOW)


def test_an_answer_says_something_and_is_given_once(people) -> None:
    with pytest.raises(CannotAssign, match="没写反馈内容"):
        assignments.answer(assignment=signed(people), text="\n", by=people["pingli"], now=NOW)
    row = assignments.answer(assignment=Assignment.objects.get(), text="x", by=people["pingli"], now=NOW)
    with pytest.raises(CannotAssign, match="已是“已反馈”，不能再反馈"):
        assignments.answer(assignment=row, text="y", by=people["pingli"], now=NOW)


def test_nobody_strikes_off_his_own_work(people) -> None:
    row = answered(people)

    with pytest.raises(CannotAssign, match="不能给自己的事销号"):
        assignments.strike_off(assignment=row, reason="办好了", by=people["pingli"], now=NOW)


def test_striking_off_needs_an_answer_and_a_finding(people) -> None:
    row = signed(people)
    with pytest.raises(CannotAssign, match="还没有反馈"):
        assignments.strike_off(assignment=row, reason="x", by=people["monitor"], now=NOW)
    row = assignments.answer(assignment=row, text="x", by=people["pingli"], now=NOW)
    with pytest.raises(CannotAssign, match="没写核验意见"):
        assignments.strike_off(assignment=row, reason="", by=people["monitor"], now=NOW)


def test_two_people_at_one_proposal_do_not_overwrite_each_other(people) -> None:
    row = proposal()
    seen = row.version
    assignments.decline(assignment=row, reason="不必", by=people["leader"], now=NOW, version=seen)

    with pytest.raises(CannotAssign, match="刚被别人处理过（现为“不予签发”）"):
        assignments.sign(
            assignment=row,
            measure="warn",
            reason="x",
            due_on=day("2020-07-08"),
            by=people["monitor"],
            now=NOW,
            version=seen,
        )

    row.refresh_from_db()
    assert (row.state, row.signed_by) == ("declined", people["leader"])


def test_a_proposal_is_nobodys_task_until_it_is_signed(people) -> None:
    row = proposal()
    assert not Assignment.objects.visible_to(people["pingli"]).exists()
    assert Assignment.objects.visible_to(people["monitor"]).count() == 1

    signed(people, row)

    assert Assignment.objects.visible_to(people["pingli"]).count() == 1
    assert not Assignment.objects.visible_to(people["hanyin"]).exists()


def test_what_was_declined_never_reaches_the_body(people) -> None:
    assignments.decline(assignment=proposal(), reason="不必", by=people["leader"], now=NOW)

    assert not Assignment.objects.visible_to(people["pingli"]).exists()


def test_work_is_late_from_the_day_after_its_last_until_it_is_answered(people) -> None:
    row = signed(people)

    assert [row.is_late(day(text)) for text in ("2020-07-08", "2020-07-09")] == [False, True]
    row = assignments.answer(assignment=row, text="x", by=people["pingli"], now=NOW)
    assert not row.is_late(day("2020-07-09"))


def test_open_work_is_what_a_body_still_owes(people) -> None:
    row = signed(people)
    assert list(Assignment.objects.open()) == [row]
    assert not Assignment.objects.proposed().exists()

    assignments.answer(assignment=row, text="x", by=people["pingli"], now=NOW)

    assert not Assignment.objects.open().exists()


def test_evidence_is_named_once(city) -> None:
    (row,) = file(growth("unit:pingli", "-31.5", simulated=True))

    with pytest.raises(IntegrityError), transaction.atomic():
        proposal(evidence=[(row.pk, "一次"), (row.pk, "两次")])

    assert not Assignment.objects.exists()
    assert not AssignmentEvidence.objects.exists()
