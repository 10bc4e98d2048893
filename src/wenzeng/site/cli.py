"""The `wenzeng` command: up, admin, month, verify-trail, doctor, manage. Every failure is one clear sentence and an exit status."""

import argparse
import ctypes
import errno
import fcntl
import getpass
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import IO

OK, REFUSED, MISUSED = 0, 1, 2
GRACE_SECONDS = 5
ADMINISTRATORS_BODY = "body:gongxin"
MOST_NUMBER = 9999
DEMO_DATABASE = "demo.sqlite3"


def main(arguments: Sequence[str] | None = None) -> None:
    given = list(sys.argv[1:] if arguments is None else arguments)
    if given[:1] == ["manage"]:
        sys.exit(_manage(given[1:]))
    parser = argparse.ArgumentParser(prog="wenzeng", description="稳增：一座城市的工业稳增长工作台")
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="命令")
    up = verbs.add_parser("up", help="建库、同步规则、启动网页服务")
    up.add_argument("--demo", action="store_true", help="演示市（2020年6月24日），账号见登录页")
    up.add_argument("--reset", action="store_true", help="演示：丢掉演示库重新生成")
    up.add_argument("--host", default="127.0.0.1")
    up.add_argument("--port", type=_port, default=8000)
    up.add_argument("--no-serve", action="store_true", help="只准备数据，不启动服务")
    admin = verbs.add_parser("admin", help="开第一个系统管理员（其余账号由他在网页上开）")
    admin.add_argument("username", help="登录名")
    admin.add_argument("--name", required=True, help="姓名")
    admin.add_argument("--another", action="store_true", help="已有管理员时再开一个")
    admin.add_argument("--password-stdin", action="store_true", help="从标准输入读密码，不在终端上问")
    month = verbs.add_parser("month", help="把一个文件夹的报表跑成形势结论和编号通报")
    month.add_argument("period", help="期别，如 2020-05（即1—5月）或 2020-01..05")
    month.add_argument("--filings", required=True, type=Path, help="报表文件夹（含以前各期）")
    month.add_argument("--out", required=True, type=Path, help="输出文件夹")
    month.add_argument(
        "--database", help="用正式库：只办 --by 的职责，通报留作初稿；不写则在输出文件夹里自建一个库"
    )
    month.add_argument("--by", default="命令行经办人", help="经办人姓名，记入留痕；用正式库时写登录名")
    month.add_argument("--number", type=int, help="通报期号；不写则取下一个没用过的号（只在自建的库里编号）")
    verify = verbs.add_parser("verify-trail", help="从头验一遍留痕链、入库的数和数据库的触发器")
    verify.add_argument("--anchor", default="", metavar="序号:校验值", help="以前抄存的链尾，核对它还在链上")
    verify.add_argument("--demo", action="store_true", help="验演示库")
    doctor = verbs.add_parser("doctor", help="检查环境、数据库、规则、字体，逐条说明怎么办")
    doctor.add_argument("--demo", action="store_true", help="查演示库")
    verbs.add_parser("manage", help="Django 管理命令", add_help=False)
    options = parser.parse_args(given)
    deeds = {"up": _up, "admin": _admin, "month": _month, "verify-trail": _verify_trail, "doctor": _doctor}
    try:
        sys.exit(deeds[options.verb](options))
    except KeyboardInterrupt:
        sys.exit(130)
    except BrokenPipeError:  # the reader of our output has gone: nothing more to say
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(OK)
    except Exception as fault:  # every refusal of ours is a sentence; anything else keeps its traceback
        sentence = _sentence(fault)
        if sentence is None:
            raise
        _complain(sentence)
        sys.exit(REFUSED)


