"""What goes into the books and onto paper is Chinese, whatever language its writer reads the pages in."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.utils import translation
from django.utils.functional import Promise


@contextmanager
def in_chinese() -> Iterator[None]:
    """Around (or above) whatever is stored or printed. A new override each time: one object may not serve two threads."""
    with translation.override(settings.LANGUAGE_CODE):
        yield


def recorded(words: str | Promise, /, **values: object) -> str:
    """A sentence for the books out of a lazy one: `recorded(gettext_lazy("编为第%(n)s期。"), n=32)`."""
    with in_chinese():
        return str(words) % values if values else str(words)
