"""势: what a month's prints amount to. Gaps, changes, pulls, ranks and runs, each recorded with the cells it is from.

Everything is taken on printed decimals, so that a reader can redo it with the two figures before him. A figure whose
inputs are not all known is not recorded and is named in `Computed.missing`; it is never a zero.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from wenzeng.base import facts, trail
from wenzeng.base.facts import Fact, Frame, New, Origin
from wenzeng.base.models import Batch, Observation, Subject, User
from wenzeng.base.models.facts import Basis, Status
from wenzeng.base.subjects import City, members, the_city
from wenzeng.engines.growth import movement, negative_run, positive_run
from wenzeng.engines.period import Period, published_to_date
from wenzeng.engines.ranks import Rank, rank
from wenzeng.engines.rounding import gap_pp

GROWTH, SHARE = "iva.growth", "iva.base_share"
AT_WORK, FIRMS = "county.firms_at_work", "county.firms"
PROVINCE_CITIES, SOUTHERN_CITIES = "reference.rank_province_cities", "reference.rank_southern"


class CannotCompute(Exception):
    """A month that cannot be computed at all; the sentence says what is needed first."""


@dataclass(frozen=True)
class Computed:
    """What was recorded, and what could not be and why."""

    observations: list[Observation]
    missing: tuple[str, ...]


@dataclass
class _Sheet:
    """The month's figures at hand, and what is being made of them."""

    period: Period
    frame: Frame
    city: City
    scope: str
    news: list[New] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)

    def growth(self, subject: Subject, basis: str, period: Period | None = None) -> Fact | None:
        """The print of a period; the January–February month is the one print that covers both."""
        period = period or (self.period if basis == Basis.YTD else self.period.month_of())
        if basis == Basis.MONTH and period.is_january_february:
            basis = Basis.YTD
        return self.frame.get(GROWTH, subject, period, basis)

    def want(self, subject: Subject, basis: str, period: Period | None = None) -> Fact | None:
        """The same, and noted as missing where it is not known."""
        found = self.growth(subject, basis, period)
        if found is None:
            period = period or (self.period if basis == Basis.YTD else self.period.month_of())
            self.miss(_("缺%(subject)s%(period)s%(basis)s增速") % self._words(subject, period, basis))
        return found

    def miss(self, sentence: str) -> None:
        if sentence not in self.missing:
            self.missing.append(sentence)

    def _words(self, subject: Subject, period: Period, basis: str) -> dict[str, str]:
        return {
            "subject": subject.name_on(period.end),
            "period": period.label,
            "basis": str(Basis.YTD.label) if basis == Basis.YTD else "",
        }

    def add(
        self,
        indicator: str,
        subject: Subject,
        value: Decimal | int,
        inputs: Sequence[Fact],
        *,
        basis: str = Basis.YTD,
        note: str = "",
    ) -> None:
        self.news.append(
            New(
                indicator=f"situation.{indicator}",
                subject=subject,
                period=self.period if basis == Basis.YTD else self.period.month_of(),
                basis=basis,
                value=Decimal(value),
                status=Status.ESTIMATE,
                scope=self.scope,
                method=f"situation.{indicator}@1",
                inputs=tuple(fact.id for fact in inputs),
                note=note,
            )
        )


@transaction.atomic
def compute(*, period: Period, as_of: dt.date, by: User | None, now: dt.datetime) -> Computed:
    """Record the month's situation from what was known on a day; running it again adds nothing new."""
    if not period.is_year_to_date:
        raise CannotCompute(
            _("%(period)s不是累计期别：请用 2020-01..05 这样的期别。") % {"period": period.label_with_year}
        )
    city = the_city()
    cities = members(PROVINCE_CITIES)[1]
    subjects = {city.nation, city.province, city.city, *city.peers, *cities, *city.units}
    prints = published_to_date(period.year, period.last_month)
    frame = facts.frame(
        as_of=as_of,
        indicators=[GROWTH, SHARE],
        subjects=[subject.pk for subject in subjects],
        periods={*prints, *(each.month_of() for each in prints)},
    )
    ours = frame.get(GROWTH, city.city, period, Basis.YTD)
    if ours is None:
        raise CannotCompute(
            _("%(day)s还没有%(city)s%(period)s的累计增速：先收下统计局月度通知。")
            % {"day": as_of, "city": city.city.name_on(period.end), "period": period.label_with_year}
        )
    sheet = _Sheet(period=period, frame=frame, city=city, scope=ours.scope)
    _gaps(sheet)
    _changes(sheet)
    _pulls(sheet, ours)
    _ranks(sheet)
    _negative_months(sheet, prints)
    _positive_months(sheet, prints)
    _narrowing(sheet)
    title = _("%(period)s形势测算") % {"period": period.label_with_year}
    origin = Origin(kind=Batch.Origin.DERIVED, title=title, known_at=as_of, received_at=now, released_at=now)
    observations = facts.record(sheet.news, origin=origin, by=by, now=now)
    # What the counties file is released on its own day, so it goes into a batch of its own.
    sheet.news = []
    _firms_at_work(sheet, as_of)
    observations += facts.record(sheet.news, origin=origin, by=by, now=now)
    if observations:
        trail.note(
            by=by,
            deed="situation.compute",
            about=observations[0].batch,
            after={
                "period": period.code,
                "as_of": as_of,
                "figures": len(observations),
                "missing": sheet.missing,
            },
        )
    return Computed(observations, tuple(sheet.missing))


