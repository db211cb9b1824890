"""Answers made by hand."""

from __future__ import annotations

import pytest

from logitwise.lessons.progress.records import Answer


@pytest.fixture
def make_answer():
    def make(number: int = 1, **changed) -> Answer:
        facts = {
            "sitting": "a-sitting", "number": number, "attempt": 1, "at": "2026-01-31T12:00:00+00:00",
            "question": f"question-{number}", "variant": 0, "skill": "axis", "difficulty": "easy", "kind": "test",
            "chance": 0.25, "answer": ("A",), "right": True, "hints": 0, "misconception": None,
        }  # fmt: skip
        return Answer(**{**facts, **changed})

    return make
