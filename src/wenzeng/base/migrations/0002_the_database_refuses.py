"""What no constraint can say, said by triggers on SQLite and on PostgreSQL.

Observations, originals and trail rows are append-only; of a batch only the release may be set, once, since its two
clocks decide what was known on a day; a body that only supplies data is never responsible for a figure.
"""

from django.db import migrations

APPEND_ONLY = {
    "base_observation": "观测值只增不改：修订请追加新的一行。",
    "base_observationinput": "观测值的来源关系只增不改。",
    "base_citation": "引用记录只增不改。",
    "base_trailentry": "留痕只增不改。",
    "base_storedfile": "原件只收存，不改不删。",
}
BATCH_FIXED = (
    "origin, title, reference, file_id, known_at, received_at, recorded_at, recorded_by_id, historical"
)
BATCH = "入库批次只能登记一次发布时间，其余不改、不删。"
BATCH_TRIGGERS = {
    "base_batch_refuses_update": f"UPDATE OF {BATCH_FIXED} ON base_batch FOR EACH ROW",
    "base_batch_refuses_second_release": (
        "UPDATE OF released_at ON base_batch FOR EACH ROW WHEN (OLD.released_at IS NOT NULL)"
    ),
    "base_batch_refuses_delete": "DELETE ON base_batch FOR EACH ROW",
}
DATA_ONLY = "只供数单位不得作为增速、总量、位次事项的承办单位。"


def _sqlite() -> tuple[list[str], list[str]]:
    make, drop = [], []
    for table, sentence in APPEND_ONLY.items():
        for deed in ("UPDATE", "DELETE"):
            name = f"{table}_refuses_{deed.lower()}"
            make.append(
                f"CREATE TRIGGER {name} BEFORE {deed} ON {table} BEGIN SELECT RAISE(ABORT, '{sentence}'); END"
            )
            drop.append(f"DROP TRIGGER IF EXISTS {name}")
    for name, moment in BATCH_TRIGGERS.items():
        make.append(f"CREATE TRIGGER {name} BEFORE {moment} BEGIN SELECT RAISE(ABORT, '{BATCH}'); END")
        drop.append(f"DROP TRIGGER IF EXISTS {name}")
    for deed in ("INSERT", "UPDATE"):
        name = f"base_assignment_data_only_{deed.lower()}"
        make.append(
            f"CREATE TRIGGER {name} BEFORE {deed} ON base_assignment "
            "WHEN EXISTS (SELECT 1 FROM base_body WHERE subject_id = NEW.to_body_id AND supplies_data_only) "
            f"BEGIN SELECT RAISE(ABORT, '{DATA_ONLY}'); END"
        )
        drop.append(f"DROP TRIGGER IF EXISTS {name}")
    return make, drop


def _postgresql() -> tuple[list[str], list[str]]:
    make, drop = [], []
    for table, sentence in APPEND_ONLY.items():
        make.append(
            f"CREATE FUNCTION {table}_refuses() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            f"RAISE EXCEPTION '{sentence}' USING ERRCODE = 'integrity_constraint_violation'; END $$"
        )
        make.append(
            f"CREATE TRIGGER {table}_refuses BEFORE UPDATE OR DELETE ON {table} "
            f"FOR EACH ROW EXECUTE FUNCTION {table}_refuses()"
        )
        drop += [f"DROP TRIGGER IF EXISTS {table}_refuses ON {table}", f"DROP FUNCTION IF EXISTS {table}_refuses()"]
    make.append(
        "CREATE FUNCTION base_batch_refuses() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"RAISE EXCEPTION '{BATCH}' USING ERRCODE = 'integrity_constraint_violation'; END $$"
    )
    for name, moment in BATCH_TRIGGERS.items():
        make.append(f"CREATE TRIGGER {name} BEFORE {moment} EXECUTE FUNCTION base_batch_refuses()")
        drop.append(f"DROP TRIGGER IF EXISTS {name} ON base_batch")
    drop.append("DROP FUNCTION IF EXISTS base_batch_refuses()")
    make.append(
        "CREATE FUNCTION base_assignment_data_only() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        "IF EXISTS (SELECT 1 FROM base_body WHERE subject_id = NEW.to_body_id AND supplies_data_only) THEN "
        f"RAISE EXCEPTION '{DATA_ONLY}' USING ERRCODE = 'integrity_constraint_violation'; END IF; "
        "RETURN NEW; END $$"
    )
    make.append(
        "CREATE TRIGGER base_assignment_data_only BEFORE INSERT OR UPDATE ON base_assignment "
        "FOR EACH ROW EXECUTE FUNCTION base_assignment_data_only()"
    )
    drop += [
        "DROP TRIGGER IF EXISTS base_assignment_data_only ON base_assignment",
        "DROP FUNCTION IF EXISTS base_assignment_data_only()",
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
    dependencies = [("base", "0001_initial")]
    operations = [migrations.RunPython(forwards, backwards)]
