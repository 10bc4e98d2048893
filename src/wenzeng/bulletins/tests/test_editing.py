"""What is typed is kept; what is wrong in it is told; two people do not overwrite each other."""

import pytest

from wenzeng.base.models import User
from wenzeng.bulletins import actions, checks, text
from wenzeng.bulletins.actions import Typed
from wenzeng.bulletins.models import Bulletin, State
from wenzeng.bulletins.tests.conftest import NOW, TODAY, Books

pytestmark = pytest.mark.django_db


def pieces_of(bulletin: Bulletin) -> list[str]:
    return [
        text.to_markers(block) for block in text.from_data(bulletin.text) if not isinstance(block, text.Table)
    ]


def save(bulletin: Bulletin, by: User, pieces: list[str], **other: object) -> Bulletin:
    values: dict[str, object] = {"title": bulletin.title, "version": bulletin.version} | other
    return actions.save_text(bulletin=bulletin, typed=Typed(pieces=tuple(pieces), **values), by=by, now=NOW)


def test_saving_without_a_change_changes_nothing_but_the_version(bulletin: Bulletin, clerk: User) -> None:
    before = bulletin.text

    row = save(bulletin, clerk, pieces_of(bulletin))

    assert row.text == before
    assert row.version == bulletin.version + 1


def test_another_number_in_a_marker_is_kept_and_found(bulletin: Bulletin, books: Books, clerk: User) -> None:
    gap = books.id("situation.gap_to_province", books.city.city)
    pieces = [piece.replace(f"⟦{gap}:22.1⟧", f"⟦{gap}:21.1⟧") for piece in pieces_of(bulletin)]

    row = save(bulletin, clerk, pieces)

    assert any(f"⟦{gap}:21.1⟧" in piece for piece in pieces_of(row))
    assert [found.check for found in checks.findings(row, today=TODAY)] == ["value"]


def test_a_binding_taken_away_leaves_a_bare_number(bulletin: Bulletin, books: Books, clerk: User) -> None:
    gap = books.id("situation.gap_to_province", books.city.city)
    pieces = [piece.replace(f"⟦{gap}:22.1⟧", "22.1") for piece in pieces_of(bulletin)]

    row = save(bulletin, clerk, pieces)

    assert [found.check for found in checks.findings(row, today=TODAY)] == ["bare_number"]


def test_a_figure_can_be_quoted_in_a_new_paragraph(bulletin: Bulletin, books: Books, clerk: User) -> None:
    gap = books.id("situation.gap_to_province", books.city.city)

    row = save(bulletin, clerk, [*pieces_of(bulletin), f"全市低于全省⟦{gap}：22.1⟧个百分点，要迎头赶上。"])

    assert checks.findings(row, today=TODAY) == []


def test_a_line_break_starts_a_paragraph_and_an_empty_piece_ends_one(bulletin: Bulletin, clerk: User) -> None:
    first, *rest = pieces_of(bulletin)

    row = save(bulletin, clerk, ["现通报如下。\n请认真抓好落实。", "", *rest[1:]])

    kept = pieces_of(row)
    assert kept[:2] == ["现通报如下。", "请认真抓好落实。"]
    assert rest[0] not in kept
    assert first not in kept


@pytest.mark.parametrize("typed", ["下降⟦7:20.7%", "下降⟦20.7⟧%", "下降7:20.7⟧%"])
def test_a_broken_marker_is_told_with_its_place(bulletin: Bulletin, clerk: User, typed: str) -> None:
    with pytest.raises(actions.CannotSave, match="数字标记不完整"):
        save(bulletin, clerk, [*pieces_of(bulletin), typed])


def test_two_people_do_not_overwrite_each_other(bulletin: Bulletin, clerk: User) -> None:
    save(bulletin, clerk, ["甲改的。"])

    with pytest.raises(actions.CannotSave, match="别人改过") as refused:
        save(bulletin, clerk, ["乙改的。"])

    assert refused.value.standing is not None
    assert pieces_of(refused.value.standing)[0] == "甲改的。"


def test_a_text_under_way_is_not_edited(bulletin, clerk, at) -> None:
    row = at(bulletin, State.COUNTERSIGNED)

    with pytest.raises(actions.CannotSave, match="先退回起草"):
        save(row, clerk, ["改一下。"])


def test_a_figure_that_was_gone_and_is_typed_again_is_read_as_it_was(
    bulletin: Bulletin, books: Books, clerk: User
) -> None:
    """The table prints the city's −20.7 with its sign; the sentence must not take that over."""
    original, before = pieces_of(bulletin), bulletin.text
    city = books.growth(books.city.city)

    changed = save(bulletin, clerk, [f"1—5月，全市下降⟦{city}:20.8⟧%。"])
    assert [found.check for found in checks.findings(changed, today=TODAY) if found.severity == "block"][
        :1
    ] == ["value"]
    emptied = save(changed, clerk, ["请认真抓好落实。"])
    row = save(emptied, clerk, original)

    assert checks.findings(row, today=TODAY) == []
    assert [block for block in row.text if block["kind"] != "table"] == [
        block for block in before if block["kind"] != "table"
    ]


def test_a_sign_that_is_typed_must_be_the_sign_of_the_figure(
    bulletin: Bulletin, books: Books, clerk: User
) -> None:
    province = books.growth(books.city.province)

    row = save(bulletin, clerk, [*pieces_of(bulletin), f"1—5月，全省增速为⟦{province}:−1.4⟧%。"])

    assert [found.check for found in checks.findings(row, today=TODAY)] == ["value"]
