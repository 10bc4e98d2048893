"""The filing desk's pages, as the people who use them: 甲 may, 乙 of the next county does not see it, 丙 may not."""

import datetime as dt
import re
from types import SimpleNamespace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import translation
from django.utils.html import escape

from wenzeng.base import clock, facts
from wenzeng.base.models import Appointment, User
from wenzeng.cadence import actions, todo
from wenzeng.cadence.forms import SendBackForm, UploadForm
from wenzeng.cadence.models import Filing
from wenzeng.cadence.tests.test_checks import broken_notice
from wenzeng.cadence.tests.workbooks import APRIL, MAY, ROW, county, notice, planted

pytestmark = pytest.mark.django_db
PL = ROW["pingli"]


def client(user: User) -> Client:
    visitor = Client()
    visitor.force_login(user)
    return visitor


def sent(content: bytes, name: str = "表.xlsx") -> dict[str, SimpleUploadedFile]:
    return {"file": SimpleUploadedFile(name, content)}


def recorded(content: bytes, by: User, reviewer: User, now: dt.datetime) -> Filing:
    filing = actions.receive(content=content, name="表.xlsx", by=by, now=now)
    filing = actions.submit(filing=filing, by=by, now=now)
    return actions.accept(filing=filing, by=reviewer, now=now)


def test_a_county_uploads_submits_and_the_city_accepts(who: SimpleNamespace) -> None:
    pingli, monitor = client(who.pingli), client(who.monitor)

    page = pingli.post("/reports/upload/", sent(county()), follow=True)
    assert "没有问题，可以提交" in page.content.decode()
    filing = Filing.objects.get()
    pingli.post(f"/reports/filings/{filing.pk}/submit/", {"version": filing.version})
    assert "平利县2020年1–5月县区月报" in monitor.get("/reports/review/").content.decode()
    filing.refresh_from_db()
    monitor.post(f"/reports/filings/{filing.pk}/accept/", {"version": filing.version})

    filing.refresh_from_db()
    assert filing.state == Filing.State.RECORDED
    page = pingli.get(f"/reports/filings/{filing.pk}/").content.decode()
    assert "已入库6个数" in page
    assert re.search(r'href="/f/\d+/"[^>]*>4,000<', page)


def test_every_fault_of_a_broken_workbook_is_on_one_page_with_its_cell(who: SimpleNamespace) -> None:
    page = client(who.bureau).post("/reports/upload/", sent(broken_notice()), follow=True).content.decode()

    filing = Filing.objects.get()
    for one in filing.judged:
        assert page.count(f'id="{one.finding.id}"') == 1
        assert f'href="#{one.finding.id}"' in page
    assert "附表2!B9" in page
    assert "是不是汉阴县" in page


def test_a_fault_is_kept_in_chinese_and_shown_in_the_readers_language(who: SimpleNamespace) -> None:
    content = planted(notice(), {("附表2", "C7"): -242})
    page = client(who.bureau)
    address = page.post("/reports/upload/?lang=en", sent(content)).url

    english = page.get(f"{address}?lang=en").content.decode()
    chinese = page.get(f"{address}?lang=zh-hans").content.decode()

    finding = next(one.finding for one in Filing.objects.get().judged if one.finding.cell == "C7")
    assert finding.sentence in chinese
    assert escape(finding.others["en"][0]) in english
    assert finding.sentence not in english


def test_typed_explanations_come_back_when_submitting_is_refused(
    who: SimpleNamespace, now: dt.datetime
) -> None:
    recorded(notice(APRIL), who.bureau, who.monitor, now)
    jump = planted(notice(), {("附表2", f"C{PL}"): -45.1, ("附表2", f"D{PL}"): -88.0})
    filing = actions.receive(content=jump, name="表.xlsx", by=who.bureau, now=now)
    first, second = [finding.id for finding in filing.open_findings][:2]
    bureau = client(who.bureau)

    answer = bureau.post(
        f"/reports/filings/{filing.pk}/submit/",
        {"version": filing.version, f"why-{first}": "一句完整的说明", f"why-{second}": "短"},
    )

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "太短" in page
    assert "一句完整的说明</textarea>" in page
    assert ">短</textarea>" in page


def test_the_page_shows_which_remark_was_taken_as_explanation(who: SimpleNamespace) -> None:
    noted = planted(notice(), {("附表2", "C7"): -19.9, ("附表2", "G7"): "统一核算差额，省统计局已核定。"})

    page = client(who.bureau).post("/reports/upload/", sent(noted), follow=True).content.decode()

    assert "取自 附表2!G7：“统一核算差额，省统计局已核定。”，不对就另写" in page
    assert "1处已说明，看过说明就能提交" in page
    assert "没有问题，可以提交" not in page


