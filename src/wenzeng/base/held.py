"""痕: what a row says now, against what the trail last said of it.

A model names in `HELD` which entries of its rows in the trail are to be found in which of its fields. Rows of such a
model are never removed, and none is there that the trail does not know.
"""

import datetime as dt
import json
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from django.apps import apps
from django.db import models
from django.utils.translation import gettext as _

from wenzeng.base.models.trail import TrailEntry

Held = Mapping[str, tuple[str, ...]]
"""Entry in the trail → the fields that must say the same."""
MOST_SHOWN = 40


class Said:
    """What the trail said last about each row, gathered while the chain is walked."""

    def __init__(self) -> None:
        self.held = {model._meta.label_lower: held for model, held in _models()}
        self.last: dict[str, dict[str, dict[str, Any]]] = {kind: {} for kind in self.held}

    def hear(self, entry: TrailEntry) -> None:
        held = self.held.get(entry.about_kind)
        if held is not None:
            told = self.last[entry.about_kind].setdefault(entry.about_id, {})
            told |= {key: value for key, value in (entry.after or {}).items() if key in held}


def _models() -> Iterator[tuple[type[models.Model], Held]]:
    for model in apps.get_models():
        held = getattr(model, "HELD", None)
        if held is not None:
            yield model, held


def contradiction(said: Said, seq: int) -> str:
    """The first row that is not as the trail, read up to a number, left it; "" where there is none."""
    for model, held in _models():
        kind = model._meta.label_lower
        waiting = dict(said.last[kind])
        fields = [(key, field) for key, named in held.items() for field in named]
        alike: dict[str, str] = getattr(model, "HELD_ALIKE", {})
        rows = model._base_manager.order_by("pk").values_list("pk", *(field for _key, field in fields))
        for pk, *values in rows.iterator(chunk_size=2000):
            told = waiting.pop(str(pk), None)
            sentence = _unlike(model, pk, told, fields, values, alike)
            if sentence and not _heard_since(kind, str(pk), seq):
                return sentence
        for pk in sorted(waiting):
            return _("%(what)s第%(id)s号有留痕而库里没有：被删除。") % {
                "what": model._meta.verbose_name,
                "id": pk,
            }
    return ""


def _unlike(
    model: type[models.Model],
    pk: object,
    told: dict[str, Any] | None,
    fields: list[tuple[str, str]],
    values: list[Any],
    alike: dict[str, str],
) -> str:
    named = {"what": model._meta.verbose_name, "id": pk}
    if told is None:
        return _("%(what)s第%(id)s号没有留痕：不是系统写入的。") % named
    for (key, field), value in zip(fields, values, strict=True):
        if key in told and not _same(value, told[key], alike):
            label = model._meta.get_field(field.partition("__")[0].removesuffix("_id")).name
            return _(
                "%(what)s第%(id)s号的 %(field)s 与留痕最后一次记的不符：库里是“%(live)s”，留痕是“%(told)s”。"
            ) % (
                named | {"field": label, "live": str(value)[:MOST_SHOWN], "told": str(told[key])[:MOST_SHOWN]}
            )
    return ""


def _same(live: Any, told: Any, alike: dict[str, str]) -> bool:
    if live is None or told is None:
        return live is told
    if isinstance(live, Decimal):
        return live == Decimal(str(told))
    if isinstance(live, dt.datetime):
        return live == dt.datetime.fromisoformat(told)
    if isinstance(live, str):
        return bool(alike.get(live, live) == alike.get(told, told))
    plain = json.loads(json.dumps(live, default=str, ensure_ascii=False), parse_float=str)
    return bool(plain == told)


def _heard_since(kind: str, pk: str, seq: int) -> bool:
    """A deed that was done while the chain was read is no contradiction."""
    return TrailEntry.objects.filter(about_kind=kind, about_id=pk, seq__gt=seq).exists()
