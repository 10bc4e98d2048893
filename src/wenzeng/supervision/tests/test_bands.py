"""A rule that a civil servant signs has no hole and no overlap, and a missing figure never lights a lamp."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from wenzeng.supervision import definitions
from wenzeng.supervision.definitions import Band, Condition, Lights
from wenzeng.supervision.verdicts import holds, judge, lint

D = Decimal


def bands(subjects: str = "units") -> tuple[Band, ...]:
    return definitions.lights(subjects)[0].bands


def changed(code: int, **condition: object) -> tuple[Band, ...]:
    """The shipped bands with one condition of one band written another way."""
    result = []
    for band in bands():
        if band.code == code:
            parts = [Condition(**{**leaf.model_dump(), **condition}) if leaf.fact == condition["fact"] else leaf
                     for leaf in band.when.all]  # fmt: skip
            band = band.model_copy(update={"when": definitions.All(all=tuple(parts))})
        result.append(band)
    return tuple(result)


@pytest.mark.parametrize("subjects", ["units", "city"])
def test_the_shipped_lights_have_no_hole_and_no_overlap(subjects):
    assert lint(bands(subjects)) == []


def test_a_hole_is_found_where_a_decline_neither_narrows_nor_widens():
    narrower = changed(3, fact="change", op="gt", value=0)

    faults = lint(narrower)

    assert {fault.kind for fault in faults} == {"hole"}
    assert dict(faults[0].values)["change"] == 0
    sentence = faults[0].sentence({"change": "较上期变动"})
    assert "较上期变动为0" in sentence
    assert "没有一档成立" in sentence


def test_an_overlap_is_found_and_both_bands_are_named():
    wider = changed(3, fact="change", op="le", value=0)

    faults = [fault for fault in lint(wider) if fault.kind == "overlap"]

    assert faults
    assert all(set(fault.codes) == {3, 4} for fault in faults)


def test_a_band_that_can_never_light_is_found():
    impossible = definitions.All(
        all=(
            Condition(fact="to_province", op="lt", value=D(0)),
            Condition(fact="to_province", op="gt", value=D(1)),
        )
    )
    dead = (*bands(), bands()[0].model_copy(update={"code": 2, "when": impossible}))
    without_two = tuple(band for band in dead if band.code != 2 or band.when is impossible)

    assert "never" in {fault.kind for fault in lint(without_two)}


@pytest.mark.parametrize(
    ("to_province", "to_city", "change", "code"),
    [
        pytest.param("-26.0", "-3.9", "-1.6", 4, id="低于全省，降幅扩大"),
        pytest.param("-9.0", "13.1", "-0.1", 4, id="低于全省高于全市，仍在扩大"),
        pytest.param("-26.0", "-3.9", "1.6", 3, id="低于全省、全市，收窄"),
        pytest.param("-26.0", "-3.9", "0.0", 3, id="与上期持平不算收窄也不算扩大"),
        pytest.param("-9.0", "0.0", "1.6", 2, id="低于全省，与全市持平，收窄"),
        pytest.param("0.0", "22.1", "-5.0", 1, id="与全省持平"),
        pytest.param("-26.0", "-3.9", None, 0, id="不知道是扩大还是收窄"),
        pytest.param("-26.0", None, "1.6", 0, id="收窄，但缺与全市差距"),
        pytest.param("-26.0", None, "-1.6", 4, id="扩大已足够，不等与全市差距"),
        pytest.param("3.0", None, None, 1, id="不低于全省已足够"),
        pytest.param(None, "-3.9", "-1.6", 0, id="缺与全省差距"),
    ],
)
def test_lights_of_the_rule(to_province, to_city, change, code):
    values = {"to_province": to_province, "to_city": to_city, "change": change}

    verdict = judge(bands(), {key: D(value) if value else None for key, value in values.items()})

    assert verdict.band.code == code


maybe = st.none() | st.decimals(-60, 60, places=1)


@given(to_province=maybe, to_city=maybe, change=maybe)
def test_exactly_one_light_for_any_figures(to_province, to_city, change):
    values = {"to_province": to_province, "to_city": to_city, "change": change}

    verdict = judge(bands(), values)

    lit = [band.code for band in bands() if band.code and holds(band.when, values)]
    assert lit == ([verdict.band.code] if verdict.band.code else [])
    assert bool(verdict.missing) == (verdict.band.code == 0)


@given(
    values=st.fixed_dictionaries({"to_province": maybe, "to_city": maybe, "change": maybe}), data=st.data()
)
def test_learning_a_missing_figure_never_takes_a_light_back(values, data):
    before = judge(bands(), values).band.code
    gone = [key for key, value in values.items() if value is None]
    if not gone or before == 0:
        return
    key = data.draw(st.sampled_from(gone))

    after = judge(bands(), values | {key: data.draw(st.decimals(-60, 60, places=1))}).band.code

    assert after == before


def test_a_rule_may_not_ask_a_figure_that_it_does_not_read():
    document = definitions.lights("units")[0].model_dump(by_alias=True)
    document["reads"] = {key: value for key, value in document["reads"].items() if key != "change"}

    with pytest.raises(ValidationError, match="change"):
        Lights.model_validate(document)


def test_a_comparison_without_a_number_is_refused():
    with pytest.raises(ValidationError, match="value"):
        Condition(fact="change", op="lt")
