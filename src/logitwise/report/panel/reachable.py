"""Which cuts a threshold can make: a probability above 0 and below 1, in double precision."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

from logitwise.remedies.cuts import BELOW_ONE, halfway

if TYPE_CHECKING:
    from logitwise.report.panel.scored import Scored

Floats = NDArray[np.float64]


def reachable(scored: Scored) -> NDArray[np.bool_]:
    """``(cells + 1,)`` whether some threshold takes the cells from each on, and no others; the last takes none.

    None takes rows of probability 0, or leaves rows of probability 1, and scores may lie nearer to each other than
    thresholds do. The script of the page tries the same thresholds: halfway to the score below, the score itself and
    its neighbours.
    """
    below, above = np.append(-np.inf, scored.at), np.append(scored.at, np.inf)
    found = np.zeros(len(above), bool)
    for threshold in _tried(scored):
        inside = (threshold > 0) & (threshold < 1)
        least = scored.least(np.where(inside, threshold, 0.5))
        found |= inside & (below < least) & (least <= above) & ((scored.form == "log-odds") | (least > 0))
    return found


def _tried(scored: Scored) -> list[Floats]:
    low, high = np.append(-np.inf, scored.log_odds), np.append(scored.log_odds, np.inf)
    edge = np.append(scored.at if scored.form == "probability" else expit(scored.at), BELOW_ONE)
    return [
        np.minimum(expit(halfway(low, high)), BELOW_ONE), edge, np.nextafter(edge, 0.0), np.nextafter(edge, 1.0),
        np.full(len(edge), 0.5), np.full(len(edge), BELOW_ONE),
    ]  # fmt: skip
