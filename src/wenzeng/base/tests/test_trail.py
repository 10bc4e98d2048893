"""Every deed leaves a row, and no row is changed or lost without being noticed."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.db import connection, transaction

from wenzeng.base import trail
from wenzeng.base.models import TrailEntry, TrailHead

from .builders import person, subject

pytestmark = pytest.mark.django_db


@pytest.fixture
def chain(city) -> int:
    """Five deeds; gives the number of the first (opening the accounts left rows as well)."""
    user, about = person(), subject("area:ankang")
    rows = [
        trail.note(
            by=user, deed=f"test.deed_{n}", about=about, before={"n": n - 1}, after={"n": n}, reason="示例"
        )
        for n in range(5)
    ]
    return rows[0].seq


@contextmanager
def as_an_intruder() -> Iterator[None]:
    """Take the guard away, as somebody with the database's password could, and put it back."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            connection.check_constraints()
            cursor.execute("ALTER TABLE base_trailentry DISABLE TRIGGER USER")
            yield
            connection.check_constraints()
            cursor.execute("ALTER TABLE base_trailentry ENABLE TRIGGER USER")
            return
        cursor.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'base_trailentry'"
        )
        guards = cursor.fetchall()
        for name, _sql in guards:
            cursor.execute(f"DROP TRIGGER {name}")
        yield
        for _name, sql in guards:
            cursor.execute(sql)


def test_a_chain_that_nobody_touched_is_whole(chain) -> None:
    verdict = trail.verify()

    assert verdict.ok
    assert (verdict.rows, verdict.broken_at) == (chain + 4, None)
    assert verdict.sentence == f"留痕共{chain + 4}条，首尾相接，未见改动。"


def test_an_empty_chain_is_whole(db) -> None:
    assert trail.verify().ok


def test_a_row_says_who_did_what_to_what_and_why(chain) -> None:
    row = TrailEntry.objects.get(seq=chain)

    assert row.actor_name == row.actor.name
    assert (row.deed, row.about_kind, row.about_text) == ("test.deed_0", "base.subject", "安康市")
    assert (row.before, row.after, row.reason) == ({"n": -1}, {"n": 0}, "示例")


def test_what_nobody_did_was_done_by_the_system(city) -> None:
    assert trail.note(by=None, deed="test.deed", about=subject("area:ankang")).actor_name == "系统"


@pytest.mark.parametrize(
    "change",
    [
        {"reason": "改过"},
        {"deed": "test.other"},
        {"actor_name": "别人"},
        {"after": {"n": 100}},
        {"about_id": "0"},
        {"request_id": "x"},
        {"at": "2019-01-01T00:00:00+08:00"},
    ],
    ids=lambda change: next(iter(change)),
)
def test_a_changed_row_is_named(chain, change) -> None:
    with as_an_intruder():
        TrailEntry.objects.filter(seq=chain + 2).update(**change)

    verdict = trail.verify()

    assert verdict.broken_at == chain + 2
    assert verdict.sentence == f"留痕第{chain + 2}条内容与校验值不符：该条被改动。"


def test_a_changed_row_with_its_hash_made_anew_is_noticed_at_the_next(chain) -> None:
    row = TrailEntry.objects.get(seq=chain + 2)
    row.reason = "改过"
    with as_an_intruder():
        TrailEntry.objects.filter(seq=row.seq).update(reason=row.reason, hash=trail._digest(row))

    verdict = trail.verify()

    assert verdict.broken_at == chain + 3
    assert verdict.sentence == f"留痕第{chain + 3}条接不上前一条：前面有记录被替换。"


def test_who_changes_a_row_and_ties_the_next_to_it_must_forge_all_that_follow(chain) -> None:
    row = TrailEntry.objects.get(seq=chain + 2)
    row.reason = "改过"
    forged = trail._digest(row)
    with as_an_intruder():
        TrailEntry.objects.filter(seq=row.seq).update(reason=row.reason, hash=forged)
        TrailEntry.objects.filter(seq=row.seq + 1).update(previous_hash=forged)

    assert trail.verify().broken_at == chain + 3


def test_a_replaced_last_row_is_named(chain) -> None:
    row = TrailEntry.objects.get(seq=chain + 4)
    row.reason = "改过"
    with as_an_intruder():
        TrailEntry.objects.filter(seq=row.seq).update(reason=row.reason, hash=trail._digest(row))

    verdict = trail.verify()

    assert verdict.broken_at == chain + 4
    assert verdict.sentence == f"留痕第{chain + 4}条与链尾登记的校验值不符：末条被替换。"


