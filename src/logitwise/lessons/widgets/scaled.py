"""Probabilities after the logits are multiplied by a number, of a data set or of the learner's tally."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from logitwise.activations import log_softmax, softplus
from logitwise.errors import OptionError
from logitwise.metrics.coarse import occupied
from logitwise.metrics.of_scores import gap
from logitwise.remedies.scores import log_odds_of, recalibrated
from logitwise.tallies.cells import Cells

if TYPE_CHECKING:
    from logitwise.metrics import Measurement
    from logitwise.tallies import Tally

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Scored:
    """Rows whose logits can be scaled.

    Two classes, or one label, as cells; more classes as rows of logits with their truth and how often each occurs.
    """

    cells: Cells | None
    logits: Floats
    truth: NDArray[Any]
    counts: NDArray[Any]
    of: str | None

    @property
    def rows(self) -> float:
        """How many there are."""
        return self.cells.rows if self.cells is not None else float(self.counts.sum())


@dataclass(frozen=True, slots=True, eq=False)
class Scaled:
    """What is left to be measured.

    Attributes:
        cells: probabilities of the positive class, or of "the top class is right".
        accuracy: share of rows that are right: at 0.5, or of the largest class.
        log_loss: mean, in nats; infinite where a row was sure and wrong.
        gap: calibration gap of those probabilities.
    """

    cells: Cells
    accuracy: float
    log_loss: float
    gap: Measurement


def scored(tally: Tally, of: str | None = None) -> Scored:
    """The rows of a tally.

    Raises:
        OptionError: it holds no probabilities.
    """
    head, none = tally.head, np.zeros(0)
    if head.binary or head.kind == "multilabel":
        k = head.classes.index(of or head.positive_class or head.classes[0])
        cells = tally.cells(k)
        if cells is not None and cells.rows:
            return Scored(occupied(cells), none, none, none, head.classes[k])
    elif tally.sample is not None and len(tally.sample.scores):
        rows = tally.sample
        with np.errstate(divide="ignore"):
            wide = rows.scores.astype(np.float64)
            logits = wide if tally.scale == "logits" else np.log(wide)
        if not np.isposinf(logits).any():
            return Scored(None, logits, rows.labels[:, 0], rows.counts, None)
    raise OptionError("these data hold no probabilities that could be scaled: choose others")


@lru_cache(maxsize=512)
def scaled(rows: Scored, scale: float) -> Scaled:
    """The rows with all logits multiplied by a number above 0."""
    if rows.cells is None:
        return _of_classes(rows, scale)
    z = log_odds_of(rows.cells) * scale
    positives, negatives = rows.cells.positives, rows.cells.negatives
    right = positives[z >= 0].sum() + negatives[z < 0].sum()
    loss = mean_loss(rows, scale)
    cells = recalibrated(rows.cells, lambda x: x * scale)
    return Scaled(cells, float(right) / rows.rows, loss, gap(cells, None, rows.of))


def mean_loss(rows: Scored, scale: float) -> float:
    """Mean log loss in nats."""
    if rows.cells is None:
        chances = log_softmax(rows.logits * scale)
        told = -np.take_along_axis(np.asarray(chances, np.float64), rows.truth[:, None], axis=1)[:, 0]
        return float(_weighed(rows.counts, told)) / rows.rows
    z = log_odds_of(rows.cells) * scale
    positive, negative = (_weighed(n, softplus(y)) for n, y in ((rows.cells.positives, -z), (rows.cells.negatives, z)))
    return float(positive + negative) / rows.rows


def _of_classes(rows: Scored, scale: float) -> Scaled:
    chances = np.exp(np.asarray(log_softmax(rows.logits * scale), np.float64))
    top = rows.logits.argmax(axis=1)
    each = np.arange(len(top))
    confidence, right = chances[each, top], top == rows.truth
    chances[each, top] = 0.0
    rest = chances.sum(axis=1)  # not 1 - p, which is 0 long before the others are
    order = np.lexsort((-rest, confidence))
    hits = np.where(right, rows.counts, 0)
    p, q, hits, misses = confidence[order], rest[order], hits[order], (rows.counts - hits)[order]
    cells = Cells(p, q, p, np.zeros(len(p)), hits, misses, exact=True)
    return Scaled(cells, float(hits.sum()) / rows.rows, mean_loss(rows, scale), gap(cells, None, None))


def _weighed(counts: NDArray[Any], losses: Any) -> float:
    """Sum of losses, those of no row left out: zero times infinity is no number."""
    used = counts > 0
    return float(np.dot(counts[used], np.asarray(losses, np.float64)[used]))
