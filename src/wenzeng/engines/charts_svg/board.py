"""The drawing board of one trajectory: what it shows, and where a print and a value stand on it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from wenzeng.engines.charts_svg.canvas import BRAND, EDGE, INK_2, INK_3, SIZES, Box, Size, text_width
from wenzeng.engines.charts_svg.figures import MISSING, Figure, figure_text, known, nice_step
from wenzeng.engines.charts_svg.placing import Ground

Look = Literal["city", "province", "nation"]

LOOKS: dict[Look, tuple[str, float, str]] = {
    "city": (BRAND, 3, BRAND),
    "province": (INK_3, 1.8, INK_2),
    "nation": (EDGE, 1.5, INK_3),
}
"""The colour of a line, how thick it is, and the colour of its words."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the trajectory: a figure for each print, None where none was published."""

    name: str
    values: Sequence[Figure]
    look: Look = "city"
    hrefs: Sequence[str | None] = ()
    revised: frozenset[int] = frozenset()
    """Prints whose figure was revised since: drawn as a hollow ring."""
    missing: str = MISSING
    """What is said of a print without a figure: another word where nobody files it."""


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
    href: str | None = None
    """Where the figure of the line comes from."""


class Board:
    """Scales and paper of one trajectory; the layers are drawn on it one after the other."""

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

        values = [number for line in lines for value in line.values if (number := known(value)) is not None]
        values += [
            number for value in (target.values if target else ()) if (number := known(value)) is not None
        ]
        low, high = min([0.0, *values]), max([0.0, *values])
        self.step = nice_step(high - low or 1.0, 4 if size == "s" else 5)
        self.low = math.floor(low / self.step - 0.15) * self.step
        self.high = math.ceil(high / self.step + 0.15) * self.step

        ticks = [self.tick(value) for value in self.grid()]
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
        self.ground = Ground(self.plot, self.width, self.font)

    def grid(self) -> list[float]:
        """The values of the grid lines."""
        count = round((self.high - self.low) / self.step)
        return [self.low + self.step * index for index in range(count + 1)]

    def tick(self, value: float) -> str:
        """How a grid line is named."""
        return "0" if abs(value) < 1e-9 else figure_text(value, 0 if self.step >= 1 else 1, signed=True)

    def y(self, value: float) -> float:
        """Where a value stands on the drawing."""
        share = (value - self.low) / (self.high - self.low)
        return self.plot.y1 - share * (self.plot.y1 - self.plot.y0)

    def said(self, value: Figure, *, signed: bool = True) -> str:
        """A figure with the decimals of this drawing."""
        return figure_text(value, self.decimals, signed=signed)
