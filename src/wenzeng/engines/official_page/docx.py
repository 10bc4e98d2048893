"""A document tree to .docx by GB/T 9704-2012 (党政机关公文格式).

The measures are the standard's (type area 156 × 225 mm, 22 lines of 28 characters); how they are set was
tuned so that both Word's rules and LibreOffice's rendering give them. Fonts are named as the standard's
users name them and are not embedded.
"""

import datetime as dt
import io
import zipfile
from collections import Counter
from collections.abc import Iterable
from itertools import count

from wenzeng.engines.official_page import tree
from wenzeng.engines.official_page.titles import break_title, ems
from wenzeng.engines.official_page.wordml import (
    BIAOSONG,
    FANG,
    GREY,
    HEI,
    KAI,
    RED,
    SONG,
    Setting,
    Type,
    app_properties,
    content_types,
    core_properties,
    element,
    field,
    font_table,
    mm,
    paragraph,
    relations,
    root,
    run,
    settings,
    style,
    text,
    twips,
)

PITCH = 28.95  # 22 lines = 636.9 pt in a type area of 637.8
BODY = 16.0
CHARACTER = 15.75  # body size less 0.25 pt; 28 of them = 441 pt in 442.2
WIDTH = mm(tree.TYPE_AREA_MM)
MASTHEAD_TOP = mm(35)  # under the top of the type area
MASTHEAD_LARGEST = 62.0
ROWS_KEPT_WHOLE = (
    6  # of 20 pt: what they leave empty when they move to the next page is no more than a quarter
)
ROWS_TOGETHER = 3  # at the least before and after a break
END_SIZE = 14.0
END_PITCH = 26.0
EMU_PER_POINT = 12700


def render(document: tree.Document) -> bytes:
    """The .docx file of a document. The same tree gives the same bytes on every machine."""
    writer = _Writer()
    # What stands before the end block holds on to it, which so is never alone on its page.
    held = [*document.all_blocks()][-1:] if document.end_block else []
    if document.sign_off and not document.annexes:
        held = []
    body = [
        *writer.head(document),
        *(writer.block(block, holds=any(block is one for one in held)) for block in document.blocks),
        *writer.annex_notice(document.annexes),
        *writer.sign_off(document.sign_off, holds=bool(document.end_block and not document.annexes)),
        *(
            part
            for number, annex in enumerate(document.annexes, 1)
            for part in writer.annex(document, number, annex, held)
        ),
        *writer.end_block(document.end_block),
    ]
    noted = document.header_note is not None
    kinds = {
        "document.xml": "document.main",
        "styles.xml": "styles",
        "settings.xml": "settings",
        "fontTable.xml": "fontTable",
        "footer1.xml": "footer",
        "footer2.xml": "footer",
    }
    links = [
        ("rId1", "styles", "styles.xml"),
        ("rId2", "settings", "settings.xml"),
        ("rId3", "fontTable", "fontTable.xml"),
        ("rId4", "footer", "footer1.xml"),
        ("rId5", "footer", "footer2.xml"),
    ]
    if noted:
        kinds |= {"header1.xml": "header", "header2.xml": "header"}
        links += [("rId6", "header", "header1.xml"), ("rId7", "header", "header2.xml")]
    properties = document.properties
    stamp = properties.stamped_at.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    parts = {
        "[Content_Types].xml": content_types(kinds),
        "_rels/.rels": relations(
            ("rId1", "officeDocument", "word/document.xml"),
            ("rId2", "metadata/core-properties", "docProps/core.xml"),
            ("rId3", "extended-properties", "docProps/app.xml"),
        ),
        "docProps/core.xml": core_properties(
            title=properties.title,
            author=properties.author,
            identifier=properties.snapshot_id,
            stamp=stamp,
        ),
        "docProps/app.xml": app_properties(),
        "word/_rels/document.xml.rels": relations(*links),
        "word/document.xml": root("w:document", element("w:body", *body, _section(noted))),
        "word/styles.xml": _styles(),
        "word/settings.xml": settings(),
        "word/fontTable.xml": font_table(),
        "word/footer1.xml": _footer("right"),
        "word/footer2.xml": _footer("left"),
    }
    if document.header_note is not None:
        header = root("w:hdr", paragraph(Setting(style="Header"), run(document.header_note)))
        parts |= {"word/header1.xml": header, "word/header2.xml": header}
    return _zip(parts, properties.stamped_at)


