"""A filing that came stays: one that is wrong is sent back or withdrawn, its original with it."""

from django.db import migrations

from wenzeng.base.guards import Guard, Raise, changed, never_replaced

STAYS = "收到的报表不删除：有错的退回或撤回。"
KEPT = ("form", "period_code", "unit_id", "body_id", "file_id", "state", "batch_id", "known_at", "neutral", "uploaded_by_id")
GUARDS = [
    Guard(
        "cadence_filing_recorded_frozen",
        "cadence_filing",
        ("UPDATE",),
        "已入库的报表不再改动：有错的，另报一份更正。",
        f"OLD.state = 'recorded' AND ({changed(*KEPT)})",
    ),
    Guard("cadence_filing_stays", "cadence_filing", ("DELETE",), STAYS),
    *never_replaced("cadence_filing", STAYS, ("id",)),
]


class Migration(migrations.Migration):
    dependencies = [("cadence", "0001_initial"), ("base", "0002_the_database_refuses")]
    operations = [Raise(GUARDS)]
