"""Small tallies to judge."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from logitwise.batch import Batch
from logitwise.head import Head
from logitwise.policy import Policy, Requirement
from logitwise.tallies import Tally, tally_batch
from logitwise.tallies.confusion import Confusion, LabelConfusion


def of_matrix(matrix, names=None, kind=None, **changes):
    """Counts of truth (down) against decision (across)."""
    counts = np.array(matrix)
    names = tuple(names or "ABCDEFGHIJKLMNOPQRSTUVWXYZ"[: len(counts)])
    head = Head(kind or ("sigmoid" if len(names) == 2 else "softmax"), names)
    confusion = Confusion.of_matrix(counts)
    return replace(Tally(head, "confusion", rows=confusion.rows, confusion=confusion), **changes)


def of_labels(tables, names=None):
    """One 2 x 2 table a label."""
    counts = np.array(tables, np.int64)
    names = tuple(names or (f"label{i}" for i in range(len(counts))))
    confusion = LabelConfusion(counts)
    return Tally(Head("multilabel", names), "decisions", rows=confusion.rows, confusion=confusion)


def of_binary(labels, probabilities, names=("no", "yes"), threshold=0.5):
    """Probabilities of the positive class."""
    y, p = np.asarray(labels, np.uint8), np.asarray(probabilities, np.float64)
    return tally_batch(
        Batch(Head("sigmoid", tuple(names), threshold=threshold), "probabilities", y, p, form="probability")
    )


def of_softmax(labels, logits, names=None):
    """Logits of three classes or more."""
    y, z = np.asarray(labels, np.int32), np.asarray(logits, np.float64)
    return tally_batch(Batch(Head("softmax", tuple(names or map(str, range(z.shape[1])))), "logits", y, z))


def asking(*requirements, **changes):
    """A policy of bounds like ``("accuracy", ">=", 0.85)`` or ``("recall", ">=", 0.9, "B")``."""
    wanted = tuple(
        Requirement(r[0], op=r[1], bound=r[2], of=r[3] if len(r) > 3 else None, source="p.toml") for r in requirements
    )
    return replace(Policy("p.toml", requirements=wanted), **changes)


THREE = ((50, 2, 3), (4, 45, 1), (2, 3, 48))
RARE = ((1075, 0), (22, 3))  # 98 % right, 12 % of the positives found
FINLEY = ((2680, 72), (23, 28))  # tornadoes of 1884: no, yes
