"""WordprocessingML written out: elements in schema order, and the parts that are the same in every file.

The XML is written directly rather than through an object model: children of pPr and rPr come out in the
order that the schema asks, no template brings styles or dates of its own, and the same tree gives the
same bytes.
"""

import re
from dataclasses import dataclass, replace
from xml.sax.saxutils import escape, quoteattr

FANG = "仿宋_GB2312"
KAI = "楷体_GB2312"
HEI = "黑体"
SONG = "宋体"
BIAOSONG = "方正小标宋简体"
SYMBOL = "Segoe UI Symbol"

RED = "FF0000"
GREY = "808080"

NAMESPACES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
}
JOINER = "\u2060"
RANGE = re.compile(r"(?<=\d)(?=—\d)|(?<=\d—)(?=\d)|(?<=—\d)(?=月)|(?<=—\d\d)(?=月)|(?<=—\d)(?=\d月)")
DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def twips(points: float) -> int:
    return round(points * 20)


def mm(millimetres: float) -> float:
    """Millimetres in points."""
    return millimetres * 72 / 25.4


def element(tag: str, *children: str, **attributes: object) -> str:
    """One element; an attribute `w_val` is written `w:val`, None leaves it out."""
    head = "".join(
        f" {name.replace('_', ':', 1)}={quoteattr(str(value))}"
        for name, value in attributes.items()
        if value is not None
    )
    body = "".join(children)
    return f"<{tag}{head}>{body}</{tag}>" if body else f"<{tag}{head}/>"


def root(tag: str, *children: str) -> str:
    """A part's root element with every namespace declared."""
    spaces = "".join(f' xmlns:{prefix}="{uri}"' for prefix, uri in NAMESPACES.items())
    return f"{DECLARATION}<{tag}{spaces}>{''.join(children)}</{tag}>"


@dataclass(frozen=True, slots=True)
class Type:
    """How characters look (rPr)."""

    font: str | None = None
    size_pt: float | None = None
    color: str | None = None
    spacing_pt: float | None = None
    joined: bool = False  # to the character before: LibreOffice heeds JOINER only outside of Chinese

    def xml(self) -> str:
        parts = []
        if self.font:
            # hint: quotation marks, dashes and × are Chinese here, not Latin.
            parts.append(
                element(
                    "w:rFonts",
                    w_hint="eastAsia",
                    w_ascii=self.font,
                    w_hAnsi=self.font,
                    w_eastAsia=self.font,
                    w_cs=self.font,
                )
            )
        if self.color:
            parts.append(element("w:color", w_val=self.color))
        if self.spacing_pt is not None:
            parts.append(element("w:spacing", w_val=twips(self.spacing_pt)))
        if self.size_pt is not None:
            half_points = round(self.size_pt * 2)
            parts.append(element("w:sz", w_val=half_points))
            parts.append(element("w:szCs", w_val=half_points))
        if self.joined:
            parts.append(element("w:lang", w_eastAsia="en-US"))
        return element("w:rPr", *parts) if parts else ""


