"""From the workbook to the books: receive, explain, submit, accept."""

import dataclasses
import datetime as dt
from collections.abc import Callable
from decimal import Decimal as D
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from wenzeng.base import facts, files, people, trail
from wenzeng.base.access import Duty
from wenzeng.base.models import Batch, Body, Observation, StoredFile, TrailEntry, User
from wenzeng.base.subjects import City
from wenzeng.base.tests.test_trail import as_an_intruder
from wenzeng.cadence import actions, definitions, queries
from wenzeng.cadence.checks import EVERY_CHECK, run
from wenzeng.cadence.directory import directory
from wenzeng.cadence.models import Filing
from wenzeng.cadence.queries import Difference
from wenzeng.cadence.reading import read
from wenzeng.cadence.tests.workbooks import APRIL, FIRST, MAY, ROW, county, notice, planted

pytestmark = pytest.mark.django_db
PL = ROW["pingli"]


def taken_in(content: bytes, by: User, reviewer: User, now: dt.datetime, **more: Any) -> Filing:
    filing = actions.receive(content=content, name="表.xlsx", by=by, now=now)
    words = {one.finding.id: "示例说明：演示数据" for one in filing.judged if not one.finding.must}
    filing = actions.explain(filing=filing, words=words, by=by, now=now)
    filing = actions.submit(filing=filing, by=by, now=now)
    return actions.accept(filing=filing, by=reviewer, now=now, **more)


def test_a_clean_notice_is_recorded_with_its_cells(
    who: SimpleNamespace, city: City, now: dt.datetime
) -> None:
    filing = taken_in(notice(), who.bureau, who.monitor, now)

    assert filing.state == Filing.State.RECORDED
    frame = facts.frame(as_of=now.date())
    row = Observation.objects.get(pk=frame.get("iva.growth", city.city, MAY, "ytd").id)
    assert (row.value, row.sheet, row.cell, row.cell_text) == (D("-20.7"), "附表2", "C7", "-20.7")
    assert (row.status, row.simulated, row.scope, row.decimals) == ("official", False, "2020", 1)
    assert row.batch.known_at == dt.date(2020, 6, 18)
    assert row.batch.reference == f"filing:{filing.pk}"
    assert row.batch.released_at == now
    month = frame.get("iva.growth", city.city, MAY.month_of(), "month")
    assert (month.value, month.simulated) == (D("-10.1"), True)
    assert frame.get("iva.base_share", city.unit_by_code("PL"), MAY, "ytd").value == D("6.10")
    assert frame.get("iva.growth", city.province, MAY, "ytd").value == D("1.4")
    assert frame.get("iva.growth", city.peers[0], MAY, "ytd").simulated


def test_a_county_form_is_recorded_for_its_unit_with_its_reason(
    who: SimpleNamespace, city: City, now: dt.datetime
) -> None:
    filing = taken_in(county(), who.pingli, who.monitor, now)

    frame = facts.frame(as_of=now.date())
    pingli = city.unit_by_code("PL")
    assert frame.get("county.output", pingli, MAY.month_of(), "month").value == 4000
    assert frame.get("county.power", pingli, MAY, "ytd").value == 1500
    assert frame.get("county.firms_at_work", pingli, MAY.month_of(), "month").value == 41
    assert frame.get("county.output", pingli, MAY, "ytd").status == "reported"
    assert frame.get("county.output", pingli, MAY, "ytd").simulated
    assert filing.texts == {"reason": "两户重点企业停产检修，订单未恢复。"}
    assert str(filing.body) == "平利县人民政府"


def test_january_february_counts_once_under_both_bases(
    who: SimpleNamespace, city: City, now: dt.datetime
) -> None:
    taken_in(notice(FIRST), who.bureau, who.monitor, now)
    taken_in(county(period=FIRST), who.pingli, who.monitor, now)

    frame = facts.frame(as_of=now.date())
    pingli = city.unit_by_code("PL")
    ytd, month = (frame.get("iva.growth", city.city, FIRST, basis) for basis in ("ytd", "month"))
    assert (ytd.value, month.value) == (D("-33.5"), D("-33.5"))
    assert {Observation.objects.get(pk=fact.id).cell for fact in (ytd, month)} == {"C7"}
    assert frame.get("county.output", pingli, FIRST, "month").value == 8000
    assert frame.get("county.firms", pingli, FIRST, "month").value == 52


