"""A growth rate of value added is not one of power, profit or investment."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from wenzeng.bulletins.checks.draft import Draft, Finding, last_clause, what

# Nouns of other measures, with the indicators that may follow them; () where the books hold none.
MEASURES: dict[str, tuple[str, ...]] = {
    "用电": ("county.power",),
    "产值": ("county.output",),
    "生产总值": (),
    "利润": (),
    "利税": (),
    "税收": (),
    "营业收入": (),
    "投资": (),
    "出口": (),
    "零售": (),
    "价格": (),
}
# What no reader takes for anything else than what its own name says.
ONLY_BY_NAME: dict[str, tuple[str, ...]] = {"situation.pull_residual": ("差额", "四舍五入差", "之差")}


def check(draft: Draft) -> Iterator[Finding]:
    """写的指标与观测值的指标不符。"""
    for one in draft.printed:
        row = draft.observations.get(one.token.observation)
        if row is None or one.in_table:
            continue
        clause = last_clause(one.before)
        said = max((word for word in MEASURES if word in clause), key=clause.rfind, default="")
        names = ONLY_BY_NAME.get(row.indicator_id, ())
        if names and not any(name in clause for name in names):
            yield Finding(
                "measure",
                "block",
                one.place,
                _(
                    "%(place)s：第%(id)s号%(number)s是%(figure)s，前面没有写“%(right)s”。写上“%(right)s”，或改引这句话说的数。"
                )
                % {
                    "place": one.place,
                    "id": row.pk,
                    "number": one.token.text,
                    "figure": what(row),
                    "right": _("”或“").join(names),
                },
                one.ordinal,
                row.pk,
            )
        if said and clause.rfind("增加值") < clause.rfind(said) and row.indicator_id not in MEASURES[said]:
            yield Finding(
                "measure",
                "block",
                one.place,
                _(
                    "%(place)s：%(number)s前面写的是“%(said)s”，第%(id)s号是%(figure)s。改成对应的指标，或改引“%(said)s”的数。"
                )
                % {
                    "place": one.place,
                    "number": one.token.text,
                    "said": said,
                    "id": row.pk,
                    "figure": what(row),
                },
                one.ordinal,
                row.pk,
            )