class _Writer:
    """Hands out bookmark numbers while the body is written from top to bottom."""

    def __init__(self) -> None:
        self._ids = count()
        self._seen: Counter[str] = Counter()

    # ── first page ──────────────────────────────────────────────────────────────────────────────────

    def head(self, document: tree.Document) -> Iterable[str]:
        marks = [words for words in (document.marks.security, document.marks.urgency) if words]
        for words in marks:
            yield paragraph(Setting(style="Mark"), run(words))
        masthead = document.masthead
        room = MASTHEAD_TOP - PITCH * len(marks)
        if isinstance(masthead, tree.IssueMasthead):
            yield _red_name(masthead.series, room)
            yield paragraph(Setting(style="Issue"), run(masthead.number))
            yield paragraph(
                Setting(style="IssueLine", tabs=(("right", WIDTH - CHARACTER),)),
                run(masthead.organ),
                element("w:r", element("w:tab")),
                run(masthead.date),
            )
        else:
            yield _red_name(masthead.name, room)
            yield paragraph(Setting(style="DocNumber"), run(masthead.doc_number))
        yield _rule(2.25, RED, before=RULE_BELOW_NUMBER)
        lines = document.title_lines
        lines = break_title(lines[0]) if len(lines) == 1 else lines
        yield paragraph(
            Setting(style="DocTitle", after=0 if document.subtitle else None),
            element("w:r", element("w:br").join(text(line) for line in lines)),
        )
        if document.subtitle:
            yield paragraph(Setting(style="Subtitle9704"), run(document.subtitle))
        if document.main_recipient is not None:
            yield paragraph(Setting(style="Recipient"), run(f"{document.main_recipient.rstrip('：:')}："))

    # ── body ────────────────────────────────────────────────────────────────────────────────────────

    def runs(self, runs: Iterable[tree.Run], look: Type | None = None) -> str:
        return "".join(
            run(part, look) if isinstance(part, str) else self._bookmarked(part, look) for part in runs
        )

    def _bookmarked(self, figure: tree.Figure, look: Type | None) -> str:
        # Names are unique in a file, whatever their case; a fact printed again is numbered.
        self._seen[figure.bookmark.lower()] += 1
        again = self._seen[figure.bookmark.lower()]
        name = figure.bookmark if again == 1 else f"{figure.bookmark}__{again}"
        number = next(self._ids)
        return (
            element("w:bookmarkStart", w_id=number, w_name=name)
            + run(figure.text, look)
            + element("w:bookmarkEnd", w_id=number)
        )

    def block(self, block: tree.Block, *, holds: bool = False) -> str:
        """`holds` ties a block to what follows it."""
        match block:
            case tree.Heading1(runs):
                return paragraph(Setting(style="Heading1"), self.runs(runs))
            case tree.Heading2(runs):
                return paragraph(Setting(style="Heading2"), self.runs(runs))
            case tree.Paragraph(runs, lead, squeeze_pt):
                spacing = BODY_SPACING + squeeze_pt if squeeze_pt else None
                look = Type(spacing_pt=spacing)
                return paragraph(
                    Setting(style="Body", keep_next=holds),
                    run(lead, Type(font=KAI, spacing_pt=spacing)),
                    self.runs(runs, look),
                )
            case tree.Table():
                return self._table(block, holds=holds)

    def _table(self, table: tree.Table, *, holds: bool) -> str:
        """A small table stays on one page. A longer one follows the text and may break, under a repeated head.

        Moved as a whole it left up to half a page of text empty, which reads as an unfinished document; a league
        table is read from the top, so that it loses little where it breaks.
        """
        count = len(table.rows)
        whole = count <= ROWS_KEPT_WHOLE
        widths = [twips(mm(column.width_mm)) for column in table.columns]
        header = _row(
            [
                _cell(width, paragraph(Setting(style="TableHead", keep_next=True), run(column.title)))
                for width, column in zip(widths, table.columns, strict=True)
            ],
            header=True,
        )
        rows = [
            _row(
                [
                    _cell(
                        width,
                        paragraph(
                            Setting(
                                style="TableCell",
                                keep_next=(whole or number < ROWS_TOGETHER or number > count - ROWS_TOGETHER)
                                and (number < count or bool(table.note) or holds),
                                align=None if column.align == "center" else column.align,
                            ),
                            self.runs(cell),
                        ),
                    )
                    for width, column, cell in zip(widths, table.columns, row, strict=True)
                ]
            )
            for number, row in enumerate(table.rows, 1)
        ]
        sides = ("top", "left", "bottom", "right", "insideH", "insideV")
        drawn = element(
            "w:tbl",
            element(
                "w:tblPr",
                element("w:tblW", w_w=sum(widths), w_type="dxa"),
                element("w:jc", w_val="center"),
                element(
                    "w:tblBorders",
                    *(
                        element(f"w:{side}", w_val="single", w_sz=4, w_space=0, w_color="000000")
                        for side in sides
                    ),
                ),
                element("w:tblLayout", w_type="fixed"),
                element(
                    "w:tblCellMar",
                    element("w:left", w_w=85, w_type="dxa"),
                    element("w:right", w_w=85, w_type="dxa"),
                ),
            ),
            element("w:tblGrid", *(element("w:gridCol", w_w=width) for width in widths)),
            header,
            *rows,
        )
        title = paragraph(Setting(style="TableTitle"), run(table.title)) if table.title else ""
        # A paragraph must stand between two tables, or Word joins them.
        note = (
            paragraph(Setting(style="TableNote", keep_next=holds), run(table.note))
            if table.note
            else paragraph(Setting(style="Hairline", keep_next=holds))
        )
        return title + drawn + note

    # ── after the body ──────────────────────────────────────────────────────────────────────────────

    def annex_notice(self, annexes: tuple[tree.Annex, ...]) -> Iterable[str]:
        """附件说明: one line under the body, indented 2 characters, no mark at the end."""
        for number, annex in enumerate(annexes, 1):
            label = "附件：" if number == 1 else ""
            order = f"{number}. " if len(annexes) > 1 else ""
            hanging = ems(f"附件：{order}") if number == 1 else ems(order)
            left = 2 + (3 if number > 1 else 0) + hanging
            yield paragraph(
                Setting(
                    style="Flush",
                    before=PITCH if number == 1 else None,
                    left=left * CHARACTER,
                    hanging=hanging * CHARACTER,
                ),
                run(f"{label}{order}{annex.title}"),
            )

    def sign_off(self, signed: tree.SignOff | None, *, holds: bool) -> Iterable[str]:
        if signed is None:
            return
        organ, date = ems(signed.organ), ems(signed.date)
        if signed.sealed:
            date_starts = 28 - 4 - date
            organ_starts = min(date_starts + (date - organ) / 2, 28 - organ)
        else:
            organ_starts = 28 - 2 - organ
            date_starts = organ_starts + 2
            if date_starts + date > 26:  # a date longer than the organ takes the place two characters in
                date_starts = 26 - date
                organ_starts = date_starts - 2
        yield paragraph(
            Setting(style="Flush", keep_next=True, before=PITCH, left=max(0.0, organ_starts) * CHARACTER),
            run(signed.organ),
        )
        yield paragraph(
            Setting(style="Flush", keep_next=holds, left=max(0.0, date_starts) * CHARACTER), run(signed.date)
        )

    def annex(
        self, document: tree.Document, number: int, annex: tree.Annex, held: list[tree.Block]
    ) -> Iterable[str]:
        order = str(number) if len(document.annexes) > 1 else ""
        yield paragraph(Setting(style="AnnexMark", page_break_before=True), run(f"附件{order}"))
        lines = break_title(annex.title)
        yield paragraph(
            Setting(style="AnnexTitle"),
            element("w:r", element("w:br").join(text(line) for line in lines)),
        )
        for block in annex.blocks:
            yield self.block(block, holds=any(block is one for one in held))

    def end_block(self, block: tree.EndBlock | None) -> Iterable[str]:
        """版记: a text box that stands on the bottom edge of the type area of the last page.

        LibreOffice keeps full-width floating tables and frames in the flow; a text box it places. The box
        does not fit itself to its text: LibreOffice adds 2 mm then, and the last rule leaves the edge.
        """
        if block is None:
            return
        lines, height = _end_lines(block)
        box = {"cx": round(WIDTH * EMU_PER_POINT), "cy": round(height * EMU_PER_POINT)}
        shape = element(
            "wps:wsp",
            element("wps:cNvSpPr", txBox=1),
            element(
                "wps:spPr",
                element("a:xfrm", element("a:off", x=0, y=0), element("a:ext", **box)),
                element("a:prstGeom", element("a:avLst"), prst="rect"),
                element("a:noFill"),
                element("a:ln", element("a:noFill")),
            ),
            element("wps:txbx", element("w:txbxContent", *lines)),
            element(
                "wps:bodyPr",
                element("a:noAutofit"),
                wrap="square",
                lIns=0,
                tIns=0,
                rIns=0,
                bIns=0,
                anchor="b",
            ),
        )
        anchor = element(
            "wp:anchor",
            element("wp:simplePos", x=0, y=0),
            element("wp:positionH", element("wp:align", "left"), relativeFrom="margin"),
            element("wp:positionV", element("wp:align", "bottom"), relativeFrom="margin"),
            element("wp:extent", **box),
            element("wp:effectExtent", l=0, t=0, r=0, b=0),
            element("wp:wrapNone"),
            element("wp:docPr", id=1, name="版记", descr="版记：主送、抄送、印发机关和印发日期"),
            element("wp:cNvGraphicFramePr"),
            element("a:graphic", element("a:graphicData", shape, uri=_WPS)),
            distT=0,
            distB=0,
            distL=0,
            distR=0,
            simplePos=0,
            relativeHeight=1024,
            behindDoc=0,
            locked=0,
            layoutInCell=1,
            allowOverlap=0,
        )
        choice = element("mc:Choice", element("w:drawing", anchor), Requires="wps")
        # As high as the box: so the text leaves it its room, and the last paragraph can hold on to it.
        yield paragraph(
            Setting(style="Hairline", line=height), element("w:r", element("mc:AlternateContent", choice))
        )


