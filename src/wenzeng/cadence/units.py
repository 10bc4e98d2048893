"""Units that a person may write behind a number: one that says the same in other words is converted, any other is told."""

from dataclasses import replace
from decimal import Decimal

from wenzeng.cadence.neutral import Cell

_OF_MONEY = {"亿元": Decimal(10) ** 8, "万元": Decimal(10) ** 4, "千元": Decimal(1000), "元": Decimal(1)}
_OF_POWER = {"亿千瓦时": Decimal(10) ** 8, "万千瓦时": Decimal(10) ** 4, "千瓦时": Decimal(1)}
_OF_POWER |= {"亿度": Decimal(10) ** 8, "万度": Decimal(10) ** 4, "度": Decimal(1)}
_OF_COUNT = {"万户": Decimal(10) ** 4, "户": Decimal(1), "家": Decimal(1), "个": Decimal(1)}


def factor(written: str, wanted: str) -> Decimal | None:
    """What a number in the written unit is multiplied with to be one in the wanted unit; None where they differ in kind."""
    for family in (_OF_MONEY, _OF_POWER, _OF_COUNT):
        if written in family and wanted in family:
            return family[written] / family[wanted]
    return None


def settled(cell: Cell, wanted: str) -> Cell:
    """The cell in its column's unit, where the unit that stands in it is another of the same kind. The text stays."""
    if cell.number is None or not cell.unit or cell.unit == wanted:
        return cell
    times = factor(cell.unit, wanted)
    if times is None:
        return cell
    number = (cell.number * times).normalize() + 0
    exponent = number.as_tuple().exponent
    if isinstance(exponent, int) and exponent > 0:
        number = number.quantize(Decimal(1))
    return replace(cell, number=number, decimals=max(0, -int(number.as_tuple().exponent)), unit=wanted)
