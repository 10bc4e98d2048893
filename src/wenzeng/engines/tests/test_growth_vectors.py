"""The worked vectors that came with the design, read from ``shared/data`` beside the repository.

The ones that matter most are also typed into the other test files, so that nothing rests on this file alone.
"""

import json
from decimal import Decimal
from pathlib import Path

import numpy as np
import pytest

from wenzeng.engines import contributions as parts
from wenzeng.engines import growth, rounding
from wenzeng.engines.errors import StatError

ROOT = Path(__file__).resolve().parents[4]
PLACES = [up / "shared" / "data" / "growth_vectors.json" for up in ROOT.parents]
FILE = next((place for place in PLACES if place.is_file()), None)
VECTORS = json.loads(FILE.read_text(encoding="utf-8")) if FILE else []

# Weight bounds by linear programming and the splitting of targets are engines of their own.
ELSEWHERE = {"weight_bounds", "weight_bounds.share", "allocate"}


def _contributions(*args):
    split = parts.contributions(*args)
    return {"contribution": split.pull_pp, "total": split.total_pp, "residual": split.residual_pp}


def _bennet(*args):
    why = parts.bennet_change(*args)
    return {"growth": why.growth_pp, "structure": why.structure_pp, "change": why.change_pp}


FUNCTIONS = {
    "gap_pp": rounding.gap_pp,
    "round_to_sum": rounding.round_to_sum,
    "level_from_gap": growth.level_from_gap,
    "movement": growth.movement,
    "negative_run": growth.negative_run,
    "implied_weight": growth.implied_weight,
    "required": growth.required,
    "required_bounds": lambda *args: growth.required_bounds(*args)[1:],
    "cumulative": growth.cumulative,
    "monthly_from_cumulative": growth.monthly_from_cumulative,
    "roll_forward": growth.roll_forward,
    "two_year_average": growth.two_year_average,
    "contributions": _contributions,
    "contributions.rate": lambda *args: parts.contributions(*args).rate_pct,
    "bennet_change": _bennet,
    "level_bridge": lambda *args: parts.level_bridge(*args)._asdict(),
}


def _plain(result):
    """As JSON would hold it: decimals as text, arrays and tuples as lists."""
    if isinstance(result, Decimal):
        return str(result)
    if isinstance(result, dict):
        return {key: _plain(value) for key, value in result.items()}
    if isinstance(result, list | tuple | np.ndarray):
        return [_plain(value) for value in result]
    return result


def _close(expected, tolerance):
    if isinstance(expected, dict):
        return {key: _close(value, tolerance) for key, value in expected.items()}
    return expected if tolerance == 0 else pytest.approx(expected, abs=tolerance, rel=0)


OURS = [pytest.param(v, id=v["id"]) for v in VECTORS if v["fn"] not in ELSEWHERE] or [
    pytest.param(None, id="no-file", marks=pytest.mark.skip("仓库旁没有 shared/data/growth_vectors.json"))
]


@pytest.mark.parametrize("vector", OURS)
def test_the_vector_comes_out(vector):
    function, expected = FUNCTIONS[vector["fn"]], vector["expect"]
    if isinstance(expected, dict) and "error" in expected:
        with pytest.raises(StatError) as refused:
            function(*vector["args"])
        assert refused.value.code == expected["error"]
    else:
        assert _plain(function(*vector["args"])) == _close(expected, vector["tol"])
