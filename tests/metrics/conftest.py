"""Tallies made from arrays, and the values of other programs that metrics are held against."""

from __future__ import annotations

import numpy as np
import pytest

from logitwise.batch import Batch
from logitwise.head import Head
from logitwise.tallies.cells import Cells
from logitwise.tallies.confusion import Confusion
from logitwise.tallies.of_batch import tally_batch
from logitwise.tallies.tally import Tally


@pytest.fixture(scope="session")
def value(references):
    """A value of another program by its name."""
    return lambda name: references["values"][name]["value"]


@pytest.fixture(scope="session")
def rows(references):
    """Logits and labels of a data set by its name."""

    def read(name: str):
        data = references["datasets"][name]
        return np.array(data.get("logit", data.get("logits"))), np.array(data["y"])

    return read


@pytest.fixture(scope="session")
def binary():
    """Tally of logits with labels 0 and 1 (classes no and yes)."""

    def make(z, y, **head) -> Tally:
        z = np.asarray(z, np.float64)
        return tally_batch(Batch(Head("sigmoid", ("no", "yes"), **head), "logits", np.asarray(y, np.uint8), z))

    return make


@pytest.fixture(scope="session")
def softmax():
    """Tally of logits with class codes (classes c0, c1, ...)."""

    def make(z, y) -> Tally:
        z = np.asarray(z, np.float64)
        head = Head("softmax", tuple(f"c{k}" for k in range(z.shape[1])))
        return tally_batch(Batch(head, "logits", np.asarray(y, np.int32), z))

    return make


@pytest.fixture(scope="session")
def multilabel():
    """Tally of logits with a label matrix (labels l0, l1, ...)."""

    def make(z, y) -> Tally:
        z = np.asarray(z, np.float64)
        head = Head("multilabel", tuple(f"l{k}" for k in range(z.shape[1])))
        return tally_batch(Batch(head, "logits", np.asarray(y, np.uint8), z))

    return make


@pytest.fixture(scope="session")
def matrix():
    """Tally of a confusion matrix (classes A, B, ...)."""

    def make(counts) -> Tally:
        counts = np.asarray(counts)
        classes = tuple("ABCDEFGHIJ"[: len(counts)])
        head = Head("sigmoid" if len(counts) == 2 else "softmax", classes)
        return Tally(head, "confusion", rows=int(counts.sum()), confusion=Confusion.of_matrix(counts))

    return make


@pytest.fixture(scope="session")
def cells():
    """Exact cells of logits with labels 0 and 1."""

    def make(z, y) -> Cells:
        values, place = np.unique(np.asarray(z, np.float64), return_inverse=True)
        hits = np.bincount(place, y, len(values)).astype(np.int64)
        p, q = 1 / (1 + np.exp(-values)), 1 / (1 + np.exp(values))
        return Cells(p, q, p, 0 * p, hits, np.bincount(place) - hits, exact=True)

    return make
