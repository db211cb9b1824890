"""A model's outputs as the logits that a rule reads."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from logitwise.errors import OptionError, ScoreError, ShapeError
from logitwise.head import Head

Floats = NDArray[np.float64]
TOLERANCE = 1e-3
"""How far the sum of a row of probabilities may be from one; it is divided by it."""


@dataclass(frozen=True, slots=True, eq=False)
class Outputs:
    """Outputs that were checked.

    Attributes:
        z: ``(rows,)`` log-odds of the positive class of two, or ``(rows, classes)`` logits; of probabilities ln p.
        scores: the numbers as given, where they are one a class, label or row; None for two columns of two classes.
        scale: what `scores` are: ``logits`` or ``probabilities``.
        precision: in which they were given; a threshold on outputs that the rule leaves as they are is compared in it.
    """

    z: Floats
    scores: NDArray[Any] | None
    scale: str
    precision: np.dtype[Any]


def checked_outputs(head: Head, *, logits: Any, probabilities: Any) -> Outputs:
    """Check every value against the head.

    Raises:
        OptionError: both or neither were given.
        ShapeError: another width than the head's.
        ScoreError: NaN, +inf in a softmax, or probabilities that are none.
    """
    if (logits is None) == (probabilities is None):
        raise OptionError("give either logits= or probabilities=")
    scale = "logits" if probabilities is None else "probabilities"
    given = _shaped(_floats(logits if probabilities is None else probabilities, scale), head, scale)
    _check(given, head, scale)
    pair = head.binary and given.ndim == 2
    return Outputs(logits_of(given, head, scale), None if pair else given, scale, given.dtype)


def logits_of(scores: NDArray[Any], head: Head, scale: str) -> Floats:
    """Log-odds of the positive class of two or of each label; of a softmax logits, or ln p."""
    wide = scores.astype(np.float64)
    with np.errstate(divide="ignore", over="ignore"):  # beyond 1e308 a probability is 1 to the last bit anyway
        if head.binary and scores.ndim == 2:
            pair = wide if scale == "logits" else np.log(wide)
            positive = int(head.positive or 0)
            return np.asarray(pair[:, positive] - pair[:, 1 - positive])
        if scale == "logits":
            return wide
        if head.kind == "softmax" and not head.binary:
            return np.asarray(np.log(wide))
        return np.asarray(np.log(wide) - np.log1p(-np.minimum(wide, 1.0)))


def _floats(given: Any, what: str) -> NDArray[Any]:
    try:
        array = _array(given)
    except (TypeError, ValueError, RuntimeError, BufferError, AttributeError) as error:
        raise ScoreError(f"{what}: expected an array of numbers on the CPU, got {type(given).__name__}") from error
    if array.dtype.kind not in "fiub":
        raise ScoreError(f"{what}: expected an array of numbers, got values of type {array.dtype}")
    small = array.dtype in (np.float16, np.float32)
    return array if small and array.dtype.isnative else array.astype(array.dtype.name if small else np.float64)


def _array(given: Any) -> NDArray[Any]:
    """As NumPy; of a tensor outside its graph. A masked value is NaN, so that it is refused and not passed over."""
    if isinstance(given, np.ma.MaskedArray):
        return np.where(np.ma.getmaskarray(given), np.nan, np.asarray(given.data, np.float64))
    if callable(getattr(given, "detach", None)):
        tensor = given.detach().cpu()
        given = tensor.float() if str(tensor.dtype).endswith("bfloat16") else tensor
    if hasattr(given, "__dlpack__") and not hasattr(given, "__array__"):
        return np.from_dlpack(given)
    array = np.asarray(given)
    return array.astype(np.float32) if array.dtype.name == "bfloat16" else array


def _shaped(scores: NDArray[Any], head: Head, what: str) -> NDArray[Any]:
    width = len(head.classes)
    if head.binary and scores.ndim == 2 and scores.shape[1] == 1:
        return scores[:, 0]
    if head.binary and scores.ndim == 1:
        return scores
    if scores.ndim != 2 or scores.shape[1] != width:  # of two classes one score or two, whichever head was tuned on
        wanted = f"(rows,) or (rows, {width})" if head.binary else f"(rows, {width})"
        raise ShapeError(f"{what}: this rule is of a {head.kind} of {width} classes, {wanted}; got {scores.shape}")
    return scores


def _check(scores: NDArray[Any], head: Head, what: str) -> None:
    competing = scores.ndim == 2 and head.kind != "multilabel"
    wrong = np.isnan(scores)
    if what == "probabilities":
        wrong |= (scores < 0) | (scores > 1 + TOLERANCE)
    elif competing:
        wrong |= scores == np.inf
    if wrong.any():
        row = int(np.argwhere(wrong)[0][0])
        found = scores[row] if scores.ndim == 1 else scores[row][wrong[row]][0]
        expected = "between 0 and 1" if what == "probabilities" else "a number"
        raise ScoreError(f"{what}: row {row} holds {found}; expected {expected} ({int(wrong.sum()):,} such values)")
    if competing and len(scores):
        _check_rows(scores, what)


def _check_rows(scores: NDArray[Any], what: str) -> None:
    """Rows whose classes compete: some class is possible, and probabilities sum to one."""
    if what == "logits":
        masked = (scores == -np.inf).all(axis=1)
        if masked.any():
            raise ScoreError(f"logits: row {int(masked.argmax())} holds -inf alone, which leaves no class possible")
        return
    sums = scores.sum(axis=1, dtype=np.float64)
    off = np.abs(sums - 1)
    if off.max() > TOLERANCE:
        row = int(off.argmax())
        raise ScoreError(f"probabilities: row {row} sums to {sums[row]:g}, expected 1")
