"""The metric that a threshold is to make as large as it can."""

from __future__ import annotations

from math import isfinite

from logitwise.errors import OptionError
from logitwise.metrics.wording import metric_words, quoted
from logitwise.policy.nearest import did_you_mean
from logitwise.remedies.reached import MAXIMISED, Measure


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