def test_the_page_of_an_older_notice_says_that_the_newer_one_stays(
    who: SimpleNamespace, now: dt.datetime
) -> None:
    recorded(notice(), who.bureau, who.monitor, now)
    older = planted(notice(), {("表头", "B5"): dt.date(2020, 6, 12), ("附表2", "C7"): -20.6})

    page = client(who.bureau).post("/reports/upload/", sent(older), follow=True).content.decode()

    assert "页面仍显示 2020-06-18 的数" in page


def test_an_upload_that_cannot_be_kept_is_told_on_the_same_page(who: SimpleNamespace, settings) -> None:
    settings.WENZENG_FILE_LIMIT_MB = 0
    pingli = client(who.pingli)

    too_big = pingli.post("/reports/upload/", sent(county()))
    nothing = pingli.post("/reports/upload/", {})

    assert (too_big.status_code, nothing.status_code) == (422, 422)
    assert "超过 0 MB" in too_big.content.decode()
    assert "没有选文件" in nothing.content.decode()


def test_a_file_that_cannot_be_read_is_not_offered_for_submitting(who: SimpleNamespace) -> None:
    pingli = client(who.pingli)

    junk = pingli.post("/reports/upload/?form=county_month", sent(b"junk"), follow=True).content.decode()
    whole = pingli.post("/reports/upload/", sent(county()), follow=True).content.decode()

    assert "提交给市工信局" not in junk
    assert "撤回" in junk
    assert "提交给市工信局" in whole


def test_no_form_speaks_in_the_words_of_the_framework(who: SimpleNamespace) -> None:
    bare = client(who.pingli).post("/reports/upload/", {"file": "一个名字", "form": "a\x00b"})

    page = bare.content.decode()
    assert bare.status_code == 422
    assert "里面有看不见的控制字符" in page
    assert "没有选文件" in page
    fields = [*UploadForm.base_fields.values(), *SendBackForm.base_fields.values()]
    with translation.override("zh-hans"):
        told = [
            str(field.error_messages[code])
            for field in fields
            for code in ("invalid",)
            if code in field.error_messages
        ]
    assert told
    assert all("：" in sentence for sentence in told)


def test_a_neighbours_filing_is_not_there(who: SimpleNamespace, now: dt.datetime) -> None:
    filing = actions.receive(content=county(), name="表.xlsx", by=who.pingli, now=now)
    bound = {"version": filing.version}

    for stranger in (who.hengkou, who.bureau, who.bank):
        visitor = client(stranger)
        assert visitor.get(f"/reports/filings/{filing.pk}/").status_code == 404
        assert visitor.get(f"/reports/filings/{filing.pk}/original").status_code == 404
        assert visitor.post(f"/reports/filings/{filing.pk}/submit/", bound).status_code == 404
        assert visitor.post(f"/reports/filings/{filing.pk}/withdraw/", bound).status_code == 404
    assert client(who.leader).get(f"/reports/filings/{filing.pk}/").status_code == 200
    assert client(who.leader).post(f"/reports/filings/{filing.pk}/submit/", bound).status_code == 422
    assert client(who.pingli).post(f"/reports/filings/{filing.pk}/accept/", bound).status_code == 403


def test_a_notice_from_a_stranger_is_not_shown_beside_the_books(
    who: SimpleNamespace, now: dt.datetime
) -> None:
    recorded(planted(notice(), {("附表2", f"C{PL}"): -20.4}), who.bureau, who.monitor, now)
    older = planted(notice(), {("表头", "B5"): dt.date(2020, 6, 12)})

    page = client(who.pingli).post("/reports/upload/", sent(older), follow=True).content.decode()

    assert "你没有报这张表的职责" in page
    assert "−20.4" not in page
    assert "2020-06-18" not in page
    assert "改动" not in page


def test_a_county_sees_only_its_own_row_and_the_city_sees_all(who: SimpleNamespace) -> None:
    own = client(who.pingli).get("/reports/").content.decode()
    whole = client(who.monitor).get("/reports/").content.decode()

    assert "平利县" in own
    assert "恒口示范区" not in own
    assert "恒口示范区" in whole
    assert "2020年1–5月、6月中旬应报25份，还差25份" in whole


