"""Originals are kept before anything else is done with them, and come back as they were."""

import hashlib
from pathlib import Path

import pytest
from django.db import transaction

from wenzeng.base import files, trail
from wenzeng.base.files import CannotKeep
from wenzeng.base.models import StoredFile

from .builders import person

pytestmark = pytest.mark.django_db

CONTENT = "规模以上工业增加值\n".encode()


def folder(settings) -> Path:
    return Path(settings.WENZENG_FILES)


def test_an_original_is_kept_under_its_sha_256_and_comes_back(settings) -> None:
    stored = files.keep(CONTENT, name="附表2.xlsx", by=None)

    assert stored.sha256 == hashlib.sha256(CONTENT).hexdigest()
    assert (stored.name, stored.size) == ("附表2.xlsx", len(CONTENT))
    assert (folder(settings) / stored.sha256).read_bytes() == CONTENT
    assert files.read(stored) == CONTENT


def test_the_bytes_are_on_the_disk_even_if_the_filing_fails_afterwards(settings) -> None:
    with transaction.atomic():
        stored = files.keep(CONTENT, name="附表2.xlsx", by=None)
        transaction.set_rollback(True)

    assert not StoredFile.objects.exists()
    assert (folder(settings) / stored.sha256).read_bytes() == CONTENT


def test_the_same_bytes_are_kept_once(settings, city) -> None:
    first = files.keep(CONTENT, name="附表2.xlsx", by=None)

    second = files.keep(CONTENT, name="另一个名字.xlsx", by=person())

    assert (second.pk, second.name) == (first.pk, "附表2.xlsx")
    assert [path.name for path in folder(settings).iterdir()] == [first.sha256]


def test_a_name_with_folders_keeps_only_its_last_part() -> None:
    assert files.keep(CONTENT, name="../../etc/附表2.xlsx", by=None).name == "附表2.xlsx"


def test_an_empty_file_is_refused() -> None:
    with pytest.raises(CannotKeep, match=r"《空\.xlsx》是空文件"):
        files.keep(b"", name="空.xlsx", by=None)


def test_a_file_over_the_limit_is_refused_and_one_at_the_limit_taken(settings) -> None:
    settings.WENZENG_FILE_LIMIT_MB = 1
    limit = 1024 * 1024

    with pytest.raises(CannotKeep, match=r"1\.0 MB，超过 1 MB"):
        files.keep(b"x" * (limit + 1), name="大.xlsx", by=None)
    assert files.keep(b"x" * limit, name="正好.xlsx", by=None).size == limit
    assert len(list(folder(settings).iterdir())) == 1


def test_a_changed_original_is_noticed(settings) -> None:
    stored = files.keep(CONTENT, name="附表2.xlsx", by=None)
    (folder(settings) / stored.sha256).write_bytes(CONTENT + b" ")

    with pytest.raises(CannotKeep, match=r"《附表2\.xlsx》与收存时的校验值不符：请从备份恢复"):
        files.read(stored)


def test_a_missing_original_is_noticed(settings) -> None:
    stored = files.keep(CONTENT, name="附表2.xlsx", by=None)
    (folder(settings) / stored.sha256).unlink()

    with pytest.raises(CannotKeep, match=r"《附表2\.xlsx》不在存储里：请从备份恢复"):
        files.read(stored)


def test_whoever_changes_or_removes_an_original_is_found_out(settings) -> None:
    kept = [files.keep(CONTENT + bytes([n]), name=f"{n}.xlsx", by=None) for n in range(3)]
    assert files.harm_sentence() == ""
    assert trail.verify().ok

    with (folder(settings) / kept[0].sha256).open("ab") as original:
        original.write(b"x")
    (folder(settings) / kept[1].sha256).unlink()

    told = files.harm_sentence()
    assert told.startswith("收存的原件有2份不对")
    assert f"《0.xlsx》（{kept[0].sha256[:8]}…）被改动" in told
    assert f"《1.xlsx》（{kept[1].sha256[:8]}…）不在了" in told
    verdict = trail.verify()
    assert (verdict.ok, verdict.sentence) == (False, told)
