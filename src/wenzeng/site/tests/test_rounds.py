"""A folder of workbooks: one that cannot be read is named, and the others go on."""

from pathlib import Path

import pytest

from wenzeng.cadence.tests.conftest import NOW, city, today, who  # noqa: F401  # fixtures are found by name
from wenzeng.cadence.tests.test_opening import encrypted
from wenzeng.cadence.tests.workbooks import MAY, county
from wenzeng.site import rounds

pytestmark = pytest.mark.django_db


def test_an_encrypted_file_does_not_stop_a_folder(who, tmp_path: Path) -> None:  # noqa: F811
    (tmp_path / "a.xlsx").write_bytes(encrypted(county("hengkou")))
    (tmp_path / "b.xlsx").write_bytes(county("pingli"))

    filed = rounds.file_folder(tmp_path, until=MAY, by=who.monitor, now=NOW, historical=False)

    told = {row.path.name: row.sentences for row in filed}
    assert told["b.xlsx"] == ()
    assert "去掉密码" in told["a.xlsx"][0]
