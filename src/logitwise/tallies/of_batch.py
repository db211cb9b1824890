"""A batch into a tally: the one place that looks at a head to choose how its rows are counted."""

from __future__ import annotations

from dataclasses import replace

from logitwise.batch import Batch
from logitwise.tallies.of_binary import tally_binary
from logitwise.tallies.of_decisions import tally_decisions
from logitwise.tallies.of_multilabel import tally_multilabel
from logitwise.tallies.of_softmax import tally_softmax
from logitwise.tallies.tally import Tally


def tally_batch(batch: Batch) -> Tally:
    """Everything the rows of a batch leave behind."""
    counted = count(batch)
    return replace(counted, rejected=dict(sorted(batch.rejected.items())), renormalised=batch.renormalised)


def count(batch: Batch) -> Tally:
    """The rows that passed."""
    if batch.rows == 0:
        return Tally(head=batch.head, scale=batch.scale)
    if batch.scale == "decisions":
        return tally_decisions(batch)
    if batch.head.binary:
        return tally_binary(batch)
    return tally_softmax(batch) if batch.head.kind == "softmax" else tally_multilabel(batch)
