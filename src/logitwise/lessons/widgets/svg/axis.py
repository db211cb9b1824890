"""An axis: what it is of, from where to where, and what is marked on it."""

from __future__ import annotations

from dataclasses import dataclass

from logitwise.lessons.widgets.svg.numbers import plain, power
from logitwise.lessons.widgets.svg.scale import power_ticks, round_ticks

MOST_TICKS = 6


@dataclass(frozen=True, slots=True)
class Axis:
    """One side of a chart.

    Attributes:
        label: what the numbers are, with their unit.
        low: where it begins.
        high: where it ends.
        log: by powers of ten.
        marked: places with their labels, where they are not round numbers.
        most: ticks at most.

    >>> Axis("share", 0.0, 1.0).ticks[1]
    (0.2, '0.2')
    """

    label: str
    low: float
    high: float
    log: bool = False
    marked: tuple[tuple[float, str], ...] = ()
    most: int = MOST_TICKS

    @property
    def ticks(self) -> tuple[tuple[float, str], ...]:
        """Numbers with their labels."""
        if self.marked:
            return self.marked
        if self.log:
            return tuple((10.0**k, power(k)) for k in power_ticks(self.low, self.high, self.most))
        return tuple((tick, plain(tick)) for tick in round_ticks(self.low, self.high, self.most))


def steps(label: str, count: int, *, most: int = 10) -> Axis:
    """An axis of 1, 2, ... with half a step at either end, as layers and positions have it.

    >>> steps("layer", 3).ticks
    ((1.0, '1'), (2.0, '2'), (3.0, '3'))
    """
    by = -(-count // most)
    return Axis(label, 0.5, count + 0.5, marked=tuple((float(k), str(k)) for k in range(1, count + 1, by)))