def test_what_came_late_stays_late_after_it_is_recorded(who: SimpleNamespace, now: dt.datetime) -> None:
    late = dt.datetime(2020, 6, 19, 15, tzinfo=dt.UTC)
    row = recorded(county(), who.pingli, who.monitor, late)
    in_time = dt.datetime(2020, 6, 7, 15, tzinfo=dt.UTC)
    punctual = recorded(county("hengkou"), who.hengkou, who.monitor, in_time)
    corrected = county("hengkou", rows={("output", "month"): 4100, ("output", "ytd"): 20100})
    corrected = planted(corrected, {("县区月报", "D5"): dt.date(2020, 6, 19)})
    again = recorded(corrected, who.hengkou, who.monitor, late)
    monitor = client(who.monitor)

    page = monitor.get("/reports/").content.decode()

    assert (
        page.count("已入库 · 迟报11天") == 3
    )  # the matrix, and the list of what came last: seen and read aloud
    assert "达序时" not in page
    assert "迟报11天" in monitor.get(f"/reports/filings/{row.pk}/").content.decode()
    assert "迟报" not in monitor.get(f"/reports/filings/{punctual.pk}/").content.decode()
    assert "迟报" not in monitor.get(f"/reports/filings/{again.pk}/").content.decode()


def test_a_light_of_a_waiting_filing_reads_its_own_state(who: SimpleNamespace, now: dt.datetime) -> None:
    filing = actions.receive(content=county(), name="表.xlsx", by=who.pingli, now=now)
    actions.submit(filing=filing, by=who.pingli, now=now)

    page = client(who.monitor).get("/reports/review/").content.decode()

    assert '<span class="visually-hidden">待审核</span>' in page
    assert "关注" not in page


def test_only_the_last_few_filings_are_unfolded(who: SimpleNamespace, now: dt.datetime) -> None:
    for number in range(7):
        actions.receive(content=b"junk %d" % number, name=f"{number}.xlsx", by=who.pingli, now=now)

    page = client(who.pingli).get("/reports/").content.decode()

    assert "更早的2份" in page


def test_somebody_without_reports_is_told_so(who: SimpleNamespace) -> None:
    bank = client(who.bank)

    assert "没有要你报的表" in bank.get("/reports/").content.decode()
    refused = bank.post("/reports/upload/", sent(county()))
    assert refused.status_code == 422
    assert not Filing.objects.exists()


def test_the_original_comes_back_byte_for_byte_and_is_never_shown(
    who: SimpleNamespace, now: dt.datetime
) -> None:
    filing = actions.receive(content=county(), name="平利 5月.xlsx", by=who.pingli, now=now)

    answer = client(who.pingli).get(f"/reports/filings/{filing.pk}/original")

    assert answer.content == county()
    assert answer["Content-Disposition"].startswith("attachment;")
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_a_template_is_for_those_who_file_it_and_their_own_unit(who: SimpleNamespace) -> None:
    pingli = client(who.pingli)

    assert pingli.get("/reports/template/county_month/?period=2020-01..05").status_code == 200
    assert pingli.get("/reports/template/county_month/?period=2020-01..05&unit=HK").status_code == 404
    assert pingli.get("/reports/template/stats_notice/").status_code == 404
    assert client(who.monitor).get("/reports/template/county_month/?unit=HK").status_code == 200
    assert pingli.get("/reports/template/county_month/?period=2020-01").status_code == 400


def test_a_template_that_cannot_be_given_is_a_page_that_says_what_to_do(
    who: SimpleNamespace, city: object
) -> None:
    pingli = client(who.pingli)

    future = pingli.get("/reports/template/county_month/?period=2030-05")
    assert future.status_code == 400
    assert "2030年1–5月还没有结束" in future.content.decode()
    assert "已显示最近一期" not in future.content.decode()
    assert "回报送中心" in future.content.decode()
    assert "已显示最近一期" in pingli.get("/reports/?period=2030-05").content.decode()
    with clock.pretend(dt.datetime(2022, 3, 1, 9, tzinfo=clock.SHANGHAI)):
        expired = client(who.pingli).get("/reports/template/county_month/?period=2022-01..02")
    assert expired.status_code == 409
    assert "同编号（forms.county_month）的表，写上批准文号和有效期" in expired.content.decode()
    assert "wz-main" in expired.content.decode()


def test_on_its_first_day_a_city_is_not_late_with_anything(who: SimpleNamespace) -> None:
    Appointment.objects.update(from_on=dt.date(2020, 6, 21))

    page = client(who.monitor).get("/reports/").content.decode()
    desk = todo.todo(User.objects.get(pk=who.pingli.pk), dt.date(2020, 6, 24))

    assert "已逾期" not in page
    assert "逾期未报" not in page
    assert "2020年1–5月、6月中旬是系统启用前的期别：25份里还差25份，可补报" in page
    assert page.count("系统启用前的期别，可补报") == 4
    assert [(row.glyph, row.due_on) for row in desk] == [("warn", None), ("warn", None)]


