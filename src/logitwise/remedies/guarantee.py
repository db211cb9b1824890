"""What guarantees have in common: their confidence, what they can be of, how many rows they need, how they are told."""

from __future__ import annotations

from math import ceil, log
from typing import TYPE_CHECKING, Final

import numpy as np

from logitwise.errors import OptionError
from logitwise.metrics.wording import confidence, sentence

if TYPE_CHECKING:
    from logitwise.remedies.cuts import Cuts
    from logitwise.remedies.group_effect import GroupEffect

DELTA: Final = 0.05
"""Chance that a guarantee fails."""


def assured(goal: str, delta: float, *, why: str, basis: str) -> str:
    """A guarantee as a sentence.

    Args:
        goal: what holds.
        delta: chance that it does not.
        why: why it is not exact; empty where it is.
        basis: what it rests on.

    >>> assured("recall of yes >= 0.9", 0.05, why="rows are grouped", basis="exact")
    'Recall of yes >= 0.9 with 95 % confidence on other rows like these (exact; approximate, since rows are grouped).'
    """
    hedge = f"; approximate, since {why}" if why else ""
    return f"{sentence(goal)} with {confidence(delta)} confidence on other rows like these ({basis}{hedge})."


def rows_needed(share: float, delta: float) -> int:
    """The fewest rows that, all right, show a share with confidence 1 - delta: ln(delta) / ln(share).

    >>> [rows_needed(r, 0.05) for r in (0.9, 0.95, 0.99)]
    [29, 59, 299]
    """
    return ceil(round(log(delta) / log(share), 9))


def approximate(cuts: Cuts, effect: GroupEffect | None) -> str:
    """Why a guarantee is not exact; empty where it is."""
    if np.issubdtype(cuts.cells.positives.dtype, np.floating):
        return "rows are weighted"
    return "" if effect is None else "rows are grouped"


def check_floor(name: str, floor: float, delta: float) -> None:
    """Refuse what nothing can keep, or everything does.

    Raises:
        OptionError: a floor or delta outside its range.
    """
    if not 0 < delta < 1:
        raise OptionError(f"delta = {delta!r}: expected a chance of failure above 0 and below 1, such as 0.05")
    if floor == 1:
        raise OptionError(f"{name} >= 1: a floor of 1 can never be guaranteed; ask for less, such as 0.99")
    if floor == 0:
        raise OptionError(f"{name} >= 0: every threshold keeps a floor of 0; ask for more, such as 0.9")
    if not 0 < floor < 1:
        raise OptionError(f"{name} >= {floor!r}: expected a floor above 0 and below 1, such as 0.9")
