"""Which day it is, and which period and day a page shows."""

import datetime as dt

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory

from wenzeng.base import clock
from wenzeng.base.access import Duty
from wenzeng.base.shown import Shown, shown
from wenzeng.engines.period import Period

from .builders import JAN_MAY, at, day, derive, estimate, file, growth, person

JAN_APR = Period.ytd(2020, 4)


def test_the_past_is_replayed_only_in_demonstrations_and_tests(settings) -> None:
    settings.WENZENG_TESTING = settings.WENZENG_DEMO = False

    with (
        pytest.raises(RuntimeError, match="正式环境的审计时间必须是真实时间"),
        clock.pretend(at("2020-06-24")),
    ):
        pytest.fail("没有拒绝")  # pragma: no cover

    settings.WENZENG_DEMO = True
    with clock.pretend(at("2020-06-24")):
        assert clock.today() == day("2020-06-24")


def test_a_replay_ends_where_it_began_even_after_a_failure() -> None:
    with clock.pretend(at("2020-06-24")):
        with pytest.raises(ZeroDivisionError), clock.pretend(at("2020-01-01")):
            raise ZeroDivisionError
        assert clock.today() == day("2020-06-24")


def test_the_demonstration_lives_on_its_day(settings) -> None:
    settings.WENZENG_TODAY = day("2020-06-24")

    assert clock.today() == day("2020-06-24")
    assert clock.now().utcoffset() == dt.timedelta(hours=8)


def test_at_whatever_hour_it_is_tried_the_demonstration_goes_on_after_its_own_story() -> None:
    present = [
        dt.datetime(2026, 11, 24, *time, tzinfo=clock.SHANGHAI)
        for time in ((0, 0), (3, 2), (8, 0), (12, 0), (23, 59, 59, 999999))
    ]

    told = [clock._on_the_scenarios_day(day("2020-06-24"), moment) for moment in present]

    assert told == sorted(set(told))
    assert (told[0].hour, told[0].minute) == (9, 30)
    assert {moment.date() for moment in told} == {day("2020-06-24")}
    assert {moment.utcoffset() for moment in told} == {dt.timedelta(hours=8)}


@pytest.fixture
def may(city):
    """June 24, 2020: January–April and January–May are out."""
    file(growth("area:ankang", "-22.0", period=JAN_APR), known="2020-05-18")
    file(growth("area:ankang", "-20.7"), known="2020-06-18")
    with clock.pretend(at("2020-06-24")):
        yield person(Duty.LIAISON, "fagai")


def ask(user, **query: str) -> Shown:
    request = RequestFactory().get("/situation/", query)
    request.user = user
    return shown(request)


@pytest.mark.django_db
class TestShown:
    def test_without_a_wish_it_is_the_newest_period_today(self, may) -> None:
        page = ask(may)

        assert (page.period, page.as_of, page.fault, page.status) == (JAN_MAY, day("2020-06-24"), "", 200)
        assert page.choices == (JAN_MAY, JAN_APR)
        assert not page.is_past

    def test_an_address_leads_to_the_same_page_again(self, may) -> None:
        page = ask(may, period="2020-01..04", as_of="2020-06-20")

        assert page.query == "period=2020-01..04&as_of=2020-06-20"
        assert (page.period, page.as_of, page.is_past, page.status) == (JAN_APR, day("2020-06-20"), True, 200)

    def test_on_a_past_day_the_newest_period_is_that_days(self, may) -> None:
        page = ask(may, as_of="2020-06-17")

        assert (page.period, page.choices) == (JAN_APR, (JAN_APR,))

    @pytest.mark.parametrize("code", ["2020-05", "2020-01..05"])
    def test_a_month_leads_to_the_months_to_date(self, may, code) -> None:
        assert ask(may, period=code).period == JAN_MAY

    @pytest.mark.parametrize(
        ("query", "says"),
        [
            pytest.param({"period": "五月"}, "看不懂期别“五月”", id="no period"),
            pytest.param({"period": "2020-13"}, "月份", id="thirteenth month"),
            pytest.param({"period": "2020-01"}, "没有 2020 年 1 月单独的数据", id="January alone"),
            pytest.param({"period": "2020-01..06"}, "2020年1–6月在 2020-06-24 还没有数", id="not out yet"),
            pytest.param({"period": "2020-06-t2"}, "2020年1–6月在 2020-06-24 还没有数", id="ten days"),
            pytest.param({"as_of": "昨天"}, "截至日期“昨天”不对：写成 2020-06-24 这样", id="no day"),
            pytest.param({"as_of": "2020-02-30"}, "截至日期“2020-02-30”不对", id="no such day"),
            pytest.param({"as_of": "2020-06-25"}, "2020-06-25 在今天之后：已按今天显示", id="tomorrow"),
            pytest.param({"as_of": "9999-12-31"}, "在今天之后", id="the end of days"),
            pytest.param({"as_of": "0001-01-01"}, "太早", id="the first of days"),
        ],
    )
    def test_a_bad_address_is_told_and_the_newest_figures_shown(self, may, query, says) -> None:
        page = ask(may, **query)

        assert says in page.fault
        assert (page.period, page.as_of, page.status) == (JAN_MAY, day("2020-06-24"), 400)

    def test_two_faults_are_both_told(self, may) -> None:
        page = ask(may, period="五月", as_of="昨天")

        assert "昨天" in page.fault
        assert "五月" in page.fault

    def test_a_period_that_was_not_out_on_a_past_day_is_told(self, may) -> None:
        page = ask(may, period="2020-01..05", as_of="2020-06-17")

        assert page.fault == "2020年1–5月在 2020-06-17 还没有数：已显示最近一期。"
        assert page.period == JAN_APR

    @pytest.mark.parametrize(
        ("as_of", "period"),
        [
            ("2020-01-15", "2019-01..12"),
            ("2020-02-15", "2019-01..12"),
            ("2020-03-15", "2020-01..02"),
            ("2020-04-01", "2020-01..03"),
        ],
    )
    def test_before_anything_is_known_the_page_names_the_period_that_is_due(self, may, as_of, period) -> None:
        page = ask(may, as_of=as_of)

        assert (page.period.code, page.choices) == (period, ())

    @pytest.mark.parametrize("code", ["2020-06-t2", "2020-q1", "2020", "2020-03..04"])
    def test_a_page_shows_only_periods_to_date(self, may, code) -> None:
        assert ask(may, period=code, as_of="2020-01-15").period.is_year_to_date

    def test_what_a_reader_may_not_see_is_no_choice_of_his(self, may) -> None:
        derive(estimate("area:ankang", "-18.0", period=Period.ytd(2020, 6)), now="2020-06-23", released=False)

        assert ask(may).period == JAN_MAY
        assert ask(person(Duty.MONITOR)).period == Period.ytd(2020, 6)
        assert ask(person(Duty.ADMINISTRATOR)).choices == ()

    def test_nobody_in_particular_gets_an_answer_too(self, may) -> None:
        assert ask(AnonymousUser()).as_of == day("2020-06-24")
