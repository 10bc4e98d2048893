"""The page on which a form is filled in: its address is the place, and it opens where the work stopped."""

import json
import re
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from wenzeng.base.models import User
from wenzeng.cadence import actions
from wenzeng.cadence.models import Filing
from wenzeng.cadence.typed_cells import Typed

from .test_tenday import MAY, SHEET, taken_in, tenday
from .test_typed_cells import FILLED

pytestmark = pytest.mark.django_db
ADDRESS = "/reports/county_tenday/2020-06-t2/PL/"


def client(user: User) -> Client:
    browser = Client()
    browser.force_login(user)
    return browser


def send(user: User, cells: list[Typed], address: str = ADDRESS, **more: Any) -> HttpResponse:
    body = {"cells": [vars(cell) for cell in cells], **more}
    return client(user).post(f"{address}cells/", json.dumps(body), content_type="application/json")


def test_the_page_opens_with_the_form_and_begins_no_draft(who) -> None:
    page = client(who.pingli).get(ADDRESS).content.decode()

    assert "平利县2020年6月中旬县区旬报：6月22日截止" in page
    assert "演示-工信旬-01" in page
    (grid,) = re.findall(r'<script type="application/json">(.*?)</script>', page)
    assert [row["label"] for row in json.loads(grid)["rows"]] == [
        "规上工业总产值",
        "工业用电量",
        "开工规上企业数",
    ]
    assert not Filing.objects.exists()


def test_the_first_cell_begins_the_draft_and_the_page_goes_on_from_it(who) -> None:
    answer = send(who.pingli, FILLED[:1])

    told = answer.json()
    assert (answer.status_code, told["conflicts"]) == (200, [])
    assert told["marks"]["县区旬报!D11"] == "must"
    assert "还没有报" not in told["findings"]
    assert '"9,300"' in client(who.pingli).get(ADDRESS).content.decode()


def test_all_typed_the_report_is_signed_in_one_step(who) -> None:
    told = send(who.pingli, FILLED).json()

    answer = client(who.pingli).post(
        f"/reports/filings/{told['filing']}/submit/", {"version": told["version"]}
    )

    assert answer.status_code == 302
    row = Filing.objects.get()
    assert row.state == Filing.State.SUBMITTED
    assert client(who.pingli).get(ADDRESS)["Location"] == f"/reports/filings/{row.pk}/"
    assert client(who.pingli).get(f"/reports/filings/{row.pk}/original").status_code == 200


def test_a_value_that_somebody_else_changed_comes_back_with_both(who) -> None:
    send(who.pingli, FILLED[:1])

    told = send(who.pingli, [Typed(SHEET, "output", "mtd", "9400", "")]).json()

    assert [(row["mine"], row["theirs"]) for row in told["conflicts"]] == [("9400", "9,300")]


def test_a_fix_is_offered_as_a_button(who, now) -> None:
    taken_in(tenday(MAY), who, now)
    told = send(who.pingli, [Typed(SHEET, "output", "mtd", "93000", "")]).json()

    assert 'data-fix="9300"' in told["findings"]


def test_a_sentence_typed_beside_a_finding_is_saved(who, now) -> None:
    taken_in(tenday(MAY, output=930, next=1400), who, now)
    told = send(who.pingli, FILLED).json()
    finding = "county.unit_slip@县区旬报!D10"
    assert finding in told["findings"]

    send(who.pingli, [], words={finding: "上月同旬只有一户开工。"})

    assert (
        Filing.objects.get(period_code="2020-06-t2").explanations[finding]["text"] == "上月同旬只有一户开工。"
    )


@pytest.mark.parametrize(
    ("address", "status"),
    [
        pytest.param("/reports/county_tenday/2020-06-t2/HK/", 404, id="a neighbour's"),
        pytest.param("/reports/county_tenday/2020-06-t2/-/", 404, id="of nobody"),
        pytest.param("/reports/county_tenday/2020-06/PL/", 404, id="a month"),
        pytest.param("/reports/county_tenday/gestern/PL/", 404, id="no period"),
        pytest.param("/reports/stats_notice/2020-01..05/-/", 404, id="the bureau's notice"),
        pytest.param("/reports/nothing/2020-06-t2/PL/", 404, id="no such form"),
        pytest.param("/reports/county_tenday/2020-07-t1/PL/", 409, id="not over yet"),
        pytest.param(
            "/reports/county_tenday/2020-05-t3/PL/", 404, id="the whole month, which another form asks"
        ),
        pytest.param("/reports/county_month/2022-01..05/PL/", 409, id="not over yet, years ahead"),
        pytest.param("/reports/county_month/2020-01..05/PL/", 200, id="the monthly form"),
    ],
)
def test_only_places_that_one_may_file_have_a_page(who, address: str, status: int) -> None:
    assert client(who.pingli).get(address).status_code == status


def test_nothing_is_saved_for_a_neighbour(who) -> None:
    assert send(who.hengkou, FILLED[:1]).status_code == 404
    assert not Filing.objects.exists()


@pytest.mark.parametrize(
    "body", ["", "[]", '{"cells": [{"sheet": "县区旬报"}]}', '{"cells": 1}', '{"odd": 1}']
)
def test_what_is_no_step_is_refused_in_words(who, body: str) -> None:
    answer = client(who.pingli).post(f"{ADDRESS}cells/", body, content_type="application/json")

    assert answer.status_code == 400
    assert "刷新页面" in answer.json()["fault"]


def test_what_is_handed_in_cannot_be_typed_over(who, now) -> None:
    row = actions.receive(content=tenday(), name="旬报.xlsx", by=who.pingli, now=now)
    actions.submit(filing=row, by=who.pingli, now=now)

    answer = send(who.pingli, FILLED[:1])

    assert answer.status_code == 422
    assert "等市工信局审核" in answer.json()["fault"]
