"""Every kind of page in real Chromium: no fault, nothing asked of another machine, narrow, read by axe."""

import pytest
from tests.lessons.browser.addresses import PAGES, WIDGETS

pytestmark = pytest.mark.slow
WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 390, "height": 844}


@pytest.fixture(scope="module", params=["light", "dark"])
def theme(request):
    return request.param


@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing_in_either_theme(address, opened, theme, path):
    shown = opened(f"{address}{path}", color_scheme=theme, viewport=WIDE, bypass_csp=True)
    assert shown.violations() == []


@pytest.mark.parametrize("path", PAGES)
def test_no_page_scrolls_sideways_on_a_telephone(address, opened, path):
    page = opened(f"{address}{path}", viewport=NARROW).page
    assert page.evaluate("() => document.documentElement.scrollWidth") <= NARROW["width"]


@pytest.mark.parametrize("path", PAGES)
def test_nothing_is_asked_of_another_machine_and_nothing_fails(address, opened, path):
    shown = opened(f"{address}{path}", viewport=WIDE)
    shown.page.wait_for_load_state("networkidle")
    assert {url for url in shown.asked if not url.startswith(f"{address}/")} == set()
    expected = 1 if path == "/no-such-page" else 0  # the browser itself says 404
    assert len(shown.faults) == expected, shown.faults


@pytest.mark.parametrize("path", [f"/widget/{name}?show=1" for name in WIDGETS])
def test_axe_finds_nothing_on_a_telephone(address, opened, path):
    assert opened(f"{address}{path}", viewport=NARROW, bypass_csp=True).violations() == []


def test_a_sitting_and_its_feedback_are_clean_too(address, opened, theme):
    shown = opened(f"{address}/practice", color_scheme=theme, bypass_csp=True)
    page = shown.page
    page.locator("main form[action='/sittings'] button").first.click()
    page.wait_for_selector("article.question")
    assert shown.violations() == []
    for each in page.locator("main input[name=answer]:not([type=radio])").all():
        each.fill("0")
    if page.locator("main input[type=radio]").count():
        page.locator("main input[type=radio]").first.check()
    page.locator("button[value=answer]").click()
    page.wait_for_selector("ol.steps")
    assert shown.violations() == []


def test_the_learners_own_report_is_shown_where_the_lesson_speaks_of_it(own_address, opened):
    page = opened(f"{own_address}/yours").page
    assert "mine.json" in page.locator("main").inner_text()
    page.goto(f"{own_address}/finding/LW401")
    assert "your model" in page.locator("main").inner_text()


def test_a_printed_page_has_no_navigation(address, opened):
    page = opened(f"{address}/metrics").page
    page.emulate_media(media="print")
    assert not page.locator("nav.modes").is_visible()
