"""Random batches of every head, and random ways to cut and join them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
from hypothesis import strategies as st

from logitwise.batch import Batch
from logitwise.batch.ids import hash_ids
from logitwise.batch.slices import Codes
from logitwise.batch.weights import units
from logitwise.head import Head
from logitwise.tallies import Tally, tally_batch

HEADS = {
    "sigmoid": Head("sigmoid", ("no", "yes")),
    "softmax": Head("softmax", ("a", "b", "c", "d", "e")),
    "two": Head("softmax", ("a", "b")),
    "multilabel": Head("multilabel", ("x", "y", "z")),
}


@dataclass(frozen=True)
class Case:
    """A batch, and the seed by which it is cut and merged."""

    batch: Batch
    seed: int


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """Rows of any head and scale, with ties, infinities, huge logits, and anything or nothing beside them."""
    seed = draw(st.integers(0, 2**32 - 1))
    head = draw(st.sampled_from(sorted(HEADS)))
    rows = draw(st.integers(1, 80))
    scale = draw(st.sampled_from(["logits", "probabilities", "decisions"]))
    decimals = draw(st.sampled_from([0, 1, 12]))
    with_ids = draw(st.booleans())
    dtype = draw(st.sampled_from([np.float32, np.float64]))
    batch = batch_of(head, rows, scale=scale, decimals=decimals, with_ids=with_ids, dtype=dtype, seed=seed)
    beside = draw(st.sets(st.sampled_from(BESIDE), max_size=3))
    return Case(with_beside(batch, beside, seed=seed), seed)


BESIDE = ["groups", "weights", "whole weights", "site", "device", "confidence"]


def with_beside(batch: Batch, what: set[str], *, seed: int = 0) -> Batch:
    """The batch with groups, weights, slices or a confidence; a confidence goes with decisions of one class a row."""
    rng, rows = np.random.default_rng([seed, 1]), batch.rows
    columns = {}
    if "groups" in what:
        columns["groups"] = hash_ids(rng.integers(0, rng.choice([1, 3, 8]), rows))
    if "weights" in what:
        columns["weights"] = units(rng.choice([0.0, 2.0**-21, 0.1, 1.0, 1 / 3, 2.0**24], rows))
        columns["weights"][: rng.integers(0, rows + 1)] *= rng.integers(0, 2)  # whole shards may weigh nothing
    if "whole weights" in what:
        columns["weights"] = units(rng.integers(0, 4, rows).astype(float))
    if "confidence" in what and batch.scale == "decisions" and batch.head.kind != "multilabel":
        columns["confidence"] = rng.choice([0.0, 1.0, 0.5, *rng.random(40).tolist()], rows)
    slices = {}
    if "site" in what:
        slices["site"] = Codes(np.sort(rng.integers(0, 3, rows)), ("east", "north", "west"))  # shards lack values
    if "device" in what:
        slices["device"] = Codes(rng.integers(0, 2, rows), ("b", "a"))
    return replace(batch, **columns, slices=slices)


def batch_of(name, rows, *, scale, decimals=12, with_ids=False, dtype=np.float64, seed=0) -> Batch:
    """A batch of random rows."""
    rng = np.random.default_rng(seed)
    head = HEADS[name]
    ids = rng.integers(0, 2**40, rows, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15) if with_ids else None
    classes = len(head.classes)
    if head.binary:
        labels = rng.integers(0, 2, rows).astype(np.uint8)
        logits = rng.normal(0, 4, rows).round(decimals)
        logits[rng.random(rows) < 0.05] = rng.choice([np.inf, -np.inf, 0.0, -0.0, 1e300, -700.0, 5e-324])
    elif head.kind == "softmax":
        labels = rng.integers(0, classes, rows).astype(np.int32)
        logits = rng.normal(0, 4, (rows, classes)).round(decimals)
        logits[rng.random(rows) < 0.05, 1:] *= rng.choice([300.0, 1e100])
        logits[rng.random(rows) < 0.05, 0] = -np.inf
    else:
        labels = rng.integers(0, 2, (rows, classes)).astype(np.uint8)
        logits = rng.normal(0, 4, (rows, classes)).round(decimals)
        logits[rng.random(rows) < 0.05, 0] = 1e200
    if scale == "decisions":
        decided = rng.permutation(labels)
        return Batch(head, "decisions", labels, decided, ids=ids)
    if scale == "logits":
        with np.errstate(over="ignore"):
            scores = logits.astype(dtype)
        scores = (
            np.where(np.isposinf(scores), np.finfo(dtype).max, scores).astype(dtype)
            if head.kind == "softmax" and not head.binary
            else scores
        )
        return Batch(head, "logits", labels, scores, precision=np.dtype(dtype).name, ids=ids)
    p, form = probabilities(head, logits)
    return Batch(head, "probabilities", labels, p.astype(dtype), form, np.dtype(dtype).name, ids)


def probabilities(head, logits):
    """Probabilities of logits, in the form that the head's batches carry them."""
    if head.kind == "softmax" and not head.binary:
        with np.errstate(over="ignore", invalid="ignore"):
            e = np.exp(logits - logits.max(axis=1, keepdims=True))
        return e / e.sum(axis=1, keepdims=True), "probability"
    p = 1 / (1 + np.exp(-np.clip(logits, -700, 700)))
    if head.kind == "softmax":
        with np.errstate(divide="ignore"):
            return p / (1 - p), "odds"
    return p, "probability"


def shards(batch: Batch, rng: np.random.Generator) -> list[Tally]:
    """Tallies of random consecutive parts of a batch, empty ones among them."""
    cuts = [0, *sorted(rng.integers(0, batch.rows + 1, rng.integers(0, 6)).tolist()), batch.rows]
    return [tally_batch(batch.part(a, b)) for a, b in pairwise(cuts)]


def merged(tallies: list[Tally], rng: np.random.Generator) -> Tally:
    """Their sum along a random binary tree."""
    left = list(tallies)
    while len(left) > 1:
        a = left.pop(rng.integers(len(left)))
        b = left.pop(rng.integers(len(left)))
        left.append(a + b)
    return left[0]
