"""数: the four doors to observations (decisions.md 4): record, frame, trace, cite. Nothing else touches the tables.

A figure is known by its key (indicator, subject, period, basis, price basis, scope, status); a revision is a new row
of the same key. `as_of` shows the newest row that was published and in our books by the end of that day.
"""

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import ROUND_HALF_UP, Decimal

import numpy as np
from django.db import transaction
from django.db.models import Case, F, Model, OuterRef, Q, Subquery, When
from django.utils.translation import gettext as _

from wenzeng.base import digests, trail
from wenzeng.base.access import Can
from wenzeng.base.clock import SHANGHAI
from wenzeng.base.models.facts import (
    CELL,
    GROWTH,
    HAPPENED,
    PERIOD_OF_BASIS,
    Basis,
    Batch,
    Citation,
    Indicator,
    Observation,
    ObservationInput,
    Stage,
    Status,
)
from wenzeng.base.models.files import StoredFile
from wenzeng.base.models.people import User
from wenzeng.base.models.subjects import Subject
from wenzeng.engines.period import Period
from wenzeng.engines.rounding import round_half_up

# Fifteen digits is what SQLite keeps of a number; PostgreSQL would keep more, and then the two would differ.
KEPT_DIGITS, KEPT_PLACES = 15, 8

BEST_STATUS = (Status.OFFICIAL, Status.FLASH, Status.REPORTED, Status.ESTIMATE, Status.EXPECTATION)


class FactRefused(Exception):
    """An observation that the books do not take; the sentence says why."""


@dataclass(frozen=True)
class Origin:
    """Where a batch comes from and when it was published, received and released."""

    kind: Batch.Origin
    title: str
    known_at: dt.date
    received_at: dt.datetime
    released_at: dt.datetime | None = None
    file: StoredFile | None = None
    reference: str = ""
    historical: bool = False


@dataclass(frozen=True)
class New:
    """An observation to be recorded. A filed one names its cell; a derived one its method and inputs."""

    indicator: str
    subject: Subject | int
    period: Period
    basis: str
    value: Decimal
    status: str
    scope: str
    decimals: int | None = None
    stage: str = ""
    simulated: bool = False
    sheet: str = ""
    cell: str = ""
    cell_text: str = ""
    method: str = ""
    inputs: tuple[int, ...] = ()
    note: str = ""

    @property
    def subject_id(self) -> int:
        return self.subject if isinstance(self.subject, int) else self.subject.pk


