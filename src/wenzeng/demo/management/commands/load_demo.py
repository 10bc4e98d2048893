"""Load the demo city: write its workbooks, live its four months, print the finding. A second run keeps what was done."""

import shutil
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection

from wenzeng.base import clock
from wenzeng.base.models import Assignment, User
from wenzeng.bulletins.models import Bulletin
from wenzeng.demo import figures, filings, story, tendays
from wenzeng.site import cli
from wenzeng.situation.summary import summary


class Command(BaseCommand):
    help = "装入演示市（2020年1–5月），已装过的保留。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--reset", action="store_true", help="丢掉演示库重新生成")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.WENZENG_DEMO:
            raise CommandError("只能装入演示环境：用 wenzeng up --demo。")
        if options["reset"]:
            self._forget()
        folder = settings.VAR / "demo" / "filings"
        filings.write(folder)
        tendays.write(folder)
        done = Bulletin.objects.filter(period_code=figures.PRINTS[-1].code).exists()
        if not done:
            story.live(folder, self.stdout.write)
        self._tell(folder)

    def _forget(self) -> None:
        """Drop the demo's database and files, nothing else."""
        database = connection.settings_dict["NAME"]
        if connection.vendor != "sqlite":
            raise CommandError("--reset 只丢演示用的 SQLite 库；PostgreSQL 请自行新建空库。")
        connection.close()
        for suffix in ("", "-wal", "-shm"):
            Path(f"{database}{suffix}").unlink(missing_ok=True)
        shutil.rmtree(settings.VAR / "demo", ignore_errors=True)
        call_command("migrate", verbosity=0, interactive=False)
        cli.prepare()

    def _tell(self, folder: Path) -> None:
        """One screen: what was found, what waits for a person, where things are."""
        period = figures.PRINTS[-1]
        waiting = Assignment.objects.proposed().count()
        bulletin = Bulletin.objects.filter(period_code=period.code).order_by("pk").first()
        lines = [
            "",
            f"演示市 · 今天是 {clock.today()} · 县区、企业等数据均为模拟（演示）",
            "─" * 60,
            *summary(period=period, as_of=clock.today()),
            "─" * 60,
            f"待签发督办提议 {waiting} 件；通报初稿：{bulletin.title if bulletin else '无'}",
            f"报表原件：{folder}",
            f"演示账号 {User.objects.filter(is_demo=True).count()} 个，密码都是 {settings.WENZENG_DEMO_PASSWORD}："
            "gongxin、kezhang（市工信局） lingdao（市领导） wenshu（市政府办） tongji（市统计局）",
            "  pingli 等（12个县区园区之一） jinrong（成员单位） guanli（管理员） qiye（企业） yinhang（银行）",
        ]
        self.stdout.write("\n".join(lines))
