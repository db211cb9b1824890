"""AUGRC: how many undetected errors confidence leaves, over all depths of acceptance."""

from __future__ import annotations

from dataclasses import dataclass
from math import isnan, sqrt
from typing import TYPE_CHECKING, Final

import numpy as np
from scipy.special import expit, logit, ndtri, stdtrit

from logitwise.metrics.auc import auc_sums
from logitwise.metrics.law import Law
from logitwise.metrics.measurement import Measurement
from logitwise.metrics.of_confusion import NO_ROWS, undefined
from logitwise.metrics.proportion import Binomial

if TYPE_CHECKING:
    from logitwise.tallies.cells import Cells

METHOD = "logit, influence function; verdicts: t limit after one worst row, no better than the error rate alone allows"

_FEW: Final = 10  # errors below which the rest of them may be more confident than any seen


@dataclass(frozen=True, slots=True)
class Augrc(Law):
    """The law of an AUGRC.

    For display the logit of twice the area with the standard error of the influence function. For verdicts Student's
    limits after one more row: above one that is wrong and the most confident of all, below one that is right and the
    least confident. With fewer than 10 errors the upper limit, shown too, is what the error rate alone gives, e (1 - e
    / 2) at its Clopper-Pearson limit, since a few errors do not tell how confident the unseen ones are (the logit's
    missed .26, nominal .025). In 75 designs (50 to 1,000 rows, error rates .002 to .6, confidence from perfect to
    perverse, 500 draws each) the verdict limits, nominal .05, missed at most .058 below
    and .062 above.

    Attributes:
        value: area.
        squares: sum over rows of the squared influence.
        right: rows whose top label is right.
        wrong: the other rows.
    """

    value: float
    squares: float
    right: float
    wrong: float

    @property
    def rows(self) -> float:
        """All rows."""
        return self.right + self.wrong

    def interval(self, level: float) -> tuple[float, float]:
        """Logit; above the verdict limit with few errors, and both where no row, or every row, is wrong."""
        tail = (1 - level) / 2
        if not 0 < 2 * self.value < 1 or not self.squares > 0:
            return self.lower(tail), self.upper(tail)
        twice = 2 * self.value
        half = float(ndtri(1 - tail)) * 2 * sqrt(self.squares) / self.rows / (twice * (1 - twice))
        high = self.upper(tail) if self.wrong < _FEW else float(expit(logit(twice) + half)) / 2
        return float(expit(logit(twice) - half)) / 2, high

    def lower(self, alpha: float) -> float:
        """Student's limit after one best row, no lower than confidence that ranks perfectly would have."""
        least = Binomial(self.wrong, self.rows).lower(alpha) ** 2 / 2
        return max(least, self._after(-2 * self.value, -1, alpha)) if self.squares > 0 else least

    def upper(self, alpha: float) -> float:
        """Student's limit after one worst row; what the error rate alone gives with few errors."""
        e = Binomial(self.wrong, self.rows).upper(alpha)
        most = e * (1 - e / 2)
        return most if self.wrong < _FEW or not self.right else min(most, self._after(1 - 2 * self.value, 1, alpha))

    def _after(self, influence: float, sign: int, alpha: float) -> float:
        """Student's limit below (`sign` -1) or above after one more row of the given influence."""
        n = self.rows + 1
        spread = max(self.squares + influence**2 * (1 - 1 / n), 0.0)
        return self.value + influence / n + sign * float(stdtrit(self.rows, 1 - alpha)) * sqrt(spread / self.rows / n)


def augrc(confidence: Cells, of: str | None = None) -> Measurement:
    """Share of rows that are wrong and accepted all the same, averaged over how many of the surest are accepted.

    0 without errors, 0.5 when all rows are wrong.

    Formula: (1 - AUC) a (1 - a) + (1 - a)^2 / 2, with a the accuracy and AUC the roc_auc of confidence against being
    right; equal confidences go together.

    Undefined: there are no rows.

    Interval: influence function on the logit scale, above the verdict's with fewer than 10 errors. Verdict: Student's
    limit after one more row, above the worst there could be, below the best; with fewer than 10 errors above what the
    error rate alone allows [own]. Both are widened by the certificate where scores were put into cells.

    Trap: it mixes accuracy and ranking: a model that is right more often has the smaller area though its confidence
    ranks worse. The AURC of papers is another number, and has at least three definitions.

    Related: confident_errors, accuracy, top_label_gap.

    Source: Traub et al. (2024), arXiv:2407.01032; own limits.

    >>> import logitwise as lw
    >>> tally = lw.tally([0, 1, 2, 0], logits=[[3, 0, 0], [0, 3, 0], [0, 0, 3], [0, 1, 0]])  # wrong where least sure
    >>> lw.evaluate(tally, policy="baseline").metric("augrc").value  # 0.25^2 / 2
    0.03125
    """
    right, wrong = confidence.positives.astype(np.float64), confidence.negatives.astype(np.float64)
    rows = float(right.sum() + wrong.sum())
    if not rows:
        return undefined("augrc", confidence.rows, NO_ROWS, of=of)
    accuracy, error = float(right.sum()) / rows, float(wrong.sum()) / rows
    sums = auc_sums(right, wrong)
    area = 0.0 if isnan(float(sums.value)) else (1 - float(sums.value)) * accuracy * error
    value = area + error**2 / 2
    # influence of a row: of a wrong one the right rows below it and all wrong ones, of a right one the wrong above it
    below = (np.cumsum(right) - right / 2) / rows
    above = error - (np.cumsum(wrong) - wrong / 2) / rows
    squares = float(wrong @ (below + error - 2 * value) ** 2 + right @ (above - 2 * value) ** 2)
    law = Augrc(value, squares if 0 < error < 1 else 0.0, float(right.sum()), float(wrong.sum()))
    certificate = 0.0 if confidence.exact or not 0 < error < 1 else float(sums.certificate) * accuracy * error
    return Measurement("augrc", of, None, value, confidence.rows, certificate, method=METHOD, law=law)
