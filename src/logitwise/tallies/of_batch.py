"""A batch into a tally: the one place that looks at a head to choose how its rows are counted."""

from __future__ import annotations

from dataclasses import replace

from logitwise.batch import Batch
from logitwise.tallies.id_sketch import IdSketch
from logitwise.tallies.of_binary import tally_binary
from logitwise.tallies.of_decisions import tally_decisions
from logitwise.tallies.of_multilabel import tally_multilabel
from logitwise.tallies.of_softmax import tally_softmax
from logitwise.tallies.of_weighted import weigh
from logitwise.tallies.parts import by_group_fold, by_slice
from logitwise.tallies.tally import Tally


def tally_batch(batch: Batch) -> Tally:
    """Everything the rows of a batch leave behind."""
    counted = count(batch)
    return replace(
        counted,
        rejected=dict(sorted(batch.rejected.items())),
        renormalised=batch.renormalised,
        ids=None if batch.ids is None or not batch.rows else IdSketch.of(batch.ids),
        groups=None if batch.groups is None or not batch.rows else IdSketch.of(batch.groups),
        clusters=by_group_fold(batch, tally_part) if batch.rows else None,
        slices=by_slice(batch, tally_slice) if batch.rows else None,
    )


def tally_slice(batch: Batch) -> Tally:
    """What the rows of a slice leave behind: all but folds and sample, on fewer cells; with folds of their groups."""
    groups = None if batch.groups is None else IdSketch.of(batch.groups)
    return replace(tally_part(batch), groups=groups, clusters=by_group_fold(batch, tally_part))


def tally_part(batch: Batch) -> Tally:
    """What a part of the rows leaves behind, on fewer cells."""
    return count(batch, coarse=True)


def count(batch: Batch, *, coarse: bool = False) -> Tally:
    """The rows that passed, plain and weighted."""
    if batch.rows == 0:
        return Tally(head=batch.head, scale=batch.scale)
    return replace(plain(batch, coarse=coarse), weighted=weigh(batch, coarse=coarse))


def plain(batch: Batch, *, coarse: bool) -> Tally:
    """Every row counted once."""
    if batch.scale == "decisions":
        return tally_decisions(batch, coarse=coarse)
    if batch.head.binary:
        return tally_binary(batch, coarse=coarse)
    if batch.head.kind == "softmax":
        return tally_softmax(batch, coarse=coarse)
    return tally_multilabel(batch, coarse=coarse)
