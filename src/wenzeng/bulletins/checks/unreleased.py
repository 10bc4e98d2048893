"""What is not released is not quotable (decisions.md 29)."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from wenzeng.bulletins.checks.draft import Draft, Finding, what


def check(draft: Draft) -> Iterator[Finding]:
    """引用了未发布的数。"""
    told: set[int] = set()
    for one in draft.printed:
        row = draft.observations.get(one.token.observation)
        if row is None or row.pk in told or row.batch.released_at is not None:
            continue
        told.add(row.pk)
        yield Finding(
            "unreleased",
            "block",
            one.place,
            _("%(place)s：%(figure)s（第%(id)s号）还没有发布，不能引用。等发布后再用，或删去这一句。")
            % {"place": one.place, "figure": what(row), "id": row.pk},
            one.ordinal,
            row.pk,
        )
