"""From the workbook to the books: receive, explain, submit, accept."""

import datetime as dt
from decimal import Decimal as D
from types import SimpleNamespace

import pytest

from wenzeng.base import facts
from wenzeng.base.models import Observation
from wenzeng.cadence import actions
from wenzeng.cadence.models import Filing
from wenzeng.cadence.tests import workbooks
from wenzeng.cadence.tests.workbooks import MAY

pytestmark = pytest.mark.django_db


def taken_in(content: bytes, by: object, monitor: object, now: dt.datetime, **more: object) -> Filing:
    filing = actions.receive(content=content, name="表.xlsx", by=by, now=now)
    words = {row.finding.id: "示例说明：演示数据" for row in filing.judged if not row.finding.must}
    filing = actions.explain(filing=filing, words=words, by=by, now=now)
    filing = actions.submit(filing=filing, by=by, now=now)
    return actions.accept(filing=filing, by=monitor, now=now, **more)


def test_a_clean_notice_is_recorded_with_its_cells(
    who: SimpleNamespace, city: object, now: dt.datetime
) -> None:
    filing = actions.receive(content=workbooks.notice(), name="5月通知.xlsx", by=who.bureau, now=now)
    assert filing.findings == []
    assert (filing.state, filing.form, filing.period_code) == (
        Filing.State.DRAFT,
        "stats_notice",
        "2020-01..05",
    )

    filing = actions.submit(filing=filing, by=who.bureau, now=now)
    filing = actions.accept(filing=filing, by=who.monitor, now=now)

    assert filing.state == Filing.State.RECORDED
    frame = facts.frame(as_of=now.date())
    fact = frame.get("iva.growth", city.city, MAY, "ytd")
    row = Observation.objects.get(pk=fact.id)
    assert (row.value, row.sheet, row.cell, row.cell_text) == (D("-20.7"), "附表2", "C7", "-20.7")
    assert (row.status, row.simulated, row.scope) == ("official", False, "2020")
    assert row.batch.known_at == dt.date(2020, 6, 18)
    assert row.batch.reference == f"filing:{filing.pk}"
    month = frame.get("iva.growth", city.city, MAY.month_of(), "month")
    assert (month.value, month.simulated) == (D("-10.1"), True)
    assert frame.get("iva.base_share", city.unit_by_code("PL"), MAY, "ytd").value == D("6.10")
    assert frame.get("iva.growth", city.province, MAY, "ytd").value == D("1.4")
