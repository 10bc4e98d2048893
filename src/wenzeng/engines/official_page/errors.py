"""What is said when a page cannot be made or a file cannot be read."""

from dataclasses import dataclass


@dataclass
class PageError(ValueError):
    """A document that cannot be printed, or a file that is not one.

    Args:
        code: stable name for programs, e.g. ``page.table_width``.
        field: which part of the document or file.
        index: which one of them, counted from 0; None when there is only one.
        message_zh: where, what, and how to mend it, for the person at the desk.
    """

    code: str
    field: str
    index: int | None
    message_zh: str

    def __str__(self) -> str:
        return self.message_zh
