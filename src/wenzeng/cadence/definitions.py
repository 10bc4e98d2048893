"""Forms as data: what stands in `rules/forms/*.yaml`, validated. A form without its legal head does not load.

A table has subjects as rows (the notice: places and units) or items as rows (the county form: indicators of one unit).
Either way a cell is known by sheet, row key and column key, and says which indicator, basis and subject it is about.
"""

import datetime as dt
from decimal import Decimal
from functools import lru_cache
from typing import Literal

from django.utils.translation import gettext as _
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from wenzeng.base import rulebook
from wenzeng.base.access import Can
from wenzeng.base.models.facts import Basis, Status
from wenzeng.cadence import workdays
from wenzeng.engines.period import Period

Group = Literal["nation", "province", "city", "other_cities", "units"]
Rhythm = Literal["tenday", "ytd"]
At = Literal["own", "next", "previous", "last_month", "last_year"]
KIND = "forms"
WHOLE_CITY = "-"
"""Stands in an address where a form is filed once for the city."""


class CannotOpenForm(Exception):
    """A form that may not be used; the sentence says why."""


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class LegalHead(_Part):
    """表号、制定机关、批准（备案）文号、有效期至: without these four no form is opened (decisions.md 28)."""

    number: str = Field(min_length=2)
    authority: str = Field(min_length=2)
    approval: str = Field(min_length=2)
    valid_until: dt.date

    def texts(self) -> dict[str, str]:
        return {
            "number": self.number,
            "authority": self.authority,
            "approval": self.approval,
            "valid_until": self.valid_until.isoformat(),
        }


HeadType = Literal[
    "period", "date", "choice", "text", "name", "legal", "unit", "unit_code", "reason"
]  # fmt: skip


class HeadField(_Part):
    key: str
    label: str = Field(min_length=2)
    cell: str = Field(pattern=r"^[A-Z][0-9]+$")
    type: HeadType
    choices: tuple[str, ...] = ()
    required: bool = True
    width: int = 1
    help: str = ""


class Head(_Part):
    sheet: str
    title: str
    fields: tuple[HeadField, ...] = Field(min_length=1)

    def field(self, key: str) -> HeadField:
        return next(field for field in self.fields if field.key == key)

    def of_type(self, *types: HeadType) -> tuple[HeadField, ...]:
        return tuple(field for field in self.fields if field.type in types)


class Margin(_Part):
    """The column of codes or of names."""

    letter: str = Field(pattern=r"^[A-Z]$")
    title: str


ColumnType = Literal["number", "nature", "note", "text", "unit", "known"]


class Column(_Part):
    """One column.

    first_print names the column that also stands for this one in January–February, when there is no single month.
    at says of which period it speaks, seen from the one that is filed; status, where it differs from the form's.
    """

    key: str
    letter: str = Field(pattern=r"^[A-Z]$")
    title: str
    match: str = Field(min_length=2)
    type: ColumnType
    indicator: str | None = None
    basis: Basis | None = None
    at: At = "own"
    status: Status | None = None
    unit: str = ""
    decimals: int = 1
    most_decimals: int | None = None
    least: Decimal | None = None
    required: bool = False
    subjects: tuple[Group, ...] = ()
    choices: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    first_print: str | None = None
    help: str = ""

    def title_for(self, period: Period) -> str:
        return self.title.format(span=period.bulletin_label, month=period.month_of().bulletin_label)

    def period_for(self, filed: Period) -> Period | None:
        """The period that a figure of this column is of, in a form that is filed for a period."""
        own = filed.month_of() if self.basis == Basis.MONTH else filed
        match self.at:
            case "own":
                return own
            case "next":
                return own.next_tenday()
            case "previous":
                return own.previous_print()
            case "last_month":
                return own.same_last_month()
            case "last_year":
                return own.same_last_year()


class Item(_Part):
    """One row of a form about a single unit: an indicator, and the columns in which it is asked."""

    key: str
    title: str
    unit: str
    indicator: str
    columns: tuple[str, ...] = ()
    most_decimals: int | None = None
    zero: tuple[str, ...] = ()


