"""What a filing says at this moment: its file, and what was typed over it."""

from wenzeng.cadence.models import Filing
from wenzeng.cadence.neutral import Neutral
from wenzeng.cadence.reading import typed_over


def said(filing: Filing) -> Neutral:
    neutral = Neutral.from_json(filing.neutral)
    if not filing.is_open or filing.pk is None:
        return neutral
    return typed_over(neutral, {row.place: row.text for row in filing.typed.all()})
