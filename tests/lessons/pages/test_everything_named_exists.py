"""Whatever a page names is there: places, figures, widgets, charts, findings, questions."""

from __future__ import annotations

import re
from importlib.resources import files

import pytest

from logitwise.errors import FormatError
from logitwise.lessons.bank.lock import NAME, bank
from logitwise.lessons.figures import figures, filled, names
from logitwise.lessons.modes import MODES
from logitwise.lessons.pages import page, place_title, places, source
from logitwise.lessons.widgets.recorded import CHARTS
from logitwise.lessons.widgets.registry import WIDGETS
from logitwise.policy.codes import CODES

ANCHORS = {
    "concept": "idea one-vector where-each-belongs notes",
    "why": "without with what-it-shows",
    "deep": "neuron derivatives saturation dying-relu softmax shift-invariance axis log-sum-exp losses-want-logits "
    "other-functions",
    "trace": "network layer-by-layer loss-by-epoch one-prediction questions",
    "metrics": "which-metric worked-matrix averages thresholds argmax good-and-bad base-rate calibration loss "
    "uncertainty costs pitfalls self-check key-result",
    "try": "tasks",
    "challenge": "problems",
    "lab": "experiment depth gradients results",
    "recall": "due cards",
    "test": "test verdict how",
}
SLUGS = [mode.slug for mode in MODES]


@pytest.mark.parametrize("slug", SLUGS)
def test_a_page_has_exactly_the_places_that_questions_and_findings_point_to(slug):
    assert [section.anchor for section in page(slug).sections] == ANCHORS[slug].split()


def test_places_are_those_of_all_pages_and_each_has_a_title():
    assert list(places()) == [f"{slug}#{anchor}" for slug in SLUGS for anchor in ANCHORS[slug].split()]
    assert place_title("deep#dying-relu") == "Deep: Dying ReLU"


@pytest.mark.parametrize("slug", SLUGS)
@pytest.mark.parametrize(("name", "known"), [("widget", WIDGETS), ("chart", CHARTS), ("finding", CODES)])
def test_every_widget_chart_and_finding_exists(slug, name, known):
    assert [each.argument for each in page(slug).directives(name) if each.argument not in known] == []


@pytest.mark.parametrize("slug", SLUGS)
def test_every_question_exists(slug):
    if not files("logitwise.lessons").joinpath(NAME).is_file():
        pytest.skip("the bank of questions is not built")
    assert [each.argument for each in page(slug).directives("question") if each.argument not in bank().questions] == []


@pytest.mark.parametrize("slug", SLUGS)
def test_every_link_within_the_lesson_leads_to_a_place(slug):
    links = re.findall(r"\]\(([a-z]+#[a-z-]+)\)", source(slug))
    assert [link for link in links if link not in places()] == []


@pytest.mark.parametrize("slug", SLUGS)
def test_no_page_asks_for_inline_style_or_script(slug):
    shown = page(slug)
    html = shown.lead_html + "".join(part for each in shown.sections for part in each.parts if isinstance(part, str))
    assert not re.search(r"\sstyle=|<script|<style|\son\w+=", html)


def test_a_page_that_names_an_unknown_figure_is_refused():
    with pytest.raises(FormatError, match=r"deep.md, line 1: there is no figure 'deep.nothing_of_this'"):
        filled("{{ deep.nothing_of_this }}", page="deep.md")


@pytest.mark.parametrize("slug", ["concept", "why", "deep", "trace"])
def test_figures_that_no_page_shows_are_drawn_by_a_chart(slug):
    shown = {name for each in SLUGS for name in names(source(each))}
    of_points = r"why\.\w+\.(range|x|y|label|\w+\.(grid|low|high|accuracy|loss))"
    drawn = re.compile(rf"{of_points}|deep\.(depths|gradient\.\w+)|trace\.loss\.(train|held_out)")
    rest = {name for name in figures() if name.split(".")[0] == slug} - shown
    assert sorted(name for name in rest if not drawn.fullmatch(name)) == []
