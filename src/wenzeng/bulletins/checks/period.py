"""The period that the words name is the period of a figure, and 较1—4月 is the print before it."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from wenzeng.bulletins.checks.draft import Draft, Finding, what

# Kept under the print that they are worked out from; the words before them name the months that are left.
AHEAD = ("targets.",)


def check(draft: Draft) -> Iterator[Finding]:
    """期别与观测值不符，或没有写期别而引的不是本期的数。"""
    for one in draft.printed:
        row = draft.observations.get(one.token.observation)
        if row is None or row.indicator_id.startswith(AHEAD):
            continue
        said = draft.said[one.ordinal]
        about = {
            "place": one.place,
            "number": one.token.text,
            "id": row.pk,
            "figure": what(row),
            "right": row.period.bulletin_label,
        }
        if not said.periods and row.period_code != draft.bulletin.period_code:
            yield Finding(
                "period",
                "explain",
                one.place,
                _(
                    "%(place)s：%(number)s前面看不出是哪一期，第%(id)s号是%(figure)s，不是本期累计数。在这一段里写上“%(right)s”，或写明为什么不写。"
                )
                % about,
                one.ordinal,
                row.pk,
            )
        elif said.periods and not any(row.period_code in when.codes for when in said.periods):
            yield Finding(
                "period",
                "block",
                one.place,
                _(
                    "%(place)s：%(number)s前面写的是“%(said)s”，第%(id)s号是%(figure)s。改成“%(right)s”，或改引“%(said)s”的数。"
                )
                % {**about, "said": "、".join(when.name for when in said.periods)},
                one.ordinal,
                row.pk,
            )
        before = row.period.previous_print()
        if (
            row.indicator_id == "situation.change"
            and said.since
            and before
            and before.code not in said.since_codes
        ):
            yield Finding(
                "period",
                "block",
                one.place,
                _(
                    "%(place)s：%(number)s写的是较“%(said)s”，第%(id)s号%(figure)s是较%(right)s。改成“较%(right)s”。"
                )
                % {**about, "said": said.since, "right": before.bulletin_label},
                one.ordinal,
                row.pk,
            )