@transaction.atomic
def record(news: Sequence[New], *, origin: Origin, by: User | None, now: dt.datetime) -> list[Observation]:
    """Append observations in one transaction; all of them or none.

    A derived figure inherits from its inputs: it is simulated if one is, historical if all are (else it would show on
    days on which an input was not yet in our books), released when all are. One that repeats the newest row of its key
    (same value, same inputs) is not written again, so that a computation may be run twice, also for a past day.
    """
    indicators = {row.code: row for row in Indicator.objects.filter(code__in={new.indicator for new in news})}
    used = {pk for new in news for pk in new.inputs}
    inputs = {row.pk: row for row in Observation.objects.filter(pk__in=used).select_related("batch")}
    _refuse_nonsense(news, indicators, inputs)
    if origin.kind == Batch.Origin.FILING:
        _refuse_without_original(news, origin, indicators)
    batch = Batch(
        origin=origin.kind,
        title=origin.title,
        reference=origin.reference,
        file=origin.file,
        known_at=origin.known_at,
        received_at=origin.received_at,
        released_at=origin.released_at,
        recorded_at=now,
        recorded_by=by,
        historical=origin.historical,
    )
    if inputs:
        batch.known_at = max(row.batch.known_at for row in inputs.values())
        batch.historical = all(row.batch.historical for row in inputs.values())
        held_back = any(row.batch.released_at is None for row in inputs.values())
        batch.released_at = None if held_back else batch.received_at
    today = now.astimezone(SHANGHAI).date()
    if batch.known_at > today:
        raise FactRefused(
            _("《%(title)s》的发布日 %(day)s 在入库那天（%(today)s）之后：请核对日期。")
            % {"title": batch.title, "day": batch.known_at, "today": today}
        )
    _refuse_what_has_not_happened(news, batch.known_at, indicators)
    standing = _standing(news, batch.known_at) if origin.kind != Batch.Origin.FILING else {}
    result: list[Observation] = []
    fresh: list[tuple[Observation, tuple[int, ...]]] = []
    for new in news:
        indicator = indicators[new.indicator]
        row = Observation(
            indicator=indicator,
            subject_id=new.subject_id,
            period_code=new.period.code,
            basis=new.basis,
            price_basis=indicator.price_basis,
            scope=new.scope,
            status=new.status,
            stage=new.stage,
            value=_kept(new.value),
            decimals=indicator.decimals if new.decimals is None else new.decimals,
            unit=indicator.unit,
            simulated=new.simulated or any(inputs[pk].simulated for pk in new.inputs),
            sheet=new.sheet,
            cell=new.cell,
            cell_text=new.cell_text[:60],
            method=new.method,
            note=_short(new.note, 300),
        )
        old = standing.get(_key(row))
        if old and old.value == row.value and _input_ids(old) == set(new.inputs):
            result.append(old)
            continue
        fresh.append((row, new.inputs))
        result.append(row)
    if fresh:
        batch.save(force_insert=True)
        for row, _inputs in fresh:
            row.batch = batch
        Observation.objects.bulk_create([row for row, _inputs in fresh])
        ObservationInput.objects.bulk_create(
            ObservationInput(observation=row, input_id=pk, position=position)
            for row, row_inputs in fresh
            for position, pk in enumerate(dict.fromkeys(row_inputs))
        )
        after = {
            "observations": len(fresh),
            "digest": digests.of_batch(batch.pk),
            "released_at": batch.released_at,
        }
        trail.note(by=by, deed=trail.RECORDED, about=batch, after=after)
    return result


def _refuse_nonsense(
    news: Sequence[New], indicators: dict[str, Indicator], inputs: dict[int, Observation]
) -> None:
    for new in news:
        indicator = indicators.get(new.indicator)
        if indicator is None:
            raise FactRefused(
                _("没有登记指标“%(code)s”：先在 rules/indicators 里登记。") % {"code": new.indicator}
            )
        if new.basis not in indicator.bases:
            label = Basis(new.basis).label if new.basis in Basis.values else new.basis
            raise FactRefused(
                _("指标“%(name)s”没有“%(basis)s”口径。") % {"name": indicator.name, "basis": label}
            )
        if not new.value.is_finite():
            raise FactRefused(_("指标“%(name)s”的值不是一个数。") % {"name": indicator.name})
        if abs(new.value) >= Decimal(10) ** KEPT_DIGITS:
            raise FactRefused(
                _("指标“%(name)s”的值 %(value)s 超过15位：请核对计量单位。")
                % {"name": indicator.name, "value": new.value}
            )
        period = new.period
        alone = period.kind == "month" and period.last_month <= 2
        if not indicator.january_alone and new.basis in (Basis.MONTH, Basis.YTD) and alone:
            raise FactRefused(
                _("“%(name)s”没有单独的1月、2月数：1—2月合并为一期，请按“1—2月”报。")
                % {"name": indicator.name}
            )
        _refuse_a_key_that_cannot_be(new, indicator)
        _refuse_a_value_out_of_bounds(new, indicator)
        for pk in new.inputs:
            if pk not in inputs:
                raise FactRefused(_("计算用到的第%(n)s号数不存在。") % {"n": pk})
    published = {new.subject_id: new for new in news if new.status in (Status.OFFICIAL, Status.FLASH)}
    for pk in Subject.objects.filter(
        pk__in=published, kind__in=[Subject.Kind.FIRM, Subject.Kind.BODY]
    ).values_list("pk", flat=True)[:1]:
        raise FactRefused(
            _("“%(name)s”的正式数（快报数）不能说企业或单位：统计部门只公布地区、考核单位和行业。")
            % {"name": indicators[published[pk].indicator].name}
        )


