"""How far a chosen threshold would move on other rows like these."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

from logitwise.metrics.coarse import whole

if TYPE_CHECKING:
    from logitwise.remedies.cuts import Cuts
    from logitwise.remedies.group_effect import GroupEffect

Floats = NDArray[np.float64]
REPLICATES: Final = 500
_MOST_CUTS: Final = 2000
_SEED: Final = 0


def interval_of_threshold(
    cuts: Cuts,
    pick: Callable[[Cuts], int],
    *,
    level: float = 0.95,
    replicates: int = REPLICATES,
    effect: GroupEffect | None = None,
) -> tuple[float, float]:
    """Percentiles of the thresholds that the same rule chooses on redrawn rows.

    A bootstrap of buckets: rows are redrawn, both outcomes together (not stratified, since the prevalence too would be
    another), from at most about 2,000 runs of neighbouring cells with like shares of either outcome, with a fixed seed.
    Of grouped rows whole folds of groups are redrawn. Redrawn rows for which no threshold will do are left out.

    Args:
        cuts: all thresholds of the rows.
        pick: the rule: position of the threshold that is chosen, -1 for none.
        level: of the interval.
        replicates: how often rows are redrawn.
        effect: of groups, where rows come in groups.

    Returns:
        Low and high end on the probability scale; NaN where no redrawn rows allow a threshold.
    """
    if not replicates:
        return np.nan, np.nan
    coarse = _coarse(cuts)
    above = _redrawn(coarse, replicates, effect)
    tail = (1 - level) / 2
    chosen = [pick(_with(coarse, one)) for one in above]
    known = coarse.score[[i for i in chosen if i >= 0]]
    if not len(known):
        return np.nan, np.nan
    low, high = expit(np.quantile(known, (tail, 1 - tail), method="inverted_cdf")).tolist()
    return low, high


def _coarse(cuts: Cuts) -> Cuts:
    """At most about 2,000 of the cuts, evenly by share of either outcome that is decided positive."""
    if len(cuts) <= _MOST_CUTS:
        return cuts
    mass = cuts.tp / max(cuts.positives, 1e-300) + cuts.fp / max(cuts.negatives, 1e-300)
    bins = np.floor((2 - mass) / 2 * _MOST_CUTS)
    taken = np.diff(bins, prepend=-1.0) > 0
    taken[-1] = True
    return replace(cuts, first=cuts.first[taken], score=cuts.score[taken], tp=cuts.tp[taken], fp=cuts.fp[taken])


def _redrawn(cuts: Cuts, replicates: int, effect: GroupEffect | None) -> Floats:
    """``(replicates, 2, cuts + 1)`` positive and negative rows at or above each cut, the last axis opened by all."""
    rng = np.random.default_rng(_SEED)
    if effect is not None:
        return effect.redrawn(cuts, replicates, rng)
    edges = [np.concatenate([[total], counts, [0.0]]) for total, counts in _sides(cuts)]
    counts = whole(np.maximum(-np.diff(np.stack(edges), axis=1), 0.0).ravel(), rng)
    rows = int(counts.sum())
    drawn = rng.multinomial(rows, counts / max(rows, 1), replicates).reshape(replicates, 2, len(cuts) + 1)
    return np.asarray(drawn[:, :, ::-1].cumsum(axis=2)[:, :, ::-1], np.float64)


def _sides(cuts: Cuts) -> tuple[tuple[float, Floats], tuple[float, Floats]]:
    return (cuts.positives, cuts.tp), (cuts.negatives, cuts.fp)


def _with(cuts: Cuts, above: Floats) -> Cuts:
    tp, fp = above
    return replace(cuts, tp=tp[1:], fp=fp[1:], positives=float(tp[0]), negatives=float(fp[0]))
