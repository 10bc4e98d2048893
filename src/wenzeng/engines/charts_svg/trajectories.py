"""走到哪、该到哪: cumulative growth print by print, the path that the target asks for, and what it takes."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from wenzeng.engines.charts_svg import labels
from wenzeng.engines.charts_svg.board import LOOKS, Board, Line, Note, TargetPath
from wenzeng.engines.charts_svg.canvas import (
    EDGE,
    INK,
    INK_2,
    INK_3,
    LINE,
    WORSE,
    Box,
    Size,
    chart,
    link_to,
    press_area,
    px,
    text_width,
    write,
)
from wenzeng.engines.charts_svg.figures import Figure, known, trimmed

PRESSED = 24


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
            name = row.name if isinstance(row, Line) else row.label
            raise ValueError(f"“{name}”有 {len(row.values)} 个数，横轴有 {len(prints)} 期：应当一期一个数。")
    board = Board(prints, lines, target, notes, size, decimals)
    # Words are placed after everything that they must avoid, the notes after every word.
    grid = _axes(board)
    strokes = _path(board) + "".join(_stroke(board, line) for line in reversed(lines))
    said = labels.end_labels(board) + labels.turn_label(board)
    said += "".join(labels.points(board, line) for line in lines)
    box, height = _box(board)
    linked = any(any(line.hrefs) for line in lines) or bool(target and target.href)
    linked = linked or any(note.href for note in notes)
    inner = grid + strokes + box + said
    return chart(board.width, height, inner, title=title, desc=desc or _words(board), linked=linked)


def _words(board: Board) -> str:
    """The text alternative: every figure, the target, the notes."""
    rows = [
        f"{line.name}："
        + "，".join(
            f"{name} {line.missing if known(value) is None else board.said(value)}"
            for name, value in zip(board.prints, trimmed(line.values), strict=False)
        )
        for line in board.lines
    ]
    target = board.target
    if target:
        rows.append(target.label + (f"，{target.turn_label}" if target.turn_label else ""))
    return "；".join([*rows, *(note.text for note in board.notes)]) + "。"


def _axes(board: Board) -> str:
    plot, font, out = board.plot, board.font, []
    for value in board.grid():
        y = board.y(value)
        zero = abs(value) < 1e-9
        colour, thick = (INK, 1.2) if zero else (LINE, 1)
        out.append(
            f'<path class="wz-svg-{"zero" if zero else "grid"}" d="M{px(plot.x0)} {px(y)}H{px(plot.x1)}" '
            f'stroke="{colour}" stroke-width="{thick}"/>'
        )
        if zero:  # a word on this line would be struck through
            board.ground.segments.append((plot.x0, y, plot.x1, y))
        tick = board.tick(value)
        out.append(write(plot.x0 - 6, y + 4, tick, size=font, fill=INK_3, anchor="end", kind="tick"))
        board.ground.taken.append(Box(0, y + 4 - font, plot.x0 - 5, y + 7))
    out.append(f'<path d="M{px(plot.x0)} {px(plot.y1)}H{px(plot.x1)}" stroke="{EDGE}"/>')
    placed: list[Box] = []
    for index in _prints_by_weight(board):
        name = board.prints[index]
        half = text_width(name, font) / 2
        x = min(max(board.xs[index], half), board.width - half)
        box = Box(x - half - 3, plot.y1 + 4, x + half + 3, plot.y1 + 20)
        if not any(box.overlaps(other) for other in placed):
            placed.append(box)
            out.append(write(x, plot.y1 + 17, name, size=font, fill=INK_3, anchor="middle", kind="tick"))
    return "".join(out)


def _prints_by_weight(board: Board) -> list[int]:
    """Which prints are named first where not all have room: the ends, the latest, the turn."""
    count, target = len(board.prints), board.target
    latest = [len(trimmed(line.values)) - 1 for line in board.lines[:1]]
    turn = [target.turn] if target and target.turn is not None else []
    order = [count - 1, *latest, *turn, 0, *range(count)]
    return list(dict.fromkeys(index for index in order if 0 <= index < count))


def _path(board: Board) -> str:
    if not board.target:
        return ""
    return _polyline(
        board,
        board.target.values,
        f'class="wz-svg-target" stroke="{INK}" stroke-width="1.8" stroke-dasharray="5 4"',
    )


def _stroke(board: Board, line: Line) -> str:
    colour, thick, _ = LOOKS[line.look]
    return _polyline(
        board,
        line.values,
        f'class="wz-svg-{line.look}" stroke="{colour}" stroke-width="{thick}" stroke-linejoin="round"',
    )


def _polyline(board: Board, values: Sequence[Figure], attributes: str) -> str:
    out = []
    for run in _runs(board, values):
        board.ground.segments += [(*one, *two) for one, two in pairwise(run)]
        if len(run) > 1:
            points = " ".join(f"{px(x)},{px(y)}" for x, y in run)
            out.append(f'<polyline points="{points}" fill="none" {attributes}/>')
    return "".join(out)


def _runs(board: Board, values: Sequence[Figure]) -> list[list[tuple[float, float]]]:
    """Stretches without a gap, as points."""
    runs: list[list[tuple[float, float]]] = [[]]
    for x, value in zip(board.xs, values, strict=True):
        number = known(value)
        if number is None:
            runs.append([])
        else:
            runs[-1].append((x, board.y(number)))
    return [run for run in runs if run]


def _box(board: Board) -> tuple[str, float]:
    """The notes, where they hide nothing, and how high the whole drawing is then."""
    if not board.notes:
        return "", board.height
    small, font = board.size == "s", board.font
    # A line that leads somewhere is as high as a fingertip.
    row = max(font + 7, PRESSED) if any(note.href for note in board.notes) else font + 7
    width = max(text_width(note.text, font) for note in board.notes) + 20
    height = row * len(board.notes) + 10
    spot = None if small else board.ground.free(width, height, zero=board.y(0.0))
    total = float(board.height)
    if spot is None:
        spot = (2.0 if small else board.plot.x0, board.height + 4.0)
        total = board.height + height + 8
    x, y = spot
    out = [
        f'<rect class="wz-svg-box" x="{px(x)}" y="{px(y)}" width="{px(width)}" height="{px(height)}" '
        f'rx="3" fill="#fff" stroke="{LINE}"/>'
    ]
    for index, note in enumerate(board.notes):
        fill = {"head": INK, "plain": INK_2, "worse": WORSE}[note.look]
        base = y + 5 + row * index + font
        words = write(x + 10, base, note.text, size=font, fill=fill, bold=note.look != "plain", kind="note")
        area = Box(x + 2, base - font / 2 - row / 2, x + width - 2, base - font / 2 + row / 2)
        out.append(link_to(note.href, press_area(area) + words) if note.href else words)
    return "".join(out), total
