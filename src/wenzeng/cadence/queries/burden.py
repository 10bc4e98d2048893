"""How much is asked, of whom, how often: the public count of what reporting costs (整治形式主义: each datum once)."""

from collections import defaultdict
from dataclasses import dataclass

from wenzeng.cadence import definitions
from wenzeng.cadence.definitions import FormDefinition, HeadType
from wenzeng.cadence.directory import Directory

FILLED_IN: tuple[HeadType, ...] = ("date", "choice", "text", "name", "reason")


@dataclass(frozen=True)
class Load:
    """What one form asks of one filer.

    Attributes:
        figures: cells in which a number is asked, each time.
        words: fields of the head that a person fills in or confirms, each time.
        prefilled: cells and fields that stand there already: names, codes, units, earlier values, the legal head.
        times: how often a year.
        filers: how many file it.
    """

    form: FormDefinition
    figures: int
    words: int
    prefilled: int
    times: int
    filers: int

    @property
    def asked(self) -> int:
        return self.figures + self.words

    @property
    def a_year(self) -> int:
        return self.asked * self.times

    @property
    def prefilled_pct(self) -> int:
        return round(100 * self.prefilled / (self.prefilled + self.asked))


def loads(names: Directory) -> list[Load]:
    return [_load(form, names) for form in definitions.every_form()]


def _load(form: FormDefinition, names: Directory) -> Load:
    figures = prefilled = 0
    for table in form.tables:
        rows = [(item.key, "") for item in table.items] or [
            (entry.key, entry.group) for entry in names.of(*table.subjects)
        ]
        for key, group in rows:
            prefilled += 2  # code and name
            for column in table.columns:
                if column.type in {"unit", "known"}:
                    prefilled += 1
                elif column.type == "number" and table.asks(column, key, group):
                    figures += 1
    words = len(form.head.of_type(*FILLED_IN))
    prefilled += len(form.head.fields) - words
    filers = len(names.of("units")) if form.by_unit else 1
    return Load(form, figures, words, prefilled, form.times_a_year, filers)


def asked_twice() -> list[tuple[str, list[str]]]:
    """(datum, forms) where two forms ask the same figure of the same filer for the same period; should be empty."""
    found: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for form in definitions.every_form():
        for table in form.tables:
            rows = [item.key for item in table.items] or [""]
            for column in table.numbers:
                for key in rows:
                    if table.asks(column, key, "") or not table.items:
                        datum = (table.indicator_of(column, key), str(column.basis), column.at, form.period)
                        found[(*datum, str(form.filed_by))].add(form.title)
    return [(datum[0], sorted(forms)) for datum, forms in found.items() if len(forms) > 1]
