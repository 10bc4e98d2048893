import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wenzeng.engines.errors import StatError
from wenzeng.engines.period import Period, published_months, published_to_date

years = st.integers(2000, 2040)
months = st.integers(1, 12)


@st.composite
def periods(draw):
    year, month = draw(years), draw(months)
    match draw(st.sampled_from(["tenday", "month", "span", "quarter", "year"])):
        case "tenday":
            return Period.to_tenday(year, month, draw(st.integers(1, 3)))
        case "month":
            return Period.month(year, month)
        case "span":
            first = draw(st.integers(1, 11))
            return Period.span(year, first, draw(st.integers(first + 1, 12)))
        case "quarter":
            return Period.quarter(year, draw(st.integers(1, 4)))
    return Period.whole_year(year)


@given(periods())
def test_a_code_reads_back_as_the_same_period(period):
    assert Period.parse(period.code) == period
    assert hash(Period.parse(period.code)) == hash(period)


@given(periods())
def test_what_screen_and_bulletin_print_reads_back_as_the_same_period(period):
    assert Period.parse_chinese(period.label_with_year) == period
    assert Period.parse_chinese(period.bulletin_label_with_year) == period
    assert Period.parse_chinese(period.bulletin_label, default_year=period.year) == period


@given(periods(), periods())
def test_periods_sort_by_the_day_they_end_and_every_two_can_be_told_apart(a, b):
    assert (a < b) + (b < a) + (a == b) == 1
    if a.end < b.end:
        assert a < b


@given(periods())
def test_the_print_before_lies_in_the_same_year_and_ends_earlier(period):
    before = period.previous_print()
    if before is not None:
        assert before.year == period.year
        assert before.end < period.end
        assert not before.splits_january_february


@given(periods())
def test_last_year_covers_the_same_months(period):
    before = period.same_last_year()

    assert (before.kind, before.n_months, before.label) == (period.kind, period.n_months, period.label)
    assert before.start.replace(year=period.year) == period.start


@pytest.mark.parametrize(
    ("code", "kind", "start", "end", "n_months"),
    [
        ("2020-05", "month", "2020-05-01", "2020-05-31", 1),
        ("2020-01..02", "span", "2020-01-01", "2020-02-29", 2),
        ("2020-01..05", "span", "2020-01-01", "2020-05-31", 5),
        ("2020-06-t1", "tenday", "2020-06-01", "2020-06-10", 1),
        ("2020-06-t2", "tenday", "2020-06-01", "2020-06-20", 1),
        ("2020-06-t3", "tenday", "2020-06-01", "2020-06-30", 1),
        ("2020-q3", "quarter", "2020-07-01", "2020-09-30", 3),
        ("2020", "year", "2020-01-01", "2020-12-31", 12),
    ],
)
def test_a_code_says_which_days_it_covers(code, kind, start, end, n_months):
    period = Period.parse(code)

    assert (period.kind, period.n_months) == (kind, n_months)
    assert (period.start, period.end) == (dt.date.fromisoformat(start), dt.date.fromisoformat(end))


@pytest.mark.parametrize(
    ("code", "screen", "bulletin"),
    [
        ("2020-01..05", "2020年1–5月", "2020年1—5月"),
        ("2020-05", "2020年5月", "2020年5月"),
        ("2020-06-t2", "2020年6月中旬", "2020年6月中旬"),
        ("2020-q3", "2020年三季度", "2020年三季度"),
        ("2020", "2020年全年", "2020年全年"),
    ],
)
def test_a_period_is_named_as_screen_and_bulletin_want_it(code, screen, bulletin):
    period = Period.parse(code)

    assert (period.label_with_year, period.bulletin_label_with_year) == (screen, bulletin)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("2020年1—5月", "2020-01..05"),
        ("2020年1–5月", "2020-01..05"),
        ("２０２０年１－５月", "2020-01..05"),
        ("1-5月份", "2020-01..05"),
        ("1至5月", "2020-01..05"),
        ("1月-5月", "2020-01..05"),
        ("1~5月累计", "2020-01..05"),
        ("1一5月", "2020-01..05"),
        ("一至五月", "2020-01..05"),
        ("2020年1月至2020年5月", "2020-01..05"),
        ("5月累计", "2020-01..05"),
        ("1—2月", "2020-01..02"),
        ("2020年5月", "2020-05"),
        ("5月份", "2020-05"),
        ("十一月", "2020-11"),
        ("2020年第三季度", "2020-q3"),
        ("三季度", "2020-q3"),
        ("前三季度", "2020-01..09"),
        ("上半年", "2020-01..06"),
        ("6月中旬", "2020-06-t2"),
        ("6月1—20日", "2020-06-t2"),
        ("2月1—29日", "2020-02-t3"),
        ("2020年", "2020"),
        ("全年", "2020"),
        ("2020-01..05", "2020-01..05"),
    ],
)
def test_notices_are_read_however_they_write_the_period(text, code):
    assert Period.parse_chinese(text, default_year=2020).code == code


