"""Tables that sort and searches that find, in a browser."""

import math

import numpy as np
import pytest
from tests.browser.until import at_rest, until
from tests.report import reports

from logitwise.metrics.wording import percent
from logitwise.report.classes.confused_pairs import confused_pairs
from logitwise.report.classes.confusion_view import confusion_view
from logitwise.report.html import page as page_of
from logitwise.report.html.cell import interval_of_share

pytestmark = pytest.mark.slow
COLUMN = """([id, column]) =>
  [...document.getElementById(id).tBodies[0].rows].map(row => row.cells[column].textContent)"""
VISIBLE = """id => [...document.getElementById(id).tBodies[0].rows].filter(row => !row.hidden)
  .map(row => row.cells[0].textContent)"""
AXIS = """() => [...document.querySelectorAll('#classes-confusion .role-axis-label')].slice(-1)
  .flatMap(axis => [...axis.querySelectorAll('text')].map(label => label.textContent))"""

AMONG = f"names => ({AXIS})().every(name => names.includes(name))"


@pytest.fixture
def of_report(tmp_path, opened):
    """Opens the page of a report."""

    def show(report):
        file = tmp_path / "report.html"
        file.write_text(page_of(report), encoding="utf-8")
        found = opened(file.as_uri()).page
        found.wait_for_selector("html[data-drawn]", state="attached", timeout=20_000)
        return found

    return show


@pytest.fixture
def absent(of_report):
    """Three classes, the last of which has no rows."""
    return of_report(reports.of_matrix([[50, 2, 3], [4, 5, 1], [0, 0, 0]], ["a", "b", "c"]))


def numbers(page, column):
    cells = page.evaluate(COLUMN, ["classes-table", column])
    return [math.nan if cell == "–" else float(cell.replace(",", "")) for cell in cells]


def heading(page, column):
    return page.locator("#classes-table thead th").nth(column)


@pytest.mark.parametrize("column", [1, 2, 3, 5, 7])
def test_a_column_sorts_by_number_both_ways_and_what_is_undefined_stays_last(absent, column):
    button = heading(absent, column).get_by_role("button")
    for direction in ("ascending", "descending"):
        button.click()
        found = numbers(absent, column)
        known = [each for each in found if not math.isnan(each)]
        assert known == sorted(known, reverse=direction == "descending")
        assert all(math.isnan(each) for each in found[len(known) :])
        assert heading(absent, column).get_attribute("aria-sort") == direction
    others = [heading(absent, k).get_attribute("aria-sort") for k in range(8) if k != column]
    assert set(others) == {"none"}


def test_a_column_is_sorted_from_the_keyboard_and_the_focus_stays(absent):
    heading(absent, 1).get_by_role("button").focus()
    absent.keyboard.press("Enter")
    assert numbers(absent, 1) == [0, 10, 55]
    absent.keyboard.press("Enter")
    assert numbers(absent, 1) == [55, 10, 0]
    assert absent.evaluate("document.activeElement.className") == "sort"


def test_classes_sort_in_the_order_of_the_head_not_by_their_first_letters(of_report):
    page = of_report(reports.of_softmax(11, 900, names=[str(k) for k in range(11)]))
    heading(page, 0).get_by_role("button").click()
    assert page.evaluate(COLUMN, ["classes-table", 0]) == [str(k) for k in range(11)]


@pytest.fixture
def hundred(of_report):
    """A hundred classes."""
    report = reports.of_softmax(100, 2500)
    return of_report(report), report


def company(report, name):
    """Classes that one is confused with, from the confusion."""
    confusion, k = report.confusion, report.classes.index(name)
    wrong = confusion.truth != confusion.decision
    mine = wrong & ((confusion.truth == k) | (confusion.decision == k))
    pairs = list(zip(confusion.truth[mine].tolist(), confusion.decision[mine].tolist(), strict=True))
    return pairs, {report.classes[j] for pair in pairs for j in pair}