_WPS = "http://schemas.microsoft.com/office/word/2010/wordprocessingShape"
BODY_SPACING = -0.25
# Type ends 3.9 pt above the foot of a line of PITCH; the rule is 4 mm under the type.
RULE_BELOW_NUMBER = mm(4) - 3.9


def _red_name(name: str, room: float) -> str:
    """The red name as large as 156 mm allow; a short one is spread a little."""
    letters = len(name)
    size = min(MASTHEAD_LARGEST, int(2 * (WIDTH - 12) / ems(name)) / 2)
    spread = max(0.0, min(size * 0.5, (WIDTH * 0.72 - size * letters) / max(1, letters - 1)))
    return paragraph(
        # Of an exact line 0.8 lies above the baseline; ink begins 0.11 of the size under the line's top.
        Setting(style="Masthead", before=max(0.0, room - 0.11 * size), line=size * 1.2),
        run(name[:-1], Type(BIAOSONG, size, RED, spacing_pt=spread)),
        run(name[-1:], Type(BIAOSONG, size, RED, spacing_pt=0)),
    )


def _border(weight_pt: float, color: str) -> str:
    return element("w:bottom", w_val="single", w_sz=round(weight_pt * 8), w_space=0, w_color=color)


def _rule(weight_pt: float, color: str = "000000", *, before: float = 0, after: float = 0) -> str:
    """A rule as wide as the type area: the border of a paragraph 1 pt high.

    Its own paragraph, because a border follows the indents of the text that it stands under.
    """
    return paragraph(Setting(style="Hairline", rule=_border(weight_pt, color), before=before, after=after))


