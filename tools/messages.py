"""Bring the English catalogue in line with the sources: `make messages` (needs GNU gettext).

A run that changes no sentence changes no file: the header carries no dates, the places no line numbers. What is not
translated is listed at the end, and `tests/test_english.py` does not let it pass.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent.parent / "src" / "wenzeng"
CATALOGUE = Path("locale", "en", "LC_MESSAGES", "django.po")
HEADER = """msgid ""
msgstr ""
"Project-Id-Version: wenzeng\\n"
"Language: en\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"
"""


def extract(package: Path) -> str:
    """Merge the sentences of a package into its catalogue, which is returned (and written)."""
    (package / CATALOGUE.parent).mkdir(parents=True, exist_ok=True)
    command = [
        *(sys.executable, "-m", "django", "makemessages", "--locale", "en", "--domain", "django"),
        *("--no-wrap", "--no-obsolete", "--add-location", "file"),
        *("--ignore", "tests", "--ignore", "migrations", "--ignore", "static", "--verbosity", "0"),
    ]
    with tempfile.TemporaryDirectory() as var:
        environment = os.environ | {
            "PYTHONPATH": str(PACKAGE.parent),
            "DJANGO_SETTINGS_MODULE": "wenzeng.site.settings",
            "WENZENG_VAR": var,
        }
        subprocess.run(command, cwd=package, env=environment, check=True)
    catalogue = package / CATALOGUE
    _header, _gap, entries = catalogue.read_text(encoding="utf-8").partition("\n\n")
    text = f"{HEADER}\n{entries}"
    catalogue.write_text(text, encoding="utf-8")
    return text


def untranslated(catalogue: Path) -> list[str]:
    """The sentences without English, and those that gettext only guessed."""
    found = []
    for choice in ("--untranslated", "--only-fuzzy"):
        command = ["msgattrib", "--no-wrap", "--no-obsolete", choice, str(catalogue)]
        listed = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        found += re.findall(r'^msgid "(.+)"$', listed, re.MULTILINE)
    return found


def main() -> int:
    if not shutil.which("xgettext"):
        print("没有 gettext：请先安装（Debian：apt install gettext）。")
        return 1
    extract(PACKAGE)
    catalogue = PACKAGE / CATALOGUE
    command = ["msgfmt", "--check-format", "--output-file", str(catalogue.with_suffix(".mo")), str(catalogue)]
    subprocess.run(command, check=True)
    left = untranslated(catalogue)
    for sentence in left:
        print(f"没有英文：{sentence}")
    print(f"英文目录已更新，缺{len(left)}条。" if left else "英文目录已更新，没有缺的。")
    return 1 if left else 0


if __name__ == "__main__":
    raise SystemExit(main())
