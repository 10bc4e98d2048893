"""Every check of the filing desk: one file, one function, one message. Importing this module enters them all."""

from collections.abc import Sequence

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from wenzeng.base import rulebook
from wenzeng.cadence.checks import (  # noqa: F401  # importing a check enters it into the list
    at_work_over_total,
    below_minus_100,
    blank_cell,
    blank_without_zero_report,
    cell_choice,
    city_twice,
    code_and_name,
    cumulative_does_not_add,
    cumulative_shrinks,
    date_out_of_range,
    duplicate_row,
    expired,
    file_unreadable,
    head_blank,
    head_choice,
    head_date,
    head_period,
    head_too_long,
    identity,
    jump,
    legal_head,
    missing_column,
    missing_row,
    missing_sheet,
    month_over_cumulative,
    negative,
    not_a_number,
    not_yours,
    older_version,
    parts_and_total,
    percent_as_fraction,
    phantom_january,
    share_range,
    share_sum,
    signature,
    titles_disagree,
    too_many_decimals,
    unit_slip,
    unknown_form,
    unknown_subject,
    unknown_unit,
    wrong_form,
    wrong_unit,
    zero_report_with_figures,
)
from wenzeng.cadence.checks.registry import EVERY_CHECK, Check, Complaint, Filed, Limits
from wenzeng.cadence.findings import Finding

__all__ = ["EVERY_CHECK", "Check", "Complaint", "Filed", "Limits", "checks_of", "run"]

# What can be said of a file that is none of our forms.
OF_ANY_FILE = ("file.unreadable", "file.unknown_form", "file.not_yours")


def checks_of(identifiers: Sequence[str]) -> list[Check]:
    unknown = [identifier for identifier in identifiers if identifier not in EVERY_CHECK]
    if unknown:
        raise rulebook.RuleFault(_("没有这些核对规则：%(ids)s。") % {"ids": "、".join(unknown)})
    return [EVERY_CHECK[identifier] for identifier in identifiers]


def run(filed: Filed) -> list[Finding]:
    """All findings of all checks of the form, in the order of the sheets; a check never stops another."""
    checks = checks_of(filed.form.checks if filed.form else OF_ANY_FILE)
    if filed.refusal:
        checks = [check for check in checks if not check.books]
    found = _found(checks, filed)
    order = list(filed.form.sheets) if filed.form else []
    unique = {finding.id: finding for finding in reversed(found)}
    return sorted(
        unique.values(), key=lambda finding: (_sheet_place(order, finding.sheet), *_cell_place(finding.cell))
    )


def _found(checks: Sequence[Check], filed: Filed) -> list[Finding]:
    """What the checks say, in Chinese for the books, with the same in the other languages of the pages beside it."""
    official, *others = [
        (code, _complaints(checks, filed, code))
        for code in sorted(dict(settings.LANGUAGES), key=lambda code: code != settings.LANGUAGE_CODE)
    ]
    return [
        Finding(
            check.id,
            check.severity,
            row.sheet,
            row.cell,
            row.sentence,
            row.hint,
            row.fix,
            {code: (said[at][1].sentence, said[at][1].hint) for code, said in others},
        )
        for at, (check, row) in enumerate(official[1])
    ]


def _complaints(checks: Sequence[Check], filed: Filed, language: str) -> list[tuple[Check, Complaint]]:
    with translation.override(language):
        return [(check, row) for check in checks for row in check.run(filed)]


def _sheet_place(order: list[str], sheet: str) -> int:
    return order.index(sheet) if sheet in order else -1


def _cell_place(cell: str) -> tuple[int, int]:
    letters = cell.rstrip("0123456789")
    return (int(cell[len(letters) :] or 0), sum(ord(letter) for letter in letters))
