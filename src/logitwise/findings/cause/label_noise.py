"""Wrong labels: contradictions that do not become rarer where the scores are surer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, xlogy

from logitwise.metrics.coarse import FOR_REDRAWS, coarsen

if TYPE_CHECKING:
    from logitwise.tallies.cells import Cells

Floats = NDArray[np.float64]
GAIN: Final = 20.0
"""Twice the log likelihood that two plateaus must gain over none; chi-square with 2 degrees is above
it once in 20,000."""
LEAST: Final = 0.02
"""Share of contradicted rows, on each side, from which on labels are suspected. A judgement."""
FEWEST: Final = 10
"""Contradicted rows, on each side, that this needs. A judgement."""
_LOWEST: Final = np.array([-50.0, 1e-3, 0.0, 0.0])
_HIGHEST: Final = np.array([50.0, 100.0, 0.45, 0.45])
_STEPS: Final = 50
_HALVINGS: Final = 20
_ENOUGH: Final = 1e-3
_FAR: Final = 2.0


class Noise(NamedTuple):
    """Contradicted rows.

    Attributes:
        low: share of positives among rows that score surely negative.
        high: share of negatives among rows that score surely positive.
    """

    low: float
    high: float


def label_noise(cells: Cells) -> Noise | None:
    """Labels that contradict even the surest scores, on both sides and at a steady rate; None where there are none.

    A model that is merely over-confident errs ever more rarely as its log-odds grow, along a logistic curve. Labels
    that are wrong at random make the curve level out at their rate: ``l + (1 - l - h) sigmoid(a + b z)``, the
    four-parameter logistic of Barton and Lord (1981), doi:10.1002/j.2333-8504.1981.tb01255.x, against
    ``sigmoid(a + b z)`` by their likelihoods, on at most 256 cells. Rows of a kind on which the model is blind look the
    same; the sentence that is made of this says "looks like".
    """
    some = coarsen(cells, FOR_REDRAWS)
    inside = (some.p > 0) & (some.p < 1)
    hits, rows = some.hits[inside], some.rows[inside]
    if len(rows) < 10 or min(hits.sum(), (rows - hits).sum()) < 2 * FEWEST:
        return None
    z = np.log(some.p[inside]) - np.log1p(-some.p[inside])
    x = (z - np.average(z, weights=rows)) / max(float(np.sqrt(np.cov(z, aweights=rows))), 1e-12)
    plain = _fit(x, hits, rows, start=(0.0, 1.0))
    start = (float(plain[0][0]), float(plain[0][1]) * 2, 0.05, 0.05)
    levelled = _fit(x, hits, rows, start=start)
    a, b, low, high = levelled[0]
    if 2 * (plain[1] - levelled[1]) < GAIN or min(low, high) < LEAST:
        return None
    eta = a + b * x
    contradicted = low * rows[eta < -_FAR].sum(), high * rows[eta > _FAR].sum()
    return Noise(float(low), float(high)) if min(contradicted) >= FEWEST else None


def _fit(x: Floats, hits: Floats, rows: Floats, *, start: tuple[float, ...]) -> tuple[Floats, float]:
    """Parameters, and minus the log likelihood: Fisher's scoring, steps halved while they overshoot, kept in bounds."""
    theta, size = np.array(start), len(start)
    best = _loss(_share(theta, x)[0], hits, rows)
    for _ in range(_STEPS):
        p, by = _share(theta, x)
        weight = rows / (p * (1 - p))
        information = (by * weight) @ by.T + 1e-9 * np.eye(size)
        step = np.linalg.solve(information, by @ (weight * (hits / rows - p)))
        for _ in range(_HALVINGS):
            tried = np.clip(theta + step, _LOWEST[:size], _HIGHEST[:size])
            reached = _loss(_share(tried, x)[0], hits, rows)
            if reached <= best:
                break
            step = step / 2
        else:
            break
        done = best - reached < _ENOUGH
        theta, best = tried, reached
        if done:
            break
    return theta, best


def _share(theta: Floats, x: Floats) -> tuple[Floats, Floats]:
    """``(cells,)`` share of positives, and ``(parameters, cells)`` its derivatives."""
    rise = expit(theta[0] + theta[1] * x)
    low, high = (theta[2], theta[3]) if len(theta) > 2 else (0.0, 0.0)
    steep = (1 - low - high) * rise * (1 - rise)
    p = np.clip(low + (1 - low - high) * rise, 1e-9, 1 - 1e-9)
    return p, np.stack([steep, steep * x, 1 - rise, -rise])[: len(theta)]


def _loss(p: Floats, hits: Floats, rows: Floats) -> float:
    return -float((xlogy(hits, p) + xlogy(rows - hits, 1 - p)).sum())
