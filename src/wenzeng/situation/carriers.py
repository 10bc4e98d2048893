"""势: the league table as CSV and as a workbook, with raw numbers and ASCII signs."""

import csv as csv_writer
import io
from collections.abc import Iterator
from decimal import Decimal

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from wenzeng.base.facts import Fact
from wenzeng.situation.queries import Overview, Row, absent, source_line

Cell = str | Decimal | None


def _columns(overview: Overview) -> list[tuple[str, int]]:
    """Heads with their widths; the reasons of the lights only for those who follow supervision."""
    before = overview.sheet.before
    columns = [
        (_("名次"), 6),
        (_("区县园区"), 14),
        (_("%(period)s增速（%%）") % {"period": overview.period.label}, 14),
        (_("较%(before)s（百分点）") % {"before": before.label if before else _("上期")}, 16),
        (_("变动"), 10),
        (_("与全省差距（百分点）"), 20),
        (_("与全市差距（百分点）"), 20),
        (_("拉动全市（百分点）"), 18),
        (_("状态"), 10),
        (_("连续负增长（月）"), 16),
        (_("公开状态"), 10),
        (_("演示"), 8),
    ]
    if overview.city_row.with_reason:
        columns.insert(9, (_("理由"), 40))
    return columns


def _line(overview: Overview, row: Row) -> list[Cell]:
    months = overview.sheet.now("situation.negative_months", row.subject)
    line: list[Cell] = [
        _printed(row.place, row.absent["place"]),
        row.name,
        _printed(row.growth, row.absent["growth"]),
        _printed(row.change, row.absent["change"]),
        _("待收口") if row.change and row.change.stale else row.change_words,
        _printed(row.to_province, row.absent["to_province"]),
        _printed(row.to_city, row.absent["to_city"]),
        _printed(row.pull, row.absent["pull"]),
        row.light_word,
        _printed(months),
        _("未公开") if row.held_back or (months and not months.released) else _("已公开"),
        _("演示") if any(fact.simulated for fact in row.figures) else "",
    ]
    if row.with_reason:
        line.insert(9, row.light_reason)
    return line


def _printed(fact: Fact | None, words: str = absent.NOTHING) -> Cell:
    """The figure; in place of one that is not there or has to be worked out again, the words that say so."""
    if fact is None:
        return None if words == absent.NOTHING else words
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
    writer.writerow([head for head, _width in _columns(overview)])
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
    page.append([head for head, _width in _columns(overview)])
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
    for position, (_head, width) in enumerate(_columns(overview), 1):
        page.column_dimensions[get_column_letter(position)].width = width
    page.freeze_panes = "C3"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