def test_what_the_city_sent_back_comes_before_files_that_nobody_asked_for(
    who: SimpleNamespace, now: dt.datetime
) -> None:
    for number in range(6):
        actions.receive(content=b"junk %d" % number, name=f"{number}.xlsx", by=who.pingli, now=now)
    filing = actions.receive(
        content=county(), name="表.xlsx", by=who.pingli, now=now + dt.timedelta(minutes=1)
    )
    filing = actions.submit(filing=filing, by=who.pingli, now=now)
    actions.send_back(filing=filing, reason="产值请核对", by=who.monitor, now=now)

    desk = todo.todo(User.objects.get(pk=who.pingli.pk), now.date())

    assert desk[0].why == "产值请核对"
    assert [row.button for row in desk].count("去改") == 5


def test_a_figure_shows_its_cell_in_the_original(who: SimpleNamespace, city, now: dt.datetime) -> None:
    recorded(notice(), who.bureau, who.monitor, now)
    fact = facts.frame(as_of=now.date()).get("iva.growth", city.city, MAY, "ytd")

    page = client(who.pingli).get(f"/f/{fact.id}/source/").content.decode()

    assert "附表2!C7 写的是 -20.7" in page
    assert re.search(r'id="cell"><mark><b>-20.7</b></mark>', page)
    assert "看整份报表" not in page
    assert re.search(
        r'<td colspan="\d">[^<]*批准（备案）文号', page
    )  # a long line runs over the empty cells beside it
    assert '<td class="wz-nowrap">汉滨区</td>' in page


def test_a_countys_cell_is_not_shown_to_its_neighbour(who: SimpleNamespace, city, now: dt.datetime) -> None:
    recorded(county(), who.pingli, who.monitor, now)
    fact = facts.frame(as_of=now.date()).get("county.output", city.unit_by_code("PL"), MAY, "ytd")

    assert client(who.pingli).get(f"/f/{fact.id}/source/").status_code == 200
    assert client(who.hengkou).get(f"/f/{fact.id}/source/").status_code == 404


def test_sending_back_wants_a_remark_and_shows_it_to_the_sender(
    who: SimpleNamespace, now: dt.datetime
) -> None:
    filing = actions.receive(content=county(), name="表.xlsx", by=who.pingli, now=now)
    filing = actions.submit(filing=filing, by=who.pingli, now=now)
    monitor = client(who.monitor)
    address = f"/reports/filings/{filing.pk}/send-back/"

    assert monitor.post(address, {"version": filing.version, "reason": ""}).status_code == 422
    monitor.post(address, {"version": filing.version, "reason": "用电量核对一下"})

    assert "用电量核对一下" in client(who.pingli).get(f"/reports/filings/{filing.pk}/").content.decode()


def test_the_list_of_checks_names_every_authority(who: SimpleNamespace) -> None:
    page = client(who.bank).get("/reports/checks/").content.decode()

    assert "国家统计局：1—2月数据合并公布" in page
    assert "演示备案〔2020〕1号" in page


def test_the_desk_asks_the_database_little(who: SimpleNamespace, django_assert_max_num_queries) -> None:
    monitor = client(who.monitor)

    with django_assert_max_num_queries(40):
        monitor.get("/reports/")


def test_the_difference_prints_both_figures_alike(who: SimpleNamespace, now: dt.datetime) -> None:
    recorded(county(), who.pingli, who.monitor, now)
    again = county(rows={("output", "month"): 4321, ("output", "ytd"): 20321})

    page = client(who.pingli).post("/reports/upload/", sent(again), follow=True).content.decode()
    table = page[page.index('id="difference"') :]

    assert re.search(r'href="/f/\d+/"[^>]*>4,000<', table)
    assert "<b>4,321</b>" in table


def test_a_cell_that_nobody_can_read_is_not_called_empty(who: SimpleNamespace, now: dt.datetime) -> None:
    recorded(county(), who.pingli, who.monitor, now)
    again = county(rows={("output", "month"): "八万六", ("power", "month"): None})

    page = client(who.pingli).post("/reports/upload/", sent(again), follow=True).content.decode()
    rows = [row for row in page[page.index('id="difference"') :].split("<tr") if "当月" in row]

    unread = next(row for row in rows if "总产值" in row)
    assert "“八万六”" in unread
    assert "这次看不懂" in unread
    assert "这次没报" in next(row for row in rows if "用电量" in row)
