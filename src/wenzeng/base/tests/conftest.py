"""The reference files of the house, in an empty database."""

from pathlib import Path

import pytest

from wenzeng.base import rulebook, subjects
from wenzeng.base.subjects import City


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path: Path) -> None:
    settings.WENZENG_FILES = tmp_path / "files"


@pytest.fixture
def city(db) -> City:
    rulebook.sync_indicators()
    subjects.sync_reference()
    return subjects.the_city()
