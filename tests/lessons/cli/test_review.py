"""`logitwise review`: what is due, asked again with other numbers."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from logitwise.lessons.progress.store import open_store

pytest.importorskip("fsrs")


def _earlier(terminal, by: timedelta) -> None:
    """Let everything have been answered so much earlier."""
    document = terminal.store.export()
    terminal.store.reset()
    for answer in document["answers"]:
        answer["at"] = (datetime.fromisoformat(answer["at"]) - by).isoformat()
    open_store().import_from(document)


def test_without_answers_nothing_is_due(terminal):
    result = terminal.run("review")
    assert result.code == 0
    assert result.out == (
        "Nothing is due. There is a card for every skill that you have answered: begin with logitwise quiz.\n"
    )


def test_what_was_just_answered_is_not_due_yet(terminal):
    terminal.run("quiz", "--seed", "3", answers="A\n")
    assert "Nothing is due. The next of 1 cards is due on " in terminal.run("review").out


def test_what_is_due_is_asked_with_another_variant_and_then_not_again(terminal, right):
    terminal.run("quiz", "--seed", "3", "--skill", "axis", "--number", "1", answers="A\n")
    _earlier(terminal, timedelta(days=40))
    first = terminal.store.answers()[0]
    result = terminal.run("review", answers="A\n")
    assert "Question 1/1" in result.out
    assert "The next of 1 cards is due on" in result.out
    last = terminal.store.answers()[-1]
    assert (last.kind, last.skill) == ("review", "axis")
    assert (last.question, last.variant) != (first.question, first.variant)
    assert "Nothing is due" in terminal.run("review").out


def test_no_more_than_asked_for(terminal):
    terminal.run("quiz", "--seed", "3", answers="A\nA\nA\nA\nA\n")
    _earlier(terminal, timedelta(days=40))
    result = terminal.run("review", "--number", "2", answers="A\nA\n")
    assert "Question 2/2" in result.out
    assert "3 more are due: logitwise review." in result.out


def test_json_of_nothing_due(terminal):
    assert terminal.json("review")["questions"] == []
    terminal.run("quiz", "--seed", "3", answers="A\n")
    _earlier(terminal, timedelta(days=40))
    document = terminal.json("review", answers="A\n")
    assert (document["kind"], document["asked"]) == ("review", 1)


def test_without_the_extra_it_says_what_to_install(terminal, monkeypatch):
    monkeypatch.setattr("logitwise.cli.review.find_spec", lambda _: None)
    result = terminal.run("review")
    assert result.code == 2
    assert "pip install 'logitwise[learn]'" in result.err


def test_misconceptions_are_reviewed_too(terminal, banks):
    asked = replace(banks.of_all_kinds()[1], variants=(banks.of_all_kinds()[1].variants[0],) * 2)
    terminal.bank(banks.bank_of(asked, misconceptions=("m",)))
    terminal.run("quiz", "--number", "1", answers="0.1\n")
    _earlier(terminal, timedelta(days=40))
    assert "The next of 2 cards" in terminal.run("review", answers="0.2\n").out
    assert terminal.store.answers()[-1].right
    assert datetime.fromisoformat(terminal.store.answers()[-1].at).tzinfo == UTC
