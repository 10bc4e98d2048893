"""A number is given once, for good: its row is neither changed nor removed. What was issued is not rewritten, nor are
its figures and its steps."""

from django.db import migrations

from wenzeng.base.guards import Guard, Raise, append_only, changed, never_replaced

NUMBER = "期号一经编出不再收回：作废的期号也不再用。"
FROZEN = "已核发的通报不再改动正文、期号和定稿。"
FIGURES = "已核发的通报，数字不再增删改。"
STEPS = "通报的办理过程只增不改。"
BULLETIN, FIGURE, STEP = "bulletins_bulletin", "bulletins_bulletinfigure", "bulletins_bulletinstep"
KEPT = (
    "id", "text", "title", "number", "year", "series_id", "document_id", "issued_on", "head", "as_of", "period_code",
    "simulated", "signed_by_id", "signed_at", "security", "urgency", "openness",
)


def issued(row: str) -> str:
    return f"EXISTS (SELECT 1 FROM {BULLETIN} WHERE id = {row}.bulletin_id AND issued_on IS NOT NULL)"


GUARDS = [
    *append_only(
        "bulletins_numbertaken", NUMBER, ("id",), ("series_id", "year", "number"), ("bulletin_id",)
    ),
    Guard(
        f"{BULLETIN}_frozen", BULLETIN, ("UPDATE",), FROZEN, f"OLD.issued_on IS NOT NULL AND ({changed(*KEPT)})"
    ),
    Guard(f"{BULLETIN}_stays", BULLETIN, ("DELETE",), "通报不删除：不发的作废。"),
    *never_replaced(
        BULLETIN, FROZEN, ("id",), ("series_id", "year", "number"), when="old.issued_on IS NOT NULL"
    ),
    Guard(f"{FIGURE}_frozen", FIGURE, ("INSERT",), FIGURES, issued("NEW")),
    Guard(f"{FIGURE}_frozen_changed", FIGURE, ("UPDATE",), FIGURES, f"{issued('OLD')} OR {issued('NEW')}"),
    Guard(f"{FIGURE}_frozen_removed", FIGURE, ("DELETE",), FIGURES, issued("OLD")),
    *never_replaced(FIGURE, FIGURES, ("id",), ("bulletin_id", "ordinal"), when=issued("old")),
    *append_only(STEP, STEPS, ("id",)),
]


class Migration(migrations.Migration):
    dependencies = [("bulletins", "0001_initial"), ("base", "0002_the_database_refuses")]
    operations = [Raise(GUARDS)]
