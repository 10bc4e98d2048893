"""A draft says what the speech says, from facts alone."""

import datetime as dt
from decimal import Decimal

import pytest
from django.utils import translation

from wenzeng.base import assignments as work
from wenzeng.base.models import Assignment, Body, User
from wenzeng.bulletins import actions, checks, text
from wenzeng.bulletins.models import Bulletin, State
from wenzeng.bulletins.tests.conftest import MAY, NOW, TODAY, TOMORROW, Books, compute, fill, unit_of

D = Decimal
pytestmark = pytest.mark.django_db


def words(bulletin: Bulletin) -> str:
    return "\n".join(
        text.plain(runs) for _place, _column, runs in text.passages(text.from_data(bulletin.text))
    )


@pytest.mark.parametrize(
    "sentence",
    [
        pytest.param(
            "全国规模以上工业增加值同比增长4.4%，增速比上月加快0.5个百分点，连续2个月正增长；", id="全国5月"
        ),
        pytest.param("同比下降2.8%，降幅较1—4月收窄2.1个百分点", id="全国1-5月"),
        pytest.param("全省规模以上工业增加值同比增长8.6%，增速比上月加快2.8个百分点", id="全省5月"),
        pytest.param("由1—4月的同比下降0.6%转为增长1.4%", id="全省由降转增"),
        pytest.param("1—5月，全市规模以上工业增加值同比下降20.7%", id="全市"),
        pytest.param("连续5个月负增长", id="连续负增长"),
        pytest.param("降幅较1—4月收窄3.1个百分点", id="降幅收窄"),
        pytest.param("低于全省平均水平22.1个百分点", id="低于全省"),
        pytest.param("增速居全省各地市倒数第二", id="倒数第二"),
        pytest.param("在陕南三市中居第2位", id="陕南"),
        pytest.param("由1—4月与汉中市持平转为低于其7.2个百分点", id="汉中"),
        pytest.param("高于商洛市1.2个百分点", id="商洛"),
        pytest.param("10个降幅较1—4月收窄，平利县、恒口示范区2个降幅扩大（见表1）", id="两个扩大"),
        pytest.param("增速最高的是安康高新区，同比下降12.0%；最低的是白河县，同比下降31.3%", id="高低"),
        pytest.param("对全市影响最大的是旬阳县，下拉全市5.52个百分点", id="下拉"),
    ],
)
def test_the_draft_says_what_the_speech_says(bulletin: Bulletin, sentence: str) -> None:
    assert sentence in words(bulletin)


def test_the_draft_of_an_english_reader_is_the_same(bulletin: Bulletin, clerk: User) -> None:
    before = bulletin.text

    with translation.override("en"):
        again = actions.draft(period=MAY, as_of=TODAY, by=clerk, now=NOW, anew=True)

    assert (again.text, again.title) == (before, bulletin.title)
    assert [figure.place for figure in again.figures.all()][:1] == ["正文第3段"]
    step = again.steps.last()
    assert step is not None
    assert step.opinion == "按截至2020-06-24的数据重新起草。"


def test_every_figure_of_a_draft_is_an_observation_and_nothing_stands_against_it(bulletin: Bulletin) -> None:
    found = checks.findings(bulletin, today=TODAY)

    assert [finding.sentence for finding in found] == []
    assert bulletin.figures.count() == len(text.printed(text.from_data(bulletin.text))) > 60


def test_parts_of_the_table_and_the_rounding_line_add_up_to_the_city(bulletin: Bulletin) -> None:
    (table,) = [block for block in text.from_data(bulletin.text) if isinstance(block, text.Table)]
    *parts, rest, total = [D(text.plain(row[-1]).replace("−", "-")) for row in table.rows]

    assert text.plain(table.rows[-2][1]) == "四舍五入差"
    assert rest != 0
    assert sum(parts) + rest == total


def test_drafting_twice_gives_the_standing_draft(bulletin: Bulletin, clerk: User) -> None:
    again = actions.draft(period=MAY, as_of=TODAY, by=clerk, now=NOW)

    assert again.pk == bulletin.pk
    assert Bulletin.objects.count() == 1


def test_drafting_anew_rewrites_a_draft_and_keeps_its_place(bulletin: Bulletin, clerk: User) -> None:
    again = actions.draft(period=MAY, as_of=TODAY, by=clerk, now=NOW, anew=True)

    assert (again.pk, again.version) == (bulletin.pk, bulletin.version + 1)


@pytest.mark.parametrize("anew", [False, True])
def test_revised_rates_beside_old_gaps_are_not_drafted(bulletin: Bulletin, books: Books, clerk, anew) -> None:
    if not anew:
        actions.void(bulletin=bulletin, reason="重来。", by=clerk, now=NOW)
    revised = [("iva.growth", books.city.city, MAY, "ytd", "-19.9", False)]
    books.file(revised, known_at=TOMORROW.date(), now=TOMORROW)

    with pytest.raises(actions.CannotDraft, match="统计数已更新，先到“月度收口”重新计算再起草") as refused:
        actions.draft(period=MAY, as_of=TOMORROW.date(), by=clerk, now=TOMORROW, anew=anew)
    assert refused.value.page == "month"
    of_the_day_before = actions.draft(period=MAY, as_of=TODAY, by=clerk, now=TOMORROW, anew=anew)
    assert "同比下降20.7%" in words(of_the_day_before)

    compute(books, now=TOMORROW)
    row = actions.draft(period=MAY, as_of=TOMORROW.date(), by=clerk, now=TOMORROW, anew=True)

    assert "同比下降19.9%" in words(row)


