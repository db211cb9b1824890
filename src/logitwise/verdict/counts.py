"""The confusion of a tally that has rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from logitwise.errors import EmptyError

if TYPE_CHECKING:
    from logitwise.tallies import Tally
    from logitwise.tallies.confusion import Confusion, LabelConfusion


def confusion_of(tally: Tally) -> Confusion | LabelConfusion:
    """Truth against decision.

    Raises:
        EmptyError: the tally holds no rows, so there is nothing to judge.
    """
    if tally.rows == 0 or tally.confusion is None:
        left_out = sum(tally.rejected.values())
        raise EmptyError(f"no rows to judge{f': all {left_out:,} were left out' if left_out else ''}")
    return tally.confusion
