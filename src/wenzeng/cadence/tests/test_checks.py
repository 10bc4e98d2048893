"""Each check finds its own fault in the right cell and says how to mend it; clean workbooks are left alone."""

import datetime as dt
import io
from collections.abc import Callable
from decimal import Decimal as D
from types import SimpleNamespace
from typing import NamedTuple

import pytest
from openpyxl import load_workbook

from wenzeng.base.models import User
from wenzeng.cadence import actions, definitions
from wenzeng.cadence.checks import EVERY_CHECK
from wenzeng.cadence.findings import Finding, Severity
from wenzeng.cadence.models import Filing
from wenzeng.cadence.tests.workbooks import APRIL, FIRST, MAY, ROW, county, notice, planted, without_sheet

pytestmark = pytest.mark.django_db
PL, HY = ROW["pingli"], ROW["hanyin"]


class Case(NamedTuple):
    """What is planted, where the finding must stand, a phrase of its sentence, and who sends it."""

    rule: str
    content: Callable[[], bytes]
    place: str
    phrase: str
    hint: str = ""
    sender: str = "bureau"
    asked: str = ""


def in_notice(cells: dict[tuple[str, str], object], period=MAY) -> Callable[[], bytes]:
    return lambda: planted(notice(period), cells)


def in_county(cells: dict[str, object], period=MAY) -> Callable[[], bytes]:
    return lambda: planted(
        county(period=period), {("县区月报", address): value for address, value in cells.items()}
    )


def all_shares(value: float) -> dict[tuple[str, str], object]:
    return {("附表2", f"E{row}"): value for row in ROW.values()}


