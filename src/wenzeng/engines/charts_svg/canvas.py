"""What every chart is drawn with: colours, boxes, the room that a text takes, and the elements themselves."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from html import escape
from typing import Literal

Size = Literal["s", "m", "l"]

SIZES: dict[Size, tuple[int, int]] = {"s": (312, 256), "m": (660, 296), "l": (1080, 340)}

INK, INK_2, INK_3 = "#15202b", "#3b4856", "#5e6b78"
LINE, EDGE, PAST = "#e1e6eb", "#8b97a3", "#c3ccd5"
BRAND, BETTER, WORSE, WORSE_BAR, PLAIN_BAR = "#1b4f8f", "#2166ac", "#b35806", "#d0813f", "#9bb5d6"
FONT = "Noto Sans CJK SC, Source Han Sans SC, Microsoft YaHei, PingFang SC, sans-serif"


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on the drawing."""

    x0: float
    y0: float
    x1: float
    y1: float

    def overlaps(self, other: Box) -> bool:
        """Whether the two share more than an edge."""
        return self.x0 < other.x1 and other.x0 < self.x1 and self.y0 < other.y1 and other.y0 < self.y1

    def inside(self, other: Box) -> bool:
        """Whether this one lies wholly in the other."""
        return self.x0 >= other.x0 and self.y0 >= other.y0 and self.x1 <= other.x1 and self.y1 <= other.y1

    def wider(self, by: float) -> Box:
        """The same with a margin on every side."""
        return Box(self.x0 - by, self.y0 - by, self.x1 + by, self.y1 + by)

    def meets(self, segment: tuple[float, float, float, float]) -> bool:
        """Whether a straight line passes through (clipping after Liang and Barsky)."""
        ax, ay, bx, by = segment
        low, high = 0.0, 1.0
        for step, gap in (
            (ax - bx, ax - self.x0),
            (bx - ax, self.x1 - ax),
            (ay - by, ay - self.y0),
            (by - ay, self.y1 - ay),
        ):
            if step == 0:
                if gap < 0:
                    return False
            elif step < 0:
                low = max(low, gap / step)
            else:
                high = min(high, gap / step)
        return low <= high


def text_width(text: str, size: float) -> float:
    """How wide a text is, at most, in the fonts of the style sheet.

    >>> text_width("全市", 12)
    24.0
    """
    wide = sum(1.0 if unicodedata.east_asian_width(char) in "WF" else 0.6 for char in text)
    return wide * size


def px(number: float) -> str:
    """A coordinate: at most one decimal, no trailing zero, no negative zero."""
    text = f"{number:.1f}".removesuffix(".0")
    return "0" if text == "-0" else text


def write(
    x: float,
    y: float,
    text: str,
    *,
    size: int = 12,
    fill: str = INK_2,
    anchor: str = "start",
    bold: bool = False,
    kind: str = "label",
) -> str:
    at_end = f' text-anchor="{anchor}"' if anchor != "start" else ""
    weight = ' font-weight="700"' if bold else ""
    return (
        f'<text class="wz-svg-{kind}" x="{px(x)}" y="{px(y)}" font-size="{size}" fill="{fill}"'
        f"{at_end}{weight}>{escape(text)}</text>"
    )


def link_to(href: str | None, inner: str) -> str:
    return f'<a href="{escape(href)}">{inner}</a>' if href else inner


def press_area(box: Box) -> str:
    """The area of a link, at least as large as a fingertip needs."""
    return (
        f'<rect x="{px(box.x0)}" y="{px(box.y0)}" width="{px(box.x1 - box.x0)}" '
        f'height="{px(box.y1 - box.y0)}" fill="#fff" fill-opacity="0"/>'
    )


def chart(
    width: float, height: float, inner: str, *, title: str, desc: str = "", linked: bool = False
) -> str:
    """The outer element; a chart without a title is decoration beside its own figure, hidden from readers."""
    if title:
        name = f"<title>{escape(title)}</title>" + (f"<desc>{escape(desc)}</desc>" if desc else "")
        role = f'role="{"graphics-document" if linked else "img"}"'
    else:
        name, role = "", 'aria-hidden="true"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="wz-svg" viewBox="0 0 {px(width)} {px(height)}" '
        f'width="{px(width)}" height="{px(height)}" font-family="{FONT}" {role}>{name}{inner}</svg>'
    )


def tiny(width: float, height: float, inner: str, title: str) -> str:
    """A drawing for a table cell: no text of its own, so no font either."""
    name, role = (f"<title>{escape(title)}</title>", 'role="img"') if title else ("", 'aria-hidden="true"')
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="wz-tiny" viewBox="0 0 {px(width)} {px(height)}" '
        f'width="{px(width)}" height="{px(height)}" {role}>{name}{inner}</svg>'
    )


def for_all_widths(draw: Callable[[Size], str]) -> str:
    """One chart in its three widths, of which the style sheet shows the one that fits its place."""
    return (
        '<div class="wz-fits">'
        + "".join(f'<div class="wz-fit wz-fit-{size}">{draw(size)}</div>' for size in SIZES)
        + "</div>"
    )
