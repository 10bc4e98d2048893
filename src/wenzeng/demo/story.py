"""The demo's four months, each lived on its own days by its own people, through the same doors as a real month."""

import datetime as dt
from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import Path

from wenzeng.base import assignments as work
from wenzeng.base import clock, trail
from wenzeng.base.models import Assignment, Firm, User
from wenzeng.bulletins import actions as bulletins
from wenzeng.bulletins.models import Bulletin, State
from wenzeng.cadence import actions as cadence
from wenzeng.demo import accounts, figures, filings, firms, tendays
from wenzeng.engines.period import Period
from wenzeng.site import rounds
from wenzeng.targets import actions as targets

# The (simulated) numbers that our circulars got in the office's series; other subjects stand between them.
NUMBERS = (9, 14, 21, 28)
# The meeting that set the year's targets (安政通报 第32期); before that day there is nothing to hold figures against.
TARGETS_DECIDED = dt.date(2020, 6, 17)
# The task force's first meeting; from this day its rule of warnings is in force, and the demo's "today" is this day.
TODAY = dt.date(2020, 6, 24)
Say = Callable[[str], None]


class StoryBroken(Exception):
    """A demo workbook did not pass its own checks: the demo would lie about what the product does."""


@dataclass(frozen=True)
class Event:
    """What happens at one moment, done by the people whose duty it is."""

    at: dt.datetime
    happen: Callable[[], object]


def live(folder: Path, say: Say) -> None:
    """Live every day on which something happened, in order; what is lived already is left as it is."""
    with clock.pretend(_at(accounts.APPOINTED_ON, 9)), trail.request():
        users = accounts.open_accounts()
        if not Firm.objects.exists():
            firms.found()
    events = [
        Event(_at(TARGETS_DECIDED, 16), lambda: targets.load_from_rules(by=users["gongxin"], now=clock.now()))
    ]
    for position, period in enumerate(figures.PRINTS):
        events += _month(position, folder / period.code, users, say)
    for period in tendays.PERIODS:
        events.append(_tenday(period, folder / period.code, users))
    for event in sorted(events, key=lambda event: event.at):
        with clock.pretend(event.at), trail.request():
            event.happen()


def _at(day: dt.date, hour: int) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(hour), tzinfo=clock.SHANGHAI)


def _month(position: int, folder: Path, users: dict[str, User], say: Say) -> list[Event]:
    """One print: the counties file, the notice comes out, the month is closed, the circular is issued."""
    period, published = figures.PRINTS[position], figures.NOTICE_DAYS[position]
    last = position == len(figures.PRINTS) - 1

    def counties() -> None:
        for path in sorted(folder.glob("县区月报_*.xlsx")):
            _file(path, by=_filer(path, users) or users["gongxin"], reviewer=users["gongxin"])

    def notice() -> None:
        _file(next(folder.glob("市统计局月度通知_*.xlsx")), by=users["tongji"], reviewer=users["gongxin"])

    def close() -> None:
        say(f"{period.label_with_year}：收表、审核、收口、起草通报……")
        rounds.close_month(period, as_of=clock.today(), by=users["gongxin"], now=clock.now())

    def issue() -> None:
        draft = Bulletin.objects.filter(period_code=period.code).exclude(state=State.VOID).latest("pk")
        _issue(draft, NUMBERS[position], users)

    return [
        Event(_at(filings.filed_on(position), 15), counties),
        Event(_at(published, 10), notice),
        Event(_at(TODAY, 8) if last else _at(published, 17), close),
        Event(_at(TODAY, 9), lambda: _sign_one(users["lingdao"]))
        if last
        else Event(_at(published + dt.timedelta(days=4), 9), issue),
    ]


def _tenday(period: Period, folder: Path, users: dict[str, User]) -> Event:
    """The counties' ten-day reports of one date, reviewed the same day; of the last, some wait for whoever tries the demo."""
    waiting = tendays.WAITING if period == tendays.PERIODS[-1] else ()

    def counties() -> None:
        for path in sorted(folder.glob("县区旬报_*.xlsx")):
            by = _filer(path, users) or users["gongxin"]
            _file(path, by=by, reviewer=users["gongxin"], waits=waiting)

    return Event(_at(tendays.filed_on(period), 11), counties)


def _filer(path: Path, users: dict[str, User]) -> User | None:
    """The county's own filer; a county without an account of its own has its form sent in by the city's clerk."""
    for user in users.values():
        for row in user.appointments_on(figures.NOTICE_DAYS[-1]):
            if row.body.unit and row.body.unit.name_on(figures.NOTICE_DAYS[-1]) in path.name:
                return user
    return None


def _file(path: Path, *, by: User, reviewer: User, waits: Collection[str] = ()) -> None:
    """File one workbook; where its unit's code is among those that wait, it is handed in and not yet reviewed."""
    now = clock.now()
    filing = cadence.receive(content=path.read_bytes(), name=path.name, by=by, now=now)
    told = rounds.open_sentences(filing)
    if told:
        raise StoryBroken(f"{path.name}：{'；'.join(told)}")
    if filing.unit and filing.unit.unit_code in waits:
        cadence.submit(filing=filing, by=by, now=now)
        return
    rounds.take_in(filing, by=by, reviewer=reviewer, now=now, historical=False)


def _issue(bulletin: Bulletin, number: int, users: dict[str, User]) -> None:
    """The way of a paper: the bureau circulates it, another reviews it, the leader signs, the office sends it out."""
    now = clock.now()
    for state, by, opinion in (
        (State.COUNTERSIGNED, users["gongxin"], "会签单位无不同意见（演示）。"),
        (State.REVIEWED, users["kezhang"], "数字与数据溯源表一致（演示）。"),
        (State.SIGNED, users["lingdao"], "同意印发（演示）。"),
    ):
        if bulletin.next_state == state:  # a story that was broken off goes on where it stopped
            bulletin = bulletins.advance(bulletin=bulletin, to=state, opinion=opinion, by=by, now=now)
    bulletins.finish(bulletin=bulletin, number=number, by=users["wenshu"], now=now)


def _sign_one(leader: User) -> None:
    """This morning the leader signed one of the two proposals; the other waits for whoever tries the demo."""
    for row in Assignment.objects.proposed().filter(to_body__subject__key="body:hengkou"):
        work.sign(
            assignment=row,
            measure=Assignment.Measure.TRACK,
            reason="降幅扩大，先重点跟踪，看下月走势（演示）。",
            due_on=clock.today() + dt.timedelta(days=10),
            by=leader,
            now=clock.now(),
        )