CASES = [
    Case("file.unreadable", lambda: b"not a workbook at all", "", "另存为 .xlsx"),
    Case("file.unknown_form", lambda: without_marks(), "", "认不出是哪张表"),
    Case("file.wrong_form", county, "县区月报", "这里收《统计局月度通知》", sender="pingli", asked="stats_notice"),
    Case("file.missing_sheet", lambda: without_sheet(notice(), "附表2"), "附表2", "缺工作表《附表2》"),
    Case("file.missing_column", in_notice({("附表2", "E6"): "占比"}), "附表2!E6", "没有“基期比重”栏"),
    Case("file.not_yours", notice, "表头", "由市统计局报", sender="pingli"),
    Case("head.period", in_notice({("表头", "B4"): "五月份大概"}), "表头!B4", "没有写年份"),
    Case("head.phantom_january", in_notice({("表头", "B4"): "2020年1月"}), "表头!B4", "没有单独的1月、2月数", "改成 1—2月"),
    Case("head.titles_disagree", in_notice({("附表2", "C6"): "1—4月累计增速（%）"}), "附表2!C6", "报告期是2020年1–5月"),
    Case("head.blank", in_notice({("表头", "B8"): None}), "表头!B8", "没填统计范围版本"),
    Case("head.too_long", in_county({"B15": "停产检修" * 750}), "县区月报!B15", "有3000个字，超过500个", "500字以内", "pingli"),
    Case("head.too_long", in_county({"B17": "甲" * 3000}), "县区月报!B17", "填报人有3000个字，超过40个", "只写姓名", "pingli"),
    Case("head.period", in_county({"B5": "五月份大概"}), "县区月报!B5", "改好报告期后，还会", sender="pingli"),
    Case("row.unknown_subject", in_notice({("附表2", f"A{PL}"): None, ("附表2", f"B{PL}"): None}), f"附表2!B{PL}", "没写名称和代码"),
    Case("head.signature", in_notice({("表头", "B10"): None}), "表头!B10", "缺审核人签字"),
    Case("head.choice", in_notice({("表头", "B6"): "公开"}), "表头!B6", "只能是已公开、未公开"),
    Case("head.legal", in_notice({("表头", "B15"): None}), "表头!B15", "没有法定标识的表不能收", "演示备案〔2020〕1号"),
    Case("head.date", in_notice({("表头", "B5"): "六月中旬"}), "表头!B5", "读不出是哪一天", "2020-06-18"),
    Case("head.date_out_of_range", in_notice({("表头", "B5"): dt.date(2020, 7, 1)}), "表头!B5", "今天（2020-06-24）"),
    Case("head.unknown_unit", in_county({"B4": "平丽县", "D4": None}), "县区月报!B4", "是不是平利县", "选：平利县", "pingli"),
    Case("row.unknown_subject", in_notice({("附表2", f"B{HY}"): "汉银县"}), f"附表2!B{HY}", "是不是汉阴县", "改成 汉阴县"),
    Case(
        "row.duplicate",
        in_notice({("附表2", f"A{PL}"): "HB", ("附表2", f"B{PL}"): "汉滨区"}),
        f"附表2!B{PL}",
        "都是汉滨区，留一行",
    ),
    Case("row.missing", lambda: without_row(f"{PL}"), f"附表2!B{PL}", "缺平利县"),
    Case("row.code_and_name", in_notice({("附表2", f"A{PL}"): "ZP"}), f"附表2!A{PL}", "代码 ZP 是镇坪县的"),
    Case("cell.blank", in_notice({("附表2", f"D{PL}"): None}), f"附表2!D{PL}", "平利县没填当月增速"),
    Case("cell.not_a_number", in_notice({("附表2", f"C{PL}"): "约-24"}), f"附表2!C{PL}", "看不懂“约-24”"),
    Case("cell.wrong_unit", in_county({"E10": "300户"}), "县区月报!E10", "单位是万元，换算不过来", "", "pingli"),
    Case("cell.choice", in_notice({("附表2", f"F{PL}"): "官方"}), f"附表2!F{PL}", "只能是：公布、演示"),
    Case("cell.too_many_decimals", in_notice({("附表2", f"C{PL}"): -20.734}), f"附表2!C{PL}", "有3位小数", "改成 −20.7"),
    Case("growth.percent_as_fraction", in_notice({("附表2", f"C{PL}"): -0.207}), f"附表2!C{PL}", "填 −20.7", "改成 −20.7"),
    Case("growth.below_minus_100", in_notice({("附表2", f"D{PL}"): -207}), f"附表2!D{PL}", "不会低于 −100%", "−20.7"),
    Case("growth.jump", in_notice({("附表2", f"C{PL}"): -45.1}), f"附表2!C{PL}", "变动 21.3 个百分点，超过 15"),
    Case("growth.identity", in_notice({("附表2", f"C{PL}"): -14.0}), f"附表2!C{PL}", "本期累计应在"),
    Case("growth.city_twice", lambda: with_city_in_first_table(-20.1), "附表1!C18", "以附表2为准"),
    Case("share.range", in_notice({("附表2", f"E{PL}"): -6.1}), f"附表2!E{PL}", "大于0、小于100"),
    Case("share.sum", in_notice({("附表2", f"E{PL}"): 16.1}), "附表2!E6", "与100%差 10.0 个百分点"),
    Case("share.parts_and_total", in_notice({("附表2", "C7"): -18.7}), "附表2!C7", "差额 +2.0 个百分点"),
    Case(
        "county.blank_without_zero_report",
        in_county({"D11": None}),
        "县区月报!D11",
        "停产填0",
        "填数，或选零报告",
        "pingli",
    ),
    Case("county.zero_report_with_figures", in_county({"B6": "是"}), "县区月报!D10", "零报告选了“是”", sender="pingli"),
    Case("county.negative", in_county({"D10": -4000}), "县区月报!D10", "不会小于0", "是不是 4,000？", "pingli"),
    Case("county.at_work_over_total", in_county({"D12": 60}), "县区月报!D12", "多于《县区月报》D13 总户数 52", sender="pingli"),
    Case("county.month_over_cumulative", in_county({"D10": 21000}), "县区月报!D10", "大于《县区月报》E10累计", sender="pingli"),
    Case("county.cumulative_shrinks", in_county({"E10": 15800}), "县区月报!E10", "小于上期累计 16,000", sender="pingli"),
    Case("county.cumulative_does_not_add", in_county({"E10": 26000}), "县区月报!E10", "上期累计 16,000 加本月 4,000", "20,000", "pingli"),
    Case("county.unit_slip", in_county({"D10": 41000, "E10": 57000}), "县区月报!D10", "10.3 倍", "改成 4,100", "pingli"),
]  # fmt: skip


