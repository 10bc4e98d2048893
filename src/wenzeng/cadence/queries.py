"""Questions across filings, facts and forms."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wenzeng.base import facts, rulebook
from wenzeng.base.access import Can
from wenzeng.base.models.facts import Basis, Status
from wenzeng.base.models.people import User
from wenzeng.base.models.subjects import Body, Subject
from wenzeng.base.models.trail import TrailEntry
from wenzeng.base.subjects import the_city
from wenzeng.cadence import definitions
from wenzeng.cadence.checks import Limits
from wenzeng.cadence.definitions import FormDefinition
from wenzeng.cadence.directory import Directory, Entry, directory
from wenzeng.cadence.models import Filing
from wenzeng.cadence.neutral import Cell, Line, Neutral
from wenzeng.cadence.workbook import Value
from wenzeng.engines.errors import StatError
from wenzeng.engines.period import Period, published_to_date


def periods(today: dt.date) -> list[Period]:
    """The year's prints whose months are over, newest first; in January–February those of last year."""
    last = today.replace(day=1) - dt.timedelta(days=1)
    year, month = (last.year, last.month) if last.month >= 2 else (last.year - 1, 12)
    return list(reversed(published_to_date(year, month)))


def period_of(neutral: Neutral) -> tuple[Period | None, tuple[str, str] | None]:
    """The head's period as a year-to-date print, or (code, sentence) why it is none."""
    text = neutral.head_text("period")
    if not text:
        return None, None
    try:
        found = Period.parse_chinese(text)
        if found.splits_january_february:
            return None, ("phantom_january", _("没有单独的1月、2月数。"))
        if found.kind == "month":
            found = found.to_date()
        if found.kind in {"quarter", "year"} and found.first_month == 1:
            found = found.to_date()
    except StatError as fault:
        return None, (fault.code, fault.message_zh)
    if not found.is_year_to_date:
        return None, ("bad_period", _("“%(text)s”不是从1月起的累计期：写成 2020年1—5月。") % {"text": text})
    return found, None


def limits_for(period: Period) -> Limits | None:
    """The thresholds in force at the end of a period; None before any was."""
    day = period.end
    try:
        factors = rulebook.value("cadence.month_share_range", day)
        return Limits(
            jump_ytd_pp=_number("cadence.jump_ytd_pp", day),
            jump_month_pp=_number("cadence.jump_month_pp", day),
            parts_residual_pp=_number("cadence.parts_residual_pp", day),
            shares_sum_tolerance_pp=_number("cadence.shares_sum_tolerance_pp", day),
            cumulative_revision_pct=_number("cadence.cumulative_revision_pct", day),
            month_share=_month_share(period, Decimal(str(factors["low"])), Decimal(str(factors["high"]))),
        )
    except rulebook.RuleFault:
        return None


def _number(identifier: str, day: dt.date) -> Decimal:
    return Decimal(str(rulebook.value(identifier, day)))


def _month_share(period: Period, low: Decimal, high: Decimal) -> tuple[Decimal, Decimal] | None:
    """Bounds of the newest month's share in the cumulative base: its own share bent one way, the rest the other."""
    if period.is_january_february:
        return None
    shares = rulebook.value("reference.month_shares", period.end)
    earlier = [f"{month}" for month in range(3, period.last_month)]
    rest = sum((Decimal(str(shares[key])) for key in ["1-2", *earlier]), Decimal(0))
    own = Decimal(str(shares[f"{period.last_month}"]))
    return own * low / (own * low + rest * high), own * high / (own * high + rest * low)


def known_values(
    form: FormDefinition, period: Period, subject_ids: Iterable[int] | None, day: dt.date
) -> dict[tuple[str, int, str, str], Decimal]:
    """What the books say of this print and the one before, best status first."""
    wanted = {period, period.month_of()}
    wanted |= {found for found in (period.previous_print(), period.month_of().previous_print()) if found}
    frame = facts.frame(as_of=day, indicators=form.indicators, subjects=subject_ids, periods=wanted)
    order = {str(status): place for place, status in enumerate(facts.BEST_STATUS)}
    best: dict[tuple[str, int, str, str], tuple[int, Decimal]] = {}
    for fact in frame:
        key = (fact.indicator, fact.subject_id, fact.period.code, fact.basis)
        rank = order[fact.status]
        if key not in best or rank < best[key][0]:
            best[key] = (rank, fact.printed)
    return {key: value for key, (_rank, value) in best.items()}


