"""What every threshold on one outcome decides, from the cells of a tally or the ROC curve of a report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from logitwise.errors import FormatError
from logitwise.metrics.coarse import occupied
from logitwise.remedies.cuts import log_odds
from logitwise.remedies.reached import Reached
from logitwise.remedies.scores import log_odds_of

if TYPE_CHECKING:
    from logitwise.tallies import Tally
    from logitwise.tallies.cells import Cells

Floats = NDArray[np.float64]
_ROUNDED: Final = 0.5


@dataclass(frozen=True, slots=True, eq=False)
class Thresholds:
    """Counts at every threshold: a row is decided positive where its log-odds are at least the threshold.

    Attributes:
        at: ``(scores,)`` log-odds, ascending.
        tp: ``(scores + 1,)`` positive rows from each score up, then 0.
        fp: ``(scores + 1,)`` negative rows likewise.
        exact: whether each score that occurs is told apart, so that the counts are exact at every threshold.
        judged: log-odds at which decisions were counted, where the curve alone need not be exact; NaN for none.
    """

    at: Floats
    tp: Floats
    fp: Floats
    exact: bool
    judged: float = float("nan")

    @property
    def positives(self) -> float:
        """All positive rows."""
        return float(self.tp[0])

    @property
    def negatives(self) -> float:
        """All negative rows."""
        return float(self.fp[0])

    @property
    def prevalence(self) -> float:
        """Share of positive rows."""
        return self.positives / (self.positives + self.negatives)

    @property
    def whole(self) -> bool:
        """Whether the counts are exact at every threshold, since no row's own score was left out."""
        return self.exact or bool(self._told_apart.all())

    def exact_at(self, threshold: float) -> bool:
        """Whether the counts are exact at a threshold, in log-odds."""
        i = int(np.searchsorted(self.at, threshold, side="left"))
        on_point = i < len(self.at) and self.at[i] == threshold
        return bool(self.exact or threshold == self.judged or on_point or i == 0 or self._told_apart[i - 1])

    @property
    def _told_apart(self) -> NDArray[np.bool_]:
        """Whether the rows from each score up to below the next have that score; where it was judged none need have."""
        rows = -np.diff(self.tp + self.fp)
        return np.asarray(rows <= np.where(self.at == self.judged, 0, 1))

    def reached(self, threshold: float | Floats) -> Reached:
        """What thresholds, in log-odds, decide."""
        first = np.searchsorted(self.at, threshold, side="left")
        tp, fp = self.tp[first], self.fp[first]
        return Reached(tp, fp, self.positives - tp, self.negatives - fp)


def of_tally(tally: Tally, k: int) -> Thresholds | None:
    """Of class or label `k` of a tally, None where it holds no scores of it."""
    cells = tally.cells(k)
    if cells is None or not cells.rows:
        return None
    cells = occupied(cells)
    return _counted(_log_odds(tally, cells), cells.positives, cells.negatives, exact=cells.exact)


def of_roc(columns: Mapping[str, Sequence[float | None]], *, positives: float, negatives: float) -> Thresholds:
    """Of the ROC curve of a report, which may leave out points that lie close together.

    Args:
        columns: ``threshold`` (null where infinite), ``false_positive_rate``, ``true_positive_rate``, by falling
            threshold.
        positives: all positive rows.
        negatives: all negative rows.

    Raises:
        FormatError: columns that are no ROC curve.
    """
    names = ("threshold", "false_positive_rate", "true_positive_rate")
    threshold, false, true = (_column(columns, name) for name in names)
    if not len(threshold) == len(false) == len(true) or len(threshold) < 2:
        raise FormatError("a report's ROC curve has columns of different lengths, or no points; make the report again")
    threshold = threshold[1:][::-1]  # the first point, at an infinite threshold, takes no row
    rates = np.concatenate((false[1:], true[1:]))
    falls = (np.diff(threshold) < 0).any() or (np.diff(false) < 0).any() or (np.diff(true) < 0).any()
    if falls or not ((rates >= 0) & (rates <= 1)).all() or not ((threshold >= 0) & (threshold <= 1)).all():
        raise FormatError("a report's ROC curve is no curve from 0 to 1; make the report again")
    tp, fp = (np.append(np.round(rate[1:][::-1] * n, 6), 0.0) for rate, n in ((true, positives), (false, negatives)))
    return Thresholds(log_odds(threshold), tp, fp, exact=False)


def judged(thresholds: Thresholds, at: float, *, hits: int, alarms: int) -> Thresholds:
    """With what was counted at a threshold, a probability; as they are where the curve passes by these counts.

    So it does where rows were left undecided: then the confusion matrix counts other rows than the curve.
    """
    place = float(log_odds(np.array([at]))[0])
    i = int(np.searchsorted(thresholds.at, place, side="left"))
    below = max(i - 1, 0)
    for counted, curve in ((hits, thresholds.tp), (alarms, thresholds.fp)):
        if not curve[i] - _ROUNDED <= counted <= curve[below] + _ROUNDED:
            return thresholds
    tp, fp = (np.insert(x, i, float(n)) for x, n in ((thresholds.tp, hits), (thresholds.fp, alarms)))
    return Thresholds(np.insert(thresholds.at, i, place), tp, fp, exact=thresholds.exact, judged=place)


def _counted(at: Floats, positives: NDArray[Any], negatives: NDArray[Any], *, exact: bool) -> Thresholds:
    tp, fp = (np.append(np.cumsum(n[::-1], dtype=np.float64)[::-1], 0.0) for n in (positives, negatives))
    return Thresholds(at, tp, fp, exact=exact)


def _log_odds(tally: Tally, cells: Cells) -> Floats:
    """Logits as they were given, since a probability and back would round them; of cells their lower edges."""
    scores = tally.binary
    if cells.exact and scores is not None and scores.form == "logit" and len(scores.values) == len(cells.p):
        return np.asarray(scores.values, np.float64)
    return log_odds_of(cells) if cells.exact else log_odds(cells.edge)


def _column(columns: Mapping[str, Sequence[float | None]], name: str) -> Floats:
    if name not in columns:
        raise FormatError(f"a report's ROC curve lacks its column {name}; make the report again")
    return np.array([np.inf if value is None else value for value in columns[name]], np.float64)
