"""Who signs in: demo accounts open nothing outside the demonstration, nobody does who was put out of use, and who
guesses must wait.
"""

import datetime as dt

import pytest
from django.core.cache import cache
from django.test import Client

from wenzeng.base import people
from wenzeng.base.models import User
from wenzeng.base.tests.conftest import city  # noqa: F401  # a fixture, found by name
from wenzeng.site.login import Accounts


def sign_in(username: str) -> User | None:
    return Accounts().authenticate(None, username=username, password="correct-horse")


def test_a_demo_account_opens_nothing_outside_the_demonstration(db, settings) -> None:
    people.enrol(username="yanshi", name="演示", password="correct-horse", by=None, is_demo=True)
    people.enrol(username="zhengshi", name="示例", password="correct-horse", by=None)

    settings.WENZENG_TESTING = settings.WENZENG_DEMO = False
    assert (sign_in("yanshi"), sign_in("zhengshi") is not None) == (None, True)
    settings.WENZENG_DEMO = True
    assert sign_in("yanshi") is not None


def test_a_demo_account_that_is_signed_in_is_thrown_out_of_production(db, settings) -> None:
    user = people.enrol(username="yanshi", name="演示", password="correct-horse", by=None, is_demo=True)

    settings.WENZENG_TESTING = settings.WENZENG_DEMO = False

    assert Accounts().get_user(user.pk) is None


def test_who_was_put_out_of_use_does_not_sign_in(db) -> None:
    people.enrol(username="liren", name="示例", password="correct-horse", by=None)
    User.objects.filter(username="liren").update(is_active=False)

    assert sign_in("liren") is None


def attempt(username: str, password: str, address: str = "10.0.0.1") -> tuple[int, str]:
    sent = {"username": username, "password": password}
    answer = Client().post("/login/", sent, REMOTE_ADDR=address)
    return answer.status_code, answer.content.decode()


@pytest.fixture
def account(city) -> User:  # noqa: F811
    return people.enrol(username="liren", name="示例", password="correct-horse", by=None)


def test_who_guesses_five_times_must_wait_even_with_the_right_password(account) -> None:
    early = [attempt("liren", f"guess-{n}") for n in range(4)]
    fifth, right = attempt("liren", "guess-5"), attempt("liren", "correct-horse")

    assert [status for status, _page in early] == [200] * 4
    assert all("登录名或密码不对" in page for _status, page in early)
    for status, page in (fifth, right):
        assert status == 429
        assert "连错5次，这个登录名暂时不能从这里登录：15分钟后再试" in page
        assert 'value="liren"' in page


def test_the_page_calls_the_login_name_what_its_fault_calls_it(account) -> None:
    _status, page = attempt("liren", "guess")

    assert ">登录名</label>" in page
    assert "用户名" not in page


def test_a_lock_holds_for_one_name_at_one_address(account) -> None:
    people.enrol(username="lingyi", name="示例", password="correct-horse", by=None)
    for n in range(5):
        attempt("liren", f"guess-{n}")

    assert attempt("liren", "correct-horse", address="10.0.0.2")[0] == 302
    assert attempt("lingyi", "correct-horse")[0] == 302
    assert attempt("liren", "correct-horse")[0] == 429


def test_four_slips_are_forgotten_once_the_password_is_right(account) -> None:
    for _round in range(3):
        for n in range(4):
            attempt("liren", f"slip-{n}")
        assert attempt("liren", "correct-horse")[0] == 302


def test_a_lock_opens_by_itself_after_a_quarter_of_an_hour_and_no_trying_prolongs_it(
    account, settings
) -> None:
    for n in range(5):
        attempt("liren", f"guess-{n}")
    (key,) = [name for name in cache._cache if "axes" in name]
    until = cache._expire_info[key]

    attempt("liren", "guess-6")

    assert dt.timedelta(minutes=15) == settings.AXES_COOLOFF_TIME
    assert cache._expire_info[key] == until
    cache._expire_info[key] = 0  # the quarter of an hour is over
    assert attempt("liren", "correct-horse")[0] == 302
