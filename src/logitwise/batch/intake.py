"""The gate through which all rows pass: everything declared, then every value checked against it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from numpy.typing import NDArray

from logitwise.batch.batch import Batch, Form
from logitwise.batch.beside import Beside, check_class_weights
from logitwise.batch.column import Column
from logitwise.batch.fault import Fault, settle
from logitwise.batch.ids import ids_of
from logitwise.batch.matrices import bits, one_hot
from logitwise.batch.origin import Origin
from logitwise.batch.scores import ROUNDING, ScoreCheck, floats_of
from logitwise.batch.shapes import scores_of_width
from logitwise.batch.slices import Codes, codes_of
from logitwise.batch.sums import row_sums
from logitwise.batch.weights import sizes_of, units, weights_of
from logitwise.errors import OptionError, ScoreError, ShapeError

if TYPE_CHECKING:
    from logitwise.batch.labels import LabelCoding
    from logitwise.head import Head, Scale

Invalid = Literal["refuse", "reject"]
NOTHING = Beside()
Array = NDArray[Any]


@dataclass(frozen=True, slots=True)
class Intake:
    """What was declared or read about the rows, fixed before the first of them is counted.

    Attributes:
        head: what the outputs mean.
        scale: what scores hold.
        form: of a binary head's scores in the batches.
        width: score columns a row; 1 for one score.
        coding: how labels (and decisions) name classes.
        invalid: ``refuse`` rows that cannot be counted, or ``reject`` them: leave them out and count them by reason.
    """

    head: Head
    scale: Scale
    form: Form
    width: int
    coding: LabelCoding
    invalid: Invalid = "refuse"

    def batch(self, labels: Any, scores: Any, *, origin: Origin, beside: Beside = NOTHING) -> Batch:
        """Check every value of some rows and code them for the kernels.

        Args:
            labels: ``(rows,)``, ``(rows, 1)`` or a label matrix; an array or a `Column`.
            scores: ``(rows,)`` or ``(rows, width)``; an array or a `Column`.
            origin: where these rows came from, for messages.
            beside: ids, groups, weights, confidence and slices of the same rows.

        Raises:
            ShapeError: rows or columns that do not fit what was declared.
            LabelError: a label that is missing or belongs to no class.
            ScoreError: a score or confidence that cannot be one.
            InputError: a weight that cannot be one.
        """
        truth, given = Column.of(labels), scores_of_width(Column.of(scores), self.width, origin)
        if len(truth) != len(given):
            raise ShapeError(f"{origin.of('rows')}: {len(given)} rows of scores, {len(truth)} labels")
        beside = beside.fitting(len(given), origin)
        rejected: dict[str, int] = {}
        codes, faults = self._labels(truth, origin)
        more, extra = self._beside(beside, codes, origin)
        faults += more
        if self.invalid == "refuse":
            settle(faults, self.invalid, rejected)
        if self.scale == "decisions":
            coded, more = self._decisions(given, origin)
            keep = settle([*faults, *more], self.invalid, rejected)
            return self._decided(_kept(codes, keep), _kept(coded, keep), extra.kept(keep), rejected)
        values, precision = floats_of(given, origin.of(self.scale))
        check = ScoreCheck(self.scale, self._competing, origin, precision)
        sums = row_sums(values, ROUNDING) if self.scale == "probabilities" and self._competing else None
        keep = settle([*faults, *check.faults(values, given, sums)], self.invalid, rejected)
        ready, renormalised = self._ready(_kept(values, keep), _kept(sums, keep))
        return Batch(
            head=self.head,
            scale=self.scale,
            labels=self._binary(_kept(codes, keep)),
            scores=ready,
            form=self.form,
            precision=precision,
            rejected=rejected,
            renormalised=renormalised,
            **extra.kept(keep),
        )

    @property
    def _competing(self) -> bool:
        return self.head.kind == "softmax"

    def _labels(self, labels: Column, origin: Origin) -> tuple[Array, list[Fault]]:
        if self.head.kind == "multilabel":
            matrix = labels if labels.values.ndim == 2 else labels.reshaped((-1, 1))
            if matrix.shape[1] != len(self.head.classes):
                raise ShapeError(
                    f"{origin.of(origin.label)}: {matrix.shape[1]} labels a row, {len(self.head.classes)} in the head"
                )
            return bits(matrix, origin)
        if labels.values.ndim == 1:
            return self.coding.codes(labels, origin)
        if labels.values.ndim == 2 and labels.shape[1] == 1:
            return self.coding.codes(labels.reshaped((-1,)), origin)
        if labels.values.ndim == 2 and labels.shape[1] == len(self.head.classes) and self.head.kind == "softmax":
            return one_hot(labels, origin)
        shape = " x ".join(map(str, labels.shape))
        expected = f"one label a row, or one-hot rows of {len(self.head.classes)}"
        raise ShapeError(f"{origin.of(origin.label)}: labels of shape {shape}; {expected} were expected")

    def _decisions(self, given: Column, origin: Origin) -> tuple[Array, list[Fault]]:
        place = Origin(origin.name, origin.first_row, None, "decisions", origin.line_of)
        codes, faults = self._labels(given, place)
        return codes, [Fault(f.reason.replace("label", "decision"), f.rows, f.error, f.structural) for f in faults]

    def _decided(self, codes: Array, decided: Array, extra: dict[str, Any], rejected: dict[str, int]) -> Batch:
        labels, scores = self._binary(codes), self._binary(decided)
        return Batch(self.head, self.scale, labels, scores, self.form, "float64", rejected=rejected, **extra)

    def _beside(self, beside: Beside, codes: Array, origin: Origin) -> tuple[list[Fault], _Extra]:
        """Everything beside labels and scores, checked and coded."""
        weights, faults = self._weights(beside, codes, origin)
        found: dict[str, Array | None] = {"confidence": None, "ids": None, "groups": None}
        if beside.confidence is not None:
            place = beside.place("confidence", origin)
            found["confidence"], more = self._confidence(beside.confidence, place, origin)
            faults = [*faults, *more]
        for name, column in (("ids", beside.ids), ("groups", beside.groups)):
            if column is not None:
                found[name], more = ids_of(column, name[:-1], beside.place(name, origin), origin)
                faults = [*faults, *more]
        slices = {
            name: codes_of(column, beside.place(f"slice {name}", origin)) for name, column in beside.slices.items()
        }
        return faults, _Extra(weights=weights, slices=slices, **found)

    def _weights(self, beside: Beside, codes: Array, origin: Origin) -> tuple[Array | None, list[Fault]]:
        """Weights of rows times those of their classes."""
        weights, what = None, f"{beside.place('weights', origin)}: the weight"
        faults: list[Fault] = []
        if beside.weights is not None:
            weights, faults = weights_of(beside.weights, beside.place("weights", origin), origin)
        if beside.class_weights:
            if self.head.kind == "multilabel":
                raise OptionError("class_weight is for rows of one class each; give a multilabel head sample_weight")
            check_class_weights(beside.class_weights, self.head.classes)
            factors = np.array([beside.class_weights.get(name, 1.0) for name in self.head.classes])
            mine = factors[np.clip(codes, 0, len(factors) - 1)]
            weights, what = (mine, what) if weights is None else (weights * mine, f"{what} times the class weight")
        return weights, faults if weights is None else [*faults, *sizes_of(weights, what, origin)]

    def _confidence(self, given: Column, place: str, origin: Origin) -> tuple[Array, list[Fault]]:
        if self.scale != "decisions" or self.head.kind == "multilabel":
            raise OptionError(
                "a confidence goes with decisions of one class a row (decisions, --decisions); "
                "logits and probabilities bring their own"
            )
        if given.names is not None:
            raise ScoreError(f"{place}: numbers between 0 and 1 were expected as confidence, got text")
        values, _ = floats_of(given, place)
        wide = values.astype(np.float64)
        null = np.isnan(wide) if given.null is None else given.null | np.isnan(wide)
        outside = ~null & ((wide < 0) | (wide > 1))

        def fault(reason: str, rows: NDArray[np.bool_], words: str) -> Fault:
            return Fault(reason, rows, lambda i: ScoreError(f"{place}: the confidence of {origin.row(i)} {words}"))

        found = [
            fault("confidence is missing", null, "is missing (NaN or null)"),
            fault("confidence is no probability", outside, "is not between 0 and 1: that of the decided class"),
        ]
        return wide, [f for f in found if f.rows.any()]

    def _binary(self, codes: Array) -> Array:
        """0 and 1 in uint8, 1 the positive class, where there are two classes; int32 where there are more."""
        if self.head.kind == "multilabel":
            return codes
        if not self.head.binary:
            return codes if codes.dtype == np.int32 else codes.astype(np.int32)
        narrow = codes if codes.dtype == np.uint8 else codes.astype(np.uint8)
        return narrow if self.head.positive == 1 else 1 - narrow

    def _ready(self, scores: Array, sums: Array | None) -> tuple[Array, int]:
        """Scores as kernels read them, and how many rows were renormalised."""
        if self.head.kind == "multilabel" and scores.ndim == 1:
            scores = scores[:, np.newaxis]
        if self.scale == "logits":
            return (self._difference(scores) if self.width == 2 and self._competing else scores), 0
        if not self._competing:
            above = scores > 1 if scores.size and scores.max() > 1 else None
            if above is None:
                return scores, 0
            rows = above if above.ndim == 1 else above.any(axis=1)
            return np.minimum(scores, 1), int(rows.sum())
        renormalised = 0 if sums is None else int((np.abs(sums - 1) > ROUNDING).sum())
        return (self._odds(scores) if self.width == 2 else scores), renormalised

    def _pair(self, scores: Array) -> tuple[Array, Array]:
        positive = int(self.head.positive or 0)
        return scores[:, positive].astype(np.float64), scores[:, 1 - positive].astype(np.float64)

    def _difference(self, scores: Array) -> Array:
        positive, negative = self._pair(scores)
        with np.errstate(over="ignore"):  # beyond 1e308 the probability is 1 to the last bit anyway
            return np.asarray(np.subtract(positive, negative, out=positive))

    def _odds(self, scores: Array) -> Array:
        positive, negative = self._pair(scores)
        with np.errstate(divide="ignore", over="ignore"):  # where the other probability is 0, the odds are infinite
            return np.asarray(np.divide(positive, negative, out=positive))


@dataclass(frozen=True, slots=True, eq=False)
class _Extra:
    """What a batch holds beside labels and scores, of all rows that were read."""

    ids: Any
    groups: Any
    weights: Any
    confidence: Any
    slices: dict[str, Codes]

    def kept(self, keep: NDArray[np.bool_] | None) -> dict[str, Any]:
        """Of the rows that are kept, as the fields of a batch."""
        weights = _kept(self.weights, keep)
        return {
            "ids": _kept(self.ids, keep),
            "groups": _kept(self.groups, keep),
            "weights": None if weights is None else units(weights),
            "confidence": _kept(self.confidence, keep),
            "slices": self.slices if keep is None else {name: codes.of(keep) for name, codes in self.slices.items()},
        }


def _kept(values: Any, keep: NDArray[np.bool_] | None) -> Any:
    return values if keep is None or values is None else values[keep]
