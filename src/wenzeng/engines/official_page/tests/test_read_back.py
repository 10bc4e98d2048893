"""We promise that a file that comes back changed is caught, and that a bad file is refused in words."""

import dataclasses
import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wenzeng.engines.official_page import (
    Figure,
    PageError,
    Paragraph,
    differences,
    figures_in,
    paragraphs_in,
    render,
    snapshot_in,
)
from wenzeng.engines.official_page.tests import samples


def rewritten(data: bytes, old: str, new: str, path: str = "word/document.xml") -> bytes:
    """The file with one place of one part changed, as a person's program would save it."""
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as source,
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            content = source.read(name).decode()
            if name == path:
                assert old in content
                content = content.replace(old, new, 1)
            target.writestr(name, content)
    return buffer.getvalue()


def test_every_figure_is_found_with_its_text_and_place():
    document = samples.issue()

    found = figures_in(render(document))

    assert [(one.bookmark, one.text) for one in found] == [
        (one.bookmark, one.text) for one in document.figures()
    ]
    assert ("F_101", "12.0", "第1个表第2行第3列") in found
    assert next(one for one in found if one.bookmark == "F_3").where.startswith("正文第")
    assert differences(document, render(document)) == []


def test_an_edit_from_22_1_to_21_1_is_caught():
    document = samples.issue()
    edited = rewritten(render(document), ">22.1<", ">21.1<")

    wrong = differences(document, edited)

    assert [(one.bookmark, one.expected, one.found) for one in wrong] == [("F_3", "22.1", "21.1")]
    assert "应为22.1，文件里是21.1" in wrong[0].message_zh


def test_an_edit_in_a_table_is_caught_with_its_cell():
    document = samples.issue()
    wrong = differences(document, rewritten(render(document), ">31.3<", ">13.3<"))

    assert [(one.found, one.where) for one in wrong] == [("13.3", "第1个表第13行第3列")]


def test_a_lost_bookmark_is_told():
    document = samples.issue()
    wrong = differences(document, rewritten(render(document), 'w:name="F_4"', 'w:name="Other"'))

    assert [(one.bookmark, one.found) for one in wrong] == [("F_4", None)]
    assert "书签在文件里没有了" in wrong[0].message_zh


def test_tracked_changes_count_as_made():
    document = samples.issue()
    edited = rewritten(
        render(document),
        '<w:t xml:space="preserve">22.1</w:t></w:r>',
        "<w:t>2</w:t></w:r><w:del><w:r><w:delText>2</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>1</w:t></w:r></w:ins><w:r><w:t>.1</w:t></w:r>",
    )
    assert [one.found for one in differences(document, edited)] == ["21.1"]


def test_paragraphs_come_back_as_they_were_printed():
    paragraphs = paragraphs_in(render(samples.issue()))

    assert "关于2020年1—5月全市工业经济运行 和稳增长工作推进情况的通报" in paragraphs
    assert "（一）企业培育。年度计划培育入库40户，实际入库21户，同期退库43户，净减22户。" in paragraphs
    assert paragraphs.count("22.1") == 1
    assert snapshot_in(render(samples.issue())) == "2020-06-24-01"


@given(st.lists(st.sampled_from(("F_1", "F_2", "F_a_b", "F_A_B")), min_size=1, max_size=8))
def test_repeated_facts_come_back_under_their_own_name(names):
    figures = tuple(Figure(name, f"{number}.5") for number, name in enumerate(names))
    document = dataclasses.replace(samples.issue(), blocks=(Paragraph(figures),), annexes=())

    assert [(one.bookmark, one.text) for one in figures_in(render(document))] == [
        (figure.bookmark, figure.text) for figure in figures
    ]
    assert differences(document, render(document)) == []


def zipped(**files: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in files.items():
            package.writestr(name.replace("__", "/") + ".xml", content)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("data", "code", "says"),
    [
        pytest.param(b"", "file.not_docx", "另存为 .docx", id="空文件"),
        pytest.param(b"PK\x03\x04 cut short", "file.not_docx", "已损坏", id="残缺"),
        pytest.param(b"%PDF-1.7", "file.not_docx", "不是 .docx", id="PDF"),
        pytest.param(
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "file.old_or_locked", "不加密的 .docx", id="旧版或加密"
        ),
        pytest.param(zipped(xl__workbook="<a/>"), "file.no_part", "不是 Word 文档", id="表格文件"),
        pytest.param(zipped(word__document="<w:document"), "file.not_word_xml", "已损坏", id="XML残缺"),
        pytest.param(zipped(word__document="<a/>"), "file.not_word_xml", "已损坏", id="没有正文"),
        pytest.param(
            zipped(word__document='<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'),
            "file.not_word_xml",
            "已损坏",
            id="外部实体",
        ),
        pytest.param(zipped(word__document=" " * 50_000_001), "file.too_large", "超过50MB", id="压缩炸弹"),
    ],
)
def test_what_is_no_docx_is_refused_in_words(data, code, says):
    with pytest.raises(PageError, match=says) as caught:
        figures_in(data)
    assert caught.value.code == code


@given(st.integers(0, 60_000), st.binary(min_size=1, max_size=8))
def test_a_damaged_file_never_ends_in_a_traceback(place, noise):
    data = bytearray(render(samples.letter()))
    place %= len(data) - len(noise)
    data[place : place + len(noise)] = noise

    said = ""
    try:
        figures_in(bytes(data))
    except PageError as reason:
        said = reason.message_zh
    assert not said or "请" in said