def _refuse_a_key_that_cannot_be(new: New, indicator: Indicator) -> None:
    """Period and basis, stage, scope and cell; and a fall by more than all."""
    if not re.search(PERIOD_OF_BASIS[Basis(new.basis)], new.period.code):
        wanted = {
            Basis.MONTH: _("当月数要写单月或1—2月，如 2020-05、2020-01..02"),
            Basis.YTD: _("累计数从1月起，如 2020-01..05"),
            Basis.QUARTER: _("当季数要写季度，如 2020-q2"),
            Basis.MTD: _("月内至旬末的数要写旬，如 2020-06-t2"),
        }[Basis(new.basis)]
        raise FactRefused(
            _("指标“%(name)s”的期别“%(period)s”与口径不符：%(wanted)s。")
            % {"name": indicator.name, "period": new.period.code, "wanted": wanted}
        )
    if new.indicator == GROWTH and new.value < -100:
        raise FactRefused(
            _("“%(name)s”的值 %(value)s 低于-100%%：产出不会减到零以下，请核对。")
            % {"name": indicator.name, "value": new.value}
        )
    if not new.scope:
        raise FactRefused(_("指标“%(name)s”没写统计范围版本。") % {"name": indicator.name})
    if new.stage not in Stage.values:
        raise FactRefused(
            _("没有“%(stage)s”这个发布阶段：初步写 preliminary，最终写 final。") % {"stage": new.stage}
        )
    if new.cell and not re.search(CELL, new.cell):
        raise FactRefused(_("单元格“%(cell)s”的写法不对：写成 C7 这样。") % {"cell": new.cell})


def _refuse_a_value_out_of_bounds(new: New, indicator: Indicator) -> None:
    """What the indicator's entry in the rules allows: kinds of figures, bounds, whole numbers, decimals."""
    told = {"name": indicator.name, "value": f"{new.value:f}"}
    if indicator.statuses and new.status not in indicator.statuses:
        label = Status(new.status).label if new.status in Status.values else new.status
        raise FactRefused(_("指标“%(name)s”没有“%(status)s”的数。") % (told | {"status": label}))
    value = _kept(new.value)
    if indicator.least is not None and value < indicator.least:
        raise FactRefused(
            _("“%(name)s”的值 %(value)s 小于 %(least)s：请核对。")
            % (told | {"least": f"{indicator.least.normalize():f}"})
        )
    if indicator.most is not None and value > indicator.most:
        raise FactRefused(
            _("“%(name)s”的值 %(value)s 大于 %(most)s：请核对。")
            % (told | {"most": f"{indicator.most.normalize():f}"})
        )
    if indicator.whole and value % 1:
        raise FactRefused(_("“%(name)s”的值 %(value)s 不是整数：请核对。") % told)
    decimals = indicator.decimals if new.decimals is None else new.decimals
    if new.cell and value != round_half_up(value, decimals):
        raise FactRefused(
            _("“%(name)s”的值 %(value)s 不止%(n)s位小数：请按原件写明小数位。") % (told | {"n": decimals})
        )


def _refuse_without_original(news: Sequence[New], origin: Origin, indicators: dict[str, Indicator]) -> None:
    if origin.file is None:
        raise FactRefused(_("《%(title)s》没有原件：报表入库必须留有原件。") % {"title": origin.title})
    for new in news:
        if not new.cell or not new.sheet:
            raise FactRefused(
                _("“%(name)s”没写取自哪个单元格：报表入库的数都要写明。")
                % {"name": indicators[new.indicator].name}
            )


