"""Everything goes out as JSON and comes back, once, or not at all."""

from __future__ import annotations

import json
from copy import deepcopy
from dataclasses import replace
from datetime import datetime, timedelta, timezone

import pytest

from logitwise.errors import ProgressError
from logitwise.lessons.bank.grade import LONGEST_ANSWER, grade
from logitwise.lessons.bank.shown import show
from logitwise.lessons.progress.export import parse
from logitwise.lessons.progress.store import open_store


@pytest.fixture
def full(store, sitting, make_answer):
    store.begin(sitting)
    store.begin(replace(sitting, id="another", kind="test", started="2026-02-01T12:00:00+00:00"))
    store.add(make_answer())
    store.add(make_answer(2, right=False, misconception="one", answer=("x=1", "é")))
    store.add(make_answer(2, attempt=2, hints=2))
    store.bookmark("metrics#thresholds")
    store.note("concept#notes", "mine: <b>\n")
    return store


def test_what_went_out_comes_back_the_same_through_text(full, tmp_path):
    other = open_store(tmp_path / "other")
    assert other.import_from(parse(json.dumps(full.export()))) == 3
    assert other.export() == full.export()
    assert other.answers() == full.answers()


def test_importing_twice_changes_nothing(full, tmp_path):
    other, document = open_store(tmp_path / "other"), full.export()
    other.import_from(document)
    assert other.import_from(document) == full.import_from(document) == 0
    assert other.export() == document == full.export()


def test_two_works_become_one_whichever_comes_first(full, tmp_path, sitting, make_answer):
    other = open_store(tmp_path / "other")
    other.begin(replace(sitting, id="third"))
    other.add(make_answer(sitting="third"))
    mine, theirs = full.export(), other.export()
    assert full.import_from(theirs) == 1
    assert other.import_from(mine) == 3
    assert full.export() == other.export()


def test_two_notes_at_one_place_are_both_kept(full, tmp_path):
    other = open_store(tmp_path / "other")
    other.note("concept#notes", "theirs")
    document = other.export()
    full.import_from(document)
    full.import_from(document)
    assert full.notes() == {"concept#notes": "mine: <b>\n\n\ntheirs"}


@pytest.mark.parametrize("text", ["", "no", "[]", "1", "[" * 100_000, "NaN"])
def test_what_is_no_json_object_is_refused(text):
    with pytest.raises(ProgressError, match="no exported progress"):
        parse(text)


