"""We promise that a document becomes a page by GB/T 9704-2012, the same page each time."""

import dataclasses
import datetime as dt
import io
import re
import zipfile

import docx as python_docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.shared import Mm
from hypothesis import given
from hypothesis import strategies as st

from wenzeng.engines.official_page import (
    Annex,
    Column,
    Document,
    EndBlock,
    Figure,
    Heading1,
    LetterMasthead,
    PageError,
    Paragraph,
    Properties,
    SignOff,
    Table,
    break_title,
    ems,
    from_json,
    render,
    to_json,
)
from wenzeng.engines.official_page.tests import samples

# CT_PPr, CT_RPr, CT_TblPr, CT_SectPr of ECMA-376, the children that occur here.
ORDER = {
    "pPr": "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers "
    "pBdr shd tabs suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE "
    "autoSpaceDN bidi adjustRightInd snapToGrid spacing ind contextualSpacing mirrorIndents "
    "suppressOverlap jc textDirection textAlignment textboxTightWrap outlineLvl divId cnfStyle "
    "rPr sectPr pPrChange",
    "rPr": "rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint "
    "noProof snapToGrid vanish webHidden color spacing w kern position sz szCs highlight u effect "
    "bdr shd fitText vertAlign rtl cs em lang eastAsianLayout specVanish oMath",
    "tblPr": "tblStyle tblpPr tblOverlap bidiVisual tblStyleRowBandSize tblStyleColBandSize tblW jc "
    "tblCellSpacing tblInd tblBorders shd tblLayout tblCellMar tblLook",
    "tcPr": "cnfStyle tcW gridSpan hMerge vMerge tcBorders shd noWrap tcMar textDirection tcFitText "
    "vAlign hideMark",
    "sectPr": "headerReference footerReference footnotePr endnotePr type pgSz pgMar paperSrc pgBorders "
    "lnNumType pgNumType cols formProt vAlign noEndnote titlePg textDirection bidi rtlGutter "
    "docGrid",
    "style": "name aliases basedOn next link autoRedefine hidden uiPriority semiHidden unhideWhenUsed "
    "qFormat locked personal personalCompose personalReply rsid pPr rPr tblPr trPr tcPr "
    "tblStylePr",
    "settings": "writeProtection view zoom removePersonalInformation bordersDoNotSurroundHeader "
    "bordersDoNotSurroundFooter trackRevisions defaultTabStop autoHyphenation evenAndOddHeaders "
    "characterSpacingControl printTwoOnOne strictFirstAndLastChars noLineBreaksAfter "
    "noLineBreaksBefore compat docVars rsids themeFontLang clrSchemeMapping",
}


def part(data: bytes, path: str):
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return parse_xml(package.read(path))


def parts(data: bytes) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return [name for name in package.namelist() if name.endswith(".xml") and name.startswith("word/")]


def style(data: bytes, key: str):
    return next(found for found in part(data, "word/styles.xml") if found.get(qn("w:styleId")) == key)


def printed(node) -> str:
    return "".join(word.text for word in node.iter(qn("w:t")))


def texts(data: bytes, style_key: str) -> list[str]:
    return [
        printed(paragraph)
        for paragraph in part(data, "word/document.xml").iter(qn("w:p"))
        if paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}").get(qn("w:val")) == style_key
    ]


@pytest.fixture(params=[samples.issue, samples.letter], ids=["期号式", "文件式"])
def document(request) -> Document:
    return request.param()


def test_margins_leave_a_type_area_of_156_by_225_mm(document):
    section = python_docx.Document(io.BytesIO(render(document))).sections[0]

    assert section.page_width - section.left_margin - section.right_margin == pytest.approx(
        Mm(156), abs=Mm(0.05)
    )
    assert section.page_height - section.top_margin - section.bottom_margin == pytest.approx(
        Mm(225), abs=Mm(0.05)
    )
    assert section.top_margin == pytest.approx(Mm(37), abs=Mm(0.05))
    assert section.left_margin == pytest.approx(Mm(28), abs=Mm(0.05))


