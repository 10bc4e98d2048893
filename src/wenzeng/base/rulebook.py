"""律: dated, signed YAML. A number that a law or a meeting can change is read here, by id and by day.

Every document carries id, title, source and two different signatures; a room validates the rest of its own kind.
`WENZENG_RULES` may name one more folder, in which a city keeps its own rules; the same id there replaces ours.
"""

import datetime as dt
import hashlib
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal, TypeVar

import yaml
from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator
from pydantic_core import ErrorDetails

from wenzeng.base.models.facts import Basis, Indicator, PriceBasis, Status


class RuleFault(Exception):
    """A rule document that cannot be used; the sentence names the file and the field."""


class NotYet(RuleFault):
    """A rule that is sound, but has no value for so early a day."""


def _bare(name: str) -> str:
    """A name without its blanks and in one width: what is left tells people apart."""
    return "".join(unicodedata.normalize("NFKC", name).split())


class Signed(BaseModel):
    """What every rule document carries."""

    model_config = ConfigDict(extra="allow", frozen=True)

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*(\.[a-z0-9_]+)*$")
    title: str = Field(min_length=2)
    source: str = Field(min_length=2)
    written_by: str = Field(min_length=2)
    checked_by: str = Field(min_length=2)
    review_by: dt.date | None = None
    unit: str = ""
    values: dict[dt.date, Any] = Field(default_factory=dict)

    @model_validator(mode="after")
    def two_people(self) -> "Signed":
        if _bare(self.written_by) == _bare(self.checked_by):
            raise ValueError("编写人与复核人不能是同一人")
        return self


S = TypeVar("S", bound=Signed)


@dataclass(frozen=True)
class Rule:
    """One document in force, with the digest that tells which text was applied."""

    kind: str
    path: str
    digest: str
    head: Signed
    body: dict[str, Any]

    @property
    def id(self) -> str:
        return self.head.id

    def begun_by(self, day: dt.date) -> bool:
        """Whether a value was in force on a day."""
        return any(start <= day for start in self.head.values)

    def value_on(self, day: dt.date) -> Any:
        """The value in force on a day: the newest one that began on or before it."""
        begun = [start for start in self.head.values if start <= day]
        if not begun:
            raise NotYet(
                _("规则“%(title)s”在 %(day)s 尚无有效数值。") % {"title": self.head.title, "day": day}
            )
        return self.head.values[max(begun)]

    def number_on(self, day: dt.date, part: str = "") -> Decimal:
        """The value, or a part of it, as a number."""
        raw = self.value_on(day)
        if part:
            raw = raw.get(part) if isinstance(raw, dict) else None
        try:
            number = Decimal(str(raw))
        except InvalidOperation:
            number = Decimal("NaN")
        if not number.is_finite():
            where = f"{self.id}.{part}" if part else self.id
            raise RuleFault(
                _("规则文件 %(path)s 的“%(where)s”在 %(day)s 有效的值“%(value)s”不是一个数。")
                % {"path": self.path, "where": where, "day": day, "value": "" if raw is None else raw}
            )
        return number


def _folders() -> list[Path]:
    own = Path(__file__).resolve().parent.parent / "rules"
    extra = getattr(settings, "WENZENG_RULES", None)
    if not extra:
        return [own]
    if not Path(extra).is_dir():
        raise RuleFault(
            _("WENZENG_RULES 指的文件夹 %(path)s 不存在：请核对路径，否则本市自己的规则不会生效。")
            % {"path": extra}
        )
    return [own, Path(extra)]


def _fault(path: str, fault: ValidationError) -> RuleFault:
    """The first thing that is wrong, in a sentence for whoever edits the file."""
    first = fault.errors()[0]
    where = ".".join(str(step) for step in first["loc"]) or _("整条")
    return RuleFault(
        _("规则文件 %(path)s 的“%(where)s”不合格：%(fault)s。")
        % {"path": path, "where": where, "fault": complaint(first)}
    )