@pytest.mark.parametrize(
    ("code", "previous", "to_date", "month_of"),
    [
        ("2020-01..05", "2020-01..04", "2020-01..05", "2020-05"),
        ("2020-01..03", "2020-01..02", "2020-01..03", "2020-03"),
        ("2020-01..02", None, "2020-01..02", "2020-01..02"),
        ("2020-05", "2020-04", "2020-01..05", "2020-05"),
        ("2020-03", "2020-01..02", "2020-01..03", "2020-03"),
        ("2020-q3", "2020-q2", "2020-01..09", "2020-09"),
        ("2020-q1", None, "2020-01..03", "2020-03"),
        ("2020-06-t2", "2020-06-t1", "2020-01..06", "2020-06"),
        ("2020-06-t1", "2020-05-t3", "2020-01..06", "2020-06"),
        ("2020", None, "2020-01..12", "2020-12"),
        ("2020-06..09", None, "2020-01..09", "2020-09"),
    ],
)
def test_a_period_leads_to_its_neighbours(code, previous, to_date, month_of):
    period = Period.parse(code)
    before = period.previous_print()

    assert (before and before.code) == previous
    assert period.to_date().code == to_date
    assert period.month_of().code == month_of


def test_a_ten_day_report_is_held_against_the_same_one_of_the_month_before():
    before = Period.parse("2020-06-t2").same_last_month()

    assert before == Period.parse("2020-05-t2")
    assert Period.parse("2020-01-t2").same_last_month() is None
    assert Period.parse("2020-05").same_last_month() is None


def test_a_quarter_is_not_the_cumulative_print_of_the_same_days():
    assert Period.parse("2020-q1") != Period.parse("2020-01..03")
    assert Period.parse("2020") != Period.parse("2020-01..12")


def test_prints_read_in_the_order_in_which_a_month_is_told():
    codes = ["2020-01..05", "2020-05", "2020-01..04", "2020-05-t2", "2020-q1"]

    assert [p.code for p in sorted(map(Period.parse, codes))] == [
        "2020-q1", "2020-01..04", "2020-05-t2", "2020-05", "2020-01..05",
    ]  # fmt: skip


def test_a_years_prints_take_january_and_february_as_one():
    single, to_date = published_months(2020, 12), published_to_date(2020, 12)

    assert [p.n_months for p in single] == [2] + [1] * 10
    assert sum(p.n_months for p in single) == 12
    assert [p.to_date() for p in single] == to_date


def test_only_january_itself_is_january_alone():
    assert Period.month(2020, 1).is_january_alone
    assert not Period.ytd(2020, 2).is_january_alone
    assert not Period.quarter(2020, 1).is_january_alone
    assert Period.month(2020, 2).splits_january_february
    assert Period.ytd(2020, 2).is_january_february


@pytest.mark.parametrize("text", ["2020-01..01", "2020年1—1月"])
def test_a_cumulative_january_is_refused_with_the_way_out(text):
    with pytest.raises(StatError, match=r"请改用 2020-01\.\.02") as refused:
        Period.parse_chinese(text)

    assert refused.value.code == "phantom_january"


@pytest.mark.parametrize("make", [lambda: Period.ytd(2020, 1), lambda: Period.month(2020, 1).to_date()])
def test_no_way_leads_to_a_cumulative_january(make):
    with pytest.raises(StatError) as refused:
        make()

    assert refused.value.code == "phantom_january"


@pytest.mark.parametrize(
    "code",
    ["", "2020-5", "2020-13", "2020-00", "2020-05..04", "2020-05..05", "2020-q5", "2020-q0", "2020-06-t4",
     "2020-06-t0", "0999", "2020-05 ", "２０２０-05", "2020-1..5", "2020-Q3", "202005"],
)  # fmt: skip
def test_a_code_that_is_not_exact_is_refused(code):
    with pytest.raises(StatError) as refused:
        Period.parse(code)

    assert refused.value.code == "bad_period"
    assert refused.value.field == "period"


@pytest.mark.parametrize("text", ["", "本月", "13月", "五季度", "1—5", "6月1—15日", "5月6月", "去年5月"])
def test_a_text_that_names_no_period_is_refused(text):
    with pytest.raises(StatError) as refused:
        Period.parse_chinese(text, default_year=2020)

    assert refused.value.code == "bad_period"


def test_a_text_without_a_year_is_not_given_one():
    with pytest.raises(StatError, match="没有写年份"):
        Period.parse_chinese("1—5月")


def test_kind_and_months_must_fit():
    with pytest.raises(StatError):
        Period(2020, 2, 4, "quarter")
    with pytest.raises(StatError):
        Period(2020, 1, 11, "year")
    with pytest.raises(StatError):
        Period(2020, 5, 5, "month", 2)
