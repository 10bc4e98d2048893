"""What is wrong in a draft is found, told with its place and its remedy, and stops it."""

from decimal import Decimal

import pytest

from wenzeng.base.models import Observation, User
from wenzeng.bulletins import actions, checks
from wenzeng.bulletins.models import Bulletin, Series, State
from wenzeng.bulletins.tests.conftest import APRIL, MAY, NOW, PUBLISHED, TODAY, TOMORROW, Books, unit_of
from wenzeng.bulletins.tests.planting import rebind, replace_words, retype

D = Decimal
pytestmark = pytest.mark.django_db


def told(bulletin: Bulletin, check: str, severity: str = "block") -> str:
    """The sentences of one check."""
    return "\n".join(
        found.sentence
        for found in checks.findings(bulletin, today=TODAY)
        if found.check == check and found.severity == severity
    )


def test_a_printed_figure_that_is_not_its_observation(bulletin: Bulletin, books: Books) -> None:
    gap = books.id("situation.gap_to_province", books.city.city)

    retype(bulletin, gap, "21.1")

    assert "印的是21.1" in told(bulletin, "value")
    assert "是−22.1个百分点" in told(bulletin, "value")
    assert "改成22.1" in told(bulletin, "value")


def test_a_figure_of_no_observation(bulletin: Bulletin, books: Books) -> None:
    rebind(bulletin, books.growth(books.city.nation), 999999)

    assert "没有第999999号数" in told(bulletin, "value")


@pytest.mark.parametrize(
    ("right", "wrong", "remedy"),
    [
        pytest.param(
            "全市规模以上工业增加值同比下降", "全市规模以上工业增加值同比增长", "下降", id="增长与下降"
        ),
        pytest.param("低于全省平均水平", "高于全省平均水平", "低于", id="高于与低于"),
        pytest.param("降幅较1—4月收窄", "降幅较1—4月扩大", "收窄", id="收窄与扩大"),
        pytest.param("，下拉全市", "，拉动全市", "下拉", id="拉动与下拉"),
        pytest.param("同比增长", "同比", "增长", id="没有方向词"),
    ],
)
def test_a_direction_word_against_the_sign(bulletin: Bulletin, right: str, wrong: str, remedy: str) -> None:
    replace_words(bulletin, right, wrong)

    assert f"改成“{remedy}" in told(bulletin, "direction") or f"“{remedy}”" in told(bulletin, "direction")


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        pytest.param("个百分点，增速居", "%，增速居", id="差距写成%"),
        pytest.param("%，连续", "个百分点，连续", id="增速写成百分点"),
        pytest.param("个百分点，低于", "%，低于", id="变动写成%"),
    ],
)
def test_a_unit_that_does_not_belong(bulletin: Bulletin, right: str, wrong: str) -> None:
    replace_words(bulletin, right, wrong)

    assert "单位不对" in told(bulletin, "unit")


@pytest.mark.parametrize(
    "bare",
    [
        "今年以来关停43户。",
        "比年初高3.1个百分点。",
        "完成百分之五十二。",
        "增速居全省倒数第三。",
        "清欠412万元。",
        "居第7位。",
    ],
)
def test_a_bare_number_without_a_source(bulletin: Bulletin, bare: str) -> None:
    bulletin.text.append({"kind": "paragraph", "lead": "", "runs": [bare]})

    assert "没有可以引用的出处" in told(bulletin, "bare_number")


@pytest.mark.parametrize(
    "named",
    [
        "6月24日前报送。",
        "1—5月，",
        "2020年1—5月",
        "（见表1）",
        "按〔2020〕12号文件办理。",
        "第32期通报",
        "1.加快复产。",
        "一季度",
    ],
)
def test_dates_periods_and_list_numbers_are_no_figures(bulletin: Bulletin, named: str) -> None:
    bulletin.text.append({"kind": "paragraph", "lead": "", "runs": [named]})

    assert told(bulletin, "bare_number") == ""


def test_text_and_table_that_differ_for_one_observation(bulletin: Bulletin, books: Books) -> None:
    baihe = books.growth(unit_of(books, "BH"))

    retype(bulletin, baihe, "−30.3", nth=1)

    assert "白河县" in told(bulletin, "text_and_table")
    assert "31.3" in told(bulletin, "text_and_table")
    assert "30.3" in told(bulletin, "text_and_table")


