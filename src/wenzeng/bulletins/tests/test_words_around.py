"""The words around a figure say what it is about; where they say something else, it is found."""

import copy

import pytest

from wenzeng.base.models import Observation, User
from wenzeng.bulletins import actions, checks, text
from wenzeng.bulletins.models import Bulletin
from wenzeng.bulletins.renderings import CannotPrint, text_of
from wenzeng.bulletins.tests.conftest import APRIL, MAY, NOW, TODAY, Books, unit_of
from wenzeng.bulletins.tests.planting import tokens_of

pytestmark = pytest.mark.django_db


def said_of(bulletin: Bulletin, sentence: str, clerk: User, **typed: str) -> list[tuple[str, str]]:
    """(check, severity) of all that stands against a text of one paragraph, saved through the editor's door."""
    row = actions.save_text(
        bulletin=bulletin,
        typed=actions.Typed(
            title=typed.get("title", bulletin.title), pieces=(sentence,), version=bulletin.version
        ),
        by=clerk,
        now=NOW,
    )
    return sorted({(found.check, found.severity) for found in checks.findings(row, today=TODAY)})


@pytest.fixture
def marks(books: Books) -> dict[str, str]:
    """Markers by a short name, each printed as it must be."""
    city = books.city
    hanzhong, _shangluo = city.peers
    ids = {
        "全国5月": books.growth(city.nation, MAY.month_of(), "month"),
        "全省": books.growth(city.province),
        "全市": books.growth(city.city),
        "全市4": books.growth(city.city, APRIL),
        "平利": books.growth(unit_of(books, "PL")),
        "恒口": books.growth(unit_of(books, "HK")),
        "收窄": books.id("situation.change", city.city),
        "差全省": books.id("situation.gap_to_province", city.city),
        "差汉中": books.id("situation.gap_to_peer", hanzhong),
        "位次": books.id("situation.rank_in_province", city.city),
        "倒数": books.id("situation.rank_from_bottom_in_province", city.city),
        "陕南": books.id("situation.rank_in_south", city.city),
        "月数": books.id("situation.negative_months", city.city),
        "下拉": books.id("situation.pull", unit_of(books, "XY")),
    }
    rows = Observation.objects.in_bulk(ids.values())
    prints = {name: str(abs(rows[pk].printed)) for name, pk in ids.items()} | {"倒数": "二"}
    return {name: f"⟦{pk}:{prints[name]}⟧" for name, pk in ids.items()}


@pytest.mark.parametrize(
    "sentence",
    [
        "1—5月，全市规模以上工业增加值同比下降{全市}%，低于全省平均水平{差全省}个百分点。",
        "1—4月，全市下降{全市4}%；1—5月下降{全市}%，降幅较1—4月收窄{收窄}个百分点。",
        "5月份，全国增长{全国5月}%。全市累计下降{全市}%，连续{月数}个月负增长。",
        "全市由1—4月的下降{全市4}%变为下降{全市}%。",
        "一至五月，安康规模以上工业增加值下降{全市}%，居全省各设区市第{位次}位、倒数第{倒数}。",
        "全市增速在陕南三市中居第{陕南}位，比汉中低于其{差汉中}个百分点。",
        "平利县、恒口示范区分别下降{平利}%、下降{恒口}%。",
        "与全国、全省相比，全市低于全省{差全省}个百分点。",
        "旬阳县下拉{下拉}个百分点，旬阳县下拉全市{下拉}个百分点。",
    ],
)
def test_what_is_true_is_not_found(
    bulletin: Bulletin, marks: dict[str, str], clerk: User, sentence: str
) -> None:
    assert said_of(bulletin, sentence.format(**marks), clerk) == []


