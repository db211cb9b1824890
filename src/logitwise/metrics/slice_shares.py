"""The shares that slices are ranked by: rows in which something held, of those in which it could."""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite, nan
from typing import TYPE_CHECKING, Final

import numpy as np

from logitwise.metrics.clusters import Clustered, freedom_of
from logitwise.metrics.names import METRICS
from logitwise.metrics.proportion import Binomial
from logitwise.metrics.weighting import worth_of
from logitwise.tallies.confusion import Confusion, Four, LabelConfusion

if TYPE_CHECKING:
    from collections.abc import Callable

    from logitwise.head import Head
    from logitwise.tallies.tally import Tally
    from logitwise.tallies.weighted import Weighted

FEW_CELLS: Final = 16
Counts = tuple[float, float]
"""Successes and trials."""

OF_FOUR: Final[dict[str, Callable[[Four], Counts]]] = {
    "accuracy": lambda four: (four.tp + four.tn, four.rows),
    "recall": lambda four: (four.tp, four.tp + four.fn),
    "precision": lambda four: (four.tp, four.tp + four.fp),
    "specificity": lambda four: (four.tn, four.tn + four.fp),
    "npv": lambda four: (four.tn, four.tn + four.fn),
}


@dataclass(frozen=True, slots=True)
class Ranked:
    """The metric by which slices are ranked.

    Attributes:
        name: a share of rows, or ``balanced_accuracy`` of two classes, which is the mean of two.
        of: class or label it is of, None for all rows or the positive class.
    """

    name: str
    of: str | None = None


def headline(head: Head) -> Ranked:
    """What slices are ranked by where nothing else is asked for.

    Of two classes the balanced accuracy: a slice with another mix of classes has another accuracy although nothing in
    it is decided worse. Of more classes the accuracy, for few slices hold every class; of labels the share of rows that
    are right in all of them, since the labels of a row are no independent trials.

    >>> from logitwise.head import Head
    >>> headline(Head("sigmoid", ("no", "yes"))).name
    'balanced_accuracy'
    """
    if head.kind == "multilabel":
        return Ranked("subset_accuracy")
    return Ranked("balanced_accuracy" if head.binary else "accuracy")


def rankable(head: Head, name: str, *, of: str | None = None, average: str | None = None) -> bool:
    """Whether slices can be ranked by a metric: a share of rows, of which small counts have an exact law.

    >>> from logitwise.head import Head
    >>> head = Head("softmax", ("a", "b", "c"))
    >>> rankable(head, "recall", of="a"), rankable(head, "recall", average="macro"), rankable(head, "mcc")
    (True, False, False)
    """
    if average is not None or name not in METRICS:
        return False
    if name == "balanced_accuracy":
        return head.binary
    if name == "subset_accuracy":
        return head.kind == "multilabel"
    if name == "accuracy":
        return (of is None) != (head.kind == "multilabel")
    return name in OF_FOUR and (of is not None or head.binary)


def shares_of(tally: Tally, by: Ranked) -> list[Counts]:
    """Rows in which it held and rows in which it could, effective ones where rows are weighted or grouped."""
    if by.name == "balanced_accuracy":
        return [_share(tally, Ranked("recall", of=name)) for name in tally.head.classes]
    return [_share(tally, by)]


def _share(tally: Tally, by: Ranked) -> Counts:
    k = None if by.name == "subset_accuracy" else _place(tally.head, by)
    if tally.weighted is None:
        folds = [_counted(part, by, k) for part in (tally.clusters or {}).values()]
        return _alone(tally, _counted(tally, by, k), folds)
    # Each sum of weights as the effective rows that it is worth among those that the share is taken of.
    worth = worth_of(tally.weighted, by.name, k=k, averaged=False)
    if not isfinite(worth):
        return 0.0, 0.0  # no row has any weight there
    parts = [part.weighted for part in (tally.clusters or {}).values()]
    folds = [_worth(part, by, k, worth) for part in parts if part is not None]
    return _alone(tally, _worth(tally.weighted, by, k, worth), folds)


def _worth(weighted: Weighted, by: Ranked, k: int | None, worth: float) -> Counts:
    held, could = _counted(weighted.counts, by, k)
    return held * worth, could * worth


def _place(head: Head, by: Ranked) -> int | None:
    if by.of is not None:
        return head.classes.index(by.of)
    return None if by.name == "accuracy" else head.positive


def _counted(tally: Tally, by: Ranked, k: int | None) -> Counts:
    if tally.confusion is None:
        return 0.0, 0.0
    if by.name == "subset_accuracy":
        return (nan, nan) if tally.whole is None else (tally.whole, tally.confusion.rows)
    if k is None:
        return tally.confusion.hits.sum().item(), tally.confusion.rows
    return OF_FOUR[by.name](_four(tally.confusion, k))


def _four(confusion: Confusion | LabelConfusion, k: int) -> Four:
    """`Confusion.of`, cell by cell where they are few: a thousand slices of 32 folds ask for it."""
    if isinstance(confusion, LabelConfusion) or len(confusion.keys) > FEW_CELLS:
        return confusion.of(k)
    four = [0, 0, 0, 0]
    for key, count in zip(confusion.keys.tolist(), confusion.counts.tolist(), strict=True):
        truth, decision = divmod(key, confusion.classes)
        four[2 * (truth != k) + (decision != k)] += count
    tp, fn, fp, tn = four
    return Four(tp, fp, fn, tn)


def _alone(tally: Tally, share: Counts, folds: list[Counts]) -> Counts:
    """As many rows as stand alone and tell as much as these, whose groups belong together; see `Clustered`."""
    held, could = share
    if tally.clusters is None or not could > 0:
        return share
    parts = np.array(folds)
    rest = np.array(share) - parts
    known = rest[:, 1] > 0
    left_out = np.where(known, rest[:, 0] / np.where(known, rest[:, 1], 1.0), nan)
    groups = tally.group_count
    law = Clustered(Binomial(held, could), held / could, left_out, groups, freedom=freedom_of(parts[:, 1]))
    effective = law.as_share(0.5)
    return (nan, nan) if effective is None else (effective.successes, effective.trials)
