"""How pages look, where that can be measured: type in charts, paper, the strip of modes."""

import pytest
from tests.lessons.browser.addresses import WIDGETS

pytestmark = pytest.mark.slow
WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
TYPE = "() => [...document.querySelectorAll('svg.chart')].map(s => 13 * s.getBoundingClientRect().width / 360)"
CONTRAST = """() => {
  const parts = colour => colour.match(/[0-9.]+/g).slice(0, 3).map(Number);
  const light = colour => { const [r, g, b] = parts(colour).map(v => v / 255).map(
    v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4); return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
  return [...document.querySelectorAll('main p, main h1, main h2, main td, main pre')].map(
    e => 1.05 / (light(getComputedStyle(e).color) + 0.05));
}"""


@pytest.mark.parametrize("path", [*(f"/widget/{name}?show=1" for name in WIDGETS), "/why", "/deep", "/trace", "/lab"])
def test_letters_in_charts_are_neither_tiny_nor_huge(address, opened, path):
    sizes = opened(f"{address}{path}", viewport=WIDE).page.evaluate(TYPE)
    assert sizes
    assert min(sizes) >= 12
    assert max(sizes) <= 17


def test_three_charts_in_two_columns_leave_no_hole(address, opened):
    page = opened(f"{address}/widget/threshold?show=1", viewport=WIDE).page
    boxes = [each.bounding_box() for each in page.locator(".charts > .figure").all()]
    assert len(boxes) == 3
    left, right, last = ((box["x"], box["x"] + box["width"]) for box in boxes)
    assert sum(last) / 2 == pytest.approx((left[0] + right[1]) / 2, abs=1)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", ["/metrics", "/deep"])
def test_ink_is_dark_on_paper_whatever_the_system_asks(address, opened, scheme, path):
    page = opened(f"{address}{path}", color_scheme=scheme).page
    page.emulate_media(media="print", color_scheme=scheme)
    assert min(page.evaluate(CONTRAST)) >= 4.5  # on white, by the formula of WCAG 2


def test_a_dark_system_gets_light_ink_on_a_screen(address, opened):
    page = opened(f"{address}/metrics", color_scheme="dark").page
    assert max(page.evaluate(CONTRAST)) < 4.5


@pytest.mark.parametrize("path", ["/concept", "/recall", "/test"])
def test_the_strip_names_the_mode_that_one_is_in_on_a_telephone(address, opened, path):
    page = opened(f"{address}{path}", viewport=NARROW).page
    box = page.locator(".modes [aria-current] .mode-name").bounding_box()
    assert 0 <= box["x"] < box["x"] + box["width"] <= NARROW["width"]
    assert box["width"] > 20


def test_the_rule_above_the_foot_ends_where_the_text_does(address, opened):
    page = opened(f"{address}/", viewport=WIDE).page
    width = page.evaluate("() => parseFloat(getComputedStyle(document.querySelector('.foot'), '::before').width)")
    assert width == pytest.approx(page.locator(".hero").bounding_box()["width"], abs=1)
