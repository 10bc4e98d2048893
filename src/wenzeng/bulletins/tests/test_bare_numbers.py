"""What counts must have a source, in digits or in characters; what only names needs none."""

import pytest

from wenzeng.base.models import User
from wenzeng.bulletins import actions, checks
from wenzeng.bulletins.checks import bare_number
from wenzeng.bulletins.models import Bulletin
from wenzeng.bulletins.tests.conftest import NOW, TODAY, Books


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("用电量下降二十点七个百分点。", "二十点七个百分点"),
        ("完成百分之五。", "百分之五"),
        ("利润减少三分之一。", "三分之一"),
        ("订单减少千分之三点五。", "千分之三点五"),
        ("开工不足两成。", "两成"),
        ("产量减少三成五。", "三成五"),
        ("产值翻一番，", "翻一番"),
        ("产值翻了两番，", "翻了两番"),
        ("产能扩大三倍。", "三倍"),
        ("产值翻倍。", "翻倍"),
        ("停产企业过半。", "过半"),
        ("一半企业停产。", "一半"),
        ("已有三户企业停产。", "三户"),
        ("四十三家企业停产。", "四十三家"),
        ("连续五个月负增长。", "五个月"),
        ("清欠二百三十万元。", "二百三十万元"),
        ("增速居全省第九。", "第九"),
        ("居第三位。", "第三位"),
        ("今年以来第3次下降。", "第3次"),
        ("连续第二次扩大。", "第二次"),
        ("负增长已是第5期。", "第5期"),
        ("同比（20）%。", "20"),
        ("停产企业二十多户。", "二十多户"),
        ("停产企业百余家。", "百余家"),
        ("停产企业近百家。", "近百家"),
        ("停产企业数十户。", "数十户"),
        ("停产企业几十家。", "几十家"),
        ("停产企业十来家。", "十来家"),
        ("停产企业好几家。", "好几家"),
        ("停产企业⑫户。", "⑫户"),
        ("停产企业壹拾贰户。", "壹拾贰户"),
        ("停产企业伍户。", "伍户"),
        ("停产企业廿户。", "廿户"),
        ("停产企业二十有余，卅家。", "卅家"),
        ("停产企业１２户。", "１２户"),
        ("停产企业Ⅻ户。", "Ⅻ户"),
        ("停产企业二○户。", "二○户"),
        ("近半企业停产。", "近半"),
        ("半数企业停产。", "半数"),
        ("½的企业停产。", "½"),
        ("利润减半。", "减半"),
        ("实现零增长。", "零增长"),
        ("清欠上千万元。", "上千万元"),
        ("清欠三百余万元。", "三百余万元"),
        ("增速全省垫底。", "垫底"),
        ("增速居全省末位。", "全省末位"),
    ],
)
def test_a_quantity_is_a_number_however_it_is_written(words: str, number: str) -> None:
    assert [found[0].rstrip("%") for found in bare_number.numbers_in(words)] == [number]


@pytest.mark.parametrize(
    "words",
    [
        "一、运行情况",
        "（一）平利县：一是加快复产；二是稳住订单。",
        "第一季度和第二产业，陕南三市，一季度、上半年。",
        "第三十二期通报、安政通报第32期、市政府第八次常务会议、第5次工作推进会、第七次全国人口普查。",
        "于6月30日前、5个工作日内、三个工作日内、一个月内报送。",
        "千方百计、十分紧迫、统一部署、一企一策、一户一策、一家企业一名干部、一成不变、时间过半。",
        "成立专班，三年行动，五个方面，百亿元产业，按万千瓦时、万元填报，进入第一方阵。",
        "上午九点三十分开会。",
        "①加快复产；②稳住订单；Ⅱ级响应。",
        "陆续复产，队伍稳定，收拾整齐，大陆企业，近年来，数据，几乎，半年，超额，多数县区。",
        "六月三十日，二〇二〇年一至五月，五月份。",
    ],
)
def test_what_names_is_no_number(words: str) -> None:
    assert [found[0] for found in bare_number.numbers_in(words, starts=True)] == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("title", "told"),
    [
        ("关于全市工业下降35.5%的通报", "“35.5%”是数字"),
        ("关于全市工业下降三成的通报", "“三成”是数字"),
        ("关于2020年1—4月全市工业经济运行情况的通报", "改成“2020年1—5月”"),
    ],
)
def test_a_title_is_held_to_what_holds_for_prose(bulletin: Bulletin, title: str, told: str) -> None:
    bulletin.title = title

    (found,) = checks.findings(bulletin, today=TODAY)

    assert (found.check, found.severity) == ("title", "block")
    assert told in found.sentence


@pytest.mark.django_db
@pytest.mark.parametrize("title", ["关于2020年1—5月全市工业经济运行情况的通报", "关于加快工业企业复产的通报"])
def test_a_title_without_figures_is_fine(bulletin: Bulletin, title: str) -> None:
    bulletin.title = title

    assert checks.findings(bulletin, today=TODAY) == []


@pytest.mark.django_db
def test_a_bulletin_that_is_false_in_every_word_is_not_let_through(
    bulletin: Bulletin, books: Books, clerk: User
) -> None:
    city = books.city.city
    growth, run = books.growth(city), books.id("situation.negative_months", city)
    gap = books.id("situation.gap_to_province", city)
    false = (
        f"1—4月，全省规模以上工业增加值同比下降⟦{growth}:20.7⟧%，连续⟦{run}:5⟧个月正增长，"
        f"低于全国平均水平⟦{gap}:22.1⟧个百分点，用电量下降二十点七个百分点，利润减少三分之一。"
    )
    typed = actions.Typed(title="关于全市工业下降35.5%的通报", pieces=(false,), version=bulletin.version)

    row = actions.save_text(bulletin=bulletin, typed=typed, by=clerk, now=NOW)

    found = [(one.check, one.severity) for one in checks.findings(row, today=TODAY)]
    assert set(found) == {
        (check, "block") for check in ("title", "subject", "period", "streak", "comparator", "bare_number")
    }
    assert found.count(("bare_number", "block")) == 2
