"""What no constraint can say, said by triggers on SQLite and on PostgreSQL.

Observations, originals and trail rows are append-only; of a batch only the release may be set, once, since its two
clocks decide what was known on a day; a body that only supplies data is never responsible for a figure, for good; a
figure keeps to what its indicator allows, has as many decimals as it says, and is not known before its period is over;
dated rows of one thing follow each other.
"""

from django.db import migrations

from wenzeng.base.guards import (
    Guard,
    Raise,
    append_only,
    changed,
    never_overlapping,
    never_replaced,
)

FACT = "base_observation"
BATCH = "入库批次只能登记一次发布时间，其余不改、不删。"
WORK = "交办事项不删除：不办的不予签发，办完的销号。"
DATA_ONLY = "只供数单位不得作为增速、总量、位次事项的承办单位。"
STAYS_DATA_ONLY = "只供数单位不能改为承办单位，也不能删除。"
OF_ITS_INDICATOR = "FROM base_indicator WHERE code = NEW.indicator_id AND"
OF_ITS_BATCH = "FROM base_batch WHERE id = NEW.batch_id AND"
PERIOD = "NEW.period_code"
LAST_MONTH = (
    f"CASE WHEN substr({PERIOD}, 6, 1) = 'q' THEN CAST(substr({PERIOD}, 7, 1) AS integer) * 3 "
    f"WHEN substr({PERIOD}, 8, 2) = '..' THEN CAST(substr({PERIOD}, 10, 2) AS integer) "
    f"ELSE CAST(substr({PERIOD}, 6, 2) AS integer) END"
)


def last_day(tenth: str, twentieth: str, end_of_month: str) -> str:
    """The day on which a figure's period ends, for one database."""
    third = f"CASE substr({PERIOD}, 8)"
    return f"{third} WHEN '-t1' THEN {tenth} WHEN '-t2' THEN {twentieth} ELSE {end_of_month} END"


ENDS_ON_SQLITE = last_day(
    f"substr({PERIOD}, 1, 7) || '-10'",
    f"substr({PERIOD}, 1, 7) || '-20'",
    f"date(substr({PERIOD}, 1, 4) || '-' || substr('0' || ({LAST_MONTH}), -2) || '-01', '+1 month', '-1 day')",
)
ENDS = last_day(
    f"CAST(substr({PERIOD}, 1, 7) || '-10' AS date)",
    f"CAST(substr({PERIOD}, 1, 7) || '-20' AS date)",
    f"CAST(make_date(CAST(substr({PERIOD}, 1, 4) AS integer), {LAST_MONTH}, 1) "
    "+ interval '1 month' - interval '1 day' AS date)",
)
HAPPENED = "NEW.status IN ('official', 'flash', 'reported')"

