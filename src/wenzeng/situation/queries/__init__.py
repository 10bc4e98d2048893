"""势: what the overview and a unit's page show, each built from one frame of figures.

Nothing here writes. Every number is a `Fact`, so that the page can link it to its source; a figure that is not known
is None, and the page says why: see `absent`.
"""

from wenzeng.situation.queries.areas import Area, area
from wenzeng.situation.queries.kpis import Kpi, remaining
from wenzeng.situation.queries.league import SORTS, Row
from wenzeng.situation.queries.overviews import (
    VIEWS,
    Column,
    Overview,
    columns,
    overview,
    series_table,
    source_line,
)
from wenzeng.situation.queries.sheets import Sheet, earlier_print, sheet
from wenzeng.situation.queries.words import finding, finding_of

__all__ = [
    "SORTS",
    "VIEWS",
    "Area",
    "Column",
    "Kpi",
    "Overview",
    "Row",
    "Sheet",
    "area",
    "columns",
    "earlier_print",
    "finding",
    "finding_of",
    "overview",
    "remaining",
    "series_table",
    "sheet",
    "source_line",
]