def _sentence(fault: Exception) -> str | None:
    """What to tell a person, or None where only a developer can help."""
    from django.core.exceptions import ImproperlyConfigured, PermissionDenied
    from django.db.utils import Error as DatabaseFault

    if type(fault).__module__.startswith("wenzeng.") or isinstance(
        fault, ImproperlyConfigured | PermissionDenied
    ):
        return str(fault)
    if isinstance(fault, DatabaseFault):
        return f"数据库用不了：{str(fault).splitlines()[0]}。核对 --database 或 WENZENG_DATABASE。"
    if isinstance(fault, OSError) and fault.filename:
        return f"“{fault.filename}”用不了：{_reason(fault)}。换一个可读写的位置。"
    return None


REASONS = {
    errno.ENOENT: "没有这个文件或文件夹",
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.EROFS: "磁盘是只读的",
    errno.ENOSPC: "磁盘满了",
    errno.ENOTDIR: "路径中间有一个是文件，不是文件夹",
    errno.EISDIR: "它是文件夹，不是文件",
    errno.EEXIST: "同名的文件已经在那里",
    errno.EADDRNOTAVAIL: "本机没有这个地址",
}


def _reason(fault: OSError) -> str:
    return REASONS.get(fault.errno or 0) or str(fault.strerror or fault)


def _port(text: str) -> int:
    if not (text.isdigit() and 0 < int(text) < 65536):
        raise argparse.ArgumentTypeError(f"端口“{text}”不对：写1到65535之间的整数。")
    return int(text)


def _django() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wenzeng.site.settings")
    import django

    django.setup()


def _manage(arguments: list[str]) -> int:
    _django()
    from django.core.management import execute_from_command_line

    from wenzeng.base.models.people import NO_SUPERUSER

    if arguments[:1] == ["createsuperuser"]:  # before it asks four questions
        _complain(str(NO_SUPERUSER))
        return MISUSED
    execute_from_command_line(["wenzeng manage", *arguments])
    return OK


def _say(sentence: str) -> None:
    print(sentence, flush=True)


def _complain(sentence: str) -> None:
    print(sentence, file=sys.stderr, flush=True)


# ── up ──────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _cannot_listen(host: str, port: int) -> str:
    """Why the server could not listen there; '' when it can."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as fault:
            if fault.errno == errno.EADDRINUSE:
                return f"{host}:{port} 已被占用：先停掉那个程序，或用 --port 换一个端口。"
            return f"不能在 {host}:{port} 上服务：{_reason(fault)}。用 --host、--port 换一个本机地址和端口。"
    return ""


def _up(options: argparse.Namespace) -> int:
    if options.reset and not options.demo:
        _complain("--reset 只用于演示库：正式库不提供一键清空。")
        return MISUSED
    trouble = "" if options.no_serve else _cannot_listen(options.host, options.port)
    if trouble:
        _complain(trouble)
        return REFUSED
    if options.demo:
        os.environ["WENZENG_DEMO"] = "1"
    _django()
    if not _alone_with_the_database(options.reset):
        _complain("这个演示库正在另一个窗口里服务：先在那里按 Ctrl-C，再用 --reset。")
        return REFUSED
    prepare()
    if options.demo:
        from django.core.management import call_command

        call_command("load_demo", reset=options.reset)
    if options.no_serve:
        return OK
    _say(f"请打开 http://{options.host}:{options.port}/  （Ctrl-C 停止）")
    return _serve(options.host, options.port)


_HELD: list[IO[str]] = []  # open until the process ends, and with them the lock


def _alone_with_the_database(wanted: bool) -> bool:
    """Say to others that this process uses the data folder; where it must be the only one, whether it is."""
    from django.conf import settings

    settings.VAR.mkdir(parents=True, exist_ok=True)
    lock = (settings.VAR / ".in-use").open("w")
    _HELD.append(lock)
    try:
        fcntl.flock(lock, (fcntl.LOCK_EX if wanted else fcntl.LOCK_SH) | fcntl.LOCK_NB)
    except OSError:
        return not wanted
    if wanted:
        fcntl.flock(lock, fcntl.LOCK_SH)
    return True


def prepare() -> None:
    """Migrate, bring rules and reference data in line, collect static files; safe to run at every start.

    With rules that a room could not read nothing starts: it would break later, in the middle of a deed.
    """
    from django.conf import settings
    from django.core.management import call_command

    from wenzeng.base import clock, rulebook, subjects
    from wenzeng.site import doctor
    from wenzeng.targets import actions as targets

    finding = doctor.rules()
    if finding.fine is False:
        raise rulebook.RuleFault(finding.sentence)
    call_command("migrate", verbosity=0, interactive=False)
    rulebook.sync_indicators()
    subjects.sync_reference()
    if not settings.WENZENG_DEMO:  # the demo lives through the day on which they were set
        targets.load_from_rules(by=None, now=clock.now(), historical=True)
    call_command("collectstatic", verbosity=0, interactive=False)


def _end_with_parent() -> None:
    """Where the system can (Linux): a server whose `wenzeng up` was killed does not go on alone."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGTERM)  # PR_SET_PDEATHSIG