def _refuse_what_has_not_happened(
    news: Sequence[New], known_at: dt.date, indicators: dict[str, Indicator]
) -> None:
    for new in news:
        if new.status in HAPPENED and new.period.end > known_at:
            raise FactRefused(
                _(
                    "“%(name)s”%(period)s到 %(end)s 才结束，%(day)s 不会有“%(status)s”的数：请核对报告期和日期。"
                )
                % {
                    "name": indicators[new.indicator].name,
                    "period": new.period.label_with_year,
                    "end": new.period.end,
                    "day": known_at,
                    "status": Status(new.status).label,
                }
            )


def _kept(value: Decimal) -> Decimal:
    """The value as both databases give it back: 8 places, 15 digits, half up."""
    if not value:
        return Decimal(0)
    places = min(KEPT_PLACES, KEPT_DIGITS - 1 - value.adjusted())
    return value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


def _short(text: str, limit: int) -> str:
    """A note that is too long for its column ends in …; PostgreSQL would refuse it, SQLite would not."""
    return text if len(text) <= limit else text[: limit - 1] + "…"


def _key(row: Observation) -> tuple[object, ...]:
    return (
        row.indicator_id,
        row.subject_id,
        row.period_code,
        row.basis,
        row.price_basis,
        row.scope,
        row.status,
    )


def _input_ids(row: Observation) -> set[int]:
    return {link.input_id for link in row.input_rows.all()}


def _standing(news: Sequence[New], day: dt.date) -> dict[tuple[object, ...], Observation]:
    rows = (
        Observation.objects.filter(
            indicator__in={new.indicator for new in news},
            period_code__in={new.period.code for new in news},
            batch__known_at__lte=day,
        )
        .select_related("batch")
        .prefetch_related("input_rows")
        .newest_first()
    )
    standing: dict[tuple[object, ...], Observation] = {}
    for row in rows:
        standing.setdefault(_key(row), row)
    return standing


@dataclass(frozen=True)
class Fact:
    """One figure of a frame, ready to print and to link."""

    id: int
    indicator: str
    subject_id: int
    period: Period
    basis: str
    status: str
    value: Decimal
    printed: Decimal
    decimals: int
    unit: str
    simulated: bool
    known_at: dt.date
    released: bool
    scope: str
    note: str = ""
    earlier: Decimal | None = None
    """What stood here before, as printed, where a newer print of the same key says otherwise; then 有修订."""
    stale: bool = False
    """Worked out from figures that have been replaced since: pages say 待收口 and not the number (see `Frame.dated`)."""


@dataclass(frozen=True)
class Frame:
    """The newest figure of each key as of a day: columns for engines, rows for pages."""

    as_of: dt.date
    facts: tuple[Fact, ...]
    _index: dict[tuple[str, int, str, str, str], Fact] = field(repr=False, compare=False)
    reader: User | None = field(default=None, repr=False, compare=False)

    def __len__(self) -> int:
        return len(self.facts)

    def __iter__(self) -> Iterator[Fact]:
        return iter(self.facts)

    @property
    def value(self) -> np.ndarray:
        """(n,) float64."""
        return np.array([float(fact.value) for fact in self.facts], dtype=np.float64)

    @property
    def id(self) -> np.ndarray:
        """(n,) int64."""
        return np.array([fact.id for fact in self.facts], dtype=np.int64)

    def get(
        self, indicator: str, subject: Subject | int, period: Period, basis: str, status: str | None = None
    ) -> Fact | None:
        """One figure, or None when nothing is known; without a status the best one (official before flash …)."""
        subject_id = subject if isinstance(subject, int) else subject.pk
        for candidate in (status,) if status else BEST_STATUS:
            found = self._index.get((indicator, subject_id, period.code, basis, str(candidate)))
            if found:
                return found
        return None

    @property
    def has_stale(self) -> bool:
        return any(fact.stale for fact in self.facts)

    @property
    def has_unreleased(self) -> bool:
        return not all(fact.released for fact in self.facts)

    def dated(self) -> "Frame":
        """The same figures, those marked that were worked out from figures which have been replaced since."""
        old = stale(self)
        if not old:
            return self
        index = {
            key: replace(fact, stale=True) if fact.id in old else fact for key, fact in self._index.items()
        }
        return replace(self, facts=_in_order(index), _index=index)


