"""Long names, words in tables, the slider that stays in sight, and what paper keeps of the panel."""

import numpy as np
import pytest

import logitwise as lw
from logitwise.report.html import page as written

pytestmark = pytest.mark.slow
NARROW = {"width": 390, "height": 844}
WIDE = {"width": 1280, "height": 800}
NAMES = ("Acutemyelomonocyticleukaemia_" * 2 + "ab", "x" * 207, "a name of many words " * 6, "one", "y" * 47)
OPEN_ALL = "() => { for (const each of document.querySelectorAll('details')) each.open = true; }"
STICKS_OUT = """() => [...document.querySelectorAll('#verdict *, #asked li')].filter(e => e.checkVisibility()
  && !e.closest('svg, .hidden') && e.scrollWidth > e.clientWidth + 1 && e.clientWidth > 1
  && getComputedStyle(e).display !== 'inline').map(e => e.outerHTML.slice(0, 120))"""
SPLIT = """() => [...document.querySelectorAll('.matrix th, .numbers th, #classes th')].filter(e => {
  const range = document.createRange(), walk = document.createTreeWalker(e, NodeFilter.SHOW_TEXT);
  for (let text; (text = walk.nextNode());) for (const word of text.data.matchAll(/[A-Za-z]{2,20}/g)) {
    range.setStart(text, word.index); range.setEnd(text, word.index + word[0].length);
    if (new Set([...range.getClientRects()].map(box => Math.round(box.top))).size > 1) return true;
  } return false; }).map(e => e.textContent)"""


@pytest.fixture(scope="module")
def long_names(tmp_path_factory):
    rng = np.random.default_rng(6)
    y = rng.integers(0, len(NAMES), 1500)
    logits = rng.normal(size=(1500, len(NAMES)))
    logits[np.arange(1500), y] += 2
    report = lw.evaluate(np.array(NAMES, object)[y], logits=logits, classes=NAMES, policy="baseline")
    file = tmp_path_factory.mktemp("names") / "names.html"
    file.write_text(written(report), encoding="utf-8")
    return file.as_uri()


@pytest.mark.parametrize("size", [NARROW, WIDE])
def test_an_unbroken_name_stays_in_its_place(long_names, opened, size):
    page = opened(long_names, viewport=size).page
    page.evaluate(OPEN_ALL)
    assert page.evaluate("() => document.documentElement.scrollWidth") <= size["width"]
    assert page.evaluate(STICKS_OUT) == []


@pytest.mark.parametrize("kind", ["sigmoid", "sliced", "labels"])
def test_no_word_of_a_table_is_split(shown, kind):
    page = shown(kind, viewport=NARROW).page
    assert page.evaluate(SPLIT) == []


@pytest.mark.parametrize(("size", "highest"), [(NARROW, 64), (WIDE, 96)])
def test_the_slider_stays_in_sight_and_takes_one_line(shown, size, highest):
    page = shown("sigmoid", viewport=size).page
    page.evaluate("() => document.getElementById('decide-charts').scrollIntoView({behavior: 'instant'})")
    bar = page.locator(".decide-slide").bounding_box()
    assert 0 <= bar["y"] < bar["y"] + bar["height"] < 120
    assert bar["height"] <= highest
    figure = page.locator("#decide-charts figure").last
    figure.evaluate("e => e.scrollIntoView({behavior: 'instant'})")
    assert figure.bounding_box()["y"] >= bar["y"] + bar["height"] - 1
    page.evaluate("() => document.getElementById('findings').scrollIntoView({behavior: 'instant'})")
    assert page.locator(".decide-slide").bounding_box()["y"] < 0  # not beside what it does not move


def test_paper_keeps_the_panel_at_its_threshold_and_no_bare_heading(shown):
    page = shown("sigmoid").page
    page.evaluate("() => window.dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    for kept in ("#decide-now", "#decide-said", ".matrix", "#decide-precision", "label[for=decide-slider]"):
        assert page.locator(kept).is_visible(), kept
    for gone in ("#decide-slider", "#decide-markers", ".decide-typed", "#glossary-title"):
        assert not page.locator(gone).is_visible(), gone
    assert "Move it" not in page.locator("#decide").inner_text()


def test_every_picture_is_described_by_its_caption(shown):
    page = shown("ten classes").page
    pictures = page.locator("[data-figure][role=img]").all()
    assert len(pictures) >= 3
    for each in pictures:
        by = each.get_attribute("aria-describedby")
        assert page.locator(f"figcaption#{by}").count() == 1
