"""Rows that were checked, as read-only arrays. All that the kernels ever see."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Literal

from logitwise.batch.slices import Codes

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from logitwise.head import Head, Scale

Form = Literal["logit", "probability", "odds"]
COLUMNS = ("labels", "scores", "ids", "groups", "weights", "confidence")


@dataclass(frozen=True, slots=True, eq=False)
class Batch:
    """Rows that passed every check, in the coding that kernels read.

    Attributes:
        head: what the outputs mean.
        scale: what `scores` hold: ``logits``, ``probabilities`` or ``decisions``.
        labels: ``(rows,)`` class codes (uint8 0 or 1 where the head is binary, 1 the positive class; else int32), or
            ``(rows, labels)`` uint8 of 0 and 1 for a multilabel head.
        scores: for a binary head ``(rows,)`` of the positive class in the given `form`; for a softmax ``(rows,
            classes)``, for multilabel ``(rows, labels)``, float32 or float64. Decisions: coded as `labels`.
        form: of a binary head's scores: ``logit``, ``probability``, or ``odds`` (p1 / p0 in float64, from two columns
            of probabilities: keeps both tails). Softmax and multilabel: ``logit`` or ``probability``.
        precision: the type the scores were given in (float16, float32, float64): thresholds are compared in it.
        ids: ``(rows,)`` uint64 hashes of row ids, or None.
        groups: ``(rows,)`` uint64 hashes of the groups that rows belong to, or None.
        weights: ``(rows,)`` int64 multiples of 2^-28, or None where every row counts once.
        confidence: ``(rows,)`` float64 probabilities of the decided class, beside decisions, or None.
        slices: values of the columns by which everything is reported again, by name.
        rejected: rows left out by reason (only with ``invalid="reject"``).
        renormalised: rows whose probabilities missed one by more than float rounding and were divided by their sum.
    """

    head: Head
    scale: Scale
    labels: NDArray[Any]
    scores: NDArray[Any]
    form: Form = "logit"
    precision: str = "float64"
    ids: NDArray[np.uint64] | None = None
    rejected: dict[str, int] = field(default_factory=dict)
    renormalised: int = 0
    groups: NDArray[np.uint64] | None = None
    weights: NDArray[np.int64] | None = None
    confidence: NDArray[np.float64] | None = None
    slices: Mapping[str, Codes] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for name in COLUMNS:
            array = getattr(self, name)
            if array is not None:
                view = array.view()  # the caller's own array stays writeable
                view.flags.writeable = False
                object.__setattr__(self, name, view)

    @property
    def rows(self) -> int:
        """Rows that will be counted."""
        return len(self.labels)

    def part(self, start: int, stop: int) -> Batch:
        """Rows `start` up to `stop` as a view, without the counts of the whole (rows left out or renormalised)."""
        return self.take(slice(start, stop))

    def take(self, rows: slice | NDArray[np.integer]) -> Batch:
        """Some rows, without the counts of the whole."""
        given = {name: getattr(self, name) for name in COLUMNS}
        columns: dict[str, Any] = {name: None if array is None else array[rows] for name, array in given.items()}
        slices = {name: codes.of(rows) for name, codes in self.slices.items()}
        return replace(self, **columns, slices=slices, rejected={}, renormalised=0)
