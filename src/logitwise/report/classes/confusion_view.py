"""The confusion as a page draws it: which classes, in which order, and which of its cells."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from logitwise.report.classes.seriation import seriation

if TYPE_CHECKING:
    from typing import Any

    from numpy.typing import NDArray

    from logitwise.tallies.confusion import Confusion

IN_CLASS_ORDER: Final = 24
"""Classes that keep their own order and are all shown at first; of more, as many with the most mistakes are."""
MOST_CLASSES: Final = 1_000
"""Classes in a page, those with the most mistakes: more would neither fit a page nor an eye."""
MOST_CELLS: Final = 2_000
"""Kinds of mistakes in a page, the commonest."""


@dataclass(frozen=True, slots=True)
class ConfusionView:
    """Places count from 0 in the order in which classes are shown.

    Attributes:
        codes: ``(shown,)`` class at each place.
        support: ``(shown,)`` rows that truly are of it.
        hits: ``(shown,)`` rows of it that are rightly decided.
        mistakes: ``(shown,)`` rows of it or taken for it that are decided wrongly.
        truth: ``(cells,)`` place of the true class of each kind of mistake, the commonest first.
        decision: ``(cells,)`` place of the class it is taken for.
        rows: ``(cells,)`` how many.
        left: kinds of mistakes that are not among them.
        left_rows: rows in those.
        classes_left: classes that are not shown.
    """

    codes: NDArray[np.int64]
    support: NDArray[Any]
    hits: NDArray[Any]
    mistakes: NDArray[Any]
    truth: NDArray[np.int64]
    decision: NDArray[np.int64]
    rows: NDArray[Any]
    left: int
    left_rows: int
    classes_left: int

    @property
    def at_first(self) -> NDArray[np.int64]:
        """Places that are shown before anything is asked: all, or those with the most mistakes."""
        most = np.argsort(-self.mistakes, kind="stable")[:IN_CLASS_ORDER]
        return np.sort(most)

    @property
    def sorted_by_confusion(self) -> bool:
        """Whether classes stand by what they are confused with, not in their own order."""
        return len(self.codes) > IN_CLASS_ORDER


def confusion_view(confusion: Confusion, *, most_cells: int = MOST_CELLS) -> ConfusionView:
    """What is drawn of a confusion.

    >>> from logitwise.tallies.confusion import Confusion
    >>> view = confusion_view(Confusion.of_matrix(np.array([[5, 1], [0, 3]])))
    >>> view.codes.tolist(), view.truth.tolist(), view.decision.tolist(), view.rows.tolist()
    ([0, 1], [0], [1], [1])
    """
    mistakes = confusion.misses + confusion.false_alarms
    kept = np.sort(np.argsort(-mistakes, kind="stable")[:MOST_CLASSES])
    place = np.full(confusion.classes, -1)
    place[kept] = np.arange(len(kept))
    truth, decision = place[confusion.truth], place[confusion.decision]
    wrong = np.flatnonzero(confusion.truth != confusion.decision)
    inside = wrong[(truth[wrong] >= 0) & (decision[wrong] >= 0)]
    if len(kept) > IN_CLASS_ORDER:
        shares = confusion.counts[inside] / confusion.support[confusion.truth[inside]]
        kept = kept[seriation(len(kept), _links(truth[inside], decision[inside], shares))]
        place[kept] = np.arange(len(kept))
    cells = inside[np.argsort(-confusion.counts[inside], kind="stable")[:most_cells]]
    return ConfusionView(
        kept, confusion.support[kept], confusion.hits[kept], mistakes[kept],
        place[confusion.truth[cells]], place[confusion.decision[cells]], confusion.counts[cells],
        left=len(wrong) - len(cells),
        left_rows=(confusion.counts[wrong].sum() - confusion.counts[cells].sum()).item(),
        classes_left=confusion.classes - len(kept),
    )  # fmt: skip


def _links(truth: NDArray[np.int64], decision: NDArray[np.int64], shares: NDArray[np.float64]) -> list[Any]:
    """Pairs of places, the most confused first: by the two shares of a truth that is taken for the other, added."""
    count = int(max(truth.max(initial=-1), decision.max(initial=-1))) + 1
    keys, which = np.unique(np.minimum(truth, decision) * count + np.maximum(truth, decision), return_inverse=True)
    strength = np.bincount(which, weights=shares, minlength=len(keys))
    order = np.argsort(-strength, kind="stable")
    return list(zip((keys[order] // count).tolist(), (keys[order] % count).tolist(), strict=True)) if count else []
