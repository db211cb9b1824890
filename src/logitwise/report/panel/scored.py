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
from logitwise.report.panel.singles import of_singles
from logitwise.tallies.cells import Cells
from logitwise.tallies.views import key_bounds

if TYPE_CHECKING:
    from logitwise.tallies.binary_scores import BinaryScores

Floats = NDArray[np.float64]
Form = Literal["probability", "log-odds"]
SLACK: Final = 64 * 2.0**-52
"""Roundings, relative, with which a probability comes back from a folded score: they must not push a row at the
threshold below it."""
ODDS_SLACK: Final = 4 * 2.0**-52
"""The same of a probability that comes back from the odds of two."""
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
        top: ``(cells,)`` the most that a score of the cell can be, as `at`.
    """

    cells: Cells
    at: Floats
    form: Form
    single: bool
    slack: float
    log_odds: Floats
    top: Floats

    @property
    def exact(self) -> bool:
        """Whether each is one score, so that counts are exact at any threshold and not at edges alone."""
        return self.cells.exact

    def first(self, threshold: float) -> int:
        """The lowest cell that a probability takes; the number of cells for none.

        Of cells that hold several scores those from the next edge on.
        """
        return int(np.searchsorted(self.at, self.least(np.array(threshold)), side="left"))

    def first_at(self, place: Floats) -> NDArray[np.int64]:
        """The same of thresholds given as log-odds."""
        wanted = np.minimum(expit(place), BELOW_ONE) if self.form == "probability" else place
        return np.searchsorted(self.at, self._compared(wanted), side="left")

    def least(self, threshold: Floats) -> Floats:
        """What a cell must reach, as `at`, for probabilities to take it."""
        return self._compared(threshold if self.form == "probability" else log_odds(threshold))

    def _compared(self, wanted: Floats) -> Floats:
        given = _rounded(wanted) if self.single else wanted
        return np.asarray(given - self.slack * (np.abs(given) if self.form == "probability" else 1 + np.abs(given)))


def of_binary(scores: BinaryScores, cells: Cells) -> Scored:
    """Of a binary head, logits, probabilities, or the odds of two; or of a confidence."""
    used = (cells.positives + cells.negatives) > 0
    mine, values = occupied(cells), scores.values[used]
    if scores.form == "folded":
        return of_folded(mine)
    if not scores.exact:
        edge, top = key_bounds(values, coarse=scores.coarse)
        top = np.where((values < 0) & (top == 0), np.nextafter(0.0, -1.0), top)  # 0 has a cell of its own
        return Scored(mine, edge, "log-odds", single=False, slack=0.0, log_odds=edge, top=top)
    if scores.form == "logit":
        return Scored(mine, values, "log-odds", _all_single(values, 0.0), 0.0, values, values)
    if scores.form == "odds":
        single = of_singles(values)
        at = _rounded(mine.p) if single else mine.p
        return _told_apart(Scored(mine, at, "probability", single, 0.0 if single else ODDS_SLACK, _place(mine), at))
    return Scored(mine, values, "probability", _all_single(values, 0.0), 0.0, _place(mine), values)


def of_folded(cells: Cells, *, logits: bool = False) -> Scored:
    """Of a label or a confidence, kept as one number from which probability and log-odds come back.

    Args:
        cells: ascending scores.
        logits: whether thresholds are compared as log-odds.
    """
    mine = occupied(cells)
    place = _place(mine)
    if not cells.exact:
        top = np.minimum(mine.p + mine.width, 1.0)
        return _told_apart(Scored(mine, mine.edge, "probability", single=False, slack=0.0, log_odds=place, top=top))
    form: Form = "log-odds" if logits else "probability"
    at = place if logits else mine.p
    if _all_single(at, _NEAR):
        at = _rounded(at)
        return _told_apart(Scored(mine, at, form, single=True, slack=0.0, log_odds=place, top=at))
    return _told_apart(Scored(mine, at, form, single=False, slack=SLACK, log_odds=place, top=at))


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
    ends = np.append(starts[1:], len(at)) - 1
    return replace(scored, cells=together, at=at[starts], log_odds=scored.log_odds[starts], top=scored.top[ends])


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
