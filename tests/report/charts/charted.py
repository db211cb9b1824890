"""Reports of every head that charts are made of, with the rows behind them."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

import numpy as np
from tests.report.reports import report_of

from logitwise.batch import Batch
from logitwise.head import Head
from logitwise.report import Report
from logitwise.tallies import tally_batch

CURVES = ("roc", "precision_recall", "decision", "threshold", "scores", "risk_coverage")


class Charted(NamedTuple):
    """A report, and the rows that it is of.

    Attributes:
        report: of the rows.
        truth: ``(rows,)`` codes, or ``(rows, labels)``.
        p: probabilities, ``(rows,)`` of a sigmoid, else ``(rows, classes)``.
    """

    report: Report
    truth: np.ndarray
    p: np.ndarray


@cache
def sigmoid() -> Charted:
    rng = np.random.default_rng(1)
    y = (rng.random(700) < 0.3).astype(np.uint8)
    z = np.round(2.0 * y + rng.normal(size=700) - 1, 2)  # ties among the scores
    tally = tally_batch(Batch(Head("sigmoid", ("no", "yes")), "logits", y, z))
    return Charted(report_of(tally), y, 1 / (1 + np.exp(-z)))


@cache
def softmax() -> Charted:
    rng = np.random.default_rng(2)
    y = rng.integers(0, 4, 600).astype(np.int32)
    z = rng.normal(size=(600, 4))
    z[np.arange(600), y] += np.array([3.0, 2.0, 0.5, 3.0])[y]  # the third is told worst
    tally = tally_batch(Batch(Head("softmax", ("ant", "bee", "cat", "dog")), "logits", y, z))
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return Charted(report_of(tally), y, e / e.sum(axis=1, keepdims=True))


@cache
def labels() -> Charted:
    rng = np.random.default_rng(3)
    y = (rng.random((400, 3)) < (0.2, 0.5, 0.3)).astype(np.uint8)  # the second has most rows
    z = 3.0 * y + rng.normal(size=y.shape) - 1.5
    head = Head("multilabel", ("red", "round", "sweet"), thresholds=(0.4, 0.5, 0.6))
    return Charted(report_of(tally_batch(Batch(head, "logits", y, z))), y, 1 / (1 + np.exp(-z)))


HEADS = {"sigmoid": sigmoid, "softmax": softmax, "labels": labels}
