"""Options with exactly one key."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

from logitwise.lessons.bank.question import Option
from logitwise.lessons.building.alike import alike
from logitwise.lessons.building.rejected import RejectedError, UnluckyError

FEWEST, MOST = 3, 4


def checked(of: str, options: Sequence[Option]) -> tuple[Option, ...]:
    """The options, if exactly one is right, all differ and each wrong one has its misconception.

    Raises:
        RejectedError: two are right, or none, or a wrong one has no misconception.
        UnluckyError: two of them read alike.
    """
    right = [option for option in options if option.right]
    if len(right) != 1:
        count = "none" if not right else f"{len(right)}"
        named = "; ".join(f"{option.text.strip()!r} ({option.evidence})" for option in (right or options))
        raise RejectedError(f"{of}: {count} of {len(options)} options are right, exactly one must be: {named}")
    if right[0].misconception:
        raise RejectedError(f"{of}: the right option {right[0].text.strip()!r} is put down to a misconception")
    if not FEWEST <= len(options) <= MOST:
        raise RejectedError(f"{of}: {len(options)} options; three or four are wanted")
    for option in options:
        if not option.right and not option.misconception:
            raise RejectedError(f"{of}: the wrong option {option.text.strip()!r} names no misconception")
    for a, b in combinations(options, 2):
        if alike(a.text, b.text):
            raise UnluckyError(f"{of}: the options {a.text!r} and {b.text!r} cannot be told apart")
    return tuple(options)
