"""A filing that came stays: one that is wrong is sent back or withdrawn, its original with it."""

from django.db import migrations

from wenzeng.base.guards import Guard, Raise, never_replaced

STAYS = "收到的报表不删除：有错的退回或撤回。"
GUARDS = [
    Guard("cadence_filing_stays", "cadence_filing", ("DELETE",), STAYS),
    *never_replaced("cadence_filing", STAYS, ("id",)),
]


class Migration(migrations.Migration):
    dependencies = [("cadence", "0001_initial"), ("base", "0002_the_database_refuses")]
    operations = [Raise(GUARDS)]
