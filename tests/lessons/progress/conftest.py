"""Sittings and answers made by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from logitwise.lessons.progress.records import Answer, Item, Sitting
from logitwise.lessons.progress.store import Store, open_store


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return open_store(tmp_path)


@pytest.fixture
def sitting() -> Sitting:
    items = tuple(Item(number, f"question-{number}", 0, number) for number in range(1, 6))
    return Sitting("a-sitting", "practice", "2026-01-31T12:00:00+00:00", 7, items)


@pytest.fixture
def make_answer():
    def make(number: int = 1, **changed) -> Answer:
        facts = {
            "sitting": "a-sitting", "number": number, "attempt": 1, "at": f"2026-01-31T12:00:{number:02}+00:00",
            "question": f"question-{number}", "variant": 0, "skill": "axis", "difficulty": "easy", "kind": "practice",
            "chance": 0.25, "answer": ("A",), "right": True, "hints": 0, "misconception": None,
        }  # fmt: skip
        return Answer(**{**facts, **changed})

    return make
