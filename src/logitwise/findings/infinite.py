"""Probabilities of exactly 0 or 1, whose log-odds are infinite."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from logitwise.tallies import Tally
    from logitwise.tallies.cells import Cells

GIVE_LOGITS: Final = (
    "Give logits, or probabilities in float64 that are not rounded to 0 and 1: those of exactly 0 or 1 have no finite "
    "log-odds, and without these nothing can be recalibrated."
)


def infinite_losses(tally: Tally) -> int:
    """Rows (of labels: pairs of row and label) whose truth has probability 0."""
    if tally.sums is not None:
        return int(tally.sums.infinite.sum())
    losses = tally.losses() if at_an_end(tally) else None
    return 0 if losses is None else int(losses.infinite.sum())


def at_an_end(tally: Tally) -> bool:
    """Whether any score of a binary head is so far out that one class has probability 0."""
    scores = tally.binary
    if scores is None:
        return False
    return scores.lowest <= (-np.inf if scores.form == "logit" else 0) or scores.highest >= (
        1 if scores.form == "probability" else np.inf
    )


def certain_rows(tally: Tally) -> int:
    """Rows (or pairs of row and label) with a probability of exactly 0 or 1; of a softmax that of the top class."""
    if tally.head.kind == "multilabel":
        table = tally.one_vs_rest
        if table is None:
            return 0
        counts = table.positives + table.negatives
        return int((counts[np.isinf(table.values)] if table.exact else counts[:, [0, -1]]).sum())
    if tally.head.binary and not at_an_end(tally):
        return 0
    cells: Cells | None = tally.cells() if tally.head.binary else tally.confidence_cells()
    if cells is None:
        return 0
    return int((cells.positives + cells.negatives)[(cells.q == 0) | (cells.p == 0)].sum())


def not_recalibrable(tally: Tally) -> bool:
    """Whether no recalibration can be fitted: a log-odds is infinite, or of more classes a row's loss is."""
    if tally.head.binary:
        return at_an_end(tally)
    if tally.head.kind == "multilabel":
        return certain_rows(tally) > 0
    return infinite_losses(tally) > 0
