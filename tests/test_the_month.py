"""The main job on real input: a folder of workbooks in; the finding, the numbered bulletin and its trace table out."""

import fcntl
import hashlib
import re
import shutil
import sqlite3
import subprocess
import zipfile
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest

from wenzeng.engines.official_page import figures_in

from .conftest import wenzeng
from .revised import notice_of, revised_notice
from .server import Visitor, demo_server


@pytest.fixture(scope="module")
def month(demo_var: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("month")
    result = wenzeng(
        "month", "2020-05", "--filings", str(demo_var / "demo" / "filings"), "--out", str(out), var=out
    )
    assert result.returncode == 0, result.stdout + result.stderr
    (out / "told.txt").write_text(result.stdout)
    return out


@pytest.fixture(scope="module")
def server(demo_var: Path) -> Iterator[str]:
    with demo_server(demo_var) as address:
        yield address


def figures(docx: Path) -> list[str]:
    return [figure.text for figure in figures_in(docx.read_bytes())]


def test_the_month_prints_the_finding_and_writes_bulletin_and_trace(month: Path) -> None:
    told = (month / "told.txt").read_text()
    bulletin = next(month.glob("*期_2020-01..05.docx"))
    trace = openpyxl.load_workbook(next(month.glob("*数据溯源表.xlsx"))).active

    assert "20.7%" in told
    assert "22.1个百分点" in told
    assert "版面：" in told
    assert "20.7" in figures(bulletin)
    assert "22.1" in figures(bulletin)
    rows = [[str(value) for value in row] for row in trace.iter_rows(values_only=True)]
    assert any("附表2" in " ".join(row) and "C7" in " ".join(row) and "20.7" in " ".join(row) for row in rows)


def test_the_bulletin_says_the_speechs_sentences(month: Path) -> None:
    text = _text(next(month.glob("*.docx")))

    for sentence in (
        "同比增长4.4%",
        "比上月加快0.5个百分点",
        "同比增长8.6%",
        "1.4%",
        "连续5个月负增长",
        "下降20.7%",
        "低于全省平均水平22.1个百分点",
        "倒数第二",
        "7.2个百分点",
        "平利县、恒口示范区",
    ):
        assert sentence in text, sentence


def test_a_second_run_writes_the_same_bulletin_and_takes_no_new_number(month: Path, demo_var: Path) -> None:
    bulletin = next(month.glob("*.docx"))
    before = bulletin.read_bytes()

    result = wenzeng(
        "month", "2020-05", "--filings", str(demo_var / "demo" / "filings"), "--out", str(month), var=month
    )

    assert result.returncode == 0, result.stderr
    assert [path.name for path in month.glob("*.docx")] == [bulletin.name]
    assert bulletin.read_bytes() == before


def test_workbooks_saved_again_by_libreoffice_give_the_same_figures(
    month: Path, demo_var: Path, soffice: str, tmp_path: Path
) -> None:
    source, again = demo_var / "demo" / "filings", tmp_path / "again"
    for folder in sorted(path for path in source.iterdir() if path.is_dir()):
        (again / folder.name).mkdir(parents=True)
        subprocess.run(
            [
                soffice, f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", "xlsx",
                "--outdir", str(again / folder.name), *sorted(str(path) for path in folder.glob("*.xlsx")),
            ],
            check=True,
            capture_output=True,
            timeout=240,
        )  # fmt: skip
    assert len(list(again.rglob("*.xlsx"))) == len(list(source.rglob("*.xlsx")))

    result = wenzeng(
        "month", "2020-05", "--filings", str(again), "--out", str(tmp_path / "out"), var=tmp_path
    )

    assert result.returncode == 0, result.stdout + result.stderr
    assert figures(next((tmp_path / "out").glob("*.docx"))) == figures(next(month.glob("*.docx")))


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        pytest.param(["month", "2020-01", "--filings", ".", "--out", "{}"], "1—2 月", id="January alone"),
        pytest.param(["month", "五月", "--filings", ".", "--out", "{}"], "期别", id="not a period"),
        pytest.param(
            ["month", "2020-05", "--filings", "nowhere", "--out", "{}"], "找不到报表文件夹", id="no folder"
        ),
        pytest.param(
            ["month", "2020-05", "--filings", "docs/adr", "--out", "{}"], "月度通知", id="no notice"
        ),
    ],
)
def test_bad_input_is_one_clear_sentence(arguments: list[str], sentence: str, tmp_path: Path) -> None:
    result = wenzeng(*(argument.format(tmp_path / "out") for argument in arguments), var=tmp_path)

    assert result.returncode in {1, 2}
    assert sentence in result.stderr
    assert "Traceback" not in result.stderr
    assert not list((tmp_path / "out").glob("*.docx"))


