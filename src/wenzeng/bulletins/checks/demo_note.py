"""Simulated figures are printed only under a series that says so on every page (decisions.md 18, 34)."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from wenzeng.bulletins.checks.draft import Draft, Finding


def check(draft: Draft) -> Iterator[Finding]:
    """有演示数字而没有演示标记。"""
    if not any(row.simulated for row in draft.observations.values()):
        return
    bulletin = draft.bulletin
    if not bulletin.series.is_demo:
        yield Finding(
            "demo_note",
            "block",
            _("报头"),
            _("报头：正文里有演示数字，不能用“%(series)s”印发。改用演示刊名重新起草。")
            % {"series": bulletin.series.name},
        )
    if "演示" not in bulletin.head.get("header_note", ""):
        yield Finding(
            "demo_note",
            "block",
            _("页眉"),
            _("页眉：正文里有演示数字，页眉没有“演示样张　非正式公文”。按演示刊名重新起草，或补上页眉注记。"),
        )
    if not bulletin.simulated:
        yield Finding(
            "demo_note",
            "block",
            _("报头"),
            _("报头：正文里有演示数字，这份稿子没有标“演示”。保存一次正文，系统会重新标记。"),
        )
