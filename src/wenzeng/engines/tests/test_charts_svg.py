"""What a chart promises: well-formed, no inline style, legible labels, honest gaps, the same bytes."""

from __future__ import annotations

import math
import re
from decimal import Decimal
from itertools import combinations, pairwise
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wenzeng.engines.charts_svg import (
    SIZES,
    Bar,
    Box,
    Figure,
    Line,
    Note,
    Size,
    TargetPath,
    figure_text,
    for_all_widths,
    gap_bar,
    league_bars,
    mini_columns,
    shared_scale,
    sparkline,
    text_width,
    trajectory,
    waterfall,
)

PRINTS = ["1–2月", *(f"1–{month}月" for month in range(3, 12)), "全年"]
TO_COME: list[Figure] = [None] * 7
CITY = Line("全市", [-33.5, -28.4, -23.8, -20.7, *TO_COME], "city", hrefs=[f"/f/{n}/" for n in range(1, 5)])
PROVINCE = Line("全省", [-8.8, -4.0, -0.6, 1.4, *TO_COME], "province")
NATION = Line("全国", [-13.5, -8.4, -4.9, -2.8, *TO_COME], "nation")
PATH: list[Figure] = [None, None, None, -20.7, -12.9, -7.2, -3.0, 0.1, 2.0, 3.7, 5.0]
TARGET = TargetPath(PATH, "目标 +5.0", turn=7, turn_label="三季度转正")
NOTES = [
    Note("照目标线走，要做到：", "head"),
    Note("6–9月　月均 +26.0%"),
    Note("5月当月实际 −10.5%", "worse"),
]

SVG = "{http://www.w3.org/2000/svg}"
small_scale = (-35.0, 5.0)
figures = st.one_of(
    st.none(),
    st.just(math.nan),
    st.decimals(-60, 60, places=1),
    st.floats(-60, 60, allow_nan=False).map(lambda value: round(value, 1)),
)


def draw(size: Size = "m", lines=(CITY, PROVINCE, NATION), target=TARGET, notes=NOTES) -> str:
    return trajectory(PRINTS, lines, target, title="1–5月下降20.7%", notes=notes, size=size)


def parse(svg: str) -> ET.Element:
    return ET.fromstring(svg)  # noqa: S314 - our own output, not a stranger's


def boxes(svg: str) -> list[tuple[str, Box]]:
    """Every text with the room that it takes."""
    found = []
    for text in parse(svg).iter(f"{SVG}text"):
        words, size = text.text or "", float(text.attrib["font-size"])
        x, y, width = float(text.attrib["x"]), float(text.attrib["y"]), text_width(words, size)
        left = {"start": x, "middle": x - width / 2, "end": x - width}[
            text.attrib.get("text-anchor", "start")
        ]
        found.append((words, Box(left, y - size * 0.85, left + width, y + size * 0.15)))
    return found


def texts(svg: str) -> list[str]:
    return [words for words, _ in boxes(svg)]


LEAGUE = [Bar("旬阳县", -26.4, light=4, href="/x/"), Bar("宁陕县", None)]
PULLS = [Bar("采选", -9.8), Bar("新入库", 1.6)]
ALL = [
    *(pytest.param(draw(size), id=f"trajectory-{size}") for size in SIZES),
    pytest.param(mini_columns([-33.5, None, 1.4], small_scale, title="走势"), id="mini columns"),
    pytest.param(gap_bar(-22.1, small_scale), id="gap bar"),
    pytest.param(sparkline([1, None, -2, 3], (-2, 3), title="近4旬"), id="sparkline"),
    pytest.param(league_bars(LEAGUE, title="排名"), id="league"),
    pytest.param(waterfall(PULLS, Bar("全县", -8.2), title="拉动"), id="waterfall"),
]


@pytest.mark.parametrize("svg", ALL)
def test_a_chart_passes_a_policy_without_inline_styles_and_prints(svg):
    root = parse(svg)

    assert root.attrib["viewBox"].startswith("0 0 ")
    for element in root.iter():
        assert not {name for name in element.attrib if name == "style" or name.startswith("on")}
        assert element.tag not in {f"{SVG}style", f"{SVG}script"}


