"""A bulletin goes its way step by step; its number is given once, its file is frozen."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.db.models import ProtectedError

from wenzeng.base import files, trail
from wenzeng.base.models import Batch, Citation, User
from wenzeng.base.tests.test_trail import as_an_intruder
from wenzeng.bulletins import actions
from wenzeng.bulletins.models import ORDER, Bulletin, NumberTaken, State
from wenzeng.bulletins.tests.conftest import APRIL, MAY, NOW, TODAY, Books, compute

pytestmark = pytest.mark.django_db


def test_a_bulletin_walks_from_draft_to_archive_in_order(bulletin, at) -> None:
    row = at(bulletin, State.ARCHIVED)

    assert [step.state for step in row.steps.all()] == list(ORDER)
    assert (row.number, row.year, row.issued_on) == (1, 2020, TODAY)
    assert trail.verify().ok


def test_no_step_is_skipped(bulletin: Bulletin, leader: User) -> None:
    with pytest.raises(actions.CannotAdvance, match="现在是“起草”，不能直接“签发”"):
        actions.advance(bulletin=bulletin, to=State.SIGNED, opinion="", by=leader, now=NOW)


def test_a_step_is_taken_by_whose_duty_it_is(bulletin, at, clerk, office) -> None:
    row = at(bulletin, State.REVIEWED)

    for by in (clerk, office):
        with pytest.raises(PermissionDenied):
            actions.advance(bulletin=row, to=State.SIGNED, opinion="", by=by, now=NOW)


def test_whoever_drafted_does_not_review(bulletin, at, clerk, reviewer) -> None:
    row = at(bulletin, State.COUNTERSIGNED)

    with pytest.raises(actions.CannotAdvance, match="起草人不能审核自己起草的通报"):
        actions.advance(bulletin=row, to=State.REVIEWED, opinion="", by=clerk, now=NOW)

    assert actions.advance(bulletin=row, to=State.REVIEWED, opinion="", by=reviewer, now=NOW).state == (
        State.REVIEWED
    )


def test_whoever_drafted_it_last_does_not_review_it(bulletin, at, clerk, reviewer) -> None:
    row = actions.draft(period=MAY, as_of=TODAY, by=reviewer, now=NOW, anew=True)
    row = actions.advance(bulletin=row, to=State.COUNTERSIGNED, opinion="", by=reviewer, now=NOW)

    with pytest.raises(actions.CannotAdvance, match="起草人不能审核"):
        actions.advance(bulletin=row, to=State.REVIEWED, opinion="", by=reviewer, now=NOW)


def test_sending_back_takes_the_signature_away(bulletin, at, office) -> None:
    row = actions.send_back(bulletin=at(bulletin, State.SIGNED), opinion="第二段重写。", by=office, now=NOW)

    assert (row.state, row.signed_by) == (State.DRAFTED, None)


def another(books: Books, clerk: User, at, to: State) -> Bulletin:
    row = actions.draft(period=MAY, as_of=TODAY, by=clerk, now=NOW, anew=True)
    return at(row, to)


def test_numbers_follow_each_other_and_may_leave_gaps(bulletin, books, at, clerk, office) -> None:
    first = actions.register(bulletin=at(bulletin, State.RECHECKED), number=32, by=office, now=NOW)
    at(first, State.ISSUED)

    second = another(books, clerk, at, State.REGISTERED)

    assert (first.number, second.number) == (32, 33)
    assert first.label == "××政通报第三十二期"


def test_a_number_is_never_used_twice_even_after_void(bulletin, books, at, clerk, office) -> None:
    row = actions.register(bulletin=at(bulletin, State.RECHECKED), number=28, by=office, now=NOW)
    actions.void(bulletin=row, reason="数据有误。", by=office, now=NOW)
    other = actions.draft(period=MAY, as_of=TODAY, by=clerk, now=NOW)
    at(other, State.RECHECKED)

    with pytest.raises(actions.CannotAdvance, match=r"第28期已用过.*已作废.*下一个空号是29"):
        actions.register(bulletin=other, number=28, by=office, now=NOW)

    assert actions.register(bulletin=other, number=29, by=office, now=NOW).number == 29


def test_the_database_itself_gives_no_number_twice(bulletin, at, books, clerk, office) -> None:
    row = at(bulletin, State.ISSUED)
    other = another(books, clerk, at, State.RECHECKED)
    taken = NumberTaken.objects.get(bulletin=row)

    with pytest.raises(IntegrityError), transaction.atomic():
        NumberTaken.objects.create(
            series=row.series,
            year=taken.year,
            number=taken.number,
            bulletin=other,
            taken_at=NOW,
            taken_by=office,
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        NumberTaken.objects.filter(pk=taken.pk).delete()
    with pytest.raises(IntegrityError), transaction.atomic():
        NumberTaken.objects.filter(pk=taken.pk).update(number=99)
    with pytest.raises(ProtectedError):
        row.delete()


@pytest.mark.parametrize(
    "nonsense",
    [
        pytest.param({"number": 5, "year": 2020}, id="登记前有期号"),
        pytest.param({"state": State.REGISTERED}, id="登记后没有期号"),
        pytest.param({"state": State.SIGNED}, id="签发而没有签发人"),
        pytest.param({"issued_on": TODAY}, id="没核发而有日期"),
        pytest.param({"state": State.VOID}, id="作废而没有原因"),
    ],
)
def test_the_database_itself_refuses_nonsense(bulletin: Bulletin, nonsense: dict[str, object]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Bulletin.objects.filter(pk=bulletin.pk).update(**nonsense)


def test_what_was_issued_is_not_rewritten_by_any_means(bulletin, at) -> None:
    row = at(bulletin, State.ISSUED)

    with pytest.raises(IntegrityError), transaction.atomic():
        Bulletin.objects.filter(pk=row.pk).update(title="另一个标题")


@pytest.mark.parametrize(
    "change",
    [
        {"as_of": dt.date(2020, 6, 1)},
        {"period_code": "2020-01..04"},
        {"simulated": False},
        {"signed_by": None, "signed_at": None},
        {"openness": "open"},
    ],
    ids=lambda change: next(iter(change)),
)
def test_day_period_mark_and_signature_of_what_was_issued_stay(bulletin, at, change) -> None:
    row = at(bulletin, State.ISSUED)
    assert row.simulated
    with pytest.raises(IntegrityError, match="已核发的通报不再改动"), transaction.atomic():
        Bulletin.objects.filter(pk=row.pk).update(**change)


def test_figures_and_steps_of_what_was_issued_stay(bulletin, at) -> None:
    row = at(bulletin, State.REGISTERED)
    row.figures.filter(ordinal=1).update(before="改")  # not out yet
    row = at(row, State.ISSUED)
    for change in (
        lambda: row.figures.update(text="0.0"),
        lambda: row.figures.filter(ordinal=1).delete(),
        lambda: row.figures.create(
            ordinal=999, observation=row.figures.first().observation, form="x", place="x"
        ),
        lambda: row.steps.update(opinion="改过"),
        lambda: row.steps.all().delete(),
    ):
        with pytest.raises(IntegrityError, match=r"已核发的通报，|只增不改"), transaction.atomic():
            change()
    assert at(row, State.ARCHIVED).steps.count() == len(ORDER)


@pytest.mark.parametrize(
    "table", ["bulletins_bulletin", "bulletins_bulletinfigure", "bulletins_bulletinstep"]
)
def test_nothing_is_written_over_what_was_issued(bulletin, at, table) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("只有 SQLite 有 INSERT OR REPLACE")
    at(bulletin, State.ISSUED)
    with (
        pytest.raises(IntegrityError, match="库中已有这一行"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"INSERT OR REPLACE INTO {table} SELECT * FROM {table} LIMIT 1")


def test_the_frozen_file_is_redrawn_byte_for_byte(bulletin, at) -> None:
    row = at(bulletin, State.ISSUED)

    assert actions.docx_of(row) == files.read(row.document) == actions.redraw(row)


def test_a_revised_notice_leaves_an_issued_bulletin_as_it_was(bulletin, books, at, clerk) -> None:
    row = at(bulletin, State.ISSUED)
    frozen = actions.docx_of(row)

    books.file(
        [("iva.growth", books.city.city, MAY, "ytd", "-20.5", False)], known_at=dt.date(2020, 6, 24), now=NOW
    )
    compute(books)
    anew = actions.draft(period=MAY, as_of=TODAY, by=clerk, now=NOW, anew=True)

    row.refresh_from_db()
    assert actions.redraw(row) == frozen
    assert anew.pk != row.pk
    assert "20.5" in [figure.text for figure in anew.figures.all()]
    assert "20.5" not in [figure.text for figure in row.figures.all()]


def test_every_figure_of_an_issued_bulletin_knows_where_it_was_printed(bulletin, books, at) -> None:
    row = at(bulletin, State.ISSUED)

    cited = Citation.objects.filter(document=f"bulletin:{row.pk}")

    assert cited.count() == row.figures.count()
    assert cited.filter(observation=books.id("situation.gap_to_province", books.city.city)).exists()


def test_finishing_takes_all_steps_once(bulletin: Bulletin, operator: User) -> None:
    row = actions.finish(bulletin=bulletin, number=32, by=operator, now=NOW)
    again = actions.finish(bulletin=row, number=None, by=operator, now=NOW)

    assert (row.state, row.number) == (State.ISSUED, 32)
    alone = row.steps.get(state=State.REVIEWED)
    assert (alone.by, alone.opinion) == (operator, "由命令行一人办理。")
    assert (again.pk, again.number, NumberTaken.objects.count()) == (row.pk, 32, 1)


def test_last_months_bulletin_is_its_own(books: Books, clerk: User, bulletin: Bulletin) -> None:
    april = actions.draft(period=APRIL, as_of=TODAY, by=clerk, now=NOW)

    assert april.pk != bulletin.pk
    assert "23.8" in [figure.text for figure in april.figures.all()]


@pytest.mark.parametrize(
    ("table", "harm", "says"),
    [
        pytest.param(
            "bulletins_numbertaken", lambda row: NumberTaken.objects.all()._raw_delete("default"), "的 number",
            id="number given back"
        ),
        pytest.param(
            "bulletins_bulletin", lambda row: Bulletin.objects.filter(pk=row.pk).update(text=row.text[:1]), "的 text",
            id="text"
        ),
        pytest.param(
            "bulletins_bulletin", lambda row: Bulletin.objects.filter(pk=row.pk).update(state=State.ARCHIVED), "的 state",
            id="state"
        ),
        pytest.param(
            "base_citation", lambda row: Citation.objects.filter(pk=Citation.objects.first().pk)._raw_delete("default"),
            "引用的数与核发时的校验值不符", id="citation gone"
        ),
        pytest.param("base_citation", lambda row: Citation.objects.update(title="别的"), "引用的数", id="citation moved"),
        pytest.param(
            "base_batch", lambda row: Batch.objects.update(released_at=None), "的 released_at", id="who may see it"
        ),
    ],
)  # fmt: skip
def test_what_is_altered_past_the_guards_is_found_out(bulletin, at, table, harm, says) -> None:
    row = at(bulletin, State.ISSUED)
    assert trail.verify().ok

    with as_an_intruder(table):
        harm(row)

    verdict = trail.verify()
    assert not verdict.ok
    assert says in verdict.sentence


def test_a_bulletin_is_voided_and_not_removed(bulletin: Bulletin) -> None:
    with pytest.raises(IntegrityError, match="不发的作废"), transaction.atomic():
        Bulletin.objects.filter(pk=bulletin.pk)._raw_delete("default")
