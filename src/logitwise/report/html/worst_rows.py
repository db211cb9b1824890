"""The wrong decisions that the model was surest of: rows of the sample where one is kept, else scores."""

from __future__ import annotations

from dataclasses import dataclass
from math import nan
from typing import TYPE_CHECKING, Final

import numpy as np

from logitwise.activations import sigmoid, softmax
from logitwise.report.panel.judged import parted
from logitwise.report.panel.scored import of_binary
from logitwise.tallies.confusion import Confusion, LabelConfusion
from logitwise.tallies.of_binary import log_odds_edges

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from logitwise.report.report import Report
    from logitwise.tallies import Tally
    from logitwise.tallies.cells import Cells
    from logitwise.tallies.row_sample import RowSample

    Floats = NDArray[np.float64]

MOST: Final = 12
"""Rows that are shown. A judgement: as many as are looked at one by one."""


@dataclass(frozen=True, slots=True)
class WorstRow:
    """Rows that are alike and wrongly decided.

    Attributes:
        truth: class they are of; of a multilabel head ``yes`` or ``no``; empty where it is not known.
        decided: what they were taken for.
        of: label, of a multilabel head alone.
        sure: probability of the decision.
        given: probability of the truth; NaN where it is not known.
        next: of the classes that were not decided, the one with the largest probability; empty where there are two.
        next_sure: its probability; NaN where there is none.
        rows: how many are alike and wrong.
        of_rows: how many have the same score and decision, right or wrong; 0 where that is not known.
    """

    truth: str
    decided: str
    of: str
    sure: float
    given: float
    next: str
    next_sure: float
    rows: int
    of_rows: int = 0


@dataclass(frozen=True, slots=True)
class WorstRows:
    """The worst of the rows that could be looked at.

    Attributes:
        rows: the surest wrong ones first.
        wrong: wrong decisions among what was looked at.
        looked_at: rows that were looked at: the sample's, or all.
        sampled: they are a row sample, so that what is wrong at once and how is known row by row.
        beyond: sampled rows that were not looked at, since their logits are infinite in the sample's float32.
    """

    rows: tuple[WorstRow, ...]
    wrong: int
    looked_at: int
    sampled: bool
    beyond: int = 0


def worst_rows(report: Report) -> WorstRows | None:
    """None where no probabilities are kept."""
    tally = report.tally
    if tally.sample is not None and len(tally.sample.hashes) and tally.scale in ("logits", "probabilities"):
        return _of_labels(tally) if report.head == "multilabel" else _of_classes(tally)
    if tally.head.binary and report.threshold is not None:
        cells = tally.cells()
        return None if cells is None else _of_score(tally, cells, report.threshold)
    return _of_confidence(tally)


def _of_classes(tally: Tally) -> WorstRows:
    """Sampled rows of a softmax."""
    assert tally.sample is not None  # noqa: S101  # the caller looked
    sample, names = tally.sample, tally.head.classes
    decided, labels = sample.scores.argmax(axis=1), sample.labels[:, 0]
    known = np.isfinite(sample.scores[np.arange(len(labels)), decided])
    wrong = np.flatnonzero(known & (labels != decided))
    p = _shares(sample.scores[wrong].astype(np.float64), logits=tally.scale == "logits")
    truth, decided, counts = labels[wrong], decided[wrong], sample.counts[wrong]
    sure = p[np.arange(len(p)), decided]
    first = np.argsort(-sure, kind="stable")[:MOST]
    rest = p[first].copy()
    rest[np.arange(len(first)), decided[first]] = -1
    runner = rest.argmax(axis=1)
    rows = tuple(
        WorstRow(
            names[truth[i]], names[decided[i]], "", float(sure[i]), float(p[i, truth[i]]), names[j], float(p[i, j]),
            int(counts[i]),
        )
        for i, j in zip(first, runner, strict=True)
    )  # fmt: skip
    looked_at = int(sample.counts[known].sum())
    beyond = int(sample.counts.sum()) - looked_at
    return WorstRows(rows, int(counts.sum()), looked_at, sampled=True, beyond=beyond)


def _shares(scores: Floats, *, logits: bool) -> Floats:
    """Probabilities; those that miss one a little are divided by their sum, as where rows are counted."""
    if logits:
        return np.asarray(softmax(scores, axis=-1), np.float64)
    return np.asarray(scores / scores.sum(axis=1, keepdims=True), np.float64)


