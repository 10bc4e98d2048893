"""For maintainers: take the pictures of docs/pictures from a finished demo. `.venv/bin/python tools/pictures.py`"""

import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
sys.path.insert(0, str(ROOT / "src"))

from playwright.sync_api import Browser, Page, sync_playwright  # noqa: E402  # the path is set just above
from tests.revised import revised_notice  # noqa: E402
from tests.server import PASSWORD, demo_server  # noqa: E402

PICTURES = ROOT / "docs" / "pictures"
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--hide-scrollbars"]


def sign_in(page: Page, address: str, username: str) -> None:
    page.context.clear_cookies()
    page.goto(f"{address}/login/")
    page.fill("input[name=username]", username)
    page.fill("input[name=password]", PASSWORD)
    page.click("main form button[type=submit], .wz-box form button[type=submit]")
    page.wait_for_url(lambda url: "/login/" not in url)


def take(page: Page, address: str, name: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 844 if width < 500 else 768})
    page.goto(address)
    page.screenshot(path=PICTURES / f"{name}-{width}.png", full_page=True)


def main() -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        var = Path(folder) / "var"
        env = {key: value for key, value in os.environ.items() if not key.startswith(("WENZENG_", "DJANGO_"))}
        env |= {"WENZENG_VAR": str(var), "PYTHONPATH": str(ROOT / "src")}
        command = [sys.executable, "-m", "wenzeng.site.cli", "up", "--demo", "--no-serve"]
        subprocess.run(command, env=env, check=True, stdout=subprocess.DEVNULL)
        database = sqlite3.connect(var / "demo.sqlite3")

        def one(sql: str) -> int:
            pk: int = database.execute(sql).fetchone()[0]
            return pk

        figure = one(
            "SELECT id FROM base_observation WHERE sheet='附表2' AND cell='C7' ORDER BY id DESC LIMIT 1"
        )
        bulletin = one("SELECT id FROM bulletins_bulletin ORDER BY id DESC LIMIT 1")
        chromium = os.environ.get("WENZENG_CHROMIUM") or shutil.which("chromium")
        with demo_server(var) as address, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium, args=QUIET)
            page = browser.new_context(locale="zh-CN").new_page()
            sign_in(page, address, "gongxin")
            for width in (1366, 1920, 390):
                take(page, f"{address}/situation/", "overview", width)
            for name, path in (
                ("unit", "/areas/PL/"),
                ("figure", f"/f/{figure}/"),
                ("source", f"/f/{figure}/source/"),
                ("targets", "/targets/"),
                ("supervision", "/supervision/"),
                ("bulletin", f"/bulletins/{bulletin}/"),
                ("reports", "/reports/"),
                ("review", "/reports/review/"),
                ("desk", "/desk/"),
            ):
                take(page, address + path, name, 1366)
            broken = {"C8": "十七点五啊", "B9": "汉银县", "C14": -242, "D12": -0.18, "E10": 27.26}
            path = revised_notice(var, Path(folder) / "有毛病的通知.xlsx", broken)
            page.goto(f"{address}/reports/")
            page.set_input_files("input[type=file]", str(path))
            page.click("form:has(input[type=file]) button[type=submit]")
            page.wait_for_url("**/reports/filings/*/")
            take(page, page.url, "findings", 1366)
            page.goto(f"{address}/bulletins/{bulletin}/")
            docx = page.request.get(f"{address}/bulletins/{bulletin}.docx").body()
            _grid(browser, address)
            browser.close()
        _pages(docx, Path(folder))


def _grid(browser: Browser, address: str) -> None:
    """平利县's ten-day report as it is filled in: a block pasted, one value wrong."""
    context = browser.new_context(locale="zh-CN")
    context.grant_permissions(["clipboard-read", "clipboard-write"], origin=address)
    page = context.new_page()
    sign_in(page, address, "pingli")
    page.set_viewport_size({"width": 1366, "height": 768})
    page.goto(f"{address}/reports/county_tenday/2020-06-t2/PL/")
    page.locator(".tabulator-cell.gr-open").first.click()
    page.evaluate("text => navigator.clipboard.writeText(text)", "45800\t68000\n八百多\t\n41\t\n")
    page.keyboard.press("Control+V")
    page.locator("#grid-status:has-text('已自动保存')").wait_for()
    for width in (1366, 390):
        page.set_viewport_size({"width": width, "height": 844 if width < 500 else 768})
        page.reload()
        page.locator(".tabulator-cell.gr-open").first.wait_for()
        page.screenshot(path=PICTURES / f"grid-{width}.png", full_page=True)
    context.close()


def _pages(docx: bytes, folder: Path) -> None:
    """The bulletin's pages, through LibreOffice."""
    soffice = shutil.which("soffice")
    if not soffice:
        print("没有 LibreOffice，通报的版面图没有更新。")
        return
    from wenzeng.engines.official_page.fonts import fonts_conf

    (folder / "fonts.conf").write_text(fonts_conf(()))
    (folder / "bulletin.docx").write_bytes(docx)
    profile = f"-env:UserInstallation=file://{folder}/profile"
    command = [
        soffice,
        profile,
        "--headless",
        "--convert-to",
        "pdf",
        "--outdir",
        str(folder),
        str(folder / "bulletin.docx"),
    ]
    subprocess.run(
        command,
        check=True,
        env=os.environ | {"FONTCONFIG_FILE": str(folder / "fonts.conf")},
        capture_output=True,
    )
    import pypdfium2

    for old in PICTURES.glob("bulletin-page-*.png"):
        old.unlink()
    for number, page in enumerate(pypdfium2.PdfDocument(folder / "bulletin.pdf")):
        page.render(scale=1.3).to_pil().save(PICTURES / f"bulletin-page-{number + 1}.png")


if __name__ == "__main__":
    main()
