"""The .docx carries its facts, and a file that comes back is held against them; the trace leads to the cell."""

import io
import unicodedata
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from wenzeng.bulletins import actions, pages
from wenzeng.bulletins.models import Bulletin, State
from wenzeng.bulletins.returned import CannotRead, check_returned_docx
from wenzeng.bulletins.tests.conftest import Books
from wenzeng.engines.official_page import check_pdf, figures_in, paragraphs_in
from wenzeng.engines.official_page.tests import office

pytestmark = pytest.mark.django_db
Walk = Callable[[Bulletin, State], Bulletin]


def edited(docx: bytes, old: str, new: str) -> bytes:
    """What somebody with Word would send back."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(docx)) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            if name == "word/document.xml":
                assert old.encode() in content
                content = content.replace(old.encode(), new.encode(), 1)
            target.writestr(name, content)
    return out.getvalue()


def test_each_figure_is_bookmarked_with_its_observation(bulletin: Bulletin, books: Books) -> None:
    found = {(one.bookmark, one.text) for one in figures_in(actions.docx_of(bulletin))}

    assert (f"F_{books.growth(books.city.city)}", "20.7") in found
    assert (f"F_{books.id('situation.gap_to_province', books.city.city)}", "22.1") in found


def test_a_faithful_file_is_told_to_be_so(bulletin: Bulletin) -> None:
    result = check_returned_docx(bulletin, actions.docx_of(bulletin))

    assert result.is_faithful
    assert result.figures == bulletin.figures.count()


def test_an_edited_figure_is_caught_and_its_paragraph_named(bulletin: Bulletin) -> None:
    sent_back = edited(actions.docx_of(bulletin), ">22.1<", ">21.1<")

    (sentence,) = check_returned_docx(bulletin, sent_back).differences

    assert "正文第5段" in sentence
    assert "应为22.1，文件里是21.1" in sentence
    assert "与全省差距" in sentence


def test_a_figure_whose_bookmark_is_gone_is_told(bulletin: Bulletin, books: Books) -> None:
    mark = f"F_{books.id('situation.gap_to_province', books.city.city)}"

    result = check_returned_docx(bulletin, edited(actions.docx_of(bulletin), f'"{mark}"', '"X_1"'))

    assert "书签没有了" in result.differences[0]


def test_words_changed_beside_a_figure_are_told(bulletin: Bulletin) -> None:
    sent_back = edited(actions.docx_of(bulletin), "低于全省平均水平", "高于全省平均水平")

    result = check_returned_docx(bulletin, sent_back)

    assert not result.differences
    assert "（三）全市情况" in result.words[0]


def test_what_is_no_docx_is_refused_with_a_sentence(bulletin: Bulletin) -> None:
    with pytest.raises(CannotRead, match="docx"):
        check_returned_docx(bulletin, b"not a document")


def test_the_trace_table_leads_each_figure_to_its_cell(bulletin: Bulletin, books: Books) -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(actions.trace_table(bulletin))).active
    head = [cell.value for cell in sheet[3]]
    rows = [dict(zip(head, line, strict=True)) for line in sheet.iter_rows(min_row=4, values_only=True)]

    own = next(row for row in rows if row["编号"] == f"F_{books.growth(books.city.city)}")
    gap = next(row for row in rows if row["指标"] == "与全省差距")

    assert len(rows) == bulletin.figures.count()
    assert (own["正文数字"], own["数值"], own["表"], own["单元格"]) == ("20.7", -20.7, "附表2", "C15")
    assert own["原件"] == "统计局月度通知1.xlsx"
    assert "全市" in gap["算法与输入"]
    assert "全省" in gap["算法与输入"]
    assert "附表2!C15" in gap["源头单元格"]


def test_the_review_copy_carries_the_trace_and_the_demo_note(bulletin: Bulletin) -> None:
    words = paragraphs_in(actions.review_copy(bulletin))

    assert "数据溯源表" in words
    assert any("附表2!C15" in word for word in words)
    assert len(figures_in(actions.review_copy(bulletin))) == 2 * bulletin.figures.count()


@pytest.mark.office
def test_the_printed_pages_obey_the_standard_and_hold_the_table_together(
    bulletin: Bulletin, tmp_path: Path
) -> None:
    import pypdfium2

    pdf = office.to_pdf(actions.docx_of(bulletin), tmp_path)
    printed = [
        "".join(unicodedata.normalize("NFKC", page.get_textpage().get_text_range()).split())
        for page in pypdfium2.PdfDocument(pdf)
    ]

    assert check_pdf(pdf, pages.tree(bulletin)) == []
    table = "".join(words for words in printed if "下拉全市(百分点)" in words)
    assert all(part in table for part in ("表1", "较1—4月(百分点)", "安康高新区", "四舍五入差", "注:"))


@pytest.mark.office
def test_issuing_looks_at_the_pages_and_mends_what_spacing_can(
    bulletin: Bulletin, at: Walk, settings: Any, tmp_path: Path
) -> None:
    office.to_pdf(actions.docx_of(bulletin), tmp_path)  # skips where there is no LibreOffice
    settings.WENZENG_SOFFICE = "soffice"

    row = at(bulletin, State.ISSUED)

    assert row.head["proof"] == ["版面核对没有发现问题。"]
    assert check_pdf(office.to_pdf(actions.docx_of(row), tmp_path), pages.tree(row)) == []
    assert actions.redraw(row) == actions.docx_of(row)


@pytest.mark.parametrize(
    ("program", "sentence"), [("", "没有 LibreOffice"), ("false", "LibreOffice 没有转出 PDF")]
)
def test_without_pages_to_look_at_a_bulletin_is_issued_and_says_so(
    bulletin: Bulletin, at: Walk, settings: Any, program: str, sentence: str
) -> None:
    settings.WENZENG_SOFFICE = program

    row = at(bulletin, State.ISSUED)

    assert row.head["proof"] == [f"{sentence}，版面没有核对：印前看一遍分页、页码和版记。"]


def test_spacing_that_mends_a_line_is_kept_with_the_bulletin(bulletin: Bulletin) -> None:
    bulletin.head = {**bulletin.head, "squeeze": {"2": 0.05}}

    assert [getattr(block, "squeeze_pt", 0) for block in pages.tree(bulletin).blocks][:4] == [0, 0, 0.05, 0]
    assert actions.redraw(bulletin) == actions.docx_of(bulletin)
