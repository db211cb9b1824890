"""Markdown becomes sections, text and what stands between; whatever breaks a rule is refused with its place."""

from __future__ import annotations

import pytest

from logitwise.errors import FormatError, OptionError
from logitwise.lessons.markdown import html
from logitwise.lessons.modes import MODES
from logitwise.lessons.pages import Directive, page, place_title, read

HEAD = "# Title\n\nLead.\n\n## One {#one}\n\n"


def test_a_page_is_title_lead_and_sections():
    result = read("# Title\n\nLead.\n\n## First one {#one}\n\ntext\n\n### Below\n\n## Two {#two}\n", MODES[0])
    assert (result.title, result.lead_html) == ("Title", "<p>Lead.</p>\n")
    assert [(each.anchor, each.title) for each in result.sections] == [("one", "First one"), ("two", "Two")]
    assert result.sections[0].parts == ("<p>text</p>\n<h3>Below</h3>\n",)


def test_directives_stand_between_texts_in_their_order():
    result = read(
        f"{HEAD}before\n\n[[widget gradients activation=sigmoid depth=8]]\n[[finding LW401]]\n\nafter", MODES[0]
    )
    assert result.sections[0].parts == (
        "<p>before</p>\n",
        Directive("widget", "gradients", (("activation", "sigmoid"), ("depth", "8"))),
        Directive("finding", "LW401"),
        "<p>after</p>\n",
    )


def test_a_directive_in_code_is_code():
    assert read(f"{HEAD}```\n[[widget vector]]\n```\n", MODES[0]).directives("widget") == ()


@pytest.mark.parametrize(
    ("markdown", "said"),
    [
        ("Lead first", "line 1: expected the title of the page"),
        ("# Title\n\nLead.", "has no section"),
        ("# Title\n\n## One", "line 3: expected '## Title {#anchor}', got 'One'"),
        (f"{HEAD}## Again {{#one}}", "two sections of one anchor"),
        (f"{HEAD}[[gadget x]]", "line 7: expected '[[name argument]]'"),
        (f"{HEAD}[[widget vector]]\nand text", "got 'and text'"),
    ],
)
def test_what_breaks_a_rule_is_refused_with_its_line(markdown, said):
    with pytest.raises(FormatError) as refused:
        read(markdown, MODES[0])
    assert said in str(refused.value)


def test_html_of_an_author_is_text():
    assert "<script>" not in html("<script>alert(1)</script> and <b>bold</b>")


def test_columns_are_aligned_by_class_since_inline_style_is_forbidden():
    result = html("| a | b | c |\n|---|--:|:-:|\n| x | y | z |\n")
    assert "style" not in result
    assert '<td class="number">y</td>' in result
    assert '<td class="centre">z</td>' in result


def test_an_unknown_mode_or_place_is_refused_with_the_nearest():
    with pytest.raises(OptionError, match="did you mean 'trace'"):
        page("tracy")
    with pytest.raises(OptionError, match="did you mean 'deep#axis'"):
        place_title("deep#axes")