def test_body_type_gives_22_lines_of_28_characters():
    normal = style(render(samples.issue()), "Normal")
    spacing = normal.find(f"{qn('w:pPr')}/{qn('w:spacing')}")
    pitch = int(spacing.get(qn("w:line"))) / 20
    look = normal.find(qn("w:rPr"))
    size = int(look.find(qn("w:sz")).get(qn("w:val"))) / 2
    character = size + int(look.find(qn("w:spacing")).get(qn("w:val"))) / 20

    assert spacing.get(qn("w:lineRule")) == "exact"
    assert size == 16
    assert int(225 / 25.4 * 72 / pitch) == 22
    assert int(156 / 25.4 * 72 / character) == 28
    assert normal.find(f"{qn('w:pPr')}/{qn('w:widowControl')}").get(qn("w:val")) == "0"


@pytest.mark.parametrize(
    ("key", "font"),
    [
        ("Normal", "仿宋_GB2312"),
        ("Heading1", "黑体"),
        ("Heading2", "楷体_GB2312"),
        ("DocTitle", "方正小标宋简体"),
        ("Masthead", "方正小标宋简体"),
        ("Footer", "宋体"),
        ("TableTitle", "黑体"),
    ],
)
def test_official_fonts_are_named_for_chinese_and_for_digits(key, font):
    fonts = style(render(samples.issue()), key).find(f"{qn('w:rPr')}/{qn('w:rFonts')}")

    assert {fonts.get(qn(f"w:{slot}")) for slot in ("ascii", "hAnsi", "eastAsia")} == {font}


def test_every_font_named_is_in_the_font_table_with_its_other_name(document):
    data = render(document)
    table = {
        font.get(qn("w:name")): font.find(qn("w:altName")).get(qn("w:val"))
        for font in part(data, "word/fontTable.xml")
    }
    named = {
        fonts.get(qn("w:eastAsia")) for path in parts(data) for fonts in part(data, path).iter(qn("w:rFonts"))
    }

    assert named <= set(table)
    assert table["仿宋_GB2312"] == "仿宋"
    assert table["方正小标宋简体"] == "方正小标宋_GBK"


def test_children_stand_in_schema_order_in_every_part(document):
    data = render(document)
    seen = 0
    for path in parts(data):
        for tag, order in ORDER.items():
            for node in part(data, path).iter(qn(f"w:{tag}")):
                places = [order.split().index(child.tag.rpartition("}")[2]) for child in node]
                assert places == sorted(places), f"{path} {tag}"
                seen += 1
    assert seen > 100


def test_bookmarks_are_unique_and_wrap_exactly_the_printed_number(document):
    body = part(render(document), "word/document.xml")
    names, found = [], []
    for start in body.iter(qn("w:bookmarkStart")):
        names.append(start.get(qn("w:name")))
        run = start.getnext()
        end = run.getnext()
        assert end.tag == qn("w:bookmarkEnd")
        assert end.get(qn("w:id")) == start.get(qn("w:id"))
        found.append(printed(run))

    assert len({name.lower() for name in names}) == len(names)
    assert max(map(len, names)) <= 40
    assert found == [figure.text for figure in document.figures()]


def test_a_page_number_field_stands_right_on_odd_and_left_on_even_pages():
    data = render(samples.issue())
    sides = {}
    for path in ("word/footer1.xml", "word/footer2.xml"):
        footer = part(data, path)
        assert printed(footer) == "— 1 —"
        assert [code.text.strip() for code in footer.iter(qn("w:instrText"))] == ["PAGE"]
        sides[path] = next(footer.iter(qn("w:jc"))).get(qn("w:val"))
    assert sides == {"word/footer1.xml": "right", "word/footer2.xml": "left"}
    assert part(data, "word/settings.xml").find(qn("w:evenAndOddHeaders")) is not None


def test_table_header_repeats_and_rows_stay_whole():
    table = next(part(render(samples.issue()), "word/document.xml").iter(qn("w:tbl")))
    rows = list(table.iter(qn("w:tr")))
    grid = [int(column.get(qn("w:w"))) for column in table.iter(qn("w:gridCol"))]

    assert [row.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None for row in rows] == [True] + [
        False
    ] * 12
    assert all(row.find(f"{qn('w:trPr')}/{qn('w:cantSplit')}") is not None for row in rows)
    for row in rows:
        assert [int(cell.get(qn("w:w"))) for cell in row.iter(qn("w:tcW"))] == grid


