"""What a .docx says, read again: to hold a file that came back against the facts that went out.

The file may have been saved by Word, WPS or LibreOffice, or may be no .docx at all; nothing in it is
trusted: no entity is expanded, and a part that unpacks to more than it should is refused.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple, TypeAlias

from docx.oxml import parse_xml

from wenzeng.engines.official_page.errors import PageError
from wenzeng.engines.official_page.tree import BOOKMARK, Document
from wenzeng.engines.official_page.wordml import JOINER, NAMESPACES

LARGEST_PART = 50_000_000
_W = f"{{{NAMESPACES['w']}}}"
_FALLBACK = f"{{{NAMESPACES['mc']}}}Fallback"
_OLE = b"\xd0\xcf\x11\xe0"
_AGAIN = re.compile(r"__\d+$")
_Mark: TypeAlias = tuple[str, str, list[str]]  # name, place, words so far
_IDENTIFIER = "{http://purl.org/dc/elements/1.1/}identifier"


class Found(NamedTuple):
    """A bookmarked figure: its name as in the tree, its text as it stands now, and where it stands."""

    bookmark: str
    text: str
    where: str


@dataclass(frozen=True, slots=True)
class Difference:
    """A figure that no longer says what it said. `found` is None where the bookmark is gone."""

    bookmark: str
    expected: str
    found: str | None
    where: str

    @property
    def message_zh(self) -> str:
        if self.found is None:
            return f"数字{self.expected}（{self.bookmark}）的书签在文件里没有了：请核对该处是否删改过。"
        return f"{self.where}：应为{self.expected}，文件里是{self.found}（{self.bookmark}）：请改回。"


def figures_in(docx_bytes: bytes) -> list[Found]:
    """Every figure of the file, in body and tables, in the order of reading.

    Raises:
        PageError: not a .docx that can be read; the sentence says what to do.
    """
    open_marks: dict[str, _Mark] = {}
    found: list[_Mark] = []
    for place, paragraph in _paragraphs(_body(docx_bytes)):
        for kind, node in _pieces(paragraph):
            if kind == "start":
                name = node.get(f"{_W}name", "")
                if BOOKMARK.fullmatch(_AGAIN.sub("", name)):
                    mark: _Mark = (_AGAIN.sub("", name), place, [])
                    open_marks[node.get(f"{_W}id", "")] = mark
                    found.append(mark)
            elif kind == "end":
                open_marks.pop(node.get(f"{_W}id", ""), None)
            else:
                for _, _, words in open_marks.values():
                    words.append(_words(node))
    return [Found(name, "".join(words), place) for name, place, words in found]


def paragraphs_in(docx_bytes: bytes) -> list[str]:
    """The text of every paragraph, body and cells, in the order of reading, empty ones left out."""
    texts = (
        "".join(_words(node) for kind, node in _pieces(paragraph) if kind == "text")
        for _, paragraph in _paragraphs(_body(docx_bytes))
    )
    return [text for text in texts if text]


def snapshot_in(docx_bytes: bytes) -> str | None:
    """The number of the data snapshot that the file says it was made from; None when it does not say."""
    try:
        properties = _part(docx_bytes, "docProps/core.xml")
    except PageError as reason:
        if reason.code == "file.no_part":
            return None
        raise
    identifier = properties.find(_IDENTIFIER)
    return None if identifier is None or not identifier.text else str(identifier.text)


def differences(document: Document, docx_bytes: bytes) -> list[Difference]:
    """Where a file that came back and the document that went out name different figures.

    Repeated figures are compared in the order of reading; an edit beside a figure, outside its bookmark,
    shows in `paragraphs_in` only.
    """
    there: defaultdict[str, list[Found]] = defaultdict(list)
    for found in figures_in(docx_bytes):
        there[found.bookmark.lower()].append(found)
    wrong = []
    for figure in document.figures():
        left = there[figure.bookmark.lower()]
        if not left:
            wrong.append(Difference(figure.bookmark, figure.text, None, ""))
            continue
        now = left.pop(0)
        if now.text != figure.text:
            wrong.append(Difference(figure.bookmark, figure.text, now.text, now.where))
    return wrong


# ── inside ──────────────────────────────────────────────────────────────────────────────────────────


def _part(docx_bytes: bytes, path: str) -> Any:
    if docx_bytes[:4] == _OLE:
        raise PageError(
            "file.old_or_locked",
            "file",
            None,
            "这是旧版 .doc 或加了密码的文件，读不出来：请在 Word 或 WPS 中另存为不加密的 .docx 再上传。",
        )
    try:
        with zipfile.ZipFile(io.BytesIO(docx_bytes)) as package:
            entry = package.getinfo(path)
            if entry.file_size > LARGEST_PART:
                raise PageError(
                    "file.too_large",
                    path,
                    None,
                    f"文件里的 {path} 解开后超过{LARGEST_PART // 1_000_000}MB：请"
                    "删去图片和批注后另存再上传。",
                )
            content = package.read(entry)
    except KeyError as reason:
        raise PageError(
            "file.no_part", path, None, f"文件里没有 {path}，不是 Word 文档：请上传 .docx 文件。"
        ) from reason
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, NotImplementedError) as reason:
        raise PageError(
            "file.not_docx",
            "file",
            None,
            "文件打不开，不是 .docx 或已损坏：请在 Word 或 WPS 中打开后另存为 .docx 再上传。",
        ) from reason
    # The parser expands no entity; a document type has no business in a .docx either.
    if b"<!DOCTYPE" in content[:4096]:
        raise _not_word(path)
    try:
        return parse_xml(content)
    except (SyntaxError, ValueError) as reason:  # lxml's XMLSyntaxError is a SyntaxError
        raise _not_word(path) from reason


def _not_word(path: str) -> PageError:
    return PageError(
        "file.not_word_xml",
        path,
        None,
        f"文件里的 {path} 已损坏，读不出来：请在 Word 或 WPS 中打开后另存为 .docx 再上传。",
    )


def _body(docx_bytes: bytes) -> Any:
    body = _part(docx_bytes, "word/document.xml").find(f"{_W}body")
    if body is None:
        raise _not_word("word/document.xml")
    return body


def _paragraphs(parent: Any, table: str = "") -> Iterator[tuple[str, Any]]:
    """Paragraphs in the order of reading with their place; text boxes are no part of the text."""
    paragraphs = tables = 0
    for node in _unwrapped(parent):
        if node.tag == f"{_W}p":
            paragraphs += 1
            yield table or f"正文第{paragraphs}段", node
        elif node.tag == f"{_W}tbl":
            tables += 1
            rows = [row for row in _unwrapped(node) if row.tag == f"{_W}tr"]
            for row_number, row in enumerate(rows, 1):
                cells = [cell for cell in _unwrapped(row) if cell.tag == f"{_W}tc"]
                for column, cell in enumerate(cells, 1):
                    place = f"{table}第{tables}个表第{row_number}行第{column}列"
                    yield from _paragraphs(cell, place)


def _unwrapped(parent: Any) -> Iterator[Any]:
    """Children, with content controls and insertions opened."""
    for node in parent:
        if node.tag in (f"{_W}sdt", f"{_W}sdtContent", f"{_W}ins", f"{_W}smartTag", f"{_W}customXml"):
            yield from _unwrapped(node)
        else:
            yield node


_TEXT = {f"{_W}t", f"{_W}tab", f"{_W}br", f"{_W}cr", f"{_W}noBreakHyphen"}
_CLOSED = {_FALLBACK, f"{_W}txbxContent", f"{_W}del", f"{_W}moveFrom", f"{_W}pPr"}


def _pieces(node: Any) -> Iterator[tuple[str, Any]]:
    """Starts and ends of bookmarks and the texts between; what is deleted or doubled is passed over."""
    for child in node:
        if child.tag == f"{_W}bookmarkStart":
            yield "start", child
        elif child.tag == f"{_W}bookmarkEnd":
            yield "end", child
        elif child.tag in _TEXT:
            yield "text", child
        elif child.tag not in _CLOSED:
            yield from _pieces(child)


def _words(node: Any) -> str:
    if node.tag == f"{_W}t":
        return (node.text or "").replace(JOINER, "")
    return "-" if node.tag == f"{_W}noBreakHyphen" else " "
