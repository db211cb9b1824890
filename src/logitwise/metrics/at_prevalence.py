"""Predictive values and accuracy where another share of rows is positive than in the rows at hand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import exp, hypot, log, sqrt
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, logit, ndtri

from logitwise.metrics.jackknife import Composition
from logitwise.metrics.law import Law
from logitwise.metrics.measurement import Measurement
from logitwise.metrics.of_confusion import undefined
from logitwise.metrics.proportion import Binomial

if TYPE_CHECKING:
    from logitwise.tallies.confusion import Four

Floats = NDArray[np.float64]
NOT_STATED: Final = "no prevalence is stated: give prevalence=, or prevalence under [task] in the policy"
METHOD = "logit (Mercaldo); verdicts: composed Clopper-Pearson of both rates"
METHOD_HALF = f"{METHOD}; a rate is 0, so that half a row is added to its log-odds"
METHOD_ACCURACY = "composed Wilson; verdicts: composed Clopper-Pearson of both rates"


def ppv_at_prevalence(four: Four, of: str, prevalence: float) -> Measurement:
    """Share of the rows decided positive that would truly be, where a stated share of all rows is positive.

    Formula: se pi / (se pi + (1 - sp) (1 - pi)), with se the recall, sp the specificity and pi the prevalence.

    Undefined: no prevalence is stated, no row is positive or none negative, nothing is decided positive.

    Interval: logit (Mercaldo, Lau and Zhou), variance (1 - se) / (P se) + sp / (N (1 - sp)); where a rate is 0, with
    half a row added, and said. Verdict: the distances of both log rates to their own one-sided Clopper-Pearson limits,
    added like independent ones; where a rate is 0, both limits at half the level [own].

    Trap: it is true only where recall and specificity are the same there: where positives are as hard to tell. At 1 %
    and a specificity of .95 five of six alarms are false, whatever the precision on balanced rows was.

    Related: precision, npv_at_prevalence, average_precision_at_prevalence.

    Source: Mercaldo, Lau and Zhou (2007), doi:10.1002/sim.2677.

    >>> from logitwise.tallies.confusion import Four
    >>> shown = ppv_at_prevalence(Four(tp=90, fp=50, fn=10, tn=950), "ill", 0.01).estimate()
    >>> f"{shown.value:.3f} ({shown.low:.3f} to {shown.high:.3f})"
    '0.154 (0.121 to 0.194)'
    """
    found, false = Binomial(four.tp, four.tp + four.fn), Binomial(four.fp, four.fp + four.tn)
    return _predictive("ppv_at_prevalence", of, found, false, prevalence=prevalence, decided="positive")


def npv_at_prevalence(four: Four, of: str, prevalence: float) -> Measurement:
    """Share of the rows decided negative that truly would be, where a stated share of all rows is positive.

    Formula: sp (1 - pi) / (sp (1 - pi) + (1 - se) pi), with se the recall, sp the specificity and pi the prevalence.

    Undefined: no prevalence is stated, no row is positive or none negative, nothing is decided negative.

    Interval: as of ppv_at_prevalence, with the rates exchanged. Verdict: likewise.

    Trap: where the class is rare it is near 1 for any model, also for one that never says positive: 1 - pi is what that
    one has.

    Related: npv, ppv_at_prevalence.

    Source: Mercaldo, Lau and Zhou (2007), doi:10.1002/sim.2677.

    >>> from logitwise.tallies.confusion import Four
    >>> round(npv_at_prevalence(Four(tp=90, fp=50, fn=10, tn=950), "ill", 0.01).value, 6)  # by hand: .9405 / .9415
    0.998938
    """
    left, missed = Binomial(four.tn, four.fp + four.tn), Binomial(four.fn, four.tp + four.fn)
    return _predictive("npv_at_prevalence", of, left, missed, prevalence=1 - prevalence, decided="negative")


def accuracy_at_prevalence(four: Four, of: str, prevalence: float) -> Measurement:
    """Share of rows that would be decided rightly, where a stated share of all rows is positive.

    Formula: pi se + (1 - pi) sp, with se the recall, sp the specificity and pi the prevalence.

    Undefined: no prevalence is stated, no row is positive or none negative.

    Interval: Wilson's of both rates, their distances added like independent ones (Newcombe). Verdict: the same of
    Clopper and Pearson's, which missed at most .037 below and .056 above (9 designs of 20 to 500 rows a class).

    Trap: as with accuracy, always saying negative has 1 - pi.

    Related: accuracy, balanced_accuracy, ppv_at_prevalence.

    Source: Newcombe (1998), doi:10.1002/(SICI)1097-0258(19980430)17:8<873::AID-SIM779>3.0.CO;2-I, for the composition.

    >>> from logitwise.tallies.confusion import Four
    >>> round(accuracy_at_prevalence(Four(tp=90, fp=50, fn=10, tn=950), "ill", 0.01).value, 4)
    0.9495
    """
    name, rates = "accuracy_at_prevalence", (Binomial(four.tp, four.tp + four.fn), Binomial(four.tn, four.fp + four.tn))
    if not all(rate.trials for rate in rates):
        return undefined(name, four.rows, _one_sided(four, of), of=of)
    law = AccuracyAt(*rates, prevalence)
    return Measurement(name, of, None, law.value, four.rows, method=METHOD_ACCURACY, law=law)


@dataclass(frozen=True, slots=True)
class PredictiveValue(Law):
    """The law of a / (a + b) with a = right pi and b = wrong (1 - pi), `right` and `wrong` independent shares.

    For verdicts the distances of log right and log wrong to their own one-sided Clopper-Pearson limits add like
    independent ones; missed at most .042 below and .045 above in 11 designs of 20 to 2000 rows a class [own]. Where a
    rate is 0, both limits are taken at half the level, which is guaranteed (Bonferroni).

    Attributes:
        right: rows of the class so decided, out of those of the class.
        wrong: other rows so decided, out of the other rows.
        prevalence: share of the class, pi.
    """

    right: Binomial
    wrong: Binomial
    prevalence: float

    @property
    def value(self) -> float:
        """The predictive value."""
        a, b = self.right.value * self.prevalence, self.wrong.value * (1 - self.prevalence)
        return a / (a + b)

    def interval(self, level: float) -> tuple[float, float]:
        """Logit interval."""
        half = 0.5 * self.half
        k, n = self.right.successes + half, self.right.trials + 2 * half
        j, m = self.wrong.successes + half, self.wrong.trials + 2 * half
        centre = log(k / n) - log(j / m) + float(logit(self.prevalence))
        shift = float(ndtri((1 + level) / 2)) * sqrt((1 - k / n) / k + (1 - j / m) / j)
        return float(expit(centre - shift)), float(expit(centre + shift))

    def lower(self, alpha: float) -> float:
        """Composed limit."""
        return self._limit(alpha, Binomial.lower, Binomial.upper)

    def upper(self, alpha: float) -> float:
        """Composed limit."""
        return self._limit(alpha, Binomial.upper, Binomial.lower)

    @property
    def half(self) -> bool:
        """Whether a rate is 0, so that its log-odds are made with half a row more."""
        return not self.right.successes or not self.wrong.successes

    def _limit(
        self, alpha: float, of_right: Callable[[Binomial, float], float], of_wrong: Callable[[Binomial, float], float]
    ) -> float:
        if self.half:
            right, wrong = of_right(self.right, alpha / 2), of_wrong(self.wrong, alpha / 2)
            return right * self.prevalence / (right * self.prevalence + wrong * (1 - self.prevalence))
        right, wrong = of_right(self.right, alpha), of_wrong(self.wrong, alpha)
        distance = hypot(log(right / self.right.value), log(wrong / self.wrong.value))
        sign = -1 if right < self.right.value or wrong > self.wrong.value else 1
        odds = self.value / (1 - self.value) * exp(sign * distance)
        return odds / (1 + odds)


@dataclass(frozen=True, slots=True)
class AccuracyAt(Law):
    """The law of pi se + (1 - pi) sp; see `accuracy_at_prevalence`.

    Attributes:
        found: positive rows decided so.
        left: negative rows decided so.
        prevalence: share of positives, pi.
    """

    found: Binomial
    left: Binomial
    prevalence: float

    @property
    def value(self) -> float:
        """The accuracy."""
        return self.prevalence * self.found.value + (1 - self.prevalence) * self.left.value

    def interval(self, level: float) -> tuple[float, float]:
        """Composed of Wilson's."""
        ends = np.array([self.found.interval(level), self.left.interval(level)])
        parts = self._parts(lambda _: ends[:, 0], lambda _: ends[:, 1])
        return parts.lower(level), parts.upper(level)

    def lower(self, alpha: float) -> float:
        """Composed of Clopper and Pearson's."""
        return self._exact.lower(alpha)

    def upper(self, alpha: float) -> float:
        """Composed of Clopper and Pearson's."""
        return self._exact.upper(alpha)

    @property
    def _exact(self) -> Composition:
        both = (self.found, self.left)
        return self._parts(
            lambda alpha: np.array([rate.lower(alpha) for rate in both]),
            lambda alpha: np.array([rate.upper(alpha) for rate in both]),
        )

    def _parts(self, lowers: Callable[[float], Floats], uppers: Callable[[float], Floats]) -> Composition:
        values, weights = (self.found.value, self.left.value), (self.prevalence, 1 - self.prevalence)
        return Composition(np.array(values), np.array(weights), lowers, uppers)


def _predictive(  # noqa: PLR0913  two rates and what to call them
    name: str, of: str, right: Binomial, wrong: Binomial, *, prevalence: float, decided: str
) -> Measurement:
    rows = right.trials + wrong.trials
    if not right.trials or not wrong.trials:
        positives = right.trials if decided == "positive" else wrong.trials
        return undefined(name, rows, f"every row is truly {of}" if positives else f"no row is truly {of}", of=of)
    if not right.successes and not wrong.successes:
        return undefined(name, rows, f"no row is decided {'' if decided == 'positive' else 'not '}to be {of}", of=of)
    law = PredictiveValue(right, wrong, prevalence)
    method = METHOD_HALF if law.half else METHOD
    return Measurement(name, of, None, law.value, rows, method=method, law=law)


def _one_sided(four: Four, of: str) -> str:
    return f"every row is truly {of}" if four.tp + four.fn else f"no row is truly {of}"
