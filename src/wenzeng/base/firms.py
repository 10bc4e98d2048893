"""企: a firm is registered under its code; its size class follows from employees, revenue and the rule in force."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from wenzeng.base import rulebook
from wenzeng.base.models.firms import Firm, FirmScale
from wenzeng.base.models.subjects import Subject, SubjectCode, SubjectName
from wenzeng.engines.codes import SizeBound, size_class, uscc_problem

FEN_PER_WAN = 1_000_000


class CannotRegister(Exception):
    """Why a firm is not taken in; the sentence says what to correct."""


@transaction.atomic
def register(
    *,
    key: str,
    name: str,
    uscc: str,
    industry: Subject,
    unit: Subject,
    founded_on: dt.date | None = None,
    position: int = 0,
    simulated: bool = False,
) -> Firm:
    """Take in a firm under its name and its code, whose check characters the database cannot work out."""
    if not name.strip():
        raise CannotRegister(_("没写企业名称：请对照营业执照填写。"))
    problem = uscc_problem(uscc)
    if problem:
        raise CannotRegister(problem)
    note = "演示" if simulated else ""
    subject = Subject.objects.create(kind=Subject.Kind.FIRM, key=key, position=position, note=note)
    SubjectName.objects.create(subject=subject, name=name)
    SubjectCode.objects.create(subject=subject, scheme=SubjectCode.Scheme.USCC, code=uscc)
    return Firm.objects.create(
        subject=subject, uscc=uscc, industry=industry, unit=unit, founded_on=founded_on, simulated=simulated
    )


def size_class_of(scale: FirmScale, day: dt.date) -> str:
    """large, medium, small or micro, by `rules/reference/size_class.yaml` as it stood on a day."""
    classes = rulebook.value("reference.size_class", day)
    bounds = [SizeBound(name, least["employees"], least["revenue_wan"]) for name, least in classes.items()]
    return size_class(scale.employees, scale.revenue_fen / FEN_PER_WAN, bounds)