def test_a_search_shows_a_class_with_those_it_is_confused_with(hundred):
    page, report = hundred
    pairs, names = company(report, "class 7")
    page.fill("#classes-search", "class 7")
    page.get_by_text("classes are drawn.").wait_for()
    until(page, AMONG, sorted(names))
    assert page.evaluate(VISIBLE, "classes-table") == ["class 7"]
    listed = page.evaluate(COLUMN, ["classes-errors", 0])
    assert len(listed) == min(len(pairs), 50)
    drawn = set(page.evaluate(AXIS))
    assert "class 7" in drawn
    assert drawn <= names
    assert len(drawn) == min(len(names), 24)
    assert f"{len(pairs)} kinds of mistakes" in page.inner_text("#classes-found")


def test_an_emptied_search_brings_everything_back(hundred):
    page, report = hundred
    before = page.evaluate(COLUMN, ["classes-errors", 0]), page.evaluate(AXIS)
    page.fill("#classes-search", "class 7")
    until(page, AMONG, sorted(company(report, "class 7")[1]))
    assert page.evaluate(AXIS) != before[1]
    page.fill("#classes-search", "")
    until(page, AMONG, before[1])
    assert (page.evaluate(COLUMN, ["classes-errors", 0]), page.evaluate(AXIS)) == before
    assert len(page.evaluate(VISIBLE, "classes-table")) == 100


def test_a_search_that_finds_nothing_says_so_and_brings_the_first_drawing_back(hundred):
    page, _ = hundred
    first = page.evaluate(AXIS)
    page.fill("#classes-search", "class 7")
    page.get_by_text("classes are drawn.").wait_for()
    page.fill("#classes-search", "zzz")
    page.get_by_text("No class is named “zzz”; the classes with the most mistakes are drawn.").wait_for()
    until(page, AMONG, first)
    assert page.evaluate(AXIS) == first
    assert page.evaluate(VISIBLE, "classes-table") == []
    for table in ("classes-table", "classes-errors"):
        assert page.evaluate("id => document.getElementById(id).tBodies[1].innerText.trim()", table) == "none"
    page.fill("#classes-search", "class 7")
    page.get_by_text("1 of 100 classes found.").wait_for()
    assert page.evaluate("() => document.getElementById('classes-table').tBodies.length") == 1


def test_a_mistake_that_is_found_is_said_as_the_page_says_it(hundred):
    """The words come from Python: the share and interval of a found row are `percent` of the pair's."""
    page, report = hundred
    view = confusion_view(report.confusion)
    pairs = confused_pairs(report, view)
    place = int(np.flatnonzero(view.codes == report.classes.index("class 7"))[0])
    mine = [pair for pair in pairs if place in (pair.truth, pair.decision)][:50]
    page.fill("#classes-search", "class 7")
    page.get_by_text("classes are drawn.").wait_for()
    assert page.evaluate(COLUMN, ["classes-errors", 3]) == [percent(pair.share) for pair in mine]
    said = [interval_of_share(pair.low, pair.share, pair.high, most=1).text for pair in mine]
    assert page.evaluate(COLUMN, ["classes-errors", 4]) == said


def test_all_classes_are_drawn_in_a_region_that_scrolls(hundred):
    page, report = hundred
    page.click("#classes-all")
    page.get_by_text("All 100 classes are drawn.").wait_for()
    until(page, f"() => ({AXIS})().length === 100")
    at_rest(page, "#classes-confusion")
    assert page.get_attribute("#classes-all", "aria-pressed") == "true"
    assert set(page.evaluate(AXIS)) == set(report.classes)
    tiles = page.evaluate("() => document.querySelectorAll('#classes-confusion .mark-rect path').length")
    wrong = (report.confusion.truth != report.confusion.decision).sum()
    assert tiles == wrong + 100
    cell = page.evaluate("() => document.querySelector('#classes-confusion .mark-rect path').getBBox().width")
    assert cell >= 9  # of ten, with a gap
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
