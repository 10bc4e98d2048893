"""Rules are dated, signed documents; what is wrong in a file is told with file and field."""

from pathlib import Path

import pytest

from wenzeng.base import rulebook
from wenzeng.base.models import Indicator
from wenzeng.base.rulebook import RuleFault

from .builders import day

GOOD = """\
id: test.limit
title: 示例上限
source: 示例文件第一条
written_by: 示例甲
checked_by: 示例乙
values: {2020-01-01: 5, 2020-07-01: 6}
"""


@pytest.fixture
def folder(settings, tmp_path: Path):
    """A city's own folder of rules; `write` puts a document into it."""
    settings.WENZENG_RULES = str(tmp_path)

    def write(text: str, name: str = "limit.yaml", kind: str = "test") -> None:
        (tmp_path / kind).mkdir(exist_ok=True)
        (tmp_path / kind / name).write_text(text)
        rulebook.forget()

    yield write
    rulebook.forget()


def without(field: str) -> str:
    return "".join(line for line in GOOD.splitlines(keepends=True) if not line.startswith(field))


@pytest.mark.parametrize(
    ("text", "says"),
    [
        pytest.param("id: [", "limit.yaml 不是合格的 YAML", id="no YAML"),
        pytest.param("", "limit.yaml 的“整条”不合格", id="empty"),
        pytest.param(without("checked_by"), "“checked_by”不合格：没有填写，请补上。", id="not checked"),
        pytest.param(without("written_by"), "“written_by”不合格：没有填写，请补上。", id="not written"),
        pytest.param(without("source"), "“source”不合格：没有填写，请补上。", id="no source"),
        pytest.param(
            GOOD.replace("示例乙", "示例甲"), "编写人与复核人不能是同一人", id="signed twice by one"
        ),
        pytest.param(
            GOOD.replace("示例乙", "'示例 甲　'"), "编写人与复核人不能是同一人", id="the same but for blanks"
        ),
        pytest.param(
            GOOD.replace("示例乙", '""'), "“checked_by”不合格：太短或太少，至少要有2", id="signed by nobody"
        ),
        pytest.param(GOOD.replace("示例乙", "5"), "“checked_by”不合格：要写文字", id="signed by a number"),
        pytest.param(GOOD.replace("test.limit", "Test Limit"), "“id”不合格：写法不对，要符合", id="bad id"),
        pytest.param(GOOD.replace("2020-07-01", "七月"), "“values.*要写日期，如 2020-07-01", id="bad date"),
        pytest.param(
            GOOD.replace("2020-07-01", "2020-07-32"), "不是合格的 YAML：请核对日期", id="no such day"
        ),
        pytest.param("- a\n-b: [", "不是合格的 YAML：看第2行附近", id="line that is no YAML"),
        pytest.param(GOOD + "review_by: soon\n", "“review_by”不合格：要写日期", id="bad day of review"),
    ],
)
def test_a_bad_document_is_told_with_its_file_and_field(folder, text, says) -> None:
    folder(text)

    with pytest.raises(RuleFault, match=says):
        rulebook.everything()


def test_one_id_stands_in_one_document(folder) -> None:
    folder(GOOD)
    folder(GOOD, name="other.yaml")

    with pytest.raises(RuleFault, match=r"“test\.limit”在 limit\.yaml 和 other\.yaml 里重复"):
        rulebook.everything()


def test_a_value_holds_from_its_day_until_the_next(folder) -> None:
    folder(GOOD)

    told = [
        rulebook.value("test.limit", day(text))
        for text in ("2020-01-01", "2020-06-30", "2020-07-01", "2030-01-01")
    ]

    assert told == [5, 5, 6, 6]


@pytest.mark.parametrize("raw", ["五", "[5]", "true", ".nan", "null", "{high: 1}"])
def test_a_limit_that_is_no_number_is_told(folder, raw) -> None:
    folder(GOOD.replace("2020-07-01: 6", f"2020-07-01: {raw}"))

    assert rulebook.rule("test.limit").number_on(day("2020-06-30")) == 5
    for part in ("", "low"):
        with pytest.raises(
            RuleFault, match=r"limit\.yaml 的“test\.limit.*”在 2020-07-02 有效的值.*不是一个数"
        ):
            rulebook.rule("test.limit").number_on(day("2020-07-02"), part)


def test_rules_whose_review_is_overdue_are_known(folder) -> None:
    folder(GOOD + "review_by: 2020-06-30\n")

    def late(text: str) -> list[str]:
        return [rule.id for rule in rulebook.overdue(day(text)) if rule.kind == "test"]

    assert (late("2020-06-30"), late("2020-07-01")) == ([], ["test.limit"])


def test_before_its_first_day_a_rule_has_no_value(folder) -> None:
    folder(GOOD)

    with pytest.raises(RuleFault, match="规则“示例上限”在 2019-12-31 尚无有效数值"):
        rulebook.value("test.limit", day("2019-12-31"))


