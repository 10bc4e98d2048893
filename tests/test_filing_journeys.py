"""Filing in a real Chromium, as a county's reporter does it: from the desk to a signed report, by paste and by keys."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from .server import demo_server
from .test_browser import QUIET, sign_in

pytestmark = pytest.mark.e2e
GRID = "/reports/county_tenday/2020-06-t2/PL/"
BLOCK = "9300\t14100\r\n810\t\r\n41\t\r\n"


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium, args=QUIET)
        yield started
        started.close()


@pytest.fixture
def server(demo_copy: Path) -> Iterator[str]:
    with demo_server(demo_copy) as address:
        yield address


@pytest.fixture
def reporter(browser: Browser, server: str) -> Iterator[Page]:
    """平利县's reporter, signed in; what the browser complains of fails the test."""
    context = reporting(browser, server)
    page = context.new_page()
    told: list[str] = []
    page.on("pageerror", lambda fault: told.append(str(fault)))
    page.on("console", lambda line: told.append(line.text) if line.type == "error" else None)
    sign_in(page, server, "pingli")
    yield page
    context.close()
    assert told == []


def reporting(browser: Browser, server: str, width: int = 1366) -> BrowserContext:
    context = browser.new_context(viewport={"width": width, "height": 768}, locale="zh-CN")
    context.grant_permissions(["clipboard-read", "clipboard-write"], origin=server)
    return context


def paste(page: Page, text: str) -> None:
    page.evaluate("text => navigator.clipboard.writeText(text)", text)
    page.keyboard.press("Control+V")


def saved(page: Page) -> None:
    page.locator("#grid-status:has-text('已自动保存')").wait_for()


def texts(page: Page) -> list[list[str]]:
    found: list[list[str]] = page.evaluate(
        "Array.from(document.querySelectorAll('.tabulator-row'), row =>"
        " Array.from(row.querySelectorAll('.gr-open'), cell => cell.textContent))"
    )
    return found


def test_from_the_desk_to_a_signed_report_in_three_actions(
    reporter: Page, server: str, demo_copy: Path
) -> None:
    reporter.goto(f"{server}/desk/")
    reporter.click("li:has-text('县区旬报') a.btn")  # one
    reporter.locator(".tabulator-cell.gr-open").first.click()
    paste(reporter, BLOCK)  # two
    saved(reporter)
    reporter.click("text=签字并提交")  # three

    reporter.wait_for_url("**/reports/filings/*/")
    assert "待市级审核" in reporter.inner_text("h1")
    state = (
        sqlite3.connect(demo_copy / "demo.sqlite3")
        .execute("SELECT state FROM cadence_filing WHERE form = 'county_tenday' ORDER BY id DESC LIMIT 1")
        .fetchone()
    )
    assert state == ("submitted",)


def test_a_pasted_block_is_one_step_and_one_undo(reporter: Page, server: str) -> None:
    reporter.goto(server + GRID)
    reporter.locator(".tabulator-cell.gr-open").first.click()

    paste(reporter, BLOCK)
    saved(reporter)
    assert texts(reporter) == [["9300", "14100"], ["810"], ["41"]]

    reporter.click("h1")
    reporter.keyboard.press("Control+Z")
    reporter.locator("#grid-status:has-text('已自动保存')").wait_for()
    reporter.locator(".tabulator-row .gr-open:has-text('9300')").wait_for(state="detached")
    assert texts(reporter) == [["", ""], [""], [""]]


def test_what_falls_on_cells_that_are_not_asked_is_told_and_the_rest_stands(
    reporter: Page, server: str
) -> None:
    reporter.goto(server + GRID)
    reporter.locator(".tabulator-cell.gr-open").first.click()

    paste(reporter, "9300\t14100\t99\r\n810\t7\r\n41\r\n")

    saved(reporter)
    assert texts(reporter) == [["9300", "14100"], ["810"], ["41"]]