def last_known_at(form: str, period: Period, unit_id: int | None) -> dt.date | None:
    """The newest day of publication among recorded filings of the same place."""
    recorded = Filing.objects.of(form, period, unit_id).filter(state=Filing.State.RECORDED)
    return recorded.order_by("-known_at").values_list("known_at", flat=True).first()


def prefill(
    form: FormDefinition, period: Period, unit: Entry | None, day: dt.date
) -> dict[tuple[str, str, str], Value]:
    """Last values for the columns that only show them."""
    before = period.previous_print()
    month_before = period.month_of().previous_print()
    if unit is None or before is None:
        return {}
    known = known_values(form, period, [unit.id], day)
    rows: dict[tuple[str, str, str], Value] = {}
    for table in form.tables:
        for column in (column for column in table.columns if column.type == "known"):
            for item in table.items:
                basis, at = ("month", month_before) if item.columns else ("ytd", before)
                if at:
                    rows[table.sheet, item.key, column.key] = known.get(
                        (item.indicator, unit.id, at.code, basis)
                    )
    return rows


@dataclass(frozen=True)
class Item:
    """One observation that a filing would record, and the cell that says it."""

    indicator: str
    subject_id: int
    subject_name: str
    period: Period
    basis: str
    status: str
    scope: str
    value: Decimal
    decimals: int
    simulated: bool
    cell: Cell
    cell_text: str
    note: str


class Reading:
    """A filing's neutral form with its meaning: period, unit, items. Made once per question."""

    def __init__(self, filing: Filing) -> None:
        self.filing = filing
        self.neutral = Neutral.from_json(filing.neutral)
        self.form = filing.definition
        self.period = filing.period

    @cached_property
    def directory(self) -> Directory:
        return directory(self.period.end if self.period else None)

    @property
    def unit(self) -> Entry | None:
        return next((entry for entry in self.directory.of("units") if entry.id == self.filing.unit_id), None)

    @property
    def status(self) -> str:
        form = self.form
        if form is None or form.status:
            return str(form.status) if form else ""
        flash = self.neutral.head_text(form.status_from or "") == "快报"
        return str(Status.FLASH if flash else Status.OFFICIAL)

    @property
    def scope(self) -> str:
        form = self.form
        return (form.scope or self.neutral.head_text(form.scope_from or ""))[:20] if form else ""

    @property
    def is_released(self) -> bool:
        source = self.form.released_from if self.form else None
        return source is None or self.neutral.head_text(source.field) == source.open

    @cached_property
    def items(self) -> list[Item]:
        """Everything that would be recorded, in the order of the sheets. The first row of a subject counts."""
        if self.form is None or self.period is None:
            return []
        found: dict[tuple[str, int, str], Item] = {}
        for table in self.form.tables:
            for line in self.neutral.of_sheet(table.sheet):
                for item in self._of_line(table, line):
                    if table.also and self.directory.by_key(line.key) in self.directory.of(*table.also):
                        continue
                    found.setdefault((item.indicator, item.subject_id, item.basis), item)
        return list(found.values())

    def _of_line(self, table: definitions.Table, line: Line) -> Iterable[Item]:
        assert self.form is not None
        assert self.period is not None
        entry = self.directory.by_key(line.key) or self.unit
        if not line.key or entry is None:
            return
        group = entry.group if table.subjects else ""
        for column in table.numbers:
            if not table.asks(column, line.key, group):
                continue
            cell, text, number, decimals = self._cell(table, line, column)
            if number is None:
                continue
            month = self.period.month_of()
            yield Item(
                indicator=table.indicator_of(column, line.key),
                subject_id=entry.id,
                subject_name=entry.name,
                period=self.period if column.basis == Basis.YTD else month,
                basis=str(column.basis),
                status=self.status,
                scope=self.scope,
                value=number,
                decimals=max(decimals, column.decimals if table.subjects else 0),
                simulated=self._simulated(table, line, column),
                cell=cell,
                cell_text=text,
                note=self._note(table, line, column),
            )

    def _cell(
        self, table: definitions.Table, line: Line, column: definitions.Column
    ) -> tuple[Cell, str, Decimal | None, int]:
        """The cell that says a value: its own, in January–February the cumulative one, or the blank of a zero return."""
        cell = line.cells[column.key]
        item = table.item(line.key)
        if cell.number is not None:
            return cell, cell.text, cell.number, cell.decimals
        twin = line.cells.get(column.first_print or "")
        asked = item is None or not item.columns or column.first_print in item.columns
        if self.period and self.period.is_january_february and twin and asked and twin.number is not None:
            return twin, twin.text, twin.number, twin.decimals
        if cell.blank and self.filing.zero_report and item and column.key in item.zero:
            return cell, _("零报告"), Decimal(0), 0
        return cell, cell.text, None, 0

    def _simulated(self, table: definitions.Table, line: Line, column: definitions.Column) -> bool:
        assert self.form is not None
        flag = self.form.simulated_from
        if flag and self.neutral.head_text(flag.field) == flag.value:
            return True
        nature = next((other for other in table.columns if other.type == "nature"), None)
        marked = nature.choices.get(line.cells[nature.key].text, ()) if nature else ()
        return column.key in marked

    def _note(self, table: definitions.Table, line: Line, column: definitions.Column) -> str:
        notes = [line.cells[other.key].text for other in table.columns if other.type == "note"]
        if self.period and self.period.is_january_february and column.first_print:
            notes.append(_("1—2月合并公布，当月即累计"))
        return "；".join(note for note in notes if note)[:300]


