"""A tally as metrics read it: what several of them need is computed once."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from logitwise.errors import OptionError
from logitwise.metrics.names import nearest
from logitwise.metrics.parameters import DEFAULTS, Parameters
from logitwise.metrics.pooling import Pooled, pool
from logitwise.metrics.ranking import LeftOut, Ranking, rank, rank_without_folds
from logitwise.metrics.resampling import Replicates
from logitwise.tallies.cells import FoldCells
from logitwise.tallies.confusion import Confusion, LabelConfusion

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from logitwise.head import Head
    from logitwise.metrics.measurement import Measurement
    from logitwise.metrics.names import Kind
    from logitwise.tallies.cells import Cells
    from logitwise.tallies.losses import LossSums
    from logitwise.tallies.tally import Tally


class Reading:
    """One tally with what was computed from it so far. Lives as long as one call that measures."""

    def __init__(self, tally: Tally, parameters: Parameters = DEFAULTS) -> None:
        self.tally = tally
        self.parameters = parameters
        self.head: Head = tally.head
        self.classes: tuple[str, ...] = tally.head.classes
        self.multilabel = tally.head.kind == "multilabel"
        self.kept: dict[tuple[str, int | None], Measurement] = {}
        self.kind: Kind = "multilabel" if self.multilabel else "binary" if tally.head.binary else "softmax"

    @property
    def rows(self) -> int:
        """Rows in the tally."""
        return self.tally.rows

    @property
    def without_scores(self) -> str | None:
        """Why there are no probabilities, or None where there are."""
        if self.tally.scale == "decisions":
            return "decisions hold no probabilities"
        return "a confusion matrix holds no probabilities" if self.tally.scale == "confusion" else None

    @property
    def of_confidence(self) -> bool:
        """Decisions given with a confidence, which is all that is known of probabilities."""
        return self.tally.scale == "decisions" and self.tally.confidence is not None

    def index(self, of: str) -> int:
        """Position of a class or label.

        Raises:
            OptionError: there is none of that name.
        """
        if of in self.classes:
            return self.classes.index(of)
        kind = "label" if self.multilabel else "class"
        raise OptionError(f"there is no {kind} '{of}': {nearest(of, self.classes)}")

    @property
    def confusion(self) -> Confusion:
        """Truth against decision where each row has one class."""
        counts = self.tally.confusion
        if counts is None:  # no rows
            return Confusion(len(self.classes), np.empty(0, np.int64), np.empty(0, np.int64))
        assert isinstance(counts, Confusion)  # noqa: S101  # by the head; for the type checker
        return counts

    @property
    def label_counts(self) -> NDArray[np.int64]:
        """``(labels, 2, 2)`` truth against decision of a multilabel head."""
        counts = self.tally.confusion
        if counts is None:  # no rows
            return np.zeros((len(self.classes), 2, 2), np.int64)
        assert isinstance(counts, LabelConfusion)  # noqa: S101  # by the head; for the type checker
        return counts.counts

    @property
    def confusion_rows(self) -> float:
        """Rows that the counts hold: of weighted rows the number that they are worth."""
        counts = self.tally.confusion
        return 0 if counts is None else counts.rows

    @cached_property
    def four(self) -> NDArray[np.int64]:
        """``(classes, 4)`` rows hit, falsely called, missed and rightly left, of each class or label."""
        if self.multilabel:
            tables = self.label_counts
            return np.stack([tables[:, 1, 1], tables[:, 0, 1], tables[:, 1, 0], tables[:, 0, 0]], axis=1)
        counts = self.confusion
        tp, fp, fn = counts.hits, counts.false_alarms, counts.misses
        if len(tp) == 2:
            return np.stack([tp, fp, fn, tp[::-1]], axis=1)
        rest = counts.rows - tp - fp - fn
        return np.stack([tp, fp, fn, np.where(rest > 1e-12 * counts.rows, rest, 0)], axis=1)  # less is rounding

    @cached_property
    def replicates(self) -> Replicates:
        """Resamples of the confusion."""
        return Replicates(self.confusion)

    @cached_property
    def losses(self) -> LossSums | None:
        """Sums of losses."""
        return self.tally.losses()

    @cached_property
    def cells(self) -> list[Cells] | None:
        """Cells of every class or label; of a binary head of the positive class alone; None where not kept."""
        cells = [self.tally.cells(k) for k in range(1 if self.head.binary else len(self.classes))]
        kept = [c for c in cells if c is not None]
        return kept if len(kept) == len(cells) else None

    @cached_property
    def ranking(self) -> Ranking | None:
        """AUC and average precision of every class in `cells`."""
        return None if self.cells is None else rank(self.cells)

    @cached_property
    def left_out(self) -> LeftOut | None:
        """The same without each fold, None where no folds are kept."""
        folds = self._fold_cells
        return None if folds is None else rank_without_folds(folds)

    @cached_property
    def pooled(self) -> Pooled | None:
        """Cells of all classes as one outcome's."""
        return None if self.cells is None else pool(self.cells)

    @cached_property
    def pooled_left_out(self) -> LeftOut | None:
        """The pooled cells without each fold."""
        folds = self._fold_cells
        if folds is None:
            return None
        _, place = np.unique(np.concatenate([c.p for c in folds]), return_inverse=True)
        tables = []
        for counts in ([c.positives for c in folds], [c.negatives for c in folds]):
            table = np.zeros((len(counts[0]), int(place.max()) + 1), counts[0].dtype)
            np.add.at(table.T, place, np.concatenate(counts, axis=1).T)
            tables.append(table)
        return rank_without_folds([FoldCells(np.unique(np.concatenate([c.p for c in folds])), *tables)])

    @cached_property
    def _fold_cells(self) -> list[FoldCells] | None:
        folds = [self.tally.fold_cells(k) for k in range(len(self.classes))]
        kept = [f for f in folds if f is not None]
        return kept if kept and len(kept) == len(folds) else None
