"""Shares of many slices, each drawn towards what all have: so that the smallest slices do not head every list."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]


def shrunken(successes: Floats, trials: Floats) -> Floats:
    """Beta-binomial empirical Bayes estimates of shares: 0 to 1, one a slice.

    The slices' true shares are taken to vary as Beta(m p, m (1 - p)) around the pooled share p. How much, rho =
    1 / (m + 1), is what their spread has beyond chance, by moments: with S = sum n (k/n - p)^2 over the slices,
    E S = p (1 - p) [(1 - rho)(slices - 1) + rho (N - sum n^2 / N)]. Each share becomes (k + m p) / (n + m). Slices that
    spread no more than chance does all become p, and one without rows is p too.

    Undefined (NaN): no slice has rows.

    Source: Kleinman (1973), doi:10.1080/01621459.1973.10481332, for the moments with weights n; Morris (1983),
    doi:10.1080/01621459.1983.10477920, for the shrinkage.

    Args:
        successes: ``(slices,)`` rows in which it held; fractional where rows are weighted.
        trials: ``(slices,)`` rows in which it could.

    >>> shrunken(np.array([95.0, 60.0, 0.0]), np.array([100.0, 100.0, 1.0])).round(2).tolist()
    [0.95, 0.6, 0.49]
    """
    rows = trials.sum()
    if not rows > 0:
        return np.full(len(trials), np.nan)
    pooled = successes.sum() / rows
    beyond = _beyond_chance(successes, trials, pooled)
    if beyond <= 0:
        return np.full(len(trials), pooled)
    prior = (1 - beyond) / beyond
    # Where slices are all or nothing, rho is 1 and m is 0: a slice without rows still gets the pooled share.
    weight = np.where(trials + prior > 0, trials + prior, 1.0)
    return np.asarray(np.where(trials > 0, (successes + prior * pooled) / weight, pooled), np.float64)


def _beyond_chance(successes: Floats, trials: Floats, pooled: float) -> float:
    """The intra-slice correlation rho, 0 to 1."""
    held = trials > 0
    n, k = trials[held], successes[held]
    chance = pooled * (1 - pooled)
    others = len(n) - 1
    room = n.sum() - (n * n).sum() / n.sum() - others
    if others < 1 or chance <= 0 or room <= 0:
        return 0.0
    spread = float((n * (k / n - pooled) ** 2).sum()) / chance
    return float(np.clip((spread - others) / room, 0.0, 1.0))
