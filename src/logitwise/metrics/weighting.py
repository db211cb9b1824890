"""Weighted rows: values from sums of weights, intervals from as many rows as the weights are worth."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import inf, isfinite
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from logitwise.tallies.confusion import Confusion, LabelConfusion
from logitwise.tallies.exact_sums import ExactSums
from logitwise.tallies.folds import Folds, KeyFolds
from logitwise.tallies.temperature_sums import TemperatureSums

if TYPE_CHECKING:
    from logitwise.tallies.tally import Tally
    from logitwise.tallies.weighted import Weighted

Mass = NDArray[Any]  # (2,): sum of weights and sum of their squares of some rows, exact Python integers
_LOSSES: Final = ("log_loss", "brier", "log_loss_skill", "brier_skill")


@dataclass(frozen=True, slots=True, eq=False)
class Weights:
    """Sums of weights and of squared weights by class, in units and squared units.

    Attributes:
        truth: ``(classes, 2)`` of rows that truly are of each class.
        decision: ``(classes, 2)`` of rows decided to be.
        hits: ``(classes, 2)`` of rows that are both.
        total: ``(2,)`` of all rows.
    """

    truth: NDArray[Any]
    decision: NDArray[Any]
    hits: NDArray[Any]
    total: Mass

    @classmethod
    def of(cls, weighted: Weighted, label: int | None) -> Weights:
        """Of rows of one class each; of one label, whose two classes are without and with it."""
        counts, squares = weighted.counts.confusion, weighted.squares
        if isinstance(counts, LabelConfusion) and isinstance(squares, LabelConfusion):
            tables = [each.counts[label or 0].astype(object) for each in (counts, squares)]
            columns = [(t.sum(axis=1), t.sum(axis=0), np.diagonal(t), t.sum()) for t in tables]
        elif isinstance(counts, Confusion) and isinstance(squares, Confusion):
            exact = Confusion(counts.classes, counts.keys, counts.counts.astype(object))
            columns = [(_by(c, c.truth), _by(c, c.decision), _hits(c), c.counts.sum()) for c in (exact, squares)]
        else:  # no row has any weight
            nothing = np.zeros(len(weighted.counts.head.classes), object)
            columns = [(nothing, nothing, nothing, 0)] * 2
        truth, decision, hits, total = (np.stack(pair, axis=-1) for pair in zip(*columns, strict=True))
        return cls(truth, decision, hits, total)

    def share(self, name: str, k: int) -> tuple[Mass, Mass] | None:
        """Among which rows a share of class `k` is taken, and in which of them it holds; None of what is no share."""
        truth, decision, hits, total = self.truth[k], self.decision[k], self.hits[k], self.total
        neither = total - truth - decision + hits
        shares = {
            "recall": (truth, hits),
            "precision": (decision, hits),
            "specificity": (total - truth, neither),
            "npv": (total - decision, neither),
            "f1": (truth + decision - hits, hits),
            "fbeta": (truth + decision - hits, hits),
            "prevalence": (total, truth),
        }
        return shares.get(name)

    @property
    def right(self) -> Mass:
        """All rows rightly decided."""
        return np.asarray(self.hits.sum(axis=0))


def _by(confusion: Confusion, index: NDArray[np.int64]) -> NDArray[Any]:
    total = np.zeros(confusion.classes, object)
    np.add.at(total, index, confusion.counts)
    return total


def _hits(confusion: Confusion) -> NDArray[Any]:
    right = confusion.truth == confusion.decision
    return _by(Confusion(confusion.classes, confusion.keys[right], confusion.counts[right]), confusion.truth[right])


def kish(among: Mass) -> float:
    """Effective rows a unit of weight: sum w / sum w^2 (Kish 1965); infinite without rows."""
    return among[0] / among[1] if among[1] else inf


def linearised(among: Mass, holds: Mass) -> float:
    """The same where weights may go with the outcome: p (1 - p) over the linearised variance of the share."""
    if not 0 < holds[0] < among[0]:
        return inf
    p = holds[0] / among[0]
    return float(p * (1 - p) * among[0] / (holds[1] * (1 - p) ** 2 + (among[1] - holds[1]) * p**2))


def worth(among: Mass, holds: Mass) -> float:
    """The smaller of both, which misses at most .053 of the time where Kish's alone misses .077."""
    return min(kish(among), linearised(among, holds))


