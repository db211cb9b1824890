"""The threshold at which a metric is largest."""

from __future__ import annotations

from collections.abc import Sequence
from math import isfinite
from typing import TYPE_CHECKING

from logitwise.errors import OptionError
from logitwise.metrics.wording import metric_words, quoted
from logitwise.policy.nearest import did_you_mean
from logitwise.remedies.choosing import chosen
from logitwise.remedies.plan import Best, Plan
from logitwise.remedies.reached import MAXIMISED, Measure

if TYPE_CHECKING:
    from logitwise.remedies.choice import Choice
    from logitwise.remedies.splits import Split
    from logitwise.tallies.cells import Cells

_ONE_SIDED = {"recall": "decides every row positive", "precision": "decides only the surest rows positive",
              "specificity": "decides no row positive"}  # fmt: skip


def best_score(
    cells: Cells, *, metric: str = "f1", beta: float = 1.0, pairs: Sequence[Split] = (), of: str = "yes"
) -> Choice:
    """The threshold at which a metric is largest on these rows; of equal ones the highest.

    What it reaches there is too good, since it was chosen for it: F1 by 8 points at 20 positive rows, 5 at 50, 1 at 250
    (simulated). `Choice.corrected` is unbiased. Where probabilities are calibrated the best F1 is reached at half its
    own value (Lipton, Elkan and Naryanaswamy 2014, arXiv:1402.1892), which is a check. Nothing is guaranteed.

    Args:
        cells: scores on the scale on which the threshold will be compared.
        metric: ``f1``, ``fbeta``, ``mcc``, ``balanced_accuracy`` or ``accuracy``.
        beta: of ``fbeta``.
        pairs: splits for what is told cross-fitted.
        of: name of the positive class.

    Raises:
        OptionError: a metric that no threshold maximises, or a beta that is none.
        RemedyError: one class, constant or inverted scores.

    >>> import numpy as np
    >>> from logitwise.tallies.cells import Cells
    >>> p = np.array([0.1, 0.4, 0.35, 0.8])[[0, 2, 1, 3]]
    >>> cells = Cells(p, 1 - p, p, 0 * p, np.array([0, 1, 0, 1]), np.array([1, 0, 1, 0]), exact=True)
    >>> best = best_score(cells)
    >>> best.threshold, round(best.apparent["f1"], 12)  # scikit-learn 1.9 f1_score
    (0.2, 0.8)
    """
    measure = measure_of(metric, beta)
    if metric in _ONE_SIDED:
        raise OptionError(
            f"maximising {metric} alone {_ONE_SIDED[metric]}: maximise f1 or mcc, or require a floor of another metric"
        )
    return chosen(cells, Plan(Best(measure), measure=measure, aim=aim_of(measure, of)), pairs=pairs, of=of)


def measure_of(metric: str, beta: float) -> Measure:
    """The measure of a metric that can be maximised.

    Raises:
        OptionError: there is none of that name, or the beta is none.
    """
    known = [*MAXIMISED, "fbeta"]
    if metric not in known:
        raise OptionError(
            f"no threshold maximises {metric!r}{did_you_mean(metric, known)}: there are {', '.join(sorted(known))}"
        )
    if not (isfinite(beta) and beta > 0):
        raise OptionError(f"beta = {beta!r}: expected a positive number such as 2")
    return Measure(metric, beta)


def aim_of(measure: Measure, of: str) -> str:
    """The objective in words."""
    words = metric_words(measure.metric or "", measure.beta if measure.metric == "fbeta" else None)
    return f"largest {words}" + (
        "" if measure.metric in ("accuracy", "mcc", "balanced_accuracy") else f" of {quoted(of)}"
    )
