"""A target is never edited and never removed: a new row supersedes the old one. It may be withdrawn, once, with a reason."""

from django.db import migrations

from wenzeng.base.guards import Guard, Raise, changed, never_replaced

TARGET = "targets_target"
STAYS = "目标只增不改：调整的，另立新的一版替代；录错的撤销。"
KEPT = (
    "id", "code", "title", "indicator_id", "subject_id", "period_code", "basis", "kind", "operator",
    "value", "tolerance", "comparator_id", "rank_group", "stretch", "reading", "document",
    "document_number", "clause", "decided_on", "supersedes_id", "set_by_id", "set_at",
)
GUARDS = [
    Guard(
        f"{TARGET}_frozen",
        TARGET,
        ("UPDATE",),
        STAYS,
        f"OLD.withdrawn_on IS NOT NULL OR NEW.withdrawn_on IS NULL OR {changed(*KEPT)}",
    ),
    Guard(f"{TARGET}_stays", TARGET, ("DELETE",), STAYS),
    *never_replaced(TARGET, STAYS, ("id",), ("supersedes_id",)),
]


class Migration(migrations.Migration):
    dependencies = [("targets", "0001_initial"), ("base", "0002_the_database_refuses")]
    operations = [Raise(GUARDS)]