def test_text_and_table_that_differ_for_one_key(bulletin: Bulletin, books: Books) -> None:
    old = books.growth(unit_of(books, "BH"))
    (revised,) = books.file([("iva.growth", unit_of(books, "BH"), MAY, "ytd", "-30.3", True)])
    tokens = [t for block in bulletin.text for t in block.get("runs", []) if isinstance(t, dict)]
    for token in tokens:
        if token["observation"] == old:
            token["observation"], token["text"] = revised.pk, "30.3"

    assert "核对原件，改成同一个数" in told(bulletin, "text_and_table")


def test_a_superseded_figure_asks_for_an_explanation(bulletin: Bulletin, books: Books, clerk: User) -> None:
    books.file(
        [("iva.growth", books.city.city, MAY, "ytd", "-20.5", False)], known_at=PUBLISHED.replace(day=23)
    )

    assert "修订为−20.5%" in told(bulletin, "superseded", "explain")
    assert "是用旧数算的" in told(bulletin, "superseded", "explain")
    with pytest.raises(actions.CannotAdvance, match="修订"):
        actions.advance(bulletin=bulletin, to=State.COUNTERSIGNED, opinion="", by=clerk, now=NOW)


def test_an_explained_finding_lets_the_bulletin_pass(bulletin: Bulletin, books: Books, clerk: User) -> None:
    books.file([("iva.growth", books.city.nation, APRIL, "ytd", "-4.8", False)])
    found = [one for one in checks.findings(bulletin, today=TODAY) if one.check == "superseded"]
    assert found
    for one in found:
        actions.explain(
            bulletin=bulletin, key=one.key, sentence="按月报口径，年报再更正。", by=clerk, now=NOW
        )
    bulletin.refresh_from_db()

    row = actions.advance(bulletin=bulletin, to=State.COUNTERSIGNED, opinion="", by=clerk, now=NOW)

    assert row.state == State.COUNTERSIGNED


def revise(books: Books, value: str = "-19.9", *, released: bool = True) -> Observation:
    """The day after the draft: the notice of the 18th said −20.7."""
    (row,) = books.file(
        [("iva.growth", books.city.city, MAY, "ytd", value, False)],
        known_at=TOMORROW.date(),
        now=TOMORROW,
        released=released,
    )
    return row


@pytest.mark.parametrize("to", [State.REVIEWED, State.SIGNED])
def test_a_revision_of_a_later_day_stops_a_draft_of_an_earlier_one(
    bulletin, books, at, clerk, leader, reviewer, to
) -> None:
    row = at(bulletin, {State.REVIEWED: State.COUNTERSIGNED, State.SIGNED: State.REVIEWED}[to])
    new = revise(books)
    by = {State.REVIEWED: reviewer, State.SIGNED: leader}[to]

    with pytest.raises(actions.CannotAdvance, match=r"修订为−19\.9"):
        actions.advance(bulletin=row, to=to, opinion="", by=by, now=TOMORROW)

    actions.explain(
        bulletin=row, key="superseded", sentence="按6月18日数据印发，下期更正", by=clerk, now=TOMORROW
    )
    row = actions.advance(bulletin=row, to=to, opinion="", by=by, now=TOMORROW)

    assert row.state == to
    assert row.explanations == {
        f"superseded:{new.pk}": "按6月18日数据印发，下期更正（示例clerk，2020-06-25）"
    }


def test_a_further_revision_asks_again(bulletin: Bulletin, books: Books, clerk: User) -> None:
    revise(books)
    row = actions.explain(bulletin=bulletin, key="superseded", sentence="下期更正", by=clerk, now=TOMORROW)
    assert checks.open_findings(row, today=TOMORROW.date()) == []

    revise(books, "-19.5")

    assert [one.about for one in checks.open_findings(row, today=TOMORROW.date())]


def test_a_revision_is_told_once_with_all_that_was_made_from_it(bulletin: Bulletin, books: Books) -> None:
    old = books.growth(books.city.city)
    new = revise(books)

    (found,) = checks.findings(bulletin, today=TOMORROW.date())

    assert found.revised is not None
    assert (found.revised.old.pk, found.revised.new.pk) == (old, new.pk)
    assert "个数也是用旧数算的" in found.sentence


