"""The words beside the lines of a trajectory: names at their ends, the turn, figures, what was not reported."""

from __future__ import annotations

from html import escape

from wenzeng.engines.charts_svg.board import LOOKS, Board, Line
from wenzeng.engines.charts_svg.canvas import INK, INK_3, Box, link_to, press_area, px, write
from wenzeng.engines.charts_svg.figures import known, trimmed


def end_labels(board: Board) -> str:
    """Names at the ends of the lines; one that has no room moves up or down until it has."""
    ends: list[tuple[float, float, str, str, bool, str | None]] = []
    for line in board.lines:
        values = trimmed(line.values)
        if values:
            x, y = board.xs[len(values) - 1], board.y(known(values[-1]) or 0.0)
            text = f"{line.name} {board.said(values[-1])}"
            href = line.hrefs[len(values) - 1] if len(line.hrefs) >= len(values) else None
            ends.append((x, y, text, LOOKS[line.look][2], line.look != "nation", href))
    if board.target and (values := trimmed(board.target.values)):
        x, y = board.xs[len(values) - 1], board.y(known(values[-1]) or 0.0)
        ends.append((x, y, board.target.label, INK, True, board.target.href))
    ends.sort(key=lambda end: end[1])
    for x, y, *_ in ends:
        board.ground.taken.append(Box(x - 5, y - 5, x + 5, y + 5))

    out = []
    above: list[tuple[float, Box]] = []
    for x, y, text, fill, bold, href in ends:
        closed = [room for other_x, room in above if abs(other_x - x) < 40]
        left, base, box = _end_spot(board, x, y, text, closed)
        board.ground.taken.append(box)
        # The name of a lower line never stands above that of a higher one.
        above.append((x, Box(box.x0, 0, box.x1, box.y0)))
        label = write(left, base, text, size=board.font, fill=fill, bold=bold, kind="end")
        out.append(link_to(href, press_area(box.wider(5)) + label if href else label))
    return "".join(out)


def _end_spot(board: Board, x: float, y: float, text: str, closed: list[Box]) -> tuple[float, float, Box]:
    """A name must be somewhere: beside its end, else up or down from it, else wherever there is room."""
    near = [("start", 9.0, 4.0), ("start", 7.0, -7.0), ("start", 7.0, 17.0)]
    near += [("start", 9.0, 4.0 + sign * move) for move in (6, 12, 18) for sign in (-1, 1)]
    far = [("start", 9.0, 4.0 + sign * move) for move in range(24, 240, 6) for sign in (1, -1)]
    far += [("end", -9.0, 4.0 + sign * move) for move in range(6, 240, 6) for sign in (1, -1)]
    ground = board.ground
    spot = ground.beside(x, y, text, near, closed) or ground.beside(x, y, text, far, closed)
    spot = spot or ground.beside(x, y, text, ground.everywhere(x, y))
    if spot is None:
        raise ValueError(f"“{text}”在图上没有位置：请减少线条。")
    return spot


def turn_label(board: Board) -> str:
    """The ring where the path turns positive, and its name where there is room for it."""
    target = board.target
    if not target or target.turn is None or (value := known(target.values[target.turn])) is None:
        return ""
    x, y = board.xs[target.turn], board.y(value)
    ring = (
        f'<circle class="wz-svg-turn" cx="{px(x)}" cy="{px(y)}" r="4" fill="#fff" stroke="{INK}" '
        'stroke-width="1.8"/>'
    )
    board.ground.taken.append(Box(x - 5, y - 5, x + 5, y + 5))
    spots = [("middle", 0.0, -10.0), ("end", -4.0, -10.0), ("end", -9.0, -18.0), ("start", 4.0, 19.0)]
    spot = board.ground.beside(x, y, target.turn_label, spots)
    if not target.turn_label or spot is None:
        return ring
    left, base, box = spot
    board.ground.taken.append(box)
    return ring + write(left, base, target.turn_label, size=board.font, fill=INK, kind="turn")


def points(board: Board, line: Line) -> str:
    """A dot for every figure, linked to its source; on the city's line the figure beside it."""
    colour, _, ink = LOOKS[line.look]
    values = trimmed(line.values)
    radius = 3.5 if line.look == "city" else 2
    out = []
    for index, value in enumerate(values):
        number = known(value)
        if number is None:
            out.append(_gap(board, line, index))
            continue
        x, y = board.xs[index], board.y(number)
        hollow = index in line.revised
        dot = (
            f'<circle cx="{px(x)}" cy="{px(y)}" r="{radius}" fill="{"#fff" if hollow else colour}"'
            + (f' stroke="{colour}" stroke-width="2"' if hollow else "")
            + "/>"
        )
        href = line.hrefs[index] if index < len(line.hrefs) else None
        label = ""
        if line.look == "city" and index < len(values) - 1:
            text = board.said(value, signed=number > 0)
            spots = [("start", 6.0, 16.0), ("middle", 0.0, 18.0), ("middle", 0.0, -9.0), ("end", -6.0, -6.0)]
            spot = board.ground.beside(x, y, text, spots)
            if spot:
                board.ground.taken.append(spot[2])
                label = write(spot[0], spot[1], text, size=board.font, fill=ink, bold=True, kind="value")
        tip = f"{line.name} {board.prints[index]} {board.said(value)}"
        if href:
            # The neighbour's target begins where this one ends.
            half = min(12.0, (board.xs[1] - board.xs[0]) / 2) if len(board.xs) > 1 else 12.0
            press = press_area(Box(x - half, y - 12, x + half, y + 12))
            out.append(link_to(href, f"<title>{escape(tip)}</title>{press}{dot}{label}"))
        else:
            out.append(f"<g><title>{escape(tip)}</title>{dot}{label}</g>")
    return "".join(out)


def _gap(board: Board, line: Line, index: int) -> str:
    """A print between two others that was not reported is named, on the city's line."""
    if line.look != "city":
        return ""
    near = [known(value) for value in (*line.values[:index][::-1], *line.values[index:])]
    y = board.y(next((value for value in near if value is not None), 0.0))
    spot = board.ground.beside(
        board.xs[index], y, line.missing, [("middle", 0.0, 4.0), ("middle", 0.0, 20.0)]
    )
    if spot is None:
        return ""
    board.ground.taken.append(spot[2])
    return write(spot[0], spot[1], line.missing, size=board.font, fill=INK_3, kind="missing")
