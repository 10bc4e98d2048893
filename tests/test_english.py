"""Whoever reads English finds no sentence of the shell in Chinese, and no number lost on the way."""

import re
import runpy
import shutil
import subprocess
from gettext import GNUTranslations
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.test import Client
from django.utils import translation

from tests.conftest import ROOT, find_or_skip
from wenzeng.base import rulebook, subjects
from wenzeng.base.access import Duty
from wenzeng.base.tests.builders import person
from wenzeng.site.navigation import VERBS

messages = SimpleNamespace(**runpy.run_path(str(ROOT / "tools" / "messages.py")))
CATALOGUE, PACKAGE = messages.CATALOGUE, messages.PACKAGE
PLACEHOLDER = re.compile(r"%%|%\(\w+\)[-+ #0-9.]*[a-z]|(?<!%)\{\w+\}")


@pytest.fixture(scope="module")
def gettext_tools() -> None:
    find_or_skip("gettext", "xgettext")
    find_or_skip("gettext", "msgfmt")


def compiled(content: bytes, folder: Path) -> dict[object, str]:
    """The entries of a .mo file: sentence (with its plural form's number, if any) → English."""
    path = folder / "read.mo"
    path.write_bytes(content)
    with path.open("rb") as handle:
        catalogue = GNUTranslations(handle)._catalog  # type: ignore[attr-defined]  # the only way to list entries
    return {key: text for key, text in catalogue.items() if key != ""}


def committed(folder: Path) -> dict[object, str]:
    return compiled((PACKAGE / CATALOGUE).with_suffix(".mo").read_bytes(), folder)


def test_every_sentence_of_the_sources_has_its_english(gettext_tools: None, tmp_path: Path) -> None:
    package = tmp_path / "wenzeng"
    shutil.copytree(
        PACKAGE, package, ignore=shutil.ignore_patterns("__pycache__", "tests", "rules", "static")
    )

    text = messages.extract(package)

    assert messages.untranslated(package / CATALOGUE) == []
    assert text == (PACKAGE / CATALOGUE).read_text(encoding="utf-8"), (
        "英文目录与源码不一致：运行 make messages。"
    )


def test_every_placeholder_survives_translation(tmp_path: Path) -> None:
    lost = [
        (sentence, english)
        for sentence, english in committed(tmp_path).items()
        for chinese in (sentence if isinstance(sentence, tuple) else (sentence,))
        if isinstance(chinese, str)
        and set(PLACEHOLDER.findall(chinese)) - {"%%"} != set(PLACEHOLDER.findall(english)) - {"%%"}
    ]

    assert lost == []


def test_a_sentence_that_is_formatted_doubles_its_per_cent_signs_and_no_other_does(tmp_path: Path) -> None:
    wrong = [
        (sentence, english)
        for sentence, english in committed(tmp_path).items()
        if isinstance(sentence, str)
        and ("%(" in sentence or "%%" in sentence) != ("%(" in english or "%%" in english)
    ]

    assert wrong == []


def test_the_compiled_catalogue_is_that_of_the_sentences(gettext_tools: None, tmp_path: Path) -> None:
    made = tmp_path / "made.mo"
    subprocess.run(
        ["msgfmt", "--check-format", "-o", str(made), str(PACKAGE / CATALOGUE)], check=True, cwd=ROOT
    )

    assert compiled(made.read_bytes(), tmp_path) == committed(tmp_path)


def test_the_labels_of_the_rail_fit_it(tmp_path: Path) -> None:
    english = committed(tmp_path)
    with translation.override("zh-hans"):
        labels = [str(label) for _glyph, verb, rows in VERBS for label in (verb, *(row[0] for row in rows))]

    assert [english[label] for label in labels if len(english[label]) > 20] == []


@pytest.mark.django_db
def test_a_page_asked_for_in_english_has_english_navigation(client: Client) -> None:
    rulebook.sync_indicators()
    subjects.sync_reference()
    client.force_login(person(Duty.MONITOR))

    english = client.get("/desk/?lang=en").content.decode()
    chinese = client.get("/desk/?lang=zh-hans").content.decode()

    assert '<html lang="en">' in english
    assert "<title>Desk · 安康市 Wenzeng</title>" in english
    assert "<title>工作台 · 安康市稳增</title>" in chinese
    assert "Reporting centre" in english
    assert "报送中心" not in english
    assert "报送中心" in chinese