def _gaps(sheet: _Sheet) -> None:
    """Ours minus theirs, on the printed decimals (1.4 and −20.7 give −22.1)."""
    city = sheet.city
    for basis in (Basis.YTD, Basis.MONTH):
        if basis == Basis.MONTH and sheet.period.is_january_february:
            continue
        need = sheet.want if basis == Basis.YTD else sheet.growth
        province, ours = need(city.province, basis), need(city.city, basis)
        for subject in (city.city, *city.units):
            own = need(subject, basis)
            if own and province:
                sheet.add(
                    "gap_to_province",
                    subject,
                    gap_pp(own.printed, province.printed),
                    [own, province],
                    basis=basis,
                )
            if own and ours and subject != city.city:
                sheet.add("gap_to_city", subject, gap_pp(own.printed, ours.printed), [own, ours], basis=basis)
        for peer in city.peers:
            theirs = need(peer, basis)
            if ours and theirs:
                sheet.add(
                    "gap_to_peer",
                    peer,
                    gap_pp(ours.printed, theirs.printed),
                    [ours, theirs],
                    basis=basis,
                    note=_("%(ours)s减%(peer)s")
                    % {"ours": city.city.name_on(sheet.period.end), "peer": peer.name_on(sheet.period.end)},
                )


def _changes(sheet: _Sheet) -> None:
    """Against the print before: 1–5 with 1–4, May with April, March with January–February."""
    city = sheet.city
    for basis in (Basis.YTD, Basis.MONTH):
        period = sheet.period if basis == Basis.YTD else sheet.period.month_of()
        before = period.previous_print()
        if before is None or (basis == Basis.MONTH and sheet.period.is_january_february):
            continue
        for subject in (city.nation, city.province, city.city, *city.peers, *city.units):
            own = sheet.want if subject in city.units or subject == city.city else sheet.growth
            if basis == Basis.MONTH:
                own = sheet.growth
            now, then = own(subject, basis, period), own(subject, basis, before)
            if now and then:
                sheet.add(
                    "change",
                    subject,
                    gap_pp(now.printed, then.printed),
                    [now, then],
                    basis=basis,
                    note=_("%(now)s减%(before)s") % {"now": period.label, "before": before.label},
                )


def _pulls(sheet: _Sheet, ours: Fact) -> None:
    """Base share times growth, unrounded; what the units do not explain stands in a line of its own."""
    inputs: list[Fact] = [ours]
    total = Decimal(0)
    whole = True
    for unit in sheet.city.units:
        growth = sheet.growth(unit, Basis.YTD)
        share = sheet.frame.get(SHARE, unit, sheet.period, Basis.YTD)
        if share is None:
            sheet.miss(
                _("缺%(subject)s%(period)s基期比重")
                % {"subject": unit.name_on(sheet.period.end), "period": sheet.period.label}
            )
        if growth is None or share is None:
            whole = False
            continue
        pull = share.value / 100 * growth.value
        total += pull
        inputs += [growth, share]
        sheet.add("pull", unit, pull, [growth, share])
    if whole and sheet.city.units:
        note = _("各单位合计%(sum)s个百分点") % {"sum": f"{total:.2f}".replace("-", "−")}
        sheet.add("pull_residual", sheet.city.city, ours.value - total, inputs, note=note)


def _ranks(sheet: _Sheet) -> None:
    """Places by cumulative growth. A unit that has not reported is not ranked; a rank among cities needs them all."""
    city = sheet.city
    known = [(unit, fact) for unit in city.units if (fact := sheet.growth(unit, Basis.YTD))]
    inputs = [fact for _unit, fact in known]
    for (unit, _fact), place in zip(known, rank([fact.printed for fact in inputs]), strict=True):
        if place.position is not None:
            sheet.add("rank_in_city", unit, place.position, inputs, note=_place_note(place, _("个考核单位")))
    for rule, indicators in (
        (PROVINCE_CITIES, ("rank_in_province", "rank_from_bottom_in_province")),
        (SOUTHERN_CITIES, ("rank_in_south",)),
    ):
        label, group = members(rule)
        rows = [sheet.want(subject, Basis.YTD) for subject in group]
        found = [row for row in rows if row is not None]
        if len(found) < len(group) or city.city not in group:
            continue
        place = rank([row.printed for row in found])[group.index(city.city)]
        for indicator in indicators:
            value = place.position_from_bottom if "bottom" in indicator else place.position
            if value is not None:
                sheet.add(indicator, city.city, value, found, note=_place_note(place, "", label))


