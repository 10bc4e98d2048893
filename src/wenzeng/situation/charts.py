"""势: from a sheet of figures to the drawings of a page. What is drawn stands in the figures; nothing is computed here."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from wenzeng.base.facts import Fact
from wenzeng.base.models import Subject
from wenzeng.base.models.facts import Basis
from wenzeng.engines import charts_svg as svg
from wenzeng.engines.period import Period
from wenzeng.engines.wording import screen_number
from wenzeng.situation.queries import Row, Sheet, absent, earlier_print, remaining

Drawing = tuple[Sequence[str], list[svg.Line], svg.TargetPath | None, list[svg.Note]]


def _safe(drawing: str) -> SafeString:
    return mark_safe(drawing)  # noqa: S308  # drawn by engines.charts_svg, which escapes every text


def _link(fact: Fact | None) -> str | None:
    return reverse("figure", args=[fact.id]) if fact else None


def _line(
    page: Sheet, subject: Subject, name: str, look: svg.Look, periods: Sequence[Period], basis: str
) -> svg.Line:
    found = [
        page.growth(subject, period, basis) if period.end <= page.period.end else None for period in periods
    ]
    return svg.Line(
        name=name,
        values=[fact.printed if fact else None for fact in found],
        look=look,
        hrefs=[_link(fact) for fact in found],
        revised=frozenset(
            index for index, fact in enumerate(found) if earlier_print(page.series, fact) is not None
        ),
        missing=absent.of_growth(page, subject),
    )


def trajectory(
    page: Sheet, *, basis: str = Basis.YTD, unit: Subject | None = None, title: str = ""
) -> SafeString:
    """走到哪、该到哪, in the width that fits; a unit's page puts the unit before the city and leaves the path out."""
    labels, lines, target, notes = _drawing(page, basis, unit)
    return _safe(
        svg.for_all_widths(
            lambda size: svg.trajectory(labels, lines, target, title=title, notes=notes, size=size)
        )
    )


def trajectory_for_paper(page: Sheet, *, title: str, unit: Subject | None = None) -> SafeString:
    """Without links: nobody presses paper, and on a screen a sheet is too small for a finger."""
    labels, lines, target, notes = _drawing(page, Basis.YTD, unit)
    lines = [replace(line, hrefs=()) for line in lines]
    target = replace(target, href=None) if target else None
    notes = [replace(note, href=None) for note in notes]
    return _safe(svg.trajectory(labels, lines, target, title=title, notes=notes, size="m"))


def _drawing(page: Sheet, basis: str, unit: Subject | None) -> Drawing:
    year = page.year if basis == Basis.YTD else [period.month_of() for period in page.year]
    if unit is not None:
        year = year[: len(page.prints)]
    labels = [period.label for period in year]
    if basis == Basis.YTD and unit is None:
        labels[-1] = _("全年")
    city, province, nation = page.city.city, page.city.province, page.city.nation
    if unit is None:
        shown: list[tuple[Subject, str, svg.Look]] = [
            (city, page.short(city), "city"),
            (province, page.short(province), "province"),
            (nation, page.short(nation), "nation"),
        ]
    else:
        shown = [
            (unit, page.short(unit), "city"),
            (city, page.short(city), "province"),
            (province, page.short(province), "nation"),
        ]
    lines = [_line(page, subject, name, look, year, basis) for subject, name, look in shown]
    if unit is not None:
        return labels, lines, None, []
    path = _path(page, basis)
    return labels, lines, path, _notes(page) if path else []


def path_facts(page: Sheet) -> list[Fact]:
    """The target line that was worked out from the period shown; one worked out from a later print is another line."""
    city = page.city.city
    needed = page.fresh("targets.required", city)
    ahead = [period for period in page.year if period.end > page.period.end]
    found = [page.series.get("targets.path", city, period, Basis.YTD) for period in ahead]
    facts = [
        fact for fact in found if fact and not fact.stale and needed and fact.known_at == needed.known_at
    ]
    return facts if len(facts) == len(ahead) else []