def test_a_zero_return_records_zeros_that_say_so(who: SimpleNamespace, city: City, now: dt.datetime) -> None:
    content = county(
        head={"zero": "是"},
        rows={("output", "month"): None, ("power", "month"): None, ("at_work", "month"): 0},
    )

    filing = taken_in(content, who.pingli, who.monitor, now)

    fact = facts.frame(as_of=now.date()).get(
        "county.output", city.unit_by_code("PL"), MAY.month_of(), "month"
    )
    assert filing.zero_report
    assert fact.value == 0
    assert Observation.objects.get(pk=fact.id).cell_text == "零报告"


def test_a_revised_notice_adds_a_version_and_keeps_the_old_one(
    who: SimpleNamespace, city: City, now: dt.datetime
) -> None:
    taken_in(notice(), who.bureau, who.monitor, now)
    revised = planted(notice(), {("附表2", "C7"): -20.5, ("表头", "B5"): dt.date(2020, 6, 23)})

    filing = actions.receive(content=revised, name="修订.xlsx", by=who.bureau, now=now)
    kinds = {change.kind: change for change in queries.difference(filing, now.date())}
    filing = actions.submit(filing=filing, by=who.bureau, now=now)
    filing = actions.accept(filing=filing, by=who.monitor, now=now)

    changed = kinds[Difference.CHANGED]
    assert (changed.old.value, changed.item.value, changed.item.cell.address) == (
        D("-20.7"),
        D("-20.5"),
        "C7",
    )
    assert Difference.NEW not in kinds
    assert filing.recorded_count == 1
    fact = facts.frame(as_of=now.date()).get("iva.growth", city.city, MAY, "ytd")
    versions = facts.trace(Observation.objects.get(pk=fact.id)).versions
    assert [row.value for row in versions] == [D("-20.5"), D("-20.7")]
    assert facts.frame(as_of=dt.date(2020, 6, 22)).get("iva.growth", city.city, MAY, "ytd") is None


def test_an_older_notice_is_kept_as_a_version_and_does_not_become_the_newest(
    who: SimpleNamespace, city: City, now: dt.datetime
) -> None:
    taken_in(notice(), who.bureau, who.monitor, now)
    older = planted(notice(), {("表头", "B5"): dt.date(2020, 6, 12), ("附表2", "C7"): -20.6})

    filing = taken_in(older, who.bureau, who.monitor, now + dt.timedelta(hours=1))

    assert filing.recorded_count == 1
    assert [one.finding.rule for one in filing.judged] == ["head.older_version"]
    assert facts.frame(as_of=now.date()).get("iva.growth", city.city, MAY, "ytd").value == D("-20.7")
    told = facts.frame(as_of=dt.date(2020, 6, 24)).get("iva.growth", city.city, MAY, "ytd")
    assert told.known_at == dt.date(2020, 6, 18)


def test_another_notice_of_the_same_day_must_say_what_it_corrects(
    who: SimpleNamespace, city: City, now: dt.datetime
) -> None:
    first, second = notice(), planted(notice(), {("附表2", "C7"): -20.6})
    taken_in(first, who.bureau, who.monitor, now)
    taken_in(second, who.bureau, who.monitor, now + dt.timedelta(hours=1))

    again = actions.receive(content=first, name="旧文件.xlsx", by=who.bureau, now=now + dt.timedelta(hours=2))

    assert [(finding.rule, finding.place) for finding in again.open_findings] == [
        ("head.older_version", "表头!B5")
    ]
    assert "有1个数不一样" in again.open_findings[0].sentence
    assert facts.frame(as_of=now.date()).get("iva.growth", city.city, MAY, "ytd").value == D("-20.6")


def test_the_same_figures_again_add_nothing(who: SimpleNamespace, now: dt.datetime) -> None:
    first = taken_in(notice(), who.bureau, who.monitor, now)
    before = Observation.objects.count()

    again = taken_in(planted(notice(), {("表头", "B9"): "示例戊"}), who.bureau, who.monitor, now)

    assert Observation.objects.count() == before
    assert (again.recorded_count, again.batch_id) == (0, first.batch_id)
    assert again.state == Filing.State.RECORDED


def test_the_same_file_again_is_not_entered_twice(who: SimpleNamespace, now: dt.datetime) -> None:
    first = taken_in(notice(), who.bureau, who.monitor, now)

    again = actions.receive(content=notice(), name="又一次.xlsx", by=who.bureau, now=now)

    assert again.pk == first.pk
    assert Filing.objects.count() == 1


