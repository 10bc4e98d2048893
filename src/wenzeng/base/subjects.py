"""地: bring areas, units, industries and bodies in line with the dated reference files."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Q

from wenzeng.base import rulebook
from wenzeng.base.models.subjects import Body, Subject, SubjectCode, SubjectName, SubjectParent


@dataclass(frozen=True)
class City:
    """The installation's city and what it is compared with (decisions.md 13: one city each)."""

    city: Subject
    province: Subject
    nation: Subject
    peers: tuple[Subject, ...]
    units: tuple[Subject, ...]

    def unit_by_code(self, code: str) -> Subject | None:
        return next((unit for unit in self.units if unit.unit_code == code), None)


def the_city() -> City:
    head = rulebook.rule("city.units").body
    keys = [head["city"], head["province"], head["nation"], *head["peers"]]
    rows = (
        Subject.objects.with_names()
        .filter(Q(key__in=keys) | Q(kind=Subject.Kind.UNIT))
        .order_by("position", "pk")
    )
    found = {row.key: row for row in rows}
    return City(
        city=found[head["city"]],
        province=found[head["province"]],
        nation=found[head["nation"]],
        peers=tuple(found[key] for key in head["peers"]),
        units=tuple(row for row in found.values() if row.kind == Subject.Kind.UNIT),
    )


def members(rule_id: str) -> tuple[str, tuple[Subject, ...]]:
    """A named group (its label and its members), e.g. the cities among which a rank is taken."""
    body = rulebook.rule(rule_id).body
    found = {row.key: row for row in Subject.objects.with_names().filter(key__in=body["members"])}
    return body["label"], tuple(found[key] for key in body["members"])


@transaction.atomic
def sync_reference() -> int:
    """Create what the files name; add names, codes and parents with their dates; never remove."""
    areas = rulebook.rule("reference.areas").body["rows"]
    for position, row in enumerate(areas):
        _subject(Subject.Kind.AREA, row["key"], position, row, scheme=SubjectCode.Scheme.GBT2260)
    for row in areas:
        if row.get("parent"):
            _parent(row["key"], row["parent"], SubjectParent.Relation.ADMINISTERED)
    industries = rulebook.rule("reference.industries_2017").body
    for position, row in enumerate(industries["rows"]):
        entry = {"name": row["name"], "codes": [{"code": row["code"]}]}
        key = f"industry:{industries['edition']}:{row['code']}"
        _subject(Subject.Kind.INDUSTRY, key, position, entry, scheme=SubjectCode.Scheme.GBT4754_2017)
    units = rulebook.rule("city.units").body
    for position, row in enumerate(units["rows"]):
        entry = row | {"codes": [{"code": row["code"]}]}
        _subject(Subject.Kind.UNIT, row["key"], position, entry, scheme=SubjectCode.Scheme.UNIT)
        _parent(row["key"], row["located"], SubjectParent.Relation.LOCATED)
        _parent(row["key"], units["city"], SubjectParent.Relation.COUNTED)
    bodies = rulebook.rule("city.bodies").body["rows"]
    for position, row in enumerate(bodies):
        subject = _subject(Subject.Kind.BODY, row["key"], position, row, scheme=None)
        Body.objects.update_or_create(
            subject=subject,
            defaults={
                "kind": row["kind"],
                "unit": Subject.objects.get(key=row["unit"]) if row.get("unit") else None,
                "supplies_data_only": row.get("supplies_data_only", False),
                "is_resident": row.get("is_resident", False),
            },
        )
    return Subject.objects.count()


def _subject(kind: str, key: str, position: int, row: dict[str, Any], *, scheme: str | None) -> Subject:
    subject, _created = Subject.objects.update_or_create(
        key=key, defaults={"kind": kind, "position": position, "note": row.get("note", "")}
    )
    names = row.get("names") or [{"name": row["name"], "short": row.get("short", "")}]
    for name in names:
        SubjectName.objects.update_or_create(
            subject=subject,
            valid_from=_day(name.get("from")),
            defaults={
                "name": name["name"],
                "short_name": name.get("short", ""),
                "valid_to": _day(name.get("to")),
            },
        )
    for code in row.get("codes", []) if scheme else []:
        SubjectCode.objects.update_or_create(
            scheme=scheme,
            code=code["code"],
            defaults={
                "subject": subject,
                "valid_from": _day(code.get("from")),
                "valid_to": _day(code.get("to")),
            },
        )
    return subject


def _parent(key: str, parent_key: str, relation: str) -> None:
    child, parent = Subject.objects.get(key=key), Subject.objects.get(key=parent_key)
    SubjectParent.objects.update_or_create(
        subject=child, relation=relation, valid_to=None, defaults={"parent": parent}
    )


def _day(value: dt.date | None) -> dt.date | None:
    return value
