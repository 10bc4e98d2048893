"""Where there is room on a drawing: for a label beside its point, for the box of notes anywhere."""

from __future__ import annotations

from collections.abc import Sequence

from wenzeng.engines.charts_svg.canvas import Box, text_width

Segment = tuple[float, float, float, float]
Spot = tuple[str, float, float]
"""Where a text is anchored, and how far from its point."""


class Ground:
    """The paper of one drawing: what is taken already, and what is free."""

    def __init__(self, plot: Box, width: float, font: int) -> None:
        self.plot, self.width, self.font = plot, width, font
        self.taken: list[Box] = []
        self.segments: list[Segment] = []

    def beside(
        self, x: float, y: float, text: str, spots: Sequence[Spot], closed: Sequence[Box] = ()
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

    def everywhere(self, x: float, y: float) -> list[Spot]:
        """Every spot of the plot, the nearest to a point first."""
        plot = self.plot
        spots = [
            ("start", left - x, float(base) - y)
            for left in range(int(plot.x0), int(plot.x1), 12)
            for base in range(int(plot.y0) + self.font, int(plot.y1), 6)
        ]
        return sorted(spots, key=lambda spot: (spot[1] ** 2 + spot[2] ** 2, spot))

    def free(self, width: float, height: float, zero: float) -> tuple[float, float] | None:
        """The free place of a size nearest to the foot of the drawing, right of its middle; never across zero.

        Row by row from the foot, and in a row the nearest first: what stands wholly above or below a row is
        no question for its places, and no place further than the best one is looked at.
        """
        plot = self.plot
        wish_x, wish_y = plot.x0 + (plot.x1 - plot.x0) * 0.45, plot.y1 - height - 8
        lefts = [plot.x0 + 4 + column * 8 for column in range(int((plot.x1 - plot.x0 - width) / 8))]
        best: tuple[float, float, float] | None = None
        for row in range(int((plot.y1 - plot.y0 - height) / 6)):
            y = plot.y1 - height - 8 - row * 6
            down = abs(y - wish_y)
            if best is not None and down >= best[0]:
                break
            band = Box(plot.x0, y, plot.x1, y + height).wider(6)
            if band.y0 < zero < band.y1:
                continue
            boxes = [box for box in self.taken if band.y0 < box.y1 and box.y0 < band.y1]
            segments = [
                (ax, ay, bx, by)
                for ax, ay, bx, by in self.segments
                if max(ay, by) >= band.y0 and min(ay, by) <= band.y1
            ]
            for far, x in sorted((abs(x - wish_x) + down, x) for x in lefts):
                if best is not None and far >= best[0]:
                    break
                box = Box(x, y, x + width, y + height).wider(6)
                if any(box.overlaps(other) for other in boxes) or any(map(box.meets, segments)):
                    continue
                best = (far, x, y)
        return best[1:] if best else None