def _hairline() -> str:
    return paragraph(Setting(style="Hairline"))


def _row(cells: list[str], *, header: bool = False) -> str:
    properties = element("w:trPr", element("w:cantSplit"), element("w:tblHeader") if header else "")
    return element("w:tr", properties, *cells)


def _cell(width: int, content: str) -> str:
    return element(
        "w:tc",
        element("w:tcPr", element("w:tcW", w_w=width, w_type="dxa"), element("w:vAlign", w_val="center")),
        content,
    )


def _end_lines(block: tree.EndBlock) -> tuple[list[str], float]:
    """The paragraphs of the end block and their height in points."""
    space = 3.0  # between a rule and the type nearest to it
    room = WIDTH / END_SIZE - 2  # one character free at either side
    groups = []
    if block.main_to:
        groups.append(("主送：", f"{'，'.join(block.main_to)}。"))
    for number, group in enumerate(block.copy_to):
        groups.append(("抄送：" if number == 0 else "", f"{'，'.join(group)}。"))
    lines = [_rule(1, after=space)]
    height = 2 + space
    for label, names in groups:
        left = Setting(style="EndLine", left=4 * END_SIZE, right=END_SIZE, hanging=len(label) * END_SIZE)
        lines.append(paragraph(left, run(label + names)))
        # A line may lose a character or two where a mark may not begin the next. Too high only costs room
        # above the first rule; too low loses the last line.
        height += END_PITCH * -(-ems(names) // (room - 3 - 1.5))
    if block.printed_by:
        if groups:
            lines.append(_rule(0.75, before=space, after=space))
            height += 1.75 + 2 * space
        lines.append(
            paragraph(
                Setting(style="EndLine", left=END_SIZE, right=END_SIZE, tabs=(("right", WIDTH - END_SIZE),)),
                run(block.printed_by),
                element("w:r", element("w:tab")),
                run(f"{block.printed_on}印发" if block.printed_on else ""),
            )
        )
        height += END_PITCH
    lines.append(_rule(1, before=space))
    height += 2 + space
    return lines, height


def _styles() -> str:
    fang = Type(font=FANG, size_pt=BODY, spacing_pt=BODY_SPACING)
    latent = element(
        "w:docDefaults",
        element(
            "w:rPrDefault",
            element(
                "w:rPr",
                Type(font=FANG).xml().removeprefix("<w:rPr>").removesuffix("</w:rPr>"),
                element("w:kern", w_val=0),
                element("w:sz", w_val=32),
                element("w:szCs", w_val=32),
                element("w:lang", w_val="en-US", w_eastAsia="zh-CN", w_bidi="ar-SA"),
            ),
        ),
        element("w:pPrDefault"),
    )
    two = 2 * CHARACTER
    table_head = Type(font=HEI, size_pt=12, spacing_pt=0)
    return root(
        "w:styles",
        latent,
        style(
            "Normal",
            "Normal",
            Setting(chinese=True, before=0, after=0, line=PITCH, align="both"),
            fang,
            based_on=None,
        ),
        style("Flush", "顶格", Setting(align="left"), Type()),
        style("Body", "正文段落", Setting(first=two), Type()),
        style("Heading1", "heading 1", Setting(keep_next=True, first=two, outline=0), Type(font=HEI)),
        style("Heading2", "heading 2", Setting(keep_next=True, first=two, outline=1), Type(font=KAI)),
        style("Mark", "密级和紧急程度", Setting(align="left"), Type(font=HEI)),
        style("Masthead", "红头", Setting(align="center"), Type(font=BIAOSONG, color=RED)),
        style("Issue", "期号", Setting(before=PITCH * 0.5, align="center"), Type()),
        style("IssueLine", "期号下行", Setting(before=PITCH * 0.5, left=CHARACTER, align="left"), Type()),
        style("DocNumber", "发文字号", Setting(before=PITCH * 2, align="center"), Type()),
        style(
            "DocTitle",
            "公文标题",
            Setting(keep_next=True, before=PITCH * 2, after=PITCH, line=34, align="center"),
            Type(font=BIAOSONG, size_pt=22, spacing_pt=0),
        ),
        style("Subtitle9704", "题下日期", Setting(after=PITCH, align="center"), Type(font=KAI)),
        style("Recipient", "主送机关", Setting(align="left"), Type()),
        style(
            "TableTitle",
            "表题",
            Setting(keep_next=True, line=24, before=6, after=2, align="center"),
            Type(font=HEI, size_pt=14, spacing_pt=0),
        ),
        style("TableHead", "表头", Setting(line=20, align="center"), table_head),
        style("TableCell", "表格文字", Setting(line=20, align="center"), Type(size_pt=12, spacing_pt=0)),
        style(
            "TableNote",
            "表注",
            Setting(line=18, before=2, after=6, align="both"),
            Type(size_pt=10.5, spacing_pt=0),
        ),
        style("AnnexMark", "附件标识", Setting(keep_next=True, after=PITCH, align="left"), Type(font=HEI)),
        style(
            "AnnexTitle",
            "附件标题",
            Setting(keep_next=True, after=PITCH / 2, line=34, align="center"),
            Type(font=BIAOSONG, size_pt=22, spacing_pt=0),
        ),
        style(
            "EndLine", "版记文字", Setting(line=END_PITCH, align="left"), Type(size_pt=END_SIZE, spacing_pt=0)
        ),
        style("Hairline", "细线", Setting(line=1), Type(size_pt=1, spacing_pt=0)),
        style(
            "Header",
            "header",
            Setting(line=14, align="center"),
            Type(font=HEI, size_pt=10.5, color=GREY, spacing_pt=0),
        ),
        style("Footer", "footer", Setting(line=18), Type(font=SONG, size_pt=14, spacing_pt=0)),
    )


def _footer(side: str) -> str:
    """— 1 —, one character in from the outer edge of the sheet."""
    setting = Setting(
        style="Footer",
        align=side,
        left=14 if side == "left" else None,
        right=14 if side == "right" else None,
    )
    return root("w:ftr", paragraph(setting, run("— "), field("PAGE", "1"), run(" —")))


def _section(noted: bool) -> str:
    references = []
    if noted:
        references += [
            element("w:headerReference", w_type="default", r_id="rId6"),
            element("w:headerReference", w_type="even", r_id="rId7"),
        ]
    references += [
        element("w:footerReference", w_type="default", r_id="rId4"),
        element("w:footerReference", w_type="even", r_id="rId5"),
    ]
    return element(
        "w:sectPr",
        *references,
        element("w:pgSz", w_w=11906, w_h=16838),
        element(
            "w:pgMar",
            w_top=twips(mm(37)),
            w_right=twips(mm(26)),
            w_bottom=twips(mm(35)),
            w_left=twips(mm(28)),
            w_header=twips(mm(15)),
            w_footer=twips(mm(25)),
            w_gutter=0,
        ),
        element("w:pgNumType", w_start=1),
        element("w:cols", w_space=425),
    )


def _zip(parts: dict[str, str], stamped_at: dt.datetime) -> bytes:
    """Stored, not deflated: two versions of zlib give different bytes for the same text."""
    day = stamped_at.timetuple()[:6]
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as package:
        for path, content in parts.items():
            entry = zipfile.ZipInfo(path, day)
            entry.create_system = 0
            entry.external_attr = 0
            package.writestr(entry, content.encode())
    return buffer.getvalue()
