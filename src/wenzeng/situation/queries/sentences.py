"""Sentences on a unit that may be quoted, in the words of a bulletin, each with the figures that it says."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from wenzeng.base import phrases
from wenzeng.base.facts import Fact
from wenzeng.situation.queries.league import Row
from wenzeng.situation.queries.sheets import Sheet


@dataclass(frozen=True)
class Sentence:
    """A sentence that may be quoted, with the figures that it says."""

    text: str
    facts: tuple[Fact, ...]


def sentences_of(page: Sheet, row: Row) -> Iterable[Sentence]:
    """In the words of a bulletin, with its full dash; only what the figures say."""
    if row.growth is None:
        return
    parts = [
        _("%(period)s，%(unit)s规模以上工业增加值%(growth)s")
        % {
            "period": page.period.bulletin_label_with_year,
            "unit": row.name,
            "growth": phrases.yoy(row.growth.printed),
        }
    ]
    used = [row.growth]
    before = page.growth_before(row.subject)
    if before and row.change and not row.change.stale:
        parts.append(phrases.change(row.growth.printed, before.printed, before.period.bulletin_label))
        used.append(row.change)
    yield Sentence(phrases.sentence(parts), tuple(used))
    gaps = [
        (row.to_province, _("全省平均水平")),
        (row.to_city, _("全市平均水平")),
    ]
    said = [(fact, phrases.gap(fact.printed, name)) for fact, name in gaps if fact and not fact.stale]
    if said:
        text = _("增速") + phrases.sentence([phrase for _fact, phrase in said])
        yield Sentence(text, tuple(fact for fact, _phrase in said))
    if row.pull and not row.pull.stale:
        yield Sentence(phrases.sentence([phrases.pull(row.pull.printed)]), (row.pull,))
    if row.place and not row.place.stale:
        text = _("增速居全市第%(n)s位（%(of)s）。") % {"n": int(row.place.value), "of": row.place.note}
        yield Sentence(text, (row.place,))
    months = page.fresh("situation.negative_months", row.subject)
    if months and months.value >= 2:
        text = _("累计增速连续%(n)s个月为负（%(note)s）。") % {"n": int(months.value), "note": months.note}
        yield Sentence(text, (months,))
