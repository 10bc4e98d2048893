"""What a gap, a rank or a pull is held against must be what it was worked out against."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from wenzeng.base.models import Observation
from wenzeng.bulletins.checks.draft import Draft, Finding, what
from wenzeng.bulletins.checks.reading import SOUTH, UNITS_AT_LARGE, Place


def check(draft: Draft) -> Iterator[Finding]:
    """对比的地方或排名的范围与观测值不符，或没有写。"""
    for one in draft.printed:
        row = draft.observations.get(one.token.observation)
        right = _right(draft, row) if row else ()
        if row is None or not right or (one.in_table and row.indicator_id == "situation.rank_in_city"):
            continue
        said = draft.said[one.ordinal]
        # 下拉5.43个百分点 is said of 全市 without naming it; a gap or a rank without its reference says nothing.
        is_pull = row.indicator_id == "situation.pull"
        against = said.against_here if is_pull else said.against
        about = {
            "place": one.place,
            "number": one.token.text,
            "id": row.pk,
            "figure": what(row),
            "right": right[0].name,
        }
        if not against and not is_pull:
            yield Finding(
                "comparator",
                "explain",
                one.place,
                _(
                    "%(place)s：%(number)s前面看不出和谁比，第%(id)s号是%(figure)s，比的是“%(right)s”。写上“%(right)s”，或写明为什么不写。"
                )
                % about,
                one.ordinal,
                row.pk,
            )
        elif against and not any(_same(one_said, one_right) for one_said in against for one_right in right):
            yield Finding(
                "comparator",
                "block",
                one.place,
                _(
                    "%(place)s：%(number)s前面写的是和“%(said)s”比，第%(id)s号是%(figure)s，比的是“%(right)s”。改成“%(right)s”，或改引对应的数。"
                )
                % {**about, "said": "、".join(place.name for place in against)},
                one.ordinal,
                row.pk,
            )


def _right(draft: Draft, row: Observation) -> tuple[Place, ...]:
    city = draft.names.city
    match row.indicator_id:
        case "situation.gap_to_province":
            return (Place("全省", frozenset({city.province.pk})),)
        case "situation.rank_in_province" | "situation.rank_from_bottom_in_province":
            return (Place("全省", frozenset({city.province.pk})),)
        case "situation.gap_to_city" | "situation.pull":
            return (Place("全市", frozenset({city.city.pk})),)
        case "situation.rank_in_city":
            return (Place("全市", frozenset({city.city.pk})), Place(UNITS_AT_LARGE))
        case "situation.rank_in_south":
            return (Place(SOUTH),)
        case "situation.gap_to_peer":
            return (Place(row.subject.name_on(row.period.end), frozenset({row.subject_id})),)
    return ()


def _same(one: Place, other: Place) -> bool:
    return bool(one.ids & other.ids) or one.name == other.name
