"""Codes with a check in them: the unified social credit code; and the size class of a firm."""

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from wenzeng.engines.errors import StatError

# GB 32100-2015: digits and capitals without I, O, S, V, Z, which are easily misread.
ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_VALUE = {char: value for value, char in enumerate(ALPHABET)}
_WEIGHTS = [3**i % 31 for i in range(17)]

# GB 11714: the organisation code inside it counts with all 26 capitals (A = 10 … Z = 35).
_ORG_VALUE = {char: value for value, char in enumerate("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ")}
_ORG_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)

USCC_LENGTH = 18


def uscc_problem(code: str) -> str | None:
    """What is wrong with a unified social credit code (统一社会信用代码), or None if nothing is.

    Length, alphabet, the area's digits and both check characters are examined: the 17th closes the
    organisation code in 9–17 (GB 11714), the 18th the whole (GB 32100). Any single wrong character is caught.
    That the firm exists is another question.

    Args:
        code: as typed. Nothing is mended: lower case and full width are reported.

    Returns:
        A Chinese sentence that says where and what, or None.

    Source: GB 32100-2015, GB 11714-1997; worked example 91350100M000100Y43 of the standard.

    >>> uscc_problem("91350100M000100Y43") is None
    True
    >>> uscc_problem("91350100M000100Y44")
    '统一社会信用代码的校验位（第18位）不符：请对照营业执照逐位核对。'
    """
    if len(code) != USCC_LENGTH:
        return f"统一社会信用代码应为18位，这里有{len(code)}位：请对照营业执照补齐或删去多余字符。"
    for place, char in enumerate(code, start=1):
        if char in _VALUE:
            continue
        if char.isascii() and char.upper() in _VALUE:
            return f"统一社会信用代码第{place}位“{char}”是小写：请改为大写字母。"
        return (
            f"统一社会信用代码第{place}位“{char}”不在允许的字符内："
            "只能是半角数字和大写字母，且没有 I、O、S、V、Z。"
        )
    if not code[2:8].isdigit():
        return "统一社会信用代码第3—8位应为6位行政区划数字：请对照营业执照核对。"
    if _org_check(code[8:16]) != code[16]:
        return "统一社会信用代码中的组织机构代码校验位（第17位）不符：请对照营业执照核对第9—17位。"
    if _uscc_check(code[:17]) != code[17]:
        return "统一社会信用代码的校验位（第18位）不符：请对照营业执照逐位核对。"
    return None


def make_uscc(authority_and_type: str, area: str, org8: str) -> str:
    """Build a code whose checks are right, for simulated firms in demos and tests.

    Args:
        authority_and_type: two characters, ``"91"`` for a company registered with market supervision.
        area: six digits of GB/T 2260, such as ``"610900"``.
        org8: the organisation code without its check, eight characters.

    Raises:
        StatError: ``bad_code`` with the problem of the code that would come out.

    >>> make_uscc("91", "350100", "M000100Y")
    '91350100M000100Y43'
    """
    body = f"{authority_and_type}{area}{org8}"
    if (len(authority_and_type), len(area), len(org8)) != (2, 6, 8) or not set(body) <= set(ALPHABET):
        raise StatError(
            "bad_code", "代码应由2位登记类别、6位行政区划和8位本体代码组成，只用半角数字和大写字母。"
        )
    body += _org_check(org8)
    code = body + _uscc_check(body)
    problem = uscc_problem(code)
    if problem:
        raise StatError("bad_code", problem)
    return code


def _org_check(org8: str) -> str:
    check = 11 - sum(_ORG_VALUE[c] * w for c, w in zip(org8, _ORG_WEIGHTS, strict=True)) % 11
    return {10: "X", 11: "0"}.get(check, str(check))


def _uscc_check(first17: str) -> str:
    return ALPHABET[-sum(_VALUE[c] * w for c, w in zip(first17, _WEIGHTS, strict=True)) % 31]


class SizeBound(NamedTuple):
    """The least a firm of a class must have, of both."""

    size: str
    employees: int
    revenue_wan: float


def size_class(
    employees: int, revenue_wan: float, bounds: Sequence[SizeBound], smallest: str = "micro"
) -> str:
    """The size of a firm: the highest class of which it reaches both bounds (否则下划一档).

    Args:
        employees: persons at work.
        revenue_wan: yearly revenue, 万元.
        bounds: classes from large to small, from a dated rule; other trades have other ones.
        smallest: the class of those that reach none.

    Raises:
        StatError: ``inconsistent`` unless the bounds fall from class to class; ``share_range`` for a
            negative number.

    Source: 国统字〔2017〕213号，统计上大中小微型企业划分办法; industry 1000/40000, 300/2000, 20/300.

    >>> industry = [SizeBound("large", 1000, 40000), SizeBound("medium", 300, 2000)]
    >>> industry.append(SizeBound("small", 20, 300))
    >>> size_class(1200, 39000, industry), size_class(1200, 100, industry)
    ('medium', 'micro')
    """
    if employees < 0 or revenue_wan < 0:
        raise StatError("share_range", "从业人员数和营业收入不能为负数：请核对。", "employees")
    for higher, lower in pairwise(bounds):
        if not (higher.employees >= lower.employees and higher.revenue_wan >= lower.revenue_wan):
            raise StatError("inconsistent", "企业规模的界限应从大到小排列：请核对规则文件。", "bounds")
    for bound in bounds:
        if employees >= bound.employees and revenue_wan >= bound.revenue_wan:
            return bound.size
    return smallest
