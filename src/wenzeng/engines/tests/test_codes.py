import pytest
from hypothesis import given
from hypothesis import strategies as st

from wenzeng.engines.codes import ALPHABET, SizeBound, make_uscc, size_class, uscc_problem
from wenzeng.engines.errors import StatError

characters = st.sampled_from(ALPHABET)
codes = st.builds(
    make_uscc,
    st.text(characters, min_size=2, max_size=2),
    st.text(st.sampled_from("0123456789"), min_size=6, max_size=6),
    st.text(characters, min_size=8, max_size=8),
)


def test_the_example_of_the_standard_holds():
    assert uscc_problem("91350100M000100Y43") is None
    assert make_uscc("91", "350100", "M000100Y") == "91350100M000100Y43"


@given(codes)
def test_a_made_code_is_right(code):
    assert uscc_problem(code) is None


@given(codes, st.integers(0, 17), st.characters())
def test_one_wrong_character_is_always_found(code, place, char):
    changed = code[:place] + char + code[place + 1 :]

    assert (uscc_problem(changed) is None) == (changed == code)


@given(codes, st.integers(0, 16))
def test_two_neighbours_swapped_are_always_found(code, place):
    changed = code[:place] + code[place + 1] + code[place] + code[place + 2 :]

    assert (uscc_problem(changed) is None) == (changed == code)


@pytest.mark.parametrize(
    ("code", "says"),
    [
        ("91350100M000100Y4", "应为18位，这里有17位"),
        ("91350100m000100Y43", "第9位“m”是小写"),
        ("9135O100M000100Y43", "第5位“O”不在允许的字符内"),
        ("９1350100M000100Y43", "第1位“９”不在允许的字符内"),
        ("913501A0M000100Y43", "第3—8位"),
        ("91350100M000100Y53", "第17位"),
        ("91350100M000100Y44", "第18位"),
    ],
)
def test_the_sentence_says_where_to_look(code, says):
    assert says in (uscc_problem(code) or "")


@pytest.mark.parametrize(
    "parts",
    [
        ("9", "350100", "M000100Y"),
        ("91", "35010", "M000100Y"),
        ("91", "3501AA", "M000100Y"),
        ("91", "350100", "M00010OY"),
    ],
)
def test_no_code_is_made_from_wrong_parts(parts):
    with pytest.raises(StatError) as refused:
        make_uscc(*parts)

    assert refused.value.code == "bad_code"


# 国统字〔2017〕213号, industry.
INDUSTRY = [SizeBound("large", 1000, 40000), SizeBound("medium", 300, 2000), SizeBound("small", 20, 300)]


@pytest.mark.parametrize(
    ("employees", "revenue_wan", "size"),
    [
        (1000, 40000, "large"),
        (999, 40000, "medium"),
        (1000, 39999, "medium"),
        (300, 2000, "medium"),
        (5000, 1999, "small"),
        (19, 100000, "micro"),
        (1000, 299, "micro"),
        (0, 0, "micro"),
    ],
)
def test_who_misses_one_bound_goes_down_a_class(employees, revenue_wan, size):
    assert size_class(employees, revenue_wan, INDUSTRY) == size


def test_bounds_in_the_wrong_order_are_refused():
    with pytest.raises(StatError) as refused:
        size_class(10, 10, INDUSTRY[::-1])

    assert refused.value.code == "inconsistent"
