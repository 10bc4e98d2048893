"""The finished pages held against the standard, where LibreOffice is there to make them; elsewhere it is said so."""

import os
import shutil
import subprocess
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from wenzeng.base.official import in_chinese
from wenzeng.engines import official_page as page

SECONDS = 60


@dataclass(frozen=True)
class Proof:
    """What was found on the pages after what spacing can mend was mended; `absent` says why nobody looked."""

    findings: tuple[str, ...] = ()
    squeeze: dict[str, float] = field(default_factory=dict)  # by the number of the block, from 0
    absent: str = ""

    @property
    @in_chinese()
    def sentences(self) -> list[str]:
        """Never empty: what was not looked at is not fine."""
        return [self.absent] if self.absent else list(self.findings) or [_("版面核对没有发现问题。")]


def proof(document: page.Document) -> Proof:
    """Look at the pages as they will be printed. It never stops anything: what it finds is told."""
    if not settings.WENZENG_SOFFICE or shutil.which(settings.WENZENG_SOFFICE) is None:
        return Proof(absent=_("没有 LibreOffice，版面没有核对：印前看一遍分页、页码和版记。"))
    try:
        with tempfile.TemporaryDirectory(prefix="wenzeng-proof-") as folder:
            settled, findings = page.settle(document, lambda docx: _to_pdf(docx, Path(folder)))
    except page.PageError as reason:
        return Proof(absent=reason.message_zh)
    except (OSError, subprocess.SubprocessError):
        return Proof(absent=_("LibreOffice 没有转出 PDF，版面没有核对：印前看一遍分页、页码和版记。"))
    squeeze = {
        str(index): block.squeeze_pt
        for index, block in enumerate(settled.blocks)
        if isinstance(block, page.Paragraph) and block.squeeze_pt
    }
    return Proof(tuple(one.message_zh for one in findings), squeeze)


def _to_pdf(docx: bytes, folder: Path) -> bytes:
    """With a profile and fonts of its own: somebody may have the program open."""
    source, fonts = folder / "page.docx", folder / "fonts.conf"
    source.write_bytes(docx)
    extra = tuple(filter(None, os.environ.get("WENZENG_FONTS", "").split(os.pathsep)))
    fonts.write_text(page.fonts_conf(extra), encoding="utf-8")
    (folder / "page.pdf").unlink(missing_ok=True)
    subprocess.run(
        [
            settings.WENZENG_SOFFICE,
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            "--headless",
            "--convert-to",
            "pdf",
            "--outdir",
            str(folder),
            str(source),
        ],
        env=os.environ | {"FONTCONFIG_FILE": str(fonts)},
        check=True,
        capture_output=True,
        timeout=SECONDS,
    )
    return (folder / "page.pdf").read_bytes()