def without_marks() -> bytes:
    """A workbook of somebody else's."""
    import io

    from openpyxl import Workbook

    book = Workbook()
    book.active.title = "花名册"
    book.active["A1"] = "姓名"
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def without_row(row: str) -> bytes:
    return planted(notice(), {("附表2", f"{letter}{row}"): None for letter in "ABCDEFG"})


def with_city_in_first_table(growth: float) -> bytes:
    row = {"A18": "610900", "B18": "安康市", "C18": growth, "D18": -10.1, "E18": "官方"}
    return planted(notice(), {("附表1", address): value for address, value in row.items()})


@pytest.fixture
def april(who: SimpleNamespace) -> None:
    """The notice and 平利's form of the month before are in the books."""
    before = dt.datetime(2020, 5, 23, 10, tzinfo=dt.UTC)
    for content in (notice(APRIL), county(period=APRIL)):
        filing = actions.receive(content=content, name="上期.xlsx", by=who.monitor, now=before)
        assert filing.open_findings == (), filing.findings
        actions.accept(filing=filing, by=who.monitor, now=before)


def found_in(content: bytes, by: User, now: dt.datetime, asked: str = "") -> list[Finding]:
    filing = actions.receive(content=content, name="表.xlsx", by=by, now=now, form=asked)
    return [one.finding for one in filing.judged]


def test_each_fault_is_found_in_its_cell(
    subtests: pytest.Subtests, who: SimpleNamespace, april: None, now: dt.datetime
) -> None:
    for case in CASES:
        with subtests.test(case.rule):
            found = found_in(case.content(), getattr(who, case.sender), now, case.asked)

            own = [finding for finding in found if finding.rule == case.rule]
            assert [finding.place for finding in own][:1] == [case.place], found
            assert case.phrase in own[0].sentence
            assert case.hint in own[0].hint
            assert own[0].severity == EVERY_CHECK[case.rule].severity


FORMULAS = [("#N/A", "#N/A"), ("#DIV/0!", "#DIV/0!"), ("=1/0", "=1/0"), ("=1+1", "=1+1")]


@pytest.mark.parametrize(("typed", "shown"), FORMULAS, ids=[typed for typed, _shown in FORMULAS])
def test_a_formula_that_failed_is_named_and_drawn(
    who: SimpleNamespace, now: dt.datetime, typed: str, shown: str
) -> None:
    filing = actions.receive(
        content=planted(notice(), {("附表2", f"D{PL}"): typed}), name="表.xlsx", by=who.bureau, now=now
    )

    found = [one.finding for one in filing.judged if one.finding.cell == f"D{PL}"]
    assert [finding.rule for finding in found] == ["cell.not_a_number"]
    assert f"公式错误“{shown}”" in found[0].sentence
    (row,) = [line for line in filing.neutral["lines"] if line["key"] == "unit:pingli"]
    assert row["cells"]["month"]["text"] == shown


def test_a_code_that_nobody_bears_is_found(who: SimpleNamespace, now: dt.datetime) -> None:
    found = found_in(planted(notice(), {("附表2", f"A{ROW['baihe']}"): "XX"}), who.bureau, now)

    assert [(finding.rule, finding.place, finding.hint) for finding in found] == [
        ("row.code_and_name", f"附表2!A{ROW['baihe']}", "改成 BH")
    ]
    assert "XX 不在名录里" in found[0].sentence


