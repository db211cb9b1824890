"""Scores of one outcome as a threshold is compared with them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, Literal

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

from logitwise.metrics.coarse import occupied
from logitwise.remedies.cuts import BELOW_ONE, log_odds
from logitwise.remedies.scores import log_odds_of
from logitwise.tallies.cells import Cells
from logitwise.tallies.views import key_bounds

if TYPE_CHECKING:
    from logitwise.tallies.binary_scores import BinaryScores

Floats = NDArray[np.float64]
Form = Literal["probability", "log-odds"]
SLACK: Final = 64 * 2.0**-52
"""Roundings, relative, with which a probability comes back from a folded score: they must not push a row at the
threshold below it."""
_NEAR: Final = 2.0**-40
"""Relative distance from a float32 within which a double is one that came back: others are 2^-26 away on average."""


@dataclass(frozen=True, slots=True, eq=False)
class Scored:
    """Ascending scores, or cells of scores by their lower edges, each with its rows.

    Attributes:
        cells: the same as metrics read them; none is without rows.
        at: ``(cells,)`` what a threshold is compared with: a cell is taken where ``at >= threshold``.
        form: what `at` is, and a threshold must be turned into.
        single: whether scores were float32, so that a threshold is rounded to it before it is compared.
        slack: relative room below a threshold that roundings take.
        log_odds: ``(cells,)`` place on the slider, ascending.
    """

    cells: Cells
    at: Floats
    form: Form
    single: bool
    slack: float
    log_odds: Floats

    @property
    def exact(self) -> bool:
        """Whether each is one score, so that counts are exact at any threshold and not at edges alone."""
        return self.cells.exact

    def first(self, threshold: float) -> int:
        """The lowest cell that a probability takes; the number of cells for none.

        Of cells that hold several scores those from the next edge on.
        """
        return int(self._first(np.array(threshold if self.form == "probability" else log_odds(threshold))))

    def first_at(self, place: Floats) -> NDArray[np.int64]:
        """The same of thresholds given as log-odds."""
        return self._first(np.minimum(expit(place), BELOW_ONE) if self.form == "probability" else place)

    def _first(self, wanted: Floats) -> NDArray[np.int64]:
        given = _rounded(wanted) if self.single else wanted
        given = given - self.slack * (np.abs(given) if self.form == "probability" else 1 + np.abs(given))
        return np.searchsorted(self.at, given, side="left")


def of_binary(scores: BinaryScores, cells: Cells) -> Scored:
    """Of a binary head, logits, probabilities, or the odds of two; or of a confidence."""
    used = (cells.positives + cells.negatives) > 0
    mine, values = occupied(cells), scores.values[used]
    if scores.form == "folded":
        return of_folded(mine)
    if not scores.exact:
        edge = key_bounds(values, coarse=scores.coarse)[0]
        return Scored(mine, edge, "log-odds", single=False, slack=0.0, log_odds=edge)
    if scores.form == "logit":
        return Scored(mine, values, "log-odds", _all_single(values, 0.0), 0.0, values)
    if scores.form == "odds":  # of two probabilities, whose precision is not kept: in float32 both readings agree
        return _told_apart(Scored(mine, _rounded(mine.p), "probability", True, 0.0, _place(mine)))
    return Scored(mine, values, "probability", _all_single(values, 0.0), 0.0, _place(mine))


def of_folded(cells: Cells, *, logits: bool = False) -> Scored:
    """Of a label or a confidence, kept as one number from which probability and log-odds come back.

    Args:
        cells: ascending scores.
        logits: whether thresholds are compared as log-odds.
    """
    mine = occupied(cells)
    place = _place(mine)
    if not cells.exact:
        return _told_apart(Scored(mine, mine.edge, "probability", single=False, slack=0.0, log_odds=place))
    form: Form = "log-odds" if logits else "probability"
    at = place if logits else mine.p
    if _all_single(at, _NEAR):
        return _told_apart(Scored(mine, _rounded(at), form, single=True, slack=0.0, log_odds=place))
    return _told_apart(Scored(mine, at, form, single=False, slack=SLACK, log_odds=place))


def _told_apart(scored: Scored) -> Scored:
    """With scores that no threshold tells apart, being equal in the precision of the data, as one."""
    at, cells = scored.at, scored.cells
    starts = np.flatnonzero(np.diff(at, prepend=-np.inf) > 0) if len(at) else np.zeros(0, np.int64)
    if len(at) and np.isneginf(at[0]):
        starts = np.union1d([0], starts)
    if len(starts) == len(at):
        return scored
    together = Cells(
        cells.p[starts], cells.q[starts], cells.edge[starts], cells.width[starts],
        np.add.reduceat(cells.positives, starts), np.add.reduceat(cells.negatives, starts), exact=cells.exact,
    )  # fmt: skip
    return replace(scored, cells=together, at=at[starts], log_odds=scored.log_odds[starts])


def _place(cells: Cells) -> Floats:
    """Log-odds of a score, or of a cell's lower edge, never falling by a rounding."""
    place = log_odds_of(cells) if cells.exact else log_odds(cells.edge)
    return np.asarray(np.maximum.accumulate(place) if len(place) else place)


def _rounded(values: Floats) -> Floats:
    return np.asarray(values.astype(np.float32), np.float64)


def _all_single(values: Floats, room: float) -> bool:
    finite = values[np.isfinite(values)]  # infinite ones are the same in both
    with np.errstate(over="ignore"):
        away = np.abs(_rounded(finite) - finite)
    return bool((away <= room * np.abs(finite)).all())
