import pickle

import pytest

from wenzeng.engines.errors import StatError


def test_an_error_speaks_chinese_and_points_at_its_cell():
    error = StatError("negative_weight", "第 2 个权重为负数：基期数应不小于 0。", "base", 1)

    assert str(error) == "第 2 个权重为负数：基期数应不小于 0。"
    assert (error.code, error.field, error.index) == ("negative_weight", "base", 1)


def test_an_error_survives_the_way_between_processes():
    sent = StatError("length", "请逐期对应。", "base")

    back = pickle.loads(pickle.dumps(sent))  # noqa: S301  # our own bytes

    assert (back.code, back.message_zh, back.field, back.index) == (
        sent.code, sent.message_zh, sent.field, sent.index,
    )  # fmt: skip


def test_it_can_be_caught_as_a_value_error():
    with pytest.raises(ValueError, match="请逐期对应"):
        raise StatError("length", "请逐期对应。")
