"""The shape of supervision's rules (`rules/supervision/*.yaml`), and reading them.

A condition asks one figure one question; `all` and `any` join conditions. Nothing here knows a value.
"""

import datetime as dt
from decimal import Decimal
from typing import Annotated, Literal, TypeVar

from django.utils.translation import gettext as _
from pydantic import BaseModel, ConfigDict, Discriminator, Field, Tag, ValidationError, model_validator

from wenzeng.base import rulebook
from wenzeng.base.rulebook import Rule, RuleFault, Signed

Subjects = Literal["units", "city"]
LIGHTS: dict[Subjects, str] = {"units": "supervision.lights_units", "city": "supervision.lights_city"}
BELOW_PROVINCE = "supervision.below_province"
EXCUSED = "supervision.excused"

R = TypeVar("R", bound=Signed)
Op = Literal["lt", "le", "gt", "ge", "eq", "ne", "missing"]


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Condition(Strict):
    """One question to one figure: is it below 0, or is it missing?"""

    fact: str
    op: Op
    value: Decimal | None = None

    @model_validator(mode="after")
    def compares_or_misses(self) -> "Condition":
        if (self.op == "missing") == (self.value is not None):
            raise ValueError("比较要写 value；missing 不写 value")
        return self


class All(Strict):
    all: tuple["When", ...] = Field(min_length=1)


class Any(Strict):
    any: tuple["When", ...] = Field(min_length=1)


def _shape(value: object) -> str:
    """Which of the three a condition is meant to be, so that a fault is told of that one alone."""
    if isinstance(value, dict):
        return "all" if "all" in value else "any" if "any" in value else "condition"
    return "all" if isinstance(value, All) else "any" if isinstance(value, Any) else "condition"


When = Annotated[
    Annotated[Condition, Tag("condition")] | Annotated[All, Tag("all")] | Annotated[Any, Tag("any")],
    Discriminator(_shape),
]


def conditions(when: When) -> tuple[Condition, ...]:
    """Every question that a tree asks, in the order written."""
    if isinstance(when, Condition):
        return (when,)
    branches = when.all if isinstance(when, All) else when.any
    return tuple(leaf for branch in branches for leaf in conditions(branch))


class Reading(Strict):
    """A figure that a rule may ask about."""

    indicator: str
    name: str


class Band(Strict):
    """One light: its number, its word, when it is lit, how that is said, and by which clause."""

    code: Annotated[int, Field(ge=0, le=4)]
    word: str = Field(min_length=2)
    when: When
    sentence: str = Field(min_length=2)
    clause: str = Field(min_length=2)


class Reads(Signed):
    """A signed rule that names the figures it reads; a condition on another figure is refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    reads: dict[str, Reading] = Field(min_length=1)

    def asked(self) -> tuple[Condition, ...]:
        raise NotImplementedError

    @model_validator(mode="after")
    def asks_only_what_it_reads(self) -> "Reads":
        strange = [leaf.fact for leaf in self.asked() if leaf.fact not in self.reads]
        if strange:
            raise ValueError(f"条件用了没有登记在 reads 里的数：{strange[0]}")
        return self


class Lights(Reads):
    """An ordered list of bands for the units or for the city."""

    subjects: Subjects
    bands: tuple[Band, ...] = Field(min_length=2)

    def asked(self) -> tuple[Condition, ...]:
        return tuple(leaf for band in self.bands for leaf in conditions(band.when))


class Assign(Strict):
    title: str = Field(min_length=2)
    demand: str = Field(min_length=2, max_length=500)
    clause: str = Field(min_length=2, max_length=300)


class Proposal(Reads):
    """When it holds for a unit, an assignment is proposed to the body that answers for it."""

    when: When
    assign: Assign
    suggested: str

    def asked(self) -> tuple[Condition, ...]:
        return conditions(self.when)


class Excuse(BaseModel):
    """One unit that is not judged for a while: why, and who approved it."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    unit: str
    from_on: dt.date = Field(alias="from")
    to_on: dt.date = Field(alias="to")
    reason: str = Field(min_length=2)
    document: str = Field(min_length=2)


class Excused(Signed):
    model_config = ConfigDict(extra="forbid", frozen=True)

    rows: tuple[Excuse, ...] = ()

    def on(self, unit_key: str, day: dt.date) -> Excuse | None:
        return next(
            (row for row in self.rows if row.unit == unit_key and row.from_on <= day < row.to_on), None
        )


def _as(model: type[R], rule: Rule) -> R:
    try:
        return model.model_validate(rule.body)
    except ValidationError as fault:
        first = fault.errors()[0]
        where = ".".join(str(step) for step in first["loc"])
        raise RuleFault(
            _("规则“%(title)s”（%(path)s）的“%(where)s”不合格：%(fault)s")
            % {
                "title": rule.head.title,
                "path": rule.path,
                "where": where,
                "fault": rulebook.complaint(first),
            }
        ) from fault


def lights(subjects: Subjects) -> tuple[Lights, Rule]:
    rule = rulebook.rule(LIGHTS[subjects])
    return _as(Lights, rule), rule


def below_province() -> tuple[Proposal, Rule]:
    rule = rulebook.rule(BELOW_PROVINCE)
    return _as(Proposal, rule), rule


def excused() -> Excused:
    return _as(Excused, rulebook.rule(EXCUSED))
