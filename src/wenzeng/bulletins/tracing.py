"""数据溯源表: from every printed figure back to a cell, as a workbook and as an annex of the review copy."""

import io
from dataclasses import dataclass

from django.urls import reverse
from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter

from wenzeng.base import facts
from wenzeng.base.models import Observation
from wenzeng.base.official import in_chinese
from wenzeng.bulletins.models import Bulletin, BulletinFigure
from wenzeng.engines import official_page as page


@dataclass(frozen=True)
class TraceRow:
    """One printed figure and what it stands on."""

    figure: BulletinFigure
    observation: Observation
    roots: tuple[Observation, ...]

    @property
    def number(self) -> str:
        return f"F_{self.observation.pk}"

    @property
    def sources(self) -> tuple[Observation, ...]:
        return (self.observation,) if self.observation.cell else self.roots

    @property
    def how(self) -> str:
        """The method and its inputs in words; a filed figure is its cell's own text."""
        row = self.observation
        if row.cell:
            return f"原件单元格原文“{row.cell_text}”" if row.cell_text else "原件单元格"
        inputs = "，".join(
            f"{one.subject.short_name_on(one.period.end)}{one.period.label}{one.indicator.name}"
            f"{one.printed}{one.unit}（F_{one.pk}）"
            for one in self.inputs
        )
        return f"{row.method}：{inputs}" if inputs else row.method

    @property
    def inputs(self) -> tuple[Observation, ...]:
        return tuple(
            link.input for link in sorted(self.observation.input_rows.all(), key=lambda link: link.position)
        )

    @property
    def source_in_short(self) -> str:
        """附表2!C7（文件名）, or the method and the cells at the very bottom."""
        cells = [f"{one.sheet}!{one.cell}" for one in self.sources if one.cell]
        named = "、".join(cells[:4]) + (f" 等{len(cells)}格" if len(cells) > 4 else "")
        if self.observation.cell:
            origin = self.observation.batch
            return f"{origin.file.name if origin.file else origin.title} {named}"
        return f"{self.observation.method}，源自 {named}" if named else self.observation.method


def rows(bulletin: Bulletin) -> list[TraceRow]:
    figures = list(
        bulletin.figures.select_related(
            "observation__indicator", "observation__batch__file", "observation__subject"
        )
        .prefetch_related(
            "observation__subject__names",
            "observation__input_rows__input__indicator",
            "observation__input_rows__input__subject__names",
        )
        .order_by("ordinal")
    )
    roots: dict[int, tuple[Observation, ...]] = {}
    for figure in figures:
        row = figure.observation
        if row.pk not in roots:
            roots[row.pk] = () if row.cell else tuple(facts.roots(row))
    return [TraceRow(figure, figure.observation, roots[figure.observation_id]) for figure in figures]


@in_chinese()
def annex(bulletin: Bulletin) -> page.Annex:
    """附件 of the review copy."""
    return page.trace_annex(
        (
            page.Figure(row.number, row.figure.text or "（空）"),
            row.number,
            f"{row.observation.subject.short_name_on(row.observation.period.end)}"
            f"{row.observation.period.label}{row.observation.indicator.name}："
            f"{row.source_in_short}{'（演示）' if row.observation.simulated else ''}",
        )
        for row in rows(bulletin)
    )


HEAD = (
    ("序号", 6), ("正文数字", 12), ("上下文", 34), ("位置", 20), ("指标", 24), ("对象", 14), ("期别", 14), ("口径", 8),
    ("编号", 10), ("数值", 12), ("单位", 8), ("性质", 14), ("原件", 34), ("表", 12), ("单元格", 10), ("发布日", 12),
    ("算法与输入", 60), ("源头单元格", 50), ("页面", 14),
)  # fmt: skip


@in_chinese()
def workbook(bulletin: Bulletin) -> bytes:
    """The trace table as .xlsx, one line a printed figure."""
    book = Workbook()
    sheet = book.active
    sheet.title = "数据溯源表"
    sheet.append([f"{bulletin.label}　数据溯源表"])
    note = f"数据截至 {bulletin.as_of}　快照 {bulletin.snapshot}　{bulletin.title}"
    sheet.append([f"{note}　{bulletin.head.get('header_note', '')}".rstrip()])
    sheet.append([title for title, _width in HEAD])
    for row in rows(bulletin):
        sheet.append(_cells(row))
    _dress(book)
    book.properties.creator = bulletin.head.get("organ", "")
    book.properties.title = f"{bulletin.label} 数据溯源表"
    book.properties.identifier = bulletin.snapshot
    book.properties.created = book.properties.modified = bulletin.moment.replace(tzinfo=None)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def _cells(row: TraceRow) -> list[object]:
    fact, figure = row.observation, row.figure
    origin = fact.batch
    return [
        figure.ordinal,
        figure.text,
        f"{figure.before}【{figure.text}】{figure.after}",
        figure.place,
        fact.indicator.name,
        fact.subject.name_on(fact.period.end),
        fact.period.label_with_year,
        fact.get_basis_display(),
        row.number,
        fact.printed,
        fact.unit,
        fact.get_status_display() + ("·演示" if fact.simulated else ""),
        (origin.file.name if origin.file else "") if fact.cell else "（计算所得）",
        fact.sheet,
        fact.cell,
        origin.known_at,
        row.how,
        "；".join(
            f"{one.batch.file.name if one.batch.file else one.batch.title} {one.sheet}!{one.cell}"
            for one in row.sources
        ),
        reverse("figure", args=[fact.pk]),
    ]


def _dress(book: Workbook) -> None:
    sheet = book.active
    thin = Side(style="thin", color="B7C0C9")
    sheet["A1"].font = Font(name="黑体", size=14)
    sheet["A2"].font = Font(name="宋体", size=10, color="5E6B78")
    for position, (_title, width) in enumerate(HEAD, 1):
        sheet.column_dimensions[get_column_letter(position)].width = width
        head = sheet.cell(3, position)
        head.font = Font(name="黑体", size=10)
        head.fill = PatternFill("solid", fgColor="E8F0F9")
        head.alignment = Alignment(horizontal="center", vertical="center")
    for line in sheet.iter_rows(min_row=3):
        for cell in line:
            cell.border = Border(top=thin, bottom=thin, left=thin, right=thin)
            if cell.row > 3:
                cell.font = Font(name="宋体", size=10)
                cell.alignment = Alignment(vertical="top", wrap_text=True)
    sheet.freeze_panes = "C4"
    sheet.auto_filter.ref = f"A3:{get_column_letter(len(HEAD))}{sheet.max_row}"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = "3:3"
