"""A newer version of a figure, known on the bulletin's day, asks for a sentence."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from wenzeng.bulletins.checks.draft import Draft, Finding, what


def check(draft: Draft) -> Iterator[Finding]:
    """引用的数已有修订。"""
    told: set[int] = set()
    for one in draft.printed:
        row = draft.observations.get(one.token.observation)
        if row is None or row.pk in told:
            continue
        told.add(row.pk)
        newer = draft.newer.get(row.pk)
        if newer:
            yield Finding(
                "superseded",
                "explain",
                one.place,
                _(
                    "%(place)s：%(figure)s已于%(day)s修订为%(value)s（第%(new)s号），这里用的是旧数%(old_value)s（第%(old)s号）。重新起草，或写明为什么用旧数。"
                )
                % {
                    "place": one.place,
                    "figure": what(row),
                    "day": newer.batch.known_at,
                    "value": f"{newer.printed}{newer.unit}",
                    "new": newer.pk,
                    "old_value": row.printed,
                    "old": row.pk,
                },
                one.ordinal,
                row.pk,
            )
        elif stale := draft.made_from.get(row.pk, frozenset()) & draft.newer.keys():
            revised = draft.newer[min(stale)]
            yield Finding(
                "superseded",
                "explain",
                one.place,
                _(
                    "%(place)s：%(figure)s是用旧数算的，所用的%(indicator)s已于%(day)s修订为%(value)s（第%(new)s号）。重新计算后再起草，或写明为什么用旧数。"
                )
                % {
                    "place": one.place,
                    "figure": what(row),
                    "indicator": revised.indicator.name,
                    "day": revised.batch.known_at,
                    "value": f"{revised.printed}{revised.unit}",
                    "new": revised.pk,
                },
                one.ordinal,
                row.pk,
            )
