"""A whole test with keys alone, in real Chromium."""

import re

import pytest
from tests.browser.keyboard import answer, press_button, tab_to

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("javascript", [True, False])
def test_a_whole_test_is_taken_by_keyboard_alone(address, opened, javascript):
    page = opened(f"{address}/test", java_script_enabled=javascript).page
    press_button(page, "main form[action='/sittings'] button")
    for number in range(1, 11):
        assert re.search(rf"/sitting/[^/]+/{number}$", page.url), page.url
        answer(page)
    assert page.url.endswith("/result")
    verdict = page.locator("main").inner_text()
    assert re.search(r"\d+ of 10 right", verdict)
    assert "the probability that your true score is at least 70 %" in verdict
    assert page.locator("article.question").count() == 10  # feedback on every one of them


def test_the_first_tab_leads_past_the_navigation(address, opened):
    page = opened(f"{address}/metrics").page
    page.keyboard.press("Tab")
    assert page.locator("a.skip:focus").count() == 1
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.locator("main :focus").count() == 1


def test_what_has_the_focus_is_seen_to_have_it(address, opened):
    page = opened(f"{address}/").page
    tab_to(page, "main a, main button")
    focused = page.locator(":focus")
    style = focused.evaluate(
        "e => { const s = getComputedStyle(e); return [s.outlineStyle, parseFloat(s.outlineWidth)] }"
    )
    assert style[0] != "none"
    assert style[1] >= 2


def test_a_practice_set_of_five_is_answered_and_explained(address, opened):
    page = opened(f"{address}/practice").page
    press_button(page, "main form[action='/sittings'] button")
    for number in range(1, 6):
        answer(page)
        said = page.locator("main").inner_text()
        assert re.search(r"Right|Not right", said)
        assert page.locator("main ol.steps li").count() >= 2
        assert page.locator("main a[href*='#']").count()  # to its place in the lesson
        if number < 5:
            with page.expect_navigation():
                page.locator("a.button").first.focus()
                page.keyboard.press("Enter")
