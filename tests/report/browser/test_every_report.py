"""The page of every kind of report in real Chromium: no fault, no request, read by axe, at any width."""

import re
from itertools import pairwise
from urllib.request import urlopen

import pytest
from tests.browser.until import at_rest

pytestmark = pytest.mark.slow
NARROW = {"width": 390, "height": 844}
LEVELS = "() => [...document.querySelectorAll('h1,h2,h3,h4,h5,h6')].map(h => Number(h.tagName[1]))"
OPEN_ALL = "() => { for (const each of document.querySelectorAll('details')) each.open = true; }"
LOST = """() => [...document.querySelectorAll('a[href^="#"]')].map(a => decodeURIComponent(a.hash.slice(1)))
  .filter(id => !document.getElementById(id.split('?')[0]))"""
CUT = """() => [...document.querySelectorAll('main svg, main table')].filter(e => e.checkVisibility()
  && e.getBoundingClientRect().right > innerWidth + 1).map(e => e.closest('[id]').id)"""
A4 = 687
"""Pixels between margins of 14 mm, 96 an inch."""


def test_nothing_is_asked_of_anybody_and_nothing_fails(seen):
    assert {url for url in seen.asked if not url.startswith("data:")} == {seen.page.url}
    assert seen.faults == []


def test_headings_are_in_order_below_one_title(seen):
    levels = seen.page.evaluate(LEVELS)
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_the_landmarks_are_a_head_links_a_body_and_a_foot(seen):
    for role in ("banner", "navigation", "main", "contentinfo"):
        assert seen.page.get_by_role(role).count() == 1


def test_every_section_is_named_by_its_heading_and_linked_to(seen):
    page = seen.page
    sections = page.locator("main > section")
    assert sections.count() == page.locator(".contents a").count()
    for each in sections.all():
        name = each.get_attribute("id")
        assert page.locator(f"#{name} :is(h1, h2)#{name}-title").count() == 1
        assert page.locator(f".contents a[href='#{name}']").count() == 1


def test_every_link_within_the_page_leads_somewhere(seen):
    assert seen.page.evaluate(LOST) == []


def test_no_two_things_have_one_id(seen):
    ids = seen.page.evaluate("() => [...document.querySelectorAll('[id]')].map(e => e.id)")
    assert sorted(ids) == sorted(set(ids))


def test_every_chart_is_drawn_and_has_a_name_a_sentence_and_a_table(seen):
    for figure in seen.page.locator("figure:has([data-figure])").all():
        place = figure.locator("[data-figure]")
        assert place.get_attribute("role") == "img"
        assert 3 <= len(place.get_attribute("aria-label")) <= 120
        assert len(figure.locator("figcaption").text_content()) > 20
        assert figure.locator("table tbody tr").count() >= 1
        if place.is_visible():
            assert place.locator("svg").count() == 1
            assert place.get_attribute("data-drawn") is not None


def test_the_policy_lets_nothing_be_loaded_or_run_but_what_is_in_the_file(seen):
    policy = seen.page.locator("meta[http-equiv=Content-Security-Policy]").get_attribute("content")
    assert "unsafe" not in policy
    assert policy.startswith("default-src 'none'; ")
    assert not re.search(r"https?:|\*", policy)


def test_the_file_has_no_style_or_event_attribute_and_is_small(report_url, kind):
    with urlopen(report_url(kind)) as file:  # noqa: S310  a file of ours
        source = file.read()
    markup = re.sub(rb"<(style|script)\b.*?</\1>", b"", source, flags=re.DOTALL)
    assert not re.search(rb"<[a-z][^>]*\s(style|on[a-z]+)\s*=", markup)
    assert len(source) < 3e6


def test_without_a_script_the_numbers_are_there_and_nothing_waits_for_one(shown, kind):
    page = shown(kind, drawn=False, java_script_enabled=False).page
    assert page.locator("main table tbody tr").count() >= 2
    idle = [each.evaluate("e => e.outerHTML") for each in page.locator("main :is(button, input, select):visible").all()]
    assert idle == []
    assert not page.locator(".chart:visible").count()


def test_axe_finds_nothing_in_either_theme_nor_on_a_telephone_with_all_opened(shown, kind):
    found = shown(kind, bypass_csp=True, reduced_motion="reduce")  # no colour is on its way to another
    for theme in ("light", "dark"):
        found.page.emulate_media(color_scheme=theme)
        assert found.violations() == [], theme
    found.page.set_viewport_size(NARROW)
    found.page.evaluate(OPEN_ALL)
    assert found.violations() == []


def test_the_page_does_not_scroll_sideways_on_a_telephone(shown, kind):
    page = shown(kind, viewport=NARROW).page
    page.evaluate(OPEN_ALL)
    at_rest(page, "main > section, main svg")
    assert page.evaluate("() => document.documentElement.scrollWidth") <= NARROW["width"]


def test_on_paper_nothing_is_cut_and_there_is_nothing_to_operate(shown, kind):
    page = shown(kind).page
    page.evaluate("() => window.dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    page.set_viewport_size({"width": A4, "height": 1000})
    assert page.evaluate(CUT) == []
    assert page.evaluate("() => document.documentElement.scrollWidth") <= A4
    # A heading that sorts its column is a heading on paper too.
    operated = page.locator(".contents, .skip, input, select, button:not(thead button)").all()
    assert [each.evaluate("e => e.outerHTML") for each in operated if each.is_visible()] == []
