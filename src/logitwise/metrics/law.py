"""How a number varies: what every interval and every verdict limit is asked from."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from math import nan
from typing import NamedTuple


class Share(NamedTuple):
    """A bound restated as one on a binomial share, for which sample sizes are exact.

    Attributes:
        successes: rows in which it held; fractional where rows are weighted.
        trials: rows in which it could.
        bound: the bound on the share.
    """

    successes: float
    trials: float
    bound: float


class Law(ABC):
    """The sampling law of one measured number. Limits are of sampling alone; the certificate is added by the caller."""

    __slots__ = ()

    @abstractmethod
    def interval(self, level: float) -> tuple[float, float]:
        """Two-sided interval for display, which holds the truth with probability `level`."""

    @abstractmethod
    def lower(self, alpha: float) -> float:
        """One-sided limit that lies above the truth at most `alpha` of the time; NaN where none can be given."""

    @abstractmethod
    def upper(self, alpha: float) -> float:
        """One-sided limit that lies below the truth at most `alpha` of the time; NaN where none can be given."""

    def as_share(self, bound: float) -> Share | None:  # noqa: ARG002  # laws of a share use it
        """The same question asked of a binomial share, or None where the law is none."""
        return None


@dataclass(frozen=True, slots=True)
class Unbounded(Law):
    """Nothing is known, as for a number that is undefined.

    Attributes:
        range: what is shown as interval; NaN where not even a range makes sense.
    """

    range: tuple[float, float] = (nan, nan)

    def interval(self, level: float) -> tuple[float, float]:  # noqa: ARG002  # the same at every level
        """The whole range."""
        return self.range

    def lower(self, alpha: float) -> float:  # noqa: ARG002  # the same at every level
        """NaN: cannot be bounded."""
        return nan

    def upper(self, alpha: float) -> float:  # noqa: ARG002  # the same at every level
        """NaN: cannot be bounded."""
        return nan