def test_a_rule_that_is_not_there_is_told(folder) -> None:
    with pytest.raises(RuleFault, match=r"没有编号为“test\.none”的规则"):
        rulebook.rule("test.none")


def test_a_citys_own_rule_replaces_ours_and_leaves_the_others(folder) -> None:
    ours = rulebook.rule("reference.size_class").digest
    folder(GOOD.replace("test.limit", "reference.size_class"), kind="reference")

    assert rulebook.value("reference.size_class", day("2020-06-24")) == 5
    assert rulebook.rule("reference.size_class").digest != ours
    assert rulebook.rule("city.units").path == "units.yaml"


def test_a_folder_that_is_not_there_is_told_instead_of_ignored(settings, tmp_path: Path) -> None:
    settings.WENZENG_RULES = str(tmp_path / "规则")

    with pytest.raises(RuleFault, match="不存在：请核对路径"):
        rulebook.everything()


def test_the_digest_changes_with_the_text_and_not_with_its_layout(folder) -> None:
    folder(GOOD)
    first = rulebook.rule("test.limit").digest
    folder(GOOD + "\n# 只是注释\n")
    same = rulebook.rule("test.limit").digest
    folder(GOOD.replace("2020-07-01: 6", "2020-07-01: 7"))
    other = rulebook.rule("test.limit").digest

    assert first == same != other


def test_one_file_may_hold_several_documents(folder) -> None:
    def entry(text: str) -> str:
        return "- " + text.rstrip().replace("\n", "\n  ") + "\n"

    folder(entry(GOOD) + entry(GOOD.replace("test.limit", "test.other")))

    assert [rule.id for rule in rulebook.of_kind("test")] == ["test.limit", "test.other"]


INDICATOR = (
    without("values").replace("test.limit", "test.indicator")
    + """\
definition: 一个示例指标。
unit: "%"
bases: [month]
price_basis: none
direction: higher
decimals: 1
owner: 市工信局
"""
)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("change", "says"),
    [
        pytest.param(
            ("decimals: 1", "decimals: 9"),
            "（test.indicator） 的“decimals”不合格：太大，要不大于 6。",
            id="too many decimals",
        ),
        pytest.param(
            ("bases: [month]", "bases: [week]"),
            "的“bases.0”不合格：只能写 'month', 'ytd'",
            id="unknown basis",
        ),
        pytest.param(("owner: 市工信局\n", ""), "的“owner”不合格：没有填写", id="no owner"),
        pytest.param(("decimals: 1", "decimals: 一"), "要写整数", id="no number"),
        pytest.param(("bases: [month]", "bases: month"), "要写成一个列表", id="no list"),
        pytest.param(("bases: [month]", "bases: []"), "太短或太少，至少要有1", id="empty list"),
        pytest.param(
            ("direction: higher", "direction: up"), "只能写 'higher', 'lower', 'neutral'", id="direction"
        ),
        pytest.param(
            ("owner: 市工信局", "january_alone: 也许\nowner: 市工信局"), "只能写 true 或 false", id="perhaps"
        ),
        pytest.param(("owner:", "ovner:"), "的“owner”不合格：没有填写", id="misspelt"),
        pytest.param(
            ("owner: 市工信局", "owner: 市工信局\nfoo: 1"), "的“foo”不合格：不是认识的项", id="one too many"
        ),
    ],
)
def test_a_bad_indicator_is_told_and_none_is_changed(folder, change, says) -> None:
    folder(INDICATOR.replace(*change), kind="indicators")

    with pytest.raises(RuleFault, match=says):
        rulebook.sync_indicators()

    assert not Indicator.objects.exists()


@pytest.mark.django_db
def test_an_indicator_is_superseded_and_kept(folder) -> None:
    folder(INDICATOR, kind="indicators")
    rulebook.sync_indicators()
    newer = INDICATOR.replace("test.indicator", "test.newer")
    folder(f"{INDICATOR}superseded_by: test.newer\n", kind="indicators")
    folder(newer, name="newer.yaml", kind="indicators")

    rulebook.sync_indicators()

    assert Indicator.objects.get(code="test.indicator").superseded_by.code == "test.newer"


@pytest.mark.django_db
def test_an_indicator_whose_entry_is_gone_stays_for_its_figures(folder, tmp_path: Path) -> None:
    folder(INDICATOR, kind="indicators")
    rulebook.sync_indicators()
    folder(INDICATOR.replace("test.indicator", "test.newer"), kind="indicators")

    rulebook.sync_indicators()

    assert Indicator.objects.filter(code="test.indicator").exists()


@pytest.mark.django_db
def test_every_shipped_rule_can_be_read_and_every_shipped_indicator_synchronised() -> None:
    rules = rulebook.everything()

    assert {"indicators", "city", "reference"} <= {rule.kind for rule in rules.values()}
    assert rulebook.sync_indicators() == len(rulebook.of_kind("indicators")) == Indicator.objects.count()
    for rule in rules.values():
        assert list(rule.head.values) == sorted(rule.head.values), f"{rule.path}：日期没有按先后写"
