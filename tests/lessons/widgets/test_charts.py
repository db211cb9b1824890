from __future__ import annotations

import re
from xml.etree import ElementTree as ET

import numpy as np
import pytest

from logitwise.lessons.widgets.registry import WIDGETS
from logitwise.lessons.widgets.svg.axis import Axis
from logitwise.lessons.widgets.svg.document import chart
from logitwise.lessons.widgets.svg.frame import Frame
from logitwise.lessons.widgets.svg.heat import heat
from logitwise.lessons.widgets.svg.letters import width_of
from logitwise.lessons.widgets.svg.line import path
from logitwise.lessons.widgets.svg.scale import power_ticks, round_ticks, widened

SETTINGS = [
    ("activation", {"function": "selu", "x": "-10"}),
    ("vector", {"z": "1e6 -1e6 3 4 5 6 7 8 9 10 11 12", "temperature": "0.1"}),
    ("vector", {"z": "0"}),
    ("threshold", {"dataset": "digits", "of": "3", "threshold": "12"}),
    ("threshold", {"dataset": "is_it_an_8", "threshold": "-12"}),
    ("matrix", {"row_a": "10000000 0 0", "cell": "22"}),
    ("reliability", {"dataset": "digits", "scale": "10"}),
    ("gradients", {"activation": "relu", "depth": "1"}),
    ("costs", {"false_negative": "10000", "prevalence": "0.0001"}),
    ("costs", {"false_positive": "10000", "prevalence": "0.9999"}),
]
DRAWN = [
    pytest.param(found, id=f"{widget}-{k}-{j}")
    for k, (widget, settings) in enumerate(SETTINGS + [(name, {}) for name in WIDGETS])
    for j, found in enumerate(WIDGETS[widget](settings).charts)
]


def parts(svg):
    root = ET.fromstring(svg)  # noqa: S314  written by this project
    return root, [(each.tag.rpartition("}")[2], each) for each in root.iter()]


@pytest.mark.parametrize("drawn", DRAWN)
def test_a_chart_is_well_formed_and_named(drawn):
    root, _ = parts(drawn.svg)
    assert root.get("role") == "img"
    assert [child.tag.rpartition("}")[2] for child in root[:2]] == ["title", "desc"]
    assert root[0].text == drawn.title
    assert root[1].text


@pytest.mark.parametrize("drawn", DRAWN)
def test_a_chart_needs_nothing_that_a_strict_policy_forbids(drawn):
    _, every = parts(drawn.svg)
    assert not {name for name, _ in every} & {"style", "script", "image", "use", "foreignObject", "a"}
    attributes = {key for _, each in every for key in each.attrib}
    assert not {key for key in attributes if key in ("style", "href", "id") or key.startswith("on")}


@pytest.mark.parametrize("drawn", DRAWN)
def test_nothing_is_clipped(drawn):
    root, every = parts(drawn.svg)
    width, height = map(float, root.get("viewBox").split()[2:])
    for name, each in every:
        if name == "text":
            size = float(each.get("font-size", "13"))
            long, x = width_of(each.text, size=size), float(each.get("x"))
            start = x - {"middle": long / 2, "end": long}.get(each.get("text-anchor"), 0.0)
            assert -0.5 <= start <= start + long <= width + 0.5, each.text
            assert size * 0.7 <= float(each.get("y")) <= height, each.text


@pytest.mark.parametrize("drawn", DRAWN)
def test_every_place_is_a_number_on_the_sheet(drawn):
    root, every = parts(drawn.svg)
    width, height = map(float, root.get("viewBox").split()[2:])
    for name, each in every:
        for key in ("x", "x1", "x2", "cx"):
            assert -1 <= float(each.get(key, "0")) <= width + 1
        for key in ("y", "y1", "y2", "cy"):
            assert -1 <= float(each.get(key, "0")) <= height + 1
        if name == "path":
            assert not re.search("nan|inf", each.get("d"))


def test_a_missing_number_interrupts_a_line():
    assert path([0, 1, 2, 3, 4], [0, 1, np.nan, 3, 3]) == "M0 0L1 1M3 3L4 3"


def test_names_from_data_are_escaped():
    drawn = heat([[1, 0], [0, 1]], ["<b>", '"&'], title="<script>", description="]]>&")
    root, every = parts(drawn.svg)
    assert root[0].text == "<script>"
    assert "<b>" in [each.text for name, each in every if name == "text"]


def test_a_name_that_is_too_long_is_shortened():
    drawn = heat([[1, 0], [0, 1]], ["a" * 300, "b"], title="t", description="d")
    assert max(len(each.text) for name, each in parts(drawn.svg)[1] if name == "text") < 40


@pytest.mark.parametrize(("low", "high"), [(0, 1), (-3.3, 8.1), (1e-7, 3e-7), (0, 1e6), (-5, -4.99)])
def test_round_ticks_lie_within_and_are_few(low, high):
    ticks = round_ticks(low, high, 6)
    assert 2 <= len(ticks) <= 6
    assert low - 1e-9 * (high - low) <= ticks[0] < ticks[-1] <= high + 1e-9 * (high - low)
    assert np.diff(ticks) == pytest.approx(np.full(len(ticks) - 1, ticks[1] - ticks[0]))


def test_powers_of_ten_are_few_over_any_span():
    assert power_ticks(1e-13, 1.0, 6) == (-12, -9, -6, -3, 0)
    assert power_ticks(0.5, 20.0, 6) == (0, 1)


@pytest.mark.parametrize(("low", "high"), [(0, 0), (5, 5), (-2, 3), (0, 1e-9)])
def test_widened_ends_hold_what_they_were_given(low, high):
    start, end = widened(low, high)
    assert start <= low <= high <= end
    assert start < end


def test_an_axis_with_long_numbers_gets_its_room():
    frame = Frame.of(Axis("x", 0, 1), Axis("y", 0, 900_000))
    drawn = chart(frame, title="t", description="d")
    starts = [
        float(each.get("x")) - width_of(each.text)
        for name, each in parts(drawn.svg)[1]
        if name == "text" and each.get("text-anchor") == "end"
    ]
    assert min(starts) >= 0
