"""Live widgets in real Chromium: a move changes what is said, with JavaScript and without."""

import pytest

pytestmark = pytest.mark.slow


def test_moving_a_slider_by_key_changes_the_sentence_and_what_the_slider_says(address, opened):
    shown = opened(f"{address}/widget/activation?show=1")
    page = shown.page
    slider = page.locator("input[type=range]").first
    before = page.locator("p.sentence").inner_text()
    slider.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    page.wait_for_function("before => document.querySelector('p.sentence').textContent.trim() !== before", arg=before)
    assert slider.evaluate("e => document.activeElement === e")  # the slider that is moved keeps the focus
    assert shown.faults == []


def test_without_javascript_a_widget_is_set_by_a_form(address, opened):
    page = opened(f"{address}/widget/vector?show=1", java_script_enabled=False).page
    page.locator("main input[type=text]").first.fill("1, 2, 3")
    page.locator("main form.controls button").click()
    assert "0.665" in page.locator("main").inner_text()  # exp(3) / (exp(1) + exp(2) + exp(3))


def test_predicting_first_reveals_the_widget_and_says_whether_it_was_so(address, opened):
    page = opened(f"{address}/widget/threshold").page
    assert page.locator("p.sentence").count() == 0
    page.locator("input[name=predicted]").first.check()
    page.locator("form.predict button").click()
    page.wait_for_selector("p.sentence")
    assert page.get_by_text("predicted").count()
