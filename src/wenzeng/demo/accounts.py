"""Demo accounts, one or more for each role. Names are 示例…; no real person's name appears (decisions.md 34)."""

import datetime as dt
from dataclasses import dataclass

from django.conf import settings

from wenzeng.base import people
from wenzeng.base.access import Duty
from wenzeng.base.models import Body, Subject, SubjectName, User

APPOINTED_ON = dt.date(2020, 1, 1)


@dataclass(frozen=True)
class Account:
    username: str
    name: str
    duty: Duty
    body: str


ACCOUNTS = (
    Account("gongxin", "示例甲", Duty.MONITOR, "body:gongxin"),
    Account("kezhang", "示例亥", Duty.MONITOR, "body:gongxin"),
    Account("lingdao", "示例乙", Duty.LEADER, "body:shilingdao"),
    Account("wenshu", "示例丙", Duty.OFFICE, "body:shizhengfu"),
    Account("tongji", "示例丁", Duty.STATISTICS, "body:tongji"),
    Account("pingli", "示例戊", Duty.COUNTY_FILER, "body:pingli"),
    Account("hengkou", "示例己", Duty.COUNTY_FILER, "body:hengkou"),
    Account("hanbin", "示例庚", Duty.COUNTY_FILER, "body:hanbin"),
    Account("hanyin", "示例辛", Duty.COUNTY_FILER, "body:hanyin"),
    Account("shiquan", "示例壬", Duty.COUNTY_FILER, "body:shiquan"),
    Account("ningshan", "示例癸", Duty.COUNTY_FILER, "body:ningshan"),
    Account("ziyang", "示例子", Duty.COUNTY_FILER, "body:ziyang"),
    Account("langao", "示例丑", Duty.COUNTY_FILER, "body:langao"),
    Account("zhenping", "示例寅", Duty.COUNTY_FILER, "body:zhenping"),
    Account("xunyang", "示例卯", Duty.COUNTY_FILER, "body:xunyang"),
    Account("baihe", "示例辰", Duty.COUNTY_FILER, "body:baihe"),
    Account("gaoxin", "示例巳", Duty.COUNTY_FILER, "body:gaoxin"),
    Account("jinrong", "示例午", Duty.LIAISON, "body:jinrong"),
    Account("gongdian", "示例未", Duty.LIAISON, "body:gongdian"),
    Account("guanli", "示例申", Duty.ADMINISTRATOR, "body:gongxin"),
    Account("qiye", "示例酉", Duty.ENTERPRISE, "body:demo_firm"),
    Account("yinhang", "示例戌", Duty.BANK, "body:demo_bank"),
)


def _body(key: str, name: str, kind: str) -> None:
    subject, _created = Subject.objects.get_or_create(
        key=key, defaults={"kind": Subject.Kind.BODY, "position": 900, "note": "演示"}
    )
    SubjectName.objects.get_or_create(subject=subject, valid_from=None, defaults={"name": name})
    Body.objects.get_or_create(subject=subject, defaults={"kind": kind})


def open_accounts() -> dict[str, User]:
    """All demo accounts with their duties; those that exist are left as they are."""
    _body("body:demo_firm", "示例锌业有限公司", Body.Kind.ENTERPRISE)
    _body("body:demo_bank", "示例银行", Body.Kind.BANK)
    users = {}
    for account in ACCOUNTS:
        user = User.objects.filter(username=account.username).first()
        if user is None:
            user = people.enrol(
                username=account.username,
                name=account.name,
                password=settings.WENZENG_DEMO_PASSWORD,
                by=None,
                is_demo=True,
            )
            body = Body.objects.get(subject__key=account.body)
            people.appoint(
                user=user, duty=account.duty, body=body, from_on=APPOINTED_ON, by=None, document="演示"
            )
        users[account.username] = user
    return users
