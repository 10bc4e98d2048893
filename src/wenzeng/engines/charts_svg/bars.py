"""Bars with names: the league of a phone, and what pulled how much."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from html import escape

from wenzeng.engines.charts_svg.canvas import (
    BETTER,
    EDGE,
    INK,
    INK_2,
    INK_3,
    LINE,
    PLAIN_BAR,
    SIZES,
    WORSE,
    WORSE_BAR,
    Box,
    Size,
    chart,
    link_to,
    press_area,
    px,
    text_width,
    write,
)
from wenzeng.engines.charts_svg.figures import Figure, figure_text, known, nice_step, shared_scale
from wenzeng.engines.charts_svg.small import light_shape


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
        inner += press_area(Box(0, top, width, top + row)) if bar.href else ""
        inner += light_shape(bar.light, 2, middle - 7) if bar.light is not None else ""
        inner += write(name_x, middle + 5, bar.name, size=font, fill=INK, kind="name")
        number = known(bar.value)
        if number is not None:
            long = max(abs(number) * unit, 1.0)
            start = zero - long if number < 0 else zero
            fill = WORSE if bar.worse else PLAIN_BAR
            inner += (
                f'<rect x="{px(start)}" y="{px(middle - 7)}" width="{px(long)}" height="14" fill="{fill}"/>'
            )
        inner += write(
            width - 2, middle + 5, text, size=font, fill=INK if number is not None else INK_3,
            anchor="end", bold=number is not None, kind="value",
        )  # fmt: skip
        out.append(link_to(bar.href, inner) if bar.href else f"<g>{inner}</g>")
    height = row * len(bars)
    out.append(f'<path d="M{px(zero)} 0V{px(height)}" stroke="{EDGE}"/>')
    words = "；".join(
        " ".join(filter(None, (bar.name, text, bar.light_word)))
        for bar, text in zip(bars, texts, strict=True)
    )
    return chart(
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
            f'<path d="M{px(x(value))} 0V{height - 20}" stroke="{INK if index == 0 else LINE}"/>'
            + write(
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
        inner += press_area(Box(0, row * index, width, row * index + row)) if bar.href else ""
        inner += write(
            name_w + 4, top + 15, bar.name, size=font, fill=INK, anchor="end", bold=last, kind="name"
        )
        if number is not None:
            fill = INK_2 if last else WORSE_BAR if number < 0 else BETTER
            start, long = min(x(begin), x(end)), max(abs(x(end) - x(begin)), 1.0)
            inner += (
                f'<rect x="{px(start)}" y="{px(top)}" width="{px(long)}" height="{thick}" fill="{fill}"/>'
            )
        if number is not None and number > 0:
            inner += write(
                max(x(begin), x(end)) + 5, top + 15, text, size=font, fill=INK, bold=last, kind="value"
            )
        else:
            inner += write(min(x(begin), x(end)) - 5, top + 15, text, size=font,
                           fill=INK if number is not None else INK_3, anchor="end", bold=last,
                           kind="value")  # fmt: skip
        out.append(link_to(bar.href, inner) if bar.href else f"<g>{inner}</g>")
        if not last:
            at = end
            joint, reach = (top + thick, row - thick) if number is not None else (top, row)
            out.append(f'<path d="M{px(x(at))} {px(joint)}v{px(reach)}" stroke="{EDGE}"/>')
    words = "；".join(f"{bar.name} {figure_text(bar.value, decimals, signed=True)}" for bar in (*rows, total))
    linked = any(bar.href for bar in (*parts, total))
    return chart(width, height, "".join(out), title=title, desc=words + "。", linked=linked)
