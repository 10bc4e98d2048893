"""A printed figure must be its observation."""

from collections.abc import Iterator

from wenzeng.bulletins.checks.draft import Draft, Finding, what


def check(draft: Draft) -> Iterator[Finding]:
    """正文数字与观测值不符。"""
    for one in draft.printed:
        row = draft.observations.get(one.token.observation)
        if row is None:
            yield Finding(
                "value",
                "block",
                one.place,
                f"{one.place}：没有第{one.token.observation}号数，“{one.token.text}”没有可以引用的出处。"
                "改成已入库的数的编号，或删去这个数。",
                one.ordinal,
                one.token.observation,
            )
            continue
        expected = draft.expected(one.token)
        if expected != one.token.text:
            shown = one.token.text or "（空）"
            mend = f"改成{expected}" if expected else "重新引用这个数"
            yield Finding(
                "value",
                "block",
                one.place,
                f"{one.place}：印的是{shown}，{what(row)}是{row.printed}{row.unit}（第{row.pk}号）。"
                f"{mend}；数据有修订的，先报修订再起草。",
                one.ordinal,
                row.pk,
            )
