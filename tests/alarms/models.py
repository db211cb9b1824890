"""Samples of sound models: probabilities that are right, in the forms in which people write them down."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from scipy.special import expit

from logitwise.remedies.rows_seen import rows_seen
from logitwise.rule import Identity, Rule

from .draws import Codes, Floats, grouped, labels, outcomes, several, softmax, two
from .sample import Sample, facts_of

FIVE = (0.5, 0.4, 0.3, 0.2, 0.15)
"""Shares of five labels."""


def logits(rng: np.random.Generator, y: Codes, z: Floats, **more: object) -> Sample:
    """Labels and logits as they are."""
    return {"source": y, "logits": z, **more}


def sigmoid(rng: np.random.Generator, n: int, prior: float, auc: float, form: str = "float64") -> Sample:
    """Two classes; `form` is what is written down."""
    y, z = two(rng, n, prior, auc)
    return _written(y, z, form)


def _written(y: Codes, z: Floats, form: str) -> Sample:
    if form == "float32 probabilities":
        return {"source": y, "probabilities": expit(z.astype(np.float32))}
    if form == "decisions":
        return {"source": y, "decisions": (z >= 0).astype(int)}
    if form == "decisions and confidence":
        return {"source": y, "decisions": (z >= 0).astype(int), "confidence": expit(np.abs(z))}
    return {"source": y, "logits": z.astype(np.float32) if form == "float32" else z}


def classes(rng: np.random.Generator, n: int, count: int, signal: float, form: str = "float64") -> Sample:
    """A softmax of even classes."""
    y, z = several(rng, n, [1.0] * count, signal)
    return _of_softmax(y, z, form)


def uneven(rng: np.random.Generator, n: int, priors: tuple[float, ...], signal: float) -> Sample:
    """A softmax of classes that are not as common as each other."""
    return _of_softmax(*several(rng, n, priors, signal), "float64")


def _of_softmax(y: Codes, z: Floats, form: str) -> Sample:
    head = {"source": y, "classes": [f"c{k}" for k in range(z.shape[1])]}
    if form == "float32 probabilities":
        return {**head, "probabilities": softmax(z.astype(np.float32))}
    if form == "decisions":
        return {**head, "decisions": z.argmax(axis=1)}
    if form == "decisions and confidence":
        return {**head, "decisions": z.argmax(axis=1), "confidence": softmax(z).max(axis=1)}
    return {**head, "logits": z.astype(np.float32) if form == "float32" else z}


def five_labels(rng: np.random.Generator, n: int, alike: float, form: str = "logits") -> Sample:
    """Five labels of different shares."""
    y, z = labels(rng, n, FIVE, signal=2.2, alike=alike)
    scores = {"decisions": (z >= 0).astype(int)} if form == "decisions" else {"logits": z}
    return {"source": y, "head": "multilabel", **scores}


def in_groups(rng: np.random.Generator, groups: int, rows: int, alike: float) -> Sample:
    """Rows with the group that they belong to."""
    y, z, group = grouped(rng, groups, rows, alike=alike)
    return logits(rng, y, z, groups=group)


def weighted(rng: np.random.Generator, n: int, by: str) -> Sample:
    """Rows drawn with weights of their own, or positives drawn four times as often as they occur."""
    if by == "own":
        y, z = two(rng, n, 0.4, 0.9)
        return logits(rng, y, z, sample_weight=np.exp(rng.normal(0, 0.5, n)))
    y, z = two(rng, 4 * n, 0.2, 0.93)
    kept = rng.random(4 * n) < np.where(y == 1, 1.0, 0.25)
    return logits(rng, y[kept], z[kept], sample_weight=np.where(y[kept] == 1, 1.0, 4.0))


def sliced(rng: np.random.Generator, n: int, columns: int, values: int) -> Sample:
    """Slices that have nothing to do with anything."""
    y, z = two(rng, n, 0.4, 0.9)
    return logits(rng, y, z, slices={f"s{k}": rng.integers(0, values, n) for k in range(columns)})


def with_ids(rng: np.random.Generator, n: int) -> Sample:
    """Every row has a name of its own."""
    y, z = two(rng, n, 0.4, 0.9)
    return logits(rng, y, z, ids=np.arange(n) + int(rng.integers(1 << 30)))


def saturated(rng: np.random.Generator, n: int, far: float, form: str = "float64") -> Sample:
    """A network that is nearly sure of every row, and rightly."""
    z = far * rng.choice([-1, 1], n) + rng.normal(0, 1.5, n)
    return _written(outcomes(rng, z), z, form)


def saturated_softmax(rng: np.random.Generator, n: int) -> Sample:
    """The same of three classes, as float32 probabilities, many of which are exactly 0."""
    return _of_softmax(*several(rng, n, [1.0] * 3, 4.0), "float32 probabilities")


def undertrained(rng: np.random.Generator, n: int, centre: float, spread: float) -> Sample:
    """A network after its first steps: small logits, which are worth what they say."""
    z = rng.normal(centre, spread, n)
    return logits(rng, outcomes(rng, z), z)


def undertrained_softmax(rng: np.random.Generator, n: int) -> Sample:
    """The same of four classes."""
    return _of_softmax(*several(rng, n, [1.0] * 4, 0.3), "float32")


def tree(rng: np.random.Generator, n: int) -> Sample:
    """Twenty leaves: few scores, each of them right."""
    leaves = np.sort(expit(np.random.default_rng(7).normal(0, 2.2, 20)))
    p = rng.choice(leaves, n)
    return {"source": (rng.random(n) < p).astype(int), "probabilities": p}


def ruled(rng: np.random.Generator, draw: Callable[[np.random.Generator], Sample], threshold: float) -> Sample:
    """A calibrated model under a rule with another threshold, tuned on other rows of the same kind."""
    other = facts_of(draw(rng)).tally
    rule = Rule(other.head, (Identity(),), thresholds=(threshold,), seen=rows_seen(other))
    return {**draw(rng), "rule": rule}


def required(rng: np.random.Generator, n: int) -> Sample:
    """A policy with floors that these rows can show."""
    asked = {"recall": ">= 0.75", "specificity": ">= 0.75", "accuracy": ">= 0.8"}
    return {**sigmoid(rng, n, 0.5, 0.93), "policy": {"require": asked}}


def two_columns(rng: np.random.Generator, n: int, prior: float, auc: float) -> Sample:
    """A softmax of two classes, of which the difference of the columns counts."""
    y, z = two(rng, n, prior, auc)
    common = rng.normal(0, 2, n)
    return {"source": y, "logits": np.stack([common, common + z], axis=1)}


def long_tail(rng: np.random.Generator, n: int) -> Sample:
    """A softmax of eight classes, each a third rarer than the one before."""
    return uneven(rng, n, tuple(1.5**-k for k in range(8)), 3.0)


def sliced_softmax(rng: np.random.Generator, n: int, values: int) -> Sample:
    """Slices of a softmax that have nothing to do with anything, in groups of four rows."""
    sample = classes(rng, n, 4, 2.0)
    return {**sample, "slices": {"site": rng.integers(0, values, n)}, "groups": np.arange(n) // 4}
