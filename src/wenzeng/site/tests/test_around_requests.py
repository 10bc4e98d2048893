"""Around every page: nothing stays in a cache, and a refusal is a page in Chinese."""

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory

from wenzeng.base.access import Duty
from wenzeng.base.models import User
from wenzeng.base.tests.builders import person
from wenzeng.base.tests.conftest import city  # noqa: F401  # a fixture, found by name
from wenzeng.site.middleware import NothingKept, PlainRefusals

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("city")]


def as_user(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.mark.parametrize(
    "address",
    [
        "/desk/",
        "/data/",
        "/f/999999/",
        "/settings/people/",
        "/reports/template/county_month/",
        "/month/close/",
    ],
)
def test_what_a_signed_in_person_gets_stays_in_no_cache(address):
    answer = as_user(person(Duty.MONITOR)).get(address)

    assert answer["Cache-Control"] == "private, no-store"


def test_files_too_and_what_the_view_said_about_caches_does_not_count():
    def view(_request):
        return HttpResponse(b"xlsx", headers={"Cache-Control": "max-age=3600"})

    request = RequestFactory().get("/x.xlsx")
    assert NothingKept(view)(request)["Cache-Control"] == "max-age=3600"
    request.COOKIES["sessionid"] = "x"
    assert NothingKept(view)(request)["Cache-Control"] == "private, no-store"


def test_signing_in_is_kept_nowhere_either():
    user = person(Duty.MONITOR)

    answer = Client().post("/login/", {"username": user.username, "password": "correct-horse"})

    assert (answer.status_code, answer["Cache-Control"]) == (302, "private, no-store")


def test_an_address_that_only_a_button_may_send_to_is_explained():
    answer = as_user(person(Duty.MONITOR)).get("/month/close/")

    assert (answer.status_code, answer["Allow"]) == (405, "POST")
    page = answer.content.decode()
    assert "请回到原来的页面，点按钮办理" in page
    assert 'href="/"' in page


def test_a_refusal_in_bare_words_becomes_a_page_and_data_stays_as_it_is():
    def refusal(_request):
        return HttpResponse("表样《<b>》还没有生效。", status=409, content_type="text/plain; charset=utf-8")

    def data(_request):
        return HttpResponse('{"ok": false}', status=400, content_type="application/json")

    request = RequestFactory().get("/x")
    page = PlainRefusals(refusal)(request)

    assert page.status_code == 409
    assert "现在还办不了" in page.content.decode()
    assert "表样《&lt;b&gt;》还没有生效。" in page.content.decode()
    assert PlainRefusals(data)(request).content == b'{"ok": false}'
