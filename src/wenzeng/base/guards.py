"""What no constraint can say, said by triggers: how a guard is written for both databases, made, and looked for.

A migration lists its guards in one `Raise` operation; `missing` asks the database whether each still stands as written.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db import connection
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations.base import Operation

DIFFERS = "DIFFERS FROM"
"""Stands in a condition for the comparison that also tells NULL from a value; each database spells it its own way."""


@dataclass(frozen=True)
class Guard:
    """One thing that is refused: on which table, at which deeds, when (always, without a condition), with which words.

    A guard with `after` looks at the row once the constraints have passed it, so that it may ask about other rows.
    """

    name: str
    table: str
    deeds: tuple[str, ...]
    sentence: str
    when: str = ""
    when_on_sqlite: str = ""
    after: bool = False
    only: str = ""

    def made(self, vendor: str) -> list[tuple[str, str]]:
        """(name of the trigger, what makes it); on SQLite a trigger serves one deed."""
        if self.only and self.only != vendor:
            return []
        moment = "AFTER" if self.after else "BEFORE"
        if vendor == "postgresql":
            rows = "STATEMENT" if "TRUNCATE" in self.deeds else "ROW"
            deeds = " OR ".join(self.deeds)
            made = f"CREATE TRIGGER {self.name} {moment} {deeds} ON {self.table} FOR EACH {rows} EXECUTE FUNCTION {self.name}()"
            return [(self.name, made)]
        condition = (self.when_on_sqlite or self.when).replace(DIFFERS, "IS NOT")
        when = f"WHEN {condition} " if condition else ""
        return [
            (
                name := self.name if len(self.deeds) == 1 else f"{self.name}_{deed.lower()}",
                f"CREATE TRIGGER {name} {moment} {deed} ON {self.table} "
                f"{when}BEGIN SELECT RAISE(ABORT, '{self.sentence}'); END",
            )
            for deed in self.deeds
        ]

    @property
    def body(self) -> str:
        """What the trigger's function does on PostgreSQL."""
        refuse = f"RAISE EXCEPTION '{self.sentence}' USING ERRCODE = 'integrity_constraint_violation';"
        condition = self.when.replace(DIFFERS, "IS DISTINCT FROM")
        back = "OLD" if self.deeds == ("DELETE",) else "NEW"
        return (
            f" BEGIN IF {condition} THEN {refuse} END IF; RETURN {back}; END "
            if condition
            else f" BEGIN {refuse} END "
        )


def changed(*columns: str) -> str:
    return " OR ".join(f"NEW.{column} {DIFFERS} OLD.{column}" for column in columns)


def append_only(table: str, sentence: str, *keys: tuple[str, ...]) -> list[Guard]:
    """No row is changed or removed: neither one by one, nor all at once, nor by writing another over it."""
    return [
        Guard(f"{table}_refuses", table, ("UPDATE", "DELETE"), sentence),
        *never_replaced(table, sentence, *keys),
    ]


def never_replaced(table: str, sentence: str, *keys: tuple[str, ...], when: str = "") -> list[Guard]:
    """INSERT OR REPLACE removes the old row of any of the keys, and no DELETE trigger hears of it; nor of TRUNCATE.

    A row also has its `rowid`, which is a key of its own where the primary key is no plain integer.
    """
    there = " OR ".join(
        f"EXISTS (SELECT 1 FROM {table} old WHERE "
        + " AND ".join([*(f"old.{column} = NEW.{column}" for column in key), *([when] if when else [])])
        + ")"
        for key in (("rowid",), *keys)
    )
    return [
        Guard(
            f"{table}_refuses_replace",
            table,
            ("INSERT",),
            f"{sentence}（库中已有这一行）",
            there,
            only="sqlite",
        ),
        Guard(f"{table}_refuses_truncate", table, ("TRUNCATE",), sentence, only="postgresql"),
    ]


def never_overlapping(table: str, start: str, end: str, sentence: str, *key: str) -> Guard:
    """Dated rows of one key follow each other; an open side reaches for ever."""
    same = " AND ".join(f"other.{column} = NEW.{column}" for column in key)
    return Guard(
        f"{table}_never_overlaps", table, ("INSERT", "UPDATE"), sentence,
        f"EXISTS (SELECT 1 FROM {table} other WHERE {same} AND other.id <> NEW.id "
        f"AND (other.{start} IS NULL OR NEW.{end} IS NULL OR other.{start} < NEW.{end}) "
        f"AND (NEW.{start} IS NULL OR other.{end} IS NULL OR NEW.{start} < other.{end}))",
        after=True,
    )  # fmt: skip


class Raise(Operation):
    """The migration operation that puts guards up, and takes them down when it is undone."""

    reduces_to_sql = True

    def __init__(self, guards: Iterable[Guard]) -> None:
        self.guards = tuple(guards)

    def state_forwards(self, app_label: str, state: object) -> None:
        """Guards change no model."""

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: object, to_state: object
    ) -> None:
        vendor = schema_editor.connection.vendor
        for guard in self.guards:
            for name, made in guard.made(vendor):
                if vendor == "postgresql":
                    schema_editor.execute(
                        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $${guard.body}$$"
                    )
                schema_editor.execute(made)

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: object, to_state: object
    ) -> None:
        vendor = schema_editor.connection.vendor
        for guard in self.guards:
            for name, _made in guard.made(vendor):
                if vendor == "postgresql":
                    schema_editor.execute(f"DROP TRIGGER IF EXISTS {name} ON {guard.table}")
                    schema_editor.execute(f"DROP FUNCTION IF EXISTS {name}()")
                else:
                    schema_editor.execute(f"DROP TRIGGER IF EXISTS {name}")

    def describe(self) -> str:
        return "Raise guards"


def every() -> Iterator[Guard]:
    """The guards of all rooms, as their migrations name them."""
    for _key, migration in sorted(MigrationLoader(None, ignore_no_migrations=True).disk_migrations.items()):
        for operation in migration.operations:
            if isinstance(operation, Raise):
                yield from operation.guards


def missing() -> list[str]:
    """Names of triggers that are gone, switched off, or no longer say what they said."""
    standing = _on_postgresql() if connection.vendor == "postgresql" else _on_sqlite()
    return [
        name
        for guard in every()
        for name, made in guard.made(connection.vendor)
        if standing.get(name)
        != _plain(f"{guard.table} {guard.body}" if connection.vendor == "postgresql" else made)
    ]


def _plain(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def _on_sqlite() -> dict[str, str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        return {name: _plain(made) for name, made in cursor.fetchall()}


def _on_postgresql() -> dict[str, str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT t.tgname, c.relname, p.prosrc FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid "
            "JOIN pg_proc p ON p.oid = t.tgfoid "
            "WHERE NOT t.tgisinternal AND t.tgenabled IN ('O', 'A') AND pg_table_is_visible(c.oid)"
        )
        return {name: _plain(f"{table} {body}") for name, table, body in cursor.fetchall()}
