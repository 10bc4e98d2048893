"""The demo city, once for a whole run: built by the same command as `make demo`, then copied for each test that writes."""

import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


def required(tool: str) -> bool:
    """Whether the run insists on a tool (WENZENG_REQUIRE), so that its absence fails instead of skipping."""
    return tool in os.environ.get("WENZENG_REQUIRE", "").split(",")


def find_or_skip(tool: str, *names: str) -> str:
    given = os.environ.get(f"WENZENG_{tool.upper()}")
    found = given or next((path for name in names if (path := shutil.which(name))), None)
    if found is None:
        message = f"这台机器没有 {tool}"
        if required(tool):
            pytest.fail(message + "，而 WENZENG_REQUIRE 要求必须有")
        pytest.skip(message)
    return found


@pytest.fixture(scope="session")
def chromium() -> str:
    return find_or_skip("chromium", "chromium", "chromium-browser", "google-chrome")


@pytest.fixture(scope="session")
def soffice() -> str:
    return find_or_skip("soffice", "soffice", "libreoffice")


def wenzeng(
    *arguments: str, var: Path | None, demo: bool = False, cwd: Path = ROOT, **environment: str
) -> subprocess.CompletedProcess[str]:
    """Run the command as a user would, in its own process and its own data folder."""
    env = {key: value for key, value in os.environ.items() if not key.startswith(("WENZENG_", "DJANGO_"))}
    env |= {"PYTHONPATH": str(ROOT / "src")} | environment
    if var is not None:
        env["WENZENG_VAR"] = str(var)
    if demo:
        env["WENZENG_DEMO"] = "1"
    return subprocess.run(
        [sys.executable, "-m", "wenzeng.site.cli", *arguments],
        env=env,
        cwd=cwd,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


@pytest.fixture(scope="session")
def demo_var(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the finished demo; shared, so read only. Workers of one run build it once."""
    base = tmp_path_factory.getbasetemp()
    shared = (base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base) / "demo-var"
    lock = shared.with_suffix(".lock")
    import fcntl

    lock.parent.mkdir(parents=True, exist_ok=True)
    with lock.open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        if not (shared / "done").exists():
            result = wenzeng("up", "--demo", "--no-serve", var=shared)
            assert result.returncode == 0, result.stdout + result.stderr
            (shared / "done").write_text(result.stdout)
    return shared


@pytest.fixture
def demo_copy(demo_var: Path, tmp_path: Path) -> Path:
    """The demo in a folder of one's own, to write in."""
    target = tmp_path / "var"
    # A server of another test may be reading the shared one: SQLite itself copies the database, whole at one moment.
    shutil.copytree(demo_var, target, ignore=shutil.ignore_patterns("demo.sqlite3*", ".in-use"))
    with (
        closing(sqlite3.connect(demo_var / "demo.sqlite3")) as shared,
        closing(sqlite3.connect(target / "demo.sqlite3")) as own,
    ):
        shared.backup(own)
    return target