def complaint(fault: ErrorDetails) -> str:
    """What is wrong with a field, in Chinese and without a full stop; the checker's own words are English."""
    bounds = fault.get("ctx", {})
    match fault["type"]:
        case "missing":
            return _("没有填写，请补上")
        case "extra_forbidden":
            return _("不是认识的项，请核对拼写")
        case "value_error" | "assertion_error":
            return str(bounds["error"])
        case "literal_error" | "enum":
            return _("只能写 %(choices)s") % {"choices": str(bounds["expected"]).replace(" or ", ", ")}
        case "string_too_short" | "too_short":
            return _("太短或太少，至少要有%(n)s") % {"n": bounds["min_length"]}
        case "string_too_long" | "too_long":
            return _("太长或太多，最多%(n)s") % {"n": bounds["max_length"]}
        case "string_pattern_mismatch":
            return _("写法不对，要符合 %(pattern)s") % {"pattern": bounds["pattern"]}
        case "greater_than_equal" | "greater_than":
            least = bounds.get("ge", bounds.get("gt"))
            return _("太小，要%(or_equal)s %(n)s") % {
                "or_equal": _("不小于") if "ge" in bounds else _("大于"),
                "n": least,
            }
        case "less_than_equal" | "less_than":
            most = bounds.get("le", bounds.get("lt"))
            return _("太大，要%(or_equal)s %(n)s") % {
                "or_equal": _("不大于") if "le" in bounds else _("小于"),
                "n": most,
            }
    return {
        "string": _("要写文字（数字请加引号）"),
        "int": _("要写整数"),
        "float": _("要写一个数"),
        "decimal": _("要写一个数"),
        "bool": _("只能写 true 或 false"),
        "date": _("要写日期，如 2020-07-01"),
        "tuple": _("要写成一个列表"),
        "list": _("要写成一个列表"),
        "dict": _("要写成“项: 值”"),
        "model": _("要写成“项: 值”"),
    }.get(fault["type"].split("_")[0], _("写法不对，请对照同一文件夹里的其他规则"))


def validated(model: type[S], rule: Rule) -> S:
    """A document as the room that uses it wants it, or a fault that names file, id and field."""
    try:
        return model.model_validate(rule.body)
    except ValidationError as fault:
        raise _fault(f"{rule.path}（{rule.id}）", fault) from fault


class _Twice(Exception):
    """A key that stands twice in one mapping: the later would silently win."""

    def __init__(self, key: str, line: int) -> None:
        super().__init__(key)
        self.key, self.line = key, line


class _Loader(yaml.SafeLoader):
    """The safe loader, with one eye for keys that stand twice; what `<<` brings in may be written over."""

    def flatten_mapping(self, node: yaml.MappingNode) -> None:
        seen: set[object] = set()
        for key, _value in node.value:
            if isinstance(key, yaml.ScalarNode) and key.tag != "tag:yaml.org,2002:merge":
                if key.value in seen:
                    raise _Twice(key.value, key.start_mark.line + 1)
                seen.add(key.value)
        super().flatten_mapping(node)


def _read(path: Path, kind: str) -> Iterator[Rule]:
    raw = path.read_bytes()
    try:
        content = yaml.load(raw, _Loader)  # noqa: S506  # it is the safe loader
    except _Twice as fault:
        raise RuleFault(
            _("规则文件 %(path)s 第%(line)s行又写了一次“%(key)s”：同一条里每项只写一次，删去一处。")
            % {"path": path.name, "line": fault.line, "key": fault.key}
        ) from fault
    except (yaml.YAMLError, ValueError) as fault:  # a ValueError: a day that no calendar has
        mark = getattr(fault, "problem_mark", None)
        where = _("看第%(line)s行附近") % {"line": mark.line + 1} if mark else _("请核对日期和编码")
        raise RuleFault(
            _("规则文件 %(path)s 不是合格的 YAML：%(where)s。") % {"path": path.name, "where": where}
        ) from fault
    for entry in content if isinstance(content, list) else [content]:
        try:
            head = Signed.model_validate(entry)
        except ValidationError as fault:
            raise _fault(path.name, fault) from fault
        text = yaml.safe_dump(entry, allow_unicode=True, sort_keys=True).encode()
        yield Rule(kind, path.name, hashlib.sha256(text).hexdigest(), head, entry)


