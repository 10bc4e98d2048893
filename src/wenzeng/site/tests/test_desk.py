"""The desk shows what waits for this person, and an assignment goes its way without losing a word."""

import datetime as dt
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from wenzeng.base import clock, facts
from wenzeng.base.assignments import CannotAssign
from wenzeng.base.models import Assignment, Batch
from wenzeng.base.todo import Todo
from wenzeng.site import desk
from wenzeng.supervision import actions
from wenzeng.supervision import queries as supervision_queries
from wenzeng.supervision.tests.conftest import MAY, NOW, TODAY

pytestmark = pytest.mark.django_db

DUE = TODAY + dt.timedelta(days=7)


@pytest.fixture(autouse=True)
def supervision_alone(request, monkeypatch) -> None:
    """Count supervision's work by itself; what the other rooms bring has its own tests below."""
    if "every_room" not in request.fixturenames:
        monkeypatch.setattr(desk, "DESK_SOURCES", (supervision_queries.todo,))


@pytest.fixture
def every_room() -> None:
    """Asked for by tests of the whole desk."""


@pytest.fixture
def proposal(publish) -> Assignment:
    publish({"pingli": "-23.0", "baihe": "-33.0"}, {"pingli": "-24.6", "baihe": "-31.3"})
    (row,) = actions.judge(period=MAY, as_of=TODAY, by=None, now=NOW).proposals
    return row


@pytest.fixture
def signed(proposal, signatory) -> Assignment:
    return actions.sign(
        assignment=proposal, measure="warn", reason="降幅扩大", due_on=DUE, by=signatory, now=NOW, version=1
    )


