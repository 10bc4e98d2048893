"""`make bench`: how quick the product is on this machine, with load and versions, and as ratios to a fixed loop.

Absolute times mean little on a shared machine; the ratio to the calibration loop of the same run is what to compare.
Nothing here is a test: a miss of a goal is printed as a miss, and the command still ends with status 0.
"""

import datetime as dt
import http.client
import json
import os
import platform
import re
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.server import Visitor, demo_server  # noqa: E402  # the path is set just above


@dataclass(frozen=True)
class Result:
    name: str
    value: float
    unit: str
    goal: float
    smaller_is_better: bool = True
    note: str = ""

    @property
    def met(self) -> bool:
        return self.value <= self.goal if self.smaller_is_better else self.value >= self.goal


def calibrate() -> float:
    """Seconds for a fixed pure-Python loop, median of five: the yardstick of this run."""

    def loop() -> float:
        started = time.perf_counter()
        total = 0
        for number in range(1_000_000):
            total += number * number % 7
        return time.perf_counter() - started

    return statistics.median(loop() for _ in range(5))


def milliseconds(deed: Callable[[], object], runs: int, warm_up: int = 5) -> list[float]:
    for _ in range(warm_up):
        deed()
    spent = []
    for _ in range(runs):
        started = time.perf_counter()
        deed()
        spent.append((time.perf_counter() - started) * 1000)
    return spent


def overview(address: str) -> list[Result]:
    leader = Visitor(address)
    leader.sign_in("lingdao")
    page = leader.get("/situation/")
    assert page.status == 200, page.status
    spent = milliseconds(lambda: leader.get("/situation/"), 60)
    return [
        Result(
            "形势总览 p50",
            statistics.median(spent),
            "ms",
            80,
            note=f"p95 {statistics.quantiles(spent, n=20)[18]:.0f} ms",
        ),
        Result("形势总览 HTML", len(page.body) / 1024, "KB", 80),
    ]


def fifty_at_once(address: str, seconds: float = 8) -> Result:
    """50 readers, each with its own connection, asking for the overview again and again for some seconds."""
    reader = Visitor(address)
    reader.sign_in("lingdao")
    cookie = "; ".join(f"{key}={value}" for key, value in reader.cookies.items())
    answered, failed = [0] * 50, [0] * 50
    deadline = time.perf_counter() + seconds

    def read(number: int) -> None:
        connection = http.client.HTTPConnection(reader.host, reader.port, timeout=60)
        while time.perf_counter() < deadline:
            try:
                connection.request("GET", "/situation/", headers={"Cookie": cookie})
                response = connection.getresponse()
                response.read()
                answered[number] += response.status == 200
                failed[number] += response.status != 200
            except OSError:
                failed[number] += 1
                connection = http.client.HTTPConnection(reader.host, reader.port, timeout=60)

    threads = [threading.Thread(target=read, args=(number,)) for number in range(50)]
    started = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    rate = sum(answered) / (time.perf_counter() - started)
    return Result(
        "50 人同时看总览",
        rate,
        "次/秒",
        25,
        smaller_is_better=False,
        note=f"出错 {sum(failed)} 次；客户端同机",
    )


def memory_mb(port: int) -> float:
    """Resident memory of the server's processes (parent and worker), from /proc."""
    total = 0
    for status in Path("/proc").glob("[0-9]*/status"):
        try:
            command = (status.parent / "cmdline").read_bytes().replace(b"\0", b" ").decode()
            if "granian" in command and f"--port {port}" in command:
                match = re.search(r"VmRSS:\s+(\d+)", status.read_text())
                total += int(match.group(1)) if match else 0
        except OSError:
            continue
    return total / 1024


@contextmanager
def django_on(var: Path):  # type: ignore[no-untyped-def]
    os.environ |= {
        "WENZENG_VAR": str(var),
        "WENZENG_DEMO": "1",
        "DJANGO_SETTINGS_MODULE": "wenzeng.site.settings",
    }
    sys.path.insert(0, str(ROOT / "src"))
    import django

    django.setup()
    yield


