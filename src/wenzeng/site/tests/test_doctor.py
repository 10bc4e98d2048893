"""`wenzeng doctor` reads the rules as each room would, and names the first document that a room could not use."""

import datetime as dt
import re
from pathlib import Path

import pytest

from wenzeng.base import clock, files, rulebook
from wenzeng.site import cli, doctor

SHIPPED = Path(rulebook.__file__).parent.parent / "rules"


@pytest.fixture
def edited(settings, tmp_path: Path):
    """A city's own copy of one shipped file, with one thing changed."""

    def edit(name: str, old: str, new: str) -> doctor.Finding:
        text = (SHIPPED / name).read_text()
        assert old in text
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text.replace(old, new))
        settings.WENZENG_RULES = str(tmp_path)
        rulebook.forget()
        with clock.pretend(dt.datetime(2020, 6, 24, 9, tzinfo=clock.SHANGHAI)):
            return doctor.rules()

    yield edit
    rulebook.forget()


@pytest.mark.parametrize(
    ("name", "old", "new", "says"),
    [
        pytest.param("forms/county_month.yaml", "authority:", "autority:", "county_month.yaml.*authority", id="form"),
        pytest.param(
            "forms/county_month.yaml", "checks:", "checks:\n  - no.such_check", "没有这些核对规则：no.such_check", id="check"
        ),
        pytest.param(
            "cadence/limits.yaml", "2020-01-01: 15}", "2020-01-01: 15, 2021-01-01: 十五}",
            "limits.yaml 的“cadence.jump_ytd_pp”在 2021-01-01 有效的值“十五”不是一个数", id="limit of a later year"
        ),
        pytest.param(
            "forms/stats_notice.yaml", "indicator: iva.base_share", "indicator: iva.groth",
            "统计局月度通知.*没有登记的指标：iva.groth", id="indicator of a form"
        ),
        pytest.param(
            "forms/county_month.yaml", "period: ytd", "period: ytd\nid: forms.other",
            "county_month.yaml 第[0-9]+行又写了一次“id”", id="key that stands twice"
        ),
        pytest.param("cadence/limits.yaml", "low: 0.6", "lowest: 0.6", "month_share_range.low", id="half a limit"),
        pytest.param("supervision/lights.yaml", "op: lt", "op: below", "lights.yaml.*只能写 'lt'", id="light"),
        pytest.param(
            "supervision/excused.yaml", "rows: []", "rows: [{unit: x}]", "excused.yaml.*没有填写", id="excuse"
        ),
        pytest.param(
            "supervision/below_province.yaml", "suggested:", "sugested:", "below_province.yaml.*suggested", id="proposal"
        ),
        pytest.param("targets/2020.yaml", '"2020-01..12"', '"2020年"', "2020.yaml.*看不懂期别", id="target"),
        pytest.param("targets/2020.yaml", "value: 5.0", "value: 五", "2020.yaml.*value.*要写一个数", id="value"),
        pytest.param("bulletins/series.yaml", "organ:", "organisation:", "series.yaml.*organ", id="series"),
        pytest.param("indicators/growth.yaml", "decimals: 1", "decimals: 9", "growth.yaml.*不大于 6", id="indicator"),
    ],
)  # fmt: skip
def test_the_first_broken_document_is_named_in_chinese(edited, name, old, new, says) -> None:
    finding = edited(name, old, new)

    assert finding.fine is False
    assert re.search(says, finding.sentence), finding.sentence
    assert "Input should" not in finding.sentence


def test_the_shipped_rules_are_fit_for_every_room(edited) -> None:
    assert edited("cadence/limits.yaml", "15", "16").fine is True


def test_a_review_that_is_overdue_is_a_warning(edited) -> None:
    finding = edited("supervision/below_province.yaml", "review_by: 2020-12-31", "review_by: 2020-06-23")

    assert finding.fine is None
    assert "1份过了复审日" in finding.sentence
    assert "below_province.yaml）应在 2020-06-23 前复审" in finding.sentence


def test_an_original_that_is_gone_must_be_mended(db, settings, tmp_path: Path) -> None:
    settings.WENZENG_FILES = tmp_path
    stored = files.keep(b"x", name="通知.xlsx", by=None)
    assert doctor.originals().fine is True

    (tmp_path / stored.sha256).unlink()

    assert doctor.originals().fine is False
    assert "《通知.xlsx》" in doctor.originals().sentence
    assert doctor.originals in doctor.CHECKS


def test_nothing_starts_with_broken_rules(edited, db) -> None:
    assert edited("cadence/limits.yaml", "2020-01-01: 15}", "2020-01-01: .nan}").fine is False

    with pytest.raises(rulebook.RuleFault, match=r"规则文件有问题.*limits.yaml"):
        cli.prepare()
