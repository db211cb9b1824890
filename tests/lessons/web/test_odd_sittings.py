"""Sittings that go on after their end, lose a question, are empty, or cannot be kept."""

import re
from dataclasses import replace

import pytest
from tests.lessons.web.browser import key, shown

from logitwise.errors import ProgressError
from logitwise.lessons import pages
from logitwise.lessons.bank.lock import bank
from logitwise.lessons.modes import MODES
from logitwise.lessons.progress.records import Sitting
from logitwise.lessons.progress.store import now
from logitwise.lessons.web import flow
from logitwise.lessons.web.flow import RULES


def test_a_further_question_takes_neither_verdict_nor_feedback_back(browser):
    sitting = browser.begin("test")
    for item in sitting.items:
        browser.answer(sitting, item.number, right=item.number <= 7)
    asked = browser.post(f"/sitting/{sitting.id}/more").text
    assert "The solution" not in asked
    text = browser.get(f"/sitting/{sitting.id}/result").text
    assert '<p class="word">Not decided</p>' in text
    assert text.count("The solution, step by step") == 10
    assert f'href="/sitting/{sitting.id}/11">Go on with question 11' in text
    assert "The solution" in browser.get(f"/sitting/{sitting.id}/3").text
    for path in ("/", "/test"):
        assert "Not decided: 7 of 10 right" in browser.get(path).text


def test_the_newest_test_that_was_finished_is_shown_however_many_were_begun_since(browser):
    for right in (0, 10):
        sitting = browser.begin("test")
        for item in sitting.items:
            browser.answer(sitting, item.number, right=item.number <= right)
    for _ in range(6):
        browser.begin("test")
    for path in ("/", "/test"):
        text = browser.get(path).text
        assert "Strong: 10 of 10 right" in text
        assert "Not yet: 0 of 10 right" not in text


def test_a_question_that_is_no_more_leaves_the_rest_of_the_result(browser, monkeypatch):
    sitting = browser.begin("practice")
    for item in sitting.items:
        browser.answer(sitting, item.number)
    known = bank().questions
    gone = sitting.items[1].question
    left = replace(bank(), questions={name: each for name, each in known.items() if name != gone})
    monkeypatch.setattr(flow, "bank", lambda: left)
    reply = browser.get(f"/sitting/{sitting.id}/result")
    assert reply.status_code == 200
    assert "5 of 5 right" in reply.text
    assert reply.text.count("The solution, step by step") == 4
    assert reply.text.count("is not there any more") == 1


def questions_on(slug):
    return pages.page(slug).directives("question")


@pytest.mark.parametrize("kind", RULES)
def test_an_empty_sitting_of_a_file_is_no_fault(browser, kind):
    sitting = Sitting("e" * 22, kind, now(), 1, ())
    browser.state.store.begin(sitting)
    slug, asked = next((mode.slug, each.argument) for mode in MODES for each in questions_on(mode.slug))
    for path in ("", "/result", "/1"):
        assert browser.get(f"/sitting/{sitting.id}{path}").status_code in {200, 404}
    on_the_spot = f"/{slug}?asked=question-{asked}&sitting={sitting.id}"
    for path in ("/", "/settings", "/practice", "/test", "/challenge", on_the_spot):
        assert browser.get(path).status_code == 200
    assert browser.post(f"/sitting/{sitting.id}/more").status_code == 200


@pytest.mark.parametrize("number", ["9" * 5000, "²", "-1", "1.0", "0x1", "1234"])
def test_what_is_no_number_of_a_question_is_not_there(browser, number):
    sitting = browser.begin("practice")
    assert browser.get(f"/sitting/{sitting.id}/{number}").status_code == 404
    assert browser.post(f"/sitting/{sitting.id}/{number}", {"do": "answer"}).status_code == 404


def test_an_answer_that_cannot_be_kept_stays_in_the_form(browser, monkeypatch):
    sitting = browser.begin("practice")
    item = sitting.items[0]

    def full(*_):
        raise ProgressError("nothing can be written; the disk may be full")

    monkeypatch.setattr(type(browser.state.store), "add", full)
    reply = browser.answer(sitting, 1)
    assert reply.status_code == 422
    assert "the disk may be full" in reply.text
    assert 'name="do" value="answer"' in reply.text
    if shown(item).variant.options:
        assert re.search(rf'value="{key(item)[0]}"[^>]* checked', reply.text)
    monkeypatch.undo()
    assert "Right." in browser.answer(sitting, 1).text