@dataclass(frozen=True)
class Difference:
    """One value against the books: new, same, changed, or left out of this file."""

    NEW, SAME, CHANGED, LEFT_OUT = "new", "same", "changed", "left_out"

    kind: str
    subject_name: str
    indicator_name: str
    period: Period
    basis: str
    item: Item | None
    old: facts.Fact | None

    @property
    def kind_label(self) -> str:
        return {
            self.NEW: _("新增"),
            self.SAME: _("相同"),
            self.CHANGED: _("改动"),
            self.LEFT_OUT: _("这次没报"),
        }[self.kind]

    @property
    def basis_label(self) -> str:
        return str(Basis(self.basis).label)


def difference(filing: Filing, day: dt.date) -> list[Difference]:
    """What accepting a filing would add to what is known on a day. Nothing is written."""
    reading = Reading(filing)
    form, period = reading.form, reading.period
    if form is None or period is None or (form.by_unit and filing.unit_id is None):
        return []
    subjects = [filing.unit_id] if form.by_unit and filing.unit_id else None
    frame = facts.frame(
        as_of=day, indicators=form.indicators, subjects=subjects, periods={period, period.month_of()}
    )
    standing = {
        (fact.indicator, fact.subject_id, fact.period.code, fact.basis): fact
        for fact in frame
        if fact.status == reading.status
    }
    names = indicator_names(form)
    rows = []
    for item in reading.items:
        old = standing.pop((item.indicator, item.subject_id, item.period.code, item.basis), None)
        rows.append(
            Difference(
                kind=_kind(item, old),
                subject_name=item.subject_name,
                indicator_name=names.get(item.indicator, item.indicator),
                period=item.period,
                basis=item.basis,
                item=item,
                old=old,
            )
        )
    for fact in standing.values():
        entry = next((row for row in reading.directory.entries if row.id == fact.subject_id), None)
        if entry:
            name = names.get(fact.indicator, fact.indicator)
            rows.append(
                Difference(Difference.LEFT_OUT, entry.name, name, fact.period, fact.basis, None, fact)
            )
    return rows


def _kind(item: Item, old: facts.Fact | None) -> str:
    if old is None or old.scope != item.scope:
        return Difference.NEW
    alike = old.value == item.value and old.simulated == item.simulated
    return Difference.SAME if alike else Difference.CHANGED


def indicator_names(form: FormDefinition) -> dict[str, str]:
    return {code: rulebook.rule(code).head.title for code in form.indicators}


def may_file(user: User | None, filing: Filing) -> bool:
    """Whether a person may explain, submit and take back a filing: the one who sent it, or the same desk."""
    if user is None or filing.uploaded_by_id == user.pk:
        return True
    form = filing.definition
    if form is None or not user.can(form.filed_by):
        return False
    return not form.by_unit or user.sees_whole_city or filing.unit_id in user.unit_ids


def refusal(user: User | None, form: FormDefinition | None, unit: Entry | None) -> str:
    """Why a person may not file this form for this unit; the system itself may."""
    if user is None or form is None:
        return ""
    if not user.can(form.filed_by):
        return _("《%(form)s》由%(filer)s报，你没有报这张表的职责。找市工信局运行监测科。") % {
            "form": form.title,
            "filer": form.filer,
        }
    if form.by_unit and unit and not user.sees_whole_city and unit.id not in user.unit_ids:
        return _("这是%(unit)s的表，你只能报本县区的。核对填报单位。") % {"unit": unit.name}
    return ""