def test_shares_are_added_up_although_a_name_is_mistyped(who: SimpleNamespace, now: dt.datetime) -> None:
    """And where a share cannot be read, when the others are too much already."""
    typed = {("附表2", f"B{HY}"): "汉银县", ("附表2", f"E{PL}"): 16.1}
    over = {("附表2", f"E{HY}"): "约7", ("附表2", f"E{PL}"): 16.1}
    under = {("附表2", f"E{HY}"): "约7"}

    rules = [
        {one.rule for one in found_in(planted(notice(), cells), who.bureau, now)}
        for cells in (typed, over, under)
    ]

    assert [("share.sum" in found) for found in rules] == [True, True, False]


def test_every_check_has_a_planted_fault() -> None:
    elsewhere = {"head.expired", "head.older_version"}

    assert {case.rule for case in CASES} | elsewhere == set(EVERY_CHECK)


def test_every_check_guards_a_form_and_names_its_authority() -> None:
    used = {identifier for form in definitions.every_form() for identifier in form.checks}

    assert used == set(EVERY_CHECK)
    assert all(str(check.authority) and str(check.title) for check in EVERY_CHECK.values())


@pytest.mark.parametrize("period", [FIRST, APRIL, MAY], ids=str)
def test_a_clean_notice_is_left_alone(period: object, who: SimpleNamespace, now: dt.datetime) -> None:
    assert found_in(notice(period), who.bureau, now) == []


@pytest.mark.parametrize("period", [FIRST, APRIL, MAY], ids=str)
def test_a_clean_county_form_is_left_alone(period: object, who: SimpleNamespace, now: dt.datetime) -> None:
    assert found_in(county(period=period), who.pingli, now) == []


def test_a_single_month_figure_in_january_february_is_refused(who: SimpleNamespace, now: dt.datetime) -> None:
    found = found_in(planted(notice(FIRST), {("附表2", f"D{PL}"): -31.0}), who.bureau, now)

    assert [(finding.rule, finding.place) for finding in found] == [("head.phantom_january", f"附表2!D{PL}")]


def test_figures_as_people_type_them_are_read_without_complaint(
    who: SimpleNamespace, now: dt.datetime
) -> None:
    typed = {
        ("附表2", "C7"): "下降20.7%",
        ("附表2", f"C{PL}"): "（20.7）",
        ("附表2", f"C{HY}"): "－２０．７",
        ("附表2", f"D{PL}"): "-10.1％",
        ("表头", "B5"): "2020年6月18日",
        ("表头", "B4"): "2020年1-5月份",
    }

    filing = actions.receive(content=planted(notice(), typed), name="表.xlsx", by=who.bureau, now=now)

    assert filing.findings == []
    assert filing.period_code == "2020-01..05"
    assert filing.known_at == dt.date(2020, 6, 18)
    rows = {
        line["key"]: line["cells"]["ytd"]["number"]
        for line in filing.neutral["lines"]
        if line["sheet"] == "附表2"
    }
    assert {D(rows["area:ankang"]), D(rows["unit:pingli"]), D(rows["unit:hanyin"])} == {D("-20.7")}


def test_a_zero_return_may_leave_its_month_blank(who: SimpleNamespace, now: dt.datetime) -> None:
    blank = {"B6": "是", "D10": None, "D11": None, "D12": None}

    assert found_in(in_county(blank)(), who.pingli, now) == []


def test_an_expired_form_is_refused(who: SimpleNamespace, now: dt.datetime, settings, tmp_path) -> None:
    from pathlib import Path

    from wenzeng.base import rulebook

    content = notice()
    shipped = Path(rulebook.__file__).parent.parent / "rules" / "forms" / "stats_notice.yaml"
    (tmp_path / "forms").mkdir()
    text = shipped.read_text().replace("valid_until: 2021-12-31", "valid_until: 2020-03-31")
    (tmp_path / "forms" / "stats_notice.yaml").write_text(text)
    settings.WENZENG_RULES = str(tmp_path)

    found = found_in(content, who.bureau, now)

    assert ("head.expired", "表头!B16") in [(finding.rule, finding.place) for finding in found]
    with pytest.raises(definitions.CannotOpenForm, match="有效期至 2020-03-31"):
        notice()