@pytest.mark.parametrize("svg", [one for one in ALL if one.id != "gap bar"])
def test_a_chart_has_a_name_for_those_who_do_not_see_it(svg):
    root = parse(svg)

    assert root.attrib["role"] in {"img", "graphics-document"}
    assert root[0].tag == f"{SVG}title"
    assert root[0].text


UNIT = Line("平利县", [-19.0, -20.7, -22.4, -24.1], "city")
WHOLE = Line("全市", [-33.5, -28.4, -23.8, -20.7], "province")


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("near_zero", [-1.9, -0.8, 0.0, 0.6, 1.4, 2.2])
def test_the_zero_line_strikes_no_name_through(size, near_zero):
    lines = [UNIT, WHOLE, Line("全省", [-7.1, -3.0, -0.6, near_zero], "nation")]
    svg = trajectory(PRINTS[:4], lines, None, title="平利县", size=size)
    zero = next(path for path in parse(svg).iter(f"{SVG}path") if path.get("class") == "wz-svg-zero")
    end, y = re.match(r"M[\d.]+ ([\d.]+)H([\d.]+)", zero.attrib["d"]).group(2, 1)

    for words, box in boxes(svg):
        if words.startswith("全省"):
            assert box.x0 > float(end) or not box.y0 < float(y) < box.y1


def test_a_note_leads_to_its_figure_and_is_as_high_as_a_fingertip():
    svg = draw(notes=[NOTES[0], Note("6–9月　月均 +26.0%", href="/f/77/")])
    link = next(one for one in parse(svg).iter(f"{SVG}a") if one.attrib["href"] == "/f/77/")

    assert float(link.find(f"{SVG}rect").attrib["height"]) >= 24
    assert link.find(f"{SVG}text").text == "6–9月　月均 +26.0%"


def test_links_are_not_hidden_inside_an_image():
    linked = parse(draw())
    plain = parse(draw(lines=[PROVINCE], target=None))

    assert linked.attrib["role"] == "graphics-document"
    assert [link.attrib["href"] for link in linked.iter(f"{SVG}a")].count("/f/1/") == 1
    assert plain.attrib["role"] == "img"


def test_a_bar_without_a_name_is_left_to_the_figure_beside_it():
    assert parse(gap_bar(-22.1, small_scale)).attrib["aria-hidden"] == "true"


@pytest.mark.parametrize("size", SIZES)
def test_no_two_labels_overlap(size: Size):
    found = boxes(draw(size))

    assert {"全市 −20.7", "全省 +1.4", "全国 −2.8", "目标 +5.0", "三季度转正"} <= {
        words for words, _ in found
    }
    for (one, first), (two, second) in combinations(found, 2):
        assert not first.overlaps(second), f"{one} / {two}"


@given(
    rows=st.lists(st.lists(figures, min_size=4, max_size=4), min_size=3, max_size=3),
    size=st.sampled_from(list(SIZES)),
)
def test_no_figures_whatever_make_labels_overlap_or_leave_the_paper(rows, size):
    names = (("全市", "city"), ("全省", "province"), ("全国", "nation"))
    lines = [Line(name, [*row, *TO_COME], look) for (name, look), row in zip(names, rows, strict=True)]

    svg = draw(size, lines=lines)

    width, height = (float(part) for part in parse(svg).attrib["viewBox"].split()[2:])
    found = boxes(svg)
    for words, box in found:
        assert box.inside(Box(-1, -1, width + 1, height + 1)), words
    for (one, first), (two, second) in combinations(found, 2):
        assert not first.overlaps(second), f"{one} / {two}"


@given(st.lists(figures, min_size=11, max_size=11))
def test_every_known_figure_is_in_the_description_and_no_missing_one_is_drawn_as_zero(values):
    svg = draw(lines=[Line("全市", values)], target=None, notes=[])

    root = parse(svg)
    known = [value for value in values if value is not None and math.isfinite(float(value))]
    desc = root.find(f"{SVG}desc")
    assert desc is not None
    assert all(figure_text(value, signed=True) in (desc.text or "") for value in known)
    assert len(list(root.iter(f"{SVG}circle"))) == len(known)


