"""We promise that the printed sheet obeys GB/T 9704-2012, as LibreOffice prints it."""

import dataclasses
import subprocess
import sys
from xml.etree import ElementTree

import pytest

from wenzeng.engines.official_page import (
    Column,
    Document,
    EndBlock,
    Figure,
    PageError,
    Paragraph,
    Table,
    check_pdf,
    differences,
    fonts_conf,
    inspect,
    paragraphs_in,
    render,
    settle,
)
from wenzeng.engines.official_page.tests import office, samples
from wenzeng.engines.official_page.tests.test_read_back import rewritten


@pytest.mark.office
@pytest.mark.parametrize("make", [samples.issue, samples.letter], ids=["期号式", "文件式"])
def test_the_printed_pages_pass_the_ruler(make, tmp_path):
    document, findings = settle(make(), lambda data: office.to_pdf(data, tmp_path))

    assert findings == []
    assert check_pdf(office.to_pdf(render(document), tmp_path), document) == []


@pytest.mark.office
def test_a_full_page_holds_22_lines_of_28_characters(tmp_path):
    document = dataclasses.replace(
        samples.issue(), blocks=(Paragraph(("示" * 28 * 50,)),), annexes=(), end_block=None, header_note=None
    )
    pdf = office.to_pdf(render(document), tmp_path)

    import pypdfium2

    page = pypdfium2.PdfDocument(pdf)[1].get_textpage().get_text_range().split()
    assert page[:-3] == ["示" * 28] * 22
    assert page[-3:] == ["—", "2", "—"]
    assert check_pdf(pdf, document) == []


@pytest.mark.office
@pytest.mark.parametrize(
    ("before", "rows", "pages"),
    [(0, 6, [6]), (0, 14, [5, 9]), (3, 14, [14]), (18, 14, [11, 3]), (0, 60, [5, 30, 25])],
    ids=["小表整张排", "长表接着正文排", "排不下三行就不拆", "至少三行", "放不下的照排"],
)
def test_a_long_table_follows_the_text_and_breaks_under_its_head(before, rows, pages, tmp_path):
    cells = tuple(((f"line{number}.",),) for number in range(1, rows + 1))
    table = Table("table", (Column("head", 60),), cells, "note")
    blocks = (Paragraph(("示" * 28 * 22,)), *(Paragraph(("示",)) for _ in range(before)), table)
    document = dataclasses.replace(
        samples.issue(), blocks=blocks, annexes=(), end_block=None, header_note=None
    )

    import pypdfium2

    printed = pypdfium2.PdfDocument(office.to_pdf(render(document), tmp_path))
    holding = [words for page in printed if "line" in (words := page.get_textpage().get_text_range())]
    assert [words.count("line") for words in holding] == pages
    assert all("head" in words for words in holding)
    parts = ("table", "note", *(f"line{number}." for number in range(1, rows + 1)))
    assert all(part in "".join(holding) for part in parts)


@pytest.mark.office
def test_a_range_of_months_is_never_broken(tmp_path):
    blocks = tuple(
        Paragraph(("示" * length + "1—5月，示示；10—12月", Figure("F_1", "3"), "个月。"))
        for length in range(14, 26)
    )
    document = dataclasses.replace(samples.issue(), blocks=blocks, annexes=())

    import pypdfium2

    printed = pypdfium2.PdfDocument(office.to_pdf(render(document), tmp_path))
    lines = [
        line.replace("\u2060", "")
        for page in printed
        for line in page.get_textpage().get_text_range().splitlines()
    ]
    assert sum(line.count("1—5月") for line in lines) == len(blocks)
    assert sum(line.count("10—12月") for line in lines) == len(blocks)
    assert paragraphs_in(render(document))[-len(blocks) :] == [
        f"{'示' * length}1—5月，示示；10—12月3个月。" for length in range(14, 26)
    ]


