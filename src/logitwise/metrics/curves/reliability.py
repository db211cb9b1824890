"""Reliability: what became of rows that were given a probability."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from logitwise.metrics.coarse import FOR_FITS, FOR_REDRAWS, coarsen
from logitwise.metrics.curves.curve import Curve
from logitwise.metrics.curves.thinning import thin
from logitwise.metrics.pav import isotonic

if TYPE_CHECKING:
    from logitwise.tallies.cells import Cells

Floats = NDArray[np.float64]
BAND: Final = 0.9
_REDRAWS: Final = 200
_SEED: Final = 0


def reliability(cells: Cells, of: str | None) -> Curve:
    """Isotonic frequency of the outcome against probability, with what a calibrated model would show around it.

    ``predicted`` and ``observed`` are the curve, ``rows`` how many rows stand from one point to the next, ``low`` and
    ``high`` a pointwise 90 % consistency band: where the curve would run had labels been drawn from the probabilities.
    Source: Dimitriadis, Gneiting and Jordan (2021), doi:10.1073/pnas.2016191118.
    """
    coarse = coarsen(cells, FOR_FITS)
    observed = isotonic(coarse.hits, coarse.rows)
    at = thin(coarse.p, observed)
    low, high = _consistent(cells, coarse.p[at])
    columns = {
        "predicted": coarse.p[at],
        "observed": observed[at],
        "rows": np.add.reduceat(coarse.rows, at),
        "low": low,
        "high": high,
    }
    return Curve("reliability", of, columns)


def _consistent(cells: Cells, where: Floats) -> tuple[Floats, Floats]:
    """Band at given probabilities: rows redrawn among cells, labels from their probabilities, refitted."""
    coarse = coarsen(cells, FOR_REDRAWS)
    rng = np.random.default_rng(_SEED)
    rows = rng.multinomial(int(np.rint(coarse.rows.sum())), coarse.rows / coarse.rows.sum(), _REDRAWS)
    hits = rng.binomial(rows, np.clip(coarse.p, 0, 1))
    fits = isotonic(hits.astype(np.float64), rows.astype(np.float64))
    low, high = np.quantile(fits, ((1 - BAND) / 2, (1 + BAND) / 2), axis=0)
    return np.interp(where, coarse.p, low), np.interp(where, coarse.p, high)
