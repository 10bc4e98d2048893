"""A target is never edited and never removed: a new row supersedes the old one."""

from django.db import migrations

from wenzeng.base.guards import Raise, append_only

GUARDS = append_only("targets_target", "目标只增不改：调整的，另立新的一版替代。", ("id",), ("supersedes_id",))


class Migration(migrations.Migration):
    dependencies = [("targets", "0001_initial"), ("base", "0002_the_database_refuses")]
    operations = [Raise(GUARDS)]
