"""Class and file names drive nothing: no terminal, no table, no browser, no reader."""

from __future__ import annotations

import io
import re
from html.parser import HTMLParser

import pytest
from rich.console import Console

from logitwise.policy import baseline
from logitwise.report import build_report
from logitwise.report.markdown import markdown
from logitwise.report.notebook import html
from logitwise.report.safe_text import class_name, markdown_safe, visible

from . import reports


@pytest.fixture(scope="module")
def hostile():
    report = reports.of_softmax(6, names=reports.HOSTILE)
    said = {"read_from": "file \x1b]0;owned\x07.csv", "notes": ["a | b <img src=x> \u2066"]}
    return build_report(report.tally, policy=baseline(), **said)


def test_the_terminal_gets_no_invisible_character(hostile):
    assert all(line.isprintable() for line in str(hostile).split("\n"))


def test_a_coloured_terminal_gets_only_the_escapes_of_rich(hostile):
    screen = io.StringIO()
    Console(file=screen, force_terminal=True, width=100, color_system="standard").print(hostile)
    without_colour = re.sub(r"\x1b\[[0-9;]*m", "", screen.getvalue())
    assert all(line.isprintable() for line in without_colour.split("\n"))
    assert "a\\x1b[31mred" in without_colour


def test_markup_of_rich_in_a_name_is_shown_and_not_obeyed(hostile):
    assert "[bold]x[/bold]" in str(hostile)


def test_a_row_of_a_table_stays_a_row(hostile):
    assert "line\\nbreak\\r" in str(hostile)


def test_markdown_tables_keep_their_columns(hostile):
    lines = [line for line in markdown(hostile).split("\n") if line.startswith("|")]
    for line in lines:
        assert line.isprintable()
    unescaped = [re.sub(r"\\.", "", line).count("|") for line in lines]
    header = next(i for i, line in enumerate(lines) if line.startswith("| truth"))
    assert set(unescaped[header : header + 8]) == {8}


def test_markdown_holds_no_html_and_no_code_of_a_name(hostile):
    commands = re.sub(r"`logitwise [^`<>]*`", "", markdown(hostile))  # code of ours
    bare = re.sub(r"\\[!-/:-@\[-`{-~]", "", commands)
    assert "<" not in bare
    assert "`" not in bare


class Tags(HTMLParser):
    """What a browser would make of it."""

    def __init__(self):
        super().__init__()
        self.names, self.text = set(), []

    def handle_starttag(self, tag, attributes):
        self.names.add(tag)
        assert all(not name.startswith("on") for name, _ in attributes)

    def handle_data(self, data):
        self.text.append(data)


def test_html_has_only_tags_of_ours(hostile):
    tags = Tags()
    tags.feed(html(hostile))
    assert tags.names <= {
        "div", "b", "br", "code", "ul", "li", "table", "thead", "tbody", "tr", "th", "td", "span", "details", "summary",
    }  # fmt: skip
    assert "b|`x`<script>alert(1)</script>" in "".join(tags.text)


def test_html_loads_nothing_and_hides_nothing(hostile):
    page = html(hostile)
    assert "src=" not in page.replace("&lt;img src=x&gt;", "")
    assert "http" not in page
    assert page.isprintable()


def test_two_names_never_look_the_same_for_a_backslash():
    assert class_name("a\nb") != class_name("a\\nb")


@pytest.mark.parametrize(
    "character",
    ["\x00", "\x07", "\x1b", "\n", "\r", "\x85", "\u200b", "\u202e", "\u2066", "\u2028", "\ufeff", "\ud800"],
)
def test_invisible_characters_are_written_out(character):
    assert visible(f"a{character}b").isprintable()
    assert visible(f"a{character}b") != "ab"


def test_letters_of_every_script_stay_as_they_are():
    assert visible("naïve 猫 собака عربي") == "naïve 猫 собака عربي"


def test_every_mark_of_markdown_is_escaped():
    assert markdown_safe("a*b_c|d`e<f>[g](h)#") == r"a\*b\_c\|d\`e\<f\>\[g\](h)\#"
    assert markdown_safe("http://x www.x :skull: so: yes") == r"http\://x www\.x \:skull: so: yes"
