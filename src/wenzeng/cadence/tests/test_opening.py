"""A file may ask for more memory than there is; it is refused in a sentence, and the process lives on."""

import io
import zipfile

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wenzeng.cadence.formula_faults import put_formula_faults
from wenzeng.cadence.opening import open_workbook


def book(cell: tuple[int, int] | None = None) -> bytes:
    workbook = openpyxl.Workbook()
    workbook.active["A1"] = "增速"
    if cell:
        workbook.active.cell(*cell, 1)
    buffer = io.BytesIO()
    workbook.save(buffer)
    return buffer.getvalue()


BOOK = book()


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


def encrypted(content: bytes) -> bytes:
    """The same archive with the encryption bit set in its directory and in each part's own head."""
    marked = bytearray(content)
    for signature, offset in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        at = marked.find(signature)
        while at >= 0:
            marked[at + offset] |= 1
            at = marked.find(signature, at + 1)
    return bytes(marked)


def test_an_encrypted_archive_is_told_to_be_saved_without_a_password() -> None:
    grid, fault = open_workbook(encrypted(book()))

    assert grid == {}
    assert "去掉密码" in fault


@pytest.mark.parametrize("method", [2, 9, 12, 14, 97])
def test_a_compression_that_nobody_reads_ends_in_a_sentence(method: int) -> None:
    content = bytearray(book())
    for signature, offset in ((b"PK\x01\x02", 10), (b"PK\x03\x04", 8)):
        at = content.find(signature)
        while at >= 0:
            content[at + offset] = method
            at = content.find(signature, at + 1)

    grid, fault = open_workbook(bytes(content))

    assert grid == {}
    assert "不是能打开的 Excel 工作簿" in fault


@given(st.data())
@settings(max_examples=50, deadline=None)
def test_a_damaged_workbook_never_stops_the_reader(data: st.DataObject) -> None:
    content = bytearray(BOOK)
    for at in data.draw(st.lists(st.integers(0, len(content) - 1), min_size=1, max_size=4)):
        content[at] = data.draw(st.integers(0, 255))
    whole = bytes(content[: data.draw(st.integers(len(content) // 2, len(content)))])

    grid, fault = open_workbook(whole)
    put_formula_faults(whole, grid)

    assert bool(grid) != bool(fault)
