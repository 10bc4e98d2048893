"""The speech's own arithmetic on the finished demo: each test carries its sentence, and the figures come from the books.

Source: 安政通报 第三十二期, speech of 24 June 2020. What the speech says, the product must say, from filed cells.
"""

import sqlite3
from decimal import Decimal
from pathlib import Path

import pytest

from wenzeng.engines import wording
from wenzeng.engines.growth import level_from_gap, movement
from wenzeng.engines.rounding import gap_pp, round_half_up

D = Decimal


@pytest.fixture(scope="module")
def books(demo_var: Path) -> sqlite3.Connection:
    return sqlite3.connect(demo_var / "demo.sqlite3")


def printed(
    books: sqlite3.Connection, indicator: str, subject: str, period: str, basis: str = "ytd"
) -> Decimal:
    """The newest figure of a key, as it is printed."""
    row = books.execute(
        "SELECT o.value, o.decimals FROM base_observation o JOIN base_subject s ON s.id = o.subject_id "
        "WHERE o.indicator_id = ? AND s.key = ? AND o.period_code = ? AND o.basis = ? ORDER BY o.id DESC LIMIT 1",
        [indicator, subject, period, basis],
    ).fetchone()
    assert row, f"{indicator} {subject} {period} {basis}"
    return round_half_up(D(str(row[0])), row[1])


def growth(books: sqlite3.Connection, subject: str, period: str, basis: str = "ytd") -> Decimal:
    return printed(books, "iva.growth", subject, period, basis)


def test_1至5月同比下降20点7_低于全省平均水平22点1个百分点(books: sqlite3.Connection) -> None:
    ours, province = growth(books, "area:ankang", "2020-01..05"), growth(books, "area:shaanxi", "2020-01..05")

    assert (ours, province) == (D("-20.7"), D("1.4"))
    assert gap_pp(ours, province) == D("-22.1")
    assert printed(books, "situation.gap_to_province", "area:ankang", "2020-01..05") == D("-22.1")
    assert wording.gap_phrase(D("-22.1")) == "低于全省平均水平22.1个百分点"


@pytest.mark.parametrize(
    ("subject", "may", "step", "april"),
    [
        pytest.param(
            "area:nation", "4.4", "0.5", "3.9", id="全国5月增长4.4，增速比上月加快0.5个百分点：4月3.9"
        ),
        pytest.param("area:shaanxi", "8.6", "2.8", "5.8", id="全省5月增长8.6，较4月加快2.8个百分点：4月5.8"),
    ],
)
def test_april_follows_from_may(
    books: sqlite3.Connection, subject: str, may: str, step: str, april: str
) -> None:
    assert growth(books, subject, "2020-05", "month") == D(may)
    assert growth(books, subject, "2020-04", "month") == D(april) == level_from_gap(D(may), D(f"-{step}"))
    assert movement(D(april), D(may)) == ("accelerates", D(step))


def test_全省由1至4月的同比下降0点6转为增长1点4(books: sqlite3.Connection) -> None:
    before, now = growth(books, "area:shaanxi", "2020-01..04"), growth(books, "area:shaanxi", "2020-01..05")

    assert movement(before, now) == ("turn_positive", D("2.0"))
    assert wording.change_phrase(now, before) == "由下降0.6%转为增长1.4%"


def test_全市连续5个月负增长_是4个公布期(books: sqlite3.Connection) -> None:
    prints = [growth(books, "area:ankang", f"2020-01..0{month}") for month in (2, 3, 4, 5)]

    assert all(rate < 0 for rate in prints)
    assert printed(books, "situation.negative_months", "area:ankang", "2020-01..05") == 5


def test_全国连续2个月正增长(books: sqlite3.Connection) -> None:
    months = [growth(books, "area:nation", f"2020-0{month}", "month") for month in (3, 4, 5)]

    assert [rate > 0 for rate in months] == [False, True, True]
    assert printed(books, "situation.positive_months", "area:nation", "2020-05", "month") == 2


def test_降幅逐月收窄(books: sqlite3.Connection) -> None:
    prints = [growth(books, "area:ankang", f"2020-01..0{month}") for month in (2, 3, 4, 5)]

    assert prints == sorted(prints)


def test_增速排名全省各地市倒数第二_略高于商洛(books: sqlite3.Connection) -> None:
    assert printed(books, "situation.rank_from_bottom_in_province", "area:ankang", "2020-01..05") == 2
    assert growth(books, "area:ankang", "2020-01..05") > growth(books, "area:shangluo", "2020-01..05")


def test_与汉中由上月降速一致到本月相差7点2个百分点(books: sqlite3.Connection) -> None:
    assert growth(books, "area:ankang", "2020-01..04") == growth(books, "area:hanzhong", "2020-01..04")
    assert printed(books, "situation.gap_to_peer", "area:hanzhong", "2020-01..05") == D("-7.2")


def test_大部分县区降幅收窄_平利县恒口示范区继续回落(books: sqlite3.Connection) -> None:
    units = [key for (key,) in books.execute("SELECT key FROM base_subject WHERE kind = 'unit'")]
    falling = {key for key in units if printed(books, "situation.change", key, "2020-01..05") < 0}

    assert len(units) == 12
    assert falling == {"unit:pingli", "unit:hengkou"}
    for key in falling:
        assert printed(books, "situation.change", key, "2020-01..04") < 0, "继续回落：上一期也在扩大"


def test_各县区远远低于全省平均水平(books: sqlite3.Connection) -> None:
    units = [key for (key,) in books.execute("SELECT key FROM base_subject WHERE kind = 'unit'")]

    assert all(printed(books, "situation.gap_to_province", key, "2020-01..05") < -10 for key in units)


@pytest.mark.parametrize(
    ("indicator", "needed"),
    [
        pytest.param("targets.required", "23.36", id="全年5%左右，6–12月，各月基数相等"),
        pytest.param("targets.required_national_weights", "20.61", id="全年5%左右，6–12月，全国各月份额"),
        pytest.param("targets.required_turn", "25.99", id="三季度累计转正，6–9月，各月基数相等"),
        pytest.param(
            "targets.required_turn_national_weights", "22.50", id="三季度累计转正，6–9月，全国各月份额"
        ),
    ],
)
def test_what_the_target_needs_with_its_basis_named(
    books: sqlite3.Connection, indicator: str, needed: str
) -> None:
    assert printed(books, indicator, "area:ankang", "2020-01..05") == D(needed)
    named = books.execute("SELECT definition FROM base_indicator WHERE code = ?", [indicator]).fetchone()[0]
    assert "基数" in named


def test_入库21户完成40户的一半_退库43户净减22户() -> None:
    planned, yearly, monthly, left = 40, 20, 1, 43

    entered = yearly + monthly

    assert entered == 21
    assert round_half_up(D(entered) / planned * 100, 1) == D("52.5")
    assert entered - left == -22


def test_the_parts_pull_the_whole_down_with_the_residual_said(books: sqlite3.Connection) -> None:
    units = [key for (key,) in books.execute("SELECT key FROM base_subject WHERE kind = 'unit'")]
    pulls = sum(printed(books, "situation.pull", key, "2020-01..05") for key in units)
    residual = printed(books, "situation.pull_residual", "area:ankang", "2020-01..05")

    assert abs(pulls + residual - D("-20.7")) <= D("0.06"), "12个两位小数各差不到0.005"
