"""A city can get in: the command opens the first administrator, and only that one unless told otherwise."""

import io
from collections.abc import Callable

import pytest
from django.core.management import CommandError, call_command

from wenzeng.base import clock
from wenzeng.base.access import Can, Duty
from wenzeng.base.models import TrailEntry, User
from wenzeng.site import cli

pytestmark = pytest.mark.django_db

GOOD = "dangyu-2020-wen"


@pytest.fixture
def admin(monkeypatch, settings, tmp_path) -> Callable[..., int]:
    """Run `wenzeng admin` with a password on standard input."""
    settings.STATIC_ROOT = tmp_path / "static"

    def run(*arguments: str, password: str = GOOD) -> int:
        monkeypatch.setattr("sys.stdin", io.StringIO(f"{password}\n"))
        with pytest.raises(SystemExit) as end:
            cli.main(["admin", *arguments, "--password-stdin"])
        return int(end.value.code or 0)

    return run


def test_an_empty_system_says_on_its_login_page_how_to_get_in_and_so_one_gets_in(admin, client):
    cli.prepare()  # as `wenzeng up` does
    assert "wenzeng admin" in client.get("/login/").content.decode()

    assert admin("guanli", "--name", "示例甲") == 0

    page = client.get("/login/").content.decode()
    assert "wenzeng admin" not in page
    answer = client.post("/login/", {"username": "guanli", "password": GOOD})
    assert answer.status_code == 302
    assert client.get("/settings/people/").status_code == 200
    row = User.objects.get().appointments.get()
    assert (row.duty, str(row.body), row.from_on) == (Duty.ADMINISTRATOR, "市工信局", clock.today())
    assert set(TrailEntry.objects.values_list("deed", flat=True)) >= {"people.enrol", "people.appoint"}
    assert GOOD not in str(list(TrailEntry.objects.values()))


def test_a_second_administrator_needs_the_first_or_an_express_word(admin, capsys):
    admin("guanli", "--name", "示例甲")

    assert admin("lingyi", "--name", "示例乙") == 1
    assert "已有系统管理员（guanli）" in capsys.readouterr().err
    assert admin("lingyi", "--name", "示例乙", "--another") == 0
    assert User.objects.get(username="lingyi").can(Can.MANAGE_PEOPLE)


def test_where_the_only_administrator_was_stopped_the_command_helps_again(admin):
    admin("guanli", "--name", "示例甲")
    User.objects.update(is_active=False)

    assert admin("lingyi", "--name", "示例乙") == 0


@pytest.mark.parametrize(
    ("password", "sentence"),
    [
        ("duan-1", "密码太短：至少10位"),
        ("1357924680", "密码全是数字"),
        ("guanli-guanli", "太像"),
        ("", "太短"),
    ],
)
def test_a_weak_password_opens_nothing_and_is_told_why(admin, capsys, password, sentence):
    assert admin("guanli-guan", "--name", "示例甲", password=password) == 2

    assert sentence in capsys.readouterr().err
    assert not User.objects.exists()


def test_two_passwords_that_differ_open_nothing(monkeypatch, capsys):
    typed = iter([GOOD, GOOD + "x"])
    monkeypatch.setattr("getpass.getpass", lambda prompt: next(typed))

    with pytest.raises(SystemExit) as end:
        cli.main(["admin", "guanli", "--name", "示例甲"])

    assert end.value.code == 2
    assert "两次输入的密码不一样" in capsys.readouterr().err
    assert not User.objects.exists()


def test_djangos_own_command_says_what_to_run_instead(monkeypatch, capsys):
    with pytest.raises(SystemExit) as end:
        cli.main(["manage", "createsuperuser"])
    assert end.value.code == 2
    assert "wenzeng admin" in capsys.readouterr().err

    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", GOOD)

    with pytest.raises(CommandError, match="wenzeng admin"):
        call_command("createsuperuser", interactive=False, username="guanli", name="示例甲")
