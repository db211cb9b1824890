from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest

from logitwise.errors import FormatError
from logitwise.lessons import figures
from logitwise.lessons.widgets.charts.recorded_figure import number, numbers
from logitwise.lessons.widgets.recorded import CHARTS
from logitwise.lessons.widgets.svg.field import field
from logitwise.lessons.widgets.svg.letters import width_of


@pytest.mark.parametrize("name", list(CHARTS))
def test_every_recorded_chart_is_drawn_from_the_shipped_figures(name):
    drawn = CHARTS[name]()
    root = ET.fromstring(drawn.svg)  # noqa: S314  written by this project
    texts = [each.text for each in root.iter() if each.tag.endswith("}text")]
    assert root.get("role") == "img"
    assert root[0].text == drawn.title
    assert "style" not in drawn.svg
    assert max(width_of(text) for text in texts) <= float(root.get("viewBox").split()[2])


def test_a_field_is_filled_to_the_last_cell():
    paths = list(ET.fromstring(field([[0, 0, 9], [0, 9, 9], [5, 5, 5]], 30.0)))  # noqa: S314
    assert {each.get("class").split()[1]: each.get("d") for each in paths} == {
        "plane-0": "M0 0h2v1h-2zM0 1h1v1h-1z",
        "plane-5": "M0 2h3v1h-3z",
        "plane-9": "M2 0h1v1h-1zM1 1h2v1h-2z",
    }


def test_a_figure_of_another_kind_is_refused(monkeypatch):
    monkeypatch.setattr(figures, "figures", lambda: {"a.word": "x", "a.list": [1, 2], "a.number": 3})
    assert (number("a.number"), numbers("a.list")) == (3.0, [1.0, 2.0])
    for name in ("a.word", "a.list"):
        with pytest.raises(FormatError, match="expected a number"):
            number(name)
    for name in ("a.word", "a.number"):
        with pytest.raises(FormatError, match="expected a list"):
            numbers(name)