def as_user(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def read(user, address: str) -> str:
    return as_user(user).get(address).content.decode()


def deed(row: Assignment, name: str, **values: object) -> dict[str, object]:
    return {"deed": name} | {f"{name}-{row.pk}-{key}": value for key, value in values.items()}


def test_a_signatory_finds_the_proposal_with_its_reason(proposal, signatory):
    page = read(signatory, reverse("desk"))

    assert "今天有1件事" in page
    assert "签发：平利县2020年1–5月降幅扩大" in page
    assert "降幅较1–4月扩大1.6个百分点" in page


def test_a_county_finds_what_was_signed_to_it_and_how_it_stands(signed, pingli):
    page = read(pingli, reverse("desk"))

    assert "今天有1件事" in page
    assert "预警提醒，2020-07-01 前反馈，还剩7天" in page
    assert "−24.6" in page
    assert "−26.0" in page


def test_another_county_finds_nothing(signed, baihe):
    page = read(baihe, reverse("desk"))

    assert "今天没有要办的事" in page
    assert "平利县" not in page


def test_what_is_late_comes_first_and_says_by_how_much(signed, pingli):
    with clock.pretend(NOW + dt.timedelta(days=9)):
        (item,) = desk.todos(pingli, clock.today())
        page = read(pingli, reverse("assignment", args=[signed.pk]))

    assert item.glyph == "late"
    assert "逾期2天" in item.why
    assert "已逾期2天" in page


def test_the_desk_puts_the_late_and_the_nearest_first(signatory, monkeypatch):
    given = [
        Todo("open", "丁", "", "/", "看"),
        Todo("warn", "丙", "", "/", "看", dt.date(2020, 6, 30)),
        Todo("warn", "乙", "", "/", "看", dt.date(2020, 6, 25)),
        Todo("late", "甲", "", "/", "看", dt.date(2020, 6, 1)),
    ]
    monkeypatch.setattr(desk, "DESK_SOURCES", (lambda user, today: given,))

    page = read(signatory, reverse("desk"))

    assert [item.title for item in desk.todos(signatory, TODAY)] == ["甲", "乙", "丙", "丁"]
    assert "今天有4件事，先做这3件" in page


def test_a_foreign_assignment_is_not_there(signed, baihe):
    address = reverse("assignment", args=[signed.pk])

    assert as_user(baihe).get(address).status_code == 404
    answer = as_user(baihe).post(address, deed(signed, "answer", version=2, text="不是我的"))
    assert answer.status_code == 404


def test_who_has_no_duty_to_answer_is_refused(signed, clerk):
    address = reverse("assignment", args=[signed.pk])

    assert as_user(clerk).get(address).status_code == 200
    for name in ("acknowledge", "answer", "strike_off"):
        assert as_user(clerk).post(address, deed(signed, name, version=2, text="x")).status_code == 403


def test_evidence_on_the_page_leads_to_its_figures(signed, pingli):
    page = read(pingli, reverse("assignment", args=[signed.pk]))

    for line in signed.evidence.all():
        assert line.sentence in page
        assert reverse("figure", args=[line.observation_id]) in page
    assert "对于工作进度滞后的，要重点跟踪" in page
    assert "预警提醒" in page


def test_an_assignment_goes_from_receipt_to_strike_off(signed, pingli, signatory):
    address = reverse("assignment", args=[signed.pk])
    county, city_desk = as_user(pingli), as_user(signatory)

    county.post(address, deed(signed, "acknowledge", version=2))
    county.post(address, deed(signed, "answer", version=3, text="两户企业检修，7月10日复产。"))
    waiting = city_desk.get(reverse("desk")).content.decode()
    city_desk.post(address, deed(signed, "strike_off", version=4, reason="已复产"))

    signed.refresh_from_db()
    assert signed.state == Assignment.State.CLOSED
    assert "核验：平利县" in waiting
    page = read(pingli, address)
    for step in ("待签发", "已交办", "已签收", "已反馈", "已销号", "两户企业检修，7月10日复产。", "已复产"):
        assert step in page


def test_an_empty_answer_is_refused_beside_its_field(signed, pingli):
    answer = as_user(pingli).post(
        reverse("assignment", args=[signed.pk]), deed(signed, "answer", version=2, text=" ")
    )

    assert answer.status_code == 422
    assert "没写反馈内容" in answer.content.decode()


def test_a_stale_answer_is_refused_keeps_its_words_and_may_be_sent_again(signed, pingli):
    address = reverse("assignment", args=[signed.pk])
    client = as_user(pingli)
    client.post(address, deed(signed, "acknowledge", version=2))

    stale = client.post(address, deed(signed, "answer", version=2, text="写了很久的反馈"))

    page = stale.content.decode()
    assert stale.status_code == 422
    assert "刚被别人处理过（现为“已签收”）" in page
    assert "写了很久的反馈" in page
    assert f'name="answer-{signed.pk}-version" value="3"' in page
    again = client.post(address, deed(signed, "answer", version=3, text="写了很久的反馈"))
    assert again.status_code == 302


def test_two_people_of_one_county_never_overwrite_each_other(signed, pingli):
    address = reverse("assignment", args=[signed.pk])
    client = as_user(pingli)
    client.post(address, deed(signed, "answer", version=2, text="先到的反馈"))

    late = client.post(address, deed(signed, "answer", version=2, text="后到的反馈"))

    page = late.content.decode()
    assert late.status_code == 422
    assert "先到的反馈" in page
    assert "后到的反馈" in page
    signed.refresh_from_db()
    assert signed.answer == "先到的反馈"


def test_a_body_does_not_strike_off_its_own_work(signed, pingli):
    as_user(pingli).post(
        reverse("assignment", args=[signed.pk]), deed(signed, "answer", version=2, text="已办")
    )

    with pytest.raises(CannotAssign, match="签发职责"):
        actions.strike_off(assignment=signed, reason="办完了", by=pingli, now=NOW)


def test_a_revised_figure_shows_old_and_new(signed, publish, pingli):
    publish({"pingli": "-23.0"}, {"pingli": "-24.9"}, at=NOW + dt.timedelta(minutes=1))

    page = read(pingli, reverse("assignment", args=[signed.pk]))

    assert "已修订为" in page
    assert "−24.9" in page


def test_the_desk_asks_few_questions(signed, pingli, django_assert_max_num_queries):
    client = as_user(pingli)

    with django_assert_max_num_queries(40):
        client.get(reverse("desk"))


def test_work_comes_before_the_situation_for_those_who_work(signed, pingli, leader):
    assert as_user(pingli).get("/")["Location"] == reverse("desk")
    assert as_user(leader).get("/")["Location"] == reverse("situation")


def test_a_county_is_told_which_form_it_has_not_handed_in(every_room, publish, pingli):
    page = read(pingli, reverse("desk"))

    assert "报1–5月县区月报" in page
    assert "平利县还没有报" in page


@pytest.mark.parametrize("hours", [1, -6], ids=["later", "by a clock that was set back"])
def test_who_closes_the_month_is_told_of_figures_that_nothing_was_computed_from(
    every_room, publish, signatory, hours
):
    revised = publish({"pingli": "-23.0"}, {"pingli": "-24.6"})["unit:pingli"]
    assert "没有新数" in read(signatory, reverse("month"))
    later = NOW + dt.timedelta(hours=hours)
    origin = facts.Origin(
        kind=Batch.Origin.FILING,
        title="修订通知",
        known_at=TODAY,
        received_at=later,
        released_at=later,
        file=revised.batch.file,
    )
    new = facts.New(
        "iva.growth", revised.subject, MAY, "ytd", Decimal("-24.9"), "official", "2020",
        sheet="附表2", cell="C9", cell_text="-24.9",
    )  # fmt: skip
    facts.record([new], origin=origin, by=None, now=later)

    assert "收口：2020年1–5月有新数" in read(signatory, reverse("desk"))
    assert "等着收口" in read(signatory, reverse("month"))


def test_only_who_closes_the_month_may_close_it(every_room, pingli):
    assert as_user(pingli).get(reverse("month")).status_code == 403
    assert as_user(pingli).post(reverse("month_close"), {"period": "2020-01..05"}).status_code == 403


def test_a_month_without_statistics_cannot_be_closed(every_room, signatory):
    client = as_user(signatory)

    answer = client.post(reverse("month_close"), {"period": "2020-01..03"}, follow=True)
    january = client.post(reverse("month_close"), {"period": "2020-01"}, follow=True)
    nonsense = client.post(reverse("month_close"), {"period": "<五月>"}, follow=True)

    assert "2020年1–3月还没有统计数，不能收口" in answer.content.decode()
    assert "2020年1月还没有统计数，不能收口" in january.content.decode()
    assert "&lt;五月&gt;" in nonsense.content.decode()


def test_closing_again_names_the_proposals_that_still_wait(every_room, proposal, signatory):
    answer = as_user(signatory).post(reverse("month_close"), {"period": MAY.code}, follow=True)

    assert "新提督办0件，待签发共1件" in answer.content.decode()


def test_who_reads_english_reads_dates_in_english_and_evidence_as_it_was_kept(
    every_room, proposal, signatory
):
    client = as_user(signatory)
    evidence = [line.sentence for line in proposal.evidence.all()]

    desk_page = client.get(reverse("desk"), {"lang": "en"}).content.decode()
    situation = client.get(reverse("situation")).content.decode()

    assert len(evidence) > 1
    assert "，".join(evidence) in desk_page
    assert f"due by {proposal.due_on.day} {proposal.due_on:%b}" in situation
