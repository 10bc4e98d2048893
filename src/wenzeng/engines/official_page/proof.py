"""A finished PDF held against GB/T 9704-2012: what a ruler on the printed sheet would find.

pypdfium2 is imported when a page is read; where it is missing, that is said.
"""

from __future__ import annotations

import ctypes
import dataclasses
import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from wenzeng.engines.official_page import docx, tree
from wenzeng.engines.official_page.errors import PageError
from wenzeng.engines.official_page.titles import ems
from wenzeng.engines.official_page.wordml import JOINER

TOP_MM, BOTTOM_MM, LEFT_MM, RIGHT_MM = 37.0, 262.0, 28.0, 184.0
EDGE_MM = 0.6
MASTHEAD_MM = 72.0
LINES, CHARACTERS = 22, 28
NEVER_FIRST = "，。；：、！？）》”’】〕％%—"
MAY_HANG = "，。；：、！？）》”’"
END_CHARACTER_MM = 14 * 25.4 / 72
_RANGE = re.compile(r"\d\n—\d|\d—\n\d|—\d{1,2}\n\d?月")
SQUEEZES_PT = (0.05, -0.05, 0.1, -0.1, 0.15, -0.15)


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault. `block` is the paragraph of the body that a little spacing may mend, counted from 0."""

    code: str
    page: int
    message_zh: str
    block: int | None = None


@dataclass(frozen=True, slots=True)
class _Letter:
    text: str
    size: float
    left: float
    right: float
    top: float
    bottom: float


@dataclass(frozen=True, slots=True)
class _Line:
    letters: tuple[_Letter, ...]
    baseline: float

    @property
    def text(self) -> str:
        return "".join(letter.text for letter in self.letters)

    @property
    def size(self) -> float:
        return max(letter.size for letter in self.letters)

    @property
    def in_type_area(self) -> bool:
        return TOP_MM < self.baseline < BOTTOM_MM + 1


@dataclass(frozen=True, slots=True)
class _Page:
    number: int
    width: float
    height: float
    lines: tuple[_Line, ...]
    rules: tuple[float, ...]  # lower edges of rules as wide as the type area, top to bottom

    @property
    def body(self) -> list[_Line]:
        return [line for line in self.lines if line.baseline > TOP_MM and abs(line.size - docx.BODY) < 0.5]


def check_pdf(pdf_bytes: bytes, document: tree.Document) -> list[str]:
    """Faults of the finished pages as Chinese sentences; empty when there is none."""
    return [finding.message_zh for finding in inspect(pdf_bytes, document)]


def inspect(pdf_bytes: bytes, document: tree.Document) -> list[Finding]:
    """Faults of the finished pages in the order of the pages.

    Raises:
        PageError: pypdfium2 is not installed, or the bytes are no PDF.
    """
    pages = _pages(pdf_bytes)
    blocks = [_squashed(_text(block)) for block in document.blocks]
    faults = [*_masthead(pages[0])]
    for page in pages:
        faults += _sheet(page, document)
        faults += _page_number(page)
        faults += _body_lines(page, blocks)
        faults += _broken_ranges(page, blocks)
        if page.number < len(pages):
            faults += _lonely_heading(page, document)
    if document.end_block is not None:
        faults += _end_block(pages[-1], document.end_block)
    faults += _lost_text(pages, document)
    return sorted(faults, key=lambda fault: fault.page)


def settle(document: tree.Document, to_pdf: Callable[[bytes], bytes]) -> tuple[tree.Document, list[Finding]]:
    """Mend what layout can mend, and leave the words alone.

    A paragraph whose lines break badly is spaced a hair wider or narrower.

    Args:
        to_pdf: makes the PDF of a .docx; called at most seven times.

    Returns:
        the document with the fewest faults met, and those faults.
    """
    best, faults = document, inspect(to_pdf(docx.render(document)), document)
    for squeeze_pt in SQUEEZES_PT:
        wanted = {fault.block for fault in faults if fault.block is not None}
        if not wanted:
            break
        tried = _replaced(best, wanted, squeeze_pt=squeeze_pt)
        found = inspect(to_pdf(docx.render(tried)), tried)
        if len(found) < len(faults):
            best, faults = tried, found
    return best, faults


def _replaced(document: tree.Document, wanted: set[int], **changes: Any) -> tree.Document:
    return dataclasses.replace(
        document,
        blocks=tuple(
            dataclasses.replace(block, **changes)
            if index in wanted and isinstance(block, tree.Paragraph)
            else block
            for index, block in enumerate(document.blocks)
        ),
    )


# ── checks ──────────────────────────────────────────────────────────────────────────────────────────


def _masthead(page: _Page) -> Iterator[Finding]:
    large = [line for line in page.lines if line.in_type_area and line.size > docx.BODY + 1]
    if not large:
        yield Finding("proof.no_masthead", 1, "第1页没有红头：请检查发文机关标志。")
        return
    top = min(letter.top for letter in large[0].letters)
    if abs(top - MASTHEAD_MM) > 1.5:
        yield Finding("proof.masthead", 1, f"第1页红头上沿距纸边{top:.1f}毫米，应为{MASTHEAD_MM:g}毫米。")


def _sheet(page: _Page, document: tree.Document) -> Iterator[Finding]:
    if abs(page.width - 210) > 1 or abs(page.height - 297) > 1:
        yield Finding(
            "proof.sheet",
            page.number,
            f"第{page.number}页纸张为{page.width:.0f}×{page.height:.0f}毫米，应为A4（210×297毫米）。",
        )
    note = document.header_note
    if note and not any(_squashed(note) in _squashed(line.text) for line in page.lines):
        yield Finding("proof.note", page.number, f"第{page.number}页页眉没有“{note}”。")


def _page_number(page: _Page) -> Iterator[Finding]:
    found = [line for line in page.lines if re.fullmatch(r"—\d+—", _squashed(line.text))]
    found = [line for line in found if line.baseline > BOTTOM_MM]
    if not found or _squashed(found[-1].text) != f"—{page.number}—":
        yield Finding("proof.page_number", page.number, f"第{page.number}页没有页码“— {page.number} —”。")
        return
    letters = found[-1].letters
    odd = page.number % 2 == 1
    place = RIGHT_MM - letters[-1].right if odd else letters[0].left - LEFT_MM
    side = "右" if odd else "左"
    if abs(place - END_CHARACTER_MM) > 1:
        yield Finding(
            "proof.page_number_side",
            page.number,
            f"第{page.number}页页码距版心{side}边{place:.1f}毫米，应空一字（{END_CHARACTER_MM:.1f}毫米）。",
        )
    below = (letters[0].top + letters[0].bottom) / 2 - BOTTOM_MM
    if abs(below - 7) > 1.5:
        yield Finding(
            "proof.page_number_height",
            page.number,
            f"第{page.number}页页码一字线在版心下{below:.1f}毫米，应为7毫米。",
        )


def _body_lines(page: _Page, blocks: list[str]) -> Iterator[Finding]:
    number = page.number
    if len(page.body) > LINES:
        yield Finding("proof.lines", number, f"第{number}页有{len(page.body)}行正文，应不超过{LINES}行。")
    for order, line in enumerate(page.body, 1):
        where = f"第{number}页正文第{order}行（{line.text[:10]}…）"
        block = next((index for index, text in enumerate(blocks) if _squashed(line.text) in text), None)
        letters = line.letters
        if letters[-1].text in MAY_HANG and letters[-1].right > RIGHT_MM:
            letters = letters[:-1]
        if not letters:
            continue
        width = ems("".join(letter.text for letter in letters))
        if width > CHARACTERS:
            yield Finding(
                "proof.characters", number, f"{where}有{width:g}字，应不超过{CHARACTERS}字。", block
            )
        right = max(letter.right for letter in letters)
        left = min(letter.left for letter in letters)
        if right > RIGHT_MM + EDGE_MM or left < LEFT_MM - EDGE_MM:
            yield Finding(
                "proof.edge",
                number,
                f"{where}左右到{left:.1f}、{right:.1f}毫米，超出版心（{LEFT_MM:g}—{RIGHT_MM:g}毫米）。",
                block,
            )
        if letters[0].text in NEVER_FIRST:
            yield Finding(
                "proof.line_start",
                number,
                f"{where}以“{letters[0].text}”开头：该段字距放宽或收紧0.05磅再排。",
                block,
            )


def _broken_ranges(page: _Page, blocks: list[str]) -> Iterator[Finding]:
    for line, following in pairwise(page.body):
        if _RANGE.search(line.text[-6:] + "\n" + following.text[:6]):
            yield Finding(
                "proof.range",
                page.number,
                f"第{page.number}页“{line.text[-4:]}”与下一行“{following.text[:4]}”之间把月份范围断开了：该段字距放宽或收紧0.05磅再排。",
                next((index for index, text in enumerate(blocks) if _squashed(line.text) in text), None),
            )


def _lonely_heading(page: _Page, document: tree.Document) -> Iterator[Finding]:
    inside = [line for line in page.lines if line.in_type_area]
    headings = {
        _squashed(_text(block))
        for block in document.all_blocks()
        if isinstance(block, (tree.Heading1, tree.Heading2))
    }
    if inside and _squashed(inside[-1].text) in headings:
        yield Finding(
            "proof.heading_last",
            page.number,
            f"第{page.number}页最后一行是标题“{inside[-1].text}”：请在其前增减文字，使标题与下文同页。",
        )


def _end_block(page: _Page, block: tree.EndBlock) -> Iterator[Finding]:
    number = page.number
    count = 3 if block.printed_by and (block.main_to or block.copy_to) else 2
    if len(page.rules) < count:
        yield Finding(
            "proof.end_block", number, f"最后一页（第{number}页）没有版记：请检查版记是否排到页外。"
        )
        return
    top, bottom = page.rules[-count], page.rules[-1]
    if abs(bottom - BOTTOM_MM) > 0.7:
        yield Finding(
            "proof.end_block_edge",
            number,
            f"版记末条线距纸上沿{bottom:.1f}毫米，应与版心下沿（{BOTTOM_MM:g}毫米）重合。",
        )
    inside = [line for line in page.lines if line.in_type_area and line.baseline > top]
    strange = [line for line in inside if abs(line.size - docx.END_SIZE) > 0.5]
    if strange:
        yield Finding(
            "proof.end_block_overlap",
            number,
            f"第{number}页版记与“{strange[0].text[:10]}…”重叠：请增减正文一行再排。",
        )
    if not any(line.in_type_area and line.baseline <= top for line in page.lines):
        yield Finding(
            "proof.end_block_alone",
            number,
            f"最后一页（第{number}页）只有版记：请调整正文行数，使版记与正文或附件同页。",
        )


def _lost_text(pages: list[_Page], document: tree.Document) -> Iterator[Finding]:
    printed = _squashed("".join(line.text for page in pages for line in page.body))
    for index, block in enumerate(document.blocks):
        text = _text(block)
        if not isinstance(block, tree.Table) and _squashed(text) not in printed:
            yield Finding(
                "proof.lost_text",
                len(pages),
                f"正文第{index + 1}块“{text[:12]}…”在PDF里不完整：请检查字体是否缺字、版记是否压住正文。",
            )


def _text(block: tree.Block) -> str:
    match block:
        case tree.Table():
            return ""
        case tree.Paragraph():
            return block.lead + tree.plain(block.runs)
        case _:
            return tree.plain(block.runs)


def _squashed(text: str) -> str:
    """Without spaces and without the difference between a character and its double in some font."""
    return "".join(unicodedata.normalize("NFKC", text).split())


# ── reading the PDF ─────────────────────────────────────────────────────────────────────────────────


def _pages(pdf_bytes: bytes) -> list[_Page]:
    try:
        import pypdfium2
        from pypdfium2 import raw
    except ImportError as reason:
        raise PageError(
            "proof.no_pypdfium2",
            "pypdfium2",
            None,
            "没有安装 pypdfium2，不能核对成品页面：运行 ./bootstrap.sh 补齐环境后再试。",
        ) from reason
    try:
        file = pypdfium2.PdfDocument(pdf_bytes)
    except pypdfium2.PdfiumError as reason:
        raise PageError(
            "proof.not_pdf", "pdf", None, "这不是能打开的 PDF：请重新由 .docx 转换后再核对。"
        ) from reason
    try:
        return [_page(file[index], index + 1, raw) for index in range(len(file))]
    finally:
        file.close()


def _page(page: Any, number: int, raw: Any) -> _Page:
    width, height = (_mm(length) for length in page.get_size())
    words = page.get_textpage()
    rows: list[tuple[float, list[_Letter]]] = []
    x, y = ctypes.c_double(), ctypes.c_double()
    for index in range(words.count_chars()):
        character = words.get_text_range(index, 1)
        if not character.strip() or character == JOINER:
            continue
        raw.FPDFText_GetCharOrigin(words, index, x, y)
        baseline = height - _mm(y.value)
        left, bottom, right, top = (_mm(edge) for edge in words.get_charbox(index))
        size = raw.FPDFText_GetFontSize(words, index)
        letter = _Letter(character, size, left, right, height - top, height - bottom)
        row = next((letters for place, letters in rows if abs(place - baseline) < 0.4), None)
        if row is None:
            rows.append((baseline, [letter]))
        else:
            row.append(letter)
    lines = sorted(
        (
            _Line(tuple(sorted(letters, key=lambda letter: letter.left)), baseline)
            for baseline, letters in rows
        ),
        key=lambda line: line.baseline,
    )
    rules = []
    for item in page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH]):
        left, bottom, right, top = (_mm(edge) for edge in item.get_bounds())
        if right - left > tree.TYPE_AREA_MM - 2 and top - bottom < 2:
            rules.append(round(height - bottom, 2))
    return _Page(number, width, height, tuple(lines), tuple(sorted(set(rules))))


def _mm(points: float) -> float:
    return points * 25.4 / 72