def test_an_empty_workbook_and_a_csv_are_named(tmp_path: Path) -> None:
    folder = tmp_path / "filings"
    folder.mkdir()
    (folder / "空.xlsx").write_bytes(b"")
    (folder / "表.csv").write_text("a,b")

    result = wenzeng(
        "month", "2020-05", "--filings", str(folder), "--out", str(tmp_path / "out"), var=tmp_path
    )

    assert result.returncode == 1
    assert "空.xlsx" in result.stderr
    assert "空文件" in result.stderr
    assert "没有读" in result.stderr
    assert "表.csv" in result.stderr


def test_a_revision_after_the_bulletin_gives_another_bulletin_and_leaves_the_first(
    demo_var: Path, tmp_path: Path
) -> None:
    source, out, later = demo_var / "demo" / "filings", tmp_path / "out", tmp_path / "later"
    later.mkdir()
    assert wenzeng("month", "2020-05", "--filings", str(source), "--out", str(out), var=out).returncode == 0
    first = next(out.glob("*第1期*.docx"))
    before = first.read_bytes()
    revised_notice(demo_var, later / "通知（修订）.xlsx", {"C7": -20.5})

    result = wenzeng("month", "2020-05", "--filings", str(later), "--out", str(out), var=out)

    assert result.returncode == 0, result.stderr
    assert "已有修订" in result.stdout
    assert first.read_bytes() == before
    second = figures(next(out.glob("*第2期*.docx")))
    assert {"20.5", "21.9"} <= set(second)
    assert "20.7" not in second


