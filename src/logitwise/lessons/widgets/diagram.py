"""The reliability diagram: what happened against what was said, over the band of a calibrated model."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from logitwise.lessons.widgets.svg.axis import Axis
from logitwise.lessons.widgets.svg.document import chart
from logitwise.lessons.widgets.svg.frame import Frame
from logitwise.lessons.widgets.svg.legend import Key
from logitwise.lessons.widgets.svg.line import staircase
from logitwise.lessons.widgets.svg.region import band
from logitwise.lessons.widgets.svg.rule import diagonal
from logitwise.metrics.coarse import FOR_FITS, coarsen
from logitwise.metrics.curves.reliability import reliability
from logitwise.metrics.pav import isotonic
from logitwise.tallies.cells import Cells

if TYPE_CHECKING:
    from logitwise.lessons.widgets.view import Chart

Floats = NDArray[np.float64]

HEIGHT: Final = 285.0
_FOR_BAND: Final = 64  # a slider moves it: a quarter of the cells, and of the time, draws the same band to an eye


class Reliability(NamedTuple):
    """Both lines of the diagram.

    Attributes:
        said: ``(points,)`` probabilities.
        happened: ``(points,)`` isotonic shares of the rows that were given them.
        at: ``(places,)`` probabilities at which the band is known.
        low: ``(places,)`` its lower end.
        high: ``(places,)`` its upper end.
    """

    said: Floats
    happened: Floats
    at: Floats
    low: Floats
    high: Floats

    @property
    def outside(self) -> float:
        """Share of the points that lie outside the band."""
        low, high = (np.interp(self.said, self.at, end) for end in (self.low, self.high))
        return float(np.mean((self.happened < low) | (self.happened > high)))


def reliability_of(cells: Cells, of: str | None) -> Reliability:
    """Curve of all cells, band of coarser ones."""
    fine, few = coarsen(cells, FOR_FITS), coarsen(cells, _FOR_BAND)
    hits = np.rint(few.hits).astype(np.int64)
    misses = np.rint(few.rows).astype(np.int64) - hits
    coarse = Cells(few.p, 1 - few.p, few.p, np.zeros(len(few.p)), hits, misses, exact=False)
    found = reliability(coarse, of).columns
    return Reliability(fine.p, isotonic(fine.hits, fine.rows), found["predicted"], found["low"], found["high"])


def diagram(cells: Cells, *, of: str | None, scale: float) -> Chart:
    """Of the positive class, or of the top class being right where `of` is None."""
    found = reliability_of(cells, of)
    keys = (Key("observed", 1), Key("90 % band of a calibrated model", 3, "band"))
    what = "confidence in the top class" if of is None else f"probability of {of}"
    happens = "share that is right" if of is None else f"share that is {of}"
    frame = Frame.of(Axis(what, 0.0, 1.0), Axis(happens, 0.0, 1.0), keys=keys, height=HEIGHT)
    last = (np.append(column, column[-1]) for column in (found.said, found.happened))
    marks = (band(frame, found.at, found.low, found.high, series=3), diagonal(frame), staircase(frame, *last))
    told = f"Reliability with logits times {scale:g}; {found.outside:.0%} of the points lie outside the band."
    return chart(frame, *marks, title="Reliability diagram", description=told)