def _place_note(place: Rank, counted: str, label: str = "") -> str:
    note = label or _("%(n)s%(counted)s") % {"n": place.denominator, "counted": counted}
    return note + _("，与另%(n)s个并列") % {"n": place.tied_with} if place.tied_with else note


def _negative_months(sheet: _Sheet, prints: Sequence[Period]) -> None:
    """How many months the cumulative rate has been below zero; a gap in the prints leaves it unsaid."""
    for subject in (sheet.city.city, *sheet.city.units):
        run: list[Fact] = []
        broken = False
        for period in reversed(prints):
            fact = sheet.want(subject, Basis.YTD, period)
            if fact is None:
                broken = True
                break
            run.insert(0, fact)
            if fact.printed >= 0:
                break
        if broken or not run:
            continue
        months = [fact.period.month_of().n_months for fact in run]
        counted = negative_run([fact.printed for fact in run], months)
        note = _("公布%(prints)s期，计%(months)s个月") % {"prints": counted.prints, "months": counted.months}
        sheet.add("negative_months", subject, counted.months, run, note=note if counted.prints else "")


def _positive_months(sheet: _Sheet, prints: Sequence[Period]) -> None:
    """How many months in a row the single month grew. A month without a print of its own leaves it unsaid."""
    if sheet.period.is_january_february:
        return
    for subject in (sheet.city.nation, sheet.city.province, sheet.city.city):
        run: list[Fact] = []
        for period in reversed(prints):
            fact = sheet.growth(subject, Basis.MONTH, period.month_of())
            if fact is None:
                run = []
                break
            run.insert(0, fact)
            if fact.printed <= 0:
                break
        if not run:
            continue
        counted = positive_run(
            [fact.printed for fact in run], [fact.period.month_of().n_months for fact in run]
        )
        note = _("公布%(prints)s期，计%(months)s个月") % {"prints": counted.prints, "months": counted.months}
        sheet.add(
            "positive_months",
            subject,
            counted.months,
            run,
            basis=Basis.MONTH,
            note=note if counted.prints else "",
        )


def _narrowing(sheet: _Sheet) -> None:
    """How many units fall less, and how many more, than in the print before; only when all of them are known."""
    before = sheet.period.previous_print()
    if before is None:
        return
    inputs: list[Fact] = []
    moves: list[str] = []
    for unit in sheet.city.units:
        now, then = sheet.growth(unit, Basis.YTD), sheet.growth(unit, Basis.YTD, before)
        if now is None or then is None:
            return
        inputs += [now, then]
        moves.append(movement(then.printed, now.printed).code)
    note = _("共%(n)s个考核单位，较%(before)s") % {"n": len(moves), "before": before.label}
    sheet.add("units_narrowing", sheet.city.city, moves.count("decline_narrows"), inputs, note=note)
    sheet.add("units_widening", sheet.city.city, moves.count("decline_widens"), inputs, note=note)


def _firms_at_work(sheet: _Sheet, as_of: dt.date) -> None:
    """开工面 over the units that filed both counts; the note says how many did."""
    month = sheet.period.month_of()
    frame = facts.frame(
        as_of=as_of,
        indicators=[AT_WORK, FIRMS],
        subjects=[unit.pk for unit in sheet.city.units],
        periods=[month],
    )
    pairs = []
    for unit in sheet.city.units:
        at_work, firms = (frame.get(indicator, unit, month, Basis.MONTH) for indicator in (AT_WORK, FIRMS))
        if at_work and firms:
            pairs.append((at_work, firms))
        else:
            sheet.miss(
                _("缺%(subject)s%(period)s开工户数（县区月报）")
                % {"subject": unit.name_on(sheet.period.end), "period": month.label}
            )
    working, all_firms = (sum((pair[side].value for pair in pairs), Decimal(0)) for side in (0, 1))
    if not all_firms:
        return
    note = _("%(working)s/%(firms)s户，报送%(units)s个") % {
        "units": len(pairs),
        "working": int(working),
        "firms": int(all_firms),
    }
    inputs = [fact for pair in pairs for fact in pair]
    sheet.add(
        "firms_at_work_share",
        sheet.city.city,
        working / all_firms * 100,
        inputs,
        basis=Basis.MONTH,
        note=note,
    )