def _changed(document, path, value):
    new = deepcopy(document)
    at = new
    for key in path[:-1]:
        at = at[key]
    at[path[-1]] = value
    return new


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        (("format",), "other", 'expected "format": "logitwise progress"'),
        (("version",), 2, "of version 2; this logitwise reads version 1"),
        (("version",), "x" * 10_000, "xxx'; this logitwise reads version 1"),
        (("more",), 1, "more: Extra inputs"),
        (("answers",), {}, "answers: "),
        (("answers", 0, "right"), 1, "answers.0.right"),
        (("answers", 0, "right"), "true", "answers.0.right"),
        (("answers", 0, "chance"), float("nan"), "answers.0.chance"),
        (("answers", 0, "chance"), 1.5, "answers.0.chance"),
        (("answers", 0, "chance"), 0.97, "answers.0.chance"),
        (("answers", 0, "hints"), -1, "answers.0.hints"),
        (("answers", 0, "attempt"), 0, "answers.0.attempt"),
        (("answers", 0, "difficulty"), "harder", "answers.0.difficulty"),
        (("answers", 0, "at"), "yesterday", "answers.0.at"),
        (("answers", 0, "at"), "2026-01-31T12:00:00", "a time with its zone"),
        (
            ("answers", 0, "at"),
            "0001-01-01T00:00:00+14:00",
            "answers.0.at: Value error, expected a time of the years 1970",
        ),
        (("answers", 0, "at"), "9999-12-31T23:59:59-14:00", "of the years 1970 to 2199"),
        (("answers", 0, "at"), "1970-01-01T00:00:00+01:00", "of the years 1970 to 2199"),
        (("sittings", 0, "started"), "2200-01-01T00:00:00+00:00", "sittings.0.started"),
        (("notes", 0, "at"), "1969-12-31T23:59:59+00:00", "notes.0.at"),
        (("sittings", 0, "id"), "a/../b", "sittings.0.id"),
        (("sittings", 0, "id"), "x" * 65, "sittings.0.id"),
        (("sittings", 1, "items"), [], "sittings.1.items"),
        (("answers", 0, "answer"), ["x" * 10_001], "answers.0.answer.0"),
        (("answers", 0, "answer"), ["\ud800"], "answers.0.answer.0"),
        (("answers", 0, "extra"), 1, "answers.0.extra"),
        (("answers", 0, "number"), 99, "an answer to item 99 of no sitting"),
        (("answers", 0, "question"), "other", "an answer to other, where sitting a-sitting asked question-1"),
        (("sittings", 0, "seed"), 2**63, "sittings.0.seed"),
        (("sittings", 0, "items", 1, "number"), 1, "two items of the same number"),
        (("notes", 0, "place"), "<script>", "notes.0.place"),
        (("bookmarks", 0), "metrics", "bookmarks.0"),
    ],
)
def test_a_document_with_a_fault_is_refused_whole(full, tmp_path, path, value, said):
    other = open_store(tmp_path / "other")
    with pytest.raises(ProgressError) as caught:
        other.import_from(_changed(full.export(), path, value))
    assert said in str(caught.value)
    assert other.export() == open_store(tmp_path / "third").export()


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("answers", 0, "right"), False),
        (("answers", 0, "at"), "2026-01-31T12:00:00+01:00"),
        (("sittings", 0, "started"), "2025-01-31T12:00:00+00:00"),
        (("sittings", 0, "items", 4, "seed"), 1),
    ],
)
def test_a_document_that_contradicts_what_is_kept_is_refused_whole(full, path, value):
    before = full.export()
    changed = _changed(before, path, value)
    changed["notes"].append({"place": "why", "at": "2026-01-31T12:00:00+00:00", "text": "new"})
    with pytest.raises(ProgressError, match="kept differently here; nothing was imported"):
        full.import_from(changed)
    assert full.export() == before


@pytest.mark.parametrize("at", ["1970-01-01T00:00:00+00:00", "2199-12-31T23:59:59+00:00"])
def test_the_first_and_the_last_time_are_read_and_can_be_told_in_every_zone(full, tmp_path, at):
    other = open_store(tmp_path / "other")
    assert other.import_from(_changed(full.export(), ("answers", 0, "at"), at)) == 3
    for hours in (-14, 14):
        zone = timezone(timedelta(hours=hours))
        assert all(datetime.fromisoformat(each.at).astimezone(zone) for each in other.answers())


@pytest.mark.parametrize(("chance", "kept"), [(0.0, True), (0.96, True), (0.97, False), (-0.1, False)])
def test_a_chance_from_which_nothing_can_be_learned_is_not_kept(store, sitting, make_answer, chance, kept):
    store.begin(sitting)
    if kept:
        assert store.add(make_answer(chance=chance))
    else:
        with pytest.raises(ProgressError, match="CHECK constraint failed"):
            store.add(make_answer(chance=chance))


def test_the_longest_answer_that_is_graded_comes_back_from_an_export(store, sitting, make_answer, banks, tmp_path):
    blanks = show(banks.of_all_kinds()[3], 0, seed=1)
    longest = ("x" * LONGEST_ANSWER, "y")
    assert not grade(blanks, longest).right
    store.begin(sitting)
    store.add(make_answer(answer=longest))
    assert open_store(tmp_path / "other").import_from(parse(json.dumps(store.export()))) == 1
