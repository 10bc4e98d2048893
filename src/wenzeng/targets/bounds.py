"""What a target can say at all: everything that is wrong with one, each with its field and what to do."""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from wenzeng.base import rulebook, subjects
from wenzeng.base.models.facts import PERIOD_OF_BASIS, Basis
from wenzeng.engines.errors import StatError
from wenzeng.engines.period import Period
from wenzeng.targets.models import Target

BOUNDS = "reference.target_bounds"
LEAST_GROWTH = Decimal(-100)  # nothing can fall by more than all of it
EXAMPLES = {Basis.YTD: "2020-01..09", Basis.QUARTER: "2020-q3", Basis.MONTH: "2020-09"}


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong; without a field it is about several."""

    field: str
    sentence: str


def faults(row: Target, *, today: dt.date, given: frozenset[str] | None = None) -> list[Fault]:
    """All that is wrong with a target; `given` names the fields that are filled in, where not all of them are."""
    fields = frozenset(field.name for field in Target._meta.fields) if given is None else given

    def has(*names: str) -> bool:
        return fields.issuperset(names)

    found: list[Fault] = []
    if has("decided_on") and row.decided_on > today:
        words = _("明确日期 %(day)s 在今天之后：按文件实际日期填写。") % {"day": row.decided_on}
        found.append(Fault("decided_on", words))
    if has("period_code"):
        found += _of_period(row, basis=has("basis"), day=has("decided_on"))
    if has("kind", "value", "indicator", "decided_on") and row.kind == Target.Kind.VALUE:
        found += _of_growth(row)
    if has("kind", "subject", "rank_group") and row.kind == Target.Kind.RANK:
        found += _of_rank(row)
    if has("kind", "basis", "indicator", "subject", "period_code"):
        found += _of_another(row, today)
    # A check on fields that are not filled in would complain twice.
    needless = {field.name for field in Target._meta.fields if field.name not in fields}
    for constraint in Target._meta.constraints:
        if constraint.name not in SAID_ABOVE:
            try:
                constraint.validate(Target, row, exclude=needless)
            except ValidationError as fault:
                found += [Fault("", sentence) for sentence in fault.messages]
    return found


# The database says the same of these, in fewer words.
SAID_ABOVE = frozenset(
    {"targets_value_can_be", "targets_period_fits_basis", "targets_period_not_before_its_document"}
)


def of_succession(old: Target, *, decided_on: dt.date | None, reason: str) -> Iterator[Fault]:
    """What a new version has to say besides: why, and on a document that is not older."""
    if decided_on and decided_on < old.decided_on:
        words = _("明确日期 %(day)s 早于被替代的一版（%(old)s）：请核对文件日期。")
        yield Fault("decided_on", words % {"day": decided_on, "old": old.decided_on})
    if not reason.strip():
        yield Fault("reason", _("没写调整理由：写一句为什么调整、依据哪个文件。"))


def _of_period(row: Target, *, basis: bool, day: bool) -> Iterator[Fault]:
    try:
        period = row.period
    except StatError as fault:
        yield Fault("period", fault.message_zh)
        return
    if basis and row.basis == Basis.YTD and not period.is_year_to_date:
        words = _("累计口径的期别要从1月起：%(period)s改写成 2020-01..09 这样。")
        yield Fault("period", words % {"period": period.label_with_year})
    elif basis and row.basis in EXAMPLES and not _fits(period, Basis(row.basis)):
        words = _("%(basis)s口径的期别写成 %(example)s 这样：现在是%(period)s。")
        yield Fault("period", words % {
            "basis": Basis(row.basis).label, "example": EXAMPLES[Basis(row.basis)], "period": period.label_with_year,
        })  # fmt: skip
    if not day:
        return
    if not rulebook.rule(BOUNDS).begun_by(row.decided_on):
        yield Fault("decided_on", _("明确日期 %(day)s 太早：按文件实际日期填写。") % {"day": row.decided_on})
        return
    years = int(_bound(row.decided_on, "years_ahead"))
    if period.year < row.decided_on.year:
        words = _("期别%(period)s早于文件的年份（%(year)s年）：核对期别和明确日期。")
        yield Fault("period", words % {"period": period.label_with_year, "year": row.decided_on.year})
    elif period.year > row.decided_on.year + years:
        words = _("期别%(period)s比文件晚%(years)s年以上：最多写到%(last)s年。")
        last = row.decided_on.year + years
        yield Fault("period", words % {"period": period.label_with_year, "years": years, "last": last})


def _fits(period: Period, basis: Basis) -> bool:
    return re.match(PERIOD_OF_BASIS[basis], period.code) is not None


def _bound(day: dt.date, part: str) -> Decimal:
    return rulebook.rule(BOUNDS).number_on(day, part)


def _of_growth(row: Target) -> Iterator[Fault]:
    if row.indicator.unit != "%" or not rulebook.rule(BOUNDS).begun_by(row.decided_on):
        return
    most, widest = (_bound(row.decided_on, part) for part in ("growth_at_most", "tolerance_at_most"))
    if row.value is not None and not LEAST_GROWTH < row.value <= most:
        words = _("增速 %(value)s%% 不可能：要大于−100%%、不超过%(most)s%%。")
        yield Fault("value", words % {"value": row.value, "most": most})
    if row.tolerance is not None and row.tolerance > widest:
        words = _("容差 %(value)s 太大：最多%(most)s个百分点。")
        yield Fault("tolerance", words % {"value": row.tolerance, "most": widest})


def _of_rank(row: Target) -> Iterator[Fault]:
    if not row.rank_group:
        return  # a constraint says that it is missing
    if "members" not in getattr(rulebook.everything().get(row.rank_group), "body", {}):
        yield Fault("rank_group", _("没有“%(group)s”这个位次范围：请另选。") % {"group": row.rank_group})
        return
    label, members = subjects.members(row.rank_group)
    if row.subject not in members:
        words = _("%(subject)s不在%(group)s里：改选对象或位次范围。")
        yield Fault("subject", words % {"subject": row.subject, "group": label})
    if row.value is not None and (row.value != int(row.value) or not 1 <= row.value <= len(members)):
        words = _("%(group)s只有第1到第%(n)s位：位次 %(value)s 改成其中的整数。")
        yield Fault("value", words % {"group": label, "n": len(members), "value": row.value})


def _of_another(row: Target, today: dt.date) -> Iterator[Fault]:
    """Two values for one cell of the books: only one of them could be worked towards."""
    if row.kind != Target.Kind.VALUE:
        return
    others = Target.objects.in_force_on(today).filter(
        kind=row.kind,
        basis=row.basis,
        indicator=row.indicator,
        subject=row.subject,
        period_code=row.period_code,
    )
    if row.supersedes_id:
        others = others.exclude(pk=row.supersedes_id)
    other = others.first()
    if other:
        words = _("同一对象同一期已有在行目标“%(other)s”：打开它，用新的一版替代。")
        yield Fault("", words % {"other": other.title})
