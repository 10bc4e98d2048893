"""A document as it is meant, before it becomes a page.

Everything is frozen and made of text, so that a tree can be kept in a database when the document is
signed and printed again years later. `to_json` and `from_json` are exact opposites.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias, cast

from wenzeng.engines.official_page.errors import PageError

TYPE_AREA_MM = 156.0
BOOKMARK = re.compile(r"F_[A-Za-z0-9]+(?:_[A-Za-z0-9]+)*")
BOOKMARK_LENGTH = 34  # Word allows 40; the rest is for the number of a repeated figure
# What XML cannot carry, and what would break a line inside a paragraph.
FORBIDDEN_CHARACTER = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff\ufffe\uffff]")

Align: TypeAlias = Literal["left", "center", "right"]


@dataclass(frozen=True, slots=True)
class Figure:
    """A printed number that is a fact: `text` as it stands on paper, `bookmark` as it is found again.

    The same fact may stand in several places under the same bookmark. `tip` is for pages that show the
    document on a screen; it is not printed.
    """

    bookmark: str
    text: str
    tip: str = ""

    def __post_init__(self) -> None:
        if not BOOKMARK.fullmatch(self.bookmark) or len(self.bookmark) > BOOKMARK_LENGTH:
            raise PageError(
                "page.bookmark",
                "bookmark",
                None,
                f"数字“{self.text}”的书签名“{self.bookmark}”不合规：应为 F_ 加字母、数字，"
                f"下划线不连用，全长不超过{BOOKMARK_LENGTH}个字符。",
            )
        if not self.text:
            raise PageError(
                "page.figure_empty", "text", None, f"书签 {self.bookmark} 没有数字：请写明印出来的文字。"
            )


Run: TypeAlias = str | Figure


@dataclass(frozen=True, slots=True)
class Heading1:
    """一、黑体. The caller writes the number too."""

    runs: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Heading2:
    """（一）楷体, on a line of its own. See `Paragraph.lead` for one that runs on."""

    runs: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of the body.

    `lead` is printed before the runs in 楷体 ("（一）区县分化明显。"). `squeeze_pt` widens or narrows the
    space between characters, for the one paragraph whose lines break badly (±0.05 is enough); `proof.settle`
    sets it.
    """

    runs: tuple[Run, ...]
    lead: str = ""
    squeeze_pt: float = 0.0


@dataclass(frozen=True, slots=True)
class Column:
    title: str
    width_mm: float
    align: Align = "center"


@dataclass(frozen=True, slots=True)
class Table:
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[tuple[Run, ...], ...], ...]
    note: str = ""

    def __post_init__(self) -> None:
        if not self.columns:
            raise PageError("page.table_empty", "columns", None, f"表“{self.title}”没有列：至少写一列。")
        width = sum(column.width_mm for column in self.columns)
        if width > TYPE_AREA_MM + 0.01:
            raise PageError(
                "page.table_width",
                "columns",
                None,
                f"表“{self.title}”各列合计宽{width:g}毫米，超过版心{TYPE_AREA_MM:g}毫米：请减小列宽。",
            )
        for index, row in enumerate(self.rows):
            if len(row) != len(self.columns):
                raise PageError(
                    "page.table_row",
                    "rows",
                    index,
                    f"表“{self.title}”第{index + 1}行有{len(row)}格，表头有{len(self.columns)}列："
                    "请补齐或删去。",
                )


Block: TypeAlias = Heading1 | Heading2 | Paragraph | Table


@dataclass(frozen=True, slots=True)
class Annex:
    """附件, on a new page after the sign-off and before the end block."""

    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class IssueMasthead:
    """期号式: the name of a series in red, 第N期 below it, organ left and date right above the red rule."""

    series: str
    number: str
    organ: str
    date: str


@dataclass(frozen=True, slots=True)
class LetterMasthead:
    """文件式: "…文件" in red, 发文字号 two lines below, the red rule."""

    name: str
    doc_number: str


@dataclass(frozen=True, slots=True)
class SignOff:
    """署名 and 成文日期. `sealed` leaves the room that a seal over the date needs."""

    organ: str
    date: str
    sealed: bool = False


@dataclass(frozen=True, slots=True)
class EndBlock:
    """版记. Each group of `copy_to` starts a line of its own (党委人大政协军队、监察司法、驻地单位)."""

    main_to: tuple[str, ...] = ()
    copy_to: tuple[tuple[str, ...], ...] = ()
    printed_by: str = ""
    printed_on: str = ""

    def __post_init__(self) -> None:
        if not (self.main_to or self.copy_to or self.printed_by):
            raise PageError(
                "page.end_block_empty",
                "end_block",
                None,
                "版记里没有内容：请至少写主送、抄送、印发机关之一，或不要版记。",
            )


@dataclass(frozen=True, slots=True)
class Marks:
    """密级和保密期限、紧急程度, top left of the first page."""

    security: str = ""
    urgency: str = ""


@dataclass(frozen=True, slots=True)
class Properties:
    """What the file says about itself. `stamped_at` is its only date, so that it prints the same again."""

    title: str
    snapshot_id: str
    stamped_at: dt.datetime
    author: str = ""

    def __post_init__(self) -> None:
        if self.stamped_at.tzinfo is None or self.stamped_at.year < 1980:
            raise PageError(
                "page.stamp",
                "stamped_at",
                None,
                f"文件时间“{self.stamped_at.isoformat()}”不可用：要带时区，且不早于1980年。",
            )