def test_a_notice_that_is_not_public_yet_is_held_back_until_it_is(
    who: SimpleNamespace, city: City, now: dt.datetime
) -> None:
    taken_in(notice(head={"release": "未公开"}), who.bureau, who.monitor, now)
    held = facts.frame(as_of=now.date(), reader=who.pingli)

    taken_in(notice(), who.bureau, who.monitor, now)

    assert held.get("iva.growth", city.city, MAY, "ytd") is None
    assert facts.frame(as_of=now.date(), reader=who.pingli).get("iva.growth", city.city, MAY, "ytd").released


def test_a_flash_and_an_official_figure_stand_beside_each_other(
    who: SimpleNamespace, city: City, now: dt.datetime
) -> None:
    flash = planted(
        notice(head={"nature": "快报"}), {("表头", "B5"): dt.date(2020, 6, 12), ("附表2", "C7"): -20.9}
    )
    taken_in(flash, who.bureau, who.monitor, now)
    taken_in(notice(), who.bureau, who.monitor, now)

    frame = facts.frame(as_of=now.date())

    assert frame.get("iva.growth", city.city, MAY, "ytd").value == D("-20.7")
    assert frame.get("iva.growth", city.city, MAY, "ytd", "flash").value == D("-20.9")


def test_findings_of_the_softer_class_want_a_sentence_before_submitting(
    who: SimpleNamespace, now: dt.datetime
) -> None:
    taken_in(notice(APRIL), who.bureau, who.monitor, now)
    filing = actions.receive(
        content=planted(notice(), {("附表2", f"C{PL}"): -45.1, ("附表2", f"D{PL}"): -88.0}),
        name="表.xlsx",
        by=who.bureau,
        now=now,
    )
    finding = filing.open_findings[-1]
    with pytest.raises(actions.CannotSubmit, match="要说明"):
        actions.submit(filing=filing, by=who.bureau, now=now)
    filing.refresh_from_db()
    with pytest.raises(actions.CannotExplain, match="太短"):
        actions.explain(filing=filing, words={finding.id: "对"}, by=who.bureau, now=now)

    words = {one.id: "重点企业停产" for one in filing.open_findings}
    filing = actions.explain(filing=filing, words=words, by=who.bureau, now=now)
    filing = actions.submit(filing=filing, by=who.bureau, now=now)

    assert filing.state == Filing.State.SUBMITTED
    assert filing.explanations[finding.id]["text"] == "重点企业停产"


def test_what_the_sheet_says_itself_and_what_was_typed_before_are_not_asked_again(
    who: SimpleNamespace, now: dt.datetime
) -> None:
    taken_in(notice(APRIL), who.bureau, who.monitor, now)
    jump = {("附表2", f"C{PL}"): -45.1, ("附表2", f"D{PL}"): -88.0}
    noted = planted(notice(), jump | {("附表2", f"G{PL}"): "两户重点企业停产检修"})
    first = actions.receive(content=noted, name="一.xlsx", by=who.bureau, now=now)
    own = [one for one in first.judged if one.finding.cell == f"C{PL}"]
    assert {(one.explanation, one.from_cell) for one in own} == {("两户重点企业停产检修", f"附表2!G{PL}")}

    second = actions.receive(content=planted(notice(), jump), name="二.xlsx", by=who.bureau, now=now)
    words = {one.id: "写在网页上的说明" for one in second.open_findings}
    second = actions.explain(filing=second, words=words, by=who.bureau, now=now)
    third = actions.receive(
        content=planted(notice(), jump | {("表头", "B9"): "示例戊"}), name="三.xlsx", by=who.bureau, now=now
    )

    assert "写在网页上的说明" in {one.explanation for one in third.judged}
    assert third.open_findings == ()
    second.refresh_from_db()
    assert second.state == Filing.State.WITHDRAWN


def test_an_old_remark_does_not_explain_a_new_fault(who: SimpleNamespace, now: dt.datetime) -> None:
    source = {("附表2", "G7"): "累计：安政通报第32期；当月：演示"}
    taken_in(planted(notice(), source), who.bureau, who.monitor, now)
    broken = source | {("附表2", "C7"): -19.9, ("表头", "B5"): dt.date(2020, 6, 22)}

    filing = actions.receive(content=planted(notice(), broken), name="改.xlsx", by=who.bureau, now=now)

    assert [finding.rule for finding in filing.open_findings] == ["share.parts_and_total"]
    with pytest.raises(actions.CannotSubmit, match="要说明"):
        actions.submit(filing=filing, by=who.bureau, now=now)
    short = actions.receive(
        content=planted(notice(), broken | {("附表2", "G7"): "演示数据吧"}),
        name="改.xlsx",
        by=who.bureau,
        now=now,
    )
    assert short.open_findings != ()
    answered = actions.receive(
        content=planted(notice(), broken | {("附表2", "G7"): "统一核算差额，省统计局已核定。"}),
        name="改.xlsx",
        by=who.bureau,
        now=now,
    )
    assert [one.from_cell for one in answered.judged] == ["附表2!G7"]


