"""The shape of a target in `rules/targets/*.yaml`."""

import datetime as dt
from decimal import Decimal

from pydantic import ConfigDict, Field, field_validator

from wenzeng.base import rulebook
from wenzeng.base.models.facts import Basis
from wenzeng.engines.errors import StatError
from wenzeng.engines.period import Period
from wenzeng.targets.models import Target


class TargetRule(rulebook.Signed):
    model_config = ConfigDict(extra="forbid", frozen=True)

    indicator: str = Field(min_length=2)
    subject: str = Field(min_length=2)
    period: str
    basis: Basis
    kind: Target.Kind
    operator: Target.Operator
    value: Decimal | None = None
    tolerance: Decimal | None = None
    comparator: str = ""
    rank_group: str = ""
    stretch: bool = False
    reading: str = ""
    document: str = Field(min_length=2)
    document_number: str = ""
    clause: str = Field(min_length=2)
    decided_on: dt.date

    @field_validator("period")
    @classmethod
    def is_a_period(cls, text: str) -> str:
        try:
            return Period.parse(text).code
        except StatError as fault:
            raise ValueError(fault.message_zh) from fault


def every_target() -> list[TargetRule]:
    return [rulebook.validated(TargetRule, rule) for rule in rulebook.of_kind("targets")]
