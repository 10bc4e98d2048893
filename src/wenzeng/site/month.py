"""`wenzeng month`: a folder of workbooks in, the finding, the numbered bulletin and its trace table out."""

import sys
from pathlib import Path

from wenzeng.base import clock, people, trail
from wenzeng.base.access import Duty
from wenzeng.base.models import Body, User
from wenzeng.bulletins import actions as bulletins
from wenzeng.engines.period import Period, published_to_date
from wenzeng.site import cli, rounds


def _operator(name: str) -> User:
    """The person who runs the command; every deed carries this name, and the account cannot sign in."""
    today = clock.today()
    user = User.objects.filter(username=f"cli:{name}"[:40]).first()
    if user is None:
        user = people.enrol(username=f"cli:{name}"[:40], name=name[:40], password="", by=None)
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
                from_on=today,
                by=None,
                document="命令行办理",
            )
    return user


def run(period: Period, *, filings: Path, out: Path, operator: str, number: int | None) -> int:
    cli.prepare()
    with trail.request():
        return _run(period, filings=filings, out=out, operator=operator, number=number)


def _run(period: Period, *, filings: Path, out: Path, operator: str, number: int | None) -> int:
    by = _operator(operator)
    now, as_of = clock.now(), clock.today()
    filed = rounds.file_folder(filings, until=period, by=by, now=now, historical=True)
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
    if not any(row.filing.period_code == period.code and row.filing.form == "stats_notice" for row in filed):
        print(
            f"“{filings}”里没有{period.label_with_year}的统计局月度通知：没有它就没有增速，通报没有生成。",
            file=sys.stderr,
        )
        return cli.REFUSED
    closed = None
    for print_ in published_to_date(period.year, period.last_month):
        if any(row.filing.period_code == print_.code and row.filing.form == "stats_notice" for row in filed):
            closed = rounds.close_month(print_, as_of=as_of, by=by, now=now)
    assert closed is not None  # the period itself is among the prints
    bulletin = bulletins.finish(bulletin=closed.bulletin, number=number, by=by, now=now)
    stem = f"{bulletin.series.name}第{bulletin.number}期_{period.code}"
    (out / f"{stem}.docx").write_bytes(bulletins.docx_of(bulletin))
    (out / f"{stem}_数据溯源表.xlsx").write_bytes(bulletins.trace_table(bulletin))
    print(closed.finding)
    print(
        f"入库报表{len(filed)}份；计算和判定{closed.observations}个数；督办提议{len(closed.proposals)}件，待签发。"
    )
    for name in closed.missing:
        print(f"未报：{name}")
    print(f"已写出 {out / (stem + '.docx')}")
    print(f"已写出 {out / (stem + '_数据溯源表.xlsx')}")
    return cli.OK
