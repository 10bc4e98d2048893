"""Bytes → sheets of values, without trusting the file: a workbook of a few kilobytes can ask for gigabytes of cells.

The reader lays every sheet out as one rectangle, and runs out of memory, and out of the process, when a single cell
stands in a far corner. So the corner of an .xlsx is looked up first; .xls and .ods, which cannot be looked into as
cheaply, are read by a child process with bounded memory and time.
"""

import io
import pickle
import re
import struct
import subprocess
import sys
import zipfile
import zlib
from lzma import LZMAError
from typing import Any

from django.utils.translation import gettext as _
from python_calamine import CalamineError, CalamineWorkbook

MOST_ROWS = 2000
MOST_COLUMNS = 60
FARTHEST_ROW = 20_000
FARTHEST_COLUMN = 1_000
MOST_UNPACKED = 200 * 1024 * 1024
CHILD_BYTES = 2 * 1024**3
CHILD_SECONDS = 30
ENCRYPTED = 0x1

# All that a damaged or contrived archive makes its readers raise; RuntimeError is also that a part is encrypted.
BROKEN = (
    CalamineError, OSError, ValueError, RuntimeError, EOFError, LookupError, zlib.error, LZMAError, struct.error,
    zipfile.BadZipFile, zipfile.LargeZipFile,
)  # fmt: skip

Grid = dict[str, list[list[Any]]]
_CELL = re.compile(rb"""<(?:\w+:)?c\s[^>]*?\br=["']([A-Za-z]+)([0-9]+)["']""")

_CHILD = """
import pickle, resource, sys
resource.setrlimit(resource.RLIMIT_AS, ({limit}, {limit}))
from wenzeng.cadence.opening import sheets
pickle.dump(sheets(sys.stdin.buffer.read()), sys.stdout.buffer)
"""


def open_workbook(content: bytes) -> tuple[Grid, str]:
    """The sheets as rows of values, or a sentence why there are none."""
    if content[:4] == b"\xd0\xcf\x11\xe0" and "EncryptedPackage".encode("utf-16-le") in content:
        return {}, _locked()
    try:
        if not zipfile.is_zipfile(io.BytesIO(content)):
            return _in_a_child(content)
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if any(info.flag_bits & ENCRYPTED for info in archive.infolist()):
                return {}, _locked()
            if sum(info.file_size for info in archive.infolist()) > MOST_UNPACKED:
                return {}, _("文件展开后超过 200 MB，不像一张报表：删去图片和多余的表再传。")
            parts = [name for name in archive.namelist() if re.match(r"xl/worksheets/[^/]+\.xml$", name)]
            if not parts:
                return _in_a_child(content)
            for part in parts:
                row, column = _far_corner(archive.read(part))
                if row > FARTHEST_ROW or column > FARTHEST_COLUMN:
                    return {}, _(
                        "表里第%(row)s行、第%(column)s列还有单元格，不像一张报表：删去数据以外的行和列，另存后再传。"
                    ) % {"row": row, "column": column}
        return sheets(content), ""
    except BROKEN:
        return {}, _not_a_workbook()


def sheets(content: bytes) -> Grid:
    """Read the values; the caller has made sure that the file may be read here."""
    workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
    grid = {}
    for name in workbook.sheet_names:
        rows = workbook.get_sheet_by_name(name).to_python(skip_empty_area=False, nrows=MOST_ROWS)
        grid[name.strip()] = [row[:MOST_COLUMNS] for row in rows]
    return grid


def _far_corner(sheet: bytes) -> tuple[int, int]:
    """The farthest row and column that any cell of a sheet names."""
    row = column = 0
    for letters, digits in _CELL.findall(sheet):
        number = 0
        for letter in letters.upper():
            number = number * 26 + letter - 64
        row, column = max(row, int(digits)), max(column, number)
    return row, column


def _in_a_child(content: bytes) -> tuple[Grid, str]:
    try:
        child = subprocess.run(
            [sys.executable, "-c", _CHILD.format(limit=CHILD_BYTES)],
            input=content,
            capture_output=True,
            timeout=CHILD_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return {}, _("这个文件半分钟还没读完，不像一张报表：只留填好的表，另存为 .xlsx 再传。")
    if child.returncode != 0:
        return {}, _not_a_workbook()
    grid: Grid = pickle.loads(child.stdout)  # noqa: S301  # written by our own child a moment ago
    return grid, ""


def _locked() -> str:
    return _("文件加了打开密码，读不了：去掉密码另存为 .xlsx 再传。")


def _not_a_workbook() -> str:
    return _(
        "这不是能打开的 Excel 工作簿（可能是改了扩展名的网页、图片或损坏的文件）：用 Excel 或 WPS 打开后另存为 .xlsx 再传。"
    )
