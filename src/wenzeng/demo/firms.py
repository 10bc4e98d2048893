"""Simulated firms, five a unit: 示例 names, codes with right check characters, sizes that give every class."""

import datetime as dt

import numpy as np

from wenzeng.base import firms
from wenzeng.base.models import FirmScale, Subject, SubjectCode
from wenzeng.base.subjects import the_city
from wenzeng.demo.figures import SEED
from wenzeng.engines.codes import make_uscc

TRADES = (
    ("09", "锌业"), ("13", "食品"), ("15", "茶业"), ("27", "药业"), ("30", "建材"), ("32", "冶炼"), ("38", "电器"),
    ("17", "毛绒"), ("10", "矿业"), ("44", "电力"),
)  # fmt: skip
EACH = 5


def found() -> int:
    """Create the firms; returns how many."""
    draw = np.random.default_rng(SEED + 3)
    count = 0
    for unit in the_city().units:
        area = unit.parents.get(relation="located", valid_to=None).parent
        code = area.code_on(SubjectCode.Scheme.GBT2260, dt.date(2020, 6, 1)) or "610902"
        for number in range(EACH):
            count += 1
            division, trade = TRADES[(count * 3 + number) % len(TRADES)]
            uscc = make_uscc("91", code, f"MD{count:06d}")
            name = f"示例{trade}{count:02d}号有限公司"
            firm = firms.register(
                key=f"firm:demo{count:03d}",
                name=name,
                position=count,
                uscc=uscc,
                industry=Subject.objects.get(key=f"industry:2017:{division}"),
                unit=unit,
                founded_on=dt.date(2005 + count % 12, 3, 1),
                simulated=True,
            )
            FirmScale.objects.create(
                firm=firm,
                year=2019,
                employees=int(draw.integers(25, 900)),
                revenue_fen=int(draw.integers(2_000, 48_000)) * 1_000_000,
                source="演示",
            )
    return count
