"""Decision and risk-coverage curves: what acting on a probability, or on confidence, would bring."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
from scipy.special import ndtri

from logitwise.metrics.curves.curve import Curve
from logitwise.metrics.curves.reliability import BAND
from logitwise.metrics.curves.thinning import thin
from logitwise.metrics.proportion import clopper_pearson_lower
from logitwise.metrics.selective import taken_by_confidence

if TYPE_CHECKING:
    from logitwise.tallies.cells import Cells

_THRESHOLDS: Final = np.arange(1, 100) / 100


def decision_curve(cells: Cells, of: str | None) -> Curve | None:
    """Net benefit of acting where the probability reaches a threshold, of always and never acting; None without rows.

    TP / n - FP / n * t / (1 - t): true positives a row, less false ones at the price that the threshold implies.
    ``low`` and ``high`` are a pointwise 90 % band, normal, from the variance of the row terms. Source: Vickers and
    Elkin (2006), doi:10.1177/0272989X06295361.
    """
    rows = float(cells.positives.sum() + cells.negatives.sum())
    if not rows:
        return None
    first = np.searchsorted(cells.p, _THRESHOLDS)  # cells from here up are acted on
    tp, fp = (np.append(np.cumsum(counts[::-1])[::-1], 0)[first] for counts in (cells.positives, cells.negatives))
    price = _THRESHOLDS / (1 - _THRESHOLDS)
    benefit = (tp - price * fp) / rows
    se = np.sqrt(np.maximum((tp + price**2 * fp) / rows - benefit**2, 0.0) / rows)
    half = float(ndtri((1 + BAND) / 2)) * se
    positives, negatives = float(cells.positives.sum()), float(cells.negatives.sum())
    columns = {
        "threshold": _THRESHOLDS.copy(),
        "net_benefit": benefit,
        "low": benefit - half,
        "high": benefit + half,
        "treat_all": (positives - price * negatives) / rows,
        "treat_none": np.zeros(len(_THRESHOLDS)),
    }
    return Curve("decision", of, columns)


def risk_coverage(confidence: Cells, of: str | None = None) -> Curve | None:
    """Error rate of the most confident rows by how many are accepted; None without rows.

    ``error`` is the share of wrong rows among those accepted, with its pointwise 90 % Clopper-Pearson interval ``low``
    to ``high`` (each holds at a depth fixed beforehand); ``generalised_risk`` is the share of all rows that are
    accepted and wrong, whose mean over depths is the AUGRC.
    """
    edge, accepted, wrong = taken_by_confidence(confidence)
    if not len(edge):
        return None
    coverage, risk = accepted / accepted[-1], wrong / accepted[-1]
    at = thin(coverage, wrong / accepted)
    k, n, tail = wrong[at], accepted[at], (1 - BAND) / 2
    columns = {
        "threshold": edge[at],
        "coverage": coverage[at],
        "error": k / n,
        "low": clopper_pearson_lower(k, n, tail),
        "high": 1 - clopper_pearson_lower(n - k, n, tail),
        "generalised_risk": risk[at],
    }
    return Curve("risk_coverage", of, columns)
