"""痕: one SM3 over everything that a batch brought into the books, so that a changed figure shows in the trail.

Read back from the database both when it is noted and when it is proved; the release is left out, being set later and
noted as a deed of its own.
"""

import datetime as dt
import hashlib
import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import groupby

from wenzeng.base.models.facts import Batch, Citation, Observation, ObservationInput

_BATCH = (
    "pk", "origin", "title", "reference", "file__sha256", "known_at", "received_at", "recorded_at", "recorded_by",
    "historical",
)  # fmt: skip
_FIGURE = (
    "pk", "indicator", "subject__key", "period_code", "basis", "price_basis", "scope", "status", "stage", "value",
    "decimals", "unit", "simulated", "sheet", "cell", "cell_text", "method", "note",
)  # fmt: skip
_AT_ONCE = 200


def of_batches(pks: Sequence[int]) -> Iterator[tuple[int, str]]:
    """(batch, digest) of those that are there, some hundred at a time."""
    for start in range(0, len(pks), _AT_ONCE):
        some = pks[start : start + _AT_ONCE]
        inputs: dict[int, list[tuple[int, int]]] = defaultdict(list)
        for figure, position, source in (
            ObservationInput.objects.filter(observation__batch__in=some)
            .order_by("observation", "position", "input")
            .values_list("observation", "position", "input")
        ):
            inputs[figure].append((position, source))
        figures = {
            batch: [(*row[1:], inputs[row[1]]) for row in rows]
            for batch, rows in groupby(
                Observation.objects.filter(batch__in=some)
                .order_by("batch", "pk")
                .values_list("batch", *_FIGURE),
                key=lambda row: row[0],
            )
        }
        for head in Batch.objects.filter(pk__in=some).order_by("pk").values_list(*_BATCH):
            text = json.dumps([head, figures.get(head[0], [])], default=_plain, ensure_ascii=False)
            yield head[0], hashlib.new("sm3", text.encode()).hexdigest()


def of_batch(pk: int) -> str:
    return dict(of_batches([pk]))[pk]


def cited_documents() -> Iterator[str]:
    yield from Citation.objects.order_by("document").values_list("document", flat=True).distinct()


def of_citations(document: str) -> tuple[int, str]:
    """How many figures a document cites, and one digest over them."""
    rows = list(
        Citation.objects.filter(document=document)
        .order_by("pk")
        .values_list("observation", "title", "url", "place", "cited_at")
    )
    text = json.dumps(rows, default=_plain, ensure_ascii=False)
    return len(rows), hashlib.new("sm3", text.encode()).hexdigest()


def _plain(value: object) -> str:
    if isinstance(value, Decimal):
        return f"{value + 0:.8f}"
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).isoformat(timespec="microseconds")
    return str(value)
