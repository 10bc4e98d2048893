"""What the database itself refuses, whoever asks and by whatever way. It also guards that no migration loses a trigger:
SQLite rebuilds a table when a column changes, and drops its triggers with it."""

import dataclasses

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from wenzeng.base import facts, guards, rulebook, trail
from wenzeng.base.access import Duty
from wenzeng.base.models import (
    Appointment,
    Assignment,
    Batch,
    Body,
    Citation,
    Indicator,
    Observation,
    ObservationInput,
    StoredFile,
    Subject,
    SubjectCode,
    SubjectName,
    TrailEntry,
    User,
)
from wenzeng.engines.codes import make_uscc

from .builders import JAN_MAY, at, body, day, derive, file, gap, growth, output, person, proposal, subject

pytestmark = pytest.mark.django_db


def test_every_trigger_is_there_after_all_migrations() -> None:
    names = {guard.name for guard in guards.every()}

    assert {
        "base_observation_refuses",
        "base_batch_refuses_second_release",
        "bulletins_numbertaken_refuses",
    } <= names
    assert guards.missing() == []


@pytest.fixture
def full(city):
    """A row in each table that is append-only."""
    rows = file(growth("area:ankang", "-20.7"), growth("area:shaanxi", "1.4"))
    derive(gap("-22.1", rows))
    place = {"document": "bulletin:1", "title": "第1期", "url": "/bulletins/1/", "place": "第1个数"}
    facts.cite(rows[0], **place, now=at("2020-06-24"))


@pytest.mark.parametrize(
    ("model", "change"),
    [
        pytest.param(Observation, {"value": 5}, id="figure"),
        pytest.param(ObservationInput, {"position": 5}, id="what a figure was made from"),
        pytest.param(Citation, {"place": "别处"}, id="citation"),
        pytest.param(TrailEntry, {"reason": "改过"}, id="trail"),
        pytest.param(StoredFile, {"name": "别的.xlsx"}, id="original"),
        pytest.param(Batch, {"known_at": "2020-06-01"}, id="day of publication"),
        pytest.param(Batch, {"recorded_at": at("2020-06-01")}, id="moment of recording"),
        pytest.param(Batch, {"historical": True}, id="mark of history"),
        pytest.param(Batch, {"released_at": None}, id="release taken back"),
    ],
)
def test_what_was_written_is_not_changed(full, model, change) -> None:
    with pytest.raises(IntegrityError, match=r"不改|只增|只收存"), transaction.atomic():
        model.objects.update(**change)


