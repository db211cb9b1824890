"""A sitting as it begins, and an answer as it is kept."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence

from logitwise.lessons.bank.grade import Graded
from logitwise.lessons.bank.shown import Shown
from logitwise.lessons.progress.records import Answer, Item, Sitting, SittingKind
from logitwise.lessons.progress.store import now


def begun(kind: SittingKind, items: Iterable[Item], *, seed: int) -> Sitting:
    """A new sitting; it is to be kept by `Store.begin`."""
    return Sitting(secrets.token_urlsafe(16), kind, now(), seed, tuple(items))


def answered(  # noqa: PLR0913  one parameter a fact
    sitting: Sitting,
    item: Item,
    *,
    shown: Shown,
    given: Sequence[str],
    graded: Graded,
    attempt: int = 1,
    hints: int = 0,
) -> Answer:
    """An answer to an item, at this moment; it is to be kept by `Store.add`."""
    return Answer(
        sitting.id, item.number, attempt, now(), item.question, item.variant, shown.question.skill,
        shown.question.difficulty, sitting.kind, shown.variant.chance, tuple(given), graded.right, hints,
        graded.misconception,
    )  # fmt: skip