def _of_labels(tally: Tally) -> WorstRows:
    """Sampled rows of a multilabel head, each label a decision."""
    assert tally.sample is not None  # noqa: S101  # the caller looked
    sample, names = tally.sample, tally.head.classes
    yes = _decided(tally, sample)
    p = sample.scores.astype(np.float64)
    if tally.scale == "logits":
        p = np.asarray(sigmoid(p), np.float64)
    sure = np.where(yes, p, 1 - p)
    row, label = np.nonzero(yes != (sample.labels == 1))
    order = np.argsort(-sure[row, label], kind="stable")[:MOST]
    rows = tuple(
        WorstRow(
            *(("no", "yes") if yes[i, k] else ("yes", "no")), names[k], float(sure[i, k]), float(1 - sure[i, k]), "",
            nan, int(sample.counts[i]),
        )
        for i, k in zip(row[order], label[order], strict=True)
    )  # fmt: skip
    return WorstRows(rows, int(sample.counts[row].sum()), int(sample.counts.sum()), sampled=True)


def _decided(tally: Tally, sample: RowSample) -> NDArray[np.bool_]:
    """Labels that sampled rows were decided to hold, compared as where rows are counted: in the precision of the data.

    A sample is kept in float32, so half precision is told by its scores; where these could be either, by which of the
    two decides as many labels as were counted.
    """
    cuts = np.asarray(log_odds_edges(tally.head.cuts) if tally.scale == "logits" else tally.head.cuts)
    single = np.asarray(sample.scores >= cuts.astype(np.float32))
    with np.errstate(over="ignore"):
        half = (sample.scores.astype(np.float16) == sample.scores).all()
        other = np.asarray(sample.scores >= cuts.astype(np.float16).astype(np.float32)) if half else single
    if not isinstance(tally.confusion, LabelConfusion) or not (single != other).any():
        return single
    share = tally.confusion.counts[:, :, 1].sum(axis=1) / tally.rows
    weight = sample.counts / sample.counts.sum()
    return min((other, single), key=lambda yes: float(np.abs(weight @ yes - share).sum()))


def _of_score(tally: Tally, cells: Cells, threshold: float) -> WorstRows:
    """Scores of two classes that held wrong rows, from both ends; decided as the threshold decides in their precision.

    Of cells that hold several scores the one at the threshold is parted, so that as many are wrong as were counted.
    """
    head = tally.head
    if tally.binary is not None:
        scored = of_binary(tally.binary, cells)
        if isinstance(tally.confusion, Confusion) and head.positive is not None:
            matrix = tally.confusion.matrix()
            tp, fp = matrix[head.positive, head.positive], matrix[1 - head.positive, head.positive]
            scored = parted(scored, threshold, tp=tp, fp=fp)
        cells, yes = scored.cells, np.arange(len(scored.cells.p)) >= scored.first(threshold)
    else:
        yes = cells.edge >= threshold
    wrong = np.where(yes, cells.negatives, cells.positives)
    sure, doubt = np.where(yes, cells.p, cells.q), np.where(yes, cells.q, cells.p)
    held = np.flatnonzero(wrong)
    order = held[np.argsort(doubt[held], kind="stable")][:MOST]
    sides = (str(head.negative_class), str(head.positive_class))
    rows = tuple(
        WorstRow(
            sides[1 - int(yes[i])], sides[int(yes[i])], "", float(sure[i]), float(doubt[i]), "", nan, int(wrong[i]),
            int(cells.positives[i] + cells.negatives[i]),
        )
        for i in order
    )  # fmt: skip
    return WorstRows(rows, int(wrong.sum()), int(cells.rows), sampled=False)


def _of_confidence(tally: Tally) -> WorstRows | None:
    """Confidence of decisions that were wrong, by the class decided where that is kept."""
    cells = tally.confidence_cells()
    if cells is None:
        return None
    parts = [(name, tally.decision_cells(k)) for k, name in enumerate(tally.head.classes)]
    by_class = [(name, part) for name, part in parts if part is not None] if tally.by_decision is not None else []
    found = [
        WorstRow("", name, "", float(part.p[i]), nan, "", nan, int(part.negatives[i]),
                 int(part.positives[i] + part.negatives[i]))
        for name, part in by_class or [("", cells)]
        for i in _surest(part)
    ]  # fmt: skip
    found.sort(key=lambda each: -each.sure)
    return WorstRows(tuple(found[:MOST]), int(cells.negatives.sum()), int(cells.rows), sampled=False)


def _surest(cells: Cells) -> NDArray[np.intp]:
    """The last few cells that hold wrong rows, the surest first."""
    return np.flatnonzero(cells.negatives)[::-1][:MOST]
