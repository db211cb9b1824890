"""Another label in the reliability diagram, in Chromium, against what Python packed."""

import pytest
from tests.report import reports
from tests.report.browser.kinds import KINDS

from logitwise.report.html import page
from logitwise.report.html.sections import probabilities

pytestmark = pytest.mark.slow


@pytest.fixture
def page_of_labels(shown):
    return shown("labels")


def test_choosing_a_label_changes_sentence_table_and_drawing(page_of_labels):
    seen = page_of_labels.page
    packed = probabilities.section(KINDS["labels"]()).data["labels"]
    first = int(seen.eval_on_selector("#probabilities-label", "each => each.value"))
    other = (first + 1) % len(packed)
    place = "#probabilities-reliability svg"
    before = seen.inner_html(place)
    seen.select_option("#probabilities-label", str(other))
    seen.wait_for_function("() => document.getElementById('probabilities-status').textContent")
    figure = seen.locator("figure", has=seen.locator("#probabilities-reliability"))
    assert figure.locator("figcaption").inner_text() == packed[other]["sentence"]
    cells = figure.locator("tbody tr").evaluate_all(
        "rows => rows.map((row) => [...row.cells].map((c) => c.textContent))"
    )
    assert cells == [list(row) for row in packed[other]["rows"]]
    assert seen.inner_html(place) != before
    assert page_of_labels.faults == []


def test_a_name_that_is_markup_is_text_in_the_choice(opened, tmp_path):
    file = tmp_path / "hostile.html"
    file.write_text(page(reports.of_labels(reports.HOSTILE)), encoding="utf-8")
    found = opened(file.as_uri())
    found.page.wait_for_selector("html[data-drawn]", state="attached", timeout=60_000)
    names = found.page.locator("#probabilities-label option").all_text_contents()
    assert any("<script>alert(1)</script>" in name for name in names)
    for k in range(len(names)):
        found.page.select_option("#probabilities-label", str(k))
    assert found.faults == []


def test_the_choice_works_by_keyboard(page_of_labels):
    seen = page_of_labels.page
    seen.focus("#probabilities-label")
    before = seen.inner_text("#probabilities figcaption")
    seen.keyboard.press("ArrowDown")
    if seen.inner_text("#probabilities figcaption") == before:
        seen.keyboard.press("ArrowUp")
    changed = "(before) => document.querySelector('#probabilities figcaption').textContent !== before"
    seen.wait_for_function(changed, arg=before)
