"""The history of a filing, from the trail."""

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext_lazy

from wenzeng.base.models.trail import TrailEntry
from wenzeng.cadence.models import Filing


@dataclass(frozen=True)
class Step:
    """One deed of a filing's history."""

    at: dt.datetime
    who: str
    what: str
    reason: str


DEEDS = {
    "filing.receive": gettext_lazy("上传"),
    "filing.explain": gettext_lazy("写说明"),
    "filing.submit": gettext_lazy("提交"),
    "filing.send_back": gettext_lazy("退回"),
    "filing.accept": gettext_lazy("审核通过、入库"),
    "filing.withdraw": gettext_lazy("撤回"),
    "filing.replace": gettext_lazy("被新文件替换"),
}


def history(filing: Filing) -> list[Step]:
    """Who did what with a filing, oldest first."""
    rows = TrailEntry.objects.filter(about_kind=filing._meta.label_lower, about_id=str(filing.pk)).order_by(
        "seq"
    )
    return [Step(row.at, row.actor_name, str(DEEDS.get(row.deed, row.deed)), row.reason) for row in rows]
