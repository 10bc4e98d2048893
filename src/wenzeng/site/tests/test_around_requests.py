"""Around every page: nothing stays in a cache, a refusal is a page in Chinese, and nothing that was typed is lost."""

import re

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory

from wenzeng.base.access import Duty
from wenzeng.base.models import User
from wenzeng.base.tests.builders import person
from wenzeng.base.tests.conftest import city  # noqa: F401  # a fixture, found by name
from wenzeng.site import ways
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


FROM = "http://testserver/supervision/?period=2020-01..05"
WRITTEN = {
    "sign-1-version": "1",
    "sign-1-reason": "降幅扩大<b>\n请抓紧",
    "password": "geheim-2020",
    "deed": "sign",
}


def test_a_form_that_is_sent_after_the_session_ended_gives_back_what_was_typed():
    answer = Client().post("/supervision/1/sign/", WRITTEN | {"x_token": "t0k3n"}, headers={"referer": FROM})

    page = answer.content.decode()
    assert answer.status_code == 401
    assert "降幅扩大&lt;b&gt;\n请抓紧</textarea>" in page
    assert re.search(r"<textarea[^>]* readonly>", page)
    assert 'name="next" value="/supervision/?period=2020-01..05"' in page
    assert 'action="/login/"' in page
    for secret in ("geheim", "t0k3n", ">sign</textarea>"):
        assert secret not in page


@pytest.mark.parametrize(
    "came_from",
    [
        pytest.param("", id="unknown"),
        pytest.param("http://evil.example/supervision/", id="elsewhere"),
        pytest.param("http://testserver/supervision/1/sign/", id="a refused answer"),
    ],
)
def test_an_address_that_only_takes_forms_is_never_where_a_login_leads(came_from):
    page = Client().post("/supervision/1/sign/", WRITTEN, headers={"referer": came_from}).content.decode()

    assert 'name="next" value="/desk/"' in page


def test_what_was_typed_outlives_a_slip_in_the_password_and_comes_along_to_the_page():
    user = person(Duty.MONITOR)
    client = Client()
    sent = {"username": user.username, "typed": "写了很久的一段", "next": "/desk/"}

    slip = client.post("/login/", sent | {"password": "wrong"})
    assert "写了很久的一段</textarea>" in slip.content.decode()
    answer = client.post("/login/", sent | {"password": "correct-horse"}, follow=True)

    assert answer.redirect_chain == [("/desk/", 302)]
    assert "写了很久的一段" in answer.content.decode()
    assert "写了很久的一段" not in client.get("/desk/").content.decode()


@pytest.mark.parametrize(
    ("wanted", "led_to"),
    [("/month/close/", "/desk/"), ("/nowhere/", "/desk/"), ("/month/", "/month/"), ("//evil.example/", "/")],
)
def test_a_login_leads_to_a_page_that_can_be_opened(wanted, led_to):
    user = person(Duty.MONITOR)
    sent = {"username": user.username, "password": "correct-horse", "next": wanted}

    assert Client().post("/login/", sent)["Location"] == led_to


def test_the_switch_of_the_language_on_a_refused_page_leads_to_a_page():
    client = as_user(person(Duty.ADMINISTRATOR))
    refused = client.post("/settings/people/", {"deed": "enrol"})
    assert refused.status_code == 422
    assert 'name="next" value="/settings/people/"' in refused.content.decode()

    for address in ("/month/close/", "/trail/verify/"):
        answer = client.post("/language/", {"language": "en", "next": address})
        assert (answer.status_code, answer["Location"]) == (302, "/")
        assert answer.cookies["django_language"].value == "en"


@pytest.mark.parametrize(
    ("address", "answers"),
    [
        ("/desk/", True),
        ("/targets/new/?x=1", True),
        ("/logout/", False),
        ("/language/", False),
        ("/none", False),
    ],
)
def test_which_addresses_can_be_opened(address, answers):
    assert ways.can_be_opened(address) is answers


def test_a_language_that_an_address_asks_for_stays_until_another_is_chosen():
    client = Client()

    assert '<html lang="en"' in client.get("/login/?lang=en").content.decode()
    assert '<html lang="en"' in client.get("/login/").content.decode()
    assert '<html lang="zh-hans"' in client.get("/login/?lang=zh-hans").content.decode()
    assert '<html lang="zh-hans"' in client.get("/login/?lang=xx").content.decode()
    assert client.cookies["django_language"].value == "zh-hans"


def test_the_list_of_keys_names_no_search_where_there_is_none():
    page = as_user(person(Duty.MONITOR)).get("/desk/").content.decode()
    keys = page.partition('id="wz-keys"')[2].partition("</dialog>")[0]

    assert ("<kbd>?</kbd>" in keys, "搜索" in keys, "<kbd>/</kbd>" in keys) == (True, False, False)
