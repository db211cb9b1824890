"""Rows that cannot be counted: refused with the first place, or left out and counted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from logitwise.errors import InputError

Rows = NDArray[np.bool_]

REJECT = "invalid='reject', --invalid reject"  # how to leave such rows out, as messages say it


@dataclass(frozen=True, slots=True, eq=False)
class Fault:
    """One reason not to count some rows.

    Attributes:
        reason: short and stable, the key under which rejected rows are counted.
        rows: ``(rows,)`` True where the fault is.
        error: makes the refusal from the first faulty row; the count of them is added by `refuse`.
        structural: refused even where faulty rows may be left out: it is no fault of single rows.
    """

    reason: str
    rows: Rows
    error: Callable[[int], InputError]
    structural: bool = False

    def refuse(self) -> InputError:
        """The refusal, naming the first place and how many rows of those read share the fault."""
        count = int(self.rows.sum())
        error = self.error(int(np.argmax(self.rows)))
        many = "1 such row" if count == 1 else f"{count:,} such rows"
        error.args = (f"{error.args[0]} ({many} among {len(self.rows):,} read)",)
        return error


def settle(faults: Sequence[Fault], invalid: str, rejected: dict[str, int]) -> Rows | None:
    """Refuse at the earliest faulty row, or count the faulty rows by their first reason.

    Args:
        faults: what was found, each with at least one row.
        invalid: ``refuse`` or ``reject``.
        rejected: counts by reason, added to in place.

    Returns:
        rows to keep, None where nothing is left out.

    Raises:
        InputError: the fault of the earliest row, in refuse mode or where it is structural.
    """
    blocking = [f for f in faults if invalid == "refuse" or f.structural]
    if blocking:
        raise min(blocking, key=lambda f: int(np.argmax(f.rows))).refuse()
    if not faults:
        return None
    left_out = np.zeros(len(faults[0].rows), np.bool_)
    for fault in faults:
        fresh = fault.rows & ~left_out
        if fresh.any():
            rejected[fault.reason] = rejected.get(fault.reason, 0) + int(fresh.sum())
        left_out |= fresh
    return ~left_out
