"""A band of scores in which nothing is decided, so that what is decided is seldom wrong."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import ceil, nan
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from logitwise.errors import NoGuaranteeError, OptionError
from logitwise.metrics.wording import confidence, percent
from logitwise.remedies.choosing import usable
from logitwise.remedies.cuts import cuts_of, log_odds
from logitwise.remedies.depths import at_least, certified, depths, worth_of
from logitwise.remedies.group_effect import GroupEffect, too_few_groups
from logitwise.remedies.guarantee import DELTA, approximate, assured, check_floor, rows_needed
from logitwise.remedies.reached import ALWAYS, Reached
from logitwise.remedies.scores import log_odds_of
from logitwise.remedies.threshold_of import threshold_of

if TYPE_CHECKING:
    from logitwise.remedies.clustering import Clustering
    from logitwise.remedies.cuts import Cuts
    from logitwise.remedies.splits import Split
    from logitwise.tallies.cells import Cells

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Abstention:
    """Rows with a probability of at least `low` and below `high` are not decided; the same ends leave out none.

    Attributes:
        low: lower end of the band.
        high: upper end.
        threshold: that the band lies around.
        goal: what was asked, in words.
        apparent: ``decided`` (share of rows), ``error`` among them, and what they reach, on the rows that chose it.
        corrected: the same cross-fitted; NaN where a part allows no band, empty without splits.
        guarantee: what holds with confidence on other rows like these.
    """

    low: float
    high: float
    threshold: float
    goal: str
    apparent: Mapping[str, float] = field(default_factory=dict)
    corrected: Mapping[str, float] = field(default_factory=dict)
    guarantee: str | None = None


def abstain(  # noqa: PLR0913  a goal and what it is judged by
    cells: Cells,
    *,
    error: float,
    threshold: float = 0.5,
    delta: float = DELTA,
    pairs: Sequence[Split] = (),
    of: str = "yes",
    effect: GroupEffect | None = None,
) -> Abstention:
    """The narrowest band around a threshold outside which at most `error` of the rows are decided wrongly.

    Bands reach equally far on both sides in log-odds. Depths of the ranking by distance from the threshold, fixed
    without the labels, are tested by exact binomial tests; the deepest that passes with confidence 1 - delta is taken
    (see `depths.certified`). It takes the threshold and the recalibration as given; where an affine one was fitted on
    the same 800 rows it was broken in .013 of 377 runs all the same, at a delta of .05. Source: Angelopoulos et al.
    (2021), arXiv:2110.01052.

    Args:
        cells: recalibrated scores.
        error: share of decided rows that may be wrong, above 0 and below 1.
        threshold: rows above the band are decided positive, rows below it negative.
        delta: chance that more are.
        pairs: splits for what is told cross-fitted.
        of: name of the positive class.
        effect: of groups, where rows come in groups; None where they are independent.

    Raises:
        OptionError: an error outside its range.
        RemedyError: one class, constant or inverted scores.
        NoGuaranteeError: no band is wide enough.
    """
    if not 0 < error < 1:
        raise OptionError(f"abstain = {error!r}: expected an error rate above 0 and below 1, such as 0.01")
    check_floor("1 - error", 1 - error, delta)
    cuts = usable(cells, of)
    goal = f"at most {percent(error)} of decided rows wrong"
    ranking = _ranked(cuts, threshold, effect)
    width = ranking.width(error=error, delta=delta)
    if width is None:
        raise ranking.refusal(goal, error=error, delta=delta)
    low, high = _ends(cuts, threshold, width)
    return Abstention(
        low,
        high,
        threshold,
        goal,
        apparent=_numbers(_decided(cuts.cells, low, high), cuts.rows),
        corrected=_corrected(pairs, threshold, error=error, delta=delta, effect=effect),
        guarantee=assured(
            goal, delta, why=approximate(cuts, effect), basis="binomial tests at fixed depths of the ranking"
        ),
    )


class _Ranking(NamedTuple):
    """Rows by their distance from the threshold, the furthest first.

    Attributes:
        distance: ``(distances,)`` in log-odds, descending.
        right: rows at least so far away that are decided rightly.
        rows: rows at least so far away.
        clustering: how far rightly decided ones go together; None where rows are independent.
    """

    distance: Floats
    right: Floats
    rows: Floats
    clustering: Clustering | None

    def tried(self) -> NDArray[np.intp]:
        """Positions of the depths; rows of one distance are never parted."""
        wanted = np.searchsorted(self.rows, depths(self.rows[-1]) * (1 - 1e-12))
        return np.asarray(np.minimum(wanted, len(self.rows) - 1))

    def width(self, *, error: float, delta: float) -> float | None:
        """From which distance on rows are decided: 0 where all are, None where no depth passes."""
        tried = self.tried()
        passed = tried[certified(*self._worth(tried, delta), floor=1 - error, delta=delta)]
        if not len(passed):
            return None
        return 0.0 if passed[-1] == len(self.rows) - 1 else float(self.distance[passed[-1]])

    def refusal(self, goal: str, *, error: float, delta: float) -> NoGuaranteeError:
        """The depth that came nearest, and how many rows a perfect one would need."""
        tried = self.tried()
        best = int(np.argmin(at_least(*self._worth(tried, delta), 1 - error)))
        nearest, worth = int(tried[best]), 1.0
        if self.clustering is not None:
            few = too_few_groups(goal, int(self.clustering.folds.max()), rows=float(self.rows[-1]), kind="")
            if few is not None:
                return few
            worth = float(self.clustering.worth(delta / 10)[nearest])
        wrong = 1 - float(self.right[nearest] / self.rows[nearest])
        needed = ceil(worth * rows_needed(1 - error, delta / 10))
        return NoGuaranteeError(
            f"{goal} cannot be guaranteed with {confidence(delta)} confidence, however wide the band: the nearest are "
            f"the {self.rows[nearest]:,.0f} surest of {self.rows[-1]:,.0f} rows, of which {percent(wrong)} are wrong; "
            f"even without a mistake {needed:,} are needed; add rows or allow more"
        )

    def _worth(self, tried: NDArray[np.intp], delta: float) -> tuple[Floats, Floats]:
        """Right and all rows at depths, as independent ones."""
        clustering = None if self.clustering is None else self.clustering.at(tried)
        return worth_of(self.right[tried], self.rows[tried], clustering, delta=delta)


def _ranked(cuts: Cuts, threshold: float, effect: GroupEffect | None) -> _Ranking:
    cut = float(log_odds(threshold))
    z = log_odds_of(cuts.cells) - cut
    nearness, back = np.unique(-np.abs(z), return_inverse=True)
    right, rows = np.zeros(len(nearness)), np.zeros(len(nearness))
    np.add.at(right, back, np.where(z >= 0, cuts.cells.positives, cuts.cells.negatives))
    np.add.at(rows, back, np.asarray(cuts.cells.positives + cuts.cells.negatives, np.float64))
    clustering = None if effect is None else effect.by_distance(cut, -nearness)
    return _Ranking(-nearness, right.cumsum(), rows.cumsum(), clustering)


def _ends(cuts: Cuts, threshold: float, width: float) -> tuple[float, float]:
    """The band as probabilities between scores; both the threshold where it is empty."""
    z = log_odds_of(cuts.cells) - float(log_odds(threshold))
    if width == 0:
        return threshold, threshold
    inside = np.flatnonzero(np.abs(z) < width)
    ends = [_between(cuts, int(first)) for first in (inside[0], inside[-1] + 1)]
    # Where all undecided rows are on one side no row lies between the nearer end and the threshold.
    return min(ends[0], threshold), max(ends[1], threshold)


def _between(cuts: Cuts, first: int) -> float:
    """The threshold at a cell, or at the next one that a threshold can part from those below."""
    i = min(int(np.searchsorted(cuts.first, first)), len(cuts) - 1)
    return threshold_of(cuts.cells, int(cuts.first[i])).value


def _numbers(reached: Reached, rows: float) -> dict[str, float]:
    told = {"decided": float(reached.rows) / rows, "error": 1 - float(reached.accuracy)}
    return told | {name: float(getattr(reached, name)) for name in ALWAYS}


def _decided(cells: Cells, low: float, high: float) -> Reached:
    z = log_odds_of(cells)
    no, yes = z < float(log_odds(low)), z >= float(log_odds(high))
    return Reached(
        float(cells.positives[yes].sum()), float(cells.negatives[yes].sum()),
        float(cells.positives[no].sum()), float(cells.negatives[no].sum()),
    )  # fmt: skip


def _corrected(
    pairs: Sequence[Split], threshold: float, *, error: float, delta: float, effect: GroupEffect | None
) -> dict[str, float]:
    total, rows = Reached(0.0, 0.0, 0.0, 0.0), 0.0
    for pair in pairs:
        cuts = cuts_of(pair.fit)
        width = _ranked(cuts, threshold, effect).width(error=error, delta=delta)
        if width is None:
            return dict.fromkeys(("decided", "error", *ALWAYS), nan)
        total += _decided(pair.held, *_ends(cuts, threshold, width))
        rows += pair.held.rows
    return _numbers(total, rows) if pairs else {}