class Table(_Part):
    sheet: str
    title: str
    header_row: int = Field(ge=2)
    first_row: int
    code: Margin
    label: Margin
    columns: tuple[Column, ...] = Field(min_length=1)
    subjects: tuple[Group, ...] = ()
    also: tuple[Group, ...] = ()
    also_note: str = ""
    items: tuple[Item, ...] = ()

    @model_validator(mode="after")
    def one_kind_of_row(self) -> "Table":
        if bool(self.subjects) == bool(self.items):
            raise ValueError("一张表的行要么是统计对象，要么是指标")
        if self.first_row <= self.header_row:
            raise ValueError("数据行要在表头行之下")
        keys = {column.key for column in self.columns}
        named = {column.first_print for column in self.columns if column.first_print}
        named |= {key for item in self.items for key in item.columns + item.zero}
        named |= {
            key for column in self.columns for simulated in column.choices.values() for key in simulated
        }
        if named - keys:
            raise ValueError(f"没有这些栏：{sorted(named - keys)}")
        for column in self.columns:
            if column.type == "number" and (
                column.basis is None or (self.subjects and column.indicator is None)
            ):
                raise ValueError(f"数字栏“{column.title}”要写明指标和口径")
        return self

    def column(self, key: str) -> Column:
        return next(column for column in self.columns if column.key == key)

    @property
    def numbers(self) -> tuple[Column, ...]:
        return tuple(column for column in self.columns if column.type == "number")

    def item(self, key: str) -> Item | None:
        return next((item for item in self.items if item.key == key), None)

    def asks(self, column: Column, row_key: str, group: str) -> bool:
        """Whether a column is asked of a row."""
        item = self.item(row_key)
        if item and item.columns and column.type == "number":
            return column.key in item.columns
        return not column.subjects or group in column.subjects

    def indicator_of(self, column: Column, row_key: str) -> str:
        item = self.item(row_key)
        return column.indicator or (item.indicator if item else "")

    def unit_of(self, column: Column, row_key: str) -> str:
        item = self.item(row_key)
        return item.unit if item else column.unit

    def most_decimals(self, column: Column, row_key: str) -> int:
        item = self.item(row_key)
        if item and item.most_decimals is not None:
            return item.most_decimals
        return column.decimals if column.most_decimals is None else column.most_decimals


