"""Third-party files are the ones that were reviewed: every file has its hash in the manifest, and no other lies there."""

import base64
import hashlib
import tomllib
from pathlib import Path

VENDOR = Path(__file__).resolve().parent.parent / "src" / "wenzeng" / "site" / "static" / "vendor"
MANIFEST = tomllib.loads((VENDOR / "manifest.toml").read_text())


def test_every_vendored_file_is_the_one_in_the_manifest() -> None:
    wrong = []
    for package in MANIFEST["package"]:
        for file in package["files"]:
            digest = hashlib.sha384((VENDOR / file["path"]).read_bytes()).digest()
            if file["sha384"] != f"sha384-{base64.b64encode(digest).decode()}":
                wrong.append(file["path"])

    assert wrong == []


def test_nothing_else_lies_among_the_vendored_files() -> None:
    listed = {file["path"] for package in MANIFEST["package"] for file in package["files"]} | {
        "manifest.toml"
    }
    lying = {path.relative_to(VENDOR).as_posix() for path in VENDOR.rglob("*") if path.is_file()}

    assert lying == listed


def test_no_page_names_an_address_outside() -> None:
    templates = Path(__file__).resolve().parent.parent / "src" / "wenzeng"
    naming = [
        path.name
        for path in templates.rglob("*.html")
        if "//" in path.read_text().replace("http://www.w3.org/2000/svg", "").replace("{% //", "")
    ]

    assert naming == []