GUARDS = [
    *append_only(
        FACT,
        "观测值只增不改：修订请追加新的一行。",
        ("id",),
        ("batch_id", "indicator_id", "subject_id", "period_code", "basis", "price_basis", "scope", "status"),
    ),
    *append_only("base_observationinput", "观测值的来源关系只增不改。", ("id",), ("observation_id", "input_id")),
    *append_only("base_citation", "引用记录只增不改。", ("id",), ("observation_id", "document", "place")),
    *append_only("base_trailentry", "留痕只增不改。", ("seq",), ("hash",)),
    *append_only("base_storedfile", "原件只收存，不改不删。", ("id",), ("sha256",)),
    Guard(
        "base_batch_refuses_update",
        "base_batch",
        ("UPDATE",),
        BATCH,
        changed(
            "id", "origin", "title", "reference", "file_id", "known_at", "received_at", "recorded_at", "recorded_by_id",
            "historical",
        ),
    ),
    Guard(
        "base_batch_refuses_second_release",
        "base_batch",
        ("UPDATE",),
        BATCH,
        f"OLD.released_at IS NOT NULL AND ({changed('released_at')})",
    ),
    Guard("base_batch_refuses_delete", "base_batch", ("DELETE",), BATCH),
    *never_replaced("base_batch", BATCH, ("id",)),
    Guard(
        "base_batch_is_not_from_tomorrow",
        "base_batch",
        ("INSERT",),
        "来源发布日不能晚于入库那天。",
        "(NEW.known_at <= (NEW.recorded_at AT TIME ZONE 'Asia/Shanghai')::date) IS NOT TRUE",
        "(NEW.known_at <= date(NEW.recorded_at, '+8 hours')) IS NOT TRUE",
        after=True,
    ),
    Guard(
        "base_observation_unit_of_its_indicator",
        FACT,
        ("INSERT",),
        "观测值的单位和价格要与指标登记的一致。",
        "NOT EXISTS (SELECT 1 FROM base_indicator WHERE code = NEW.indicator_id "
        "AND unit = NEW.unit AND price_basis = NEW.price_basis)",
        after=True,
    ),
    Guard(
        "base_observation_basis_of_its_indicator",
        FACT,
        ("INSERT",),
        "指标没有登记这种口径。",
        f"NOT EXISTS (SELECT 1 {OF_ITS_INDICATOR} bases @> to_jsonb(NEW.basis))",
        "NOT EXISTS (SELECT 1 FROM base_indicator, json_each(bases) one "
        "WHERE code = NEW.indicator_id AND one.value = NEW.basis)",
        after=True,
    ),
    Guard(
        "base_observation_status_of_its_indicator",
        FACT,
        ("INSERT",),
        "指标没有登记这种性质的数。",
        f"NOT EXISTS (SELECT 1 {OF_ITS_INDICATOR} (statuses = '[]' OR statuses @> to_jsonb(NEW.status)))",
        "NOT EXISTS (SELECT 1 FROM base_indicator, json_each(statuses) one "
        "WHERE code = NEW.indicator_id AND one.value = NEW.status) "
        f"AND NOT EXISTS (SELECT 1 {OF_ITS_INDICATOR} statuses = '[]')",
        after=True,
    ),
    Guard(
        "base_observation_within_bounds",
        FACT,
        ("INSERT",),
        "观测值超出指标登记的范围。",
        f"EXISTS (SELECT 1 {OF_ITS_INDICATOR} "
        "(NEW.value < least OR NEW.value > most OR (whole AND NEW.value <> round(NEW.value))))",
        after=True,
    ),
    Guard(
        "base_observation_has_its_decimals",
        FACT,
        ("INSERT",),
        "取自单元格的数，小数位不能多于写明的位数。",
        # What SQLite rounds may differ in the last of its fifteen digits.
        "NEW.cell <> '' AND "
        "abs(NEW.value - round(NEW.value, NEW.decimals)) > abs(NEW.value) * 0.00000000000001",
        after=True,
    ),
    Guard(
        "base_observation_after_its_period",
        FACT,
        ("INSERT",),
        "期别还没有结束，不会有正式数、快报数和报送数。",
        f"{HAPPENED} AND EXISTS (SELECT 1 {OF_ITS_BATCH} known_at < {ENDS})",
        f"{HAPPENED} AND EXISTS (SELECT 1 {OF_ITS_BATCH} known_at < {ENDS_ON_SQLITE})",
        after=True,
    ),
    Guard(
        "base_observation_filed_from_a_cell",
        FACT,
        ("INSERT",),
        "报表入库的数都要写明单元格。",
        f"NEW.cell = '' AND EXISTS (SELECT 1 {OF_ITS_BATCH} origin = 'filing')",
        after=True,
    ),
    Guard(
        "base_observation_official_about_a_place",
        FACT,
        ("INSERT",),
        "正式数和快报数只说地区、考核单位和行业，不说企业和单位。",
        "NEW.status IN ('official', 'flash') AND "
        "NOT EXISTS (SELECT 1 FROM base_subject WHERE id = NEW.subject_id AND kind IN ('area', 'unit', 'industry'))",
        after=True,
    ),
    Guard(
        "base_indicator_keeps_its_unit",
        "base_indicator",
        ("UPDATE",),
        "指标已经有数，单位和价格不能再改：请另立新指标并写明替代。",
        f"({changed('code', 'unit', 'price_basis')}) AND "
        "EXISTS (SELECT 1 FROM base_observation WHERE indicator_id = OLD.code)",
    ),
    Guard(
        "base_assignment_data_only",
        "base_assignment",
        ("INSERT", "UPDATE"),
        DATA_ONLY,
        "EXISTS (SELECT 1 FROM base_body WHERE subject_id = NEW.to_body_id AND supplies_data_only)",
    ),
    Guard("base_assignment_stays", "base_assignment", ("DELETE",), WORK),
    *never_replaced("base_assignment", WORK, ("id",)),
    *append_only("base_assignmentstep", "办理过程只增不改。", ("id",)),
    *append_only("base_assignmentevidence", "交办事项的依据只增不改。", ("id",), ("assignment_id", "observation_id")),
    Guard(
        "base_assignment_due_after_proposed",
        "base_assignment",
        ("INSERT", "UPDATE"),
        "办理期限不能早于提出那天。",
        "NEW.due_on < (NEW.proposed_at AT TIME ZONE 'Asia/Shanghai')::date",
        "NEW.due_on < date(NEW.proposed_at, '+8 hours')",
        after=True,
    ),
    Guard(
        "base_firm_among_its_kind",
        "base_firm",
        ("INSERT", "UPDATE"),
        "企业的对象要是企业，行业要是行业，所属单位要是考核单位。",
        "NOT EXISTS (SELECT 1 FROM base_subject WHERE id = NEW.subject_id AND kind = 'firm') "
        "OR NOT EXISTS (SELECT 1 FROM base_subject WHERE id = NEW.industry_id AND kind = 'industry') "
        "OR NOT EXISTS (SELECT 1 FROM base_subject WHERE id = NEW.unit_id AND kind = 'unit')",
        after=True,
    ),
    Guard(
        "base_body_stays_data_only",
        "base_body",
        ("UPDATE",),
        STAYS_DATA_ONLY,
        "OLD.supplies_data_only AND (NOT NEW.supplies_data_only OR NEW.subject_id <> OLD.subject_id)",
    ),
    Guard("base_body_data_only_stays", "base_body", ("DELETE",), STAYS_DATA_ONLY, "OLD.supplies_data_only"),
    *never_replaced("base_body", STAYS_DATA_ONLY, ("subject_id",), when="old.supplies_data_only"),
    never_overlapping(
        "base_subjectname", "valid_from", "valid_to", "同一对象同一天只能有一个名称。", "subject_id"
    ),
    never_overlapping(
        "base_subjectcode",
        "valid_from",
        "valid_to",
        "同一对象同一体系同一天只能有一个代码。",
        "subject_id",
        "scheme",
    ),
    never_overlapping(
        "base_subjectparent",
        "valid_from",
        "valid_to",
        "同一对象同一关系同一天只能有一个上级。",
        "subject_id",
        "relation",
    ),
    never_overlapping(
        "base_appointment",
        "from_on",
        "to_on",
        "同一个人在同一单位的同一职责，起止日期不能重叠。",
        "user_id",
        "duty",
        "body_id",
    ),
]


class Migration(migrations.Migration):
    dependencies = [("base", "0001_initial")]
    operations = [Raise(GUARDS)]
