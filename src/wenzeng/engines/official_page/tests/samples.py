"""Documents to try the page on. All figures but those of the published speech are simulated (演示)."""

import datetime as dt

from wenzeng.engines.official_page.tree import (
    Annex,
    Block,
    Column,
    Document,
    EndBlock,
    Figure,
    Heading1,
    Heading2,
    IssueMasthead,
    LetterMasthead,
    Marks,
    Paragraph,
    Properties,
    SignOff,
    Table,
    trace_annex,
)

STAMP = dt.datetime(2020, 6, 24, 9, 0, tzinfo=dt.timezone(dt.timedelta(hours=8)))
NOTE = "演示样张　非正式公文　县区数据均为模拟"

UNITS = (
    ("示例高新区", "12.0", "收窄3.1", "1.68"),
    ("示例甲县", "14.9", "收窄3.4", "1.04"),
    ("示例乙区", "17.4", "收窄3.2", "3.83"),
    ("示例丙县", "18.6", "收窄3.1", "0.37"),
    ("示例丁县", "19.2", "收窄3.7", "1.44"),
    ("示例戊县", "21.5", "收窄3.3", "0.75"),
    ("示例己县", "24.1", "扩大1.7", "1.45"),
    ("示例庚县", "24.4", "收窄3.7", "0.49"),
    ("示例示范区", "24.6", "扩大1.6", "1.23"),
    ("示例辛县", "25.9", "收窄3.1", "1.17"),
    ("示例壬县", "26.4", "收窄3.8", "5.54"),
    ("示例癸县", "31.3", "收窄3.6", "1.72"),
)

CITY = Figure("F_1", "20.7", "统计通知（演示）附表2 C7")
GAP = Figure("F_3", "22.1", "1.4 −（−20.7）")


def league() -> Table:
    return Table(
        "表1　1—5月各县区、园区规模以上工业增加值增速",
        (
            Column("位次", 12),
            Column("县区、园区", 30),
            Column("增速（%）", 24),
            Column("较1—4月（百分点）", 48),
            Column("下拉全市（百分点）", 42),
        ),
        tuple(
            (
                (str(place),),
                (name,),
                ("-", Figure(f"F_{100 + place}", fall)),
                (change,),
                (Figure(f"F_{200 + place}", pull),),
            )
            for place, (name, fall, change, pull) in enumerate(UNITS, 1)
        ),
        "注：县区、园区数据为演示数据。下拉＝上年同期比重×增速，各项合计20.71，与全市20.7有四舍五入差。",
    )


def body() -> tuple[Block, ...]:
    return (
        Paragraph(
            (
                "按照专班第一次会议要求，现将2020年1—5月全市规模以上工业经济运行和各县区、各成员单位稳增长工作推进情况通报如下。",
            )
        ),
        Heading1(("一、运行情况",)),
        Paragraph(
            (
                "1—5月，全市规模以上工业增加值同比下降",
                CITY,
                "%，连续",
                Figure("F_2", "5"),
                "个月负增长，降幅逐月收窄；低于全省平均水平",
                GAP,
                "个百分点，增速居全省各地市倒数第二。全省规模以上工业增加值由1—4月的同比下降",
                Figure("F_4", "0.6"),
                "%转为增长",
                Figure("F_5", "1.4"),
                "%，由降转增。5月份全省规模以上工业增加值同比增长",
                Figure("F_6", "8.6"),
                "%，较4月加快",
                Figure("F_7", "2.8"),
                "个百分点。",
            )
        ),
        Paragraph(
            (
                "12个县区、园区中，10个降幅较1—4月收窄，示例己县、示例示范区降幅扩大（见表1）。示例壬县、示例乙区合计下拉全市增速",
                Figure("F_8", "9.37"),
                "个百分点。",
            ),
            lead="（一）县区分化明显。",
        ),
        Paragraph(
            (
                "按全年增长5%测算，6—12月须月均增长20.61%；按三季度累计转正测算，6—9月须月均增长22.50%（按全国2020年月度权重测算）。",
            ),
            lead="（二）达标缺口较大。",
        ),
        league(),
        Heading1(("二、重点工作推进情况",)),
        Paragraph(("年度计划培育入库40户，实际入库21户，同期退库43户，净减22户。",), lead="（一）企业培育。"),
        Paragraph(
            ("500万元以下无分歧账款仍有412万元未清，涉及示例壬县、示例癸县、示例辛县，均为演示数据。",),
            lead="（二）账款清欠。",
        ),
        Paragraph(("上年确定的产业发展资金1000万元已拨付420万元，为演示数据。",), lead="（三）资金兑现。"),
        Heading1(("三、下一步要求",)),
        Heading2(("（一）扭住拖累点",)),
        Paragraph(
            (
                "示例己县、示例示范区要对停产半停产企业逐户摸排，于6月28日前报送逐户复产时间表，明确责任单位和完成时限。",
            )
        ),
        Paragraph(("1.停产企业由县区负责同志逐户包联，按旬报送进展。",)),
        Paragraph(("2.用电量与产值背离的企业由市工信局会同供电部门核实。",)),
        Heading2(("（二）守住时限",)),
        Paragraph(
            (
                "6月30日前未清零的，视情况采取预警提醒、提请约谈等措施，并商市考核办在年度目标责任考核中予以体现。",
            )
        ),
    )


def sources() -> Annex:
    figures = [CITY, GAP, Figure("F_5", "1.4"), Figure("F_6", "8.6")] + [
        Figure(f"F_{100 + place}", fall) for place, (_, fall, _, _) in enumerate(UNITS, 1)
    ]
    return trace_annex(
        (
            figure,
            figure.bookmark.removeprefix("F_"),
            f"统计通知（演示）附表2 C{number + 3}，6月18日收",
        )
        for number, figure in enumerate(figures, 1)
    )


END = EndBlock(
    main_to=("各县区人民政府", "市政府各工作部门、直属机构"),
    copy_to=(
        ("市委办公室", "市人大常委会办公室", "市政协办公室", "××军分区"),
        ("市监委", "市中级人民法院、检察院", "各人民团体", "各新闻单位"),
        ("中、省驻×各单位",),
    ),
)


def issue() -> Document:
    """期号式, as the speech's own bulletin."""
    return Document(
        masthead=IssueMasthead("××通报", "第6期", "××市人民政府办公室", "2020年6月24日"),
        title_lines=("关于2020年1—5月全市工业经济运行和稳增长工作推进情况的通报",),
        blocks=body(),
        annexes=(sources(),),
        end_block=END,
        header_note=NOTE,
        properties=Properties("2020年1—5月通报", "2020-06-24-01", STAMP, "××市人民政府办公室"),
    )


def letter() -> Document:
    """文件式, with marks, a recipient, a sign-off and the line of the printing office."""
    return Document(
        masthead=LetterMasthead("××市工业经济稳增长工作专班文件", "×稳增发〔2020〕2号"),
        title_lines=("关于2020年1—5月全市工业经济运行", "和稳增长工作推进情况的通报"),
        blocks=body(),
        main_recipient="各县区人民政府、园区管委会，专班各成员单位",
        sign_off=SignOff("××市工业经济稳增长工作专班", "2020年6月24日"),
        annexes=(sources(), Annex("6月份工作安排（演示）", (Paragraph(("6月26日前完成摸排。",)),))),
        end_block=EndBlock(
            copy_to=END.copy_to[:1], printed_by="××市工业和信息化局", printed_on="2020年6月24日"
        ),
        header_note=NOTE,
        marks=Marks(urgency="加急"),
        properties=Properties("2020年1—5月通报", "2020-06-24-01", STAMP),
    )