@dataclass(frozen=True, slots=True)
class Setting:
    """How a paragraph stands (pPr). Lengths in points; None leaves it to the style."""

    style: str | None = None
    keep_next: bool = False
    page_break_before: bool = False
    rule: str | None = None  # one bottom border, as XML
    tabs: tuple[tuple[str, float], ...] = ()
    before: float | None = None
    after: float | None = None
    line: float | None = None
    left: float | None = None
    right: float | None = None
    first: float | None = None
    hanging: float | None = None
    align: str | None = None
    outline: int | None = None
    chinese: bool = False  # the switches that every paragraph of ours inherits

    def xml(self, run: Type | None = None) -> str:
        parts = []
        if self.style:
            parts.append(element("w:pStyle", w_val=self.style))
        if self.keep_next:
            parts.append(element("w:keepNext"))
        if self.page_break_before:
            parts.append(element("w:pageBreakBefore"))
        if self.chinese:
            parts.append(element("w:widowControl", w_val=0))
        if self.rule:
            parts.append(element("w:pBdr", self.rule))
        if self.tabs:
            stops = (element("w:tab", w_val=kind, w_pos=twips(place)) for kind, place in self.tabs)
            parts.append(element("w:tabs", *stops))
        if self.chinese:
            parts += [
                element("w:kinsoku", w_val=1),
                element("w:overflowPunct", w_val=0),
                element("w:autoSpaceDE", w_val=0),
                element("w:autoSpaceDN", w_val=0),
                element("w:adjustRightInd", w_val=0),
                element("w:snapToGrid", w_val=0),
            ]
        if not (self.before is None and self.after is None and self.line is None):
            parts.append(
                element(
                    "w:spacing",
                    w_before=_twips(self.before),
                    w_after=_twips(self.after),
                    w_line=_twips(self.line),
                    w_lineRule=None if self.line is None else "exact",
                )
            )
        indents = (self.left, self.right, self.first, self.hanging)
        if any(value is not None for value in indents):
            parts.append(
                element(
                    "w:ind",
                    w_left=_twips(self.left),
                    w_right=_twips(self.right),
                    w_firstLine=_twips(self.first),
                    w_hanging=_twips(self.hanging),
                )
            )
        if self.align:
            parts.append(element("w:jc", w_val=self.align))
        if self.outline is not None:
            parts.append(element("w:outlineLvl", w_val=self.outline))
        if run:
            parts.append(run.xml())
        return element("w:pPr", *parts) if parts else ""


def _twips(points: float | None) -> int | None:
    return None if points is None else twips(points)


def text(words: str) -> str:
    return f'<w:t xml:space="preserve">{escape(words)}</w:t>'


def run(words: str, look: Type | None = None) -> str:
    """Words in one look; a range of months (1—5月) is held together."""
    look = look or Type()
    pieces = RANGE.split(words) if "—" in words else [words]
    made = []
    for number, piece in enumerate(pieces):
        month = "月" if number and piece.startswith("月") else ""
        if month:
            made.append(element("w:r", replace(look, joined=True).xml(), text(month)))
        rest = piece.removeprefix(month)
        made.append(element("w:r", look.xml(), text(rest)) if rest else "")
        made.append(_JOINED if number + 1 < len(pieces) else "")
    return "".join(made)


# In a type that has it: the Chinese ones print a box for it.
_JOINED = element(
    "w:r",
    element(
        "w:rPr",
        element("w:rFonts", **{f"w_{part}": SYMBOL for part in ("ascii", "hAnsi", "eastAsia", "cs")}),
        element("w:spacing", w_val=0),
    ),
    text(JOINER),
)


def paragraph(setting: Setting, *content: str) -> str:
    return element("w:p", setting.xml(), *content)


def field(code: str, shown: str) -> str:
    """A field that the reader's program computes, with what to show until then."""
    return (
        element("w:r", element("w:fldChar", w_fldCharType="begin"))
        + element("w:r", f'<w:instrText xml:space="preserve"> {code} </w:instrText>')
        + element("w:r", element("w:fldChar", w_fldCharType="separate"))
        + run(shown)
        + element("w:r", element("w:fldChar", w_fldCharType="end"))
    )


def style(key: str, name: str, setting: Setting, look: Type, *, based_on: str | None = "Normal") -> str:
    own = based_on is not None and not name.startswith(("heading", "header", "footer"))
    return element(
        "w:style",
        element("w:name", w_val=name),
        element("w:basedOn", w_val=based_on) if based_on else "",
        element("w:qFormat"),
        setting.xml(),
        look.xml(),
        w_type="paragraph",
        w_default=None if based_on else 1,
        w_customStyle=1 if own else None,
        w_styleId=key,
    )


def font_table() -> str:
    """Official names, and what else the same type is called on other machines."""
    fonts = (
        (FANG, "仿宋", "modern"),
        (KAI, "楷体", "modern"),
        (BIAOSONG, "方正小标宋_GBK", "auto"),
        (HEI, "SimHei", "modern"),
        (SONG, "SimSun", "auto"),
        (SYMBOL, "Cambria Math", "swiss"),
    )
    return root(
        "w:fonts",
        *(
            element(
                "w:font",
                element("w:altName", w_val=other),
                element("w:charset", w_val="86"),
                element("w:family", w_val=family),
                element("w:pitch", w_val="variable"),
                w_name=name,
            )
            for name, other, family in fonts
        ),
    )