def frame(
    *,
    as_of: dt.date,
    indicators: Iterable[str] | None = None,
    subjects: Iterable[int] | None = None,
    periods: Iterable[Period] | None = None,
    reader: User | None = None,
) -> Frame:
    """Figures as known on a day. A reader sees what he may see; without one (a computation) all that is known."""
    rows = Observation.objects.known_on(as_of)
    if reader is not None:
        rows = rows.visible_to(reader)
    if indicators is not None:
        rows = rows.filter(indicator__in=list(indicators))
    if subjects is not None:
        rows = rows.filter(subject__in=list(subjects))
    if periods is not None:
        rows = rows.filter(period_code__in=[period.code for period in periods])
    index: dict[tuple[str, int, str, str, str], Fact] = {}
    parsed: dict[str, Period] = {}
    # Plain tuples: a page reads some seven hundred figures, and model objects would be half of its time.
    for (
        pk, indicator, subject, code, basis, status, value, decimals, unit, simulated, scope, note, known_at, released_at,
    ) in rows.newest_first().values_list(
        "pk", "indicator_id", "subject_id", "period_code", "basis", "status", "value", "decimals", "unit", "simulated",
        "scope", "note", "batch__known_at", "batch__released_at",
    ):  # fmt: skip
        key = (indicator, subject, code, basis, status)
        printed = round_half_up(value, decimals)
        if key in index:
            newest = index[key]
            if newest.earlier is None and newest.printed != printed:
                index[key] = replace(newest, earlier=printed)
            continue
        if code not in parsed:
            parsed[code] = Period.parse(code)
        index[key] = Fact(
            id=pk,
            indicator=indicator,
            subject_id=subject,
            period=parsed[code],
            basis=basis,
            status=status,
            value=value,
            printed=printed,
            decimals=decimals,
            unit=unit,
            simulated=simulated,
            known_at=known_at,
            released=released_at is not None,
            scope=scope,
            note=note,
        )
    return Frame(as_of=as_of, facts=_in_order(index), _index=index, reader=reader)


def _in_order(index: dict[tuple[str, int, str, str, str], Fact]) -> tuple[Fact, ...]:
    return tuple(sorted(index.values(), key=lambda fact: fact.id))


def stale(frame: Frame) -> frozenset[int]:
    """The ids of those figures of a frame that rest on a figure which is no longer the one to read on that day.

    Inputs are compared, directly and through other derived figures, and not the figure itself: a computation that runs
    again writes no second row of a figure that did not change. What the reader may not see makes nothing stale for him.
    """
    uses: dict[int, list[int]] = {}
    waiting = {fact.id for fact in frame}
    while waiting:
        links = ObservationInput.objects.filter(observation__in=waiting)
        uses.update({pk: [] for pk in waiting})
        derived = set()
        for pk, used, method in links.values_list("observation_id", "input_id", "input__method"):
            uses[pk].append(used)
            if method:  # what stands in a filed cell was made from nothing
                derived.add(used)
        waiting = derived - uses.keys()
    read = {
        fact.id
        for fact in frame
        if frame.get(fact.indicator, fact.subject_id, fact.period, fact.basis) is fact
    }
    inputs = {used for found in uses.values() for used in found}
    old = inputs - read - _newest(inputs - read, frame)
    rests_on = {pk: found for pk, found in uses.items() if found}
    while True:
        more = {pk for pk, found in rests_on.items() if pk not in old and not old.isdisjoint(found)}
        if not more:
            return frozenset(fact.id for fact in frame if fact.id in old and fact.id in rests_on)
        old |= more


