"""The page of one figure leads to its cells and documents, and to none that the reader may not open."""

import pytest
from django.test import Client

from wenzeng.base import clock, facts
from wenzeng.base.access import Duty
from wenzeng.base.models import Observation, User
from wenzeng.base.tests.builders import at, derive, file, gap, growth, output, person
from wenzeng.bulletins.tests.conftest import (  # noqa: F401  # fixtures are found by name
    NOW,
    books,
    bulletin,
    clerk,
    reference,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today():
    with clock.pretend(at("2020-06-24")):
        yield


def page(user: User, pk: int) -> str:
    client = Client()
    client.force_login(user)
    answer = client.get(f"/f/{pk}/")
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_county_is_led_to_its_own_cells_and_not_to_its_neighbours(reference):  # noqa: F811
    (own,), (foreign,) = file(output("unit:pingli")), file(output("unit:hengkou"))
    (published,) = file(growth("area:ankang", "-20.7"))
    (computed,) = derive(gap("1", [own, foreign, published]))
    pingli, monitor = person(Duty.COUNTY_FILER, "pingli"), person(Duty.MONITOR)

    theirs, whole = page(pingli, computed.pk), page(monitor, computed.pk)

    assert f"/f/{foreign.pk}/source/" in whole
    assert "格不对您公开" not in whole
    assert f"/f/{foreign.pk}/" not in theirs
    assert f"/f/{own.pk}/source/" in theirs
    assert f"/f/{published.pk}/source/" in theirs
    assert "另有1格不对您公开" in theirs


def test_a_draft_that_prints_a_figure_is_named_to_those_who_work_on_it_alone(books, bulletin):  # noqa: F811
    observation = Observation.objects.get(pk=books.growth(books.city.city))
    facts.cite(
        observation,
        document=f"bulletin:{bulletin.pk}",
        title="送审稿",
        url=f"/bulletins/{bulletin.pk}/",
        place="第1段",
        now=NOW,
    )

    assert "送审稿" in page(person(Duty.MONITOR), observation.pk)
    assert "送审稿" not in page(person(Duty.COUNTY_FILER, "pingli"), observation.pk)


def test_a_difference_shows_its_sign_and_money_its_commas(reference):  # noqa: F811
    (money,) = file(output("unit:pingli", "86821"))
    (computed,) = derive(gap("3.2", [money]))
    monitor = person(Duty.MONITOR)

    assert "：+3.2个百分点</h1>" in page(monitor, computed.pk)
    assert "<strong>+3.2个百分点</strong>" in page(monitor, computed.pk)
    assert "：86,821万元</h1>" in page(monitor, money.pk)
