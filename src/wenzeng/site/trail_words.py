"""The trail in a reader's words: what a deed is called, and what it changed. What has no name here keeps its code."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wenzeng.base.models import Assignment, TrailEntry
from wenzeng.base.models.facts import Basis
from wenzeng.bulletins import text
from wenzeng.bulletins.models import State
from wenzeng.cadence.models import Filing
from wenzeng.targets.models import Target

CUT = 40  # characters of a value that stand on its line; the whole one unfolds

DEEDS: dict[str, Any] = {
    "people.enrol": gettext_lazy("开账号"),
    "people.appoint": gettext_lazy("任职"),
    "people.relieve": gettext_lazy("结束职责"),
    "people.take_over": gettext_lazy("接任"),
    "people.change_password": gettext_lazy("改自己的密码"),
    "people.reset_password": gettext_lazy("重设密码"),
    "people.stop": gettext_lazy("停用账号"),
    "people.restore": gettext_lazy("恢复账号"),
    "filing.begin": gettext_lazy("开始填报"),
    "filing.receive": gettext_lazy("收到报表"),
    "filing.explain": gettext_lazy("说明变动"),
    "filing.submit": gettext_lazy("提交报表"),
    "filing.withdraw": gettext_lazy("撤回报表"),
    "filing.replace": gettext_lazy("报表被替换"),
    "filing.send_back": gettext_lazy("退回报表"),
    "filing.accept": gettext_lazy("报表通过"),
    "facts.record": gettext_lazy("数据入库"),
    "facts.release": gettext_lazy("公开数据"),
    "facts.cite": gettext_lazy("引用数据"),
    "situation.compute": gettext_lazy("计算形势"),
    "targets.compute": gettext_lazy("测算目标"),
    "targets.set": gettext_lazy("定目标"),
    "targets.supersede": gettext_lazy("改目标"),
    "targets.withdraw": gettext_lazy("撤销目标"),
    "assignments.proposed": gettext_lazy("提出督办"),
    "assignments.signed": gettext_lazy("签发督办"),
    "assignments.declined": gettext_lazy("不签督办"),
    "assignments.acknowledged": gettext_lazy("签收"),
    "assignments.answered": gettext_lazy("反馈"),
    "assignments.closed": gettext_lazy("销号"),
    "bulletins.draft": gettext_lazy("起草通报"),
    "bulletins.save_text": gettext_lazy("改通报正文"),
    "bulletins.explain": gettext_lazy("说明通报提示"),
    "bulletins.drafted": gettext_lazy("通报退回起草"),
    "bulletins.countersigned": gettext_lazy("通报会签"),
    "bulletins.reviewed": gettext_lazy("通报审核"),
    "bulletins.signed": gettext_lazy("通报签发"),
    "bulletins.rechecked": gettext_lazy("通报复核"),
    "bulletins.registered": gettext_lazy("通报登记"),
    "bulletins.printed": gettext_lazy("通报印制用印"),
    "bulletins.issued": gettext_lazy("通报核发"),
    "bulletins.archived": gettext_lazy("通报归档"),
    "bulletins.void": gettext_lazy("通报作废"),
}

FIELDS: dict[str, Any] = {
    "as_of": gettext_lazy("截至"),
    "basis": gettext_lazy("口径"),
    "batch": gettext_lazy("入库批次"),
    "citations": gettext_lazy("引用的数"),
    "code": gettext_lazy("代码"),
    "decided_on": gettext_lazy("定于"),
    "digest": gettext_lazy("数据校验值"),
    "document": gettext_lazy("依据文件"),
    "due_on": gettext_lazy("期限"),
    "figures": gettext_lazy("算出的数"),
    "file": gettext_lazy("原件校验值"),
    "finding": gettext_lazy("提示"),
    "from": gettext_lazy("接自职责"),
    "from_on": gettext_lazy("起"),
    "is_active": gettext_lazy("在用"),
    "issued_on": gettext_lazy("核发日期"),
    "measure": gettext_lazy("措施"),
    "missing": gettext_lazy("缺"),
    "must": gettext_lazy("要改"),
    "name": gettext_lazy("姓名"),
    "number": gettext_lazy("期号"),
    "observations": gettext_lazy("入库的数"),
    "on": gettext_lazy("交接日"),
    "operator": gettext_lazy("关系"),
    "period": gettext_lazy("期别"),
    "recorded": gettext_lazy("新入库"),
    "released_at": gettext_lazy("公开时间"),
    "same": gettext_lazy("与已入库相同"),
    "say": gettext_lazy("要说明"),
    "sha256": gettext_lazy("定稿校验值"),
    "state": gettext_lazy("状态"),
    "text": gettext_lazy("正文"),
    "title": gettext_lazy("标题"),
    "to_on": gettext_lazy("止（不含）"),
    "tolerance": gettext_lazy("容差"),
    "username": gettext_lazy("登录名"),
    "value": gettext_lazy("值"),
    "withdrawn_on": gettext_lazy("撤销日期"),
}

# Codes that stand in the books, by the room whose deed wrote them, then by field.
_CODES: dict[str, dict[str, Mapping[str, Any]]] = {
    "filing": {"state": dict(Filing.State.choices)},
    "bulletins": {"state": dict(State.choices)},
    "assignments": {"state": dict(Assignment.State.choices), "measure": dict(Assignment.Measure.choices)},
    "targets": {"operator": dict(Target.Operator.choices), "basis": dict(Basis.choices)},
}


@dataclass(frozen=True)
class Change:
    """One field: what stood there and what does now, cut; `whole` where the cut left something out."""

    field: str
    old: str | None
    new: str | None
    whole: str


@dataclass(frozen=True)
class Line:
    entry: TrailEntry
    deed: str
    changes: tuple[Change, ...]


def line(entry: TrailEntry) -> Line:
    return Line(entry, str(DEEDS.get(entry.deed, entry.deed)), tuple(_changes(entry)))


def _changes(entry: TrailEntry) -> Iterator[Change]:
    before, after = entry.before or {}, entry.after or {}
    codes = _CODES.get(entry.deed.partition(".")[0], {})
    for field in dict.fromkeys([*after, *before]):
        if field in before and field in after and before[field] == after[field]:
            continue
        words = codes.get(field, {})
        sides = [_said(side[field], words) if field in side else None for side in (before, after)]
        cuts = [
            _cut(side[field], said) if said is not None else None
            for side, said in zip((before, after), sides, strict=True)
        ]
        long = any("\n" in said for said in sides if said is not None)
        arrow = "\n→\n" if long else " → "
        whole = arrow.join(said for said in sides if said is not None) if cuts != sides else ""
        yield Change(str(FIELDS.get(field, field)), cuts[0], cuts[1], whole)


def _said(value: Any, words: Mapping[str, Any]) -> str:
    """The whole value in words."""
    if isinstance(value, bool):
        return _("是") if value else _("否")
    if value in ([], {}):
        return _("无")
    if value is None or value == "":
        return str(words.get("", _("（空）")))
    if isinstance(value, list) and all(isinstance(item, str | int) for item in value):
        return _("、").join(str(item) for item in value)
    if body := _body(value):
        return "\n".join(_line_of(block) for block in body)
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False)
    return str(words.get(str(value), value))


def _body(value: Any) -> tuple[text.Block, ...]:
    """The blocks of a bulletin's text, where the value is one."""
    try:
        return text.from_data(value) if isinstance(value, list) else ()
    except (KeyError, TypeError, ValueError):
        return ()


def _line_of(block: text.Block) -> str:
    """A block as it is read; a table as one line a row."""
    if isinstance(block, text.Heading):
        return block.text
    if isinstance(block, text.Paragraph):
        return block.lead + text.plain(block.runs)
    rows = [
        [column.title for column in block.columns],
        *([text.plain(cell) for cell in row] for row in block.rows),
    ]
    return "\n".join(line for line in (block.title, *("｜".join(row) for row in rows), block.note) if line)


def _cut(value: Any, said: str) -> str:
    if len(said) <= CUT and "\n" not in said:
        return said
    if _body(value):
        return _("%(n)s段") % {"n": len(value)}
    if isinstance(value, list | dict):
        return _("%(n)s项") % {"n": len(value)}
    return said[: CUT // 2] + "…"
