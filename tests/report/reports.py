"""Small reports to draw."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from logitwise.batch import Batch
from logitwise.head import Head
from logitwise.policy import baseline
from logitwise.report import build_report
from logitwise.tallies import Tally, tally_batch
from logitwise.tallies.confusion import Confusion

HOSTILE = (
    "a\x1b[31mred",
    "b|`x`<script>alert(1)</script>",
    "\u202edrow\u200b",
    "line\nbreak\r",
    "[bold]x[/bold]",
    "=1+1",
)
"""Class names that mean something to a terminal, a table, a browser, a reader of bidi text, Rich, a spreadsheet."""


def of_matrix(matrix, names=None, **changes):
    counts = np.array(matrix)
    names = tuple(names or "ABCDEFGHIJKLMNOPQRSTUVWXYZ"[: len(counts)])
    confusion = Confusion.of_matrix(counts)
    head = Head("sigmoid" if len(names) == 2 else "softmax", names)
    return report_of(replace(Tally(head, "confusion", rows=confusion.rows, confusion=confusion), **changes))


def of_softmax(classes=4, rows=600, names=None, seed=0):
    rng = np.random.default_rng(seed)
    y = rng.integers(0, classes, rows).astype(np.int32)
    z = rng.normal(size=(rows, classes))
    z[np.arange(rows), y] += 2
    names = tuple(names or (f"class {k}" for k in range(classes)))
    return report_of(tally_batch(Batch(Head("softmax", names), "logits", y, z)))


def of_binary(labels=None, logits=None, names=("no", "yes")):
    rng = np.random.default_rng(0)
    y = (rng.random(800) < 0.3).astype(np.uint8) if labels is None else np.asarray(labels, np.uint8)
    z = 2.0 * y + rng.normal(size=len(y)) - 1 if logits is None else np.asarray(logits, np.float64)
    return report_of(tally_batch(Batch(Head("sigmoid", tuple(names)), "logits", y, z)))


def of_labels(names=("red", "round", "sweet")):
    rng = np.random.default_rng(0)
    y = (rng.random((400, len(names))) < 0.3).astype(np.uint8)
    z = 3.0 * y + rng.normal(size=y.shape) - 1.5
    return report_of(tally_batch(Batch(Head("multilabel", tuple(names)), "logits", y, z)))


def report_of(tally, policy=None, **said):
    return build_report(tally, policy=policy or baseline(), read_from="logits from column z of preds.csv", **said)


def everyone():
    """A report of every head and scale."""
    return {
        "binary": of_binary(),
        "softmax": of_softmax(),
        "many classes": of_softmax(40, 900),
        "labels": of_labels(),
        "confusion": of_matrix([[50, 2, 3], [4, 45, 1], [2, 3, 48]]),
        "absent class": of_matrix([[50, 0, 3], [4, 45, 1], [0, 0, 0]]),
        "infinite loss": of_binary([0, 1] * 20, [np.inf, np.inf, -3.0, 3.0] * 10),
    }