def test_the_red_name_fits_156_mm_whatever_its_length():
    for name in ("××通报", "××市人民政府文件", "××市工业经济稳增长工作专班办公室关于某事项的联合文件"):
        document = dataclasses.replace(samples.letter(), masthead=LetterMasthead(name, "×稳增发〔2020〕2号"))
        body = part(render(document), "word/document.xml")
        red = next(p for p in body.iter(qn("w:p")) if p.find(f".//{qn('w:color')}") is not None)
        width = 0.0
        for run in red.iter(qn("w:r")):
            size = int(run.find(f".//{qn('w:sz')}").get(qn("w:val"))) / 2
            spread = int(run.find(f"{qn('w:rPr')}/{qn('w:spacing')}").get(qn("w:val"))) / 20
            width += sum(size + spread for _ in printed(run))
        assert width <= 156 / 25.4 * 72, name


def test_copies_keep_their_three_groups_and_recipients_move_to_the_end_block():
    assert texts(render(samples.issue()), "EndLine") == [
        "主送：各县区人民政府，市政府各工作部门、直属机构。",
        "抄送：市委办公室，市人大常委会办公室，市政协办公室，××军分区。",
        "市监委，市中级人民法院、检察院，各人民团体，各新闻单位。",
        "中、省驻×各单位。",
    ]


def test_the_letter_form_names_recipient_annexes_and_printing_office():
    data = render(samples.letter())

    assert texts(data, "Mark") == ["加急"]
    assert texts(data, "DocNumber") == ["×稳增发〔2020〕2号"]
    assert texts(data, "Recipient") == ["各县区人民政府、园区管委会，专班各成员单位："]
    assert texts(data, "Flush") == [
        "附件：1. 数据溯源表",
        "2. 6月份工作安排（演示）",
        "××市工业经济稳增长工作专班",
        "2020年6月24日",
    ]
    assert texts(data, "AnnexMark") == ["附件1", "附件2"]
    assert texts(data, "EndLine")[-1] == "××市工业和信息化局2020年6月24日印发"


@pytest.mark.parametrize(
    ("sign_off", "starts"),
    [
        pytest.param(SignOff("××市工业经济稳增长工作专班", "2020年6月24日"), (12, 14), id="署名右空二字"),
        pytest.param(SignOff("××局", "2020年6月24日"), (17.5, 19.5), id="日期长于署名，日期右空二字"),
        pytest.param(SignOff("××市人民政府", "2020年6月24日", sealed=True), (17.25, 17.5), id="加盖印章"),
    ],
)
def test_sign_off_stands_where_the_standard_puts_it(sign_off, starts):
    body = part(
        render(dataclasses.replace(samples.letter(), annexes=(), sign_off=sign_off)), "word/document.xml"
    )
    lefts = [
        int(p.find(f"{qn('w:pPr')}/{qn('w:ind')}").get(qn("w:left"))) / 20 / 15.75
        for p in body.iter(qn("w:p"))
        if printed(p) in (sign_off.organ, sign_off.date)
    ]
    assert lefts == pytest.approx(starts, abs=0.01)


def test_demo_mark_stands_in_the_header_of_odd_and_even_pages():
    data = render(samples.issue())
    kinds = {
        reference.get(qn("w:type"))
        for reference in part(data, "word/document.xml").iter(qn("w:headerReference"))
    }

    assert printed(part(data, "word/header1.xml")) == samples.NOTE
    assert kinds == {"default", "even"}
    assert "word/header1.xml" not in parts(render(dataclasses.replace(samples.issue(), header_note=None)))


def test_the_same_tree_gives_the_same_bytes_dated_by_the_tree(document):
    data = render(document)

    assert data == render(from_json(to_json(document)))
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        assert {entry.date_time for entry in package.infolist()} == {(2020, 6, 24, 9, 0, 0)}
    properties = python_docx.Document(io.BytesIO(data)).core_properties
    assert properties.created == dt.datetime(2020, 6, 24, 1, 0, tzinfo=properties.created.tzinfo)
    assert properties.identifier == "2020-06-24-01"


