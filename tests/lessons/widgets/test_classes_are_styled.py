"""A class that a chart bears has a rule in the stylesheet: without one a line is not drawn, and an area is black."""

from __future__ import annotations

import re
from importlib.resources import files

import pytest

from logitwise.lessons.widgets.recorded import CHARTS
from logitwise.lessons.widgets.registry import WIDGETS

STYLE = files("logitwise.lessons").joinpath("web", "static", "lesson.css").read_text(encoding="utf-8")
STYLED = set(re.findall(r"\.([a-z][a-z0-9-]*)", STYLE))
OF_ALL_TEXT = {"chart-tick"}
DRAWN = [pytest.param(draw(), id=name) for name, draw in CHARTS.items()] + [
    pytest.param(found, id=f"{name}-{k}")
    for name, widget in WIDGETS.items()
    for k, found in enumerate(widget({}).charts)
]


@pytest.mark.parametrize("drawn", DRAWN)
def test_every_class_of_a_chart_is_styled(drawn):
    borne = {name for names in re.findall(r'class="([^"]+)"', drawn.svg) for name in names.split()}
    assert borne - STYLED - OF_ALL_TEXT == set()


@pytest.mark.parametrize("drawn", DRAWN)
def test_what_is_only_a_line_has_a_stroke(drawn):
    lines = set(re.findall(r'<line [^>]*class="(chart-[a-z]+)', drawn.svg))
    stroked = {name for names, rule in re.findall(r"([^{}]+)\{([^{}]*)\}", STYLE) if "stroke:" in rule
               for name in re.findall(r"\.([a-z-]+)", names)}  # fmt: skip
    assert lines <= stroked
