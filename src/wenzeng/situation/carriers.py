"""势: the league table as CSV and as a workbook, with raw numbers and ASCII signs."""

import csv as csv_writer
import io
from collections.abc import Iterator
from decimal import Decimal

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Font

from wenzeng.base.facts import Fact
from wenzeng.situation.queries import Overview, Row, source_line

Cell = str | Decimal | None


def _head(overview: Overview) -> list[str]:
    before = overview.sheet.before
    return [
        _("名次"),
        _("区县园区"),
        _("%(period)s增速（%%）") % {"period": overview.period.label},
        _("较%(before)s（百分点）") % {"before": before.label if before else _("上期")},
        _("变动"),
        _("与全省差距（百分点）"),
        _("与全市差距（百分点）"),
        _("拉动全市（百分点）"),
        _("状态"),
        _("理由"),
        _("连续负增长（月）"),
        _("公开状态"),
        _("演示"),
    ]


def _line(overview: Overview, row: Row) -> list[Cell]:
    months = overview.sheet.now("situation.negative_months", row.subject)
    return [
        _printed(row.place),
        row.name,
        _printed(row.growth),
        _printed(row.change),
        _("待收口") if row.change and row.change.stale else row.change_words,
        _printed(row.to_province),
        _printed(row.to_city),
        _printed(row.pull),
        row.light_word,
        row.light_reason,
        _printed(months),
        _("未公开") if row.held_back or (months and not months.released) else _("已公开"),
        _("演示") if any(fact.simulated for fact in row.figures) else "",
    ]


def _printed(fact: Fact | None) -> Cell:
    """The figure; in place of one that has to be worked out again, the words that say so."""
    if fact is None:
        return None
    return _("待收口") if fact.stale else fact.printed


def _lines(overview: Overview) -> Iterator[list[Cell]]:
    yield from (_line(overview, row) for row in (overview.city_row, *overview.rows))


def _foot(overview: Overview) -> str:
    return _("%(source)s；截至%(day)s") % {
        "source": source_line(overview),
        "day": overview.sheet.as_of.isoformat(),
    }


def csv(overview: Overview) -> bytes:
    """With a byte order mark, so that Excel reads it as UTF-8."""
    out = io.StringIO()
    writer = csv_writer.writer(out)
    writer.writerow(_head(overview))
    writer.writerows(_lines(overview))
    writer.writerow([])
    writer.writerow([overview.title])
    writer.writerow([_foot(overview)])
    return out.getvalue().encode("utf-8-sig")


def xlsx(overview: Overview) -> bytes:
    book = Workbook()
    page = book.active
    assert page is not None  # a new workbook has a sheet
    page.title = overview.period.label_with_year
    page.append([overview.title])
    page.append(_head(overview))
    for line in _lines(overview):
        page.append(line)
        for cell in page[page.max_row]:
            if isinstance(cell.value, Decimal) and cell.value.as_tuple().exponent:
                cell.number_format = "0." + "0" * -int(cell.value.as_tuple().exponent)
    page.append([])
    page.append([_foot(overview)])
    page["A1"].font = Font(bold=True, size=14)
    for cell in page[2]:
        cell.font = Font(bold=True)
    for letter, width in zip(
        "ABCDEFGHIJKLM", (6, 14, 14, 16, 10, 20, 20, 18, 10, 40, 16, 10, 8), strict=True
    ):
        page.column_dimensions[letter].width = width
    page.freeze_panes = "C3"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
