"""What a check found, and what was said about it. Stored with the filing, shown beside the cell."""

from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _


class Severity(models.TextChoices):
    MUST = "must", _("要改")
    SAY = "say", _("要说明")


@dataclass(frozen=True)
class Finding:
    """A complaint with the rule that made it. Its id stays the same when the same file is checked again."""

    rule: str
    severity: str
    sheet: str
    cell: str
    sentence: str
    hint: str = ""

    @property
    def id(self) -> str:
        return f"{self.rule}@{self.sheet}!{self.cell}"

    @property
    def must(self) -> bool:
        return self.severity == Severity.MUST

    @property
    def label(self) -> str:
        return str(Severity(self.severity).label)

    @property
    def place(self) -> str:
        """附表2!C7, or the sheet alone."""
        return f"{self.sheet}!{self.cell}" if self.cell else self.sheet

    def as_json(self) -> dict[str, str]:
        return {
            "rule": self.rule,
            "severity": str(self.severity),
            "sheet": self.sheet,
            "cell": self.cell,
            "sentence": self.sentence,
            "hint": self.hint,
        }

    @classmethod
    def from_json(cls, row: dict[str, str]) -> "Finding":
        return cls(**row)


@dataclass(frozen=True)
class Judged:
    """A finding with the explanation that it has, and the cell in which the sheet itself gave it."""

    finding: Finding
    explanation: str = ""
    from_cell: str = ""

    @property
    def is_open(self) -> bool:
        """Still in the way of submitting."""
        return self.finding.must or not self.explanation
