"""A document needs a title, an organ, recipients, a text; a number before it is printed and a date when it goes out."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from wenzeng.bulletins.checks.draft import Draft, Finding
from wenzeng.bulletins.models import ORDER, State


def check(draft: Draft) -> Iterator[Finding]:
    """缺标题、机关、主送、正文、期号或日期。"""
    bulletin, head = draft.bulletin, draft.bulletin.head
    missing = [
        (_("标题"), bulletin.title.strip(), _("填写标题")),
        (_("发文机关"), head.get("organ", "").strip(), _("在刊名里补上发文机关")),
        (_("主送"), head.get("main_to"), _("在刊名里补上主送单位")),
        (_("正文"), draft.blocks, _("写正文，或重新起草")),
        (_("数据截至日"), bulletin.as_of, _("重新起草")),
    ]
    step = ORDER.index(draft.for_state)
    if step > ORDER.index(State.REGISTERED):
        missing.append((_("期号"), bulletin.number, _("先由市政府办公室登记编号")))
    if step > ORDER.index(State.ISSUED):
        missing.append((_("核发日期"), bulletin.issued_on, _("先核发")))
    for name, given, mend in missing:
        if not given:
            yield Finding(
                "essentials", "block", name, _("缺%(name)s：%(mend)s。") % {"name": name, "mend": mend}
            )