@pytest.mark.office
@pytest.mark.parametrize(
    ("path", "old", "new", "code"),
    [
        ("word/document.xml", 'w:right="1474"', 'w:right="1000"', "proof.edge"),
        ("word/document.xml", 'w:top="2098"', 'w:top="2500"', "proof.masthead"),
        ("word/document.xml", 'w:footer="1417"', 'w:footer="800"', "proof.page_number_height"),
        ("word/footer1.xml", 'w:val="right"', 'w:val="left"', "proof.page_number_side"),
        ("word/document.xml", "降幅逐月收窄；", "", "proof.lost_text"),
        ("word/document.xml", 'w:w="11906" w:h="16838"', 'w:w="12240" w:h="15840"', "proof.sheet"),
        ("word/header1.xml", "演示样张", "", "proof.note"),
    ],
)
def test_a_page_that_was_spoilt_is_found_out(path, old, new, code, tmp_path):
    spoilt = rewritten(render(samples.issue()), old, new, path)

    found = {finding.code for finding in inspect(office.to_pdf(spoilt, tmp_path), samples.issue())}

    assert code in found


@pytest.mark.office
def test_a_page_of_too_many_lines_is_found_out(tmp_path):
    document = of_length(50)
    spoilt = rewritten(render(document), 'w:line="579"', 'w:line="550"', "word/styles.xml")

    faults = inspect(office.to_pdf(spoilt, tmp_path), document)

    assert "第2页有23行正文，应不超过22行。" in [fault.message_zh for fault in faults]


def of_length(paragraphs: int) -> Document:
    return dataclasses.replace(
        samples.issue(),
        annexes=(),
        blocks=tuple(Paragraph((f"第{n}段。",)) for n in range(1, paragraphs + 1)),
    )


@pytest.mark.office
@pytest.mark.parametrize("paragraphs", range(2, 9))
def test_an_end_block_never_stands_on_a_page_alone(paragraphs, tmp_path):
    document = of_length(paragraphs)

    assert inspect(office.to_pdf(render(document), tmp_path), document) == []


@pytest.mark.office
def test_an_end_block_that_somebody_left_alone_is_found_out(tmp_path):
    document = of_length(5)
    spoilt = rewritten(render(document), '<w:pStyle w:val="Body"/><w:keepNext/>', '<w:pStyle w:val="Body"/>')

    faults = inspect(office.to_pdf(spoilt, tmp_path), document)

    assert [finding.code for finding in faults] == ["proof.end_block_alone"]


@pytest.mark.office
def test_an_end_block_of_many_names_loses_no_line(tmp_path):
    names = tuple(f"示例第{number}单位办公室" for number in range(1, 41))
    document = dataclasses.replace(
        of_length(9), end_block=EndBlock(names[:20], (names[20:], ("末尾单位",)), "××市局", "2020年6月24日")
    )
    pdf = office.to_pdf(render(document), tmp_path)

    import pypdfium2

    file = pypdfium2.PdfDocument(pdf)
    last = file[len(file) - 1].get_textpage().get_text_range()
    flat = "".join(last.split())
    assert all(name in flat for name in (*names, "末尾单位。", "2020年6月24日印发"))
    assert check_pdf(pdf, document) == []


@pytest.mark.office
def test_figures_survive_being_saved_by_libreoffice(tmp_path):
    document = samples.letter()
    saved = office.convert(render(document), tmp_path, "docx:MS Word 2007 XML", "saved/page.docx")

    assert differences(document, saved) == []
    assert [one.found for one in differences(document, rewritten(saved, ">22.1<", ">21.1<"))] == ["21.1"]


def test_what_is_no_pdf_is_refused_in_words():
    with pytest.raises(PageError, match="不是能打开的 PDF"):
        check_pdf(b"PK", samples.issue())


def test_without_pypdfium2_the_sentence_says_what_to_install():
    program = (
        "import sys; sys.modules['pypdfium2'] = None\n"
        "from wenzeng.engines.official_page import PageError, check_pdf\n"
        "from wenzeng.engines.official_page.tests import samples\n"
        "try: check_pdf(b'', samples.issue())\n"
        "except PageError as reason: print(reason.code)\n"
    )
    said = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True, text=True)
    assert said.stdout.strip() == "proof.no_pypdfium2"


def test_the_font_file_names_own_type_first_and_a_free_one_last():
    tree = ElementTree.fromstring(fonts_conf(("/示例 & 字体",)))  # noqa: S314 our own text
    families = {
        match.findtext("test/string"): [name.text for name in match.findall("edit[@name='family']/string")]
        for match in tree.findall("match")
    }

    assert tree.findtext("dir") == "/示例 & 字体"
    assert families["仿宋_GB2312"][0] == "仿宋_GB2312"
    assert "FandolFang R" in families["仿宋_GB2312"]
    assert {names[-1] for names in families.values()} == {"Noto Serif CJK SC", "Noto Sans CJK SC"}