class Due(_Part):
    """Due on a day of a month after the period, or so many days after its last; on the next workday where it rolls."""

    months_after: int | None = Field(default=None, ge=0, le=12)
    day: int | None = Field(default=None, ge=1, le=28)
    days_after: int | None = Field(default=None, ge=1, le=60)
    rolls: bool = False

    @model_validator(mode="after")
    def one_rule(self) -> "Due":
        by_month = self.months_after is not None and self.day is not None
        if by_month == (self.days_after is not None):
            raise ValueError("截止日要么写第几个月几日，要么写期末后几天")
        return self

    def on(self, period: Period) -> dt.date:
        if self.days_after is not None:
            found = period.end + dt.timedelta(days=self.days_after)
        else:
            assert self.months_after is not None
            assert self.day is not None
            months = period.end.year * 12 + period.end.month - 1 + self.months_after
            found = dt.date(months // 12, months % 12 + 1, self.day)
        return workdays.next_workday(found) if self.rolls else found

    @property
    def words(self) -> str:
        """The rule as a sentence of the form's help sheet."""
        if self.days_after is not None:
            rule = _("每旬末后第%(n)s天") % {"n": self.days_after}
        else:
            rule = _("报告期后第%(n)s个月%(day)s日前") % {"n": self.months_after, "day": self.day}
        return rule + (_("，遇放假顺延到下一个工作日") if self.rolls else "")


class ReleasedFrom(_Part):
    field: str
    open: str


class UnitFrom(_Part):
    name: str
    code: str


class Flag(_Part):
    field: str
    value: str


class FormDefinition(rulebook.Signed):
    """One form: legal head, layout, meaning of each cell, who files, when, and which checks it passes."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    legal: LegalHead
    purpose: str = Field(min_length=4)
    filed_by: Can
    filer: str
    period: Rhythm
    tendays: tuple[int, ...] = (1, 2, 3)
    due: Due
    known_at: str
    status: Status | None = None
    status_from: str | None = None
    scope: str = ""
    scope_from: str | None = None
    released_from: ReleasedFrom | None = None
    unit_from: UnitFrom | None = None
    zero_from: Flag | None = None
    simulated_from: Flag | None = None
    head: Head
    tables: tuple[Table, ...] = Field(min_length=1)
    checks: tuple[str, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def complete(self) -> "FormDefinition":
        if (self.status is None) == (self.status_from is None):
            raise ValueError("数据性质要么固定，要么取自表头")
        if bool(self.scope) == bool(self.scope_from):
            raise ValueError("统计范围版本要么固定，要么取自表头")
        keys = {field.key for field in self.head.fields}
        wanted = {
            "number",
            "authority",
            "approval",
            "valid_until",
            "period",
            "filler",
            "reviewer",
            "responsible",
        }
        wanted |= {self.known_at, *filter(None, (self.status_from, self.scope_from))}
        wanted |= {flag.field for flag in (self.released_from, self.zero_from, self.simulated_from) if flag}
        if self.unit_from:
            wanted |= {self.unit_from.name, self.unit_from.code}
        if wanted - keys:
            raise ValueError(f"表头缺这些项：{sorted(wanted - keys)}")
        return self

    @property
    def slug(self) -> str:
        """The form's name in addresses: forms.county_month → county_month."""
        return self.id.removeprefix(f"{KIND}.")

    @property
    def by_unit(self) -> bool:
        """Filed by each unit for itself, rather than once for the city."""
        return self.unit_from is not None

    @property
    def sheets(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys((self.head.sheet, *(table.sheet for table in self.tables))))

    def table(self, sheet: str) -> Table | None:
        return next((table for table in self.tables if table.sheet == sheet), None)

    @property
    def indicators(self) -> tuple[str, ...]:
        found = [column.indicator for table in self.tables for column in table.columns]
        found += [item.indicator for table in self.tables for item in table.items]
        return tuple(dict.fromkeys(code for code in found if code))

    def asks_of(self, period: Period) -> bool:
        """Whether the form is filed for a period: one of its rhythm, of a ten-day form one of its dates."""
        if self.period == "tenday":
            return period.kind == "tenday" and period.tenday in self.tendays
        return period.is_year_to_date

    @property
    def times_a_year(self) -> int:
        """How often it is filed: January–February is one print."""
        return 12 * len(self.tendays) if self.period == "tenday" else 11

    def due_on(self, period: Period) -> dt.date:
        return self.due.on(period)

    def periods_of(self, filed: Period) -> set[Period]:
        """Every period of which a filing for a period would record a figure."""
        columns = [column for table in self.tables for column in table.numbers]
        return {found for column in columns if (found := column.period_for(filed))}

    def open_for(self, period: Period) -> None:
        """Refuse a form whose approval had run out before the period ended."""
        if self.legal.valid_until < period.end:
            raise CannotOpenForm(
                _(
                    "《%(form)s》（%(number)s）的有效期至 %(day)s，%(period)s不能再用：先办理延期或换发新表，"
                    "再在城市规则文件夹 WENZENG_RULES/forms/ 放一份同编号的表，写上批准文号和有效期。"
                )
                % {
                    "form": self.title,
                    "number": self.legal.number,
                    "day": self.legal.valid_until,
                    "period": period.label_with_year,
                }
            )


@lru_cache(maxsize=64)
def _validated(digest: str, identifier: str) -> FormDefinition:
    rule = rulebook.rule(identifier)
    try:
        return FormDefinition.model_validate(rule.body)
    except ValidationError as fault:
        first = fault.errors()[0]
        where = ".".join(str(step) for step in first["loc"])
        raise rulebook.RuleFault(
            _("表 %(path)s 的“%(where)s”不合格，不能启用：%(fault)s")
            % {"path": rule.path, "where": where, "fault": rulebook.complaint(first)}
        ) from fault


def every_form() -> tuple[FormDefinition, ...]:
    """All forms, the notice of the statistics side first."""
    forms = [_validated(rule.digest, rule.id) for rule in rulebook.of_kind(KIND)]
    return tuple(sorted(forms, key=lambda form: (form.by_unit, form.id)))


def form(slug: str) -> FormDefinition | None:
    return next((row for row in every_form() if row.slug == slug), None)


def notice_slugs() -> list[str]:
    """Forms that are filed once for the city, not by units."""
    return [row.slug for row in every_form() if not row.by_unit]
