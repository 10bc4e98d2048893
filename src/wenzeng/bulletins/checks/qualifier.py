"""A word beside a figure that turns what it says (不低于) or blurs it (超过, 以上)."""

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

from wenzeng.bulletins.checks.draft import Draft, Finding, last_clause, value_in_words, what

NOT = r"(?:(?:并|尚|从)?未(?:能|曾|见|再|出现)?|没有?(?:能|出现)?|不再|并?不(?:是|会|能|曾|算)?|并非|绝非|难以|无|非)"
_HOW = r"(?:明显|显著|继续|进一步|真正|同比|累计|增速|平均水平)?"
_CLAIMS = r"(?:[正负]?增长|下降|高于|低于|领先|落后|相差|收窄|扩大|加快|回落|下拉|拉动|连续|转为|居|位居|位列|列|排名?)"
TURNED = re.compile(rf"{NOT}{_HOW}{_CLAIMS}")
BLURRED = re.compile(r"(?:不到|不足|将近|接近|超过|超出|突破|[近逾超约]|大约|大概|至少|最多)$")
BLURRED_AFTER = re.compile(
    r"(?:个百分点|个月|[%位名个])?(?:以上|以下|左右|上下|有余|[多余强弱](?![个县户家]))"
)


def check(draft: Draft) -> Iterator[Finding]:
    """数字旁边的词把话说反了，或把数说含糊了。"""
    for one in draft.printed:
        row = draft.observations.get(one.token.observation)
        if row is None or one.in_table:
            continue
        before, after = last_clause(one.before), re.split(r"[，。；：、（）]", one.after)[0]
        turned = TURNED.search(before) or TURNED.search(after)
        blurred = BLURRED.search(before) or BLURRED_AFTER.match(after)
        about = {
            "place": one.place,
            "number": one.token.text,
            "figure": what(row),
            "value": value_in_words(row),
        }
        if turned:
            yield Finding(
                "qualifier",
                "block",
                one.place,
                _(
                    "%(place)s：%(number)s旁边写的是“%(word)s”，意思反了，%(figure)s是%(value)s。去掉否定的词，按数直说。"
                )
                % {**about, "word": turned[0]},
                one.ordinal,
                row.pk,
            )
        elif blurred:
            yield Finding(
                "qualifier",
                "block",
                one.place,
                _("%(place)s：“%(word)s”把%(number)s说成了约数，%(figure)s是%(value)s。去掉“%(word)s”。")
                % {**about, "word": blurred[0]},
                one.ordinal,
                row.pk,
            )
