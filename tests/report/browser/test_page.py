"""What the frame of the page does: links that know where one is, anchors, copying, keys, paper, motion."""

import pytest
from tests.browser.keyboard import tab_to
from tests.browser.until import until

pytestmark = pytest.mark.slow
NARROW = {"width": 390, "height": 844}
CURRENT = ".contents [aria-current=location]"
WITHIN = """([width, below]) => {
  const box = document.querySelector('.contents [aria-current=location]').getBoundingClientRect();
  return box.left >= 0 && box.right <= width && box.top >= 0 && box.top < below; }"""
AT_TOP = """([id, below]) => {
  const { top } = document.getElementById(id).getBoundingClientRect(); return top >= 0 && top < below; }"""
REACHABLE = "a[href], button, input, select, summary, textarea, [tabindex='0']"
CONTRAST = """() => {
  const light = colour => { const [r, g, b] = colour.match(/[0-9.]+/g).slice(0, 3).map(v => v / 255).map(
    v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4); return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
  return [...document.querySelectorAll('main p, main h1, main h2, main td')].map(
    e => 1.05 / (light(getComputedStyle(e).color) + 0.05));
}"""


@pytest.fixture
def wide(shown):
    return shown("sigmoid").page


def test_the_link_to_the_section_that_is_read_is_marked(wide):
    assert wide.locator(CURRENT).get_attribute("href") == "#verdict"
    wide.evaluate("() => document.getElementById('numbers').scrollIntoView({behavior: 'instant'})")
    wide.wait_for_selector(".contents [href='#numbers'][aria-current]")
    assert wide.locator(CURRENT).count() == 1


def test_at_its_end_the_page_is_in_its_last_section(wide):
    wide.evaluate("() => scrollTo({top: document.documentElement.scrollHeight, behavior: 'instant'})")
    wide.wait_for_selector(".contents li:last-child [aria-current]")


def test_in_a_wide_window_the_links_stay_beside_the_text(wide):
    wide.evaluate("() => scrollTo({top: 1500, behavior: 'instant'})")
    box = wide.locator(".contents").bounding_box()
    assert 0 <= box["y"] < 100
    assert box["x"] + box["width"] <= wide.locator("main").bounding_box()["x"]


def test_on_a_telephone_the_strip_shows_the_link_that_is_marked(shown):
    page = shown("sigmoid", viewport=NARROW).page
    page.evaluate("() => document.querySelector('main > section:last-child').scrollIntoView({behavior: 'instant'})")
    page.wait_for_selector(".contents li:last-child [aria-current]")
    until(page, WITHIN, [NARROW["width"], 60])


def test_an_anchor_inside_what_is_closed_opens_it(shown):
    page = shown("sigmoid").page
    inside = page.locator("details[id], details [id]").first.get_attribute("id")
    page.evaluate("id => { document.getElementById(id).closest('details').open = false; }", inside)
    page.evaluate("id => { location.hash = id; }", inside)
    page.wait_for_function("id => document.getElementById(id).closest('details').open", arg=inside)


def test_an_address_with_an_anchor_is_there_when_all_charts_are_drawn(report_url, opened):
    page = opened(f"{report_url('hundred classes')}#findings", viewport=NARROW).page
    page.wait_for_selector("html[data-drawn]", state="attached", timeout=60_000)
    until(page, AT_TOP, ["findings", 150])


@pytest.mark.parametrize("hash_", ["#%", "#%zz?t=%", "#?", "#numbers%3Ft=1", "#a'\"<b>?fp=x"])
def test_a_broken_address_breaks_nothing(report_url, opened, hash_):
    found = opened(f"{report_url('sigmoid')}{hash_}")
    found.page.wait_for_selector("html[data-drawn]", state="attached", timeout=60_000)
    assert found.faults == []


def test_the_copy_button_copies_its_command_and_says_so(shown):
    found = shown("sigmoid", permissions=["clipboard-read", "clipboard-write"])
    button = found.page.locator("[data-copy]:visible").first
    button.click()
    found.page.wait_for_function("() => document.getElementById('page-said').textContent === 'Copied'")
    copied = found.page.evaluate("() => navigator.clipboard.readText()")
    assert copied == button.get_attribute("data-copy")


def test_where_there_is_no_clipboard_the_command_is_selected(shown):
    page = shown("sigmoid").page
    page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new Error('no')); }")
    button = page.locator("[data-copy]:visible").first
    button.click()
    page.wait_for_function("() => document.getElementById('page-said').textContent === 'Selected'")
    assert page.evaluate("() => getSelection().toString()") == button.get_attribute("data-copy")


@pytest.mark.parametrize("kind", ["sigmoid", "ten classes"])
def test_all_that_can_be_operated_is_reached_by_tab_and_seen_to_have_the_focus(shown, kind):
    page = shown(kind).page
    count = f"""() => [...document.querySelectorAll("{REACHABLE}")].filter(e => e.checkVisibility({{
      visibilityProperty: true, opacityProperty: false}}) && !e.disabled && e.tabIndex >= 0).length"""
    wanted = page.evaluate(count)
    seen, dim = set(), []
    for _ in range(wanted + 5):
        page.keyboard.press("Tab")
        at = page.evaluate("""() => { const e = document.activeElement, s = getComputedStyle(e);
          e.dataset.visit ??= String(window.visits = (window.visits ?? 0) + 1);
          const visible = s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2 || e.type === 'range';
          return [e === document.body ? '' : e.dataset.visit, visible, e.outerHTML.slice(0, 120)]; }""")
        if at[0]:
            seen.add(at[0])
            if not at[1]:
                dim.append(at[2])
    assert len(seen) >= wanted
    assert dim == []


def test_the_first_tab_leads_past_the_links(shown):
    page = shown("sigmoid").page
    page.keyboard.press("Tab")
    assert page.locator("a.skip:focus").count() == 1
    assert page.locator("a.skip").bounding_box()["y"] >= 0
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.locator("main :focus").count() == 1


def test_the_table_of_a_chart_is_opened_by_key(shown):
    page = shown("ten classes").page
    tab_to(page, ".figure-table summary")
    page.keyboard.press("Enter")
    assert page.locator(".figure-table[open] table").first.is_visible()


def test_who_wants_no_motion_gets_none(shown):
    page = shown("sigmoid", reduced_motion="reduce").page
    moving = page.evaluate(
        "() => [...document.querySelectorAll('*')].map(e => [getComputedStyle(e), e.outerHTML.slice(0, 80)]).filter("
        "([s]) => parseFloat(s.transitionDuration) > 0 || s.animationName !== 'none' || s.scrollBehavior === 'smooth')"
        ".map(([, text]) => text)"
    )
    assert moving == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_ink_is_dark_on_paper_whatever_the_system_asks(shown, scheme):
    page = shown("sigmoid", color_scheme=scheme).page
    page.emulate_media(media="print", color_scheme=scheme)
    assert min(page.evaluate(CONTRAST)) >= 4.5  # on white, by the formula of WCAG 2


def test_a_dark_system_gets_light_ink_on_a_screen(shown):
    page = shown("sigmoid", color_scheme="dark").page
    assert max(page.evaluate(CONTRAST)) < 4.5


def test_colours_of_the_system_are_kept_where_it_forces_them(shown):
    page = shown("sigmoid", forced_colors="active").page
    assert page.evaluate("() => matchMedia('(forced-colors: active)').matches")
    ink, paper = page.evaluate(
        "() => { const s = getComputedStyle(document.body); return [s.color, s.backgroundColor]; }"
    )
    assert ink != paper
