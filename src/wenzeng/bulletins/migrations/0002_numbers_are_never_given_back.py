"""A number is given once, for good: its row is neither changed nor removed. What was issued is not rewritten."""

from django.db import migrations

NUMBER = "期号一经编出不再收回：作废的期号也不再用。"
FROZEN = "已核发的通报不再改动正文、期号和定稿。"
TABLE, BULLETIN = "bulletins_numbertaken", "bulletins_bulletin"
KEPT = ("text", "title", "number", "year", "series_id", "document_id", "issued_on", "head")


def _sqlite() -> tuple[list[str], list[str]]:
    make = [
        f"CREATE TRIGGER {TABLE}_refuses_{deed.lower()} BEFORE {deed} ON {TABLE} "
        f"BEGIN SELECT RAISE(ABORT, '{NUMBER}'); END"
        for deed in ("UPDATE", "DELETE")
    ]
    changed = " OR ".join(f"NEW.{column} IS NOT OLD.{column}" for column in KEPT)
    make.append(
        f"CREATE TRIGGER {BULLETIN}_frozen BEFORE UPDATE ON {BULLETIN} "
        f"WHEN OLD.issued_on IS NOT NULL AND ({changed}) BEGIN SELECT RAISE(ABORT, '{FROZEN}'); END"
    )
    drop = [f"DROP TRIGGER IF EXISTS {TABLE}_refuses_{deed}" for deed in ("update", "delete")]
    return make, [*drop, f"DROP TRIGGER IF EXISTS {BULLETIN}_frozen"]


def _postgresql() -> tuple[list[str], list[str]]:
    changed = " OR ".join(
        f"NEW.{column}::text IS DISTINCT FROM OLD.{column}::text" for column in KEPT
    )
    raising = "RAISE EXCEPTION '{}' USING ERRCODE = 'integrity_constraint_violation'"
    make = [
        f"CREATE FUNCTION {TABLE}_refuses() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {raising.format(NUMBER)}; END $$",
        f"CREATE TRIGGER {TABLE}_refuses BEFORE UPDATE OR DELETE ON {TABLE} "
        f"FOR EACH ROW EXECUTE FUNCTION {TABLE}_refuses()",
        f"CREATE FUNCTION {BULLETIN}_frozen() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF OLD.issued_on IS NOT NULL AND ({changed}) THEN {raising.format(FROZEN)}; END IF; RETURN NEW; END $$",
        f"CREATE TRIGGER {BULLETIN}_frozen BEFORE UPDATE ON {BULLETIN} "
        f"FOR EACH ROW EXECUTE FUNCTION {BULLETIN}_frozen()",
    ]
    drop = [
        f"DROP TRIGGER IF EXISTS {TABLE}_refuses ON {TABLE}",
        f"DROP FUNCTION IF EXISTS {TABLE}_refuses()",
        f"DROP TRIGGER IF EXISTS {BULLETIN}_frozen ON {BULLETIN}",
        f"DROP FUNCTION IF EXISTS {BULLETIN}_frozen()",
    ]
    return make, drop


def _statements(schema_editor) -> tuple[list[str], list[str]]:
    return _postgresql() if schema_editor.connection.vendor == "postgresql" else _sqlite()


def forwards(apps, schema_editor) -> None:
    for statement in _statements(schema_editor)[0]:
        schema_editor.execute(statement)


def backwards(apps, schema_editor) -> None:
    for statement in _statements(schema_editor)[1]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("bulletins", "0001_initial")]
    operations = [migrations.RunPython(forwards, backwards)]