def test_a_note_goes_on_explaining_the_finding_that_it_was_written_for(
    who: SimpleNamespace, now: dt.datetime
) -> None:
    taken_in(notice(APRIL), who.bureau, who.monitor, now)
    jump = {("附表2", f"C{PL}"): -45.1, ("附表2", f"D{PL}"): -88.0, ("附表2", "G7"): "统一核算差额已核定。"}
    noted = jump | {("附表2", f"G{PL}"): "两户重点企业停产检修"}
    taken_in(planted(notice(), noted), who.bureau, who.monitor, now)

    again = planted(
        notice(), noted | {("附表2", f"D{ROW['hanyin']}"): -10.2, ("表头", "B5"): dt.date(2020, 6, 22)}
    )
    filing = actions.receive(content=again, name="修订.xlsx", by=who.bureau, now=now)

    assert filing.judged
    assert filing.open_findings == ()


def test_an_earlier_month_that_came_in_meanwhile_is_held_against_the_filing(
    who: SimpleNamespace, now: dt.datetime
) -> None:
    waiting = actions.receive(
        content=planted(notice(), {("附表2", f"C{PL}"): -45.1}), name="5月.xlsx", by=who.bureau, now=now
    )
    words = {finding.id: "示例说明一句" for finding in waiting.open_findings}
    waiting = actions.explain(filing=waiting, words=words, by=who.bureau, now=now)
    taken_in(notice(APRIL), who.bureau, who.monitor, now)

    with pytest.raises(actions.CannotSubmit, match="要说明"):
        actions.submit(filing=waiting, by=who.bureau, now=now)

    waiting.refresh_from_db()
    assert "growth.jump" in {finding.rule for finding in waiting.open_findings}


def test_sent_back_with_a_remark_and_filed_anew(who: SimpleNamespace, now: dt.datetime) -> None:
    filing = actions.receive(content=county(), name="表.xlsx", by=who.pingli, now=now)
    filing = actions.submit(filing=filing, by=who.pingli, now=now)
    with pytest.raises(actions.CannotSendBack, match="退回意见"):
        actions.send_back(filing=filing, reason="", by=who.monitor, now=now)

    filing = actions.send_back(filing=filing, reason="用电量与供电局对一下", by=who.monitor, now=now)
    again = taken_in(
        county(rows={("power", "month"): 301, ("power", "ytd"): 1501}), who.pingli, who.monitor, now
    )

    filing.refresh_from_db()
    assert (filing.state, again.state) == (Filing.State.WITHDRAWN, Filing.State.RECORDED)
    told = [step.what for step in queries.history(filing)]
    assert told == ["上传", "提交", "退回", "被新文件替换"]


def test_a_recorded_filing_cannot_be_withdrawn(who: SimpleNamespace, now: dt.datetime) -> None:
    filing = taken_in(county(), who.pingli, who.monitor, now)

    with pytest.raises(actions.CannotWithdraw, match="已由市级审核入库"):
        actions.withdraw(filing=filing, by=who.pingli, now=now)


def test_the_second_of_two_people_is_told_that_the_filing_has_changed(
    who: SimpleNamespace, now: dt.datetime
) -> None:
    filing = actions.receive(content=county(), name="表.xlsx", by=who.pingli, now=now)
    seen = filing.version
    submitted = actions.submit(filing=filing, by=who.pingli, now=now, version=seen)

    with pytest.raises(actions.CannotWithdraw, match="已被别人改动"):
        actions.withdraw(filing=submitted, by=who.pingli, now=now, version=seen)


def test_only_the_reviewer_accepts(who: SimpleNamespace, now: dt.datetime) -> None:
    filing = actions.receive(content=county(), name="表.xlsx", by=who.pingli, now=now)
    filing = actions.submit(filing=filing, by=who.pingli, now=now)

    with pytest.raises(actions.CannotAccept, match="运行监测科"):
        actions.accept(filing=filing, by=who.pingli, now=now)