def _newest(ids: set[int], frame: Frame) -> set[int]:
    """Those of some figures that are still what `Frame.get` gives for their place on the frame's day."""
    if not ids:
        return set()
    known = Observation.objects.known_on(frame.as_of)
    if frame.reader is not None and not frame.reader.can(Can.READ_UNRELEASED):
        known = known.filter(batch__released_at__isnull=False)
    best = Case(*(When(status=status, then=place) for place, status in enumerate(BEST_STATUS)))
    same = known.filter(
        indicator=OuterRef("indicator"),
        subject=OuterRef("subject"),
        period_code=OuterRef("period_code"),
        basis=OuterRef("basis"),
    ).order_by(best, "-batch__known_at", "-batch__recorded_at", "-pk")
    rows = Observation.objects.filter(pk__in=ids).annotate(newest=Subquery(same.values("pk")[:1]))
    return set(rows.filter(Q(newest=F("pk")) | Q(newest=None)).values_list("pk", flat=True))


@dataclass(frozen=True)
class Trace:
    """All that is known about one figure: cell, inputs, versions, and where it was used."""

    observation: Observation
    inputs: tuple[Observation, ...]
    outputs: tuple[Observation, ...]
    versions: tuple[Observation, ...]
    citations: tuple[Citation, ...]

    @property
    def current(self) -> Observation:
        return self.versions[0]


def trace(observation: Observation) -> Trace:
    related = Observation.objects.select_related("indicator", "batch__file").prefetch_related(
        "subject__names"
    )
    return Trace(
        observation=observation,
        inputs=tuple(related.filter(output_rows__observation=observation).order_by("output_rows__position")),
        outputs=tuple(related.filter(input_rows__input=observation).order_by("pk")),
        versions=tuple(related.same_key_as(observation).newest_first()),
        citations=tuple(observation.citations.order_by("-cited_at", "place")),
    )


def roots(observation: Observation) -> list[Observation]:
    """The cells at the very bottom: follow inputs of inputs until figures that stand in a filed sheet."""
    found: dict[int, Observation] = {}
    seen, waiting = {observation.pk}, [observation.pk]
    while waiting:
        links = ObservationInput.objects.filter(observation__in=waiting).values_list("input_id", flat=True)
        waiting = [pk for pk in set(links) if pk not in seen]
        seen.update(waiting)
        rows = (
            Observation.objects.filter(pk__in=waiting)
            .exclude(cell="")
            .select_related("indicator", "batch__file")
        )
        found.update({row.pk: row for row in rows.prefetch_related("subject__names")})
    return [found[pk] for pk in sorted(found)]


def cite(
    observation: Observation, *, document: str, title: str, url: str, place: str, now: dt.datetime
) -> Citation:
    """Note that a document printed this figure; citing the same place twice changes nothing."""
    citation, _created = Citation.objects.get_or_create(
        observation=observation,
        document=document,
        place=place,
        defaults={"title": title, "url": url, "cited_at": now},
    )
    return citation


def note_citations(document: str, *, about: Model, by: User | None) -> None:
    """Put into the trail what a document that is now complete cites; nothing is added to it after."""
    count, digest = digests.of_citations(document)
    after = {"document": document, "citations": count, "digest": digest}
    trail.note(by=by, deed=trail.CITED, about=about, after=after)


@transaction.atomic
def release(batch: Batch, *, by: User | None, now: dt.datetime, reason: str) -> list[Batch]:
    """Open a batch to all readers, and with it every derived batch all of whose inputs are now open."""
    opened: list[Batch] = []
    waiting = [batch.pk]
    while waiting:
        current = Batch.objects.select_for_update().get(
            pk=waiting.pop()
        )  # another way may have opened it meanwhile
        if current.released_at is not None:
            continue
        if (
            current.origin != Batch.Origin.FILING
            and Batch.objects.filter(
                observations__output_rows__observation__batch=current, released_at__isnull=True
            )
            .exclude(pk=current.pk)
            .exists()
        ):
            continue
        current.released_at = now
        current.save(update_fields=["released_at"])
        trail.note(by=by, deed="facts.release", about=current, after={"released_at": now}, reason=reason)
        opened.append(current)
        waiting.extend(
            Batch.objects.filter(observations__input_rows__input__batch=current, released_at__isnull=True)
            .distinct()
            .order_by("pk")
            .values_list("pk", flat=True)
        )
    return opened
