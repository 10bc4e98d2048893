"""What is known before a file comes: the periods open to it, the limits of its day, what the books say."""

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal

from django.utils.translation import gettext as _

from wenzeng.base import facts, rulebook
from wenzeng.base.models.people import User
from wenzeng.cadence.checks import Limits
from wenzeng.cadence.definitions import FormDefinition
from wenzeng.cadence.directory import Entry
from wenzeng.cadence.models import Filing
from wenzeng.cadence.neutral import Neutral
from wenzeng.cadence.workbook import Value
from wenzeng.engines.errors import StatError
from wenzeng.engines.period import Period, published_to_date


def periods(today: dt.date) -> list[Period]:
    """The year's prints whose months are over, newest first; in January–February those of last year."""
    last = today.replace(day=1) - dt.timedelta(days=1)
    year, month = (last.year, last.month) if last.month >= 2 else (last.year - 1, 12)
    return list(reversed(published_to_date(year, month)))


def period_of(neutral: Neutral) -> tuple[Period | None, tuple[str, str] | None]:
    """The head's period as a year-to-date print, or (code, sentence) why it is none."""
    text = neutral.head_text("period")
    if not text:
        return None, None
    try:
        found = Period.parse_chinese(text)
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
    wanted = {period, period.month_of()}
    wanted |= {found for found in (period.previous_print(), period.month_of().previous_print()) if found}
    frame = facts.frame(
        as_of=day, indicators=form.indicators, subjects=subject_ids, periods=wanted, reader=reader
    )
    order = {str(status): place for place, status in enumerate(facts.BEST_STATUS)}
    best: dict[tuple[str, int, str, str], tuple[int, Decimal]] = {}
    for fact in frame:
        key = (fact.indicator, fact.subject_id, fact.period.code, fact.basis)
        rank = order[fact.status]
        if key not in best or rank < best[key][0]:
            best[key] = (rank, fact.printed)
    return {key: value for key, (_rank, value) in best.items()}


def last_known_at(form: str, period: Period, unit_id: int | None) -> dt.date | None:
    """The newest day of publication among recorded filings of the same place."""
    recorded = Filing.objects.of(form, period, unit_id).filter(state=Filing.State.RECORDED)
    return recorded.order_by("-known_at").values_list("known_at", flat=True).first()


def prefill(
    form: FormDefinition, period: Period, unit: Entry | None, day: dt.date, reader: User | None
) -> dict[tuple[str, str, str], Value]:
    """Last values for the columns that only show them."""
    before = period.previous_print()
    month_before = period.month_of().previous_print()
    if unit is None or before is None:
        return {}
    known = known_values(form, period, [unit.id], day, reader)
    rows: dict[tuple[str, str, str], Value] = {}
    for table in form.tables:
        for column in (column for column in table.columns if column.type == "known"):
            for item in table.items:
                basis, at = ("month", month_before) if item.columns else ("ytd", before)
                if at:
                    rows[table.sheet, item.key, column.key] = known.get(
                        (item.indicator, unit.id, at.code, basis)
                    )
    return rows
