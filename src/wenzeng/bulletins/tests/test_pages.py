"""甲 drafts, 乙 signs, 文书 numbers; 丙 of a county reads what was issued and nothing else."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from wenzeng.base import clock
from wenzeng.base.access import Duty
from wenzeng.bulletins import actions, queries
from wenzeng.bulletins.models import Bulletin, State
from wenzeng.bulletins.tests.conftest import MAY, NOW, TODAY, TOMORROW, compute, person

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today():
    with clock.pretend(NOW):
        yield


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_the_page_shows_each_figure_as_a_link(bulletin: Bulletin, books, clerk) -> None:
    page = signed_in(clerk).get(f"/bulletins/{bulletin.pk}/").content.decode()

    assert re.search(
        rf'下降<a class="bl-figure" href="/f/{books.growth(books.city.city)}/"[^>]*>20\.7</a>%', page
    )
    assert "演示样张" in page
    assert "核对没有发现问题" in page


def test_the_signatory_sees_newer_figures_with_both_prints(bulletin, books, at, clerk, leader) -> None:
    old = books.growth(books.city.city)
    row = at(bulletin, State.REVIEWED)
    (new,) = books.file(
        [("iva.growth", books.city.city, MAY, "ytd", "-19.9", False)], known_at=TOMORROW.date(), now=TOMORROW
    )
    address = f"/bulletins/{row.pk}/"

    with clock.pretend(TOMORROW):
        page = signed_in(leader).get(address).content.decode()
        assert "有更新的数" in page
        assert f'<a href="/f/{old}/">−20.7%</a> → <a href="/f/{new.pk}/">−19.9%</a>' in page
        refused = signed_in(leader).post(f"{address}steps/", {"deed": "signed", "opinion": "同意印发。"})
        assert refused.status_code == 422
        said = {"deed": "explain", "finding": "superseded", "opinion": "按6月24日数据印发"}
        assert signed_in(clerk).post(f"{address}steps/", said).status_code == 302
        page = signed_in(leader).get(address).content.decode()
        assert "按6月24日数据印发（示例clerk，2020-06-25）" in page
        assert signed_in(leader).post(f"{address}steps/", {"deed": "signed"}).status_code == 302


def test_a_standing_draft_says_that_it_is_old_and_offers_to_be_rewritten(bulletin, books, clerk) -> None:
    books.file(
        [("iva.growth", books.city.city, MAY, "ytd", "-19.9", False)], known_at=TOMORROW.date(), now=TOMORROW
    )
    client = signed_in(clerk)
    anew = {"anew": "1"}

    with clock.pretend(TOMORROW):
        refused = client.post("/bulletins/draft/?period=2020-01..05", anew)
        assert refused.status_code == 422
        assert 'href="/month/">月度收口</a>' in refused.content.decode()
        compute(books, now=TOMORROW)
        standing = actions.draft(period=MAY, as_of=TOMORROW.date(), by=clerk, now=TOMORROW)
        page = client.get(f"/bulletins/{standing.pk}/").content.decode()
        assert standing.pk == bulletin.pk
        assert "有更新的数" in page
        assert client.post("/bulletins/draft/?period=2020-01..05", anew).status_code == 302
        page = client.get(f"/bulletins/{standing.pk}/").content.decode()
        assert "有更新的数" not in page
        assert "19.9" in page


def test_the_list_of_figures_names_cells_and_no_method_codes(bulletin: Bulletin, clerk) -> None:
    page = signed_in(clerk).get(f"/bulletins/{bulletin.pk}/").content.decode()
    figures = page.partition('class="bl-figures"')[2].partition("</table>")[0]

    assert "连续负增长月数" in figures
    assert "由附表2!C15、附表2!C16计算" in figures
    assert "situation." not in figures


def test_anonymous_is_led_to_the_login_page(bulletin: Bulletin) -> None:
    for address in ("/bulletins/", f"/bulletins/{bulletin.pk}/", f"/bulletins/{bulletin.pk}.docx"):
        answer = Client().get(address)
        assert (answer.status_code, answer.url.startswith("/login/")) == (302, True)


def test_a_draft_is_not_there_for_a_county(bulletin: Bulletin, pingli) -> None:
    county = signed_in(pingli)

    for address in ("", "trace.xlsx"):
        assert county.get(f"/bulletins/{bulletin.pk}/{address}").status_code == 404
    assert county.get(f"/bulletins/{bulletin.pk}.docx").status_code == 404
    assert bulletin.title not in county.get("/bulletins/").content.decode()


def test_a_county_may_not_draft_edit_step_or_check(bulletin: Bulletin, pingli) -> None:
    county = signed_in(pingli)

    assert county.post("/bulletins/draft/").status_code == 403
    assert county.get(f"/bulletins/{bulletin.pk}/edit/").status_code == 403
    assert county.post(f"/bulletins/{bulletin.pk}/steps/", {"deed": "signed"}).status_code == 403
    assert county.post(f"/bulletins/{bulletin.pk}/returned/").status_code == 403


def test_who_may_not_see_what_was_issued_is_not_told_that_nothing_was(bulletin, bank, at) -> None:
    at(bulletin, State.ISSUED)

    page = signed_in(bank).get("/bulletins/").content.decode()

    assert bulletin.title not in page
    assert "还没有核发" not in page
    assert "企业和银行只看主动公开的" in page


def test_what_was_issued_is_for_every_county(bulletin, pingli, at) -> None:
    row = at(bulletin, State.ISSUED)
    county = signed_in(pingli)

    assert county.get(f"/bulletins/{row.pk}/").status_code == 200
    assert county.get(f"/bulletins/{row.pk}.docx").content == actions.docx_of(row)
    assert county.get(f"/bulletins/{row.pk}/trace.xlsx").status_code == 200
    assert county.get(f"/bulletins/{row.pk}.docx?copy=review").status_code == 403


ADDRESSES = ("/bulletins/{}/", "/bulletins/{}.docx", "/bulletins/{}/trace.xlsx")


@pytest.mark.parametrize(
    ("openness", "security", "open_to_firms"),
    [("open", "", True), ("on_request", "", False), ("closed", "", False), ("open", "内部资料", False)],
)
def test_an_issued_bulletin_is_seen_by_its_openness(
    bulletin, at, firm, bank, pingli, nobody, openness, security, open_to_firms
) -> None:
    bulletin.openness, bulletin.security = openness, security
    bulletin.save()
    row = at(bulletin, State.ISSUED)

    for address in ADDRESSES:
        for user in (firm, bank):
            answer = signed_in(user).get(address.format(row.pk))
            assert answer.status_code == (200 if open_to_firms else 404)
        assert signed_in(pingli).get(address.format(row.pk)).status_code == 200
        assert signed_in(nobody).get(address.format(row.pk)).status_code in (403, 404)
    assert (row.title in signed_in(firm).get("/bulletins/").content.decode()) is open_to_firms
    assert row.title not in signed_in(nobody).get("/bulletins/").content.decode()


def test_the_trace_is_for_those_who_may_read_figures(bulletin, at, administrator) -> None:
    row = at(bulletin, State.ISSUED)
    client = signed_in(administrator)

    assert client.get(f"/bulletins/{row.pk}/trace.xlsx").status_code == 403
    for address in (f"/bulletins/{row.pk}/", "/bulletins/"):
        assert "trace.xlsx" not in client.get(address).content.decode()


def test_a_signatory_does_not_number_and_the_office_does_not_sign(bulletin, at, leader, office) -> None:
    row = at(bulletin, State.REVIEWED)
    address = f"/bulletins/{row.pk}/steps/"

    assert signed_in(office).post(address, {"deed": "signed"}).status_code == 403
    assert signed_in(leader).post(address, {"deed": "signed", "opinion": "同意印发。"}).status_code == 302
    assert signed_in(leader).post(address, {"deed": "registered"}).status_code == 403


def test_a_bulletin_without_a_number_is_not_registered(bulletin, at, office) -> None:
    row = at(bulletin, State.RECHECKED)
    client = signed_in(office)

    page = client.get(f"/bulletins/{row.pk}/").content.decode()
    answer = client.post(f"/bulletins/{row.pk}/steps/", {"deed": "registered", "number": ""})

    assert 'name="number" type="number" min="1" max="9999" required value=""' in page
    assert "系统里本年还没有编过号" in page
    assert answer.status_code == 422
    assert "没写期号：按编号簿填写本期的期号" in answer.content.decode()
    row.refresh_from_db()
    assert (row.state, row.number) == (State.RECHECKED, None)


def test_the_field_of_the_number_tells_the_last_one(bulletin, books, at, clerk, office) -> None:
    at(actions.register(bulletin=at(bulletin, State.RECHECKED), number=32, by=office, now=NOW), State.ISSUED)
    row = at(actions.draft(period=MAY, as_of=TODAY, by=clerk, now=NOW, anew=True), State.RECHECKED)

    assert "系统里上一期是第32期" in signed_in(office).get(f"/bulletins/{row.pk}/").content.decode()


def test_a_refused_step_keeps_the_opinion(bulletin, books, clerk) -> None:
    bulletin.text.append({"kind": "paragraph", "lead": "", "runs": ["关停43户。"]})
    bulletin.save()

    answer = signed_in(clerk).post(
        f"/bulletins/{bulletin.pk}/steps/", {"deed": "countersigned", "opinion": "拟同意，请办公室会签。"}
    )

    assert answer.status_code == 422
    assert "拟同意，请办公室会签。" in answer.content.decode()
    assert "没有可以引用的出处" in answer.content.decode()


def fields_of(bulletin: Bulletin, *pieces: str, version: int | None = None) -> dict[str, object]:
    return {
        "title": bulletin.title,
        "version": version or bulletin.version,
        "openness": "on_request",
        **{f"piece-{number}": piece for number, piece in enumerate(pieces, 1)},
    }


def test_a_refused_text_keeps_every_word(bulletin: Bulletin, clerk) -> None:
    answer = signed_in(clerk).post(
        f"/bulletins/{bulletin.pk}/edit/", fields_of(bulletin, "下降⟦7:20.7%，写了半天的话。")
    )

    assert answer.status_code == 422
    assert "下降⟦7:20.7%，写了半天的话。" in answer.content.decode()
    assert "数字标记不完整" in answer.content.decode()


def test_a_conflict_shows_both_texts(bulletin: Bulletin, clerk) -> None:
    first = signed_in(clerk).post(f"/bulletins/{bulletin.pk}/edit/", fields_of(bulletin, "甲写的这一段。"))
    second = signed_in(clerk).post(f"/bulletins/{bulletin.pk}/edit/", fields_of(bulletin, "乙写的这一段。"))

    page = second.content.decode()
    assert (first.status_code, second.status_code) == (302, 422)
    assert "甲写的这一段。" in page
    assert "乙写的这一段。" in page


def test_a_file_that_came_back_is_held_against_the_facts(bulletin: Bulletin, clerk) -> None:
    from wenzeng.bulletins.tests.test_files import edited

    file = SimpleUploadedFile("改.docx", edited(actions.docx_of(bulletin), ">22.1<", ">21.1<"))

    answer = signed_in(clerk).post(f"/bulletins/{bulletin.pk}/returned/", {"file": file})

    assert "应为22.1，文件里是21.1" in answer.content.decode()


def test_drafting_by_the_button_is_done_once(books, clerk) -> None:
    client = signed_in(clerk)

    for _time in range(2):
        assert client.post("/bulletins/draft/?period=2020-01..05&as_of=2020-06-24").status_code == 302

    assert Bulletin.objects.count() == 1


def test_a_draft_that_cannot_be_made_says_why(reference, clerk) -> None:
    answer = signed_in(clerk).post("/bulletins/draft/")

    assert answer.status_code == 422
    assert "先录入并发布统计局月度通知" in answer.content.decode()


def test_an_empty_list_says_what_to_do(reference, clerk, pingli) -> None:
    assert "还没有通报" in signed_in(clerk).get("/bulletins/").content.decode()
    assert "还没有您能看的通报" in signed_in(pingli).get("/bulletins/").content.decode()


def test_the_desk_names_whose_turn_it_is(bulletin, at, clerk, reviewer, leader, office, pingli) -> None:
    assert [todo.button for todo in queries.todo(clerk, TODAY)] == ["会签"]
    assert queries.todo(leader, TODAY) == []

    row = at(bulletin, State.COUNTERSIGNED)

    assert [todo.button for todo in queries.todo(reviewer, TODAY)] == ["审核"]
    assert queries.todo(clerk, TODAY) == []
    page = signed_in(clerk).get(f"/bulletins/{row.pk}/").content.decode()
    assert "审核由运行监测科另一位同志办理" in page
    assert 'value="reviewed"' not in page

    at(row, State.REVIEWED)

    assert [todo.button for todo in queries.todo(leader, TODAY)] == ["签发"]
    assert queries.todo(clerk, TODAY) == queries.todo(office, TODAY) == queries.todo(pingli, TODAY) == []


def test_a_page_asks_the_database_a_bounded_number_of_questions(
    bulletin, clerk, django_assert_max_num_queries
) -> None:
    client = signed_in(clerk)

    with django_assert_max_num_queries(60):
        client.get(f"/bulletins/{bulletin.pk}/")


# What Django says on its own: 这个字段是必填项。 确保该变量包含不超过… 选择一个有效的选项。 输入整数。 所提交的文件是空的。
DJANGOS_OWN = ("字段", "确保", "有效的选项", "输入整数", "输入一个", "所提交", "未提交文件")


@pytest.mark.parametrize(
    ("address", "change", "told"),
    [
        ("edit/", {"title": "长" * 121}, "标题：写了121字，最多120字：删短再交。"),
        ("edit/", {"openness": ""}, "公开属性：没选：在主动公开、依申请公开、不予公开中选一项。"),
        ("edit/", {"openness": "x"}, "公开属性：没有“x”这一项：从列表里选一项。"),
        ("edit/", {"security": "绝密"}, "密级：没有“绝密”这一项：从列表里选一项。"),
        ("edit/", {"urgency": "x"}, "缓急：没有“x”这一项：从列表里选一项。"),
        ("edit/", {"version": ""}, "页面不完整：刷新后再办"),
        ("edit/", {"version": "x"}, "页面不完整：刷新后再办"),
        ("steps/", {}, "页面不完整：刷新后再办"),
        ("steps/", {"deed": "x" * 21}, "页面不完整：刷新后再办"),
        (
            "steps/",
            {"deed": "countersigned", "opinion": "长" * 301},
            "意见：写了301字，最多300字：删短再交。",
        ),
        ("steps/", {"deed": "registered", "number": "三十二"}, "期号：不是整数：写成 32 这样。"),
        ("steps/", {"deed": "registered", "number": "0"}, "期号：超出1到9999：改成这之间的整数。"),
        ("steps/", {"deed": "registered", "number": "10000"}, "期号：超出1到9999：改成这之间的整数。"),
        ("steps/", {"deed": "explain", "finding": "x" * 81}, "页面不完整：刷新后再办"),
        ("returned/", {}, "没选文件：选好改回来的 .docx，再点核对。"),
        ("returned/", {"file": SimpleUploadedFile("改.docx", b"")}, "文件是空的：重新保存后再选。"),
    ],
)
def test_what_is_wrong_with_a_form_is_told_in_our_own_words(
    bulletin: Bulletin, clerk, address, change, told
) -> None:
    fields = (fields_of(bulletin, "一段。") if address == "edit/" else {}) | change

    answer = signed_in(clerk).post(f"/bulletins/{bulletin.pk}/{address}", fields)

    page = answer.content.decode()
    assert answer.status_code == 422
    assert told in page
    assert not [words for words in DJANGOS_OWN if words in page]


def test_who_may_not_read_figures_is_offered_no_link_to_one(bulletin: Bulletin, at, pingli) -> None:
    row = at(bulletin, State.ISSUED)
    admin = person("guanli", Duty.ADMINISTRATOR, "body:gongxin")

    page, theirs = (signed_in(user).get(f"/bulletins/{row.pk}/").content.decode() for user in (admin, pingli))

    assert "下降20.7%" in page
    assert 'href="/f/' not in page
    assert 'href="/f/' in theirs


def test_a_tooltip_says_the_figure_as_the_bulletin_prints_it(bulletin: Bulletin, clerk) -> None:
    page = signed_in(clerk).get(f"/bulletins/{bulletin.pk}/").content.decode()

    assert "规模以上工业增加值增速 −20.7%" in page
    assert "较上期变动 3.1个百分点" in page
    assert '<span class="bl-whole">1—5月</span>' in page