def test_a_missing_print_breaks_the_line_and_is_named():
    svg = draw(lines=[Line("全市", [-33.5, None, -23.8, -20.7, *TO_COME])], target=None)

    runs = [line.attrib["points"] for line in parse(svg).iter(f"{SVG}polyline")]
    assert [len(points.split()) for points in runs] == [2]
    assert "未报" in texts(svg)
    assert "未报" not in texts(draw())


def test_lower_lines_are_named_lower():
    for size in SIZES:
        heights = {words: box.y0 for words, box in boxes(draw(size))}

        assert heights["全省 +1.4"] < heights["全国 −2.8"] < heights["全市 −20.7"]


def test_the_target_path_is_dashed_and_bears_a_ring_at_its_turn():
    svg = draw()

    assert re.search(r'class="wz-svg-target"[^>]*stroke-dasharray', svg)
    assert svg.count("wz-svg-turn") == 2  # the ring and its label
    assert "wz-svg-target" not in draw(target=None)


def test_the_notes_hide_no_line():
    root = parse(draw())
    frame = next(rect for rect in root.iter(f"{SVG}rect") if rect.attrib.get("class") == "wz-svg-box")
    x, y, width, height = (float(frame.attrib[name]) for name in ("x", "y", "width", "height"))
    box = Box(x, y, x + width, y + height)

    for line in root.iter(f"{SVG}polyline"):
        points = [tuple(map(float, point.split(","))) for point in line.attrib["points"].split()]
        for (ax, ay), (bx, by) in pairwise(points):
            assert not box.meets((ax, ay, bx, by))


def test_notes_without_a_free_place_stand_under_the_axis():
    with_notes = parse(draw("s")).attrib["viewBox"].split()[3]
    without = parse(draw("s", notes=[])).attrib["viewBox"].split()[3]

    assert float(with_notes) > float(without)


def test_a_revised_print_is_a_hollow_ring():
    revised = Line("全市", CITY.values, revised=frozenset({2}))

    assert draw(lines=[revised], target=None).count('fill="#fff" stroke="#1b4f8f"') == 1


@pytest.mark.parametrize(
    "svg",
    [
        draw(lines=[Line('<全市 & "x">', CITY.values, hrefs=['/f/?a=1&b="2"'])]),
        league_bars([Bar('<县 & "x">', -1, href='/?a=1&b="2"')], title='<排名 & "x">'),
        waterfall([Bar("<采选 &>", -1)], Bar("<合计>", -1), title="<&>"),
        mini_columns([1], (0, 1), title='<走势 & "x">'),
    ],
)
def test_names_and_addresses_are_escaped(svg):
    assert "<全市" not in svg
    assert "<县" not in svg
    for link in parse(svg).iter(f"{SVG}a"):
        assert link.attrib["href"].endswith('a=1&b="2"')


def test_the_same_figures_give_the_same_bytes():
    assert draw() == draw()
    as_decimals = [Decimal(str(value)) if value is not None else None for value in CITY.values]
    assert draw(lines=[Line("全市", as_decimals)]) == draw(lines=[Line("全市", CITY.values)])


def test_a_line_with_too_few_figures_is_refused():
    with pytest.raises(ValueError, match="一期一个数"):
        trajectory(PRINTS, [Line("全市", [1.0])], None, title="x")


def test_nothing_reported_at_all_is_an_empty_frame():
    svg = trajectory(PRINTS, [Line("全市", [None] * 11)], None, title="没有数据")

    assert "polyline" not in svg
    assert "circle" not in svg


def test_columns_share_one_scale_and_the_last_is_coloured_when_worse():
    scale = shared_scale([[-33.5, -20.7], [-10.0, 2.0]])
    one = parse(mini_columns([-33.5, -20.7], scale))
    two = parse(mini_columns([-10.0, 2.0], scale, worse_last=True))

    tall = [float(rect.attrib["height"]) for rect in one.iter(f"{SVG}rect")]
    assert tall[0] / tall[1] == pytest.approx(33.5 / 20.7, abs=0.05)
    (down, up) = two.iter(f"{SVG}rect")
    assert float(up.attrib["y"]) < float(down.attrib["y"])
    assert up.attrib["fill"] != next(one.iter(f"{SVG}rect")).attrib["fill"]


