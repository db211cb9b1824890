"""Worlds that lie just on the limit of a finding: neither sound nor faulty, so that the finding's own level shows."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from math import sqrt

import numpy as np
from scipy.integrate import quad
from scipy.optimize import brentq, minimize_scalar
from scipy.special import logit, ndtr, ndtri

from .draws import several, two
from .sample import Sample
from .world import Healthy

Rng = np.random.Generator


@dataclass(frozen=True, slots=True, eq=False)
class Edge:
    """A world in which a number is just the limit of a finding.

    Attributes:
        code: of the finding.
        level: how often it may come up there, by how it is decided.
        world: what it is.
    """

    code: str
    level: float
    world: Healthy


def rates(prior: float, auc: float, by: float) -> tuple[float, float, float, float]:
    """Shares of true positives, false positives, missed and true negatives of `draws.two`, its logits moved by `by`."""
    apart, middle = sqrt(2) * float(ndtri(auc)), float(logit(prior)) + by
    recall, false = (float(ndtr((sign * apart**2 / 2 + middle) / apart)) for sign in (1, -1))
    return prior * recall, (1 - prior) * false, prior * (1 - recall), (1 - prior) * (1 - false)


def f1(prior: float, auc: float, by: float) -> float:
    """F1 of such a model."""
    tp, fp, fn, _ = rates(prior, auc, by)
    return 2 * tp / (2 * tp + fp + fn)


def as_majority() -> float:
    """By how much logits are moved up until it is right as often as the majority class is: in 80 % of the rows."""
    return float(brentq(lambda by: sum(rates(0.2, 0.85, by)[::3]) - 0.8, 0.5, 4))


def nine_of_ten() -> float:
    """By how much they are moved up until nine of ten errors are of one kind."""

    def share(by: float) -> float:
        _, fp, fn, _ = rates(0.5, 0.93, by)
        return fp / (fp + fn)

    return float(brentq(lambda by: share(by) - 0.9, 0.1, 5))


def five_points_of_f1() -> float:
    """By how much they are moved down until the best threshold has five points more F1 than 0.5 has."""
    best = -minimize_scalar(lambda by: -f1(0.2, 0.93, by), bounds=(-2, 4), method="bounded").fun
    return float(brentq(lambda by: best - f1(0.2, 0.93, by) - 0.05, -3, 0))


def half_right(count: int) -> float:
    """Signal of a softmax of even classes that is right in half of the rows."""

    def right(signal: float) -> float:
        def density(x: float) -> float:
            """Of the true class's score being x and all others below it."""
            return float(np.exp(-((x - signal) ** 2) / 2) / sqrt(2 * np.pi) * ndtr(x) ** (count - 1))

        return float(quad(density, -8, 12)[0])

    return float(brentq(lambda signal: right(signal) - 0.5, 0.1, 4))


def moved(rng: Rng, n: int, *, prior: float, auc: float, by: float, form: str = "logits") -> Sample:
    """Two classes, the logits moved."""
    y, z = two(rng, n, prior, auc)
    return {"source": y, form: z + by if form == "logits" else (z + by >= 0).astype(int)}


def unrelated(rng: Rng, n: int) -> Sample:
    """Scores that know nothing of the labels."""
    return {"source": rng.integers(0, 2, n), "logits": rng.normal(0, 1, n)}


def even(rng: Rng, n: int, count: int, signal: float) -> Sample:
    """A softmax of even classes."""
    y, z = several(rng, n, [1.0] * count, signal)
    return {"source": y, "classes": [f"c{k}" for k in range(count)], "logits": z}


HALF_FOUND = float(ndtr(sqrt(-float(logit(0.2)))))
"""ROC AUC at which just half of the positives are found at a prevalence of 0.2: d^2 / 2 = -logit(0.2)."""

EDGES: tuple[Edge, ...] = (
    Edge("LW201", 0.05, Healthy("1,000 decisions, right as often as the majority class",
                                partial(moved, n=1_000, prior=0.2, auc=0.85, by=as_majority(), form="decisions"))),
    Edge("LW202", 0.025, Healthy("1,000 rows, recall of one of two classes just 0.5",
                                 partial(moved, n=1_000, prior=0.2, auc=HALF_FOUND, by=0.0))),
    Edge("LW202", 0.05, Healthy("1,000 rows, softmax of 10, every recall just 0.5",
                                partial(even, n=1_000, count=10, signal=half_right(10)), share=0.5)),
    Edge("LW203", 0.025, Healthy("1,000 rows, ROC AUC just 0.6", partial(moved, n=1_000, prior=0.4, auc=0.6, by=0.0))),
    Edge("LW204", 0.01, Healthy("200 rows, scores that know nothing", partial(unrelated, n=200), share=10.0)),
    Edge("LW205", 0.0125, Healthy("2,000 rows, nine of ten errors of one kind",
                                  partial(moved, n=2_000, prior=0.5, auc=0.93, by=nine_of_ten()))),
    Edge("LW301", 0.05, Healthy("2,000 rows, another threshold has five points more F1",
                                partial(moved, n=2_000, prior=0.2, auc=0.93, by=five_points_of_f1()))),
)  # fmt: skip