def test_a_revision_and_its_original_in_one_folder_are_taken_in_the_order_in_which_they_came_out(
    demo_var: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "filings"
    shutil.copytree(demo_var / "demo" / "filings", folder)
    revised_notice(demo_var, folder / "0先读到的修订.xlsx", {"C7": -20.5})

    for _run in range(2):
        result = wenzeng(
            "month", "2020-05", "--filings", str(folder), "--out", str(tmp_path / "out"), var=tmp_path
        )

        assert result.returncode == 0, result.stderr
        assert "下降20.5%" in result.stdout


def test_on_a_database_in_use_the_command_is_one_user_among_others(demo_copy: Path, tmp_path: Path) -> None:
    database, source = demo_copy / "demo.sqlite3", demo_copy / "demo" / "filings"
    arguments = [
        "month",
        "2020-05",
        "--filings",
        str(source),
        "--out",
        str(tmp_path / "out"),
        "--database",
        str(database),
    ]
    before = sqlite3.connect(database).execute("SELECT count(*) FROM base_appointment").fetchone()

    stranger = wenzeng(*arguments, "--by", "张三", var=demo_copy)
    county = wenzeng(*arguments, "--by", "pingli", var=demo_copy)

    assert (stranger.returncode, county.returncode) == (1, 1)
    assert "没有在用的登录名" in stranger.stderr
    assert "没有收表、审核和月度收口的职责" in county.stderr
    assert sqlite3.connect(database).execute("SELECT count(*) FROM base_appointment").fetchone() == before


def test_a_revision_taken_in_on_a_database_in_use_keeps_its_original_and_leaves_the_past_alone(
    demo_copy: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "filings"
    folder.mkdir()
    revised = revised_notice(demo_copy, folder / "通知（修订）.xlsx", {"C7": -20.5})
    path = demo_copy / "demo.sqlite3"
    waiting = "SELECT period_code FROM base_assignment WHERE state = 'proposed' ORDER BY id"
    before = sqlite3.connect(path).execute(waiting).fetchall()

    result = wenzeng(
        *("month", "2020-05", "--filings", str(folder), "--out", str(tmp_path / "out")),
        *("--database", str(path), "--by", "gongxin"),
        var=None,
        cwd=folder,
    )

    assert result.returncode == 0, result.stderr
    assert f"待签发共{len(before)}件" in result.stdout
    assert sqlite3.connect(path).execute(waiting).fetchall() == before
    digest = hashlib.sha256(revised.read_bytes()).hexdigest()
    assert (demo_copy / "demo" / "files" / digest).is_file()


def test_a_faulty_workbook_stops_the_bulletin_and_names_each_cell(demo_var: Path, tmp_path: Path) -> None:
    folder = tmp_path / "filings"
    shutil.copytree(demo_var / "demo" / "filings", folder)
    notice = notice_of(demo_var)
    revised_notice(
        demo_var, folder / notice.parent.name / notice.name, {"C8": "十七点五啊", "C14": -242, "B9": "汉银县"}
    )

    result = wenzeng(
        "month", "2020-05", "--filings", str(folder), "--out", str(tmp_path / "out"), var=tmp_path
    )

    assert result.returncode == 1
    for cell in ("C8", "C14", "B9"):
        assert cell in result.stderr
    assert "通报没有生成" in result.stderr


def test_a_figure_of_the_bulletin_leads_back_to_its_cell(server: str, demo_var: Path) -> None:
    clerk = Visitor(server)
    clerk.sign_in("gongxin")
    pk = (
        sqlite3.connect(demo_var / "demo.sqlite3")
        .execute(
            "SELECT id FROM bulletins_bulletin WHERE period_code = '2020-01..05' ORDER BY id DESC LIMIT 1"
        )
        .fetchone()[0]
    )

    page = clerk.get(f"/bulletins/{pk}/").text
    links = re.findall(r'href="(/f/\d+/)"[^>]*>\s*[−-]?20\.7', page)
    assert links, "20.7 is not a link in the bulletin"
    fact = clerk.get(links[0]).text
    source = clerk.get(links[0] + "source/").text

    assert "附表2!C7" in fact
    assert "月度通知" in fact
    assert "C7" in source
    assert "-20.7" in source or "−20.7" in source


def test_a_revised_notice_changes_the_page_and_not_the_past(demo_copy: Path, tmp_path: Path) -> None:
    path = revised_notice(demo_copy, tmp_path / "revised.xlsx", {"C7": -20.5})
    database = sqlite3.connect(demo_copy / "demo.sqlite3")
    issued = database.execute(
        "SELECT id FROM bulletins_bulletin WHERE period_code = '2020-01..04' AND number IS NOT NULL"
    ).fetchone()[0]
    with demo_server(demo_copy) as address:
        clerk = Visitor(address)
        clerk.sign_in("gongxin")
        last_month = clerk.get(f"/bulletins/{issued}.docx").body
        before = clerk.get("/situation/?period=2020-01..05&as_of=2020-06-22").text
        clerk.get("/reports/")
        answer = clerk.upload("/reports/upload/", "file", "revised.xlsx", path.read_bytes())
        assert answer.status == 302, answer.text[:3000]
        filing = answer.location
        page = clerk.get(filing).text
        version = re.search(r'name="version" value="(\d+)"', page)
        fields = {"version": version.group(1)} if version else {}
        accepted = clerk.post(filing + "accept/", fields)
        assert accepted.status == 302, accepted.text[:3000]
        now = clerk.get("/situation/?period=2020-01..05").text

        assert "20.5" in now
        assert clerk.get("/situation/?period=2020-01..05&as_of=2020-06-22").text.count(
            "20.7"
        ) == before.count("20.7")
        assert clerk.get(f"/bulletins/{issued}.docx").body == last_month
        pk = database.execute(
            "SELECT id FROM base_observation WHERE cell_text = '-20.7' AND sheet = '附表2' AND cell = 'C7'"
        ).fetchone()[0]
        old = clerk.get(f"/f/{pk}/").text
        assert "已被修订" in old
        assert "20.5" in old


def _text(docx: Path) -> str:
    with zipfile.ZipFile(docx) as archive:
        return re.sub(r"<[^>]+>", "", archive.read("word/document.xml").decode())


def test_a_demo_that_is_being_served_is_not_reset_under_the_server(demo_copy: Path) -> None:
    before = (demo_copy / "demo.sqlite3").read_bytes()
    with (demo_copy / ".in-use").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_SH)
        result = wenzeng("up", "--demo", "--reset", "--no-serve", var=demo_copy)

    assert result.returncode == 1
    assert "正在另一个窗口里服务" in result.stderr
    assert (demo_copy / "demo.sqlite3").read_bytes() == before
