"""The demo's four months, each lived on its own days by its own people, through the same doors as a real month."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path

from wenzeng.base import assignments as work
from wenzeng.base import clock, trail
from wenzeng.base.models import Assignment, Firm, User
from wenzeng.bulletins import actions as bulletins
from wenzeng.bulletins.models import Bulletin, State
from wenzeng.cadence import actions as cadence
from wenzeng.demo import accounts, figures, filings, firms
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


def live(folder: Path, say: Say) -> rounds.Closed:
    """Live all prints that are not lived yet and return the last month's closing."""
    with clock.pretend(_at(accounts.APPOINTED_ON, 9)), trail.request():
        users = accounts.open_accounts()
        if not Firm.objects.exists():
            firms.found()
    closed = None
    for position, period in enumerate(figures.PRINTS):
        say(f"{period.label_with_year}：收表、审核、收口、起草通报……")
        closed = _month(position, folder / period.code, users)
    assert closed is not None  # there are four prints
    return closed


def _at(day: dt.date, hour: int) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(hour), tzinfo=clock.SHANGHAI)


def _month(position: int, folder: Path, users: dict[str, User]) -> rounds.Closed:
    period, published = figures.PRINTS[position], figures.NOTICE_DAYS[position]
    clerk, leader = users["gongxin"], users["lingdao"]
    if position == 3:
        with clock.pretend(_at(TARGETS_DECIDED, 16)), trail.request():
            targets.load_from_rules(by=clerk, now=clock.now())
    notice = next(folder.glob("市统计局月度通知_*.xlsx"))
    for path in sorted(folder.glob("县区月报_*.xlsx")):
        filer = _filer(path, users) or clerk
        with clock.pretend(_at(filings.filed_on(position), 15)), trail.request():
            _file(path, by=filer, reviewer=clerk)
    with clock.pretend(_at(published, 10)), trail.request():
        _file(notice, by=users["tongji"], reviewer=clerk)
    last = position == len(figures.PRINTS) - 1
    closed_at = _at(TODAY, 8) if last else _at(published, 17)
    with clock.pretend(closed_at), trail.request():
        closed = rounds.close_month(period, as_of=closed_at.date(), by=clerk, now=clock.now())
    if last:
        with clock.pretend(_at(TODAY, 9)), trail.request():
            _sign_one(leader)
    else:
        with clock.pretend(_at(published + dt.timedelta(days=4), 9)), trail.request():
            _issue(closed.bulletin, NUMBERS[position], users)
    return closed


def _filer(path: Path, users: dict[str, User]) -> User | None:
    """The county's own filer; a county without an account of its own has its form sent in by the city's clerk."""
    for user in users.values():
        for row in user.appointments_on(figures.NOTICE_DAYS[-1]):
            if row.body.unit and row.body.unit.name_on(figures.NOTICE_DAYS[-1]) in path.name:
                return user
    return None


def _file(path: Path, *, by: User, reviewer: User) -> None:
    now = clock.now()
    filing = cadence.receive(content=path.read_bytes(), name=path.name, by=by, now=now)
    told = rounds.open_sentences(filing)
    if told:
        raise StoryBroken(f"{path.name}：{'；'.join(told)}")
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
