"""The trail is read by people: deeds in Chinese, changes as field, old and new, long values folded."""

import re
from pathlib import Path

import pytest
from django.test import Client

import wenzeng
from wenzeng.base import people, trail
from wenzeng.base.access import Duty
from wenzeng.base.models import Assignment
from wenzeng.base.tests.builders import person
from wenzeng.base.tests.conftest import city  # noqa: F401  # a fixture, found by name
from wenzeng.bulletins.models import State
from wenzeng.site import trail_words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("city")]


def test_every_deed_that_the_code_writes_has_a_name() -> None:
    written = {f"assignments.{state}" for state in Assignment.State} | {
        f"bulletins.{state}" for state in State
    }
    for path in Path(wenzeng.__path__[0]).rglob("*.py"):
        if "tests" not in path.parts:
            for named in re.findall(r"\bdeed=(.+)", path.read_text()):
                written |= set(re.findall(r'"([a-z_]+\.[a-z_]+)"', named))

    assert written >= {"people.stop", "filing.accept"}
    assert written - set(trail_words.DEEDS) == set()


def test_a_change_is_read_as_field_old_and_new() -> None:
    admin, user = person(Duty.ADMINISTRATOR), person()
    people.stop(user=user, by=admin, reason="外借")
    trail.note(
        by=admin,
        deed="bulletins.save_text",
        about=user,
        before={"title": "旧", "text": [{"runs": ["很长"]}] * 40, "same": 1},
        after={"title": "<新>", "text": [{"runs": ["很长的正文"]}] * 41, "same": 1},
    )
    trail.note(
        by=admin, deed="filing.submit", about=user, before={"state": "draft"}, after={"state": "submitted"}
    )
    trail.note(
        by=admin, deed="filing.receive", about=user, after={"file": "a1" * 32, "missing": [], "odd": None}
    )
    trail.note(by=admin, deed="future.deed", about=user)
    client = Client()
    client.force_login(admin)

    page = client.get("/trail/").content.decode()
    seen = re.sub(r"\s+", "", re.sub(r"<[^>]+>", "", page))

    for words in (
        "停用账号", "在用：是→否", "外借", "改通报正文", "标题：旧→&lt;新&gt;", "正文：40项→41项全文[{",
        "状态：待提交→待审核", f"原件校验值：{'a1' * 10}…全文{'a1' * 32}", "缺：无", "odd：（空）", "future.deed",
    ):  # fmt: skip
        assert words in seen
    assert "与已入库相同" not in seen
    assert "{&#x27;" not in page
    assert "people.stop</" not in page
