"""What the database itself refuses, whoever asks and by whatever way. It also guards that no migration loses a trigger:
SQLite rebuilds a table when a column changes, and drops its triggers with it."""

import pytest
from django.db import IntegrityError, connection, transaction

from wenzeng.base import facts, trail
from wenzeng.base.models import (
    Assignment,
    Batch,
    Body,
    Citation,
    Indicator,
    Observation,
    ObservationInput,
    StoredFile,
    TrailEntry,
)

from .builders import JAN_MAY, at, body, day, derive, file, gap, growth, person, proposal, subject

pytestmark = pytest.mark.django_db

ON_SQLITE = {
    f"{table}_refuses_{deed}"
    for table in (
        "base_observation",
        "base_observationinput",
        "base_citation",
        "base_trailentry",
        "base_storedfile",
        "base_batch",
    )
    for deed in ("update", "delete")
} | {
    "base_batch_refuses_second_release",
    "base_assignment_data_only_insert",
    "base_assignment_data_only_update",
}
ON_POSTGRESQL = {
    "base_observation_refuses",
    "base_observationinput_refuses",
    "base_citation_refuses",
    "base_trailentry_refuses",
    "base_storedfile_refuses",
    "base_batch_refuses_update",
    "base_batch_refuses_second_release",
    "base_batch_refuses_delete",
    "base_assignment_data_only",
}


def test_every_trigger_is_there_after_all_migrations() -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal")
            expected = ON_POSTGRESQL
        else:
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
            expected = ON_SQLITE
        found = {name for (name,) in cursor.fetchall()}

    assert expected <= found


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
        pytest.param({}, "base_observation_once_a_batch|UNIQUE", id="same key twice in a batch"),
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
    ],
)
def test_a_figure_written_past_the_doors_is_refused(full, change, constraint) -> None:
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        bare(**change).save(force_insert=True)


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
