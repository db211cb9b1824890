"""Confident errors: whether rows given almost certainty are wrong as seldom as they say."""

from __future__ import annotations

from dataclasses import dataclass
from math import inf
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaincinv

from logitwise.metrics.law import Law
from logitwise.metrics.measurement import Measurement
from logitwise.metrics.of_confusion import undefined

if TYPE_CHECKING:
    from logitwise.tallies.cells import Cells

Floats = NDArray[np.float64]
METHOD = "exact Poisson"
CONFIDENT: Final = 0.99


@dataclass(frozen=True, slots=True)
class PoissonRatio(Law):
    """The law of a count over a number that was expected, given the scores.

    Errors of confident rows are rare, so their number is all but Poisson; where it is not (unequal chances) it varies
    less, so that the exact limits hold: nominal .05, they missed at most .037 (36 designs, 1,000 draws each).

    Attributes:
        observed: the count.
        expected: the number.
    """

    observed: float
    expected: float

    def interval(self, level: float) -> tuple[float, float]:
        """Both one-sided limits."""
        tail = (1 - level) / 2
        return self.lower(tail), self.upper(tail)

    def lower(self, alpha: float) -> float:
        """Exact Poisson limit; 0 at 0."""
        return float(gammaincinv(self.observed, alpha)) / self.expected if self.observed > 0 else 0.0

    def upper(self, alpha: float) -> float:
        """Exact Poisson limit; -ln alpha over what was expected at 0."""
        return float(gammaincinv(self.observed + 1, 1 - alpha)) / self.expected


class _Confident(NamedTuple):
    """Rows by confidence, ``(cells,)`` each: the share that says wrong, its width, and how many were right or wrong."""

    doubt: Floats
    width: Floats
    right: Floats
    wrong: Floats


def confident_errors(cells: Cells, of: str | None = None, *, both_ends: bool = False) -> Measurement:
    """Wrong rows among those with a confidence of at least 0.99, over as many as that confidence admits.

    1 is as claimed, 3 three times as many confident mistakes. Confidence is the top label's probability; of two classes
    and of a label the larger of p and 1 - p.

    Formula: wrong rows / sum (1 - confidence), over rows with confidence >= 0.99.

    Undefined: no row is as confident, or all of them have confidence 1.

    Interval: exact Poisson, given the scores. Verdict: the same, one-sided. Both are widened by the certificate where
    scores were put into cells.

    Trap: it is a ratio: ten times too many of next to none may still be few. And it does not see what happens at 0.98.

    Related: calibration_gap, top_label_gap, augrc.

    Source: Garwood (1936), doi:10.1093/biomet/28.3-4.437.

    Args:
        cells: confidence by whether it is right; with `both_ends` the probability of an outcome by whether it holds.
        of: class or label.
        both_ends: a probability of at most 0.01 is confident too, that the outcome does not hold.

    >>> import logitwise as lw
    >>> tally = lw.tally([0, 1] + [1] * 198, probabilities=[0.995] * 200)
    >>> round(lw.evaluate(tally, policy="baseline").metric("confident_errors").value, 6)  # 1 of 200 x 0.005
    1.0
    """
    sure = _confident(cells, both_ends=both_ends, reach=0)
    rows, wrong = float((sure.right + sure.wrong).sum()), float(sure.wrong.sum())
    counted = rows if rows % 1 else int(rows)
    if not rows:
        reason = f"no row has a confidence of at least {CONFIDENT}"
        return undefined("confident_errors", 0, reason, of=of)
    expected = float(sure.doubt @ (sure.right + sure.wrong))
    if not expected > 0:
        reason = f"the rows with a confidence of at least {CONFIDENT} all have 1, so that none may be wrong: "
        return undefined("confident_errors", counted, reason + f"{wrong:,.10g} are", of=of)
    law = PoissonRatio(wrong, expected)
    value = wrong / expected
    certificate = 0.0 if cells.exact else _certificate(cells, value, both_ends=both_ends)
    return Measurement(
        "confident_errors",
        of,
        None,
        value,
        counted,
        certificate,
        method=METHOD,
        law=law,
        unit=f"rows with a confidence of at least {CONFIDENT}",
    )


def _confident(cells: Cells, *, both_ends: bool, reach: int) -> _Confident:
    """The confident rows; with `reach` 1 all that may be, with -1 only those that surely are, wherever they lie."""
    positives, negatives = cells.positives.astype(np.float64), cells.negatives.astype(np.float64)
    up = cells.p + reach * cells.width >= CONFIDENT
    parts = [(cells.q[up], cells.width[up], positives[up], negatives[up])]
    if both_ends:
        down = cells.q + reach * cells.width >= CONFIDENT
        parts.append((cells.p[down], cells.width[down], negatives[down], positives[down]))
    return _Confident(*(np.concatenate(columns) for columns in zip(*parts, strict=True)))


def _certificate(cells: Cells, value: float, *, both_ends: bool) -> float:
    """How far the ratio moves when rows of the cells around 0.99 count or not, and lie at the ends of their cells."""
    sure, maybe = (_confident(cells, both_ends=both_ends, reach=reach) for reach in (-1, 1))
    sure_rows, maybe_rows = sure.right + sure.wrong, maybe.right + maybe.wrong
    fewest, most = float(sure.wrong.sum()), float(maybe.wrong.sum())
    least = float(np.maximum(sure.doubt - sure.width, 0.0) @ sure_rows)
    largest = float((maybe.doubt + maybe.width) @ maybe_rows)
    highest = most / least if least > 0 else inf
    return max(highest - value, value - fewest / largest)
