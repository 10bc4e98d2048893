"""In a real Chromium: pages fit, read well, ask nobody outside, and break no rule of the content security policy."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Dialog, Page, sync_playwright

from .revised import revised_notice
from .server import PASSWORD, demo_server

pytestmark = pytest.mark.e2e

# Without these the browser itself looks for its maker's hosts at every start.
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium, args=QUIET)
        yield started
        started.close()


@pytest.fixture(scope="module")
def server(demo_var: Path) -> Iterator[str]:
    with demo_server(demo_var) as address:
        yield address


def sign_in(page: Page, server: str, username: str) -> None:
    page.goto(f"{server}/login/")
    page.fill("input[name=username]", username)
    page.fill("input[name=password]", PASSWORD)
    page.click("main form button[type=submit], .wz-box form button[type=submit]")
    page.wait_for_url(lambda url: "/login/" not in url)


def rows(demo_var: Path) -> dict[str, str]:
    database = sqlite3.connect(demo_var / "demo.sqlite3")

    def one(sql: str) -> str:
        return str(database.execute(sql).fetchone()[0])

    return {
        "figure": one(
            "SELECT id FROM base_observation WHERE sheet='附表2' AND cell='C7' ORDER BY id DESC LIMIT 1"
        ),
        "derived": one(
            "SELECT id FROM base_observation WHERE indicator_id='situation.gap_to_province' LIMIT 1"
        ),
        "filing": one("SELECT id FROM cadence_filing WHERE form='stats_notice' ORDER BY id DESC LIMIT 1"),
        "bulletin": one("SELECT id FROM bulletins_bulletin ORDER BY id DESC LIMIT 1"),
        "assignment": one("SELECT id FROM base_assignment ORDER BY id DESC LIMIT 1"),
    }


PAGES = [
    ("gongxin", "/situation/"),
    ("gongxin", "/situation/?view=month"),
    ("gongxin", "/situation/sheet/"),
    ("gongxin", "/areas/"),
    ("gongxin", "/areas/PL/?sheet=1"),
    ("lingdao", "/areas/PL/"),
    ("gongxin", "/targets/"),
    ("gongxin", "/f/{figure}/"),
    ("gongxin", "/f/{derived}/"),
    ("gongxin", "/f/{figure}/source/"),
    ("gongxin", "/reports/"),
    ("gongxin", "/reports/review/"),
    ("pingli", "/reports/county_tenday/2020-06-t2/PL/"),
    ("gongxin", "/reports/filings/{filing}/"),
    ("gongxin", "/reports/checks/"),
    ("gongxin", "/supervision/"),
    ("gongxin", "/assignments/{assignment}/"),
    ("gongxin", "/bulletins/"),
    ("gongxin", "/bulletins/{bulletin}/"),
    ("gongxin", "/desk/"),
    ("pingli", "/desk/"),
    ("qiye", "/desk/"),
    ("gongxin", "/data/"),
    ("gongxin", "/trail/"),
    ("guanli", "/settings/people/"),
]


@pytest.mark.parametrize(("who", "address"), PAGES)
def test_a_page_fits_reads_and_keeps_to_itself(
    browser: Browser, server: str, demo_var: Path, who: str, address: str
) -> None:
    context = browser.new_context(viewport={"width": 1366, "height": 768}, locale="zh-CN")
    page = context.new_page()
    outside: list[str] = []
    complaints: list[str] = []
    page.on(
        "request",
        lambda request: (
            outside.append(request.url) if not request.url.startswith((server, "data:")) else None
        ),
    )
    page.on(
        "console",
        lambda message: complaints.append(message.text) if message.type in {"error", "warning"} else None,
    )
    sign_in(page, server, who)

    answer = page.goto(server + address.format(**rows(demo_var)))

    assert answer is not None
    assert answer.status == 200
    for width in (1366, 1920, 390):
        page.set_viewport_size({"width": width, "height": 768})
        over = page.evaluate("document.scrollingElement.scrollWidth - window.innerWidth")
        assert over <= 0, f"{width}px：横向多出 {over}px"
    small = page.evaluate(
        """() => [...document.querySelectorAll('body *')].filter(e =>
            [...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim()) &&
            e.getClientRects().length && parseFloat(getComputedStyle(e).fontSize) < 12)
            .map(e => e.tagName + ' ' + e.textContent.trim().slice(0, 20))"""
    )
    assert small == []
    found = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]})
    assert found.violations_count == 0, found.generate_report()
    assert outside == []
    assert complaints == []
    assert "本系统不得处理涉密信息" in page.content()
    context.close()


def test_a_clerk_uploads_a_broken_notice_and_reads_every_fault(
    browser: Browser, server: str, demo_copy: Path, tmp_path: Path
) -> None:
    path = revised_notice(
        demo_copy, tmp_path / "broken.xlsx", {"C8": "十七点五啊", "B9": "汉银县", "C14": -242}
    )
    with demo_server(demo_copy) as address:
        page = browser.new_context(viewport={"width": 1366, "height": 768}).new_page()
        sign_in(page, address, "tongji")
        page.goto(f"{address}/reports/")
        page.set_input_files("input[type=file]", str(path))
        page.click("form:has(input[type=file]) button[type=submit]")
        page.wait_for_url("**/reports/filings/*/")
        text = page.inner_text("main")

        for cell in ("C8", "B9", "C14"):
            assert cell in text
        assert "汉阴县" in text
        with page.expect_download() as download:
            page.click("a[href$='/original']")
        assert Path(download.value.path()).read_bytes() == path.read_bytes()


def test_a_figure_is_followed_by_clicks_to_its_cell(browser: Browser, server: str) -> None:
    page = browser.new_context(viewport={"width": 1366, "height": 768}).new_page()
    sign_in(page, server, "lingdao")
    page.goto(f"{server}/situation/?period=2020-01..05")

    page.click("table a.wz-fact:has-text('−20.7') >> nth=0")
    page.wait_for_url(lambda url: "/f/" in url)
    assert "附表2!C7" in page.inner_text("main")
    page.click("a[href$='/source/']")
    page.wait_for_url("**/source/")

    assert "-20.7" in page.inner_text("main").replace("−", "-")


def test_a_page_with_typed_text_is_not_left_unasked_and_one_without_is(
    browser: Browser, server: str, demo_var: Path
) -> None:
    page = browser.new_context(viewport={"width": 1366, "height": 768}).new_page()
    sign_in(page, server, "gongxin")
    asked: list[str] = []
    staying = True

    def answer(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss() if staying else dialog.accept()

    page.on("dialog", answer)
    page.goto(f"{server}/settings/password/")
    page.goto(f"{server}/targets/new/")
    page.click("h1")
    page.click("a[href^='/desk/']")
    page.wait_for_url("**/desk/")
    assert asked == []

    page.goto(f"{server}/targets/new/")
    page.fill("main input[name=title]", "写了一半的目标")
    page.click("a[href^='/desk/']")
    page.wait_for_timeout(300)
    page.click("button[name=language][value=en]")
    page.wait_for_timeout(300)
    assert asked == ["beforeunload"] * 2
    assert page.url.endswith("/targets/new/")
    assert page.input_value("main input[name=title]") == "写了一半的目标"

    page.click("main form button[type=submit]")  # its own form carries the text
    page.wait_for_timeout(300)
    assert asked == ["beforeunload"] * 2
    page.evaluate("document.querySelector('main form').noValidate = true")
    with page.expect_navigation():
        page.click("main form button[type=submit]")
    assert asked == ["beforeunload"] * 2
    assert page.input_value("main input[name=title]") == "写了一半的目标"

    page.click("button[name=language][value=en]")  # refused: its text is still unsent
    page.wait_for_timeout(300)
    assert asked == ["beforeunload"] * 3
    staying = False
    page.click("button[name=language][value=en]")
    page.wait_for_load_state()
    assert page.url.endswith("/targets/new/")
    assert page.get_attribute("html", "lang") == "en"


def test_what_was_typed_when_the_session_ended_is_on_the_login_page_and_on_the_page_after_it(
    browser: Browser, server: str, demo_var: Path
) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 768})
    page = context.new_page()
    sign_in(page, server, "gongxin")
    page.goto(f"{server}/bulletins/{rows(demo_var)['bulletin']}/edit/")
    page.fill("textarea >> nth=0", "整段重写过的话")
    context.clear_cookies(name="sessionid")

    with page.expect_navigation() as landed:
        page.click("main form button[type=submit]")

    assert landed.value.status == 401
    assert "整段重写过的话" in [field.input_value() for field in page.locator("textarea").all()]
    over = page.evaluate("document.scrollingElement.scrollWidth - window.innerWidth")
    assert over <= 0
    found = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]})
    assert found.violations_count == 0, found.generate_report()
    page.fill("input[name=username]", "gongxin")
    page.fill("input[name=password]", PASSWORD)
    page.click(".wz-box form button[type=submit]")
    page.wait_for_url("**/edit/")
    assert "整段重写过的话" in page.inner_text("main")
    context.close()


def test_a_bookmark_holds_period_and_day_and_a_figure_leads_back_to_them(
    browser: Browser, server: str
) -> None:
    page = browser.new_context(viewport={"width": 1366, "height": 768}).new_page()
    sign_in(page, server, "lingdao")
    page.goto(f"{server}/situation/?view=table")
    assert page.url.endswith("/situation/?view=table&period=2020-01..05&as_of=2020-06-24")

    page.goto(f"{server}/situation/?period=2020-01..04&as_of=2020-05-26")
    page.click("table a.wz-fact:has-text('−23.8') >> nth=0")
    page.wait_for_url("**/f/*/?period=2020-01..04&as_of=2020-05-26")
    page.click(".wz-crumbs a >> nth=0")

    page.wait_for_url("**/situation/?period=2020-01..04&as_of=2020-05-26")


def test_what_is_printed_fits_its_sheets(browser: Browser, server: str, tmp_path: Path) -> None:
    """版记 stands with text, page numbers on the outer edge; the board of lights is one sheet."""
    import pypdfium2

    page = browser.new_page()
    sign_in(page, server, "kezhang")
    page.goto(f"{server}/bulletins/3/")
    bulletin = pypdfium2.PdfDocument(page.pdf(prefer_css_page_size=True))
    page.goto(f"{server}/supervision/")
    board = pypdfium2.PdfDocument(page.pdf(prefer_css_page_size=True))

    last = bulletin[len(bulletin) - 1].get_textpage().get_text_range()
    assert "主送" in last
    assert "注：" in last
    for number, sheet in enumerate(bulletin, 1):
        left, _bottom, _right, _top = sheet.get_textpage().get_charbox(
            sheet.get_textpage().get_text_range().rindex(f"{number} —")
        )
        assert (left > sheet.get_width() / 2) is (number % 2 == 1)
    assert len(board) == 1
    page.close()
