"""How the scores of both classes lie: what a threshold has to cut apart."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from logitwise.lessons.widgets.svg.axis import Axis
from logitwise.lessons.widgets.svg.document import chart
from logitwise.lessons.widgets.svg.frame import Frame
from logitwise.lessons.widgets.svg.legend import Key
from logitwise.lessons.widgets.svg.line import staircase
from logitwise.lessons.widgets.svg.region import band
from logitwise.lessons.widgets.svg.rule import down
from logitwise.lessons.widgets.svg.scale import widened
from logitwise.lessons.widgets.words import count, signed

if TYPE_CHECKING:
    from logitwise.lessons.widgets.data import Outcome
    from logitwise.lessons.widgets.view import Chart

Floats = NDArray[np.float64]

REST: Final = "the rest"


def two_histograms(outcome: Outcome, threshold: float, *, furthest: float) -> Chart:
    """Shares of either class by score, cut at the threshold; scores beyond either end stand in the last step."""
    frame, beneath = _still(outcome, furthest)
    scores = outcome.thresholds
    told = (
        f"{count(scores.positives)} rows are {outcome.shown} and {count(scores.negatives)} are not; the cut is at "
        f"log-odds {signed(threshold)}."
    )
    title = "Scores of both classes"
    return chart(frame, beneath, down(frame, threshold, kind="now"), title=title, description=told)


@lru_cache(maxsize=64)
def _still(outcome: Outcome, furthest: float) -> tuple[Frame, str]:
    """What does not move with the cut."""
    edges = np.arange(-furthest, furthest + 1)
    shares = shares_between(outcome, edges)
    axes = (
        Axis("score (log-odds)", -furthest, furthest, most=7),
        Axis("share of the class", *widened(0.0, float(shares.max()))),
    )
    frame = Frame.of(*axes, keys=(Key(outcome.shown, 1), Key(REST, 2)))
    drawn = []
    for series, share in ((2, shares[1]), (1, shares[0])):
        across, up = np.repeat(edges, 2)[1:-1], np.repeat(share, 2)
        drawn.append(band(frame, across, np.zeros(len(up)), up, series=series))
        drawn.append(staircase(frame, edges, np.append(share, share[-1]), series=series))
    return frame, "".join(drawn)


def shares_between(outcome: Outcome, edges: Floats) -> Floats:
    """``(2, steps)`` shares of the positive rows, and of the others, from each edge to below the next."""
    scores = outcome.thresholds
    inner = scores.reached(edges[1:-1])
    shares = []
    for from_edge, rows in ((inner.tp, scores.positives), (inner.fp, scores.negatives)):
        above = np.concatenate([[rows], from_edge, [0.0]])
        shares.append(-np.diff(above) / rows)
    return np.array(shares)
