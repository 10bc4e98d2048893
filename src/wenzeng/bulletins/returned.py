"""A .docx that came back, held against the facts: every bookmarked figure, then the words around them."""

from collections import defaultdict
from dataclasses import dataclass

from django.utils.translation import gettext as _

from wenzeng.bulletins import pages, text
from wenzeng.bulletins.checks import what
from wenzeng.bulletins.models import Bulletin
from wenzeng.engines import official_page as page


@dataclass(frozen=True)
class Returned:
    """What a file that came back says differently."""

    differences: tuple[str, ...]
    words: tuple[str, ...]
    other_snapshot: str
    figures: int

    @property
    def is_faithful(self) -> bool:
        return not (self.differences or self.words or self.other_snapshot)


class CannotRead(Exception):
    """The file that came back is no .docx that can be read."""


def check_returned_docx(bulletin: Bulletin, content: bytes) -> Returned:
    """Where a file that came back differs from what the facts say. Nothing is recorded."""
    observations = pages.observations_in(text.from_data(bulletin.text))
    ours = pages.tree(bulletin, from_facts=observations)
    try:
        found = page.figures_in(content)
        theirs = page.paragraphs_in(content)
        snapshot = page.snapshot_in(content)
    except page.PageError as reason:
        raise CannotRead(reason.message_zh) from reason
    there: defaultdict[str, list[page.Found]] = defaultdict(list)
    for mark in found:
        there[mark.bookmark.lower()].append(mark)
    wrong = []
    printed = [one for one in text.printed(text.from_data(bulletin.text)) if one.token.text]
    for one, figure in zip(printed, ours.figures(), strict=True):
        row = observations.get(one.token.observation)
        about = what(row) if row else figure.bookmark
        near = f"“{one.before[-10:]}{figure.text}{one.after[:4]}”"
        left = there[figure.bookmark.lower()]
        if not left:
            wrong.append(
                _(
                    "%(place)s%(near)s：数字的书签没有了（%(about)s，%(mark)s）。核对这里是否删改过，再从系统里重新下载。"
                )
                % {"place": one.place, "near": near, "about": about, "mark": figure.bookmark}
            )
            continue
        now = left.pop(0)
        if now.text != figure.text:
            wrong.append(
                _(
                    "%(place)s%(near)s：应为%(ours)s，文件里是%(theirs)s（%(about)s，%(mark)s）。改回，或先报修订。"
                )
                % {
                    "place": one.place,
                    "near": near,
                    "ours": figure.text,
                    "theirs": now.text or _("空"),
                    "about": about,
                    "mark": figure.bookmark,
                }
            )
    return Returned(
        differences=tuple(wrong),
        words=tuple(_other_words(page.paragraphs_in(page.render(ours)), theirs)),
        other_snapshot=snapshot if snapshot and snapshot != bulletin.snapshot else "",
        figures=len(found),
    )


def _other_words(ours: list[str], theirs: list[str]) -> list[str]:
    """Paragraphs of ours that are not in the file, by their first words."""
    there = {"".join(paragraph.split()) for paragraph in theirs}
    return [
        _("“%(start)s”这一段的文字与系统里的不同。") % {"start": paragraph[:24]}
        for paragraph in ours
        if "".join(paragraph.split()) not in there
    ]
