"""Does the model beat a rule that looks at no input? Two clauses of the baseline policy."""

from __future__ import annotations

from dataclasses import dataclass
from math import nan
from typing import TYPE_CHECKING

import numpy as np

from logitwise.errors import OptionError
from logitwise.metrics.asking import measure
from logitwise.metrics.clusters import Clustered, freedom_of
from logitwise.metrics.proportion import Binomial
from logitwise.metrics.reading import Reading
from logitwise.metrics.weighting import Weights, as_counted, worth

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from logitwise.metrics.law import Law, Share
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
        law: of the share; None: binomial in these rows. Weighted or grouped rows have another.
        by_weight: the share where rows are weighted, else None.

    >>> test = SignTest(b=3, c=0, majority="benign")
    >>> round(test.lower(0.05), 3), test.value
    (0.368, 1.0)
    """

    b: int
    c: int
    majority: str
    law: Law | None = None
    by_weight: float | None = None

    @property
    def value(self) -> float:
        """B / (b + c), by weight where rows are weighted; NaN where they never differ."""
        return Binomial(self.b, self.b + self.c).value if self.by_weight is None else self.by_weight

    @property
    def share(self) -> Share | None:
        """The question asked of independent rows of equal weight, None where that cannot be."""
        return self._law.as_share(0.5)

    def lower(self, alpha: float) -> float:
        """One-sided Clopper-Pearson limit of b / (b + c): above 1/2 passes; NaN where b + c = 0."""
        return self._law.lower(alpha) if self.b + self.c else nan

    def upper(self, alpha: float) -> float:
        """One-sided Clopper-Pearson limit of b / (b + c): below 1/2 fails; NaN where b + c = 0."""
        return self._law.upper(alpha) if self.b + self.c else nan

    @property
    def _law(self) -> Law:
        return Binomial(self.b, self.b + self.c) if self.law is None else self.law


def beats_majority(tally: Tally, *, of: str | None = None) -> SignTest:
    """The sign test against always deciding the most frequent class (the first such where several are).

    Args:
        tally: what the rows left behind.
        of: label of a multilabel tally, where its presence or absence is what is decided; not used otherwise.
    """
    reading = Reading(tally)
    if reading.multilabel and of is None:
        raise OptionError("labels have a majority each: name one with `of`")
    label = reading.index(of) if reading.multilabel and of is not None else None
    support, _ = _support_and_hits(as_counted(tally), label)
    k = int(np.argmax(support))
    b, c = _differing(tally, label, k)
    names = reading.classes if label is None else (f"without {of}", str(of))
    by_weight = None
    if tally.weighted is not None:
        gained, lost = _differing(tally.weighted.counts, label, k)
        by_weight = Binomial(gained, gained + lost).value
    return SignTest(int(b), int(c), names[k], _law(tally, label, k), by_weight)


def _support_and_hits(tally: Tally, label: int | None) -> tuple[NDArray[np.number], NDArray[np.number]]:
    """True rows, and those of them rightly decided, by class; of a label without and with it."""
    reading = Reading(tally)
    if label is None:
        return reading.confusion.support, reading.confusion.hits
    table = reading.label_counts[label]
    return table.sum(axis=1), np.diagonal(table)


def _differing(tally: Tally, label: int | None, k: int) -> tuple[float, float]:
    """Rows that only the model, and that only always deciding class `k`, gets right."""
    support, hits = _support_and_hits(tally, label)
    return float(hits.sum() - hits[k]), float(support[k] - hits[k])


def _law(tally: Tally, label: int | None, k: int) -> Law | None:
    """The law of the share where rows are weighted or grouped."""
    if tally.weighted is None and tally.clusters is None:
        return None
    b, c = _differing(tally, label, k)
    if tally.weighted is not None:
        table = Weights.of(tally.weighted, label)
        gained = table.right - table.hits[k]
        differs = gained + table.truth[k] - table.hits[k]
        b, c = (x * worth(differs, gained) for x in _differing(tally.weighted.counts, label, k))
    law: Law = Binomial(b, b + c)
    if tally.clusters is None or not b + c:
        return law
    folds = [part if part.weighted is None else part.weighted.counts for part in tally.clusters.values()]
    gained, lost = np.array([_differing(part, label, k) for part in folds]).T
    freedom = freedom_of(gained + lost)
    gained, lost = gained.sum() - gained, lost.sum() - lost
    groups = tally.group_count
    return Clustered(law, b / (b + c), gained / np.maximum(gained + lost, 1e-300), groups, freedom=freedom)


def beats_prior(tally: Tally, *, of: str | None = None) -> Measurement | None:
    """The Brier skill, whose lower limit above 0 passes and whose upper limit below 0 fails.

    Args:
        tally: what the rows left behind.
        of: label of a multilabel tally.

    Returns:
        The measurement, or None without probabilities: then the clause is not applicable.
    """
    return None if Reading(tally).without_scores is not None else measure(tally, "brier_skill", of=of)
