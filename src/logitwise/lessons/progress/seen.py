"""When a learner last saw what."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

from logitwise.lessons.progress.records import Answer

Seen = dict[tuple[str, int | None], str]


def time_of(answer: Answer) -> datetime:
    """When it was given, UTC."""
    return datetime.fromisoformat(answer.at).astimezone(UTC)


def last_seen(answers: Iterable[Answer]) -> Seen:
    """When each question (None for its variant) and each variant was last answered."""
    seen: Seen = {}
    for answer in answers:
        when = time_of(answer).isoformat(timespec="microseconds")
        for key in ((answer.question, None), (answer.question, answer.variant)):
            seen[key] = max(when, seen.get(key, ""))
    return seen