def _path(page: Sheet, basis: str) -> svg.TargetPath | None:
    city = page.city.city
    ahead = path_facts(page)
    target = page.series.get("targets.value", city, page.year[-1], Basis.YTD)
    start = page.growth(city)
    if not ahead or target is None or start is None:
        return None
    behind: list[Decimal | None] = [None] * (len(page.prints) - 1)
    turn = _turn(page)
    label = _("目标 %(n)s") % {"n": screen_number(target.printed, plus=True)}
    if basis == Basis.YTD:
        return svg.TargetPath(
            values=[*behind, start.printed, *(fact.value for fact in ahead)],
            label=label,
            turn=turn,
            turn_label=_("三季度转正") if turn is not None else "",
            href=_link(target),
        )
    needed, first, rest = _rates(page)
    if needed is None:
        return None
    values = [
        (
            first.printed
            if first and turn is not None and index <= turn
            else rest.printed
            if first and rest
            else needed.printed
        )
        for index in range(len(page.prints), len(page.year))
    ]
    return svg.TargetPath(
        values=[*behind, None, *values], label=_("须达 %(n)s") % {"n": screen_number(values[-1], plus=True)}
    )


def _turn(page: Sheet) -> int | None:
    """Where on the axis the interim target stands, if it still lies ahead and bends the line."""
    if page.fresh("targets.required_after_turn", page.city.city) is None:
        return None
    for index, period in enumerate(page.year[:-1]):
        if period.end > page.period.end and page.series.get(
            "targets.value", page.city.city, period, Basis.YTD
        ):
            return index
    return None


def _rates(page: Sheet) -> tuple[Fact | None, Fact | None, Fact | None]:
    city = page.city.city
    return (
        page.fresh("targets.required", city),
        page.fresh("targets.required_turn", city),
        page.fresh("targets.required_after_turn", city),
    )


def _notes(page: Sheet) -> list[svg.Note]:
    """The box beside the lines: what each stretch needs, and what the latest month was."""
    needed, first, rest = _rates(page)
    turn = _turn(page)
    target = page.series.get("targets.value", page.city.city, page.year[-1], Basis.YTD)
    if needed is None or target is None:
        return []
    goal = _("全年%(n)s%%") % {"n": screen_number(target.printed, plus=True).removesuffix(".0")}
    notes = [svg.Note(_("照目标线走，要做到："), "head")]
    if first and rest and turn is not None:
        to = page.year[turn].last_month
        notes.append(
            svg.Note(
                _("%(months)s　月均%(rate)s%%　%(goal)s")
                % {
                    "months": _months(page.period.last_month + 1, to),
                    "rate": screen_number(first.printed, plus=True),
                    "goal": _("三季度累计转正"),
                },
                href=_link(first),
            )
        )
        needed, months = rest, _months(to + 1, 12)
    else:
        months = remaining(page.period)
    notes.append(
        svg.Note(
            _("%(months)s　月均%(rate)s%%　%(goal)s")
            % {"months": months, "rate": screen_number(needed.printed, plus=True), "goal": goal},
            href=_link(needed),
        )
    )
    month = page.growth(page.city.city, basis=Basis.MONTH)
    if month:
        notes.append(
            svg.Note(
                _("%(month)s当月实际 %(rate)s%%")
                % {"month": month.period.label, "rate": screen_number(month.printed, plus=True)},
                "worse" if month.printed < needed.printed else "plain",
                href=_link(month),
            )
        )
    return notes


def _months(first: int, last: int) -> str:
    return _("%(n)s月") % {"n": first} if first == last else f"{first}–{last}" + _("月")


def prints_of_rows(rows: Sequence[Row]) -> dict[int, SafeString]:
    """The mini columns of every row, on one scale."""
    scale = svg.shared_scale([[fact.printed if fact else None for fact in row.prints] for row in rows])
    return {
        row.subject.pk: _safe(
            svg.mini_columns(
                [fact.printed if fact else None for fact in row.prints], scale, worse_last=row.worse
            )
        )
        for row in rows
    }


def gaps_of_rows(rows: Sequence[Row]) -> dict[int, SafeString]:
    gaps = {
        row.subject.pk: row.to_province.printed if row.to_province and not row.to_province.stale else None
        for row in rows
    }
    scale = svg.shared_scale([list(gaps.values())])
    return {pk: _safe(svg.gap_bar(gap, scale)) for pk, gap in gaps.items()}


def bars_for_a_phone(rows: Sequence[Row], *, title: str, query: str) -> SafeString:
    """The league of a phone, the weakest first, each bar a link to the unit."""
    known = sorted(rows, key=lambda row: (row.growth is None, row.growth.value if row.growth else Decimal(0)))
    bars = [
        svg.Bar(
            name=row.short,
            value=row.growth.printed if row.growth else None,
            worse=row.worse,
            href=f"{row.href}?{query}",
            light=row.light_code if row.light and not row.light.stale else None,
            light_word="",
        )
        for row in known
    ]
    return _safe(svg.league_bars(bars, title=title))
