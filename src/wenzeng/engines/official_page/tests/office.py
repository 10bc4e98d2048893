"""LibreOffice as a witness: what the pages look like outside our own head."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from wenzeng.engines.official_page.fonts import fonts_conf

MINUTES = 3


def to_pdf(docx: bytes, folder: Path) -> bytes:
    return convert(docx, folder, "pdf", "saved/page.pdf")


def convert(docx: bytes, folder: Path, form: str, result: str) -> bytes:
    """Convert with a profile and fonts of its own; skip, or fail where soffice is promised."""
    soffice = shutil.which("soffice")
    if soffice is None:
        sentence = "没有 LibreOffice（soffice），不能核对成品页面：请安装 libreoffice-writer。"
        if "soffice" in os.environ.get("WENZENG_REQUIRE", ""):
            pytest.fail(sentence)
        pytest.skip(sentence)
    folder.mkdir(parents=True, exist_ok=True)
    source = folder / "page.docx"
    source.write_bytes(docx)
    extra = tuple(filter(None, os.environ.get("WENZENG_FONTS", "").split(os.pathsep)))
    fonts = folder / "fonts.conf"
    fonts.write_text(fonts_conf(extra), encoding="utf-8")
    subprocess.run(
        [
            soffice,
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            "--headless",
            "--convert-to",
            form,
            "--outdir",
            str(folder / "saved"),
            str(source),
        ],
        env=os.environ | {"FONTCONFIG_FILE": str(fonts)},
        check=True,
        capture_output=True,
        timeout=60 * MINUTES,
    )
    return (folder / result).read_bytes()