words = st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs")), min_size=1, max_size=30)
figures = st.builds(
    Figure,
    st.from_regex(r"F_[A-Za-z0-9]{1,12}", fullmatch=True),
    st.decimals(-999, 999, places=1).map(str),
    words,
)
runs = st.lists(words | figures, min_size=1, max_size=4).map(tuple)
tables = st.lists(st.tuples(runs, runs), max_size=3).map(
    lambda rows: Table("表", (Column("甲", 60), Column("乙", 60.5, "left")), tuple(rows), "注")
)
blocks = st.lists(
    st.builds(Heading1, runs) | st.builds(Paragraph, runs, words, st.sampled_from((0.0, -0.05))) | tables,
    max_size=5,
).map(tuple)
documents = st.builds(
    Document,
    masthead=st.just(LetterMasthead("××文件", "×发〔2020〕2号")),
    title_lines=st.just(("关于××的通报",)),
    blocks=blocks,
    properties=st.just(Properties("题", "S1", samples.STAMP)),
    annexes=st.lists(st.builds(Annex, words, blocks), max_size=2).map(tuple),
    end_block=st.none() | st.builds(EndBlock, copy_to=st.just((("甲", "乙"), ("丙",)))),
    header_note=st.none() | words,
)


@given(documents)
def test_any_document_survives_its_archive_and_opens_with_its_words(document):
    again = from_json(to_json(document))

    assert again == document
    assert to_json(again) == to_json(document)
    opened = python_docx.Document(io.BytesIO(render(document)))
    assert len(opened.tables) == sum(isinstance(block, Table) for block in document.all_blocks())


@pytest.mark.parametrize(
    "text",
    ["", "[]", '"公文"', '{"kind":"Nothing"}', '{"kind":"Marks","security":"","urgency":""}', '{"a":1}'],
)
def test_a_damaged_archive_is_named_as_such(text):
    with pytest.raises(PageError, match="存档") as caught:
        from_json(text)
    assert caught.value.code == "page.json"


@pytest.mark.parametrize(
    ("make", "code", "says"),
    [
        pytest.param(lambda: Figure("22.1", "22.1"), "page.bookmark", "F_ 加字母", id="书签名不合规"),
        pytest.param(
            lambda: Figure("F_1__2", "22.1"), "page.bookmark", "下划线不连用", id="书签名像重复编号"
        ),
        pytest.param(lambda: Figure("F_1", ""), "page.figure_empty", "请写明", id="空数字"),
        pytest.param(
            lambda: Table("甲", (Column("a", 157),), ()), "page.table_width", "请减小列宽", id="表过宽"
        ),
        pytest.param(
            lambda: Table("甲", (Column("a", 50),), ((("1",), ("2",)),)),
            "page.table_row",
            "第1行有2格",
            id="格数不符",
        ),
        pytest.param(EndBlock, "page.end_block_empty", "不要版记", id="空版记"),
        pytest.param(
            lambda: Properties("题", "S", dt.datetime(2020, 6, 24)),  # noqa: DTZ001 the fault itself
            "page.stamp",
            "带时区",
            id="时间无时区",
        ),
        pytest.param(
            lambda: dataclasses.replace(samples.issue(), blocks=(Paragraph(("一\n二",)),)),
            "page.character",
            "另起一段",
            id="段内换行",
        ),
        pytest.param(
            lambda: dataclasses.replace(samples.issue(), title_lines=("",)),
            "page.title_empty",
            "请写标题",
            id="无标题",
        ),
    ],
)
def test_nonsense_is_refused_with_a_sentence_that_helps(make, code, says):
    with pytest.raises(PageError, match=re.escape(says)) as caught:
        make()
    assert caught.value.code == code


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        ("关于5月份工业经济运行情况的通报", ("关于5月份工业经济运行情况的通报",)),
        (
            "2020年1—5月全市规模以上工业经济运行情况的通报",
            ("2020年1—5月全市规模以上", "工业经济运行情况的通报"),
        ),
        (
            "××市工业经济稳增长工作专班关于2020年1—5月各县区各成员单位稳增长工作推进情况和账款清欠进展的通报",
            (
                "××市工业经济稳增长工作专班",
                "关于2020年1—5月各县区各成员单位",
                "稳增长工作推进情况和账款清欠进展的通报",
            ),
        ),
    ],
)
def test_long_titles_break_at_words_in_a_trapezoid(title, lines):
    assert break_title(title) == lines


@given(st.text(st.sampled_from("关于全市的工业和情况通报0123年月（）《》、—"), min_size=1, max_size=50))
def test_a_broken_title_keeps_every_character_and_fits(title):
    lines = break_title(title)

    assert "".join(lines) == title
    assert len(lines) == 1 or all(ems(line) <= 19 for line in lines)