@lru_cache(maxsize=8)
def _load(folders: tuple[Path, ...]) -> dict[str, Rule]:
    rules: dict[str, Rule] = {}
    for folder in folders:
        here: dict[str, Rule] = {}
        for path in sorted(folder.glob("*/*.yaml")):
            for rule in _read(path, path.parent.name):
                if rule.id in here:
                    raise RuleFault(
                        _("规则编号“%(id)s”在 %(a)s 和 %(b)s 里重复。")
                        % {"id": rule.id, "a": here[rule.id].path, "b": path.name}
                    )
                here[rule.id] = rule
        rules.update(here)
    return rules


def everything() -> dict[str, Rule]:
    return _load(tuple(_folders()))


def forget() -> None:
    """Read the files anew at the next question (after an edit)."""
    _load.cache_clear()


def of_kind(kind: str) -> list[Rule]:
    """All documents of a folder, by id."""
    return sorted((rule for rule in everything().values() if rule.kind == kind), key=lambda rule: rule.id)


def rule(identifier: str) -> Rule:
    try:
        return everything()[identifier]
    except KeyError:
        raise RuleFault(_("没有编号为“%(id)s”的规则。") % {"id": identifier}) from None


def overdue(day: dt.date) -> list[Rule]:
    """Documents that should have been looked at again before a day, the longest overdue first."""
    late = [row for row in everything().values() if row.head.review_by and row.head.review_by < day]
    return sorted(late, key=lambda row: (str(row.head.review_by), row.id))


def value(identifier: str, day: dt.date) -> Any:
    return rule(identifier).value_on(day)


class IndicatorRule(Signed):
    """One entry of `rules/indicators/*.yaml`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    unit: str = Field(min_length=1)
    bases: tuple[Basis, ...] = Field(min_length=1)
    price_basis: PriceBasis
    direction: Literal["higher", "lower", "neutral"]
    decimals: int = Field(ge=0, le=6)
    january_alone: bool = True
    least: Decimal | None = None
    most: Decimal | None = None
    whole: bool = False
    statuses: tuple[Status, ...] = ()
    owner: str = Field(min_length=2)
    definition: str = Field(min_length=4)
    meanings: dict[str, str] = Field(default_factory=dict)
    superseded_by: str | None = None

    @model_validator(mode="after")
    def bounds_leave_room(self) -> "IndicatorRule":
        if self.least is not None and self.most is not None and self.least > self.most:
            raise ValueError(_("least 大于 most，没有数能填"))
        return self


def every_indicator() -> list[IndicatorRule]:
    return [validated(IndicatorRule, rule) for rule in of_kind("indicators")]


def _refuse_other_units(documents: list[Rule], entries: list[IndicatorRule]) -> None:
    """Figures keep the unit and the prices with which they were recorded."""
    standing = {
        code: (unit, prices)
        for code, unit, prices in Indicator.objects.filter(observations__isnull=False)
        .values_list("code", "unit", "price_basis")
        .distinct()
    }
    for document, entry in zip(documents, entries, strict=True):
        if standing.get(entry.id, (entry.unit, entry.price_basis)) != (entry.unit, entry.price_basis):
            raise RuleFault(
                _("规则文件 %(path)s 改了“%(title)s”的单位或价格，但它已经有数：请另立新指标，写明替代。")
                % {"path": document.path, "title": entry.title}
            )


@transaction.atomic
def sync_indicators() -> int:
    """Bring the indicator rows in line with the files; a row whose file entry is gone stays (it has figures)."""
    documents = of_kind("indicators")
    entries = every_indicator()
    _refuse_other_units(documents, entries)
    for entry in entries:
        Indicator.objects.update_or_create(
            code=entry.id,
            defaults={
                "name": entry.title,
                "unit": entry.unit,
                "bases": [str(basis) for basis in entry.bases],
                "price_basis": entry.price_basis,
                "direction": entry.direction,
                "decimals": entry.decimals,
                "january_alone": entry.january_alone,
                "least": entry.least,
                "most": entry.most,
                "whole": entry.whole,
                "statuses": [str(status) for status in entry.statuses],
                "meanings": entry.meanings,
                "source": entry.source,
                "owner": entry.owner,
                "written_by": entry.written_by,
                "checked_by": entry.checked_by,
                "definition": entry.definition,
            },
        )
    for entry in entries:
        if entry.superseded_by:
            Indicator.objects.filter(code=entry.id).update(superseded_by=entry.superseded_by)
    return len(entries)