def forms_for(user: User) -> list[FormDefinition]:
    return [form for form in definitions.every_form() if user.can(form.filed_by)]


def units_for(user: User) -> list[Subject]:
    """Units whose forms this person sees."""
    units = the_city().units
    return [unit for unit in units if user.sees_whole_city or unit.pk in user.unit_ids]


@dataclass(frozen=True)
class Place:
    """One square of the matrix: what came for a form, a unit and a period, and whether it is late."""

    form: FormDefinition
    period: Period
    unit: Subject | None
    filing: Filing | None
    due_on: dt.date
    today: dt.date

    @property
    def is_missing(self) -> bool:
        return self.filing is None or self.filing.is_open

    @property
    def is_late(self) -> bool:
        return self.is_missing and self.today > self.due_on

    @property
    def days_left(self) -> int:
        return (self.due_on - self.today).days

    @property
    def who(self) -> str:
        return self.unit.name_on(self.period.end) if self.unit else self.form.filer

    @property
    def look(self) -> str:
        """Which light stands for it."""
        if self.filing and self.filing.state == Filing.State.RECORDED:
            return "ok"
        if self.filing and self.filing.state == Filing.State.SUBMITTED:
            return "notice"
        if self.is_late:
            return "late"
        return "warn" if self.filing else "none"

    @property
    def word(self) -> str:
        if self.filing:
            return str(self.filing.get_state_display())
        return _("未报") if self.today <= self.due_on else _("逾期未报")


@dataclass(frozen=True)
class Board:
    """One form's places: for units the period shown, for a single filer the year so far."""

    form: FormDefinition
    period: Period
    places: list[Place]

    @property
    def now(self) -> list[Place]:
        return [place for place in self.places if place.period == self.period]

    @property
    def many_periods(self) -> bool:
        return len({place.period for place in self.places}) > 1

    @property
    def done(self) -> int:
        return sum(not place.is_missing for place in self.now)


# What counts most when several files came for one place.
_WEIGHT = {
    Filing.State.SUBMITTED: 5,
    Filing.State.RECORDED: 4,
    Filing.State.SENT_BACK: 3,
    Filing.State.DRAFT: 2,
    Filing.State.FAULTY: 1,
}


def places(
    form: FormDefinition, some_periods: Iterable[Period], units: Iterable[Subject], today: dt.date
) -> list[Place]:
    """Unit by unit and period by period; a notice has one place a period. Two queries at most."""
    wanted = list(some_periods)
    rows = Filing.objects.filter(form=form.slug, period_code__in=[period.code for period in wanted])
    best: dict[tuple[str, int | None], Filing] = {}
    for filing in (
        rows.exclude(state=Filing.State.WITHDRAWN).select_related("uploaded_by").order_by("uploaded_at", "pk")
    ):
        key = (filing.period_code, filing.unit_id)
        if key not in best or _WEIGHT[Filing.State(filing.state)] >= _WEIGHT[Filing.State(best[key].state)]:
            best[key] = filing
    whom: list[Subject | None] = list(units) if form.by_unit else [None]
    return [
        Place(
            form, period, unit, best.get((period.code, unit.pk if unit else None)), form.due_on(period), today
        )
        for unit in whom
        for period in wanted
    ]


def missing_places(period: Period, today: dt.date) -> list[Place]:
    """Who has not filed for a period: nothing came, or what came is not yet with the city."""
    units = the_city().units
    return [
        place
        for form in definitions.every_form()
        for place in places(form, [period], units, today)
        if place.is_missing
    ]


def missing(period: Period) -> list[str]:
    """Who has not filed for a period, as a list of names: 平利县（县区月报）."""
    return [f"{place.who}（{place.form.title}）" for place in missing_places(period, period.end)]


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


def waiting_for_review() -> int:
    return Filing.objects.filter(state=Filing.State.SUBMITTED).count()


def body_of(user: User | None, form: FormDefinition | None, unit_id: int | None) -> Body | None:
    """The body in whose name a file comes: the unit's own, else the sender's that may file."""
    if unit_id is not None and form is not None and form.by_unit:
        found = Body.objects.filter(unit=unit_id).first()
        if found:
            return found
    if user is None:
        return None
    deed = form.filed_by if form else Can.FILE
    rows = [row for row in user.appointments_today if user.can(deed)] or user.appointments_today
    return rows[0].body if rows else None
