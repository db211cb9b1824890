"""Which classes are surely mostly missed: one answer for the verdict's clause and for LW202."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from logitwise import metrics
from logitwise.findings.number_of_tests import number_of_tests
from logitwise.metrics.proportion import clopper_pearson_lower

if TYPE_CHECKING:
    from collections.abc import Sequence

    from logitwise.metrics import Measurement
    from logitwise.policy import Policy
    from logitwise.tallies import Tally

Floats = NDArray[np.float64]
LEAST: Final = 0.5
"""Share of a class that must be found where the policy does not say how much. A judgement, that of the baseline."""


@dataclass(frozen=True, slots=True, eq=False)
class Recalls:
    """``(classes,)`` recalls with their one-sided limits; NaN of classes without rows.

    Attributes:
        support: rows that truly are of each class or label.
        hits: those that are decided so.
        values: recalls.
        measured: where rows are weighted or grouped, what limits are read from; None where they are binomial.
    """

    support: NDArray[np.int64]
    hits: NDArray[np.int64]
    values: Floats
    measured: Sequence[Measurement] | None

    @classmethod
    def of(cls, tally: Tally) -> Recalls:
        """Of a tally with rows."""
        confusion = tally.confusion
        assert confusion is not None  # noqa: S101  # a tally without rows is refused before
        support, hits = confusion.support, confusion.hits
        if tally.weighted is not None or tally.clusters is not None:
            measured = metrics.measure_classes(tally, "recall")
            return cls(support, hits, np.array([each.value for each in measured]), measured)
        values = np.divide(hits, support, out=np.full(len(support), np.nan), where=support > 0)
        return cls(support, hits, values, None)

    def upper(self, alpha: float) -> Floats:
        """Limits above."""
        if self.measured is not None:
            return np.array([each.upper(alpha) for each in self.measured])
        return 1 - clopper_pearson_lower(self.support - self.hits, self.support, alpha)

    def lower(self, alpha: float) -> Floats:
        """Limits below."""
        if self.measured is not None:
            return np.array([each.lower(alpha) for each in self.measured])
        return clopper_pearson_lower(self.hits, self.support, alpha)

    def missed(self, least: float, alpha: float) -> NDArray[np.intp]:
        """Classes of which surely less than `least` is found, worst first: by what is sure, then by what was seen."""
        upper = self.upper(alpha)
        found = np.flatnonzero((self.support > 0) & (upper < least))
        return np.asarray(found[np.lexsort((self.values[found], upper[found]))])


def least_found(policy: Policy) -> float:
    """Share of each class that must be found."""
    return LEAST if policy.clauses.mostly_missed is None else policy.clauses.mostly_missed


def level_of_missed(tally: Tally, policy: Policy) -> float:
    """One-sided level of each class: that of the verdict's tests where the clause is one, else divided by classes."""
    alpha = policy.confidence.alpha
    if policy.clauses.mostly_missed is None:
        return alpha / len(tally.head.classes)
    return alpha / number_of_tests(tally, policy)
