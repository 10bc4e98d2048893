"""The shape of a series of bulletins in `rules/bulletins/*.yaml`."""

from typing import Literal

from pydantic import ConfigDict, Field

from wenzeng.base import rulebook


class SeriesRule(rulebook.Signed):
    model_config = ConfigDict(extra="forbid", frozen=True)

    owner: str = Field(pattern=r"^body:")
    kind: Literal["issue", "letter"]
    organ: str = Field(min_length=2)
    is_demo: bool
    header_note: str
    main_to: list[str]
    copy_to: list[list[str]]
    printed_by: str = Field(min_length=2)


def every_series() -> list[SeriesRule]:
    return [rulebook.validated(SeriesRule, rule) for rule in rulebook.of_kind("bulletins")]
