"""How the tests of base make people, figures and work, in one line each. Figures are the speech's or simulated."""

import dataclasses
import datetime as dt
import itertools
from collections.abc import Sequence
from decimal import Decimal

from wenzeng.base import assignments, facts, files, people
from wenzeng.base.access import Duty
from wenzeng.base.clock import SHANGHAI
from wenzeng.base.facts import New, Origin
from wenzeng.base.models import Assignment, Batch, Body, Observation, Subject, User
from wenzeng.engines.period import Period

JAN_MAY = Period.parse("2020-01..05")
_number = itertools.count(1)


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def at(text: str) -> dt.datetime:
    """A moment in Shanghai; a bare date is nine in the morning."""
    moment = dt.datetime.fromisoformat(text if " " in text else f"{text} 09:00")
    return moment.replace(tzinfo=SHANGHAI)


def subject(key: str) -> Subject:
    return Subject.objects.get(key=key)


def body(key: str) -> Body:
    return Body.objects.get(subject__key=f"body:{key}")


def person(duty: Duty | None = None, at_body: str = "gongxin", *, since: str = "2020-01-01") -> User:
    """Somebody with one duty (or none) for one body."""
    n = next(_number)
    user = people.enrol(username=f"u{n}", name=f"示例{n}", password="correct-horse", by=None)
    if duty:
        people.appoint(user=user, duty=duty, body=body(at_body), from_on=day(since), by=None)
    return user


def growth(
    key: str,
    value: str,
    *,
    period: Period = JAN_MAY,
    basis: str = "ytd",
    status: str = "official",
    simulated: bool = False,
    cell: str = "C7",
) -> New:
    """A growth rate as it stands in a cell of the bureau's notice."""
    return New(
        indicator="iva.growth",
        subject=subject(key),
        period=period,
        basis=basis,
        value=Decimal(value),
        status=status,
        scope="2020",
        simulated=simulated,
        sheet="附表2",
        cell=cell,
        cell_text=value,
    )


def estimate(key: str, value: str, *, period: Period = JAN_MAY) -> New:
    """A growth rate that was worked out, and so has as many decimals as came out."""
    bare = growth(key, value, period=period, status="estimate")
    return dataclasses.replace(bare, sheet="", cell="", cell_text="", method="test.growth@1")


def output(key: str, value: str = "1234") -> New:
    """What a county filed about itself (simulated)."""
    return New(
        indicator="county.output",
        subject=subject(key),
        period=Period.parse("2020-05"),
        basis="month",
        value=Decimal(value),
        status="reported",
        scope="2020",
        simulated=True,
        sheet="月报",
        cell="B5",
        cell_text=value,
    )


def file(
    *news: New,
    known: str = "2020-06-18",
    recorded: str | None = None,
    released: bool = True,
    historical: bool = False,
) -> list[Observation]:
    """An accepted filing: published on one day, recorded on that or on a later one."""
    moment = at(recorded or known)
    origin = Origin(
        kind=Batch.Origin.FILING,
        title="示例通知",
        known_at=day(known),
        received_at=moment,
        released_at=moment if released else None,
        file=files.keep(b"an original", name="通知.xlsx", by=None),
        historical=historical,
    )
    return facts.record(news, origin=origin, by=None, now=moment)


def gap(value: str, inputs: Sequence[Observation], *, key: str = "area:ankang") -> New:
    """A gap computed from two figures."""
    return New(
        indicator="situation.gap_to_province",
        subject=subject(key),
        period=JAN_MAY,
        basis="ytd",
        value=Decimal(value),
        status="estimate",
        scope="2020",
        method="situation.gap_to_province@1",
        inputs=tuple(row.pk for row in inputs),
    )


def derive(*news: New, now: str = "2020-06-19", released: bool = True) -> list[Observation]:
    """One run of a computation."""
    moment = at(now)
    origin = Origin(
        kind=Batch.Origin.DERIVED,
        title="示例测算",
        known_at=moment.date(),
        received_at=moment,
        released_at=moment if released else None,
    )
    return facts.record(news, origin=origin, by=None, now=moment)


def proposal(to: str = "pingli", about: str = "unit:pingli", **changed: object) -> Assignment:
    values: dict[str, object] = {
        "to_body": body(to),
        "about": subject(about),
        "period": JAN_MAY,
        "title": "平利县1—5月增速低于全省",
        "demand": "说明原因和措施。",
        "origin": "supervision.below_province",
        "clause": "第七条",
        "rule_digest": "0" * 64,
        "due_on": day("2020-07-08"),
        "evidence": [],
        "simulated": True,
        "now": at("2020-06-24"),
    }
    row, _is_new = assignments.propose(**(values | changed))  # type: ignore[arg-type]  # named by the caller
    return row
