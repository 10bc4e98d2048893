"""A file may ask for more memory than there is; it is refused in a sentence, and the process lives on."""

import io
import zipfile

import openpyxl
import pytest

from wenzeng.cadence.opening import open_workbook


def book(cell: tuple[int, int] | None = None) -> bytes:
    workbook = openpyxl.Workbook()
    workbook.active["A1"] = "增速"
    if cell:
        workbook.active.cell(*cell, 1)
    buffer = io.BytesIO()
    workbook.save(buffer)
    return buffer.getvalue()


def test_a_workbook_is_read() -> None:
    grid, fault = open_workbook(book())

    assert (grid, fault) == ({"Sheet": [["增速"]]}, "")


@pytest.mark.parametrize("cell", [(1048576, 16384), (1048576, 1), (1, 16384)])
def test_a_cell_in_a_far_corner_is_refused_before_anything_is_laid_out(cell: tuple[int, int]) -> None:
    grid, fault = open_workbook(book(cell))

    assert grid == {}
    assert "不像一张报表" in fault
    assert str(cell[0]) in fault


def test_a_corner_hidden_behind_a_prefix_and_small_letters_is_seen_too() -> None:
    source = zipfile.ZipFile(io.BytesIO(book((1048576, 16384))))
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            if name.startswith("xl/worksheets/"):
                content = content.replace(b'r="XFD1048576"', b"r='xfd1048576'")
            target.writestr(name, content)

    _grid, fault = open_workbook(buffer.getvalue())

    assert "不像一张报表" in fault


@pytest.mark.parametrize(
    "content", [b"abc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, b"PK\x05\x06" + b"\0" * 18]
)
def test_what_is_no_workbook_ends_in_a_sentence(content: bytes) -> None:
    grid, fault = open_workbook(content)

    assert grid == {}
    assert "不是能打开的 Excel 工作簿" in fault
