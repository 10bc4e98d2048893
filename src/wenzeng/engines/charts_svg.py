"""Charts as SVG text: pure functions from figures to markup, drawn on the server.

Every chart carries a viewBox, so it prints and scales; it uses attributes and class names only, so it
passes a content security policy without inline styles; its text is escaped; the same input gives the same
bytes. Missing figures (None or NaN) leave a gap, never a zero. A chart whose points are links is a
`graphics-document`, because the children of a `role="img"` are hidden from assistive technology; all others
are `role="img"`. Every chart states its figures in `<desc>`.

Text in a scaled drawing scales too, so the wide charts come in three widths (`SIZES`) of which the style
sheet shows the one that fits: see `for_all_widths`.
"""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from html import escape
from itertools import pairwise
from typing import Literal

Figure = Decimal | float | int | None
Size = Literal["s", "m", "l"]
Look = Literal["city", "province", "nation"]
Scale = tuple[float, float]

SIZES: dict[Size, tuple[int, int]] = {"s": (312, 256), "m": (660, 296), "l": (1080, 340)}

INK, INK_2, INK_3 = "#15202b", "#3b4856", "#5e6b78"
LINE, EDGE, PAST = "#e1e6eb", "#8b97a3", "#c3ccd5"
BRAND, BETTER, WORSE, WORSE_BAR, PLAIN_BAR = "#1b4f8f", "#2166ac", "#b35806", "#d0813f", "#9bb5d6"
FONT = "Noto Sans CJK SC, Source Han Sans SC, Microsoft YaHei, PingFang SC, sans-serif"
MISSING = "未报"

