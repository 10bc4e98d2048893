"""The administrator's page: duties begin today or later and never the administrator's own; accounts come and go."""

import pytest
from django.test import Client

from wenzeng.base import clock
from wenzeng.base.access import Duty
from wenzeng.base.models import Appointment, TrailEntry, User
from wenzeng.base.tests.builders import at, body, person
from wenzeng.base.tests.conftest import city  # noqa: F401  # a fixture, found by name

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("city")]

PAGE = "/settings/people/"


@pytest.fixture(autouse=True)
def today():
    with clock.pretend(at("2020-06-24")):
        yield


@pytest.fixture
def admin() -> User:
    return person(Duty.ADMINISTRATOR)


def as_user(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def deed(name: str, /, **values: object) -> dict[str, object]:
    return {"deed": name} | {f"{name}-{key}": value for key, value in values.items()}


def test_a_duty_or_a_handover_does_not_begin_before_today(admin):
    page, user, other = as_user(admin), person(Duty.MONITOR), person()
    duty = {"user": other.pk, "duty": "liaison", "body": body("keji").pk}
    handover = {"from_user": user.pk, "to_user": other.pk}

    for sent in (
        deed("appoint", **duty, from_on="2020-06-23"),
        deed("hand_over", **handover, on="2020-06-23"),
    ):
        answer = page.post(PAGE, sent)
        assert answer.status_code == 422
        assert "请选今天或以后的日期" in answer.content.decode()
    assert not other.appointments.exists()

    assert page.post(PAGE, deed("appoint", **duty, from_on="2020-06-24")).status_code == 302
    assert page.post(PAGE, deed("hand_over", **handover, on="2020-06-24")).status_code == 302
    assert other.appointments.count() == 2


def test_an_administrator_does_not_appoint_himself(admin):
    sent = deed("appoint", user=admin.pk, duty="leader", body=body("shilingdao").pk, from_on="2020-06-24")

    answer = as_user(admin).post(PAGE, sent)

    assert answer.status_code == 422
    assert "请另一位系统管理员来办" in answer.content.decode()
    assert Appointment.objects.get(user=admin).duty == Duty.ADMINISTRATOR


PASSWORD = "dangyu-2020-wen"


def signs_in(user: User, password: str) -> bool:
    return Client().post("/login/", {"username": user.username, "password": password}).status_code == 302


def test_a_forgotten_password_is_set_anew_on_record_and_ends_open_sessions(admin):
    user = person(Duty.MONITOR)
    open_page = as_user(user)

    answer = as_user(admin).post(PAGE, deed("reset", user=user.pk, password=PASSWORD, reason="本人忘记"))

    assert answer.status_code == 302
    assert (signs_in(user, "correct-horse"), signs_in(user, PASSWORD)) == (False, True)
    assert open_page.get("/desk/").status_code == 302
    entry = TrailEntry.objects.get(deed="people.reset_password")
    assert (entry.actor, entry.about_id, entry.reason) == (admin, str(user.pk), "本人忘记")
    everything = str(list(TrailEntry.objects.values())) + as_user(admin).get(PAGE).content.decode()
    user.refresh_from_db()
    assert PASSWORD not in everything
    assert user.password not in everything


def test_a_stopped_account_opens_nothing_not_even_pages_that_stand_open_and_may_come_back(admin):
    user = person(Duty.MONITOR)
    open_page, page = as_user(user), as_user(admin)

    page.post(PAGE, deed("stop", user=user.pk, reason="外借"))

    assert open_page.get("/desk/").status_code == 302
    assert not signs_in(user, "correct-horse")
    assert "已停用" in page.get(PAGE).content.decode()
    again = page.post(PAGE, deed("stop", user=user.pk, reason="外借"))
    assert again.status_code == 422

    page.post(PAGE, deed("restore", user=user.pk, reason="回来"))

    assert signs_in(user, "correct-horse")
    assert {"people.stop", "people.restore"} <= set(TrailEntry.objects.values_list("deed", flat=True))


@pytest.mark.parametrize("name", ["reset", "stop"])
def test_an_administrator_does_not_touch_his_own_account_here(admin, name):
    sent = deed(name, user=admin.pk, reason="x", password=PASSWORD)

    answer = as_user(admin).post(PAGE, sent)

    assert answer.status_code == 422
    assert "请另一位系统管理员来办" in answer.content.decode()
    assert signs_in(admin, "correct-horse")


def test_everybody_changes_his_own_password_and_stays_signed_in_here_only(admin):
    user = person(Duty.COUNTY_FILER, "pingli")
    here, elsewhere = as_user(user), as_user(user)
    sent = {"old_password": "correct-horse", "new_password1": PASSWORD, "new_password2": PASSWORD}

    wrong = here.post("/settings/password/", sent | {"old_password": "x"})
    differs = here.post("/settings/password/", sent | {"new_password2": "dangyu-2020-wem"})
    short = here.post("/settings/password/", sent | {"new_password1": "a1", "new_password2": "a1"})

    assert (wrong.status_code, differs.status_code, short.status_code) == (422, 422, 422)
    assert "原密码不对" in wrong.content.decode()
    assert "两次输入的新密码不一样" in differs.content.decode()
    assert "密码太短：至少10位" in short.content.decode()

    assert here.post("/settings/password/", sent).status_code == 302
    assert here.get("/settings/password/").status_code == 200
    assert elsewhere.get("/settings/password/").status_code == 302
    assert signs_in(user, PASSWORD)
    assert TrailEntry.objects.get(deed="people.change_password").actor == user


def test_what_is_wrong_in_a_form_is_said_with_what_to_do(admin):
    page = as_user(admin)

    blank = page.post(PAGE, deed("enrol")).content.decode()
    weak = page.post(
        PAGE, deed("enrol", username="x" * 41, name="示例", password="1234567890")
    ).content.decode()
    day = page.post(PAGE, deed("appoint", user="999999", from_on="昨天")).content.decode()

    assert "登录名：没有填：请填上。" in blank
    assert "登录名：有41个字，最多40个字：请写得短一些。" in weak
    assert "初始密码：密码太常见，容易被猜到：换一个别人想不到的。" in weak
    assert "初始密码：密码全是数字，容易被猜到：加上字母或符号。" in weak
    assert "起：日期不对：写成 2020-06-24 这样。" in day
    assert "单位：没有选：请选一项。" in day
    assert "人员：这一项不能选，也许刚被别人改过：请刷新页面，重新选。" in day
    login = Client().post("/login/", {}).content.decode()
    assert "没有填：请填上。" in login
    for django_own in ("这个字段是必填项", "该字段", "确保该", "输入一个有效"):
        assert django_own not in blank + weak + day + login
