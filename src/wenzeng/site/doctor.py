"""`wenzeng doctor`: is this machine fit, and if not, what to do. Each check is one function and one sentence."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.utils import DatabaseError

from wenzeng.base import clock, files, rulebook, trail
from wenzeng.base.models import StoredFile
from wenzeng.bulletins import definitions as series
from wenzeng.cadence import checks
from wenzeng.cadence import definitions as forms
from wenzeng.cadence import queries as cadence
from wenzeng.supervision import definitions as lights
from wenzeng.targets import definitions as targets


@dataclass(frozen=True)
class Finding:
    """fine: True, False (must be mended) or None (works, but something is missing)."""

    fine: bool | None
    sentence: str


def python() -> Finding:
    version = ".".join(map(str, sys.version_info[:3]))
    return Finding(sys.version_info >= (3, 11), f"Python {version}（要 3.11 或更新）。")


def sm3() -> Finding:
    import hashlib

    fine = "sm3" in hashlib.algorithms_available
    return Finding(
        fine, "国密 SM3 可用。" if fine else "这个 Python 的 OpenSSL 没有 SM3：换 OpenSSL 3 编译的 Python。"
    )


def data_folder() -> Finding:
    place = Path(settings.WENZENG_FILES)
    try:
        place.mkdir(parents=True, exist_ok=True)
        free = shutil.disk_usage(place).free / 1e9
    except OSError as fault:
        return Finding(False, f"原件文件夹 {place} 不可写：{fault.strerror}。")
    if not os.access(place, os.W_OK):
        return Finding(False, f"原件文件夹 {place} 不可写：改权限或用 WENZENG_VAR 换位置。")
    return Finding(True if free > 1 else None, f"原件文件夹 {place} 可写，剩余 {free:.0f} GB。")


def database() -> Finding:
    try:
        connection.ensure_connection()
        executor = MigrationExecutor(connection)
        waiting = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    except DatabaseError as fault:
        return Finding(False, f"数据库连不上：{fault}。核对 WENZENG_DATABASE。")
    if waiting:
        return Finding(
            None, f"数据库（{connection.vendor}）还有{waiting}步没升级：运行 wenzeng up 会自动升级。"
        )
    return Finding(True, f"数据库（{connection.vendor}）结构是最新的。")


def rules() -> Finding:
    """Every room reads what it would use; the first document that it could not is named."""
    try:
        count = len(rulebook.everything())
        indicators = {row.id for row in rulebook.every_indicator()}
        for form in forms.every_form():
            checks.checks_of(form.checks)
            unknown = sorted(set(form.indicators) - indicators)
            if unknown:
                raise rulebook.RuleFault(
                    f"“{form.title}”（{form.id}）用了没有登记的指标：{'、'.join(unknown)}。"
                )
        cadence.check_limits()
        lights.lights("units"), lights.lights("city"), lights.below_province(), lights.excused()
        targets.every_target()
        series.every_series()
    except Exception as fault:  # whatever is wrong with a rule file is this check's finding
        return Finding(False, f"规则文件有问题：{fault}")
    late = rulebook.overdue(clock.today())
    if late:
        first = late[0]
        return Finding(
            None,
            f"规则{count}份可用，其中{len(late)}份过了复审日：“{first.head.title}”（{first.path}）"
            f"应在 {first.head.review_by} 前复审，请复核后改 review_by。",
        )
    return Finding(True, f"规则{count}份、其中指标{len(indicators)}个，都有来源和两个签名。")


def deeds() -> Finding:
    try:
        verdict = trail.verify(originals=False)
    except DatabaseError:
        return Finding(None, "留痕表还没建：运行 wenzeng up。")
    return Finding(verdict.ok, verdict.sentence)


def originals() -> Finding:
    try:
        sentence, count = files.harm_sentence(), StoredFile.objects.count()
    except DatabaseError:
        return Finding(None, "原件表还没建：运行 wenzeng up。")
    return Finding(not sentence, sentence or f"收存的原件{count}份都在，与校验值相符。")


def fonts() -> Finding:
    if not shutil.which("fc-list"):
        return Finding(
            None,
            "没有 fontconfig，查不了字体：通报 .docx 照常生成，看 PDF 前请装中文字体（如 fonts-noto-cjk）。",
        )
    listed = subprocess.run(
        ["fc-list", ":lang=zh", "family"], capture_output=True, text=True, check=False
    ).stdout
    families = {line.split(",")[0].strip() for line in listed.splitlines() if line.strip()}
    if not families:
        return Finding(None, "没有中文字体：通报 .docx 照常生成；要出 PDF 请安装 fonts-noto-cjk。")
    return Finding(True, f"中文字体{len(families)}族可用。")


CHECKS: tuple[Callable[[], Finding], ...] = (
    python,
    sm3,
    data_folder,
    database,
    rules,
    deeds,
    originals,
    fonts,
)