_LINES: dict[Look, tuple[str, float, str]] = {
    "city": (BRAND, 3, BRAND),
    "province": (INK_3, 1.8, INK_2),
    "nation": (EDGE, 1.5, INK_3),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the trajectory: a figure for each print, None where none was published."""

    name: str
    values: Sequence[Figure]
    look: Look = "city"
    hrefs: Sequence[str | None] = ()
    revised: frozenset[int] = frozenset()
    """Prints whose figure was revised since: drawn as a hollow ring."""


@dataclass(frozen=True, slots=True)
class TargetPath:
    """The path that leads to the target, and the print at which it turns positive."""

    values: Sequence[Figure]
    label: str
    turn: int | None = None
    turn_label: str = ""
    href: str | None = None


@dataclass(frozen=True, slots=True)
class Note:
    """One line of the box beside the lines: what must be done to stay on the path."""

    text: str
    look: Literal["head", "plain", "worse"] = "plain"


@dataclass(frozen=True, slots=True)
class Bar:
    """One row of a bar chart; a row that got worse is drawn in the colour of worse."""

    name: str
    value: Figure
    worse: bool = False
    href: str | None = None
    light: int | None = None
    """0 not reported, 1 on schedule, 2 notice, 3 warning, 4 behind: drawn as a shape."""
    light_word: str = ""


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


# ---------------------------------------------------------------- figures and text


def known(value: Figure) -> float | None:
    """The figure as a float, or None where nothing was reported.

    >>> known(Decimal("-20.7")), known(float("nan")), known(None)
    (-20.7, None, None)
    """
    if value is None:
        return None
    number = float(value)
    return number if math.isfinite(number) else None


def figure_text(value: Figure, decimals: int = 1, *, signed: bool = False) -> str:
    """A figure as it is printed on the screen: half-up, with a real minus sign.

    >>> figure_text(Decimal("-20.65")), figure_text(1.4, signed=True), figure_text(-0.04), figure_text(None)
    ('−20.7', '+1.4', '0.0', '未报')
    """
    if known(value) is None:
        return MISSING
    rounded = Decimal(str(value)).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    if rounded == 0:
        return f"{abs(rounded)}"
    sign = "−" if rounded < 0 else "+" if signed else ""
    return f"{sign}{abs(rounded)}"


def text_width(text: str, size: float) -> float:
    """How wide a text is, at most, in the fonts of the style sheet.

    >>> text_width("全市", 12)
    24.0
    """
    wide = sum(1.0 if unicodedata.east_asian_width(char) in "WF" else 0.6 for char in text)
    return wide * size


def nice_step(span: float, wanted: int) -> float:
    """A round distance between grid lines, so that a span has about the wanted number of them.

    >>> nice_step(38.5, 5), nice_step(4.1, 4)
    (10.0, 1.0)
    """
    raw = max(span, 1e-9) / wanted
    power = 10.0 ** math.floor(math.log10(raw))
    best = min((1, 2, 2.5, 5, 10), key=lambda step: abs(math.log(step * power / raw)))
    return float(best * power)


def _n(number: float) -> str:
    """A coordinate: at most one decimal, no trailing zero, no negative zero."""
    text = f"{number:.1f}".removesuffix(".0")
    return "0" if text == "-0" else text


def _text(
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
        f'<text class="wz-svg-{kind}" x="{_n(x)}" y="{_n(y)}" font-size="{size}" fill="{fill}"'
        f"{at_end}{weight}>{escape(text)}</text>"
    )


def _link(href: str | None, inner: str) -> str:
    return f'<a href="{escape(href)}">{inner}</a>' if href else inner


def _svg(width: float, height: float, inner: str, *, title: str, desc: str = "", linked: bool = False) -> str:
    """The outer element; a chart without a title is decoration beside its own figure, hidden from readers."""
    if title:
        name = f"<title>{escape(title)}</title>" + (f"<desc>{escape(desc)}</desc>" if desc else "")
        role = f'role="{"graphics-document" if linked else "img"}"'
    else:
        name, role = "", 'aria-hidden="true"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="wz-svg" viewBox="0 0 {_n(width)} {_n(height)}" '
        f'width="{_n(width)}" height="{_n(height)}" font-family="{FONT}" {role}>{name}{inner}</svg>'
    )


def _tiny(width: float, height: float, inner: str, title: str) -> str:
    """A drawing for a table cell: no text of its own, so no font either."""
    name, role = (f"<title>{escape(title)}</title>", 'role="img"') if title else ("", 'aria-hidden="true"')
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="wz-tiny" viewBox="0 0 {_n(width)} {_n(height)}" '
        f'width="{_n(width)}" height="{_n(height)}" {role}>{name}{inner}</svg>'
    )


def for_all_widths(draw: Callable[[Size], str]) -> str:
    """One chart in its three widths, of which the style sheet shows the one that fits its place."""
    return (
        '<div class="wz-fits">'
        + "".join(f'<div class="wz-fit wz-fit-{size}">{draw(size)}</div>' for size in SIZES)
        + "</div>"
    )


# ---------------------------------------------------------------- the trajectory


def trajectory(
    prints: Sequence[str],
    lines: Sequence[Line],
    target: TargetPath | None,
    *,
    title: str,
    desc: str = "",
    notes: Sequence[Note] = (),
    size: Size = "m",
    decimals: int = 1,
) -> str:
    """走到哪、该到哪: cumulative growth print by print, and the path that the target asks for.

    Args:
        prints: names of the prints on the axis, 1–2月 … 全年.
        lines: the city first, then those it is compared with; a value for each print, or None.
        target: the dashed path with a ring where it turns positive; None when no target is set.
        title: what the chart says, for assistive technology and as its tooltip.
        desc: its text alternative; by default every figure in words.
        notes: lines of the box; it stands where nothing is drawn, else under the axis.
        size: which of the three widths.
        decimals: of the printed figures.

    Returns:
        The chart. No two labels overlap: a label of a point in between is left out where it has no room
        (its figure stays in the description), names at the ends of lines are always there.

    Raises:
        ValueError: a line or the path does not have one value for each print.
    """
    for row in (*lines, *((target,) if target else ())):
        if len(row.values) != len(prints):
            raise ValueError(
                f"“{_name(row)}”有 {len(row.values)} 个数，横轴有 {len(prints)} 期：应当一期一个数。"
            )
    return _Trajectory(prints, lines, target, notes, size, decimals).draw(title, desc)


def _name(row: Line | TargetPath) -> str:
    return row.name if isinstance(row, Line) else row.label


class _Trajectory:
    """The drawing board of one trajectory: scales, what is taken already, and the layers."""

    def __init__(
        self,
        prints: Sequence[str],
        lines: Sequence[Line],
        target: TargetPath | None,
        notes: Sequence[Note],
        size: Size,
        decimals: int,
    ) -> None:
        self.prints, self.lines, self.target, self.notes = prints, lines, target, notes
        self.size, self.decimals = size, decimals
        self.width, self.height = SIZES[size]
        self.font = 12 if size == "m" else 13
        self.taken: list[Box] = []
        self.segments: list[tuple[float, float, float, float]] = []

        values = [number for line in lines for value in line.values if (number := known(value)) is not None]
        values += [
            number for value in (target.values if target else ()) if (number := known(value)) is not None
        ]
        low, high = min([0.0, *values]), max([0.0, *values])
        self.step = nice_step(high - low or 1.0, 4 if size == "s" else 5)
        self.low = math.floor(low / self.step - 0.15) * self.step
        self.high = math.ceil(high / self.step + 0.15) * self.step

        ticks = [self._tick(value) for value in self._grid()]
        right = max([0.0, *(text_width(target.label, self.font) + 16 for _ in (1,) if target)])
        self.plot = Box(
            max(text_width(tick, self.font) for tick in ticks) + 10,
            12,
            self.width - max(right, 20),
            self.height - 26,
        )
        last = max(len(prints) - 1, 1)
        edge = 22 if size != "s" else 6
        inner = self.plot.x1 - self.plot.x0 - 2 * edge
        self.xs = [self.plot.x0 + edge + inner * index / last for index in range(len(prints))]

    def _grid(self) -> list[float]:
        count = round((self.high - self.low) / self.step)
        return [self.low + self.step * index for index in range(count + 1)]

    def _tick(self, value: float) -> str:
        return "0" if abs(value) < 1e-9 else figure_text(value, 0 if self.step >= 1 else 1, signed=True)

    def y(self, value: float) -> float:
        """Where a value stands on the drawing."""
        share = (value - self.low) / (self.high - self.low)
        return self.plot.y1 - share * (self.plot.y1 - self.plot.y0)

    def draw(self, title: str, desc: str) -> str:
        """All layers in their order, with labels placed after everything that they must avoid."""
        grid = self._axes()
        path = self._path()
        strokes = "".join(self._stroke(line) for line in reversed(self.lines))
        labels = self._end_labels() + self._turn_label()
        labels += "".join(self._points(line) for line in self.lines)
        box, height = self._box()
        linked = any(any(line.hrefs) for line in self.lines) or bool(self.target and self.target.href)
        return _svg(
            self.width,
            height,
            grid + path + strokes + box + labels,
            title=title,
            desc=desc or self._words(),
            linked=linked,
        )

    def _words(self) -> str:
        rows = [
            f"{line.name}："
            + "，".join(
                f"{name} {figure_text(value, self.decimals, signed=True)}"
                for name, value in zip(self.prints, _trimmed(line.values), strict=False)
            )
            for line in self.lines
        ]
        if self.target:
            rows.append(self.target.label + (f"，{self.target.turn_label}" if self.target.turn_label else ""))
        return "；".join([*rows, *(note.text for note in self.notes)]) + "。"

    def _axes(self) -> str:
        plot, out = self.plot, []
        for value in self._grid():
            y = self.y(value)
            zero = abs(value) < 1e-9
            colour, thick = (INK, 1.2) if zero else (LINE, 1)
            out.append(
                f'<path class="wz-svg-{"zero" if zero else "grid"}" d="M{_n(plot.x0)} {_n(y)}H{_n(plot.x1)}" '
                f'stroke="{colour}" stroke-width="{thick}"/>'
            )
            tick = self._tick(value)
            out.append(_text(plot.x0 - 6, y + 4, tick, size=self.font, fill=INK_3, anchor="end", kind="tick"))
            self.taken.append(Box(0, y + 4 - self.font, plot.x0 - 5, y + 7))
        out.append(f'<path d="M{_n(plot.x0)} {_n(plot.y1)}H{_n(plot.x1)}" stroke="{EDGE}"/>')
        placed: list[Box] = []
        for index in self._ticks_by_weight():
            half = text_width(self.prints[index], self.font) / 2
            x = min(max(self.xs[index], half), self.width - half)
            box = Box(x - half - 3, plot.y1 + 4, x + half + 3, plot.y1 + 20)
            if not any(box.overlaps(other) for other in placed):
                placed.append(box)
                out.append(
                    _text(
                        x,
                        plot.y1 + 17,
                        self.prints[index],
                        size=self.font,
                        fill=INK_3,
                        anchor="middle",
                        kind="tick",
                    )
                )
        return "".join(out)

    def _ticks_by_weight(self) -> list[int]:
        """Which prints are named first where not all have room: the ends, the latest, the turn."""
        latest = [len(_trimmed(line.values)) - 1 for line in self.lines[:1]]
        turn = [self.target.turn] if self.target and self.target.turn is not None else []
        order = [len(self.prints) - 1, *latest, *turn, 0, *range(len(self.prints))]
        return list(dict.fromkeys(index for index in order if 0 <= index < len(self.prints)))

    def _runs(self, values: Sequence[Figure]) -> list[list[tuple[float, float]]]:
        """Stretches without a gap, as points."""
        runs: list[list[tuple[float, float]]] = [[]]
        for x, value in zip(self.xs, values, strict=True):
            number = known(value)
            if number is None:
                runs.append([])
            else:
                runs[-1].append((x, self.y(number)))
        return [run for run in runs if run]

    def _polyline(self, values: Sequence[Figure], attributes: str) -> str:
        out = []
        for run in self._runs(values):
            self.segments += [(*one, *two) for one, two in pairwise(run)]
            if len(run) > 1:
                points = " ".join(f"{_n(x)},{_n(y)}" for x, y in run)
                out.append(f'<polyline points="{points}" fill="none" {attributes}/>')
        return "".join(out)

    def _path(self) -> str:
        if not self.target:
            return ""
        return self._polyline(
            self.target.values,
            f'class="wz-svg-target" stroke="{INK}" stroke-width="1.8" stroke-dasharray="5 4"',
        )

    def _stroke(self, line: Line) -> str:
        colour, thick, _ = _LINES[line.look]
        return self._polyline(
            line.values,
            f'class="wz-svg-{line.look}" stroke="{colour}" stroke-width="{thick}" stroke-linejoin="round"',
        )

    def _find_place(
        self,
        x: float,
        y: float,
        text: str,
        spots: Sequence[tuple[str, float, float]],
        closed: Sequence[Box] = (),
    ) -> tuple[float, float, Box] | None:
        """The first spot round a point where a label hides nothing; first without lines, then over them."""
        width = text_width(text, self.font)
        paper = Box(2, 2, self.width - 1, self.plot.y1 - 1)
        over: tuple[float, float, Box] | None = None
        for side, dx, dy in spots:
            left = {"start": x + dx, "middle": x + dx - width / 2, "end": x + dx - width}[side]
            base = y + dy
            box = Box(left - 1, base - self.font + 1, left + width + 1, base + 3)
            if not box.inside(paper) or any(box.overlaps(other) for other in (*self.taken, *closed)):
                continue
            if not any(box.meets(segment) for segment in self.segments):
                return left, base, box
            over = over or (left, base, box)
        return over

    def _end_labels(self) -> str:
        """Names at the ends of the lines; one that has no room moves up or down until it has."""
        ends: list[tuple[float, float, str, str, bool, str | None]] = []
        for line in self.lines:
            values = _trimmed(line.values)
            if values:
                x, y = self.xs[len(values) - 1], self.y(known(values[-1]) or 0.0)
                text = f"{line.name} {figure_text(values[-1], self.decimals, signed=True)}"
                href = line.hrefs[len(values) - 1] if len(line.hrefs) >= len(values) else None
                ends.append((x, y, text, _LINES[line.look][2], line.look != "nation", href))
        if self.target and (values := _trimmed(self.target.values)):
            x, y = self.xs[len(values) - 1], self.y(known(values[-1]) or 0.0)
            ends.append((x, y, self.target.label, INK, True, self.target.href))
        ends.sort(key=lambda end: end[1])
        for x, y, *_ in ends:
            self.taken.append(Box(x - 5, y - 5, x + 5, y + 5))

        out = []
        above: list[tuple[float, Box]] = []
        for x, y, text, fill, bold, href in ends:
            near = [("start", 9.0, 4.0), ("start", 7.0, -7.0), ("start", 7.0, 17.0)]
            near += [("start", 9.0, 4.0 + sign * move) for move in (6, 12, 18) for sign in (-1, 1)]
            far = [("start", 9.0, 4.0 + sign * move) for move in range(24, 240, 6) for sign in (1, -1)]
            far += [("end", -9.0, 4.0 + sign * move) for move in range(6, 240, 6) for sign in (1, -1)]
            closed = [room for other_x, room in above if abs(other_x - x) < 40]
            spot = self._find_place(x, y, text, near, closed) or self._find_place(x, y, text, far, closed)
            spot = spot or self._find_place(x, y, text, self._anywhere(x, y))
            if spot is None:
                raise ValueError(f"“{text}”在图上没有位置：请减少线条。")
            left, base, box = spot
            self.taken.append(box)
            # The name of a lower line never stands above that of a higher one.
            above.append((x, Box(box.x0, 0, box.x1, box.y0)))
            label = _text(left, base, text, size=self.font, fill=fill, bold=bold, kind="end")
            out.append(_link(href, _press(box.wider(5)) + label if href else label))
        return "".join(out)

    def _anywhere(self, x: float, y: float) -> list[tuple[str, float, float]]:
        """Every spot of the plot, the nearest to a point first."""
        plot = self.plot
        spots = [
            ("start", left - x, float(base) - y)
            for left in range(int(plot.x0), int(plot.x1), 12)
            for base in range(int(plot.y0) + self.font, int(plot.y1), 6)
        ]
        return sorted(spots, key=lambda spot: (spot[1] ** 2 + spot[2] ** 2, spot))

    def _turn_label(self) -> str:
        target = self.target
        if not target or target.turn is None or (value := known(target.values[target.turn])) is None:
            return ""
        x, y = self.xs[target.turn], self.y(value)
        ring = (
            f'<circle class="wz-svg-turn" cx="{_n(x)}" cy="{_n(y)}" r="4" fill="#fff" stroke="{INK}" '
            'stroke-width="1.8"/>'
        )
        self.taken.append(Box(x - 5, y - 5, x + 5, y + 5))
        spots = [("middle", 0.0, -10.0), ("end", -4.0, -10.0), ("end", -9.0, -18.0), ("start", 4.0, 19.0)]
        spot = self._find_place(x, y, target.turn_label, spots)
        if not target.turn_label or spot is None:
            return ring
        left, base, box = spot
        self.taken.append(box)
        return ring + _text(left, base, target.turn_label, size=self.font, fill=INK, kind="turn")

    def _points(self, line: Line) -> str:
        colour, _, ink = _LINES[line.look]
        values = _trimmed(line.values)
        radius = 3.5 if line.look == "city" else 2
        out = []
        for index, value in enumerate(values):
            number = known(value)
            if number is None:
                out.append(self._gap(line, index))
                continue
            x, y = self.xs[index], self.y(number)
            hollow = index in line.revised
            dot = (
                f'<circle cx="{_n(x)}" cy="{_n(y)}" r="{radius}" fill="{"#fff" if hollow else colour}"'
                + (f' stroke="{colour}" stroke-width="2"' if hollow else "")
                + "/>"
            )
            href = line.hrefs[index] if index < len(line.hrefs) else None
            label = ""
            if line.look == "city" and index < len(values) - 1:
                text = figure_text(value, self.decimals, signed=number > 0)
                spots = [
                    ("start", 6.0, 16.0),
                    ("middle", 0.0, 18.0),
                    ("middle", 0.0, -9.0),
                    ("end", -6.0, -6.0),
                ]
                spot = self._find_place(x, y, text, spots)
                if spot:
                    self.taken.append(spot[2])
                    label = _text(spot[0], spot[1], text, size=self.font, fill=ink, bold=True, kind="value")
            tip = f"{line.name} {self.prints[index]} {figure_text(value, self.decimals, signed=True)}"
            if href:
                # The neighbour's target begins where this one ends.
                half = min(12.0, (self.xs[1] - self.xs[0]) / 2) if len(self.xs) > 1 else 12.0
                press = _press(Box(x - half, y - 12, x + half, y + 12))
                out.append(_link(href, f"<title>{escape(tip)}</title>{press}{dot}{label}"))
            else:
                out.append(f"<g><title>{escape(tip)}</title>{dot}{label}</g>")
        return "".join(out)

    def _gap(self, line: Line, index: int) -> str:
        """A print between two others that was not reported is named, on the city's line."""
        if line.look != "city":
            return ""
        near = [known(value) for value in (*line.values[:index][::-1], *line.values[index:])]
        y = self.y(next((value for value in near if value is not None), 0.0))
        spot = self._find_place(self.xs[index], y, MISSING, [("middle", 0.0, 4.0), ("middle", 0.0, 20.0)])
        if spot is None:
            return ""
        self.taken.append(spot[2])
        return _text(spot[0], spot[1], MISSING, size=self.font, fill=INK_3, kind="missing")

    def _box(self) -> tuple[str, float]:
        """The notes, where they hide nothing, and how high the whole drawing is then."""
        if not self.notes:
            return "", self.height
        row = self.font + 7
        width = max(text_width(note.text, self.font) for note in self.notes) + 20
        height = row * len(self.notes) + 10
        spot = None if self.size == "s" else self._free(width, height)
        total = float(self.height)
        if spot is None:
            spot = (self.plot.x0 if self.size != "s" else 2.0, self.height + 4.0)
            total = self.height + height + 8
        x, y = spot
        out = [
            f'<rect class="wz-svg-box" x="{_n(x)}" y="{_n(y)}" width="{_n(width)}" height="{_n(height)}" '
            f'rx="3" fill="#fff" stroke="{LINE}"/>'
        ]
        for index, note in enumerate(self.notes):
            fill = {"head": INK, "plain": INK_2, "worse": WORSE}[note.look]
            base = y + 5 + row * index + self.font
            bold = note.look != "plain"
            out.append(_text(x + 10, base, note.text, size=self.font, fill=fill, bold=bold, kind="note"))
        return "".join(out), total

    def _free(self, width: float, height: float) -> tuple[float, float] | None:
        """The free place nearest to the foot of the drawing, right of its middle."""
        plot = self.plot
        wish_x, wish_y = plot.x0 + (plot.x1 - plot.x0) * 0.45, plot.y1 - height - 8
        best: tuple[float, float, float] | None = None
        for row in range(int((plot.y1 - plot.y0 - height) / 6)):
            for column in range(int((plot.x1 - plot.x0 - width) / 8)):
                x, y = plot.x0 + 4 + column * 8, plot.y1 - height - 8 - row * 6
                box = Box(x, y, x + width, y + height).wider(6)
                if any(box.overlaps(other) for other in self.taken):
                    continue
                if any(box.meets(segment) for segment in self.segments) or box.y0 < self.y(0.0) < box.y1:
                    continue
                far = abs(x - wish_x) + abs(y - wish_y)
                if best is None or far < best[0]:
                    best = (far, x, y)
        return best[1:] if best else None


def _trimmed(values: Sequence[Figure]) -> Sequence[Figure]:
    """Up to the last figure that is there: what comes after is still to come, not a gap."""
    count = max((index + 1 for index, value in enumerate(values) if known(value) is not None), default=0)
    return values[:count]


def _press(box: Box) -> str:
    """The area of a link, at least as large as a fingertip needs."""
    return (
        f'<rect x="{_n(box.x0)}" y="{_n(box.y0)}" width="{_n(box.x1 - box.x0)}" '
        f'height="{_n(box.y1 - box.y0)}" fill="#fff" fill-opacity="0"/>'
    )


# ---------------------------------------------------------------- drawings for a table row


def shared_scale(rows: Iterable[Sequence[Figure]]) -> Scale:
    """One scale for a whole column of small drawings: from its lowest figure to its highest, zero included.

    >>> shared_scale([[-33.5, -20.7], [None, 1.4]])
    (-33.5, 1.4)
    """
    values = [number for row in rows for value in row if (number := known(value)) is not None]
    return min([0.0, *values]), max([0.0, *values])


def _zero_y(scale: Scale, height: float) -> tuple[float, float]:
    """Where zero stands, and how many pixels a unit has."""
    low, high = scale
    unit = (height - 2) / ((high - low) or 1.0)
    return 1 + high * unit, unit


def mini_columns(
    values: Sequence[Figure],
    scale: Scale,
    *,
    worse_last: bool = False,
    title: str = "",
    width: int = 92,
    height: int = 20,
) -> str:
    """A few columns from the zero line; the last one is blue where things got better, orange where worse."""
    zero, unit = _zero_y(scale, height)
    step = (width - 4) / max(len(values), 1)
    thick = min(14.0, step * 0.65)
    out = [f'<path d="M0 {_n(zero)}H{width}" stroke="{INK_3}"/>']
    for index, value in enumerate(values):
        x = 2 + step * index + (step - thick) / 2
        number = known(value)
        if number is None:
            out.append(f'<circle cx="{_n(x + thick / 2)}" cy="{_n(zero + 5)}" r="1.2" fill="{INK_3}"/>')
            continue
        last = index == len(values) - 1
        fill = (WORSE if worse_last else BRAND) if last else PAST
        long = max(abs(number) * unit, 1.0)
        top = zero if number < 0 else zero - long
        out.append(f'<rect x="{_n(x)}" y="{_n(top)}" width="{_n(thick)}" height="{_n(long)}" fill="{fill}"/>')
    return _tiny(width, height, "".join(out), title)


def gap_bar(value: Figure, scale: Scale, *, width: int = 72, height: int = 12, title: str = "") -> str:
    """The distance to a reference as a bar from the zero mark: below in orange, above in blue.

    The drawing begins where the bar begins, so that the figure written before it stands close to it, and the
    zero marks of a column stand under each other at the right.
    """
    low, high = scale
    unit = (width - 2) / ((high - low) or 1.0)
    zero = 1 - low * unit
    number = known(value)
    start = zero - 1 if number is None or number >= 0 else zero - max(-number * unit, 1.0)
    shown = width - start
    out = ""
    if number is not None:
        long = max(abs(number) * unit, 1.0)
        left = zero - long if number < 0 else zero
        fill = WORSE_BAR if number < 0 else BETTER
        out = f'<rect x="{_n(left - start)}" y="1" width="{_n(long)}" height="{height - 2}" fill="{fill}"/>'
    out += f'<path d="M{_n(zero - start)} 0V{height}" stroke="{INK}" stroke-width="1.2"/>'
    return _tiny(shown, height, out, title)


def sparkline(
    values: Sequence[Figure], scale: Scale, *, title: str = "", width: int = 92, height: int = 22
) -> str:
    """A line the size of a word, with its last point; gaps stay gaps, zero is drawn where it is in sight."""
    low, high = scale
    unit = (height - 6) / ((high - low) or 1.0)
    step = (width - 8) / max(len(values) - 1, 1)
    out = ""
    if low <= 0 <= high:
        out += f'<path d="M0 {_n(3 + high * unit)}H{width}" stroke="{PAST}"/>'
    run: list[str] = []
    last = ""
    for index, value in enumerate((*values, None)):
        number = known(value)
        if number is not None:
            x, y = 4 + step * index, 3 + (high - number) * unit
            run.append(f"{_n(x)},{_n(y)}")
            last = f'<circle cx="{_n(x)}" cy="{_n(y)}" r="2.4" fill="{BRAND}"/>'
            continue
        if len(run) > 1:
            out += f'<polyline points="{" ".join(run)}" fill="none" stroke="{BRAND}" stroke-width="1.5"/>'
        elif run:
            out += f'<path d="M{run[0]}h0.1" stroke="{BRAND}" stroke-width="2.4" stroke-linecap="round"/>'
        run = []
    return _tiny(width, height, out + last, title)


# ---------------------------------------------------------------- bars with names


def light_shape(light: int, x: float, y: float, side: float = 14) -> str:
    """The shape of a light, each different without its colour: ring, disc, diamond, triangle, square."""
    inner = {
        1: '<circle cx="8" cy="8" r="7.5" fill="#1a8f7e"/><path d="M4.5 8.2l2.5 2.5 4.5-5" fill="none" '
        'stroke="#fff" stroke-width="2"/>',
        2: '<path d="M8 0l8 8-8 8-8-8z" fill="#2f6fb7"/><path d="M8 4v5M8 10.6v1.8" stroke="#fff" '
        'stroke-width="1.9"/>',
        3: '<path d="M8 .6l7.8 14.6H.2z" fill="#cc8400"/><path d="M8 5.4v5M8 11.8v1.9" stroke="#fff" '
        'stroke-width="1.9"/>',
        4: '<rect x=".5" y=".5" width="15" height="15" rx="1" fill="#a31515"/>'
        '<path d="M4.7 4.7l6.6 6.6M11.3 4.7l-6.6 6.6" stroke="#fff" stroke-width="2"/>',
    }.get(
        light,
        '<circle cx="8" cy="8" r="6.5" fill="none" stroke="#5e6b78" stroke-width="1.7" '
        'stroke-dasharray="2.4 2.1"/>',
    )
    return f'<g transform="translate({_n(x)} {_n(y)}) scale({side / 16:.3f})">{inner}</g>'


def league_bars(
    bars: Sequence[Bar], *, title: str, decimals: int = 1, width: int = 344, row: int = 44, font: int = 15
) -> str:
    """The league of a phone: light, name, bar and figure, a row each, high enough for a thumb.

    All bars start at one zero line; it stands at the right while no figure is positive.
    """
    scale = shared_scale([[bar.value for bar in bars]])
    lit = any(bar.light is not None for bar in bars)
    name_x = 26.0 if lit else 2.0
    name_w = max((text_width(bar.name, font) for bar in bars), default=0.0)
    texts = [figure_text(bar.value, decimals) for bar in bars]
    value_w = max((text_width(text, font) for text in texts), default=0.0)
    left, right = name_x + name_w + 12, width - value_w - 8
    low, high = scale
    unit = (right - left) / ((high - low) or 1.0)
    zero = left - low * unit
    out = []
    for index, (bar, text) in enumerate(zip(bars, texts, strict=True)):
        top = row * index
        middle = top + row / 2
        inner = f"<title>{escape(' '.join(filter(None, (bar.name, text, bar.light_word))))}</title>"
        inner += _press(Box(0, top, width, top + row)) if bar.href else ""
        inner += light_shape(bar.light, 2, middle - 7) if bar.light is not None else ""
        inner += _text(name_x, middle + 5, bar.name, size=font, fill=INK, kind="name")
        number = known(bar.value)
        if number is not None:
            long = max(abs(number) * unit, 1.0)
            start = zero - long if number < 0 else zero
            fill = WORSE if bar.worse else PLAIN_BAR
            inner += (
                f'<rect x="{_n(start)}" y="{_n(middle - 7)}" width="{_n(long)}" height="14" fill="{fill}"/>'
            )
        inner += _text(
            width - 2, middle + 5, text, size=font, fill=INK if number is not None else INK_3,
            anchor="end", bold=number is not None, kind="value",
        )  # fmt: skip
        out.append(_link(bar.href, inner) if bar.href else f"<g>{inner}</g>")
    height = row * len(bars)
    out.append(f'<path d="M{_n(zero)} 0V{_n(height)}" stroke="{EDGE}"/>')
    words = "；".join(
        " ".join(filter(None, (bar.name, text, bar.light_word)))
        for bar, text in zip(bars, texts, strict=True)
    )
    return _svg(
        width, height, "".join(out), title=title, desc=words + "。", linked=any(bar.href for bar in bars)
    )


def waterfall(
    parts: Sequence[Bar],
    total: Bar,
    residual: Figure = None,
    *,
    title: str,
    residual_name: str = "四舍五入差",
    decimals: int = 2,
    size: Size = "m",
) -> str:
    """What pulled how much: a step for each part, from zero down to the total.

    Args:
        parts: in the order to draw; a part that was not reported gets its row and no bar.
        total: the last row.
        residual: total less the parts as printed; None = worked out here. Its own row unless 0.
        title: what the chart says.
        residual_name: how that row is called.
        decimals: of the printed figures.
        size: which of the three widths.

    Raises:
        ValueError: the parts and the residual do not add up to the total as printed.
    """
    places = Decimal(1).scaleb(-decimals)

    def printed(value: Figure) -> Decimal:
        return Decimal(str(value)).quantize(places, ROUND_HALF_UP) if known(value) is not None else Decimal(0)

    rest = printed(total.value) - sum((printed(part.value) for part in parts), Decimal(0))
    if residual is not None and printed(residual) != rest:
        raise ValueError(f"各部分与“{residual_name}”相加不等于合计：还差 {rest - printed(residual)}。")
    rows = [*parts, *([Bar(residual_name, rest)] if rest else [])]

    width = SIZES[size][0]
    row, thick, font = 30, 20, 13
    name_w = max(text_width(bar.name, font) for bar in (*rows, total))
    value_w = max(text_width(figure_text(bar.value, decimals, signed=True), font) for bar in (*rows, total))
    edges = [0.0, known(total.value) or 0.0]
    for bar in rows:
        edges.append(edges[-1] if len(edges) > 2 else 0.0)
        edges[-1] += known(bar.value) or 0.0
    low, high = min(edges), max(edges)
    left, right = name_w + 12 + value_w + 8, width - value_w - 10
    unit = (right - left) / ((high - low) or 1.0)

    def x(value: float) -> float:
        return left + (value - low) * unit

    height = row * (len(rows) + 1) + 24
    out = []
    step = nice_step(high - low or 1.0, 4 if size != "s" else 3)
    places_of_ticks = 0 if step >= 1 else 1
    for index in range(math.ceil(low / step), math.floor(high / step) + 1):
        value = index * step
        out.append(
            f'<path d="M{_n(x(value))} 0V{height - 20}" stroke="{INK if index == 0 else LINE}"/>'
            + _text(
                x(value),
                height - 5,
                figure_text(value, places_of_ticks),
                size=font,
                fill=INK_3,
                anchor="middle",
                kind="tick",
            )
        )
    at = 0.0
    for index, bar in enumerate((*rows, total)):
        last = index == len(rows)
        top = row * index + (row - thick) / 2
        number = known(bar.value)
        begin = 0.0 if last else at
        end = begin + (number or 0.0)
        text = figure_text(bar.value, decimals, signed=not last)
        inner = f"<title>{escape(f'{bar.name} {text}')}</title>"
        inner += _press(Box(0, row * index, width, row * index + row)) if bar.href else ""
        inner += _text(
            name_w + 4, top + 15, bar.name, size=font, fill=INK, anchor="end", bold=last, kind="name"
        )
        if number is not None:
            fill = INK_2 if last else WORSE_BAR if number < 0 else BETTER
            start, long = min(x(begin), x(end)), max(abs(x(end) - x(begin)), 1.0)
            inner += (
                f'<rect x="{_n(start)}" y="{_n(top)}" width="{_n(long)}" height="{thick}" fill="{fill}"/>'
            )
        if number is not None and number > 0:
            inner += _text(
                max(x(begin), x(end)) + 5, top + 15, text, size=font, fill=INK, bold=last, kind="value"
            )
        else:
            inner += _text(min(x(begin), x(end)) - 5, top + 15, text, size=font,
                           fill=INK if number is not None else INK_3, anchor="end", bold=last,
                           kind="value")  # fmt: skip
        out.append(_link(bar.href, inner) if bar.href else f"<g>{inner}</g>")
        if not last:
            at = end
            joint, reach = (top + thick, row - thick) if number is not None else (top, row)
            out.append(f'<path d="M{_n(x(at))} {_n(joint)}v{_n(reach)}" stroke="{EDGE}"/>')
    words = "；".join(f"{bar.name} {figure_text(bar.value, decimals, signed=True)}" for bar in (*rows, total))
    linked = any(bar.href for bar in (*parts, total))
    return _svg(width, height, "".join(out), title=title, desc=words + "。", linked=linked)
