"""In a notebook: a fragment that everyone shows, and the whole page in a frame for those who show frames."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest

from logitwise.report.framed import framed
from logitwise.report.html import page
from logitwise.report.notebook import html
from logitwise.report.theme.palette import DARK, LIGHT

from . import reports


class Tags(HTMLParser):
    """Elements in order, with their attributes as a browser reads them."""

    def __init__(self, text):
        super().__init__()
        self.found = []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        self.found.append((tag, dict(attributes)))


@pytest.fixture(scope="module")
def hostile():
    return reports.of_softmax(6, names=reports.HOSTILE)


def frame_of(report):
    (frame,) = [attributes for tag, attributes in Tags(framed(report)).found if tag == "iframe"]
    return frame


def test_the_frame_holds_the_saved_page_to_the_letter(hostile):
    assert frame_of(hostile)["srcdoc"] == page(hostile)


def test_the_frame_may_run_its_scripts_and_open_links_in_new_windows_and_nothing_else(hostile):
    allowed = {"allow-scripts", "allow-popups", "allow-popups-to-escape-sandbox"}
    assert set(frame_of(hostile)["sandbox"].split()) == allowed


def test_no_name_of_the_data_ends_the_frame(hostile):
    tags = [tag for tag, _ in Tags(framed(hostile)).found]
    assert tags == ["details", "summary", "div", "code", "iframe"]


def test_the_frame_is_closed_until_it_is_asked_for(hostile):
    assert "open" not in Tags(framed(hostile)).found[0][1]


def test_without_frames_a_sentence_says_what_to_do(hostile):
    assert "report.save(&quot;report.html&quot;)" in framed(hostile).replace('("', "(&quot;").replace('")', "&quot;)")


def test_a_notebook_gets_the_fragment_first(hostile):
    assert hostile._repr_html_() == html(hostile) + framed(hostile)


@pytest.mark.parametrize("report", reports.everyone().values(), ids=reports.everyone())
def test_colours_of_the_fragment_are_those_of_the_theme(report):
    said = set(re.findall(r"[:(,](#[0-9a-f]{6})", html(report)))
    known = {each for palette in (LIGHT, DARK) for each in palette.variables().values()}
    assert said
    assert said <= known