def in_process(var: Path) -> list[Result]:
    with django_on(var):
        from wenzeng.base import clock, people
        from wenzeng.base.access import Duty
        from wenzeng.base.models import Body, User
        from wenzeng.engines.period import Period
        from wenzeng.site import rounds

        clerk = User.objects.get(username="gongxin")
        liaison = User.objects.get(username="jinrong")
        body = Body.objects.get(subject__key="body:fagai")
        days = iter(dt.date(2000, 1, 1) + dt.timedelta(days=number) for number in range(7000))

        def two_writes() -> None:
            since = next(days)  # duties of one person follow each other, they do not overlap
            row = people.appoint(user=liaison, duty=Duty.LIAISON, body=body, from_on=since, by=clerk)
            people.relieve(appointment=row, to_on=since + dt.timedelta(days=1), by=clerk, reason="基准")

        spent = [pair / 2 for pair in milliseconds(two_writes, 60)]
        started = time.perf_counter()
        rounds.close_month(Period.parse("2020-01..05"), as_of=clock.today(), by=clerk, now=clock.now())
        closing = time.perf_counter() - started
        return [
            Result(
                "带留痕的一次写入 p50",
                statistics.median(spent),
                "ms",
                25,
                note="任职、免职各一次，取半",
            ),
            Result("演示市 close_month", closing, "s", 10),
        ]


def from_clone_to_first_page() -> Result:
    """Bare clone of what is committed, `make demo`, until the login page answers; packages come from the local cache."""
    with tempfile.TemporaryDirectory() as folder:
        clone = Path(folder) / "wenzeng"
        subprocess.run(["git", "clone", "-q", str(ROOT), str(clone)], check=True)
        env = {
            key: value
            for key, value in os.environ.items()
            if not key.startswith(("WENZENG_", "DJANGO_", "PYTHONPATH"))
        }
        started = time.perf_counter()
        command = "./bootstrap.sh && exec .venv/bin/wenzeng up --demo --port 8765"
        server = subprocess.Popen(["bash", "-c", command], cwd=clone, env=env, stdout=subprocess.DEVNULL)
        try:
            while time.perf_counter() - started < 300:
                try:
                    connection = http.client.HTTPConnection("127.0.0.1", 8765, timeout=5)
                    connection.request("GET", "/login/")
                    if connection.getresponse().status == 200:
                        break
                except OSError:
                    time.sleep(0.1)
            spent = time.perf_counter() - started
        finally:
            server.terminate()
            server.wait(timeout=20)
    return Result("空目录到第一页", spent, "s", 40, note="软件包已在本机缓存")


def migrations(var: Path) -> Result:
    count = (
        sqlite3.connect(var / "demo.sqlite3").execute("SELECT count(*) FROM django_migrations").fetchone()[0]
    )
    return Result("数据库迁移", count, "个", 40)


def main() -> None:
    yardstick = calibrate()
    results: list[Result] = []
    with tempfile.TemporaryDirectory() as folder:
        var = Path(folder) / "var"
        subprocess.run(
            [sys.executable, "-m", "wenzeng.site.cli", "up", "--demo", "--no-serve"],
            env=os.environ | {"WENZENG_VAR": str(var), "PYTHONPATH": str(ROOT / "src")},
            check=True,
            stdout=subprocess.DEVNULL,
        )
        with demo_server(var) as address:
            results += overview(address)
            results.append(fifty_at_once(address))
            results.append(
                Result(
                    "服务进程内存",
                    memory_mb(int(address.rsplit(":", 1)[1])),
                    "MB",
                    250,
                    note="父进程＋工作进程",
                )
            )
        results += in_process(var)
        results.append(migrations(var))
    results.append(from_clone_to_first_page())

    import django
    import granian

    print(
        f"机器：{platform.processor() or platform.machine()}，{os.cpu_count()}核；负载 {os.getloadavg()[0]:.2f}"
    )
    versions = (
        f"Django {django.get_version()}，granian {granian.__version__}，SQLite {sqlite3.sqlite_version}"
    )
    print(f"版本：Python {platform.python_version()}，{versions}")
    print(f"标尺：一百万次整数循环 {yardstick * 1000:.0f} ms（中位数）\n")
    for result in results:
        factor = {"ms": result.value / (yardstick * 1000), "s": result.value / yardstick}.get(result.unit)
        ratio = f"标尺的 {factor:.2f} 倍" if factor is not None else ""
        sign = "≤" if result.smaller_is_better else "≥"
        verdict = "达到" if result.met else "未达"
        print(
            f"{verdict}  {result.name}：{result.value:.1f} {result.unit}（目标 {sign} {result.goal:g}） {ratio} {result.note}"
        )
    if "--json" in sys.argv:
        print(json.dumps([asdict(result) for result in results], ensure_ascii=False))


if __name__ == "__main__":
    main()
