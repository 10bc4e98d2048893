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
from wenzeng.bulletins import text
from wenzeng.bulletins.models import State
from wenzeng.site import trail_words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("city")]


BODY = (
    text.Heading("一、运行情况"),
    text.Paragraph(("下降", text.Token(7, "fall", "20.7"), "%。")),
    text.Table(
        "附表",
        (text.Column("单位", 30), text.Column("增速", 30)),
        ((("平利县",), (text.Token(8, "plain", "-24.1"),)),),
    ),
)


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
        before={"title": "旧", "text": text.to_data(BODY[:2]), "same": 1},
        after={"title": "<新>", "text": text.to_data(BODY), "same": 1},
    )
    trail.note(by=admin, deed="facts.record", about=user, after={"observations": 2, "digest": "b2" * 32})
    trail.note(by=admin, deed="future.deed", about=user, after={"deep": [{"runs": ["很长的正文"]}] * 9})
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
        "停用账号", "在用：是→否", "外借", "改通报正文", "标题：旧→&lt;新&gt;", "正文：2段→3段全文一、运行情况下降20.7%。→",
        "→一、运行情况下降20.7%。附表单位｜增速平利县｜-24.1",
        f"数据校验值：{'b2' * 10}…", "deep：9项全文[{",
        "状态：待提交→待审核", f"原件校验值：{'a1' * 10}…全文{'a1' * 32}", "缺：无", "odd：（空）", "future.deed",
    ):  # fmt: skip
        assert words in seen
    assert "与已入库相同" not in seen
    assert "{&#x27;" not in page
    assert "people.stop</" not in page
    assert "paragraph" not in page