def test_a_missing_column_is_a_dot_not_a_bar():
    root = parse(mini_columns([-33.5, None, -20.7], small_scale))

    assert len(list(root.iter(f"{SVG}rect"))) == 2
    assert len(list(root.iter(f"{SVG}circle"))) == 1


@given(st.floats(-30, -0.5), st.floats(-30, -0.5))
def test_zero_marks_of_a_column_of_gaps_stand_under_each_other(one, two):
    scale = (-30.0, 10.0)

    def from_right(value: float) -> float:
        root = parse(gap_bar(value, scale))
        path = next(root.iter(f"{SVG}path"))
        mark = re.match(r"M([\d.]+) ", path.attrib["d"])
        assert mark
        return float(root.attrib["width"]) - float(mark[1])

    assert from_right(one) == pytest.approx(from_right(two), abs=0.11)


def test_a_gap_above_the_reference_turns_to_the_other_side():
    below = next(parse(gap_bar(-5, (-10, 10))).iter(f"{SVG}rect"))
    above = next(parse(gap_bar(5, (-10, 10))).iter(f"{SVG}rect"))

    assert below.attrib["fill"] != above.attrib["fill"]
    assert below.attrib["width"] == above.attrib["width"]
    assert not list(parse(gap_bar(None, (-10, 10))).iter(f"{SVG}rect"))


def test_a_sparkline_keeps_its_gaps():
    root = parse(sparkline([1, 2, None, 3, 4], (0, 4)))

    assert len(list(root.iter(f"{SVG}polyline"))) == 2
    assert len(list(root.iter(f"{SVG}circle"))) == 1


def test_a_league_for_the_phone_has_a_row_for_a_thumb_and_a_shape_for_each_light():
    bars = [Bar(f"示例县{n}", -10.0 - n, light=n, light_word="词", href="/x/") for n in range(5)]

    root = parse(league_bars(bars, title="排名"))

    heights = {link[1].attrib["height"] for link in root.iter(f"{SVG}a")}
    assert heights == {"44"}
    shapes = {
        "".join(child.tag.removeprefix(SVG) + child.attrib.get("d", "") for child in group)
        for group in root.iter(f"{SVG}g")
        if "transform" in group.attrib
    }
    assert len(shapes) == 5


def test_parts_and_the_rounding_difference_add_up_to_the_total():
    parts = [Bar("采选", Decimal("-9.84")), Bar("建材", Decimal("-5.11"))]
    total = Bar("合计", Decimal("-14.94"))

    svg = waterfall(parts, total, title="拉动")

    assert "四舍五入差" in texts(svg)
    assert "+0.01" in texts(svg)
    assert "四舍五入差" not in texts(waterfall(parts, Bar("合计", Decimal("-14.95")), title="拉动"))
    with pytest.raises(ValueError, match="不等于合计"):
        waterfall(parts, total, Decimal("0.02"), title="拉动")


def test_a_part_that_was_not_reported_has_a_row_and_no_bar():
    svg = waterfall([Bar("采选", -9.8), Bar("建材", None)], Bar("合计", -9.8), title="拉动")

    assert "未报" in texts(svg)
    assert svg.count("<rect") == 2


def test_steps_of_a_waterfall_meet():
    root = parse(waterfall([Bar("一", -10), Bar("二", 4)], Bar("合计", -6), title="拉动"))

    first, second, total = (
        (float(rect.attrib["x"]), float(rect.attrib["width"])) for rect in root.iter(f"{SVG}rect")
    )
    assert first[0] == pytest.approx(second[0], abs=0.11)
    assert second[0] + second[1] == pytest.approx(total[0], abs=0.11)
    assert first[0] + first[1] == pytest.approx(total[0] + total[1], abs=0.11)


def test_three_widths_of_one_chart():
    assert [part for part in SIZES if f'wz-fit-{part}"' in for_all_widths(draw)] == ["s", "m", "l"]
