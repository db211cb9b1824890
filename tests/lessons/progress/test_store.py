"""Answers are kept once, for good, and told apart from everything else."""

from __future__ import annotations

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace

import pytest

from logitwise.errors import ProgressError
from logitwise.lessons.progress.records import Item
from logitwise.lessons.progress.store import open_store


def test_what_was_answered_is_there_again(store, sitting, make_answer):
    store.begin(sitting)
    given = make_answer(2, right=False, hints=1, misconception="one", answer=("axis=0", "é ─ 𝛽"))
    assert store.add(given)
    again = open_store(store.path.parent)
    assert again.answers() == (given,)
    assert again.sitting(sitting.id) == sitting
    assert again.sittings() == (sitting,)


def test_the_same_answer_again_counts_nothing_twice_and_is_told(store, sitting, make_answer):
    store.begin(sitting)
    assert store.add(make_answer())
    assert not store.add(make_answer(right=False, answer=("B",)))
    assert store.answers() == (make_answer(),)
    assert store.add(make_answer(attempt=2))


def test_a_sitting_that_was_begun_twice_is_one(store, sitting):
    store.begin(sitting)
    store.begin(sitting)
    assert store.sittings() == (sitting,)


def test_more_items_follow(store, sitting):
    more = (Item(6, "question-6", 1, 2**62), Item(7, "question-7", 0, 0))
    store.begin(sitting)
    store.extend(sitting.id, more)
    store.extend(sitting.id, more)
    assert store.sitting(sitting.id) == replace(sitting, items=(*sitting.items, *more))


def test_items_and_answers_of_no_sitting_are_refused(store, sitting, make_answer):
    with pytest.raises(ProgressError, match="no sitting nowhere"):
        store.extend("nowhere", [Item(1, "q", 0, 0)])
    with pytest.raises(ProgressError, match="has no item 1"):
        store.add(make_answer())
    assert store.sitting("nowhere") is None
    assert store.answers() == ()


def test_answers_are_chosen_by_sitting_kind_and_skill(store, sitting, make_answer):
    other = replace(sitting, id="another", kind="test")
    store.begin(sitting)
    store.begin(other)
    first, second = make_answer(), make_answer(2, sitting="another", kind="test", skill="gradient")
    store.add(second)
    store.add(first)
    assert store.answers() == (first, second)
    assert store.answers("another") == (second,)
    assert store.answers(kind="practice") == store.answers(skill="axis") == (first,)
    assert store.answers("another", skill="axis") == ()
    assert store.sittings("test") == (other,)


def test_an_answer_that_was_given_cannot_be_changed_even_by_hand(store, sitting, make_answer):
    store.begin(sitting)
    store.add(make_answer(right=False))
    with closing(sqlite3.connect(store.path)) as connection, pytest.raises(sqlite3.IntegrityError, match="not changed"):
        connection.execute("UPDATE answers SET right = 1")


def test_bookmarks_and_notes_come_and_go(store):
    store.bookmark("metrics#thresholds")
    store.bookmark("deep#softmax")
    store.bookmark("metrics#thresholds")
    assert store.bookmarks() == ("metrics#thresholds", "deep#softmax")
    store.unbookmark("metrics#thresholds")
    assert store.bookmarks() == ("deep#softmax",)
    store.note("concept#notes", "<b>mine</b>\n")
    store.note("concept#notes", "and more")
    assert store.notes() == {"concept#notes": "and more"}
    store.note("concept#notes", "  ")
    assert store.notes() == {}


@pytest.mark.parametrize("place", ["", "metrics#", "Metrics#a", "metrics#a\n", "../x", "a#b#c", "x" * 41])
def test_what_is_no_place_is_neither_marked_nor_noted(store, place):
    with pytest.raises(ProgressError, match="no place of the lesson"):
        store.bookmark(place)
    with pytest.raises(ProgressError, match="no place of the lesson"):
        store.note(place, "text")


def test_a_note_has_an_end(store):
    store.note("concept", "x" * 100_000)
    with pytest.raises(ProgressError, match="at most 100,000 characters; this one has 100,001"):
        store.note("concept", "x" * 100_001)


def test_reset_leaves_nothing_also_not_on_the_disk(store, sitting, make_answer):
    store.begin(sitting)
    store.add(make_answer())
    store.note("concept", "a secret of mine")
    store.reset()
    assert store.answers() == store.sittings() == store.bookmarks() == ()
    assert store.notes() == {}
    left = b"".join(path.read_bytes() for path in store.path.parent.iterdir())
    assert b"a secret" not in left
    assert b"question-1" not in left


def test_threads_may_answer_at_once(store, sitting, make_answer):
    store.begin(replace(sitting, items=tuple(Item(n, f"question-{n}", 0, 0) for n in range(1, 25))))
    twice = [make_answer(1 + n % 24) for n in range(48)]
    with ThreadPoolExecutor(8) as threads:
        assert sum(threads.map(store.add, twice)) == 24
    assert len(store.answers()) == 24


def test_a_store_that_stays_in_use_says_so_and_is_read_all_the_same(store, sitting, make_answer, monkeypatch):
    store.begin(sitting)
    monkeypatch.setattr("logitwise.lessons.progress.database.WAIT", 0.05)
    with closing(sqlite3.connect(store.path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(ProgressError, match=r"progress\.db: stays in use by another process"):
            store.add(make_answer())
        assert store.sittings() == (sitting,)
    assert store.add(make_answer())
