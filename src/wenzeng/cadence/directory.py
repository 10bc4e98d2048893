"""Who may stand in a row: the places and units of a form, under every name and code that they have borne."""

import datetime as dt
import unicodedata
from dataclasses import dataclass
from difflib import get_close_matches

from wenzeng.base import subjects
from wenzeng.base.models.subjects import Subject, SubjectCode
from wenzeng.cadence.definitions import Group

PROVINCE_CITIES = "reference.rank_province_cities"


def plain(text: str) -> str:
    """Names are compared half-width, without spaces, colons and letter case."""
    return "".join(unicodedata.normalize("NFKC", text).split()).rstrip("：:").casefold()


@dataclass(frozen=True)
class Entry:
    """One subject that a row may be about; name is the one of the period."""

    key: str
    id: int
    group: Group
    code: str
    name: str
    aliases: frozenset[str]


@dataclass(frozen=True)
class Directory:
    entries: tuple[Entry, ...]

    def by_key(self, key: str) -> Entry | None:
        return next((entry for entry in self.entries if entry.key == key), None)

    def of(self, *groups: str) -> tuple[Entry, ...]:
        return tuple(entry for group in groups for entry in self.entries if entry.group == group)

    def find(self, text: str, *groups: str) -> Entry | None:
        """The one entry that a name or a code means."""
        wanted = plain(text)
        return next((entry for entry in self.of(*groups) if wanted and wanted in entry.aliases), None)

    def nearest(self, text: str, *groups: str) -> Entry | None:
        """The entry whose name looks most like a name that nobody bears."""
        names = {alias: entry for entry in self.of(*groups) for alias in entry.aliases}
        close = get_close_matches(plain(text), names, n=1, cutoff=0.5)
        return names[close[0]] if close else None


def _entry(subject: Subject, group: Group, day: dt.date | None) -> Entry:
    names = {name for row in subject.names.all() for name in (row.name, row.short_name) if name}
    scheme = SubjectCode.Scheme.UNIT if subject.kind == Subject.Kind.UNIT else SubjectCode.Scheme.GBT2260
    codes = {row.code for row in subject.codes.all()}
    return Entry(
        key=subject.key,
        id=subject.pk,
        group=group,
        code=subject.code_on(scheme, day) or "",
        name=subject.name_on(day),
        aliases=frozenset(plain(text) for text in names | codes),
    )


def directory(day: dt.date | None) -> Directory:
    """Everything that forms speak about, with the names of a day."""
    city = subjects.the_city()
    _label, members = subjects.members(PROVINCE_CITIES)
    entries = [_entry(city.nation, "nation", day), _entry(city.province, "province", day)]
    entries.append(_entry(city.city, "city", day))
    entries += [_entry(member, "other_cities", day) for member in members if member.pk != city.city.pk]
    entries += [_entry(unit, "units", day) for unit in city.units]
    return Directory(tuple(entries))