def test_a_draft_that_its_sender_did_not_submit_is_not_accepted(
    who: SimpleNamespace, now: dt.datetime
) -> None:
    drafts = [
        actions.receive(content=notice(), name="表.xlsx", by=who.bureau, now=now),
        actions.receive(content=county(), name="表.xlsx", by=who.pingli, now=now),
    ]

    for filing in drafts:
        with pytest.raises(actions.CannotAccept, match="还没提交"):
            actions.accept(filing=filing, by=who.monitor, now=now)
        with pytest.raises(actions.CannotSubmit, match="只有填报人"):
            actions.submit(filing=filing, by=who.monitor, now=now)
        filing.refresh_from_db()
        assert filing.state == Filing.State.DRAFT
    own = actions.receive(content=county("hengkou"), name="表.xlsx", by=who.monitor, now=now)
    assert actions.accept(filing=own, by=who.monitor, now=now).state == Filing.State.RECORDED


def test_a_colleague_of_the_sender_submits_for_him(who: SimpleNamespace, now: dt.datetime) -> None:
    colleague = people.enrol(username="bureau2", name="示例己", password="x", by=None)
    people.appoint(
        user=colleague,
        duty=Duty.STATISTICS,
        body=Body.objects.get(subject__key="body:tongji"),
        from_on=dt.date(2020, 1, 1),
        by=None,
    )
    filing = actions.receive(content=notice(), name="表.xlsx", by=who.bureau, now=now)

    filing = actions.submit(filing=filing, by=colleague, now=now)

    assert filing.state == Filing.State.SUBMITTED


def test_nobody_files_for_another_county(who: SimpleNamespace, now: dt.datetime) -> None:
    filing = actions.receive(content=county("hengkou"), name="表.xlsx", by=who.pingli, now=now)

    assert (filing.state, filing.unit) == (Filing.State.FAULTY, None)
    assert [finding.rule for finding in filing.open_findings] == ["file.not_yours"]
    assert not Filing.objects.visible_to(who.hengkou).exists()


def test_whoever_may_not_file_learns_nothing_of_the_books(who: SimpleNamespace, now: dt.datetime) -> None:
    taken_in(notice(APRIL, head={"release": "未公开"}), who.bureau, who.monitor, now)
    taken_in(county("hanyin", APRIL), who.monitor, who.monitor, now)
    ones = {("output", "month"): 1, ("output", "ytd"): 1, ("power", "month"): 1, ("power", "ytd"): 1}
    foreign = [
        county("hanyin", rows=ones),
        county("hanyin", APRIL, rows=ones),
        planted(notice(), {("附表2", f"C{PL}"): 90.0}),
        planted(notice(APRIL), {("附表2", f"C{PL}"): 90.0}),
    ]

    for content in foreign:
        filing = actions.receive(content=content, name="表.xlsx", by=who.pingli, now=now)

        found = {finding.rule for finding in filing.open_findings}
        assert "file.not_yours" in found
        assert not [rule for rule in found if EVERY_CHECK[rule].books]
        assert queries.difference(filing, now.date(), who.pingli) == []


class Sealed(dict):  # type: ignore[type-arg]  # books that nobody may open
    def get(self, *key: object) -> object:
        raise AssertionError(key)


@pytest.mark.parametrize("content", [notice, county])
def test_a_check_that_looks_into_the_books_says_so(
    who: SimpleNamespace, now: dt.datetime, content: Callable[[], bytes]
) -> None:
    filed = actions._filed(read(content(), directory(None)), None, "", now.date())
    assert EVERY_CHECK["head.older_version"].books

    sealed = dataclasses.replace(filed, known=Sealed(), refusal="没有报这张表的职责")
    assert {finding.rule for finding in run(sealed)} == {"file.not_yours"}


def test_what_is_not_public_is_held_against_a_file_only_where_the_sender_may_see_it(
    who: SimpleNamespace, now: dt.datetime
) -> None:
    taken_in(notice(APRIL, head={"release": "未公开"}), who.bureau, who.monitor, now)
    form = definitions.form("stats_notice")
    assert form

    told = [queries.known_values(form, MAY, None, now.date(), by) for by in (who.bureau, who.pingli)]

    assert told[0]
    assert told[1] == {}