def test_the_same_figure_sent_again_is_no_revision(bulletin: Bulletin, books: Books) -> None:
    revise(books, "-20.7")

    assert checks.findings(bulletin, today=TOMORROW.date()) == []


def test_what_is_not_released_is_no_newer_figure_yet(bulletin: Bulletin, books: Books) -> None:
    revise(books, "-19.9", released=False)

    assert checks.findings(bulletin, today=TOMORROW.date()) == []


def test_a_blocking_finding_cannot_be_explained_away(bulletin: Bulletin, books: Books, clerk: User) -> None:
    retype(bulletin, books.growth(books.city.city), "20.5")
    (found, *_rest) = checks.findings(bulletin, today=TODAY)

    with pytest.raises(actions.CannotAdvance, match="要改、不能只说明"):
        actions.explain(bulletin=bulletin, key=found.key, sentence="没关系", by=clerk, now=NOW)


def test_an_unreleased_figure(bulletin: Bulletin, books: Books) -> None:
    flash = ("iva.growth", books.city.city, MAY.month_of(), "month", "-20.7", False)
    (held_back,) = books.file([flash], released=False)

    rebind(bulletin, books.growth(books.city.city), held_back.pk)

    assert "还没有发布，不能引用" in told(bulletin, "unreleased")


def test_simulated_figures_without_the_demo_note(bulletin: Bulletin) -> None:
    bulletin.head["header_note"] = ""
    bulletin.save()

    assert "页眉没有“演示样张" in told(bulletin, "demo_note")


def test_simulated_figures_under_the_real_series(bulletin: Bulletin) -> None:
    bulletin.series = Series.objects.get(is_demo=False)

    assert "不能用“安政通报”印发" in told(bulletin, "demo_note")


@pytest.mark.parametrize(
    ("change", "missing"),
    [
        pytest.param({"title": " "}, "缺标题", id="标题"),
        pytest.param({"head": {"organ": "", "main_to": [], "header_note": "演示"}}, "缺发文机关", id="机关"),
        pytest.param({"text": []}, "缺正文", id="正文"),
    ],
)
def test_what_a_document_may_not_lack(bulletin: Bulletin, change: dict[str, object], missing: str) -> None:
    for name, value in change.items():
        setattr(bulletin, name, value)

    assert missing in told(bulletin, "essentials")


def test_number_and_date_are_wanted_before_they_go_out(bulletin: Bulletin) -> None:
    before_printing = checks.findings(bulletin, today=TODAY, for_state=State.PRINTED)
    before_archiving = checks.findings(bulletin, today=TODAY, for_state=State.ARCHIVED)

    assert [one.sentence for one in before_printing] == ["缺期号：先由市政府办公室登记编号。"]
    assert "缺核发日期：先核发。" in [one.sentence for one in before_archiving]


@pytest.mark.parametrize("to", [State.REVIEWED, State.SIGNED])
def test_no_draft_with_a_blocking_finding_is_reviewed_or_signed(
    bulletin, books, at, reviewer, leader, to
) -> None:
    before = {State.REVIEWED: State.COUNTERSIGNED, State.SIGNED: State.REVIEWED}[to]
    row = at(bulletin, before)
    retype(row, books.growth(books.city.city), "20.5")

    with pytest.raises(actions.CannotAdvance, match=r"改成20\.7") as refused:
        actions.advance(bulletin=row, to=to, opinion="", by={State.SIGNED: leader}.get(to, reviewer), now=NOW)

    assert refused.value.findings
    row.refresh_from_db()
    assert row.state == before


def test_all_faults_are_told_at_once(bulletin: Bulletin, books: Books) -> None:
    retype(bulletin, books.growth(books.city.city), "20.5")
    replace_words(bulletin, "低于全省平均水平", "高于全省平均水平")
    bulletin.text.append({"kind": "paragraph", "lead": "", "runs": ["关停43户。"]})

    assert {"value", "direction", "bare_number"} <= {
        one.check for one in checks.findings(bulletin, today=TODAY)
    }
