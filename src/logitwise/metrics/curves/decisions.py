"""Decision and risk-coverage curves: what acting on a probability, or on confidence, would bring."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from logitwise.metrics.curves.curve import Curve
from logitwise.metrics.curves.net_benefit import acted, design_effect, mean, over_none, quantile, variance
from logitwise.metrics.curves.reliability import BAND
from logitwise.metrics.curves.thinning import thin
from logitwise.metrics.proportion import clopper_pearson_lower
from logitwise.metrics.selective import taken_by_confidence

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from logitwise.metrics.curves.net_benefit import FoldCounts
    from logitwise.tallies.cells import Cells


def decision_curve(
    cells: Cells, of: str | None, *, folds: FoldCounts | None = None, first: NDArray[np.int64] | None = None
) -> Curve | None:
    """Net benefit of acting where the probability reaches a threshold, of always and never acting; None without rows.

    TP / n - FP / n * t / (1 - t): true positives a row, less false ones at the price that the threshold implies.
    ``low`` and ``high`` are a pointwise 90 % band, from the variance of the row terms: normal, and where rows come in
    groups Student's t, the variance as large as leaving out each fold of groups shows it. A threshold inside a cell of
    several scores stands at the end of that cell, where the counts are exact. Source: Vickers and Elkin (2006),
    doi:10.1177/0272989X06295361.

    Args:
        cells: ascending scores.
        of: class or label.
        folds: counts by fold of the groups at `THRESHOLDS`, where rows come in groups.
        first: the lowest cell that each of `THRESHOLDS` takes, where more is known than the cells tell.
    """
    if not cells.rows:
        return None
    at = acted(cells, first=first)
    terms = over_none(at)
    benefit = mean(at, terms)
    half = quantile(BAND, folds) * np.sqrt(variance(at, terms) * design_effect(at, terms, folds))
    columns = {
        "threshold": at.threshold,
        "net_benefit": benefit,
        "low": benefit - half,
        "high": benefit + half,
        "treat_all": (at.positives - at.price * at.negatives) / at.rows,
        "treat_none": np.zeros(len(benefit)),
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
