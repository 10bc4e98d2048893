"""甲 may sign, 乙 of another county does not see it, 丙 may not; what was typed is never lost."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from wenzeng.base import assignments
from wenzeng.base.assignments import CannotAssign
from wenzeng.base.models import Assignment, TrailEntry
from wenzeng.supervision import actions

from .conftest import MAY, NOW, TODAY, body

pytestmark = pytest.mark.django_db

DUE = TODAY + dt.timedelta(days=7)


@pytest.fixture
def proposal(publish) -> Assignment:
    publish({"pingli": "-23.0", "baihe": "-33.0"}, {"pingli": "-24.6", "baihe": "-31.3"})
    (row,) = actions.judge(period=MAY, as_of=TODAY, by=None, now=NOW).proposals
    return row


def as_user(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def sign_form(row: Assignment, **other: object) -> dict[str, object]:
    values = {"version": 1, "measure": "warn", "reason": "连续两期扩大，先提醒", "due_on": DUE} | other
    return {f"sign-{row.pk}-{name}": value for name, value in values.items()}


def test_the_board_says_its_finding_and_every_number_leads_to_its_fact(proposal, signatory):
    page = as_user(signatory).get(reverse("supervision")).content.decode()

    assert "1–5月1个县区园区低于全省且降幅扩大，待签发1件" in page
    for line in proposal.evidence.all():
        assert reverse("figure", args=[line.observation_id]) in page
        assert line.sentence in page
    assert "提请市政府约谈（请示）" in page


def test_a_signatory_signs_and_the_body_sees_it(proposal, signatory, pingli):
    answer = as_user(signatory).post(reverse("supervision_sign", args=[proposal.pk]), sign_form(proposal))

    assert answer.status_code == 302
    proposal.refresh_from_db()
    assert (proposal.state, proposal.measure, proposal.due_on) == ("signed", "warn", DUE)
    assert proposal.signed_by == signatory
    assert TrailEntry.objects.filter(deed="assignments.signed", actor=signatory).count() == 1
    assert "预警提醒" in as_user(pingli).get(reverse("supervision")).content.decode()


def test_a_proposal_is_nobodys_task_before_it_is_signed(proposal, pingli):
    page = as_user(pingli).get(reverse("supervision")).content.decode()

    assert proposal.title not in page
    assert as_user(pingli).get(reverse("assignment", args=[proposal.pk])).status_code == 404


def test_a_county_may_not_sign(proposal, baihe, clerk):
    for user in (baihe, clerk):
        for deed in ("supervision_sign", "supervision_decline"):
            answer = as_user(user).post(reverse(deed, args=[proposal.pk]), sign_form(proposal))
            assert answer.status_code == 403

    proposal.refresh_from_db()
    assert proposal.state == Assignment.State.PROPOSED


def test_the_action_itself_refuses_a_person_without_the_duty(proposal, baihe):
    with pytest.raises(CannotAssign, match="签发职责"):
        actions.sign(assignment=proposal, measure="warn", reason="理由", due_on=DUE, by=baihe, now=NOW)
    with pytest.raises(CannotAssign, match="签发职责"):
        actions.decline(assignment=proposal, reason="理由", by=baihe, now=NOW)


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"measure": ""}, "没选措施"),
        ({"reason": "  "}, "没写签发理由"),
        ({"due_on": TODAY - dt.timedelta(days=1)}, "早于今天"),
        ({"measure": "deduct"}, "不在可用的选项中"),
    ],
)
def test_a_refused_form_comes_back_with_its_words_and_the_reason(proposal, signatory, wrong, sentence):
    form = sign_form(proposal, **({"reason": "写了很久的理由"} | wrong))

    answer = as_user(signatory).post(reverse("supervision_sign", args=[proposal.pk]), form)

    page = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in page
    assert wrong.get("reason") or "写了很久的理由" in page
    proposal.refresh_from_db()
    assert proposal.state == Assignment.State.PROPOSED


def test_declining_wants_a_reason_and_keeps_the_record(proposal, signatory):
    client = as_user(signatory)
    address = reverse("supervision_decline", args=[proposal.pk])

    refused = client.post(address, {f"decline-{proposal.pk}-version": 1, f"decline-{proposal.pk}-reason": ""})
    done = client.post(
        address, {f"decline-{proposal.pk}-version": 1, f"decline-{proposal.pk}-reason": "停产检修"}
    )

    assert (refused.status_code, done.status_code) == (422, 302)
    proposal.refresh_from_db()
    assert (proposal.state, proposal.reason) == ("declined", "停产检修")
    assert "不予签发" in client.get(reverse("supervision")).content.decode()


def test_two_signatories_never_overwrite_each_other(proposal, signatory, leader):
    as_user(leader).post(
        reverse("supervision_sign", args=[proposal.pk]),
        sign_form(proposal, measure="talk", reason="直接约谈"),
    )

    late = as_user(signatory).post(
        reverse("supervision_sign", args=[proposal.pk]), sign_form(proposal, reason="我写的理由")
    )

    page = late.content.decode()
    assert late.status_code == 422
    assert "刚被别人处理过" in page
    assert "我写的理由" in page
    assert "直接约谈" in page
    proposal.refresh_from_db()
    assert (proposal.measure, proposal.signed_by) == ("talk", leader)


def test_a_changed_basis_is_marked_and_cannot_be_signed(proposal, publish, signatory):
    publish({"pingli": "-23.0"}, {"pingli": "-22.4"}, at=NOW + dt.timedelta(minutes=1))
    client = as_user(signatory)

    page = client.get(reverse("supervision")).content.decode()
    answer = client.post(reverse("supervision_sign", args=[proposal.pk]), sign_form(proposal))

    assert "依据已变化，条件不再成立" in page
    assert proposal.title in page
    assert answer.status_code == 422
    assert "请改为不予签发" in answer.content.decode()


@pytest.fixture
def revised(proposal, publish) -> Assignment:
    """A revised notice came in, and the month has not been closed again."""
    publish({"pingli": "-23.0"}, {"pingli": "-22.4"}, at=NOW + dt.timedelta(minutes=1), closed=False)
    return proposal


def test_lights_of_a_replaced_print_wait_for_the_month_to_be_closed(revised, signatory):
    page = as_user(signatory).get(reverse("supervision")).content.decode()

    assert "统计数已更新，差距、位次、拉动、须达增速等还没有重新计算" in page
    assert 'href="/month/"' in page
    assert "1–5月的状态灯待收口" in page
    assert "待收口：收口后再决定签不签" in page
    assert "−22.4" in page
    for old in ("26.0个百分点", "1.6个百分点", "依据已变化"):
        assert old not in page, old


def test_a_proposal_whose_evidence_waits_cannot_be_signed(revised, signatory):
    answer = as_user(signatory).post(reverse("supervision_sign", args=[revised.pk]), sign_form(revised))
    page = as_user(signatory).get(reverse("assignment", args=[revised.pk])).content.decode()

    assert answer.status_code == 422
    assert "请先收口，再决定签不签" in answer.content.decode()
    assert "待收口" in page
    assert "26.0个百分点" not in page


def test_every_sentence_of_a_proposal_leads_to_its_figure(proposal, publish, signatory):
    publish({"pingli": "-23.0"}, {"pingli": "-24.9"}, at=NOW + dt.timedelta(minutes=1))

    page = as_user(signatory).get(reverse("supervision")).content.decode()

    for line in proposal.evidence.all():
        assert (
            f'{line.sentence}<a class="wz-src" href="{reverse("figure", args=[line.observation_id])}"' in page
        )
    assert '。<a class="wz-src" href="/f/' in page[page.index("依据有修订") :]


def test_lights_that_are_not_public_are_marked(publish, signatory, pingli):
    publish({"pingli": "-23.0"}, {"pingli": "-24.6"}, released=False)
    actions.judge(period=MAY, as_of=TODAY, by=None, now=NOW)

    page = as_user(signatory).get(reverse("supervision")).content.decode()

    assert "含未公开数据，不得引用、不得外传" in page
    assert ">未公开</span>" in page
    assert "未公开" not in as_user(pingli).get(reverse("supervision")).content.decode()


def test_unreleased_figures_are_not_signed_away(publish, signatory):
    publish({"pingli": "-23.0"}, {"pingli": "-24.6"}, released=False)
    (row,) = actions.judge(period=MAY, as_of=TODAY, by=None, now=NOW).proposals

    with pytest.raises(CannotAssign, match="还没有发布"):
        actions.sign(assignment=row, measure="warn", reason="理由", due_on=DUE, by=signatory, now=NOW)


@pytest.fixture
def to_tax_office(city) -> Assignment:
    row, _new = assignments.propose(
        to_body=body("shuiwu"), about=city.city, period=MAY, title="请协助落实留抵退税", demand="请研究",
        origin="test.letter", clause="无", rule_digest="", due_on=DUE, evidence=[], simulated=True, now=NOW,
    )  # fmt: skip
    return row


@pytest.mark.parametrize("measure", ["track", "warn", "talk"])
def test_a_resident_body_is_neither_warned_nor_talked_to(to_tax_office, signatory, measure):
    with pytest.raises(CannotAssign, match="商请函"):
        actions.sign(
            assignment=to_tax_office, measure=measure, reason="理由", due_on=DUE, by=signatory, now=NOW
        )


def test_a_resident_body_receives_a_letter(to_tax_office, signatory):
    client = as_user(signatory)
    page = client.get(reverse("supervision")).content.decode()
    form = sign_form(to_tax_office, reason="请税务部门协助")
    del form[f"sign-{to_tax_office.pk}-measure"]

    answer = client.post(reverse("supervision_sign", args=[to_tax_office.pk]), form, follow=True)

    assert "以商请函办理，不预警、不约谈、不计分" in page
    assert "提请市政府约谈" not in page
    assert "已签发给市税务局：商请函" in answer.content.decode()


def test_the_rules_page_shows_text_source_signatures_and_digest(signatory):
    page = as_user(signatory).get(reverse("supervision_rules")).content.decode()

    for expected in (
        "低于全省平均水平且降幅扩大",
        "安政通报 第32期",
        "示例甲（市工信局）",
        "示例丙（市政府督查室）",
        "各档不漏、不重",
    ):
        assert expected in page


def test_an_empty_month_says_what_is_fine(city, signatory):
    page = as_user(signatory).get(reverse("supervision")).content.decode()

    assert "还没有判定" in page
    assert "没有待签发的事" in page


def test_the_page_asks_the_same_number_of_questions_however_many_units(
    publish, signatory, django_assert_max_num_queries
):
    keys = ["pingli", "baihe", "hanyin", "shiquan", "ziyang", "langao", "hengkou"]
    publish(dict.fromkeys(keys, "-23.0"), dict.fromkeys(keys, "-24.6"))
    assert len(actions.judge(period=MAY, as_of=TODAY, by=None, now=NOW).proposals) == len(keys)
    client = as_user(signatory)

    with django_assert_max_num_queries(60):
        client.get(reverse("supervision"))
