"""Templates and filled workbooks: complete, deterministic, and read back as they were written."""

import datetime as dt
import io
import os
import shutil
import subprocess
from pathlib import Path
from types import SimpleNamespace

import pytest
from openpyxl import load_workbook

from wenzeng.base import rulebook
from wenzeng.cadence import actions, definitions, queries
from wenzeng.cadence.directory import directory
from wenzeng.cadence.models import Filing
from wenzeng.cadence.reading import read
from wenzeng.cadence.tests.test_checks import BROKEN, broken_notice
from wenzeng.cadence.tests.workbooks import APRIL, FIRST, MAY, county, notice, planted
from wenzeng.cadence.workbook import blank

pytestmark = pytest.mark.django_db
office = pytest.mark.office


def test_the_citys_growth_stands_in_c7_of_the_second_table(city: object) -> None:
    sheet = load_workbook(io.BytesIO(notice()))["附表2"]

    assert (sheet["B7"].value, sheet["C7"].value) == ("安康市", -20.7)
    assert [sheet[f"B{row}"].value for row in (8, 19)] == ["汉滨区", "恒口示范区"]
    assert [sheet[f"{letter}6"].value for letter in "ABCDEFG"] == [
        "代码",
        "县区园区",
        "1—5月累计增速（%）",
        "5月当月增速（%）",
        "基期比重（%）",
        "数据性质",
        "变动说明",
    ]


def test_the_same_values_give_the_same_bytes(city: object) -> None:
    assert notice() == notice()
    assert county() == county()


def test_a_template_carries_the_legal_head_names_and_locks(city: object) -> None:
    form = definitions.form("county_month")
    names = directory(MAY.end)
    book = load_workbook(
        io.BytesIO(blank(form, MAY, names, unit=names.by_key("unit:pingli"), filler="示例戊"))
    )
    sheet = book["县区月报"]

    assert (sheet["B2"].value, sheet["B3"].value) == ("演示-工信月-02", "演示备案〔2020〕2号")
    assert (sheet["B4"].value, sheet["D4"].value, sheet["B5"].value) == ("平利县", "PL", "2020年1—5月")
    assert sheet["B17"].value == "示例戊"
    assert sheet.protection.sheet
    assert (sheet["D10"].protection.locked, sheet["B4"].protection.locked) == (False, True)
    assert any("否" in rule.formula1 for rule in sheet.data_validations.dataValidation if rule.formula1)
    assert form.purpose in [cell.value for row in book["填表说明"].iter_rows() for cell in row]


def test_a_template_shows_last_months_values(who: SimpleNamespace, now: dt.datetime) -> None:
    before = actions.receive(content=county(period=APRIL), name="4月.xlsx", by=who.monitor, now=now)
    actions.accept(filing=before, by=who.monitor, now=now)
    form, names = definitions.form("county_month"), directory(MAY.end)
    unit = names.by_key("unit:pingli")

    sheet = load_workbook(
        io.BytesIO(
            blank(form, MAY, names, unit=unit, known=queries.prefill(form, MAY, unit, now.date(), None))
        )
    )["县区月报"]

    assert [sheet[f"F{row}"].value for row in (10, 11, 12, 13)] == [16000, 1200, 41, 52]


def test_rows_and_columns_are_found_where_people_moved_them(city: object) -> None:
    book = load_workbook(io.BytesIO(notice()))
    sheet = book["附表2"]
    sheet.insert_rows(1, 2)
    sheet.insert_cols(3)
    sheet["C8"] = "排名"
    buffer = io.BytesIO()
    book.save(buffer)

    neutral = read(buffer.getvalue(), directory(MAY.end))

    line = next(line for line in neutral.of_sheet("附表2") if line.key == "area:ankang")
    assert (line.cells["ytd"].address, str(line.cells["ytd"].number)) == ("D9", "-20.7")
    assert neutral.missing_columns == ()


@pytest.mark.parametrize(
    ("field", "value", "phrase"),
    [
        pytest.param("approval: 演示备案〔2020〕1号", "", "legal.approval", id="no approval"),
        pytest.param(
            "checked_by: 示例乙（市统计局）", "checked_by: 示例甲（市工信局）", "同一人", id="one signature"
        ),
        pytest.param("first_row: 7", "first_row: 6", "表头行之下", id="rows over the heading"),
    ],
)
def test_a_form_without_its_legal_head_or_second_signature_does_not_open(
    city: object, settings, tmp_path: Path, field: str, value: str, phrase: str
) -> None:
    shipped = Path(rulebook.__file__).parent.parent / "rules" / "forms" / "stats_notice.yaml"
    (tmp_path / "forms").mkdir()
    (tmp_path / "forms" / "stats_notice.yaml").write_text(shipped.read_text().replace(field, value))
    settings.WENZENG_RULES = str(tmp_path)

    with pytest.raises(rulebook.RuleFault, match=phrase):
        definitions.every_form()


@pytest.fixture
def resaved(tmp_path: Path):
    """Open and save a workbook with LibreOffice."""
    soffice = shutil.which("soffice")
    if soffice is None:
        if "soffice" in os.environ.get("WENZENG_REQUIRE", ""):
            pytest.fail("WENZENG_REQUIRE 要求有 soffice，没有找到。")
        pytest.skip("没有 LibreOffice（soffice）：另存后的读取没有试。")

    def go(content: bytes, kind: str = "xlsx") -> bytes:
        (tmp_path / "in").mkdir(exist_ok=True)
        (tmp_path / "in" / "book.xlsx").write_bytes(content)
        command = [soffice, "--headless", f"-env:UserInstallation=file://{tmp_path}/profile"]
        command += [
            "--convert-to",
            kind,
            "--outdir",
            str(tmp_path / "out"),
            str(tmp_path / "in" / "book.xlsx"),
        ]
        subprocess.run(command, check=True, capture_output=True, timeout=180)
        return (tmp_path / "out" / f"book.{kind}").read_bytes()

    return go


def _values(content: bytes) -> object:
    neutral = read(content, directory(MAY.end))
    lines = [
        (line.sheet, line.key, {key: (cell.number, cell.text) for key, cell in line.cells.items()})
        for line in neutral.lines
    ]
    return neutral.form, {key: cell.day or cell.text for key, cell in neutral.head.items()}, lines


@office
@pytest.mark.parametrize("kind", ["xlsx", "xls", "ods"])
def test_a_workbook_saved_again_by_libreoffice_says_the_same(city: object, resaved, kind: str) -> None:
    for content in (notice(), notice(FIRST), county()):
        assert _values(resaved(content, kind)) == _values(content)


@office
def test_faults_survive_saving_again(who: SimpleNamespace, resaved, now: dt.datetime) -> None:
    before = actions.receive(content=notice(APRIL), name="4月.xlsx", by=who.monitor, now=now)
    actions.accept(filing=before, by=who.monitor, now=now)

    filing = actions.receive(content=resaved(broken_notice()), name="坏.xlsx", by=who.bureau, now=now)

    found = {(one.finding.sheet, one.finding.cell, one.finding.rule) for one in filing.judged}
    assert {(*place, rule) for place, (_value, rule) in BROKEN.items()} <= found
    assert filing.state == Filing.State.FAULTY


def test_a_date_whose_format_got_lost_is_still_a_date(who: SimpleNamespace, now: dt.datetime) -> None:
    serial = (dt.date(2020, 6, 18) - dt.date(1899, 12, 30)).days

    filing = actions.receive(
        content=planted(notice(), {("表头", "B5"): serial}), name="表.xlsx", by=who.bureau, now=now
    )

    assert filing.known_at == dt.date(2020, 6, 18)
