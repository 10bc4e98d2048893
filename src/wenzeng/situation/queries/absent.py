"""Why a figure is not there, in the words that stand in its place."""

from django.utils.translation import gettext as _

from wenzeng.base.facts import Fact
from wenzeng.base.models import Subject
from wenzeng.situation.queries.sheets import Sheet

NOTHING = "—"  # there is nothing to be had: no print before this one, no figure to work it out from


def not_filed() -> str:
    """Of those who file, one did not."""
    return _("未报")


def not_published() -> str:
    """The source publishes no such figure; nobody here files it."""
    return _("未公布")


def of_growth(page: Sheet, subject: Subject) -> str:
    """The city's notice brings the city and its units; all others publish their own."""
    ours = (page.city.city, *page.city.units)
    return not_filed() if subject in ours else not_published()


def not_computed() -> str:
    """It can be worked out, and has not been on the day shown."""
    return _("未计算")


def of_difference(own: Fact | None, other: Fact | None, *, published: bool = False) -> str:
    """In place of a difference of two figures; `published`: the other one comes from outside."""
    if own is None:
        return NOTHING
    if other is None:
        return not_published() if published else NOTHING
    return not_computed()
