"""What a check found, and what was said about it. Stored with the filing, shown beside the cell."""

from dataclasses import dataclass, field
from typing import Any

from django.db import models
from django.utils.translation import get_language
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
    # What to write into the cell to mend it, where one value would; a page offers it as a button.
    fix: str = ""
    # The same in the other languages of the pages: code → (sentence, hint). The books go by the Chinese one.
    others: dict[str, tuple[str, str]] = field(default_factory=dict, compare=False)

    @property
    def said(self) -> tuple[str, str]:
        """Sentence and hint in the reader's language."""
        sentence, hint = self.others.get(get_language() or "", (self.sentence, self.hint))
        return sentence, hint

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

    def as_json(self) -> dict[str, Any]:
        return {
            "rule": self.rule,
            "severity": str(self.severity),
            "sheet": self.sheet,
            "cell": self.cell,
            "sentence": self.sentence,
            "hint": self.hint,
            "fix": self.fix,
            "others": {code: list(said) for code, said in self.others.items()},
        }

    @classmethod
    def from_json(cls, row: dict[str, Any]) -> "Finding":
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
