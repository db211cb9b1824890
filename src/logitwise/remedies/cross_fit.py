"""Rows of one score in parts, so that a method is judged on rows that it was not fitted to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from logitwise.errors import RemedyError
from logitwise.metrics.calibration import design_effect
from logitwise.metrics.group_cells import cells_by_group
from logitwise.metrics.weighting import as_counted
from logitwise.remedies import methods
from logitwise.remedies.fit_rows import fit_cells
from logitwise.remedies.grouped import grouped
from logitwise.remedies.held_losses import HeldLosses
from logitwise.remedies.splits import FOLDS, Split, group_cells, of_cells, splits

if TYPE_CHECKING:
    from logitwise.rule import Calibration
    from logitwise.tallies import Tally
    from logitwise.tallies.cells import Cells

NO_SCORES: Final = "cannot be recalibrated: there are no rows with logits or probabilities"


@dataclass(frozen=True, slots=True, eq=False)
class CrossFit:
    """Rows of one score, whole and in parts.

    Attributes:
        cells: all rows, in as many cells as the tally keeps.
        fine: all rows, in few enough cells to fit often.
        pairs: splits; none where the rows cannot be split.
        held: parts to judge on, with the number of the split that each was held out of.
        grouped: parts are folds of whole groups.
        few: fits are drawn towards the model as it is.
        weighted: counts are the rows that weights are worth.
        design_effect: how many times as large variances are as of independent rows; at least 1.
    """

    cells: Cells
    fine: Cells
    pairs: tuple[Split, ...]
    held: tuple[tuple[Cells, int], ...]
    grouped: bool
    few: bool
    weighted: bool
    design_effect: float = 1.0

    def fit(self, method: str) -> Calibration:
        """A method fitted to all rows.

        Raises:
            RemedyError: it cannot be.
        """
        return methods.fit(method, self.fine, few=self.few)

    def losses(self, method: str) -> HeldLosses:
        """Its losses on every part, fitted without it.

        Raises:
            RemedyError: it cannot be fitted to some of the rows, or they cannot be split.
        """
        if not self.pairs:
            raise RemedyError(
                "rows cannot be split into some to fit and others to judge: all are of one fold of groups"
            )
        try:
            fitted = [methods.fit(method, pair.fit, few=self.few) for pair in self.pairs]
        except RemedyError as error:
            raise RemedyError(
                f"cannot be judged on rows other than its own: without a fifth of the rows {error}"
            ) from error
        parts = [cells for cells, _ in self.held]
        return HeldLosses.of(parts, [fitted[number] for _, number in self.held], grouped=self.grouped)


def cross_fit(tally: Tally, k: int) -> CrossFit:
    """The rows of class or label `k`; weighted ones as the rows that they are worth.

    Raises:
        RemedyError: no scores are kept, one outcome alone, or infinite log-odds.
    """
    cells = as_counted(tally).cells(k)
    if cells is None or not cells.rows:
        raise RemedyError(NO_SCORES)
    fine, few = _checked(tally, k, cells), methods.is_few(cells)
    if tally.clusters is None:
        pairs = of_cells(fine)
        held = tuple((pair.held, number) for number, pair in enumerate(pairs))
    else:
        pairs = tuple(Split(grouped(pair.fit), pair.held) for pair in splits(tally, k))
        parts = group_cells(tally, k) if pairs else []
        held = tuple((grouped(part), number % FOLDS) for number, part in enumerate(parts))
    grouped_rows, weighted = tally.clusters is not None, tally.weighted is not None
    return CrossFit(cells, fine, pairs, held, grouped_rows, few, weighted, _design_effect(tally, k, cells))


def _checked(tally: Tally, k: int, cells: Cells) -> Cells:
    """Few enough cells; what is wrong with weighted rows is told in rows, not in what they are worth."""
    try:
        return fit_cells(cells)
    except RemedyError:
        as_rows = None if tally.weighted is None else tally.cells(k)
        if as_rows is not None:
            fit_cells(as_rows)
        raise


def _design_effect(tally: Tally, k: int, cells: Cells) -> float:
    """Of the mean of y - p, by leaving out each fold of groups in turn."""
    folds = None if tally.clusters is None else cells_by_group(tally.clusters, lambda part: as_counted(part).cells(k))
    return 1.0 if folds is None else max(1.0, design_effect(cells, folds))
