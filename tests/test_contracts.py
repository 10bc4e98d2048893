"""The house keeps its floors: each contract is broken on purpose in a copy, and goes red."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

CONTRACTS = {
    "floors": "楼层：只许向下引用，同层互不相识",
    "rooms": "房间内：门口在上，台账在下",
    "engines": "引擎纯净：不知道 Django，也不读库、不上网、不看钟",
    "doors": "门口不算账：视图不直接调用引擎",
}


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """A copy of the sources and their contracts, to break."""
    ignore = shutil.ignore_patterns("__pycache__", "static", "staticfiles", "locale", "tests")
    shutil.copytree(ROOT / "src", tmp_path / "src", ignore=ignore)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def lint(house: Path) -> tuple[int, str]:
    result = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command as c; c()", "--no-cache"],
        cwd=house,
        env={"PYTHONPATH": str(house / "src"), "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "COLUMNS": "200"},
        capture_output=True,
        text=True,
        check=False,
    )
    return result.returncode, result.stdout + result.stderr


def test_the_house_as_it_stands_keeps_its_contracts(house: Path) -> None:
    status, told = lint(house)

    assert status == 0, told


@pytest.mark.parametrize(
    ("contract", "path", "line"),
    [
        pytest.param("engines", "engines/growth.py", "import django.db", id="Django in an engine"),
        pytest.param("engines", "engines/growth.py", "import time", id="a clock in an engine"),
        pytest.param("engines", "engines/growth.py", "import psycopg", id="a database in an engine"),
        pytest.param(
            "floors", "situation/queries/sheets.py", "import wenzeng.targets.models", id="neighbour"
        ),
        pytest.param(
            "floors", "base/facts.py", "import wenzeng.cadence.models", id="downstairs imports upstairs"
        ),
        pytest.param("rooms", "cadence/models.py", "import wenzeng.cadence.views", id="model imports view"),
        pytest.param("doors", "situation/views.py", "import wenzeng.engines.growth", id="view calls engine"),
    ],
)
def test_a_broken_contract_goes_red(house: Path, contract: str, path: str, line: str) -> None:
    target = house / "src" / "wenzeng" / path
    target.write_text(target.read_text() + f"\n{line}\n")

    status, told = lint(house)

    assert status != 0
    assert f"{CONTRACTS[contract]} BROKEN" in told


def test_a_new_folder_without_a_floor_goes_red(house: Path) -> None:
    room = house / "src" / "wenzeng" / "power"
    room.mkdir()
    (room / "__init__.py").write_text("")

    status, told = lint(house)

    assert status != 0
    assert "power" in told


def test_the_clock_is_read_at_the_doors_only(house: Path) -> None:
    target = house / "src" / "wenzeng" / "situation" / "actions.py"
    target.write_text(target.read_text() + "\nimport datetime\n\nTODAY = datetime.date.today()\n")

    result = subprocess.run(
        [sys.executable, "-m", "ruff", "check", "--no-cache", "--select", "TID251", "src"],
        cwd=house,
        capture_output=True,
        text=True,
        check=False,
    )

    assert result.returncode == 1
    assert "时钟只在门口读" in result.stdout


def test_every_folder_with_code_is_a_package_so_that_the_contracts_see_it() -> None:
    folders = {path.parent for path in (ROOT / "src" / "wenzeng").rglob("*.py")}

    assert [str(folder) for folder in sorted(folders) if not (folder / "__init__.py").exists()] == []