@pytest.mark.parametrize(
    ("sentence", "check"),
    [
        pytest.param("1—5月，全省下降{全市}%。", "subject", id="全省的句子引全市的数"),
        pytest.param("1—5月，全市增长{全省}%。", "subject", id="全市的句子引全省的数"),
        pytest.param("1—5月，汉滨区下降{平利}%。", "subject", id="县区张冠李戴"),
        pytest.param("恒口示范区、平利县分别下降{平利}%、下降{恒口}%。", "subject", id="分别的次序反了"),
        pytest.param("1—4月，全市下降{全市}%。", "period", id="1—4月的句子引1—5月的数"),
        pytest.param("5月份，全市下降{全市}%。", "period", id="当月的句子引累计数"),
        pytest.param("1—5月，全国增长{全国5月}%。", "period", id="累计的句子引当月数"),
        pytest.param("去年1—5月，全市下降{全市}%。", "period", id="上年"),
        pytest.param("全市由1—3月的下降{全市4}%变为下降{全市}%。", "period", id="由…转为的前一期"),
        pytest.param("1—5月，全市降幅较1—3月收窄{收窄}个百分点。", "period", id="较错了期"),
        pytest.param("全市低于全国平均水平{差全省}个百分点。", "comparator", id="和全国比"),
        pytest.param("全市低于商洛市{差汉中}个百分点。", "comparator", id="和商洛比"),
        pytest.param("全市在陕南三市中居第{位次}位。", "comparator", id="全省位次写成陕南"),
        pytest.param("旬阳县下拉全省{下拉}个百分点。", "comparator", id="下拉全省"),
        pytest.param("全市连续{月数}个月正增长。", "streak", id="连续正增长"),
        pytest.param("全市增速居全省倒数第{位次}位。", "rank_end", id="正数写成倒数"),
        pytest.param("全市增速居全省第{倒数}。", "rank_end", id="倒数写成正数"),
        pytest.param("全市工业用电量下降{全市}%。", "measure", id="用电量"),
        pytest.param("全市工业利润下降{全市}%。", "measure", id="利润"),
    ],
)
def test_what_is_false_is_found(
    bulletin: Bulletin, marks: dict[str, str], clerk: User, sentence: str, check: str
) -> None:
    assert (check, "block") in said_of(bulletin, sentence.format(**marks), clerk)


@pytest.mark.parametrize(
    ("sentence", "check"),
    [
        pytest.param("同比下降{全市}%。", "subject", id="没有地方"),
        pytest.param("各县区园区下降{平利}%。", "subject", id="只说各县区园区"),
        pytest.param("全市同比下降{全市4}%。", "period", id="没有期别，又不是本期"),
        pytest.param("全市增速居第{位次}位。", "comparator", id="没有范围"),
        pytest.param("全市连续{月数}个月。", "streak", id="没有增减"),
    ],
)
def test_what_cannot_be_understood_asks_for_a_sentence(
    bulletin: Bulletin, marks: dict[str, str], clerk: User, sentence: str, check: str
) -> None:
    assert said_of(bulletin, sentence.format(**marks), clerk) == [(check, "explain")]


def test_the_finding_says_what_was_expected(bulletin: Bulletin, marks: dict[str, str], clerk: User) -> None:
    said_of(bulletin, "1—4月，全省下降{全市}%。".format(**marks), clerk)

    bulletin.refresh_from_db()
    subject, period = [found.sentence for found in checks.findings(bulletin, today=TODAY)]
    assert "前面写的是“全省”" in subject
    assert "改成“全市”" in subject
    assert "前面写的是“1—4月”" in period
    assert "改成“1—5月”" in period


def test_every_figure_of_a_draft_that_names_another_place_or_period_is_found(bulletin: Bulletin) -> None:
    """Each id replaced by that of another figure, printed as the other one must be."""
    assert checks.findings(bulletin, today=TODAY) == []
    kept = copy.deepcopy(bulletin.text)
    everything = list(Observation.objects.select_related("indicator").order_by("pk"))
    tried = 0
    for ordinal, one in enumerate(text.printed(text.from_data(kept)), 1):
        own = next(row for row in everything if row.pk == one.token.observation)
        others = {
            (row.indicator_id == own.indicator_id, row.subject_id == own.subject_id): row
            for row in everything
            if (row.subject_id, row.period_code) != (own.subject_id, own.period_code)
        }
        for other in others.values():
            bulletin.text = copy.deepcopy(kept)
            token = tokens_of(bulletin.text)[ordinal - 1]
            try:
                printed = text_of(other, one.token.form)
            except CannotPrint:
                printed = one.token.text
            token["observation"], token["text"] = other.pk, printed
            tried += 1
            assert any(found.ordinal == ordinal for found in checks.findings(bulletin, today=TODAY)), (
                one,
                other,
            )
    assert tried > 150
