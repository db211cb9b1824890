"""The range of an activation: the values that it takes over the real line."""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True, slots=True)
class Range:
    """A pair (low, high) of ends, each closed (a real input reaches it) or open (approached only).

    It is the range over the *real* line. In floating point an open end is reached by rounding: the sigmoid of 40 is
    1.0, although 1 lies outside the open range (0, 1). That is what saturation means here.

    Attributes:
        low: the lower end, -inf where there is none.
        high: the upper end, +inf where there is none.
        low_closed: whether a real input takes the value `low`.
        high_closed: whether a real input takes the value `high`.

    Raises:
        ValueError: ends out of order, or an infinite end said to be closed.

    >>> low, high = Range(0.0, 1.0)
    >>> Range(0.0, float("inf"), low_closed=True)
    Range [0, inf)
    >>> 1.0 in Range(0.0, 1.0), 1.0 in Range(0.0, 1.0, high_closed=True)
    (False, True)
    """

    low: float
    high: float
    low_closed: bool = False
    high_closed: bool = False

    def __post_init__(self) -> None:
        if not self.low < self.high:
            raise ValueError(f"a range needs low < high; got {self.low} and {self.high}")
        if (self.low_closed and not isfinite(self.low)) or (self.high_closed and not isfinite(self.high)):
            raise ValueError("an infinite end is never reached by a real input, so it cannot be closed")

    def __iter__(self) -> Iterator[float]:
        yield self.low
        yield self.high

    def __contains__(self, value: float) -> bool:
        above = self.low <= value if self.low_closed else self.low < value
        below = value <= self.high if self.high_closed else value < self.high
        return above and below

    def __str__(self) -> str:
        opening, closing = "[" if self.low_closed else "(", "]" if self.high_closed else ")"
        return f"{opening}{self.low:.5g}, {self.high:.5g}{closing}"

    def __repr__(self) -> str:
        return f"Range {self}"
