"""Charts of a page: when they are drawn, how wide, what is there where one fails, on paper."""

import json
import re
from urllib.request import urlopen

import pytest
from tests.browser.until import at_rest, until

pytestmark = pytest.mark.slow
WIDE = {"width": 1280, "height": 900}
WIDTHS = """() => [...document.querySelectorAll('[data-figure]')]
  .filter(e => e.querySelector('svg') && e.checkVisibility() && !e.closest('.heat'))
  .map(e => [e.querySelector('svg').getBoundingClientRect().width, e.clientWidth])"""
FIT = f"() => ({WIDTHS})().every(([drawn, place]) => Math.abs(drawn - place) <= 2)"
DATA = re.compile(r'(<script type="application/json" id="report-data">)(.*?)(</script>)', re.DOTALL)
KIND = "ten classes"


def edited(report_url, tmp_path, change):
    """The address of a page whose data were changed."""
    with urlopen(report_url(KIND)) as file:  # noqa: S310  a file of ours
        source = file.read().decode()
    data = json.loads(DATA.search(source)[2])
    change(data)
    text = json.dumps(data).replace("<", "\\u003c")
    at = tmp_path / "edited.html"
    at.write_text(DATA.sub(lambda found: found[1] + text + found[3], source), encoding="utf-8")
    return at.as_uri()


def test_a_chart_is_as_wide_as_its_place_at_first_and_after_the_window_changed(shown):
    page = shown(KIND).page
    for width in (1280, 390, 900):
        page.set_viewport_size({"width": width, "height": 900})
        until(page, FIT)
        assert page.evaluate(WIDTHS)


def test_charts_come_to_rest(shown):
    page = shown(KIND).page
    at_rest(page, "main svg")
    changes = page.evaluate("""() => new Promise(done => { let count = 0;
      new MutationObserver(seen => { count += seen.length; }).observe(
        document.querySelector('main'), {subtree: true, childList: true, attributes: true});
      setTimeout(() => done(count), 700); })""")
    assert changes == 0


def test_a_chart_that_cannot_be_drawn_shows_its_table_and_says_so(report_url, opened, tmp_path):
    def spoil(data):
        name = next(iter(data["figures"].values()))["drawing"]
        data["drawings"][name] = {"marks": [{"type": "no such mark"}]}

    found = opened(edited(report_url, tmp_path, spoil), viewport=WIDE)
    found.page.wait_for_selector("html[data-drawn]", state="attached", timeout=60_000)
    fault = found.page.locator(".chart-fault").first
    assert "could not be drawn" in fault.inner_text()
    assert fault.get_attribute("role") is None
    figure = found.page.locator(".figure", has=fault).first
    assert figure.locator("table").first.is_visible()
    assert found.faults == []


def test_every_section_is_on_the_printed_pages_with_what_matters_opened_and_is_then_as_before(shown):
    page = shown(KIND).page
    page.evaluate(
        "() => addEventListener('beforeprint', () => { window.open_ = document.querySelectorAll("
        "'details[data-print]:not([open])').length; })"
    )
    before = page.evaluate("() => document.querySelectorAll('details[open]').length")
    heads = page.evaluate("() => [...document.querySelectorAll('h1, h2')].map(each => each.textContent.trim())")
    paper = page.pdf(format="A4", tagged=True, outline=True)
    # What words mean is folded, so that it is not on paper.
    assert {head for head in heads if f"/Title ({head})".encode() not in paper} == {"What the numbers mean"}
    assert 5 <= len(re.findall(rb"/Type /Page\b", paper)) <= 16
    assert set(re.findall(rb"/MediaBox \[0 0 (\d+)\.\d+ (\d+)\.", paper)) == {(b"595", b"842")}
    assert page.evaluate("() => window.open_") == 0
    assert page.evaluate("() => document.querySelectorAll('details[open]').length") == before
    assert not page.locator("html.on-paper").count()


def test_a_page_that_is_printed_at_once_has_its_charts_drawn_as_wide_as_the_sheet(report_url, opened):
    page = opened(report_url(KIND), viewport=WIDE).page
    page.evaluate("""() => { window.dispatchEvent(new Event('beforeprint')); }""")
    undrawn = page.evaluate(
        "() => [...document.querySelectorAll('[data-figure]')]"
        ".filter(e => e.checkVisibility() && !e.querySelector('svg')).length"
    )
    assert undrawn == 0
    for drawn, place in page.evaluate(WIDTHS):
        assert drawn == pytest.approx(place, abs=2)
        assert drawn <= 680
    page.evaluate("() => window.dispatchEvent(new Event('afterprint'))")
    until(page, FIT)
    assert max(drawn for drawn, _ in page.evaluate(WIDTHS)) > 300
