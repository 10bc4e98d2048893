"""Every deed leaves a row, and no row is changed or lost without being noticed."""

import dataclasses
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.db import connection, transaction

from wenzeng.base import digests, facts, guards, trail
from wenzeng.base.models import Batch, Observation, ObservationInput, TrailEntry, TrailHead

from .builders import at, derive, estimate, file, gap, growth, person, subject

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
def as_an_intruder(table: str = "base_trailentry") -> Iterator[None]:
    """Take the guard away, as somebody with the database's password could, and put it back."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            connection.check_constraints()
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
            yield
            connection.check_constraints()
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
            return
        cursor.execute(f"SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = '{table}'")
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


@pytest.fixture
def books(chain) -> list[Observation]:
    """Two figures that were filed, and one that was made from them."""
    rows = file(growth("area:ankang", "-20.7"), growth("area:shaanxi", "1.4"))
    return [*rows, *derive(gap("-22.10000001", rows))]


def test_figures_that_nobody_touched_are_the_ones_recorded(books) -> None:
    facts.release(books[0].batch, by=None, now=at("2020-06-24"), reason="示例")  # a lawful change of a batch
    derive(dataclasses.replace(estimate("area:ankang", "-0.000000001"), note="负零"))
    derive(estimate("area:ankang", "33333333.333333333"), now="2020-06-20")

    assert trail.verify().sentence.endswith("首尾相接，未见改动。")


@pytest.mark.parametrize(
    ("model", "change"),
    [
        pytest.param(Observation, {"value": 5}, id="value"),
        pytest.param(Observation, {"note": "改过"}, id="note"),
        pytest.param(Observation, {"cell": "C9"}, id="cell"),
        pytest.param(Observation, {"simulated": True}, id="simulated"),
        pytest.param(Batch, {"known_at": "2020-06-01"}, id="day of publication"),
        pytest.param(Batch, {"historical": True}, id="mark of history"),
        pytest.param(ObservationInput, {"position": 7}, id="place among the inputs"),
    ],
)
def test_a_changed_figure_is_named_by_its_batch(books, model, change) -> None:
    table, first = model._meta.db_table, model.objects.order_by("pk").first()
    if model is ObservationInput:
        with as_an_intruder(table):
            ObservationInput.objects.filter(pk=first.pk).update(**change)
        batch = books[2].batch_id
    else:
        with as_an_intruder(table):
            model.objects.filter(pk=first.pk).update(**change)
        batch = books[0].batch_id

    verdict = trail.verify()

    assert not verdict.ok
    assert verdict.sentence == f"第{batch}批数与入库时的校验值不符：有数被改动、增加或删除。"


def test_a_figure_that_was_smuggled_in_is_named(books) -> None:
    row = Observation.objects.get(pk=books[0].pk)
    row.pk, row.scope = None, "2019"
    row.save(force_insert=True)

    assert trail.verify().sentence.startswith(f"第{row.batch_id}批数与入库时的校验值不符")


def test_a_batch_past_the_doors_is_named(books) -> None:
    batch = Batch.objects.create(
        origin="derived",
        title="x",
        known_at="2020-06-18",
        received_at=at("2020-06-18"),
        recorded_at=at("2020-06-18"),
    )

    assert trail.verify().sentence == f"第{batch.pk}批数入库没有留痕：不是系统写入的。"


def test_a_second_row_about_a_batch_does_not_make_a_changed_figure_good(books) -> None:
    with as_an_intruder("base_observation"):
        Observation.objects.filter(pk=books[0].pk).update(value=5)
    batch = books[0].batch
    trail.note(by=None, deed="facts.record", about=batch, after={"digest": digests.of_batch(batch.pk)})

    assert not trail.verify().ok


def test_a_batch_that_was_removed_is_named(books) -> None:
    (last,) = derive(dataclasses.replace(gap("-1", books[:2]), subject=subject("unit:pingli")))
    for table in ("base_observationinput", "base_observation", "base_batch"):
        with as_an_intruder(table), connection.cursor() as cursor:
            column = {
                "base_observationinput": "observation_id",
                "base_observation": "id",
                "base_batch": "id",
            }[table]
            key = last.batch_id if table == "base_batch" else last.pk
            cursor.execute(f"DELETE FROM {table} WHERE {column} = %s", [key])

    assert trail.verify().sentence == f"第{last.batch_id}批数有留痕而库里没有：被删除。"


def test_an_empty_chain_beside_people_is_broken(chain) -> None:
    with as_an_intruder():
        TrailEntry.objects.all().delete()
    TrailHead.objects.all().delete()

    assert trail.verify().sentence == "留痕是空的，库里却有人员：留痕被整个删掉了。"


@pytest.mark.parametrize("harm", ["gone", "harmless"])
def test_a_guard_that_is_gone_or_says_nothing_any_more_is_named(chain, harm) -> None:
    on_pg = connection.vendor == "postgresql"
    name = "base_citation_refuses" if on_pg else "base_citation_refuses_delete"
    with connection.cursor() as cursor:
        if on_pg and harm == "gone":
            cursor.execute(f"ALTER TABLE base_citation DISABLE TRIGGER {name}")
        elif on_pg:
            cursor.execute(
                f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$"
            )
        else:
            cursor.execute(f"DROP TRIGGER {name}")
            if harm == "harmless":
                cursor.execute(f"CREATE TRIGGER {name} BEFORE DELETE ON base_citation BEGIN SELECT 1; END")

    assert trail.verify().sentence.startswith(f"数据库的触发器 {name} 不在、停用或被改过（共1个）")


def test_the_guards_of_other_rooms_are_looked_for_as_well() -> None:
    assert {"bulletins_bulletin", "bulletins_numbertaken"} <= {guard.table for guard in guards.every()}


def test_an_end_that_was_noted_shows_a_chain_written_anew(chain) -> None:
    end = trail.verify().end
    trail.note(by=None, deed="test.later", about=subject("area:ankang"))
    assert end.startswith(f"{chain + 4}:")
    assert trail.verify(anchor=end).ok
    assert trail.verify(anchor=end[: len(str(chain + 4)) + 17]).ok  # sixteen digits, copied by hand

    previous = TrailEntry.objects.get(seq=chain).previous_hash
    with as_an_intruder():  # who can do this can make the whole chain anew, its end included
        for row in TrailEntry.objects.filter(seq__gte=chain).order_by("seq"):
            row.previous_hash, row.reason = previous, "伪造"
            row.hash = previous = trail._digest(row)
            row.save()
    TrailHead.objects.update(hash=previous)

    assert trail.verify().ok
    verdict = trail.verify(anchor=end)
    assert verdict.broken_at == chain + 4
    assert "已不在链上" in verdict.sentence


def test_an_end_beyond_the_chain_is_none_of_it(chain) -> None:
    assert not trail.verify(anchor=f"{chain + 100}:{'a' * 64}").ok


@pytest.mark.parametrize("text", ["abc", "5", "5:abc", f"x:{'a' * 64}", f"5:{'g' * 64}"])
def test_what_is_no_end_is_told(chain, text) -> None:
    with pytest.raises(trail.NoAnchor, match="写成“序号:校验值”"):
        trail.verify(anchor=text)


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
