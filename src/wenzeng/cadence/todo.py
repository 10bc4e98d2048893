"""What of the filing desk waits for a person: to review, to mend, to hand in."""

import datetime as dt
from collections.abc import Iterator

from django.db.models import Case, When
from django.urls import reverse
from django.utils.translation import gettext as _

from wenzeng.base.access import Can
from wenzeng.base.models.people import User
from wenzeng.base.todo import Todo
from wenzeng.cadence import queries
from wenzeng.cadence.models import Filing

SOON = dt.timedelta(days=7)


def todo(user: User, today: dt.date) -> list[Todo]:
    return [*_to_review(user), *_to_mend(user), *_to_hand_in(user, today)]


def _to_review(user: User) -> Iterator[Todo]:
    if not user.can(Can.REVIEW_FILINGS):
        return
    count = Filing.objects.filter(state=Filing.State.SUBMITTED).count()
    if count:
        yield Todo(
            glyph="act",
            title=_("审核%(n)s份报表") % {"n": count},
            why=_("已提交，等着核对后入库。"),
            url=reverse("review"),
            button=_("去审核"),
        )


def _to_mend(user: User) -> Iterator[Todo]:
    """Sent back, faulty or not yet handed in: only what this person or this unit's desk sent."""
    own = Filing.objects.visible_to(user).open()
    if user.sees_whole_city:
        own = own.filter(uploaded_by=user)
    # What the city sent back was asked for; what was merely uploaded and is faulty may be of no use to anybody.
    first = Case(When(state=Filing.State.SENT_BACK, then=0), default=1)
    rows = own.select_related("unit").prefetch_related("unit__names").order_by(first, "uploaded_at")
    for row in rows[:5]:
        sent_back = row.state == Filing.State.SENT_BACK
        yield Todo(
            glyph="warn",
            title=_("%(filing)s：%(state)s") % {"filing": row, "state": row.get_state_display()},
            why=row.remark if sent_back else _("看完核对结果，改好或说明后提交。"),
            url=reverse("filing", args=[row.pk]),
            button=_("去改"),
        )


def _to_hand_in(user: User, today: dt.date) -> Iterator[Todo]:
    """The newest period's forms that this person files and that have not come, from a week before they are due."""
    for form in queries.forms_for(user):
        period = queries.periods_of_form(form, today)[0]
        units = [] if user.sees_whole_city else queries.units_for(user)
        if form.by_unit and not units:
            continue
        for place in queries.places(form, [period], units, today):
            if place.filing is not None or today < place.due_on - SOON:
                continue
            yield Todo(
                glyph="late" if place.is_late else "warn",
                title=_("报%(period)s%(form)s") % {"period": period.label, "form": form.title},
                why=_("%(who)s还没有报。系统启用前的期别，可补报。") % {"who": place.who}
                if place.is_before_start
                else _("%(who)s还没有报，%(day)s截止。") % {"who": place.who, "day": place.due_on},
                url=place.href,
                button=_("去报"),
                due_on=None if place.is_before_start else place.due_on,
            )
