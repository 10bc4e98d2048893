"""The line that closes the column of pulls is named for what it is."""

from decimal import Decimal

import pytest

from wenzeng.base.models import User
from wenzeng.bulletins import actions, checks, text
from wenzeng.bulletins.models import Bulletin
from wenzeng.bulletins.tests.conftest import MAY, NOW, TODAY, Books, unit_of

D = Decimal
pytestmark = pytest.mark.django_db


def closing(bulletin: Bulletin) -> tuple[str, Decimal, str]:
    """Name and size of the line above 全市, and the note under the table."""
    (table,) = [block for block in text.from_data(bulletin.text) if isinstance(block, text.Table)]
    line = table.rows[-2]
    return text.plain(line[1]), D(text.plain(line[-1]).replace("−", "-")), table.note


@pytest.mark.parametrize(
    ("pull", "name"),
    [
        # Twelve pulls of two decimals and a rate of one: rounding makes up to 12 × 0.005 + 0.05 = 0.11.
        pytest.param("-5.64", "四舍五入差", id="0.11以内"),
        pytest.param("-5.65", "统一核算差额", id="超过0.11"),
        pytest.param("0.25", "统一核算差额", id="差−5.78"),
    ],
)
def test_only_what_rounding_can_make_is_called_rounding(
    books: Books, clerk: User, pull: str, name: str
) -> None:
    unit = unit_of(books, "XY")
    books.derive([("situation.pull", unit, MAY, "ytd", D(pull), (books.growth(unit),))])

    bulletin = actions.draft(period=MAY, as_of=TODAY, by=clerk, now=NOW)

    said, size, note = closing(bulletin)
    assert said == name
    assert (abs(size) <= D("0.11")) == (name == "四舍五入差")
    assert f"{name}为全市增速与各项合计之差" in note
    assert checks.findings(bulletin, today=TODAY) == []
