"""Who may see which figure, and when."""

import pytest

from wenzeng.base import facts
from wenzeng.base.access import Duty
from wenzeng.base.models import Batch, Observation, TrailEntry

from .builders import JAN_MAY, at, day, derive, file, gap, growth, output, person

pytestmark = pytest.mark.django_db


def is_open(row: Observation) -> bool:
    return Batch.objects.get(pk=row.batch_id).released_at is not None


def release(row: Observation) -> list[Batch]:
    batch = Batch.objects.get(pk=row.batch_id)
    return facts.release(batch, by=None, now=at("2020-06-22"), reason="统计局已发布")


def test_a_figure_derived_from_an_unreleased_one_is_unreleased(city) -> None:
    (held,) = file(growth("area:ankang", "-20.7"), released=False)
    (free,) = file(growth("area:shaanxi", "1.4"))

    (mixed,) = derive(gap("-22.1", [held, free]))
    (pure,) = derive(gap("0", [free], key="area:shaanxi"))

    assert (is_open(mixed), is_open(pure)) == (False, True)


def test_releasing_a_notice_opens_what_was_computed_from_it_and_from_that(city) -> None:
    (held,) = file(growth("area:ankang", "-20.7"), released=False)
    (first,) = derive(gap("-22.1", [held]))
    (second,) = derive(gap("0", [held, first], key="unit:pingli"))

    opened = release(held)

    assert {batch.pk for batch in opened} == {held.batch_id, first.batch_id, second.batch_id}
    assert is_open(second)
    assert TrailEntry.objects.filter(deed="facts.release", reason="统计局已发布").count() == 3


def test_what_also_rests_on_a_closed_notice_stays_closed(city) -> None:
    (ours,) = file(growth("area:ankang", "-20.7"), released=False)
    (theirs,) = file(growth("area:shaanxi", "1.4"), released=False)
    (row,) = derive(gap("-22.1", [ours, theirs]))

    release(ours)
    assert not is_open(row)
    release(theirs)
    assert is_open(row)


def test_a_computation_is_not_opened_before_its_inputs(city) -> None:
    (held,) = file(growth("area:ankang", "-20.7"), released=False)
    (row,) = derive(gap("-22.1", [held]))

    assert release(row) == []
    assert not is_open(row)


def test_releasing_twice_changes_nothing(city) -> None:
    (held,) = file(growth("area:ankang", "-20.7"), released=False)
    release(held)

    again = facts.release(held.batch, by=None, now=at("2020-06-23"), reason="再次")

    assert again == []
    assert Batch.objects.get(pk=held.batch_id).released_at == at("2020-06-22")


ALL = {"released", "held", "pingli", "xunyang", "pingli held"}


@pytest.mark.parametrize(
    ("duty", "at_body", "sees"),
    [
        (Duty.MONITOR, "gongxin", ALL),
        (Duty.LEADER, "shilingdao", ALL),
        (Duty.COUNTY_FILER, "pingli", {"released", "pingli", "pingli held"}),
        (Duty.COUNTY_FILER, "hanyin", {"released"}),
        (Duty.LIAISON, "fagai", {"released"}),
        (Duty.STATISTICS, "tongji", {"released", "held"}),
        (Duty.OFFICE, "shizhengfu", {"released"}),
        (Duty.ENTERPRISE, "gongxin", {"released"}),
        (Duty.BANK, "renhang", {"released"}),
        (Duty.ADMINISTRATOR, "gongxin", set()),
        (None, "gongxin", set()),
    ],
)
def test_each_duty_sees_its_figures_and_no_others(city, duty, at_body, sees) -> None:
    (released,) = file(growth("area:ankang", "-20.7"))
    (held,) = file(growth("area:ankang", "-15.0", period=JAN_MAY.month_of(), basis="month"), released=False)
    pingli, xunyang = file(output("unit:pingli"), output("unit:xunyang"))
    (pingli_held,) = file(output("unit:pingli", "1300"), released=False, known="2020-06-19")
    names = {
        released.pk: "released",
        held.pk: "held",
        pingli.pk: "pingli",
        xunyang.pk: "xunyang",
        pingli_held.pk: "pingli held",
    }

    visible = Observation.objects.visible_to(person(duty, at_body))

    assert {names[row.pk] for row in visible} == sees


def test_a_reader_and_a_computation_ask_the_same_frame(city) -> None:
    file(growth("area:ankang", "-20.7"), released=False)
    bank = person(Duty.BANK, "renhang")

    assert len(facts.frame(as_of=day("2020-06-24"))) == 1
    assert len(facts.frame(as_of=day("2020-06-24"), reader=bank)) == 0


def test_a_reader_keeps_the_released_print_while_a_revision_is_held_back(city) -> None:
    (old,) = file(growth("area:ankang", "-20.7"))
    file(growth("area:ankang", "-20.5"), known="2020-06-22", released=False)

    frame = facts.frame(as_of=day("2020-06-24"), reader=person(Duty.BANK, "renhang"))

    assert frame.id.tolist() == [old.pk]