def test_an_older_notice_than_the_one_in_the_books_wants_a_word(
    who: SimpleNamespace, now: dt.datetime
) -> None:
    newest = actions.receive(content=notice(), name="新.xlsx", by=who.monitor, now=now)
    actions.accept(filing=newest, by=who.monitor, now=now)

    older = planted(notice(), {("表头", "B5"): dt.date(2020, 6, 12), ("附表2", f"C{PL}"): -20.9})
    found = found_in(older, who.bureau, now)

    assert [(finding.rule, finding.severity) for finding in found] == [("head.older_version", Severity.SAY)]


BROKEN = {
    ("表头", "B5"): ("六月中旬", "head.date"),
    ("表头", "B11"): (None, "head.signature"),
    ("表头", "B13"): ("旧表-01", "head.legal"),
    ("表头", "B7"): ("正式数", "head.choice"),
    ("附表1", "C9"): ("约九", "cell.not_a_number"),
    ("附表1", "E10"): ("模拟", "cell.choice"),
    ("附表1", "D6"): ("4月当月增速（%）", "head.titles_disagree"),
    ("附表2", "C8"): (-207, "growth.below_minus_100"),
    ("附表2", "B9"): ("汉银县", "row.unknown_subject"),
    ("附表2", "C10"): (-0.207, "growth.percent_as_fraction"),
    ("附表2", "D11"): (None, "cell.blank"),
    ("附表2", "C12"): (-20.734, "cell.too_many_decimals"),
    ("附表2", "A13"): ("ZP", "row.code_and_name"),
    ("附表2", "E15"): (0, "share.range"),
    ("附表2", "C16"): (-45.2, "growth.jump"),
    ("附表2", "B19"): ("汉滨区", "row.duplicate"),
}


def broken_notice() -> bytes:
    return planted(notice(), {place: value for place, (value, _rule) in BROKEN.items()})


def test_a_workbook_with_sixteen_kinds_of_fault_lists_them_all_at_once(
    who: SimpleNamespace, april: None, now: dt.datetime
) -> None:
    filing = actions.receive(content=broken_notice(), name="坏表.xlsx", by=who.bureau, now=now)

    found = {(one.finding.sheet, one.finding.cell, one.finding.rule) for one in filing.judged}
    wanted = {(*place, rule) for place, (_value, rule) in BROKEN.items()}
    assert len({rule for _value, rule in BROKEN.values()}) >= 12
    assert wanted <= found
    # What else is said follows from the same faults: the row that the duplicate took the place of, and the identity.
    assert {rule for *_place, rule in found - wanted} <= {
        "row.missing",
        "growth.identity",
        "row.code_and_name",
    }
    assert filing.state == Filing.State.FAULTY
    assert filing.batch is None
    with pytest.raises(actions.CannotSubmit, match="处要改"):
        actions.submit(filing=filing, by=who.bureau, now=now)


def test_a_column_pushed_into_a_form_is_no_missing_head(who: SimpleNamespace, now: dt.datetime) -> None:
    book = load_workbook(io.BytesIO(county()))
    book["县区月报"].insert_cols(4)
    buffer = io.BytesIO()
    book.save(buffer)

    filing = actions.receive(content=buffer.getvalue(), name="表.xlsx", by=who.pingli, now=now)

    assert [finding.sentence for finding in filing.open_findings] == []


def test_an_empty_field_does_not_take_the_next_label_for_its_value(
    who: SimpleNamespace, now: dt.datetime
) -> None:
    content = planted(county(), {("县区月报", "B2"): None})

    filing = actions.receive(content=content, name="表.xlsx", by=who.pingli, now=now)

    assert [(finding.rule, finding.place) for finding in filing.open_findings] == [
        ("head.legal", "县区月报!B2")
    ]
