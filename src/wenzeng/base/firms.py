"""企: the size class of a firm, from its year's employees and revenue and the rule in force."""

import datetime as dt

from wenzeng.base import rulebook
from wenzeng.base.models.firms import FirmScale
from wenzeng.engines.codes import SizeBound, size_class

FEN_PER_WAN = 1_000_000


def size_class_of(scale: FirmScale, day: dt.date) -> str:
    """large, medium, small or micro, by `rules/reference/size_class.yaml` as it stood on a day."""
    classes = rulebook.value("reference.size_class", day)
    bounds = [SizeBound(name, least["employees"], least["revenue_wan"]) for name, least in classes.items()]
    return size_class(scale.employees, scale.revenue_fen / FEN_PER_WAN, bounds)
