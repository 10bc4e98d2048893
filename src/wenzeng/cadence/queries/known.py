"""What is known before a file comes: the periods open to it, the limits of its day, what the books say."""

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal

from django.utils.translation import gettext as _

from wenzeng.base import facts, rulebook
from wenzeng.base.models.facts import Basis
from wenzeng.base.models.people import User
from wenzeng.cadence.checks import Limits
from wenzeng.cadence.definitions import FormDefinition
from wenzeng.cadence.directory import Entry
from wenzeng.cadence.models import Filing
from wenzeng.cadence.neutral import Neutral
from wenzeng.cadence.workbook import Value
from wenzeng.engines.errors import StatError
from wenzeng.engines.period import Period, published_to_date, tendays_to_date


def periods_of_form(form: FormDefinition, today: dt.date) -> list[Period]:
    """The prints of a form that are over, newest first: the year's months, or its last six ten-day reports."""
    if form.period == "ytd":
        return periods(today)
    this_year = tendays_to_date(today)
    last_year = [*tendays_to_date(dt.date(today.year - 1, 12, 31)), Period.to_tenday(today.year - 1, 12, 3)]
    asked = [period for period in (*last_year, *this_year) if form.asks_of(period)]
    return list(reversed(asked[-SHOWN_TENDAYS:]))


def periods(today: dt.date) -> list[Period]:
    """The year's prints whose months are over, newest first; in January–February those of last year."""
    last = today.replace(day=1) - dt.timedelta(days=1)
    year, month = (last.year, last.month) if last.month >= 2 else (last.year - 1, 12)
    return list(reversed(published_to_date(year, month)))


def period_of(neutral: Neutral, form: FormDefinition | None) -> tuple[Period | None, tuple[str, str] | None]:
    """The head's period as a print of the form's own rhythm, or (code, sentence) why it is none."""
    text = neutral.head_text("period")
    if not text:
        return None, None
    try:
        found = Period.parse_chinese(text)
        if form and form.period == "tenday":
            return _tenday(found, text, form)
        if found.splits_january_february:
            return None, ("phantom_january", _("没有单独的1月、2月数。"))
        if found.kind == "month":
            found = found.to_date()
        if found.kind in {"quarter", "year"} and found.first_month == 1:
            found = found.to_date()
    except StatError as fault:
        return None, (fault.code, fault.message_zh)
    if not found.is_year_to_date:
        return None, ("bad_period", _("“%(text)s”不是从1月起的累计期：写成 2020年1—5月。") % {"text": text})
    return found, None


def _tenday(found: Period, text: str, form: FormDefinition) -> tuple[Period | None, tuple[str, str] | None]:
    if form.asks_of(found):
        return found, None
    if found.kind == "tenday":
        return None, ("bad_period", _("“%(text)s”不用报旬报：全月的数在月报里报一次。") % {"text": text})
    return None, ("bad_period", _("“%(text)s”不是一旬：写成 2020年6月中旬。") % {"text": text})


SHOWN_TENDAYS = 6
LIMITS = (
    "jump_ytd_pp", "jump_month_pp", "parts_residual_pp", "shares_sum_tolerance_pp", "cumulative_revision_pct",
)  # fmt: skip
RANGE, SHARES = "cadence.month_share_range", "reference.month_shares"


def limits_for(period: Period) -> Limits | None:
    """The thresholds in force at the end of a period; None before any was."""
    day = period.end
    try:
        numbers = {name: rulebook.rule(f"cadence.{name}").number_on(day) for name in LIMITS}
        bends = rulebook.rule(RANGE)
        share = _month_share(period, bends.number_on(day, "low"), bends.number_on(day, "high"))
        return Limits(**numbers, month_share=share)
    except rulebook.NotYet:
        return None


def check_limits() -> None:
    """Read every threshold of every day; the first that cannot be read is a RuleFault."""
    for name in LIMITS:
        rule = rulebook.rule(f"cadence.{name}")
        for day in rule.head.values:
            rule.number_on(day)
    bends = rulebook.rule(RANGE)
    for day in bends.head.values:
        for side in ("low", "high"):
            bends.number_on(day, side)
    shares = rulebook.rule(SHARES)
    for day in shares.head.values:
        for month in ("1-2", *(str(n) for n in range(3, 13))):
            shares.number_on(day, month)


def _month_share(period: Period, low: Decimal, high: Decimal) -> tuple[Decimal, Decimal] | None:
    """Bounds of the newest month's share in the cumulative base: its own share bent one way, the rest the other."""
    if period.is_january_february:
        return None
    shares, day = rulebook.rule(SHARES), period.end
    earlier = [f"{month}" for month in range(3, period.last_month)]
    rest = sum((shares.number_on(day, key) for key in ["1-2", *earlier]), Decimal(0))
    own = shares.number_on(day, f"{period.last_month}")
    return own * low / (own * low + rest * high), own * high / (own * high + rest * low)


def known_values(
    form: FormDefinition, period: Period, subject_ids: Iterable[int] | None, day: dt.date, reader: User | None
) -> dict[tuple[str, int, str, str], Decimal]:
    """What the books say of this print and the one before, best status first; to a reader, of what he may see."""
    wanted = form.periods_of(period)
    wanted |= {found for one in tuple(wanted) if (found := _compared(one))}
    frame = facts.frame(
        as_of=day, indicators=form.indicators, subjects=subject_ids, periods=wanted, reader=reader
    )
    return best_values(frame)


def best_values(frame: facts.Frame) -> dict[tuple[str, int, str, str], Decimal]:
    """(indicator, subject, period, basis) → the value of the best status."""
    order = {str(status): place for place, status in enumerate(facts.BEST_STATUS)}
    best: dict[tuple[str, int, str, str], tuple[int, Decimal]] = {}
    for fact in frame:
        key = (fact.indicator, fact.subject_id, fact.period.code, fact.basis)
        rank = order[fact.status]
        if key not in best or rank < best[key][0]:
            best[key] = (rank, fact.printed)
    return {key: value for key, (_rank, value) in best.items()}


def _compared(period: Period) -> Period | None:
    """What a print is held against: the one before, of a ten-day report the same one of the month before."""
    return period.same_last_month() if period.kind == "tenday" else period.previous_print()


def last_known_at(form: str, period: Period, unit_id: int | None) -> dt.date | None:
    """The newest day of publication among recorded filings of the same place."""
    recorded = Filing.objects.of(form, period, unit_id).filter(state=Filing.State.RECORDED)
    return recorded.order_by("-known_at").values_list("known_at", flat=True).first()


def prefill(
    form: FormDefinition, period: Period, unit: Entry | None, day: dt.date, reader: User | None
) -> dict[tuple[str, str, str], Value]:
    """Earlier values for the columns that only show them; nobody is asked for what the books hold."""
    if unit is None:
        return {}
    shown = [
        (table.sheet, item, column, at, basis)
        for table in form.tables
        for column in table.columns
        if column.type == "known"
        for item in table.items
        if (basis := column.basis or (Basis.MONTH if item.columns else Basis.YTD))
        and (at := column.model_copy(update={"basis": basis}).period_for(period))
    ]
    frame = facts.frame(
        as_of=day,
        indicators=form.indicators,
        subjects=[unit.id],
        periods={at for *_place, at, _basis in shown},
        reader=reader,
    )
    best = best_values(frame)
    return {
        (sheet, item.key, column.key): best.get((item.indicator, unit.id, at.code, str(basis)))
        for sheet, item, column, at, basis in shown
    }
