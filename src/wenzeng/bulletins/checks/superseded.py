"""A newer version of a figure, known on the bulletin's day, asks for a sentence."""

from collections.abc import Iterator

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
                f"{one.place}：{what(row)}已于{newer.batch.known_at}修订为{newer.printed}{newer.unit}（第{newer.pk}号），"
                f"这里用的是旧数{row.printed}（第{row.pk}号）。重新起草，或写明为什么用旧数。",
                one.ordinal,
                row.pk,
            )
        elif stale := draft.made_from.get(row.pk, frozenset()) & draft.newer.keys():
            revised = draft.newer[min(stale)]
            yield Finding(
                "superseded",
                "explain",
                one.place,
                f"{one.place}：{what(row)}是用旧数算的，所用的{revised.indicator.name}已于{revised.batch.known_at}"
                f"修订为{revised.printed}{revised.unit}（第{revised.pk}号）。重新计算后再起草，或写明为什么用旧数。",
                one.ordinal,
                row.pk,
            )
