"""What a mean loss is made of: miscalibration, discrimination and uncertainty."""

from __future__ import annotations

from dataclasses import dataclass
from math import inf, isfinite, nan
from typing import TYPE_CHECKING, Final, Literal

import numpy as np
from numpy.typing import NDArray
from scipy.special import xlogy

from logitwise.metrics.coarse import FOR_FITS, Coarse, coarsen, whole
from logitwise.metrics.pav import isotonic
from logitwise.metrics.weighting import as_counted

if TYPE_CHECKING:
    from logitwise.tallies.cells import Cells
    from logitwise.tallies.tally import Tally

Floats = NDArray[np.float64]
Loss = Literal["brier", "log_loss"]
MOST_LABELS: Final = 20  # as many as have curves
_REDRAWS: Final = 100
_SEED: Final = 0


@dataclass(frozen=True, slots=True)
class Decomposition:
    """One score in parts: score = miscalibration - discrimination + uncertainty.

    Attributes:
        loss: ``brier`` or ``log_loss`` (nats).
        of: class or label, None for the top label of a softmax being right.
        score: mean loss.
        miscalibration: what the best monotone recalibration of these very rows takes off; at least 0, and above 0 even
            for a perfectly calibrated model.
        discrimination: what the recalibrated probabilities save against always giving the share of the outcome.
        uncertainty: the loss of always giving that share.
        beyond_chance: miscalibration less what labels redrawn from the probabilities show on average; about 0, either
            side, for a perfectly calibrated model.
        undefined: why a number is no finite one, else None.
    """

    loss: Loss
    of: str | None
    score: float
    miscalibration: float
    discrimination: float
    uncertainty: float
    beyond_chance: float
    undefined: str | None = None


def decompositions(tally: Tally) -> tuple[Decomposition, ...]:
    """Brier score and log loss in parts: of the positive class, each of the first 20 labels, a softmax's top label.

    Empty without probabilities or rows.
    """
    head, tally = tally.head, as_counted(tally)
    if tally.confidence is not None and not (head.binary and tally.scale != "decisions"):
        outcomes: list[tuple[str | None, Cells | None]] = [(None, tally.confidence_cells())]
    elif head.binary:
        outcomes = [(head.positive_class, tally.cells())]
    else:
        outcomes = [(name, tally.cells(k)) for k, name in enumerate(head.classes[:MOST_LABELS])]
    found: list[Decomposition] = []
    for of, cells in outcomes:
        if cells is not None and cells.positives.sum() + cells.negatives.sum() > 0:
            found += decompose(cells, of)
    return tuple(found)


def decompose(cells: Cells, of: str | None = None) -> tuple[Decomposition, Decomposition]:
    """Brier score and log loss of one outcome in parts, by isotonic regression on its cells.

    Where scores are on a grid, so is what can be told: parts are of the cells' probabilities. Source: Dimitriadis,
    Gneiting and Jordan (2021), doi:10.1073/pnas.2016191118.

    >>> from logitwise.tallies.cells import Cells
    >>> p = np.array([0.2, 0.9])
    >>> brier, _ = decompose(Cells(p, 1 - p, p, 0 * p, np.array([3, 8]), np.array([7, 2]), exact=True))
    >>> [round(x, 4) for x in (brier.score, brier.miscalibration, brier.discrimination, brier.uncertainty)]
    [0.195, 0.01, 0.0625, 0.2475]
    """
    hits, misses = cells.positives.astype(np.float64), cells.negatives.astype(np.float64)
    fitted = isotonic(hits, hits + misses)
    share = np.full_like(fitted, hits.sum() / (hits.sum() + misses.sum()))
    forecasts = ((cells.p, cells.q), (fitted, 1 - fitted), (share, 1 - share))
    chance = _by_chance(coarsen(cells, FOR_FITS))
    brier = [_brier(hits, misses, p=p, q=q) for p, q in forecasts]
    log_loss = [_log_loss(hits, misses, p=p, q=q) for p, q in forecasts]
    return _in_parts("brier", of, brier, chance[0]), _in_parts("log_loss", of, log_loss, chance[1])


def _in_parts(loss: Loss, of: str | None, means: list[Floats], chance: float) -> Decomposition:
    """From the mean loss as given, recalibrated, and of the share of the outcome."""
    score, recalibrated, uncertainty = (float(mean) for mean in means)
    discrimination = uncertainty - recalibrated
    if not isfinite(score):
        reason = "infinite: a row gives probability 0 to the truth"
        return Decomposition(loss, of, inf, inf, discrimination, uncertainty, nan, reason)
    miscalibration = score - recalibrated
    return Decomposition(loss, of, score, miscalibration, discrimination, uncertainty, miscalibration - chance)


def _brier(hits: Floats, misses: Floats, *, p: Floats, q: Floats) -> Floats:
    """Mean of (p - y)^2 along the last axis."""
    return np.asarray((hits * q**2 + misses * p**2).sum(axis=-1) / (hits + misses).sum(axis=-1))


def _log_loss(hits: Floats, misses: Floats, *, p: Floats, q: Floats) -> Floats:
    """Mean of -ln p(truth) along the last axis, nats."""
    return np.asarray(-(xlogy(hits, p) + xlogy(misses, q)).sum(axis=-1) / (hits + misses).sum(axis=-1))


def _by_chance(coarse: Coarse) -> tuple[float, float]:
    """Miscalibration of Brier score and log loss that labels redrawn from the probabilities show on average."""
    p = np.clip(coarse.p, 0.0, 1.0)
    rng = np.random.default_rng(_SEED)
    rows = whole(coarse.rows, rng)
    hits = rng.binomial(rows, p, (_REDRAWS, len(p))).astype(np.float64)
    misses = rows - hits
    fitted = isotonic(hits, np.broadcast_to(rows, hits.shape).astype(np.float64))
    brier = _brier(hits, misses, p=p, q=1 - p) - _brier(hits, misses, p=fitted, q=1 - fitted)
    log_loss = _log_loss(hits, misses, p=p, q=1 - p) - _log_loss(hits, misses, p=fitted, q=1 - fitted)
    return float(brier.mean()), float(log_loss.mean())
