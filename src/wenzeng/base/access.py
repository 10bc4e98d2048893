"""Duties and what they allow, in code (house.md §4: a person leaving or joining changes a row, not this page).

How a view asks for a right stands in `base.doors`.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _


class Can(StrEnum):
    """Deeds. A duty is a set of them."""

    READ_FIGURES = "read_figures"
    READ_UNRELEASED = "read_unreleased"
    SEE_ALL_FILINGS = "see_all_filings"
    FILE = "file"
    FILE_NOTICE = "file_notice"
    REVIEW_FILINGS = "review_filings"
    CLOSE_MONTH = "close_month"
    FOLLOW_SUPERVISION = "follow_supervision"
    SIGN_PROPOSALS = "sign_proposals"
    ANSWER_ASSIGNMENTS = "answer_assignments"
    READ_BULLETIN_DRAFTS = "read_bulletin_drafts"
    DRAFT_BULLETINS = "draft_bulletins"
    SIGN_BULLETINS = "sign_bulletins"
    REGISTER_BULLETINS = "register_bulletins"
    SET_TARGETS = "set_targets"
    MANAGE_PEOPLE = "manage_people"
    READ_TRAIL = "read_trail"


class Duty(models.TextChoices):
    MONITOR = "monitor", _("运行监测科")
    COUNTY_FILER = "county_filer", _("县区填报人")
    LIAISON = "liaison", _("部门联络员")
    STATISTICS = "statistics", _("统计数据提供人")
    LEADER = "leader", _("市领导")
    OFFICE = "office", _("市政府办公室文书")
    ADMINISTRATOR = "administrator", _("系统管理员")
    ENTERPRISE = "enterprise", _("企业经办人")
    BANK = "bank", _("银行经办人")


@dataclass(frozen=True)
class DutyDefinition:
    description: Any  # a lazy Chinese sentence for the people page
    may: frozenset[Can]


DUTIES: dict[Duty, DutyDefinition] = {
    Duty.MONITOR: DutyDefinition(
        _("市工信局运行监测科：收表、审核、月度收口、起草通报、签发督办提议。"),
        frozenset(
            {
                Can.READ_FIGURES,
                Can.READ_UNRELEASED,
                Can.SEE_ALL_FILINGS,
                Can.FILE,
                Can.FILE_NOTICE,
                Can.REVIEW_FILINGS,
                Can.CLOSE_MONTH,
                Can.FOLLOW_SUPERVISION,
                Can.SIGN_PROPOSALS,
                Can.ANSWER_ASSIGNMENTS,
                Can.READ_BULLETIN_DRAFTS,
                Can.DRAFT_BULLETINS,
                Can.SET_TARGETS,
                Can.READ_TRAIL,
            }
        ),
    ),
    Duty.COUNTY_FILER: DutyDefinition(
        _("县区、园区填报人：报本县区的表，办交给本县区的事；看不到别的县区的报表。"),
        frozenset({Can.READ_FIGURES, Can.FILE, Can.FOLLOW_SUPERVISION, Can.ANSWER_ASSIGNMENTS}),
    ),
    Duty.LIAISON: DutyDefinition(
        _("成员单位联络员：办交给本单位的事。"),
        frozenset({Can.READ_FIGURES, Can.FOLLOW_SUPERVISION, Can.ANSWER_ASSIGNMENTS}),
    ),
    Duty.STATISTICS: DutyDefinition(
        _("统计局、调查队：提供月度通知；只供数，不接受交办，不被考核。"),
        frozenset({Can.READ_FIGURES, Can.READ_UNRELEASED, Can.FILE_NOTICE}),
    ),
    Duty.LEADER: DutyDefinition(
        _("市领导：看全市形势和各县区报表，签发督办与通报。"),
        frozenset(
            {
                Can.READ_FIGURES,
                Can.READ_UNRELEASED,
                Can.SEE_ALL_FILINGS,
                Can.FOLLOW_SUPERVISION,
                Can.SIGN_PROPOSALS,
                Can.READ_BULLETIN_DRAFTS,
                Can.SIGN_BULLETINS,
                Can.READ_TRAIL,
            }
        ),
    ),
    Duty.OFFICE: DutyDefinition(
        _("市政府办公室文书：复核、登记编号、核发、归档。"),
        frozenset({Can.READ_FIGURES, Can.READ_BULLETIN_DRAFTS, Can.REGISTER_BULLETINS}),
    ),
    Duty.ADMINISTRATOR: DutyDefinition(
        _("系统管理员：管账号和职责，看留痕；不看未发布数据，不改任何数字。"),
        frozenset({Can.MANAGE_PEOPLE, Can.READ_TRAIL}),
    ),
    Duty.ENTERPRISE: DutyDefinition(
        _("企业经办人：看已发布的全市数据。"),
        frozenset({Can.READ_FIGURES}),
    ),
    Duty.BANK: DutyDefinition(
        _("银行经办人：看已发布的全市数据。"),
        frozenset({Can.READ_FIGURES}),
    ),
}
