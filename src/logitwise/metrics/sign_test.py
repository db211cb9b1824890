"""Does the model beat a rule that looks at no input? Two clauses of the baseline policy."""

from __future__ import annotations

from dataclasses import dataclass
from math import nan
from typing import TYPE_CHECKING

import numpy as np

from logitwise.errors import OptionError
from logitwise.metrics.catalogue import measure
from logitwise.metrics.proportion import Binomial
from logitwise.metrics.reading import Reading

if TYPE_CHECKING:
    from logitwise.metrics.measurement import Measurement
    from logitwise.tallies.tally import Tally


@dataclass(frozen=True, slots=True)
class SignTest:
    """Rows on which model and majority class differ in being right: which of them wins more often?

    The share b / (b + c) is compared with 1/2. Taking the sample's own majority share as a fixed bound on accuracy
    instead missed .13 of the time at prevalence .4; this misses at most .042.

    Attributes:
        b: rows of other classes that the model decides rightly: only the model is right.
        c: rows of the majority class that it decides otherwise: only the majority class is right.
        majority: the majority class.

    >>> test = SignTest(b=3, c=0, majority="benign")
    >>> round(test.lower(0.05), 3), test.value
    (0.368, 1.0)
    """

    b: int
    c: int
    majority: str

    @property
    def value(self) -> float:
        """B / (b + c); NaN where they never differ."""
        return self._law.value

    def lower(self, alpha: float) -> float:
        """One-sided Clopper-Pearson limit of b / (b + c): above 1/2 passes; NaN where b + c = 0."""
        return self._law.lower(alpha) if self.b + self.c else nan

    def upper(self, alpha: float) -> float:
        """One-sided Clopper-Pearson limit of b / (b + c): below 1/2 fails; NaN where b + c = 0."""
        return self._law.upper(alpha) if self.b + self.c else nan

    @property
    def _law(self) -> Binomial:
        return Binomial(self.b, self.b + self.c)


def beats_majority(tally: Tally, *, of: str | None = None) -> SignTest:
    """The sign test against always deciding the most frequent class (the first such where several are).

    Args:
        tally: what the rows left behind.
        of: label of a multilabel tally, where its presence or absence is what is decided; not used otherwise.
    """
    reading = Reading(tally)
    if reading.multilabel:
        if of is None:
            raise OptionError("labels have a majority each: name one with `of`")
        (tn, fp), (fn, tp) = reading.label_counts[reading.index(of)].tolist()
        if tn + fp >= fn + tp:
            return SignTest(tp, fp, f"without {of}")
        return SignTest(tn, fn, of)
    support, hits = reading.confusion.support, reading.confusion.hits
    k = int(np.argmax(support))
    return SignTest(int(hits.sum() - hits[k]), int(support[k] - hits[k]), reading.classes[k])


def beats_prior(tally: Tally, *, of: str | None = None) -> Measurement | None:
    """The Brier skill, whose lower limit above 0 passes and whose upper limit below 0 fails.

    Args:
        tally: what the rows left behind.
        of: label of a multilabel tally.

    Returns:
        The measurement, or None without probabilities: then the clause is not applicable.
    """
    return None if Reading(tally).without_scores is not None else measure(tally, "brier_skill", of=of)
