"""`wenzeng month`: a folder of workbooks in, the finding, the bulletin and its trace table out.

Alone, it keeps a database beside what it writes, and one person does every step, in his name: that is said in each
step. On an existing database (`--database`) it is one user among others: it does what that user's duties allow, and
leaves a draft for the people whose steps follow.
"""

import fcntl
import sys
from pathlib import Path

from wenzeng.base import clock, people, trail
from wenzeng.base.access import Can, Duty
from wenzeng.base.models import Assignment, Body, Observation, User
from wenzeng.bulletins import actions as bulletins
from wenzeng.bulletins.models import Bulletin
from wenzeng.engines.period import Period, published_to_date
from wenzeng.site import cli, rounds


class CannotRun(Exception):
    """Why the month was not run; one sentence."""


def run(period: Period, *, filings: Path, out: Path, operator: str, number: int | None, alone: bool) -> int:
    with (out / ".month.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise CannotRun(f"另一个 wenzeng month 正在写“{out}”：等它办完再跑。") from None
        cli.prepare()
        with trail.request():
            by = _alone(operator) if alone else _user(operator)
            return _run(period, filings=filings, out=out, by=by, number=number, alone=alone)


def _alone(name: str) -> User:
    """The one person of a database of its own; the account cannot sign in anywhere."""
    username = f"cli:{name}"[:40]
    user = User.objects.filter(username=username).first()
    if user is None:
        user = people.enrol(username=username, name=name[:40], password="", by=None)
        user.set_unusable_password()
        user.save(update_fields=["password"])
        for duty, body in (
            (Duty.MONITOR, "body:gongxin"),
            (Duty.LEADER, "body:shilingdao"),
            (Duty.OFFICE, "body:shizhengfu"),
        ):
            people.appoint(
                user=user,
                duty=duty,
                body=Body.objects.get(subject__key=body),
                from_on=clock.today(),
                by=None,
                document="命令行一人办理，独立库",
            )
    return user


def _user(name: str) -> User:
    """A user of an existing installation, with the duties that he has there and no others."""
    user = User.objects.filter(username=name, is_active=True).first()
    if user is None:
        raise CannotRun(f"这个库里没有在用的登录名“{name}”：--database 要用 --by 写明一个有职责的登录名。")
    if not (user.can(Can.FILE_NOTICE) and user.can(Can.REVIEW_FILINGS) and user.can(Can.CLOSE_MONTH)):
        raise CannotRun(f"“{user.name}”没有收表、审核和月度收口的职责：换运行监测科的登录名。")
    return user


def _run(period: Period, *, filings: Path, out: Path, by: User, number: int | None, alone: bool) -> int:
    now, as_of = clock.now(), clock.today()
    for path in rounds.passed_over(filings):
        print(f"没有读 {path}：只认 .xlsx、.xls、.ods。", file=sys.stderr)
    filed = rounds.file_folder(filings, until=period, by=by, now=now, historical=alone)
    faulty = [row for row in filed if row.sentences]
    for row in faulty:
        print(f"{row.path}：{len(row.sentences)}处要处理，未入库。", file=sys.stderr)
        for sentence in row.sentences:
            print(f"  · {sentence}", file=sys.stderr)
    if faulty:
        print(
            f"共{len(faulty)}份报表有问题，通报没有生成。改好后重跑即可，已入库的不会重复。", file=sys.stderr
        )
        return cli.REFUSED
    if not any(row.is_notice_of(period) for row in filed):
        print(
            f"“{filings}”里没有{period.label_with_year}的统计局月度通知：没有它就没有增速，通报没有生成。",
            file=sys.stderr,
        )
        return cli.REFUSED
    for print_ in published_to_date(period.year, period.last_month):
        if any(row.is_notice_of(print_) for row in filed):
            closed = rounds.close_month(print_, as_of=as_of, by=by, now=now)
    bulletin = closed.bulletin
    if bulletin.is_out and _is_superseded(bulletin):
        print(f"第{bulletin.number}期用的数已有修订，原件不动，另起草一期。")
        bulletin = bulletins.draft(period=period, as_of=as_of, by=by, now=now, anew=True)
    looked = None if bulletin.is_out else bulletins.proof_of(bulletin, now=now)
    if alone:
        bulletin = bulletins.finish(bulletin=bulletin, number=number, by=by, now=now, looked=looked)
    stem = _stem(bulletin, period)
    _write(out / f"{stem}.docx", bulletins.docx_of(bulletin))
    _write(out / f"{stem}_数据溯源表.xlsx", bulletins.trace_table(bulletin))
    print(closed.finding)
    print(
        f"入库报表{len(filed)}份；计算和判定{closed.observations}个数；"
        f"新提督办{len(closed.proposals)}件，待签发共{Assignment.objects.proposed().count()}件。"
    )
    for name in closed.missing:
        print(f"未报：{name}")
    for sentence in looked.sentences if looked else bulletin.head.get("proof", []):
        print(f"版面：{sentence}")
    print(f"已写出 {out / (stem + '.docx')}")
    print(f"已写出 {out / (stem + '_数据溯源表.xlsx')}")
    return cli.OK


def _is_superseded(bulletin: Bulletin) -> bool:
    """Whether any figure that it printed has a newer version by now."""
    for figure in bulletin.figures.select_related("observation"):
        newest = (
            Observation.objects.same_key_as(figure.observation).newest_first().values_list("pk", flat=True)
        )
        if newest[0] != figure.observation_id:
            return True
    return False


def _stem(bulletin: Bulletin, period: Period) -> str:
    which = f"第{bulletin.number}期" if bulletin.number else "初稿"
    return f"{bulletin.series.name}{which}_{period.code}"


def _write(path: Path, content: bytes) -> None:
    """All of the file or none of it."""
    partial = path.with_name(path.name + ".part")
    partial.write_bytes(content)
    partial.replace(path)
