"""Who may file what, for whom, and in whose name."""

from django.utils.translation import gettext as _

from wenzeng.base.access import Can
from wenzeng.base.models.people import User
from wenzeng.base.models.subjects import Body, Subject
from wenzeng.base.subjects import the_city
from wenzeng.cadence import definitions
from wenzeng.cadence.definitions import FormDefinition
from wenzeng.cadence.directory import Entry
from wenzeng.cadence.models import Filing


def may_file(user: User | None, filing: Filing) -> bool:
    """Whether a person may explain, submit and take back a filing: the one who sent it, or a person of the same body.

    Seeing the whole city is no such right: who reviews a form does not also hand it in for its sender.
    """
    if user is None or filing.uploaded_by_id == user.pk:
        return True
    form, sender = filing.definition, filing.uploaded_by
    if form is None or not user.can(form.filed_by):
        return False
    if form.by_unit and filing.unit_id in user.unit_ids:
        return True
    return sender is None or bool(set(sender.body_ids) & set(user.body_ids))


def refusal(user: User | None, form: FormDefinition | None, unit: Entry | None) -> str:
    """Why a person may not file this form for this unit; the system itself may."""
    if user is None or form is None:
        return ""
    if not user.can(form.filed_by):
        return _("《%(form)s》由%(filer)s报，你没有报这张表的职责。找市工信局运行监测科。") % {
            "form": form.title,
            "filer": form.filer,
        }
    if form.by_unit and unit and not user.sees_whole_city and unit.id not in user.unit_ids:
        return _("这是%(unit)s的表，你只能报本县区的。核对填报单位。") % {"unit": unit.name}
    return ""


def forms_for(user: User) -> list[FormDefinition]:
    return [form for form in definitions.every_form() if user.can(form.filed_by)]


def units_for(user: User) -> list[Subject]:
    """Units whose forms this person sees."""
    units = the_city().units
    return [unit for unit in units if user.sees_whole_city or unit.pk in user.unit_ids]


def body_of(user: User | None, form: FormDefinition | None, unit_id: int | None) -> Body | None:
    """The body in whose name a file comes: the unit's own, else the sender's that may file."""
    if unit_id is not None and form is not None and form.by_unit:
        found = Body.objects.filter(unit=unit_id).first()
        if found:
            return found
    if user is None:
        return None
    deed = form.filed_by if form else Can.FILE
    rows = [row for row in user.appointments_today if user.can(deed)] or user.appointments_today
    return rows[0].body if rows else None
