"""What stands on a page once a question is answered: of every kind, told and not told yet."""

import re

import pytest
from tests.lessons.web.browser import shown

from logitwise.lessons.bank.lock import bank
from logitwise.lessons.progress.records import Item
from logitwise.lessons.progress.sitting import begun


def of_kind(kind):
    return next(each for each in bank().questions.values() if each.kind == kind)


def put(browser, sitting_kind, *kinds):
    items = [Item(number, of_kind(kind).id, 0, 1) for number, kind in enumerate(kinds, 1)]
    sitting = begun(sitting_kind, items, seed=1)
    browser.state.store.begin(sitting)
    return sitting


def main(reply):
    return reply.text.split("<main")[1]


@pytest.mark.parametrize("right", [True, False])
def test_a_cell_that_was_clicked_stands_in_its_matrix_again(browser, right):
    sitting = put(browser, "practice", "cell")
    text = main(browser.answer(sitting, 1, right=right))
    matrix = shown(sitting.items[0]).variant.matrix
    assert "<caption>Rows are the truth, columns the decision.</caption>" in text
    assert text.count('class="cell read"') == len(matrix.classes) ** 2
    assert text.count('<td class="is-right">') == 1
    assert text.count('<td class="is-wrong">') == (not right)
    assert ("Right · your answer" in text) is right
    assert ("Not right · your answer" in text) is not right
    assert 'type="radio"' not in text


@pytest.mark.parametrize("right", [True, False])
def test_what_each_position_of_a_slider_gave_is_told(browser, right):
    sitting = put(browser, "practice", "slider")
    text = main(browser.answer(sitting, 1, right=right))
    slider = shown(sitting.items[0]).variant.slider
    assert "What each position gives" in text
    assert text.count('<tr class="is-right">') == sum(slider.right)
    assert text.count("your answer</span>") == 1


def test_a_fill_is_told_with_what_fits_its_blanks(browser):
    sitting = put(browser, "practice", "fill")
    text = main(browser.answer(sitting, 1, right=False))
    assert len(re.findall(r"<mark>.+?</mark>", text)) == shown(sitting.items[0]).blanks


@pytest.mark.parametrize("kind", ["number", "cell"])
def test_an_answer_of_an_unfinished_test_is_shown_without_its_key(browser, kind):
    sitting = put(browser, "test", kind, "number")
    browser.answer(sitting, 1, right=True)
    text = main(browser.get(f"/sitting/{sitting.id}/1"))
    variant = shown(sitting.items[0]).variant
    assert text.count("is-mine") == 1
    assert text.count("is-other") == (len(variant.options) or len(variant.matrix.classes) ** 2) - 1
    assert not re.search("is-right|is-wrong|Right ·|Not right|evidence", text)
    browser.answer(sitting, 2)
    told = main(browser.get(f"/sitting/{sitting.id}/1"))
    assert "is-right" in told
    assert "is-mine" not in told


def test_a_fill_keeps_what_was_typed_after_a_wrong_attempt(browser):
    sitting = put(browser, "try", "fill")
    text = main(browser.answer(sitting, 1, right=False))
    assert text.count('value="nonsense"') == shown(sitting.items[0]).blanks
    assert "This is not among the fills that were run; it may still be correct Python. See the hint" in text


def test_a_fill_that_was_run_and_failed_says_what_the_code_does_with_it(browser):
    sitting = put(browser, "try", "fill")
    tempting, _, evidence = shown(sitting.items[0]).variant.fills.wrong[0]
    sent = {"do": "answer", "answer": list(tempting), "attempt": 1}
    text = main(browser.post(f"/sitting/{sitting.id}/1", sent))
    assert re.search(r"Run with (this fill|these fills), the code " + re.escape(evidence), text.replace("&#39;", "'"))
    assert "not among the fills" not in text


@pytest.mark.parametrize(("kind", "slug"), [("try", "try"), ("test", "test"), ("review", "recall")])
def test_a_sitting_is_marked_in_the_strip_of_modes(browser, kind, slug):
    sitting = put(browser, kind, "number")
    assert f'<a href="/{slug}" aria-current="true">' in browser.get(f"/sitting/{sitting.id}/1").text


def test_a_set_of_practice_belongs_to_no_mode(browser):
    strip = browser.get(f"/sitting/{put(browser, 'practice', 'number').id}/1").text.split("<main")[0]
    assert "aria-current" not in strip


def test_a_verdict_is_said_once(browser):
    sitting = put(browser, "test", "number")
    browser.answer(sitting, 1)
    text = main(browser.get(f"/sitting/{sitting.id}/result"))
    assert text.split("How this is computed")[0].count("Not decided") == 1
