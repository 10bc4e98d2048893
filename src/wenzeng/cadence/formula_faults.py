"""What a formula failed with: the reader leaves such cells empty, and an empty cell would be called “not filled in”."""

import io
import zipfile
from collections.abc import Iterator
from xml.etree.ElementTree import ParseError

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from wenzeng.cadence.opening import BROKEN, MOST_COLUMNS, MOST_ROWS, Grid


def put_formula_faults(content: bytes, grid: Grid) -> None:
    """Write what a formula failed with (#DIV/0!, or the formula itself) into cells that the reader left empty."""
    try:
        if not _may_hold_formulas(content):
            return
        for sheet, row, column, text in _formula_faults(content):
            rows = grid.get(sheet, [])
            if row < len(rows) and column < len(rows[row]) and rows[row][column] in ("", None):
                rows[row][column] = text
    except (*BROKEN, InvalidFileException, ParseError, TypeError, AttributeError):
        return  # the figures were read all the same; such cells then count as empty


def _may_hold_formulas(content: bytes) -> bool:
    """Whether an .xlsx has formulas or failed cells at all: most have none, and opening a file twice takes time."""
    if not zipfile.is_zipfile(io.BytesIO(content)):
        return False
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        sheets = [name for name in archive.namelist() if name.startswith("xl/worksheets/")]
        return any(mark in archive.read(name) for name in sheets for mark in (b"<f", b't="e"'))


def _formula_faults(content: bytes) -> Iterator[tuple[str, int, int, str]]:
    """(sheet, row, column, text) of cells whose formula failed or was never worked out, zero-based."""
    results = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    formulas = load_workbook(io.BytesIO(content), read_only=True)
    for name in formulas.sheetnames:
        bounds = {"max_row": MOST_ROWS, "max_col": MOST_COLUMNS}
        pairs = zip(formulas[name].iter_rows(**bounds), results[name].iter_rows(**bounds), strict=False)
        for number, (typed, worked) in enumerate(pairs):
            for position, (formula, result) in enumerate(zip(typed, worked, strict=False)):
                if result.data_type == "e":
                    yield name.strip(), number, position, str(result.value)
                elif formula.data_type == "f" and result.data_type == "n" and result.value is None:
                    yield name.strip(), number, position, str(formula.value)
