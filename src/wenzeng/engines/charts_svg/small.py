"""Drawings the size of a word, for a table's row: columns, a gap, a line, the shape of a light."""

from __future__ import annotations

from collections.abc import Sequence

from wenzeng.engines.charts_svg.canvas import BETTER, BRAND, INK, INK_3, PAST, WORSE, WORSE_BAR, px, tiny
from wenzeng.engines.charts_svg.figures import Figure, Scale, known


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
    out = [f'<path d="M0 {px(zero)}H{width}" stroke="{INK_3}"/>']
    for index, value in enumerate(values):
        x = 2 + step * index + (step - thick) / 2
        number = known(value)
        if number is None:
            out.append(f'<circle cx="{px(x + thick / 2)}" cy="{px(zero + 5)}" r="1.2" fill="{INK_3}"/>')
            continue
        last = index == len(values) - 1
        fill = (WORSE if worse_last else BRAND) if last else PAST
        long = max(abs(number) * unit, 1.0)
        top = zero if number < 0 else zero - long
        out.append(f'<rect x="{px(x)}" y="{px(top)}" width="{px(thick)}" height="{px(long)}" fill="{fill}"/>')
    return tiny(width, height, "".join(out), title)


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
        out = f'<rect x="{px(left - start)}" y="1" width="{px(long)}" height="{height - 2}" fill="{fill}"/>'
    out += f'<path d="M{px(zero - start)} 0V{height}" stroke="{INK}" stroke-width="1.2"/>'
    return tiny(shown, height, out, title)


def sparkline(
    values: Sequence[Figure], scale: Scale, *, title: str = "", width: int = 92, height: int = 22
) -> str:
    """A line the size of a word, with its last point; gaps stay gaps, zero is drawn where it is in sight."""
    low, high = scale
    unit = (height - 6) / ((high - low) or 1.0)
    step = (width - 8) / max(len(values) - 1, 1)
    out = ""
    if low <= 0 <= high:
        out += f'<path d="M0 {px(3 + high * unit)}H{width}" stroke="{PAST}"/>'
    run: list[str] = []
    last = ""
    for index, value in enumerate((*values, None)):
        number = known(value)
        if number is not None:
            x, y = 4 + step * index, 3 + (high - number) * unit
            run.append(f"{px(x)},{px(y)}")
            last = f'<circle cx="{px(x)}" cy="{px(y)}" r="2.4" fill="{BRAND}"/>'
            continue
        if len(run) > 1:
            out += f'<polyline points="{" ".join(run)}" fill="none" stroke="{BRAND}" stroke-width="1.5"/>'
        elif run:
            out += f'<path d="M{run[0]}h0.1" stroke="{BRAND}" stroke-width="2.4" stroke-linecap="round"/>'
        run = []
    return tiny(width, height, out + last, title)


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
    return f'<g transform="translate({px(x)} {px(y)}) scale({side / 16:.3f})">{inner}</g>'