def test_by_keys_alone_and_a_wrong_value_is_mended_where_it_stands(reporter: Page, server: str) -> None:
    reporter.goto(server + GRID)
    last_month = (
        reporter.locator(".tabulator-row >> nth=0").locator("[tabulator-field=last_month]").inner_text()
    )
    right = last_month.replace(",", "")
    reporter.locator(".tabulator-cell.gr-open").first.click()
    reporter.keyboard.type(f"{right}0")  # one nought too many
    reporter.keyboard.press("Tab")
    reporter.keyboard.type("14100")
    reporter.keyboard.press("Tab")
    reporter.keyboard.type("810")
    reporter.keyboard.press("Enter")
    reporter.keyboard.type("41")
    reporter.keyboard.press("Enter")
    saved(reporter)
    fix = reporter.locator(f"[data-fix='{right}']")
    fix.wait_for()
    fix.focus()
    reporter.keyboard.press("Enter")
    reporter.locator(f".tabulator-row .gr-open >> text=/^{right}$/").wait_for()
    saved(reporter)
    reporter.keyboard.press("Control+Enter")

    reporter.wait_for_url("**/reports/filings/*/")
    assert "待市级审核" in reporter.inner_text("h1")


def test_two_people_in_one_cell_see_both_values_and_choose(
    browser: Browser, server: str, reporter: Page
) -> None:
    other_context = reporting(browser, server)
    other = other_context.new_page()
    sign_in(other, server, "pingli")
    for page in (reporter, other):
        page.goto(server + GRID)
        page.locator(".tabulator-cell.gr-open").first.wait_for()
    other.locator(".tabulator-cell.gr-open").first.click()
    other.keyboard.type("9200")
    other.keyboard.press("Enter")
    saved(other)

    reporter.locator(".tabulator-cell.gr-open").first.click()
    reporter.keyboard.type("9300")
    reporter.keyboard.press("Enter")

    box = reporter.locator(".gr-conflict")
    box.wait_for()
    assert "改成了“9200”，你填的是“9300”。留哪个？" in box.inner_text()
    with reporter.expect_response("**/cells/"):
        box.locator("button >> nth=1").click()
    assert not box.is_visible()
    other.goto(server + GRID)
    other.locator(".tabulator-cell.gr-open").first.wait_for()
    assert texts(other)[0][0] == "9300"
    other_context.close()


def test_what_is_typed_without_a_network_is_kept_and_sent_when_it_is_back(
    browser: Browser, server: str
) -> None:
    context = reporting(browser, server)
    page = context.new_page()
    sign_in(page, server, "pingli")
    page.goto(server + GRID)
    page.locator(".tabulator-cell.gr-open").first.wait_for()
    context.set_offline(True)
    page.locator(".tabulator-cell.gr-open").first.click()
    page.keyboard.type("9300")
    page.keyboard.press("Enter")
    page.locator("#grid-status:has-text('网断了')").wait_for()

    context.set_offline(False)
    saved(page)
    page.goto(server + GRID)
    page.locator(".tabulator-cell.gr-open").first.wait_for()
    assert texts(page)[0][0] == "9300"
    context.close()


def test_what_is_typed_after_the_session_ended_is_there_after_signing_in(
    browser: Browser, server: str
) -> None:
    context = reporting(browser, server)
    page = context.new_page()
    sign_in(page, server, "pingli")
    page.goto(server + GRID)
    page.locator(".tabulator-cell.gr-open").first.wait_for()
    context.clear_cookies(name="sessionid")
    page.locator(".tabulator-cell.gr-open").first.click()
    page.keyboard.type("9300")
    page.keyboard.press("Enter")
    page.locator("#grid-status:has-text('登录已过期')").wait_for()

    sign_in(page, server, "pingli")
    page.goto(server + GRID)
    saved(page)
    page.reload()
    page.locator(".tabulator-cell.gr-open").first.wait_for()
    assert texts(page)[0][0] == "9300"
    context.close()


def test_on_a_phone_it_fits_and_is_filled_in(browser: Browser, server: str) -> None:
    context = reporting(browser, server, width=390)
    page = context.new_page()
    sign_in(page, server, "pingli")
    page.goto(server + GRID)
    page.locator(".tabulator-cell.gr-open").first.click()
    page.keyboard.type("9300")
    page.keyboard.press("Enter")
    saved(page)

    assert page.evaluate("document.scrollingElement.scrollWidth - window.innerWidth") <= 0
    context.close()
