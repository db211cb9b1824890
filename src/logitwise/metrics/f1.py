"""F1, whose interval comes from a binomial share after all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from logitwise.metrics.law import Law, Share

if TYPE_CHECKING:
    from logitwise.metrics.proportion import Binomial

METHOD = "Wilson direct; verdicts: Clopper-Pearson direct"


@dataclass(frozen=True, slots=True)
class F1Direct(Law):
    """The law of F1 = 2 J / (1 + J), where J = TP / (TP + FP + FN) is a binomial share given its denominator.

    F1 rises with J, so the limits of J are limits of F1. Source: Lam, Gopal and Qian (2023), arXiv:2309.14621.

    Attributes:
        jaccard: TP out of TP + FP + FN.

    >>> from logitwise.metrics.proportion import Binomial
    >>> low, high = F1Direct(Binomial(20, 35)).interval(0.95)
    >>> f"{low:.12f} {high:.12f}"
    '0.580124408253 0.837313618432'
    """

    jaccard: Binomial

    @property
    def value(self) -> float:
        """F1; NaN where the class neither occurs nor is decided."""
        return f1_of_jaccard(self.jaccard.value)

    def interval(self, level: float) -> tuple[float, float]:
        """Wilson's interval of J, mapped."""
        low, high = self.jaccard.interval(level)
        return f1_of_jaccard(low), f1_of_jaccard(high)

    def lower(self, alpha: float) -> float:
        """Clopper and Pearson's lower limit of J, mapped."""
        return f1_of_jaccard(self.jaccard.lower(alpha))

    def upper(self, alpha: float) -> float:
        """Clopper and Pearson's upper limit of J, mapped."""
        return f1_of_jaccard(self.jaccard.upper(alpha))

    def as_share(self, bound: float) -> Share:
        """F1 >= c is J >= c / (2 - c)."""
        return self.jaccard.as_share(bound / (2 - bound))


def f1_of_jaccard(j: float) -> float:
    """The F1 that belongs to a Jaccard share.

    >>> f1_of_jaccard(0.5)
    0.6666666666666666
    """
    return 2 * j / (1 + j)
