"""The review: twelve filings are cleared from one page, those with something to look at are looked at first."""

import pytest
from django.test import Client

from wenzeng.base.models import User
from wenzeng.cadence import actions
from wenzeng.cadence.models import Filing

from .test_tenday import JUNE, MAY, taken_in, tenday

pytestmark = pytest.mark.django_db


def client(user: User) -> Client:
    browser = Client()
    browser.force_login(user)
    return browser


@pytest.fixture
def waiting(who, now) -> list[Filing]:
    """平利县's with an explained finding, 恒口's without any."""
    taken_in(tenday(MAY, output=930, next=1400), who, now)
    odd = actions.receive(content=tenday(), name="平利.xlsx", by=who.pingli, now=now)
    words = {f"{row['rule']}@{row['sheet']}!{row['cell']}": "上月同旬只有一户开工。" for row in odd.findings}
    odd = actions.explain(filing=odd, words=words, by=who.pingli, now=now)
    plain = actions.receive(content=tenday(JUNE, "hengkou"), name="恒口.xlsx", by=who.hengkou, now=now)
    return [
        actions.submit(filing=odd, by=who.pingli, now=now),
        actions.submit(filing=plain, by=who.hengkou, now=now),
    ]


def pick(row: Filing) -> str:
    return f"{row.pk}:{row.version}"


def test_the_page_shows_what_was_said_and_ticks_only_what_is_plain(who, waiting) -> None:
    page = client(who.monitor).get("/reports/review/").content.decode()

    odd, plain = waiting
    assert "2份待审" in page
    assert "上月同旬只有一户开工。" in page
    assert "checked" in page.partition(f'value="{pick(plain)}"')[2].partition(">")[0]
    assert "checked" not in page.partition(f'value="{pick(odd)}"')[2].partition(">")[0]


def test_all_that_is_ticked_is_recorded(who, waiting) -> None:
    answer = client(who.monitor).post("/reports/review/accept/", {"pick": [pick(row) for row in waiting]})

    assert answer.status_code == 302
    assert {row.state for row in Filing.objects.filter(period_code=JUNE.code)} == {Filing.State.RECORDED}


def test_one_that_was_changed_meanwhile_is_named_and_holds_up_no_other(who, waiting, now) -> None:
    odd, plain = waiting
    actions.withdraw(filing=odd, by=who.pingli, now=now)

    answer = client(who.monitor).post("/reports/review/accept/", {"pick": [pick(odd), pick(plain)]})

    assert answer.status_code == 422
    assert Filing.objects.get(pk=plain.pk).state == Filing.State.RECORDED
    assert Filing.objects.get(pk=odd.pk).state == Filing.State.WITHDRAWN
    assert "别人改动" in answer.content.decode()


def test_nothing_ticked_is_told(who, waiting) -> None:
    page = client(who.monitor).post("/reports/review/accept/", {"pick": ["x", "9999999:1x"]}, follow=True)

    assert "没有勾选报表" in page.content.decode()


def test_a_county_reviews_nothing(who, waiting) -> None:
    answer = client(who.pingli).post("/reports/review/accept/", {"pick": [pick(waiting[1])]})

    assert answer.status_code == 403
    assert Filing.objects.get(pk=waiting[1].pk).state == Filing.State.SUBMITTED