def _serve(host: str, port: int) -> int:
    """Run the web server until Ctrl-C or SIGTERM; it gets five seconds to stop, then it is killed."""
    command = [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--host", host, "--port", str(port),
        "--workers", os.environ.get("WENZENG_WORKERS", "1"), "--blocking-threads", "8", "--backlog", "256",
        "--workers-kill-timeout", "5", "--respawn-failed-workers", "--log-level", "error", "wenzeng.site.wsgi:application",
    ]  # fmt: skip
    server = subprocess.Popen(command, start_new_session=True, preexec_fn=_end_with_parent)

    def stop(_signal: int, _frame: object) -> None:
        raise KeyboardInterrupt

    signal.signal(signal.SIGTERM, stop)
    try:
        return server.wait()
    except KeyboardInterrupt:
        os.killpg(server.pid, signal.SIGTERM)
        try:
            server.wait(timeout=GRACE_SECONDS)
        except subprocess.TimeoutExpired:
            os.killpg(server.pid, signal.SIGKILL)
            server.wait()
        _say("已停止。")
        return OK


# ── admin ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def _admin(options: argparse.Namespace) -> int:
    """Open the first administrator's account at the city's industry bureau; everybody else's he opens on the page."""
    password = sys.stdin.readline().rstrip("\r\n") if options.password_stdin else _asked_twice()
    if password is None:
        _complain("两次输入的密码不一样，没有开账号：再运行一次。")
        return MISUSED
    _django()
    from django.core.exceptions import ValidationError

    from wenzeng.base import clock, people
    from wenzeng.base.models import Body, User
    from wenzeng.site.passwords import validate

    try:
        user = User(username=options.username, name=options.name)
        user.clean_fields(exclude=["password"])
        validate(password, user)
    except ValidationError as fault:
        for sentence in fault.messages:
            _complain(sentence)
        return MISUSED
    prepare()
    try:
        row = people.first_administrator(
            username=options.username,
            name=options.name,
            password=password,
            body=Body.objects.get(subject__key=ADMINISTRATORS_BODY),
            today=clock.today(),
            another=options.another,
        )
    except people.CannotAppoint as reason:
        _complain(str(reason))
        return REFUSED
    _say(f"已开账号：{row.user.username}，{row}，从{row.from_on}起。请登录后在“人员与职责”页给其他人开账号。")
    return OK


def _asked_twice() -> str | None:
    """The password typed on the terminal, or None where the two do not agree."""
    first = getpass.getpass("密码（至少10位，不能全是数字）：")
    return first if getpass.getpass("再输一遍：") == first else None


