"""Numbers in prose are figures that were computed; whoever types one by hand is told where."""

from __future__ import annotations

import re
from importlib.resources import files

import pytest

FOLDER = files("logitwise.lessons").joinpath("content")
CONTENT = {each.name: each for each in FOLDER.iterdir() if each.name.endswith(".md")}
FENCE = re.compile(r"^```.*?^```$", re.DOTALL | re.MULTILINE)
ALLOWED = (
    re.compile(r"\{\{.*?\}\}"),  # a figure
    re.compile(r"(`+)[^`]+?\1", re.DOTALL),  # code
    re.compile(r"\]\([^()\s]*(?:\([^()\s]*\)[^()\s]*)*\)"),  # the target of a link
    re.compile(r"\{#[a-z0-9-]+\}"),  # an anchor
    re.compile(r"^\[\[[^\]]*\]\]$", re.MULTILINE),  # a directive
    re.compile(r"\bLW\d{3}\b"),  # a finding
    re.compile(r"^ *\d+\. ", re.MULTILINE),  # the number of an item in a list
)


def typed(markdown: str) -> list[str]:
    """Lines with digits that stand in prose."""
    text = FENCE.sub("", markdown)
    for allowed in ALLOWED:
        text = allowed.sub("", text)
    return [line for line in text.split("\n") if re.search(r"\d", line)]


@pytest.mark.parametrize("name", sorted(CONTENT))
def test_no_number_is_typed_by_hand(name):
    assert typed(CONTENT[name].read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "text",
    [
        "{{ a.b:.3f }}",
        "`axis=0`",
        "```python\nx = 1\n```",
        "[a](https://doi.org/10.1/x(05)1-5)",
        "LW401",
        "## A {#a1}",
        "1. one",
    ],
)
def test_a_figure_code_a_target_an_anchor_and_a_finding_are_no_typing(text):
    assert typed(text) == []


@pytest.mark.parametrize("text", ["It is 3 times as much.", "about 95 %", "| 1 | `2` |", "[page 3](a#b)"])
def test_a_digit_in_prose_is_found(text):
    assert typed(text)