def test_a_bulletin_under_way_is_not_drafted_anew(bulletin, clerk, at) -> None:
    at(bulletin, State.REVIEWED)

    with pytest.raises(actions.CannotDraft, match="先退回起草"):
        actions.draft(period=MAY, as_of=TODAY, by=clerk, now=NOW, anew=True)


def test_simulated_figures_go_out_under_the_demo_series_only(bulletin: Bulletin) -> None:
    assert bulletin.simulated
    assert bulletin.series.is_demo
    assert bulletin.head["organ"].startswith("××市")
    assert "演示样张" in bulletin.head["header_note"]


def test_without_the_citys_growth_there_is_no_draft(reference, clerk: User) -> None:
    with pytest.raises(actions.CannotDraft, match="缺2020年1–5月安康市规模以上工业增加值增速"):
        actions.draft(period=MAY, as_of=TODAY, by=clerk, now=NOW)


def test_unreleased_figures_are_refused_by_name(reference, clerk: User) -> None:
    fill(Books(reference), released=False)

    with pytest.raises(actions.CannotDraft, match="安康市规模以上工业增加值增速（累计）未发布，不能引用"):
        actions.draft(period=MAY, as_of=TODAY, by=clerk, now=NOW)


def test_a_sentence_whose_fact_is_missing_is_left_out_and_noted(reference, clerk: User) -> None:
    books = Books(reference)
    growth = [("iva.growth", reference.city, MAY, "ytd", "-20.7", False)]
    books.file(growth)

    bulletin = actions.draft(period=MAY, as_of=TODAY, by=clerk, now=NOW)

    assert "同比下降20.7%" in words(bulletin)
    assert "低于全省" not in words(bulletin)
    assert any("与全省差距" in note for note in bulletin.notes)
    assert not bulletin.series.is_demo


def test_a_change_that_disagrees_with_its_two_rates_is_left_out(books: Books, clerk: User) -> None:
    unit = unit_of(books, "XY")
    books.derive([("situation.change", unit, MAY, "ytd", D("-3.8"), (books.growth(unit),))])

    bulletin = actions.draft(period=MAY, as_of=TODAY, by=clerk, now=NOW)

    assert any("旬阳县较上期变动（累计）与前后两期增速之差不一致" in note for note in bulletin.notes)
    assert not bulletin.figures.filter(text="3.8", before="收窄").exists()


def propose(books: Books, code: str, demand: str, evidence: list[tuple[int, str]]) -> Assignment:
    unit = unit_of(books, code)
    row, _new = work.propose(
        to_body=Body.objects.get(unit=unit),
        about=unit,
        period=MAY,
        title="降幅扩大",
        demand=demand,
        origin=f"supervision.below_province:{code}",
        clause="规则第1条",
        rule_digest="",
        due_on=dt.date(2020, 6, 29),
        evidence=evidence,
        simulated=True,
        now=NOW,
    )
    return row


def sign(row: Assignment, leader: User) -> None:
    work.sign(
        assignment=row, measure="track", reason="降幅扩大。", due_on=dt.date(2020, 7, 5), by=leader, now=NOW
    )


def test_only_what_a_person_signed_is_demanded(books: Books, clerk: User, leader: User) -> None:
    sign(propose(books, "PL", "查明降幅扩大的原因", []), leader)
    propose(books, "XY", "分企业列出停产情况", [])

    bulletin = actions.draft(period=MAY, as_of=TODAY, by=clerk, now=NOW)

    assert "三、下一步要求" in words(bulletin)
    assert "（一）平利县人民政府：查明降幅扩大的原因，于7月5日前报送结果。" in words(bulletin)
    assert "分企业列出停产情况" not in words(bulletin)


def test_one_demand_to_two_bodies_is_said_once(books: Books, clerk: User, leader: User) -> None:
    for code in ("PL", "HK"):
        sign(propose(books, code, "查明降幅扩大的原因，在办理期限前反馈。", []), leader)

    bulletin = actions.draft(period=MAY, as_of=TODAY, by=clerk, now=NOW)

    sentence = "（一）平利县人民政府、恒口示范区管委会：查明降幅扩大的原因，于7月5日前反馈。"
    assert words(bulletin).count(sentence) == 1


def test_a_figure_in_a_demand_is_bound_to_its_evidence(books: Books, clerk: User, leader: User) -> None:
    growth = books.growth(unit_of(books, "PL"))
    row = propose(books, "PL", "累计下降24.1%，降幅扩大，尽快扭转", [(growth, "累计增速")])
    sign(row, leader)

    bulletin = actions.draft(period=MAY, as_of=TODAY, by=clerk, now=NOW)

    assert checks.findings(bulletin, today=TODAY) == []
    assert bulletin.figures.filter(observation=growth, before__contains="累计下降").exists()


def test_without_signed_demands_no_third_part_is_invented(bulletin: Bulletin) -> None:
    assert "下一步要求" not in words(bulletin)
    assert "本期没有已签发的交办事项，第三部分未写。" in bulletin.notes
