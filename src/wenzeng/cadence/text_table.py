"""A table saved as text (.csv, .tsv): rows of strings, in whichever encoding and with whichever divider Excel wrote it."""

import csv
import io

from wenzeng.cadence.opening import MOST_COLUMNS, MOST_ROWS

ENDINGS = (".csv", ".tsv", ".txt")
ENCODINGS = ("utf-8-sig", "gb18030")
DIVIDERS = ",\t;"
MOST_CHARACTERS = 5_000_000


def rows_of_text(content: bytes) -> list[list[str]] | None:
    """The rows, at most as many and as wide as of a sheet; None where the bytes are no text with a divider in it."""
    if b"\x00" in content and not content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return None
    text = _decoded(content)
    if text is None or len(text) > MOST_CHARACTERS:
        return None
    head = text[:20_000]
    divider = max(DIVIDERS, key=head.count)
    if not head.count(divider):
        return None
    rows = []
    try:
        for row in csv.reader(io.StringIO(text), delimiter=divider):
            rows.append([cell.strip() for cell in row[:MOST_COLUMNS]])
            if len(rows) == MOST_ROWS:
                break
    except csv.Error:
        return None
    return rows


def _decoded(content: bytes) -> str | None:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace")  # “Unicode 文本” of Excel
    for encoding in ENCODINGS:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None