def worth_of(weighted: Weighted, name: str, *, k: int | None, averaged: bool) -> float:
    """How many effective rows a unit of weight stands for in one metric.

    A share is worth what the weights are among the rows that it is taken of. Of every other number the parts are the
    classes: the smallest worth of one of them, and of the whole, is taken, so that no part is counted as more than it
    is. Of a loss the rows that are decided wrongly are a part too, since most of it is theirs [own].

    Limits missed at most .055 for shares and F1 and .060 for losses (.087 without that part, where rows of large loss
    weigh 5 times as much), .075 for AUC, nominal .05 (13 kinds of weights, log-normal or going with class, error or
    loss, 1 to 20 times as much, 200 and 1000 rows, 400 to 800 runs each). No limit can know of heavy rows that were not
    seen: a precision of 25 rows, in which one error is expected that weighs 20 times as much, was missed .38 of the
    time.

    Args:
        weighted: the weighted counts.
        name: the metric.
        k: class or label that it is of.
        averaged: over classes or labels.
    """
    multilabel = weighted.counts.head.kind == "multilabel"
    if multilabel and k is None:
        labels = range(len(weighted.counts.head.classes))
        return min(worth_of(weighted, name, k=label, averaged=averaged) for label in labels)
    return worth_in(Weights.of(weighted, k), name, k=1 if multilabel else k, averaged=averaged)


def worth_in(table: Weights, name: str, *, k: int | None, averaged: bool) -> float:
    """The same from sums by class, of which `k` is one or None."""
    share = None if k is None or averaged else table.share(name, k)
    if share is not None:
        return worth(*share)
    whole = worth(table.total, table.right)
    if name in ("accuracy", "top_k_accuracy", "subset_accuracy", "hamming_loss"):
        return whole
    parts = list(table.truth if k is None else table.truth[k : k + 1])
    parts += [table.total - part for part in parts if part[0]]
    if name in _LOSSES:
        parts.append(table.total - table.right)
    return min(whole, *map(kish, parts))


def as_counted(tally: Tally) -> Tally:
    """A tally whose counts are the rows that its weighted rows are worth; itself where rows are not weighted."""
    if tally.weighted is None:
        return tally
    known = worth_of(tally.weighted, "accuracy", k=None, averaged=False)
    return effective(tally.weighted.counts, known if isfinite(known) else 1.0)


def effective(counts: Tally, share: float) -> Tally:
    """A weighted tally as if of unweighted rows: each sum of weights as the effective rows it is worth."""
    return replace(
        counts,
        confusion=_scaled(counts.confusion, share),
        binary=_histogram(counts.binary, share),
        one_vs_rest=_histogram(counts.one_vs_rest, share),
        confidence=_histogram(counts.confidence, share),
        by_decision=_histogram(counts.by_decision, share),
        sums=_losses(counts.sums, share),
        folds=_folds(counts.folds, share),
        ranks=None if counts.ranks is None else counts.ranks * share,  # type: ignore[arg-type]  # effective rows
        whole=None if counts.whole is None else counts.whole * share,  # type: ignore[arg-type]  # effective rows
        temperature=_temperature(counts.temperature, share),
    )


def _folds(folds: Folds | KeyFolds | None, share: float) -> Folds | None:
    if not isinstance(folds, Folds):
        return None
    positives: Any = folds.positives * share  # effective rows, where there were counts
    negatives: Any = folds.negatives * share
    confusion: Any = None if folds.confusion is None else folds.confusion * share
    return Folds(positives, negatives, confusion, _losses(folds.sums, share))


def _scaled(confusion: Confusion | LabelConfusion | None, share: float) -> Any:
    return None if confusion is None else replace(confusion, counts=confusion.counts * share)


def _histogram(scores: Any, share: float) -> Any:
    """A histogram with effective rows; its losses, where it has any, with it."""
    if scores is None:
        return None
    changed = replace(scores, positives=scores.positives * share, negatives=scores.negatives * share)
    sums = getattr(scores, "sums", None)
    return changed if sums is None else replace(changed, sums=_losses(sums, share))


def _losses(sums: ExactSums | None, share: float) -> ExactSums | None:
    if sums is None:
        return None
    return ExactSums(sums.rows * share, sums.infinite * share, _times(sums.sums, share))  # type: ignore[arg-type]


def _temperature(block: TemperatureSums | None, share: float) -> TemperatureSums | None:
    if block is None:
        return None
    return TemperatureSums(block.rows * share, block.infinite * share, _times(block.sums, share))  # type: ignore[arg-type]


def _times(sums: NDArray[Any], share: float) -> NDArray[Any]:
    """Python integers of any size times a number; infinite where no float holds the product."""
    try:
        return sums * share
    except OverflowError:
        out = np.empty(sums.shape, object)
    for place, whole in enumerate(sums.ravel().tolist()):
        try:
            out.flat[place] = whole * share
        except OverflowError:
            out.flat[place] = inf if whole > 0 else -inf
    return out
