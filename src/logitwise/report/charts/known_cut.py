"""A threshold as it is compared with scores, and as it is written so that it decides the same rows again."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from logitwise.metrics.curves.net_benefit import acted
from logitwise.metrics.wording import number
from logitwise.remedies.threshold_of import threshold_of

if TYPE_CHECKING:
    from logitwise.report.panel.scored import Scored
    from logitwise.tallies.cells import Cells


class KnownCut(NamedTuple):
    """What deciding at a probability gives.

    Attributes:
        threshold: at which the counts are exact: the one asked for, or the end of the cell of scores that it is inside.
        tp: positive rows taken.
        fp: negative rows taken.
    """

    threshold: float
    tp: float
    fp: float


MOVED = "Scores are counted by cells: a threshold inside one is moved up to its end"


def known_cut(scored: Scored, threshold: float) -> KnownCut:
    """Of a probability, compared with scores in their own precision."""
    first = np.array([scored.first(threshold)])
    at = acted(scored.cells, np.array([threshold]), first)
    return KnownCut(float(at.threshold[0]), float(at.tp[0]), float(at.fp[0]))


def written(scored: Scored, first: int) -> str:
    """The threshold that takes the cells from one on, with as many digits as it takes to take just those."""
    low = max(first - 1, 0)
    value = threshold_of(_of(scored.cells, slice(low, first + 1)), first - low).value
    if scored.first(value) != first and first < len(scored.at):
        value = float(scored.cells.edge[first])  # between two neighbours in float32 there is nothing else
    return in_full(value)


def in_full(value: float) -> str:
    """Every digit that a threshold has, so that it decides the same rows again.

    >>> in_full(0.35), in_full(0.900003694229084)
    ('0.35', '0.900003694229084')
    """
    short = number(value)
    return short if float(short) == value else repr(value)


def _of(cells: Cells, part: slice) -> Cells:
    """Neighbours alone, which are all that a threshold between them depends on."""
    return replace(
        cells, p=cells.p[part], q=cells.q[part], edge=cells.edge[part], width=cells.width[part],
        positives=cells.positives[part], negatives=cells.negatives[part],
    )  # fmt: skip