_WORD_URI = "http://schemas.microsoft.com/office/word"
# Word's own lists for Chinese, and what holds "1—5月" together there: no line begins with its dash or its 月, or ends
# with its dash. LibreOffice does not look at these lists beside digits; for it there is JOINER.
_NEVER_FIRST = (
    "!%),.:;>?]}¢¨°·ˇˉ―‖’”…‰′″›℃∶、。〃〉》」』】〕〗〞︶︺︾﹀﹄﹚﹜﹞！＂％＇），．：；？］｀｜｝～￠—月"
)
_NEVER_LAST = "$([{£¥·‘“〈《「『【〔〖〝﹙﹛﹝＄（．［｛￡￥—"


def settings() -> str:
    modes = (
        ("compatibilityMode", "15"),
        ("overrideTableStyleFontSizeAndJustification", "1"),
        ("enableOpenTypeFeatures", "1"),
        ("doNotFlipMirrorIndents", "1"),
    )
    return root(
        "w:settings",
        element("w:zoom", w_percent=100),
        element("w:bordersDoNotSurroundHeader"),
        element("w:bordersDoNotSurroundFooter"),
        element("w:defaultTabStop", w_val=420),
        element("w:evenAndOddHeaders"),
        element("w:characterSpacingControl", w_val="doNotCompress"),
        element("w:noLineBreaksAfter", w_lang="zh-CN", w_val=_NEVER_LAST),
        element("w:noLineBreaksBefore", w_lang="zh-CN", w_val=_NEVER_FIRST),
        element(
            "w:compat",
            element("w:doNotExpandShiftReturn"),
            *(
                element(
                    "w:compatSetting",
                    w_name=name,
                    w_uri=_WORD_URI,
                    w_val=value,
                )
                for name, value in modes
            ),
        ),
        element("w:themeFontLang", w_val="en-US", w_eastAsia="zh-CN"),
    )


_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"


def content_types(parts: dict[str, str]) -> str:
    """Args: parts: path of each part of word/ and its kind ("footer1.xml": "footer")."""
    overrides = {f"/word/{path}": f"{_WORD}.{kind}+xml" for path, kind in parts.items()}
    overrides["/docProps/core.xml"] = "application/vnd.openxmlformats-package.core-properties+xml"
    overrides["/docProps/app.xml"] = "application/vnd.openxmlformats-officedocument.extended-properties+xml"
    return (
        f'{DECLARATION}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        + "".join(
            element("Override", PartName=path, ContentType=kind) for path, kind in sorted(overrides.items())
        )
        + "</Types>"
    )


def relations(*links: tuple[str, str, str]) -> str:
    """Args: links: (id, kind, target); kind is the last part of the relationship's address."""
    return (
        f'{DECLARATION}<Relationships xmlns="{_PACKAGE}/relationships">'
        + "".join(
            element(
                "Relationship",
                Id=key,
                Type=f"{_PACKAGE if kind.startswith('metadata') else _OFFICE}/relationships/{kind}",
                Target=target,
            )
            for key, kind, target in links
        )
        + "</Relationships>"
    )


def core_properties(*, title: str, author: str, identifier: str, stamp: str) -> str:
    return (
        f'{DECLARATION}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
        ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{escape(title)}</dc:title><dc:creator>{escape(author)}</dc:creator>"
        f"<dc:description>数据快照：{escape(identifier)}</dc:description>"
        f"<dc:identifier>{escape(identifier)}</dc:identifier><dc:language>zh-CN</dc:language>"
        f'<dcterms:created xsi:type="dcterms:W3CDTF">{stamp}</dcterms:created>'
        f'<dcterms:modified xsi:type="dcterms:W3CDTF">{stamp}</dcterms:modified>'
        "</cp:coreProperties>"
    )


def app_properties() -> str:
    return (
        f'{DECLARATION}<Properties xmlns="{_OFFICE}/extended-properties">'
        "<Application>wenzeng</Application></Properties>"
    )
