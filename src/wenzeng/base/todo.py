"""办: one thing that waits for a person, as a room hands it to the desk."""

import datetime as dt
from dataclasses import dataclass
from typing import Literal

# late 滞后, warn 预警, act 待办, open 未开始: shapes of the status glyphs, so that colour never speaks alone.
Glyph = Literal["late", "warn", "act", "open"]


@dataclass(frozen=True)
class Todo:
    """What, why, and the one button that leads to where it is done. `due_on` orders the desk."""

    glyph: Glyph
    title: str
    why: str
    url: str
    button: str
    due_on: dt.date | None = None
