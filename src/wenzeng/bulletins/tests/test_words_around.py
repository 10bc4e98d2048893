"""The words around a figure say what it is about; where they say something else, it is found."""

import copy

import pytest

from wenzeng.base.models import Observation, User
from wenzeng.bulletins import actions, checks, text
from wenzeng.bulletins.models import Bulletin
from wenzeng.bulletins.renderings import CannotPrint, text_of
from wenzeng.bulletins.tests.conftest import APRIL, MAY, NOW, TODAY, Books, unit_of
from wenzeng.bulletins.tests.planting import replace_words, tokens_of

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


@pytest.mark.parametrize(
    ("right", "wrong", "check"),
    [
        pytest.param("低于全省平均水平", "不低于全省平均水平", "qualifier", id="不低于"),
        pytest.param("高于商洛市", "不高于商洛市", "qualifier", id="不高于"),
        pytest.param("降幅较1—4月收窄", "降幅较1—4月未收窄", "qualifier", id="未收窄"),
        pytest.param("%，连续", "%，并非连续", "qualifier", id="并非连续"),
        pytest.param("个月负增长", "个月没有负增长", "qualifier", id="没有负增长"),
        pytest.param("同比下降", "同比并未下降", "qualifier", id="并未下降"),
        pytest.param("下拉全市", "没有下拉全市", "qualifier", id="没有下拉"),
        pytest.param("低于全省平均水平", "低于全省平均水平不到", "qualifier", id="不到"),
        pytest.param("个百分点，增速居", "个百分点以上，增速居", "qualifier", id="以上"),
        pytest.param("平利县、恒口", "镇坪县、恒口", "named", id="扩大的县换了"),
        pytest.param("平利县、恒口示范区", "平利县", "named", id="少点了一个"),
        pytest.param("个降幅扩大", "个降幅收窄", "named", id="扩大写成收窄"),
        pytest.param("个降幅扩大", "个降幅未扩大", "named", id="未扩大"),
        pytest.param("个降幅较1—4月收窄", "个降幅较1—4月扩大", "named", id="收窄写成扩大"),
        pytest.param("增速最高的是", "增速最低的是", "named", id="最高写成最低"),
        pytest.param("；最低的是", "；最高的是", "named", id="最低写成最高"),
        pytest.param("影响最大的是", "影响最小的是", "named", id="最大写成最小"),
        pytest.param("影响最大的是旬阳县", "影响最大的是汉滨区", "named", id="影响最大的县换了"),
        pytest.param("同比下降", "环比下降", "year_on_year", id="环比"),
        pytest.param("降幅较1—4月收窄", "降幅同比收窄", "year_on_year", id="较上期写成同比"),
        pytest.param("规模以上工业增加值同比", "全部工业增加值同比", "coverage", id="全部工业"),
        pytest.param("全市规模以上工业经济", "全市全部工业经济", "coverage", id="开头一段"),
        pytest.param("规模以上工业增加值增速", "规模以下工业增加值增速", "coverage", id="表题"),
        pytest.param("降幅较1—4月收窄", "降幅较1—4月加快", "direction", id="降幅加快"),
    ],
)
def test_a_word_that_turns_the_sense_of_a_draft_is_found(
    bulletin: Bulletin, right: str, wrong: str, check: str
) -> None:
    replace_words(bulletin, right, wrong)

    assert check in {
        found.check for found in checks.findings(bulletin, today=TODAY) if found.severity == "block"
    }


@pytest.mark.parametrize(
    "sentence",
    [
        "降幅扩大的有平利县、恒口示范区。",
        "平利县、恒口示范区降幅较1—4月有所扩大，汉滨区收窄。",
        "除平利县、恒口示范区外，其余降幅均收窄。",
        "镇坪县降幅没有扩大。",
        "安康高新区增速最高，白河县最低，旬阳县对全市影响最大。",
        "降幅最大的是白河县，最小的是安康高新区。",
        "支持平利县扩大有效投资，推动镇坪县加快复产，指导汉滨区扩大产能。",
        "1—4月，平利县降幅收窄。",
        "不断加快规模以下工业企业培育，不同程度地稳住订单。",
    ],
)
def test_units_named_rightly_are_not_found(bulletin: Bulletin, sentence: str) -> None:
    bulletin.text.append({"kind": "paragraph", "lead": "", "runs": [sentence]})

    assert [found.sentence for found in checks.findings(bulletin, today=TODAY)] == []


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("降幅扩大的有平利县、镇坪县。", "镇坪县1—4月是−28.1%，1—5月是−24.4%，应为“收窄”"),
        ("平利县降幅收窄。", "应为“扩大”"),
        ("镇坪县扩大。", "应为“收窄”"),
        ("除平利县外，其余降幅均扩大。", "应为“扩大”"),
        ("白河县增速最高。", "增速最高的是安康高新区（−12.0）"),
        ("降幅最大的是旬阳县。", "降幅最大的是白河县（−31.3）"),
        ("下拉最大的是汉滨区。", "下拉最大的是旬阳县"),
    ],
)
def test_the_finding_names_the_unit_and_its_figures(bulletin: Bulletin, sentence: str, told: str) -> None:
    bulletin.text.append({"kind": "paragraph", "lead": "", "runs": [sentence]})

    (found,) = [one for one in checks.findings(bulletin, today=TODAY) if one.check == "named"]

    assert told in found.sentence


def test_the_hint_offers_the_word_that_fits_its_noun(bulletin: Bulletin) -> None:
    replace_words(bulletin, "降幅较1—4月收窄", "降幅较1—4月扩大")

    (found,) = [one for one in checks.findings(bulletin, today=TODAY) if one.check == "direction"]

    assert found.sentence.endswith("改成“收窄”。")
