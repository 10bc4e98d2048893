"""The one error of the engines: a code for programs, a Chinese sentence for the person who filed the figure.

Invalid input is refused whole and never repaired silently, because a growth rate that was quietly bent
ends up in a numbered bulletin. A door (a view, a check, a command) catches ``StatError``, shows
``message_zh`` beside the cell that ``field`` and ``index`` point at, and decides by ``code``.
"""

from typing import Literal

# Mypy holds every raise to this list; a new kind of refusal is a new word here.
Code = Literal[
    # numbers and arrays
    "not_numeric",
    "not_finite",
    "shape",
    "length",
    "negative_weight",
    "zero_total_weight",
    "zero_period_weight",
    "growth_below_minus_100",
    "share_range",
    "inconsistent",
    "infeasible",
    "too_short",
    "mixed_basis",
    "unknown_level",
    # periods
    "bad_period",
    "phantom_january",
    "period_gap",
    "duplicate_period",
    "future_data",
    # what people type
    "empty_cell",
    "unreadable_number",
    "bad_code",
]


class StatError(ValueError):
    """A figure, period or code that an engine declines to work with.

    Attributes:
        code: what is wrong, a stable English word that other code may branch on.
        message_zh: where, what and how to put it right; shown to people as it stands.
        field: name of the argument at fault, as the caller knows it (``"base_share"``), or None.
        index: zero-based place inside that argument, or None when it is wrong as a whole.

    >>> raise StatError("length", "增速有 3 个，权重只有 2 个：请逐期对应后再算。", "weights")
    Traceback (most recent call last):
        ...
    wenzeng.engines.errors.StatError: 增速有 3 个，权重只有 2 个：请逐期对应后再算。
    """

    def __init__(
        self, code: Code, message_zh: str, field: str | None = None, index: int | None = None
    ) -> None:
        # All four go to args, so that the error survives pickling between worker processes.
        super().__init__(code, message_zh, field, index)
        self.code: Code = code
        self.message_zh = message_zh
        self.field = field
        self.index = index

    def __str__(self) -> str:
        return self.message_zh
