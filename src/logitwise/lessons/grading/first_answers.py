"""What tells about a learner: the first answer to each question, before its solution was ever shown."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from logitwise.lessons.progress.records import Answer
from logitwise.lessons.progress.seen import time_of

OPEN_BOOK = frozenset({"check", "review"})
"""Kinds of sittings whose answers judge nothing: the page around a question on the spot explains it, and a review asks
what was seen before."""


def first_answers(answers: Iterable[Answer]) -> tuple[Answer, ...]:
    """The first answer to each question, the oldest first, without those of open-book sittings.

    A question that was first met in an open-book sitting is spent: later answers to it follow on its solution.
    """
    first: dict[str, Answer] = {}
    for answer in sorted(answers, key=_moment):
        if answer.attempt == 1:
            first.setdefault(answer.question, answer)
    return tuple(answer for answer in first.values() if answer.kind not in OPEN_BOOK)


def _moment(answer: Answer) -> tuple[datetime, str, int]:
    return time_of(answer), answer.sitting, answer.number