def test_a_removed_row_is_named(chain) -> None:
    with as_an_intruder():
        TrailEntry.objects.filter(seq=chain + 2).delete()

    verdict = trail.verify()

    assert verdict.broken_at == chain + 2
    assert verdict.sentence == f"留痕缺第{chain + 2}条：有记录被删除。"


def test_a_removed_tail_is_named(chain) -> None:
    with as_an_intruder():
        TrailEntry.objects.filter(seq__gt=chain + 2).delete()

    verdict = trail.verify()

    assert verdict.broken_at == chain + 3
    assert verdict.sentence == f"留痕末尾缺失：应有{chain + 4}条，实有{chain + 2}条。"


def test_a_chain_removed_altogether_is_noticed(chain) -> None:
    with as_an_intruder():
        TrailEntry.objects.all().delete()

    assert trail.verify().broken_at == 1


def test_swapped_rows_are_named(chain) -> None:
    with as_an_intruder():
        for old, new in ((chain + 1, 9001), (chain + 2, chain + 1), (9001, chain + 2)):
            TrailEntry.objects.filter(seq=old).update(seq=new)

    verdict = trail.verify()

    assert verdict.broken_at == chain + 1


def test_an_added_row_is_named(chain) -> None:
    row = TrailEntry.objects.get(seq=chain + 4)
    row.previous_hash, row.seq, row.reason = row.hash, chain + 5, "伪造"
    row.hash = trail._digest(row)
    row.save(force_insert=True)

    verdict = trail.verify()

    assert verdict.broken_at == chain + 5
    assert verdict.sentence == f"留痕第{chain + 5}条在链尾之外：不是系统写入的。"


def test_a_lost_end_is_noticed(chain) -> None:
    TrailHead.objects.all().delete()

    assert not trail.verify().ok


def test_the_deeds_of_one_request_share_its_number_and_others_do_not(city) -> None:
    about = subject("area:ankang")

    with trail.request() as number:
        together = [trail.note(by=None, deed="test.deed", about=about) for _n in range(2)]
    apart = trail.note(by=None, deed="test.deed", about=about)

    assert {row.request_id for row in together} == {number}
    assert apart.request_id != number


@pytest.mark.parametrize(
    "after",
    [
        {"value": 4.4},
        {"value": 1e16},
        {"value": -0.0},
        {"value": float("nan")},
        {"b": 1, "a": {"d": [1, None, True], "c": "汉字“引号”\n"}},
        {1: "one"},
        {},
    ],
    ids=str,
)
def test_whatever_was_noted_the_row_verifies_when_read_back(city, after) -> None:
    trail.note(by=None, deed="test.deed", about=subject("area:ankang"), after=after)

    assert trail.verify().ok


def test_a_deed_that_is_undone_leaves_no_row(chain) -> None:
    with transaction.atomic():
        trail.note(by=None, deed="test.undone", about=subject("area:ankang"))
        transaction.set_rollback(True)

    assert not TrailEntry.objects.filter(deed="test.undone").exists()
    assert trail.verify().ok


WRITER = """
import django
django.setup()
from wenzeng.base import trail
from wenzeng.base.models import User
for n in range(20):
    trail.note(by=None, deed="test.write", about=User(pk=1, name="示例"))
"""
VERIFIER = """
import django
django.setup()
from wenzeng.base import trail
verdicts = [trail.verify() for _n in range(20)]
print(all(verdict.ok for verdict in verdicts), trail.verify().rows)
"""


def test_writers_of_several_processes_queue_and_verifying_meanwhile_is_no_false_alarm(tmp_path: Path) -> None:
    env = {key: value for key, value in os.environ.items() if not key.startswith(("WENZENG_", "DJANGO_"))}
    env |= {
        "WENZENG_VAR": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "wenzeng.site.settings",
        "PYTHONPATH": os.pathsep.join(path for path in sys.path if path),
    }

    def start(*arguments: str) -> subprocess.Popen[str]:
        return subprocess.Popen([sys.executable, *arguments], env=env, stdout=subprocess.PIPE, text=True)

    assert start("-m", "django", "migrate", "--skip-checks", "-v", "0").wait() == 0
    running = [start("-c", WRITER), start("-c", WRITER), start("-c", VERIFIER)]
    told = [process.communicate(timeout=60)[0] for process in running]

    assert [process.returncode for process in running] == [0, 0, 0]
    assert told[2].startswith("True")
    last = start("-c", VERIFIER)
    assert last.communicate(timeout=60)[0].split() == ["True", "40"]
