"""The tally: everything that rows leave behind, as one value that `+` merges."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import numpy as np
from numpy.typing import NDArray

from logitwise.errors import MergeError
from logitwise.head import Head, Scale
from logitwise.tallies import views
from logitwise.tallies.binary_scores import BinaryScores
from logitwise.tallies.confusion import Confusion, LabelConfusion
from logitwise.tallies.exact_losses import exact_losses, worst_loss
from logitwise.tallies.exact_sums import ExactSums
from logitwise.tallies.folds import Folds, FoldsBy, KeyFolds
from logitwise.tallies.id_sketch import IdSketch
from logitwise.tallies.one_vs_rest import OneVsRest
from logitwise.tallies.parts import Parts, join_parts, join_slices
from logitwise.tallies.row_sample import RowSample
from logitwise.tallies.temperature_sums import TemperatureSums
from logitwise.tallies.weighted import Weighted

if TYPE_CHECKING:
    from logitwise.tallies.cells import Cells, FoldCells
    from logitwise.tallies.losses import LossSums

BLOCKS = (
    "confusion", "binary", "one_vs_rest", "confidence", "by_decision", "sums", "soft", "folds", "sample", "ids",
    "ranks", "whole", "groups", "weighted", "temperature",
)  # fmt: skip
LATER = ("ranks", "whole", "by_decision", "temperature")


@dataclass(frozen=True, slots=True, eq=False)
class Tally:
    """Sufficient statistics of judged rows.

    ``a + b`` is the tally of the rows of both, to the bit and in any order. A block is None where the scale or the head
    does not call for it, or while there are no rows.

    Attributes:
        head: what the outputs mean.
        scale: what they were: ``logits``, ``probabilities``, ``decisions`` or a ``confusion`` matrix.
        rows: rows counted.
        rejected: rows left out, by reason.
        renormalised: rows whose probabilities missed one a little.
        ties: softmax rows in which several classes share the largest score.
        confusion: truth against decision at the head's decision rule.
        binary: scores of a binary head.
        one_vs_rest: scores of a softmax or multilabel head, a histogram a class.
        confidence: scores of "the top label is right" of a softmax.
        sums: losses by true class of a softmax or multilabel head (a binary head keeps them with its scores).
        soft: ``(classes, classes)`` fixed-point sums of the probability of each class over rows of each true class,
            of a softmax of at most 64 classes.
        worst: largest log loss that a row could have had: ``(1,)``, of multilabel ``(labels,)``.
        extent: smallest and largest score.
        folds: what 32 parts of the rows left behind.
        sample: rows with the smallest hashes, softmax and multilabel.
        ids: how often ids repeat, where they were given.
        ranks: ``(classes,)`` rows of a softmax by the rank of their truth, 0 the largest score; of classes with equal
            scores the lower code comes first, so that ``ranks[0]`` are the rows rightly decided.
        whole: rows of a multilabel head whose labels are all rightly decided.
        by_decision: confidence by decided class, split by whether the decision is right.
        groups: how many groups there are, where they were given.
        clusters: tallies of the 32 folds of groups, kept coarser.
        slices: for each column that was asked for, its values with the tally of their rows, kept coarser.
        weighted: the same statistics by weights, where they were given.
        temperature: log loss of a softmax of 3 to 64 classes, and its derivatives, at fifteen temperatures; not of
            parts.
    """

    head: Head
    scale: Scale
    rows: int = 0
    rejected: Mapping[str, int] = field(default_factory=dict)
    renormalised: int = 0
    ties: int = 0
    confusion: Confusion | LabelConfusion | None = None
    binary: BinaryScores | None = None
    one_vs_rest: OneVsRest | None = None
    confidence: BinaryScores | None = None
    sums: ExactSums | None = None
    soft: NDArray[Any] | None = None
    worst: NDArray[np.float64] | None = None
    extent: tuple[float, float] | None = None
    folds: Folds | KeyFolds | None = None
    sample: RowSample | None = None
    ids: IdSketch | None = None
    ranks: NDArray[np.int64] | None = None
    whole: int | None = None
    by_decision: OneVsRest | None = None
    groups: IdSketch | None = None
    clusters: Parts | None = None
    slices: Mapping[str, Parts] | None = None
    weighted: Weighted | None = None
    temperature: TemperatureSums | None = None

    def __add__(self, other: Self) -> Self:
        check_alike(self, other)
        blocks: dict[str, Any] = {name: plus(getattr(self, name), getattr(other, name)) for name in BLOCKS}
        if self.rows and other.rows:  # of all rows or none: files of earlier versions lack some
            blocks |= {name: None for name in LATER if getattr(self, name) is None or getattr(other, name) is None}
        return type(self)(
            head=self.head,
            scale=self.scale,
            rows=self.rows + other.rows,
            rejected=add_counts(self.rejected, other.rejected),
            renormalised=self.renormalised + other.renormalised,
            ties=self.ties + other.ties,
            worst=largest(self.worst, other.worst),
            extent=widest(self.extent, other.extent),
            clusters=join_parts(self.clusters, other.clusters),
            slices=join_slices(self.slices, other.slices),
            **blocks,
        )

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Tally) and all(
            same(getattr(self, f.name), getattr(other, f.name)) for f in fields(self)
        )

    __hash__ = None  # type: ignore[assignment]

    def losses(self) -> LossSums | None:
        """Losses by true class, None where the outputs hold no probabilities."""
        if self.binary is not None:
            if self.binary.sums is None:
                return exact_losses(self.binary)
            return self.binary.sums.numbers(worst_loss(self.binary))
        return None if self.sums is None or self.worst is None else self.sums.numbers(self.worst)

    def cells(self, k: int = 1) -> Cells | None:
        """Scores of class or label `k` against the rest (a binary head: of the positive class), None where not kept."""
        if self.binary is not None:
            return views.binary_cells(self.binary)
        return None if self.one_vs_rest is None else views.class_cells(self.one_vs_rest, k)

    def confidence_cells(self) -> Cells | None:
        """Probability of the top label of a softmax, split by whether it is right."""
        return None if self.confidence is None else views.binary_cells(self.confidence)

    def decision_cells(self, k: int) -> Cells | None:
        """Confidence of the rows decided to be of class `k`, split by whether they are; None where not kept."""
        return None if self.by_decision is None else views.class_cells(self.by_decision, k)

    def fold_cells(self, k: int = 1) -> FoldCells | None:
        """Coarse cells of class `k` in each fold, None where no folds are kept."""
        if isinstance(self.folds, KeyFolds):
            return views.key_fold_cells(self.folds)
        return None if self.folds is None or not self.folds.positives.size else views.class_fold_cells(self.folds, k)

    def fold_confusion(self) -> NDArray[np.int64] | None:
        """``(folds, labels, 2, 2)`` of a multilabel head with scores, else None."""
        return self.folds.confusion if isinstance(self.folds, Folds) else None

    def fold_losses(self) -> LossSums | None:
        """Losses ``(folds, labels, 2)`` of a multilabel head with scores, else None."""
        if not isinstance(self.folds, Folds) or self.folds.sums is None or self.worst is None:
            return None
        return self.folds.sums.numbers(self.worst)

    @property
    def folds_by(self) -> FoldsBy | None:
        """What the folds were drawn by, None where none are kept."""
        if self.folds is None:
            return None
        return "groups" if self.groups is not None else "ids" if self.ids is not None else "contents"

    @property
    def rows_per_content(self) -> float | None:
        """Rows that share their scores on average, of a softmax or multilabel head without ids."""
        return self.sample.rows_per_content if self.sample is not None and self.folds_by == "contents" else None

    @property
    def group_count(self) -> int:
        """How many groups there are, beyond 4,096 estimated; 0 without groups."""
        return 0 if self.groups is None else min(self.groups.distinct, self.rows)

    @property
    def duplicate_ids(self) -> float | None:
        """Share of rows whose id another row had before, None without ids."""
        return None if self.ids is None else self.ids.duplicate_share

    @property
    def constant(self) -> bool:
        """Every row has the same score, so that nothing is ranked."""
        return self.extent is not None and self.rows > 1 and one_content(self)

    def save(self, path: str | Path) -> None:
        """Write a ``.tally`` file that `load_tally` reads; written beside and renamed, so never half there."""
        from logitwise.tallies.codec import save  # noqa: PLC0415  the codec knows the tally

        save(self, Path(path))


def one_content(tally: Tally) -> bool:
    """Whether one score, or one row of scores, is all there is."""
    if tally.sample is not None:
        return tally.sample.counts.sum() == tally.rows and len(np.unique(tally.sample.scores, axis=0)) == 1
    return tally.extent is not None and tally.extent[0] == tally.extent[1]


def check_alike(a: Tally, b: Tally) -> None:
    """Raise `MergeError` where the rows of two tallies were judged by different rules."""
    for name, mine, theirs in (
        ("heads", a.head.kind, b.head.kind),
        ("classes", a.head.classes, b.head.classes),
        ("positive classes", a.head.positive_class, b.head.positive_class),
        ("thresholds", a.head.threshold, b.head.threshold),
        ("thresholds of labels", a.head.thresholds, b.head.thresholds),
        ("scales", a.scale, b.scale),
    ):
        if mine != theirs:
            raise MergeError(f"tallies of different {name} cannot be added: {mine!r} and {theirs!r}")
    if a.rows and b.rows:
        check_beside(a, b)
    if a.binary is not None and b.binary is not None and a.binary.form != b.binary.form:
        raise MergeError(f"tallies of scores given as {a.binary.form} and as {b.binary.form} cannot be added")


def check_beside(a: Tally, b: Tally) -> None:
    """Raise `MergeError` where one tally knows what the other does not."""
    for what, mine, theirs in (
        ("row ids", a.ids, b.ids),
        ("groups", a.groups, b.groups),
        ("weights", a.weighted, b.weighted),
        ("a confidence", a.confidence, b.confidence),
    ):
        if (mine is None) != (theirs is None):
            raise MergeError(f"a tally with {what} and one without cannot be added")
    columns = [None if each.slices is None else sorted(each.slices) for each in (a, b)]
    if columns[0] != columns[1]:
        said = " and ".join("by no column" if names is None else f"by {', '.join(names)}" for names in columns)
        raise MergeError(f"tallies that are sliced by different columns cannot be added: {said}")


def plus(a: Any, b: Any) -> Any:
    """Sum of two blocks, either of which may be absent."""
    return b if a is None else a if b is None else a + b


def add_counts(a: Mapping[str, int], b: Mapping[str, int]) -> dict[str, int]:
    """Counts by reason, in the order of the reasons' names so that merging has none."""
    return {reason: a.get(reason, 0) + b.get(reason, 0) for reason in sorted({*a, *b})}


def largest(a: NDArray[np.float64] | None, b: NDArray[np.float64] | None) -> NDArray[np.float64] | None:
    """Elementwise maximum of two arrays, either of which may be absent."""
    return b if a is None else a if b is None else np.maximum(a, b)


def widest(a: tuple[float, float] | None, b: tuple[float, float] | None) -> tuple[float, float] | None:
    """The extent that holds both."""
    return b if a is None else a if b is None else (min(a[0], b[0]), max(a[1], b[1]))


def same(a: Any, b: Any) -> bool:
    """Equal to the bit, through nested blocks."""
    if isinstance(a, np.ndarray):
        return isinstance(b, np.ndarray) and a.dtype == b.dtype and np.array_equal(a, b)
    if hasattr(a, "__dataclass_fields__") and type(a) is type(b):
        return all(same(getattr(a, f.name), getattr(b, f.name)) for f in fields(a))
    if isinstance(a, Mapping):
        return isinstance(b, Mapping) and a.keys() == b.keys() and all(same(value, b[key]) for key, value in a.items())
    return bool(a == b)