@pytest.mark.parametrize("model", [Observation, ObservationInput, Citation, TrailEntry, StoredFile, Batch])
def test_what_was_written_is_not_deleted(full, model) -> None:
    table = connection.ops.quote_name(model._meta.db_table)
    with (
        pytest.raises(IntegrityError, match=r"不改|只增|只收存"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"DELETE FROM {table}")


@pytest.mark.parametrize(
    ("model", "keys"),
    [
        pytest.param(Observation, ["id", "rowid"], id="figure"),
        pytest.param(Observation, [], id="figure by its key"),
        pytest.param(ObservationInput, ["id"], id="what a figure was made from"),
        pytest.param(ObservationInput, [], id="what a figure was made from, by its key"),
        pytest.param(Citation, ["id"], id="citation"),
        pytest.param(Citation, [], id="citation by its key"),
        pytest.param(TrailEntry, ["seq"], id="trail"),
        pytest.param(TrailEntry, ["rowid"], id="trail by its hidden number"),
        pytest.param(StoredFile, ["id"], id="original"),
        pytest.param(StoredFile, [], id="original by its digest"),
        pytest.param(Batch, ["id"], id="batch"),
    ],
)
def test_nothing_is_written_over_what_was_written(full, model, keys) -> None:
    """INSERT OR REPLACE removes a row without a word to the DELETE triggers."""
    if connection.vendor != "sqlite":
        pytest.skip("只有 SQLite 有 INSERT OR REPLACE")
    table, key = model._meta.db_table, model._meta.pk.column
    others = [field.column for field in model._meta.local_fields if field.column != key]
    mine = ["rowid", "999999"] if keys == ["rowid"] else [key, key if keys else "NULL"]
    if keys == ["rowid"]:
        others = [column for column in others if column != "hash"]
        columns, values = ["rowid", key, *others, "hash"], ["rowid", "999999", *others, "'x'"]
    else:
        columns, values = [mine[0], *others], [mine[1], *others]
    with (
        pytest.raises(IntegrityError, match="库中已有这一行"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(
            f"INSERT OR REPLACE INTO {table} ({', '.join(columns)}) SELECT {', '.join(values)} FROM {table} LIMIT 1"
        )


@pytest.mark.parametrize("column", ["id", "rowid"])
def test_no_batch_takes_the_place_of_another(full, column) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("只有 SQLite 有 UPDATE OR REPLACE")
    first, second = Batch.objects.order_by("pk").values_list("pk", flat=True)[:2]
    with pytest.raises(IntegrityError, match="不改"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE OR REPLACE base_batch SET {column} = %s WHERE id = %s", [first, second])


@pytest.mark.parametrize("model", [Observation, ObservationInput, Citation, TrailEntry, StoredFile, Batch])
def test_no_table_is_emptied_at_once(full, model) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite 没有 TRUNCATE")
    connection.check_constraints()
    with (
        pytest.raises(IntegrityError, match=r"不改|只增|只收存"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"TRUNCATE {model._meta.db_table} CASCADE")


def bare(**changed) -> Observation:
    """A figure past all doors, as a script or an import would write it."""
    values = {
        "indicator": Indicator.objects.get(code="iva.growth"),
        "subject": subject("area:ankang"),
        "period_code": "2020-01..05",
        "basis": "ytd",
        "price_basis": "comparable",
        "scope": "2020",
        "status": "official",
        "value": 1,
        "decimals": 1,
        "unit": "%",
        "simulated": False,
        "batch": Batch.objects.first(),
        "sheet": "附表2",
        "cell": "C7",
    }
    return Observation(**(values | changed))


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        pytest.param({}, "base_observation_once_a_batch|已有这一行", id="same key twice in a batch"),
        pytest.param({"period_code": "2020-01"}, "no_statistical_january", id="January alone"),
        pytest.param(
            {"period_code": "2020-02", "basis": "month"}, "no_statistical_january", id="February alone"
        ),
        pytest.param({"period_code": "2020-01", "status": "flash"}, "no_statistical_january", id="flash"),
        pytest.param(
            {"scope": "x", "cell": "", "sheet": ""}, "source_or_method", id="neither cell nor method"
        ),
        pytest.param({"scope": "x", "cell": "C7", "sheet": ""}, "source_or_method", id="cell without sheet"),
        pytest.param({"scope": "x", "basis": "week"}, "base_observation_basis", id="unknown basis"),
        pytest.param({"scope": "x", "status": "guess"}, "base_observation_status", id="unknown status"),
        pytest.param({"scope": "x", "price_basis": "2010"}, "base_observation_price", id="unknown prices"),
        pytest.param({"scope": "x", "decimals": 7}, "base_observation_decimals", id="too many decimals"),
        pytest.param({"period_code": "2020-13..14"}, "period_fits_basis", id="month that is none"),
        pytest.param({"period_code": "2020-01..05\n"}, "period_fits_basis", id="line break after the period"),
        pytest.param({"period_code": "2020-05"}, "period_fits_basis", id="cumulative of a single month"),
        pytest.param({"period_code": "2020-02..05"}, "period_fits_basis", id="cumulative from February"),
        pytest.param(
            {"period_code": "2020-03..05", "basis": "month"}, "period_fits_basis", id="month of three months"
        ),
        pytest.param(
            {"period_code": "2020-05", "basis": "quarter"}, "period_fits_basis", id="quarter of a month"
        ),
        pytest.param(
            {"period_code": "2020-06", "basis": "mtd"}, "period_fits_basis", id="ten days of a month"
        ),
        pytest.param({"scope": "x", "stage": "guess"}, "base_observation_stage", id="unknown stage"),
        pytest.param({"scope": ""}, "base_observation_scope", id="no scope"),
        pytest.param({"scope": "x", "cell": "7C"}, "base_observation_cell", id="cell that is none"),
        pytest.param({"scope": "x", "value": -101}, "no_growth_below_minus_100", id="fall by more than all"),
        pytest.param({"scope": "x", "value": 10**15}, "value_is_a_number", id="too great a number"),
        pytest.param({"scope": "x", "unit": "个"}, "单位和价格要与指标", id="unit of another indicator"),
        pytest.param({"scope": "x", "price_basis": "current"}, "单位和价格要与指标", id="prices of another"),
        pytest.param({"scope": "x", "value": "-20.123"}, "小数位不能多于", id="more decimals than it says"),
        pytest.param({"period_code": "2020-01..06"}, "还没有结束", id="period that is not over"),
        pytest.param({"period_code": "2099-01..05"}, "还没有结束", id="period of our grandchildren"),
        pytest.param(
            {"period_code": "2020-q2", "basis": "quarter"}, "还没有结束", id="quarter that is not over"
        ),
        pytest.param({"scope": "x", "status": "expectation"}, "没有登记这种性质", id="status of another"),
        pytest.param(
            {"scope": "x", "cell": "", "sheet": "", "method": "made.up"},
            "都要写明单元格",
            id="filed from nowhere",
        ),
    ],
)
def test_a_figure_written_past_the_doors_is_refused(full, change, constraint) -> None:
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        bare(**change).save(force_insert=True)


def of(code: str, **changed) -> Observation:
    """A figure of another indicator, past all doors."""
    row = Indicator.objects.get(code=code)
    filed = code.startswith("county.")
    values = {
        "indicator": row,
        "subject": subject("unit:pingli"),
        "unit": row.unit,
        "price_basis": row.price_basis,
        "decimals": row.decimals,
        "status": "reported" if filed else "official" if code.startswith("iva.") else "estimate",
        "scope": "x",
    }
    return bare(**(values | changed))


MONTH = {"basis": "month", "period_code": "2020-05"}


@pytest.mark.parametrize(
    ("code", "change", "says"),
    [
        pytest.param("county.output", MONTH | {"status": "official"}, "没有登记这种性质", id="official output"),
        pytest.param("iva.base_share", MONTH, "没有登记这种口径", id="share of a month"),
        pytest.param("iva.base_share", {"value": 150}, "超出指标登记的范围", id="share of 150"),
        pytest.param("iva.base_share", {"value": -5}, "超出指标登记的范围", id="share of less than nothing"),
        pytest.param("situation.rank_in_city", {"value": 0}, "超出指标登记的范围", id="rank 0"),
        pytest.param("situation.rank_in_city", {"value": "1.5", "decimals": 1}, "超出指标登记的范围", id="half a rank"),
        pytest.param("supervision.light", {"value": 7}, "超出指标登记的范围", id="light of no colour"),
        pytest.param("county.firms", MONTH | {"value": "3.5", "decimals": 1}, "超出指标登记的范围", id="3.5 firms"),
        pytest.param("county.output", MONTH | {"value": -1}, "超出指标登记的范围", id="negative output"),
    ],
)  # fmt: skip
def test_a_figure_keeps_to_what_its_indicator_allows(full, code, change, says) -> None:
    with pytest.raises(IntegrityError, match=says), transaction.atomic():
        of(code, **change).save(force_insert=True)


@pytest.mark.parametrize(
    ("code", "change"),
    [
        pytest.param("county.output", MONTH | {"value": 0}, id="nothing made"),
        pytest.param("iva.base_share", {"value": "6.10"}, id="share"),
        pytest.param("situation.rank_in_city", {"value": 12}, id="rank"),
        pytest.param("county.output", MONTH | {"value": "123456789012.35", "decimals": 2}, id="fourteen digits"),
        pytest.param("iva.growth", {"value": "-0.1"}, id="a tenth"),
        pytest.param("iva.growth", {"period_code": "2020-q1", "basis": "quarter"}, id="quarter that is over"),
        pytest.param("iva.growth", {"period_code": "2020-01..12", "status": "estimate"}, id="what may come"),
    ],
)  # fmt: skip
def test_a_figure_that_can_be_is_taken(full, code, change) -> None:
    of(code, **change).save(force_insert=True)


@given(st.decimals(-100, 10**6, places=1))
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_number_of_one_decimal_has_one_decimal(full, value) -> None:
    with transaction.atomic():
        of("iva.growth", value=value).save(force_insert=True)
        transaction.set_rollback(True)


@pytest.mark.parametrize("value", ["'NaN'", "'many'", "x'00'", "9e999"])
def test_a_value_is_a_number(full, value) -> None:
    """A text and an infinity are SQLite's, the NaN is PostgreSQL's; each refuses the others' in its own words."""
    columns = [
        field.column
        for field in Observation._meta.local_fields
        if field.column not in ("id", "value", "scope")
    ]
    with pytest.raises((IntegrityError, DatabaseError)), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO base_observation (value, scope, {', '.join(columns)}) "
            f"SELECT {value}, 'x', {', '.join(columns)} FROM base_observation LIMIT 1"
        )


@pytest.mark.parametrize("status", ["official", "flash"])
def test_official_figures_are_about_places_and_trades(full, status) -> None:
    firm = Subject.objects.create(kind="firm", key="firm:test")
    for about in (firm, subject("body:gongxin")):
        with pytest.raises(IntegrityError, match="不说企业和单位"), transaction.atomic():
            bare(subject=about, status=status).save(force_insert=True)
        bare(subject=about, status="estimate").save(force_insert=True)


def test_an_indicator_that_has_figures_keeps_its_unit(full) -> None:
    for change in ({"unit": "个"}, {"price_basis": "current"}):
        with pytest.raises(IntegrityError, match="单位和价格不能再改"), transaction.atomic():
            Indicator.objects.filter(code="iva.growth").update(**change)
    assert Indicator.objects.filter(code="county.power").update(unit="千瓦时") == 1


def test_a_rule_file_that_changes_the_unit_of_figures_is_told(full, monkeypatch) -> None:
    Indicator.objects.filter(code="county.power").update(unit="千瓦时")  # no figures yet: the file wins
    rulebook.sync_indicators()
    assert Indicator.objects.get(code="county.power").unit == "万千瓦时"

    file(output("unit:pingli"))
    other = rulebook.rule("county.output")
    changed = {
        **rulebook.everything(),
        other.id: dataclasses.replace(other, body={**other.body, "unit": "亿元"}),
    }
    monkeypatch.setattr(rulebook, "everything", lambda: changed)
    with pytest.raises(rulebook.RuleFault, match=r"county\.yaml.*已经有数"):
        rulebook.sync_indicators()


@pytest.mark.parametrize(
    ("origin", "known", "says"),
    [
        pytest.param("guessed", "2020-06-18", "base_batch_origin", id="unknown origin"),
        pytest.param("derived", "2020-06-19", "不能晚于入库那天", id="published tomorrow"),
    ],
)
def test_a_batch_that_cannot_be_is_refused(city, origin, known, says) -> None:
    moment = at("2020-06-18 23:30")
    with pytest.raises(IntegrityError, match=says), transaction.atomic():
        Batch.objects.create(
            origin=origin, title="x", known_at=day(known), received_at=moment, recorded_at=moment
        )


def test_what_is_published_after_midnight_in_shanghai_may_be_recorded_then(city) -> None:
    """Half past midnight in Shanghai is still yesterday in Greenwich."""
    moment = at("2020-06-19 00:30")
    Batch.objects.create(
        origin="derived", title="x", known_at=day("2020-06-19"), received_at=moment, recorded_at=moment
    )


@pytest.mark.parametrize(
    ("scheme", "code", "says"),
    [
        pytest.param("postal", "725000", "base_subjectcode_scheme", id="unknown scheme"),
        pytest.param("gbt2260", "61090", "gbt2260_has_6_digits", id="five digits"),
        pytest.param("gbt2260", "61090A", "gbt2260_has_6_digits", id="a letter"),
    ],
)
def test_a_code_that_cannot_be_is_refused(city, scheme, code, says) -> None:
    with pytest.raises(IntegrityError, match=says), transaction.atomic():
        SubjectCode.objects.create(subject=subject("body:gongxin"), scheme=scheme, code=code)


def test_dated_names_and_codes_of_one_subject_do_not_overlap(city) -> None:
    about = Subject.objects.create(kind="firm", key="firm:test")
    first = SubjectName.objects.create(subject=about, name="甲", valid_to=day("2020-07-01"))
    second = SubjectName.objects.create(subject=about, name="乙", valid_from=day("2020-07-01"))
    with pytest.raises(IntegrityError, match="只能有一个名称"), transaction.atomic():
        SubjectName.objects.filter(pk=second.pk).update(valid_from=day("2020-06-30"))
    with pytest.raises(IntegrityError, match="只能有一个名称"), transaction.atomic():
        SubjectName.objects.create(
            subject=about, name="丙", valid_from=day("2019-01-01"), valid_to=day("2019-02-01")
        )
    SubjectName.objects.filter(pk=first.pk).update(valid_to=day("2020-06-01"))

    SubjectCode.objects.create(
        subject=about, scheme="uscc", code=make_uscc("91", "610925", "MA70DEM0"), valid_to=day("2020-07-01")
    )
    with pytest.raises(IntegrityError, match="只能有一个代码"), transaction.atomic():
        SubjectCode.objects.create(
            subject=about,
            scheme="uscc",
            code=make_uscc("91", "610925", "MA70DEM1"),
            valid_from=day("2020-06-30"),
        )


def test_appointments_to_one_duty_do_not_overlap(city) -> None:
    user, values = person(), {"duty": next(iter(Duty)), "body": body("gongxin")}
    Appointment.objects.create(user=user, from_on=day("2020-01-01"), to_on=day("2020-07-01"), **values)
    with pytest.raises(IntegrityError, match="起止日期不能重叠"), transaction.atomic():
        Appointment.objects.create(user=user, from_on=day("2020-06-30"), **values)
    Appointment.objects.create(user=user, from_on=day("2020-07-01"), **values)


def test_a_body_that_only_supplies_data_stays_so(city) -> None:
    for deed in (
        lambda rows: rows.update(supplies_data_only=False),
        lambda rows: rows._raw_delete(rows.db),
    ):
        with pytest.raises(IntegrityError, match="不能改为承办单位"), transaction.atomic():
            deed(Body.objects.filter(subject__key="body:tongji"))
    if connection.vendor == "sqlite":
        with (
            pytest.raises(IntegrityError, match="不能改为"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(
                "INSERT OR REPLACE INTO base_body (subject_id, kind, supplies_data_only, is_resident) "
                "SELECT subject_id, kind, 0, is_resident FROM base_body WHERE supplies_data_only LIMIT 1"
            )
    assert Body.objects.filter(subject__key="body:gongxin").update(supplies_data_only=True) == 1


@pytest.mark.parametrize(
    "code", ["2020-13", "2020-05..05", "2020-05..01", "2020-q5", "2020-06-t4", "20", "1-5月"]
)
def test_work_is_about_a_period(city, code) -> None:
    row = proposal()
    with pytest.raises(IntegrityError, match="base_assignment_period"), transaction.atomic():
        Assignment.objects.filter(pk=row.pk).update(period_code=code)


@pytest.mark.parametrize("code", ["2020", "2020-05", "2020-01..12", "2020-06..09", "2020-q4", "2020-06-t3"])
def test_work_may_be_about_every_period_that_there_is(city, code) -> None:
    assert Assignment.objects.filter(pk=proposal().pk).update(period_code=code) == 1


def test_january_and_february_together_and_other_keys_are_taken(full) -> None:
    for change in ({"period_code": "2020-01..02"}, {"status": "flash"}, {"scope": "2019"}):
        bare(**change).save(force_insert=True)

    assert Observation.objects.filter(cell="C7").count() == 5


def test_a_filing_without_its_original_is_refused(city) -> None:
    moment = at("2020-06-18")
    with pytest.raises(IntegrityError, match="filing_has_its_file"), transaction.atomic():
        Batch.objects.create(
            origin="filing", title="x", known_at=moment.date(), received_at=moment, recorded_at=moment
        )


def test_nothing_is_released_before_it_was_received(city) -> None:
    with pytest.raises(IntegrityError, match="released_after_received"), transaction.atomic():
        Batch.objects.create(
            origin="derived",
            title="x",
            known_at=day("2020-06-18"),
            received_at=at("2020-06-18"),
            released_at=at("2020-06-17"),
            recorded_at=at("2020-06-18"),
        )


def test_a_figure_is_not_made_from_itself_or_from_later_ones(full) -> None:
    first, last = Observation.objects.order_by("pk").first(), Observation.objects.order_by("pk").last()
    for later in (first, last):
        with pytest.raises(IntegrityError, match="base_input_is_older"), transaction.atomic():
            ObservationInput.objects.create(observation=first, input=later)


def test_an_indicator_needs_two_different_signatures(full) -> None:
    with pytest.raises(IntegrityError, match="two_signatures"), transaction.atomic():
        Indicator.objects.filter(code="iva.growth").update(checked_by="示例甲（市工信局）")


def test_a_body_that_only_supplies_data_is_never_responsible(city) -> None:
    values = {
        "about": subject("area:ankang"),
        "period_code": JAN_MAY.code,
        "title": "x",
        "demand": "x",
        "origin": "x",
        "clause": "x",
        "proposed_at": at("2020-06-24"),
        "due_on": day("2020-07-08"),
    }
    for key in ("tongji", "diaochadui"):
        with pytest.raises(IntegrityError, match="只供数单位不得"), transaction.atomic():
            Assignment.objects.create(to_body=body(key), **values)
    row = proposal()
    with pytest.raises(IntegrityError, match="只供数单位不得"), transaction.atomic():
        Assignment.objects.filter(pk=row.pk).update(to_body=body("tongji"))


@pytest.mark.parametrize("state", ["signed", "declined", "acknowledged", "answered", "closed"])
def test_no_work_leaves_the_proposal_without_a_signature(city, state) -> None:
    row = proposal()
    with pytest.raises(IntegrityError, match="person_signs"), transaction.atomic():
        Assignment.objects.filter(pk=row.pk).update(state=state)


@pytest.mark.parametrize("field", ["title", "demand", "origin", "clause"])
@pytest.mark.parametrize("text", ["", "  "])
def test_work_says_what_and_why(city, field, text) -> None:
    row = proposal()
    with pytest.raises(IntegrityError, match="says_what_and_why"), transaction.atomic():
        Assignment.objects.filter(pk=row.pk).update(**{field: text})


def test_work_is_not_due_before_it_was_proposed(city) -> None:
    row = proposal()
    assert Assignment.objects.filter(pk=row.pk).update(due_on=day("2020-06-24")) == 1
    with pytest.raises(IntegrityError, match="不能早于提出那天"), transaction.atomic():
        Assignment.objects.filter(pk=row.pk).update(due_on=day("2020-06-23"))


@pytest.mark.parametrize("text", ["", " "])
def test_nothing_is_without_a_name(full, text) -> None:
    about = Subject.objects.create(kind="firm", key="firm:test")
    for deed in (
        lambda: SubjectName.objects.create(subject=about, name=text),
        lambda: SubjectCode.objects.create(subject=about, scheme="unit", code=text),
        lambda: Indicator.objects.filter(code="county.power").update(name=text),
        lambda: User.objects.filter(pk=person().pk).update(name=text),
    ):
        with pytest.raises(IntegrityError, match=r"named|not_empty"), transaction.atomic():
            deed()


def test_a_measure_needs_a_reason(city) -> None:
    row = proposal()
    with pytest.raises(IntegrityError, match="measure_has_a_reason"), transaction.atomic():
        Assignment.objects.filter(pk=row.pk).update(measure="warn")


def test_a_county_has_its_unit_and_nobody_else_has_one(city) -> None:
    for key, unit in (("pingli", None), ("gongxin", subject("unit:pingli"))):
        with pytest.raises(IntegrityError, match="county_has_its_unit"), transaction.atomic():
            Body.objects.filter(subject__key=f"body:{key}").update(unit=unit)


def test_a_trail_row_names_its_deed(city) -> None:
    with pytest.raises(IntegrityError, match="named_deed"), transaction.atomic():
        trail.note(by=None, deed="", about=person())


def test_work_its_steps_and_its_evidence_stay(city) -> None:
    (figure,) = file(growth("unit:pingli", "-31.5"))
    row = proposal(evidence=[(figure.pk, "低于全省")])
    for deed in (
        lambda: Assignment.objects.filter(pk=row.pk)._raw_delete("default"),
        lambda: row.steps.all()._raw_delete("default"),
        lambda: row.steps.update(text="改过"),
        lambda: row.evidence.all()._raw_delete("default"),
    ):
        with pytest.raises(IntegrityError, match=r"不删除|只增不改"), transaction.atomic():
            deed()


def test_work_that_was_altered_is_found_out(city) -> None:
    row = proposal()
    assert trail.verify().ok

    Assignment.objects.filter(pk=row.pk).update(due_on=day("2020-12-31"))

    assert trail.verify().sentence.startswith(f"交办事项第{row.pk}号的 due_on 与留痕最后一次记的不符")
