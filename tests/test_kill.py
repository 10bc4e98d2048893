"""A killed process leaves no half import: the power goes at every kind of moment while a notice is being accepted."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import openpyxl
import pytest

from .revised import notice_of, revised_notice
from .server import demo_server

ROOT = Path(__file__).resolve().parent.parent

CHILD = """
import os, signal, sys
import django
django.setup()
from django.db import connection
from wenzeng.base import clock
from wenzeng.base.models import User
from wenzeng.cadence import actions
path, statements = sys.argv[1], int(sys.argv[2])
clerk = User.objects.get(username="gongxin")
content = open(path, "rb").read()
filing = actions.receive(content=content, name="修订通知.xlsx", by=clerk, now=clock.now())
if filing.state == "draft":
    filing = actions.submit(filing=filing, by=clerk, now=clock.now())
told = 0
def power_cut(execute, sql, params, many, context):
    global told
    told += 1
    if told == statements:
        os.kill(os.getpid(), signal.SIGKILL)
    return execute(sql, params, many, context)
with connection.execute_wrapper(power_cut):
    actions.accept(filing=filing, by=clerk, now=clock.now())
print(told)
"""


def accept(var: Path, path: Path, statements: int) -> subprocess.CompletedProcess[str]:
    env = {key: value for key, value in os.environ.items() if not key.startswith(("WENZENG_", "DJANGO_"))}
    env |= {
        "WENZENG_VAR": str(var),
        "WENZENG_DEMO": "1",
        "DJANGO_SETTINGS_MODULE": "wenzeng.site.settings",
        "PYTHONPATH": str(ROOT / "src"),
    }
    command = [sys.executable, "-c", CHILD, str(path), str(statements)]
    return subprocess.run(
        command, env=env, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False
    )


def state(var: Path) -> tuple[str, int, int]:
    """The newest filing's state, how many figures its batch has, and how many trail rows speak of them."""
    connection = sqlite3.connect(var / "demo.sqlite3")
    pk, told, batch = connection.execute(
        "SELECT id, state, batch_id FROM cadence_filing ORDER BY id DESC LIMIT 1"
    ).fetchone()
    figures = connection.execute(
        "SELECT count(*) FROM base_observation WHERE batch_id = ?", [batch]
    ).fetchone()[0]
    orphans = connection.execute(
        "SELECT count(*) FROM base_batch WHERE reference = ? AND id IS NOT ?", [f"filing:{pk}", batch]
    ).fetchone()[0]
    connection.close()
    return told, figures, orphans


@pytest.fixture(scope="module")
def whole(demo_var: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, int, int]:
    """The revised notice, how many statements its acceptance takes, and how many figures it records."""
    import shutil

    folder = tmp_path_factory.mktemp("whole")
    shutil.copytree(demo_var, folder / "var")
    sheet = openpyxl.load_workbook(notice_of(demo_var))["附表2"]
    cells = {f"C{row}": round(sheet[f"C{row}"].value + 0.1, 1) for row in range(7, 20)}
    path = revised_notice(demo_var, folder / "revised.xlsx", cells)
    result = accept(folder / "var", path, 10**9)
    assert result.returncode == 0, result.stderr
    told, figures, _orphans = state(folder / "var")
    assert (told, figures) == ("recorded", 13)
    return path, int(result.stdout), figures


@pytest.mark.parametrize("share", [0.0, 0.15, 0.3, 0.45, 0.6, 0.75, 0.9, 1.0])
def test_all_of_a_filing_is_recorded_or_none(
    whole: tuple[Path, int, int], demo_copy: Path, share: float
) -> None:
    path, statements, figures = whole

    killed = accept(demo_copy, path, max(1, round(statements * share)))

    assert killed.returncode == -signal.SIGKILL, killed.stderr
    told, recorded, orphans = state(demo_copy)
    assert (told == "recorded", recorded) in {(True, figures), (False, 0)}
    assert orphans == 0

    again = accept(demo_copy, path, 10**9)

    assert again.returncode == 0, again.stderr
    assert state(demo_copy)[0] == "recorded"


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a process that its parent has died")
def test_a_server_whose_command_was_killed_does_not_go_on_alone(demo_copy: Path) -> None:
    with demo_server(demo_copy) as address:
        port = int(address.rpartition(":")[2])
        (up,) = _processes(f"up --demo --port {port}")
        os.kill(up, signal.SIGKILL)
        for _attempt in range(100):
            if not _processes(f"--port {port}"):
                break
            time.sleep(0.1)

        assert _processes(f"--port {port}") == []


def _processes(words: str) -> list[int]:
    """Those that run with a command line, by what the system says of them."""
    found = []
    for entry in Path("/proc").iterdir():
        try:
            line = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode()
        except (OSError, UnicodeDecodeError):
            continue
        if entry.name.isdigit() and words in line:
            found.append(int(entry.name))
    return found
