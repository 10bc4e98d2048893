"""Charts as SVG text: pure functions from figures to markup, drawn on the server.

Every chart carries a viewBox, so it prints and scales; it uses attributes and class names only, so it
passes a content security policy without inline styles; its text is escaped; the same input gives the same
bytes. Missing figures (None or NaN) leave a gap, never a zero. A chart whose points are links is a
`graphics-document`, because the children of a `role="img"` are hidden from assistive technology; all others
are `role="img"`. Every chart states its figures in `<desc>`.

Text in a scaled drawing scales too, so the wide charts come in three widths (`SIZES`) of which the style
sheet shows the one that fits: see `for_all_widths`.
"""

from wenzeng.engines.charts_svg.bars import Bar, league_bars, waterfall
from wenzeng.engines.charts_svg.board import Line, Look, Note, TargetPath
from wenzeng.engines.charts_svg.canvas import SIZES, Box, Size, for_all_widths, text_width
from wenzeng.engines.charts_svg.figures import Figure, figure_text, shared_scale
from wenzeng.engines.charts_svg.small import gap_bar, mini_columns, sparkline
from wenzeng.engines.charts_svg.trajectories import trajectory

__all__ = [
    "SIZES",
    "Bar",
    "Box",
    "Figure",
    "Line",
    "Look",
    "Note",
    "Size",
    "TargetPath",
    "figure_text",
    "for_all_widths",
    "gap_bar",
    "league_bars",
    "mini_columns",
    "shared_scale",
    "sparkline",
    "text_width",
    "trajectory",
    "waterfall",
]