@pytest.mark.parametrize("part", [0.2, 0.5, 0.8, 0.95])
def test_a_break_in_the_middle_of_accepting_leaves_nothing_but_the_file(
    who: SimpleNamespace, now: dt.datetime, part: float
) -> None:
    filing = actions.receive(content=notice(), name="表.xlsx", by=who.bureau, now=now)
    filing = actions.submit(filing=filing, by=who.bureau, now=now)
    rows = (Batch, Observation, TrailEntry)
    before = [model.objects.count() for model in rows]
    statements = 0

    def count(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        nonlocal statements
        statements += 1
        return execute(sql, params, many, context)

    with transaction.atomic(), connection.execute_wrapper(count):
        actions.accept(filing=filing, by=who.monitor, now=now)
        transaction.set_rollback(True)
    breaks_at, told = round(statements * part), 0

    def broken(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        nonlocal told
        told += 1
        if told == breaks_at:
            raise IntegrityError("断电")
        return execute(sql, params, many, context)

    with pytest.raises(IntegrityError), transaction.atomic(), connection.execute_wrapper(broken):
        actions.accept(filing=Filing.objects.get(pk=filing.pk), by=who.monitor, now=now)

    filing = Filing.objects.get(pk=filing.pk)
    assert (filing.state, filing.batch) == (Filing.State.SUBMITTED, None)
    assert [model.objects.count() for model in rows] == before
    assert files.read(filing.file) == notice()
    assert trail.verify().ok


def test_a_file_that_is_no_workbook_is_kept_all_the_same(who: SimpleNamespace, now: dt.datetime) -> None:
    filing = actions.receive(content=b"\x89PNG picture", name="照片.xlsx", by=who.pingli, now=now)

    assert filing.state == Filing.State.FAULTY
    assert files.read(filing.file) == b"\x89PNG picture"
    assert [finding.rule for finding in filing.open_findings] == ["file.unreadable"]


def test_an_empty_file_is_refused_with_a_sentence(who: SimpleNamespace, now: dt.datetime) -> None:
    with pytest.raises(actions.CannotReceive, match="空文件"):
        actions.receive(content=b"", name="空.xlsx", by=who.pingli, now=now)

    assert not StoredFile.objects.exists()


def test_the_database_itself_refuses_a_recorded_filing_without_its_batch(
    who: SimpleNamespace, now: dt.datetime
) -> None:
    filing = actions.receive(content=county(), name="表.xlsx", by=who.pingli, now=now)

    with pytest.raises(IntegrityError), transaction.atomic():
        Filing.objects.filter(pk=filing.pk).update(state=Filing.State.RECORDED)


def test_who_has_not_filed_is_named(who: SimpleNamespace, now: dt.datetime) -> None:
    taken_in(notice(), who.bureau, who.monitor, now)
    taken_in(county(), who.pingli, who.monitor, now)

    missing = queries.missing(MAY)

    assert len(missing) == 11
    assert "平利县（县区月报）" not in missing
    assert "恒口示范区（县区月报）" in missing


def test_a_filing_can_be_peeked_at_without_taking_it_in(city: City) -> None:
    assert actions.peek(county(period=APRIL)) == ("county_month", APRIL)
    assert actions.peek(b"junk") == ("", None)
    assert not Filing.objects.exists()


def test_a_filing_that_vanishes_or_changes_is_found_out(who: SimpleNamespace, now: dt.datetime) -> None:
    row = taken_in(county(), who.pingli, who.monitor, now)
    open_row = actions.receive(content=notice(), name="表.xlsx", by=who.bureau, now=now)
    actions.recheck(filing=open_row, now=now)
    assert trail.verify().ok
    with pytest.raises(IntegrityError, match="退回或撤回"), transaction.atomic():
        Filing.objects.filter(pk=row.pk)._raw_delete("default")

    with as_an_intruder("cadence_filing"):
        Filing.objects.filter(pk=open_row.pk).update(state=Filing.State.SUBMITTED)
    assert trail.verify().sentence.startswith(f"报表第{open_row.pk}号的 state 与留痕最后一次记的不符")
    with as_an_intruder("cadence_filing"):
        Filing.objects.filter(pk=open_row.pk)._raw_delete("default")

    assert trail.verify().sentence == f"报表第{open_row.pk}号有留痕而库里没有：被删除。"


def test_a_filing_past_the_doors_is_found_out(who: SimpleNamespace, now: dt.datetime) -> None:
    row = taken_in(county(), who.pingli, who.monitor, now)
    row.pk = None
    row.save(force_insert=True)

    assert trail.verify().sentence == f"报表第{row.pk}号没有留痕：不是系统写入的。"