@dataclass(frozen=True, slots=True)
class Document:
    """One official document.

    Args:
        title_lines: one string is broken in a trapezoid by `titles.break_title`; several are kept.
        subtitle: a line in 楷体 under the title, e.g. "（2020年6月24日）"; empty for none.
        main_recipient: "各县区人民政府，市级各部门" without the colon; None where the end block has it.
        header_note: printed small and grey at the head of every page ("演示样张 非正式公文").
    """

    masthead: IssueMasthead | LetterMasthead
    title_lines: tuple[str, ...]
    blocks: tuple[Block, ...]
    properties: Properties
    subtitle: str = ""
    main_recipient: str | None = None
    sign_off: SignOff | None = None
    annexes: tuple[Annex, ...] = ()
    end_block: EndBlock | None = None
    header_note: str | None = None
    marks: Marks = Marks()

    def __post_init__(self) -> None:
        if not "".join(self.title_lines).strip():
            raise PageError("page.title_empty", "title_lines", None, "公文没有标题：请写标题。")
        for text in _texts(self):
            found = FORBIDDEN_CHARACTER.search(text)
            if found:
                near = text[max(0, found.start() - 8) : found.start()]
                raise PageError(
                    "page.character",
                    "text",
                    None,
                    f"“{near}”之后有不能印刷的字符（编码 {ord(found.group()):04X}）："
                    "请删去；换行请另起一段。",
                )

    def all_blocks(self) -> Iterator[Block]:
        """Body, then annexes, in the order of reading."""
        yield from self.blocks
        for annex in self.annexes:
            yield from annex.blocks

    def figures(self) -> Iterator[Figure]:
        """Every figure in the order of reading, as often as it is printed."""
        for block in self.all_blocks():
            cells = (cell for row in block.rows for cell in row) if isinstance(block, Table) else [block.runs]
            for runs in cells:
                yield from (run for run in runs if isinstance(run, Figure))


def plain(runs: Iterable[Run]) -> str:
    """The text of some runs.

    >>> plain(("下降", Figure("F_7", "20.7"), "%"))
    '下降20.7%'
    """
    return "".join(run if isinstance(run, str) else run.text for run in runs)


def trace_annex(sources: Iterable[tuple[Figure, str, str]], title: str = "数据溯源表") -> Annex:
    """附件 that leads each figure back: (figure, number of the fact, source in words)."""
    columns = (
        Column("序号", 12),
        Column("正文数字", 22),
        Column("事实编号", 30),
        Column("来源", 92, "left"),
    )
    rows = tuple(
        ((str(number),), (figure,), (fact,), (source,))
        for number, (figure, fact, source) in enumerate(sources, start=1)
    )
    return Annex(title, (Table("", columns, rows),))


# ── JSON ────────────────────────────────────────────────────────────────────────────────────────────

_KINDS: dict[str, type] = {
    kind.__name__: kind
    for kind in (
        Figure,
        Heading1,
        Heading2,
        Paragraph,
        Column,
        Table,
        Annex,
        IssueMasthead,
        LetterMasthead,
        SignOff,
        EndBlock,
        Marks,
        Properties,
        Document,
    )
}


def to_json(document: Document) -> str:
    """Canonical text: same tree, same text."""
    return json.dumps(_plain_data(document), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def from_json(text: str) -> Document:
    """The tree that `to_json` wrote.

    Raises:
        PageError: not such a text, or one that a later version wrote.
    """
    try:
        found = _from_data(json.loads(text))
    except PageError:
        raise
    except (ValueError, TypeError, KeyError, AttributeError) as reason:
        raise PageError(
            "page.json",
            "document",
            None,
            f"存档的公文读不出来（{reason}）：请用当时的版本打开，或从备份恢复。",
        ) from reason
    if not isinstance(found, Document):
        raise PageError("page.json", "document", None, "存档的内容不是一份公文：请检查取的是否是公文存档。")
    return found


def _plain_data(value: object) -> object:
    if isinstance(value, dt.datetime):
        return {"kind": "datetime", "iso": value.isoformat()}
    if isinstance(value, tuple):
        return [_plain_data(item) for item in value]
    if dataclasses.is_dataclass(value):
        data: dict[str, object] = {"kind": type(value).__name__}
        for field in dataclasses.fields(value):
            data[field.name] = _plain_data(getattr(value, field.name))
        return data
    return value


def _from_data(data: Any) -> object:
    if isinstance(data, list):
        return tuple(_from_data(item) for item in data)
    if not isinstance(data, dict):
        return cast(object, data)
    if data["kind"] == "datetime":
        return dt.datetime.fromisoformat(data["iso"])
    kind = _KINDS[data["kind"]]
    return cast(object, kind(**{name: _from_data(value) for name, value in data.items() if name != "kind"}))


def _texts(value: object) -> Iterator[str]:
    """Every string anywhere in the tree."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from _texts(item)
    elif dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            yield from _texts(getattr(value, field.name))