# ── month ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def _month(options: argparse.Namespace) -> int:
    if not options.filings.is_dir():
        _complain(f"找不到报表文件夹“{options.filings}”：核对 --filings 后再试。")
        return MISUSED
    from wenzeng.engines.errors import StatError
    from wenzeng.engines.period import Period

    try:
        period = Period.parse(options.period)
        period = period.to_date() if period.kind == "month" else period
        if period.kind != "span" or period.first_month != 1:
            raise StatError("bad_period", "按月办理：期别写成 2020-05 或 2020-01..05。")
    except StatError as fault:
        _complain(f"期别“{options.period}”不对：{fault.message_zh}")
        return MISUSED
    try:
        options.out.mkdir(parents=True, exist_ok=True)
    except OSError as fault:
        _complain(f"输出文件夹“{options.out}”建不了：{_reason(fault)}。换一个可写的位置。")
        return MISUSED
    if options.number is not None and not 1 <= options.number <= MOST_NUMBER:
        _complain(f"期号要是1到{MOST_NUMBER}的整数。")
        return MISUSED
    os.environ.pop("WENZENG_DEMO", None)
    alone = options.database is None
    if alone:  # originals and database stay together, beside what is written
        os.environ["WENZENG_VAR"] = str(options.out.resolve())
        os.environ["WENZENG_DATABASE"] = str(options.out.resolve() / "wenzeng.sqlite3")
    else:
        _use(options.database)
    _django()
    if not alone:
        _must_exist()
    from wenzeng.site import month

    return month.run(
        period,
        filings=options.filings,
        out=options.out,
        operator=options.by,
        number=options.number,
        alone=alone,
    )


def _use(database: str) -> None:
    """Take a database that exists, with the originals that belong to it: beside a SQLite file, unless WENZENG_VAR says."""
    os.environ["WENZENG_DATABASE"] = database
    if "://" in database:
        return
    path = Path(database).resolve()
    os.environ.setdefault("WENZENG_VAR", str(path.parent))
    if path.name == DEMO_DATABASE:  # its day is the scenario's, its originals lie in demo/
        os.environ["WENZENG_DEMO"] = "1"


def _must_exist() -> None:
    """A database that is only asked or used is not made by the asking."""
    from django.conf import settings
    from django.core.exceptions import ImproperlyConfigured

    engine, name = (str(settings.DATABASES["default"][key]) for key in ("ENGINE", "NAME"))
    if engine.endswith("sqlite3") and not Path(name).exists():
        raise ImproperlyConfigured(
            f"还没有数据库 {name}：先运行 wenzeng up；演示库请加 --demo，别处的库用 WENZENG_DATABASE 指明。"
        )


# ── verify-trail, doctor ────────────────────────────────────────────────────────────────────────────────────────────


def _verify_trail(options: argparse.Namespace) -> int:
    if options.demo:
        os.environ["WENZENG_DEMO"] = "1"
    _django()
    _must_exist()
    from django.db.utils import DatabaseError

    from wenzeng.base import trail

    try:
        verdict = trail.verify(options.anchor)
    except trail.NoAnchor as fault:
        _complain(str(fault))
        return MISUSED
    except DatabaseError:
        _complain("这个库还没有建表：先运行 wenzeng up（或 wenzeng manage migrate）。")
        return REFUSED
    (_say if verdict.ok else _complain)(verdict.sentence)
    if verdict.ok and verdict.rows:
        _say(f"链尾 {verdict.end}，请抄存或印在通报上；以后用 --anchor 序号:校验值 核对。")
    return OK if verdict.ok else REFUSED


def _doctor(options: argparse.Namespace) -> int:
    if options.demo:
        os.environ["WENZENG_DEMO"] = "1"
    _django()
    _must_exist()
    from wenzeng.site import doctor

    started = time.perf_counter()
    worst = OK
    for check in doctor.CHECKS:
        finding = check()
        mark = {True: "✓", False: "✗", None: "!"}[finding.fine]
        _say(f"{mark} {finding.sentence}")
        if finding.fine is False:
            worst = REFUSED
    _say(f"共查{len(doctor.CHECKS)}项，用时{time.perf_counter() - started:.1f}秒。")
    return worst


if __name__ == "__main__":
    main()
