"""A model's outputs as the logits that a rule reads."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from logitwise.errors import OptionError, ScoreError, ShapeError
from logitwise.head import Head

Floats = NDArray[np.float64]
TOLERANCE = 1e-3
"""How far the sum of a row of probabilities may be from one; it is divided by it."""


def checked_logits(head: Head, *, logits: Any, probabilities: Any) -> Floats:
    """Log-odds ``(rows,)`` of the positive class of two, or logits ``(rows, classes)``; of probabilities ln p.

    Raises:
        OptionError: both or neither were given.
        ShapeError: another width than the head's.
        ScoreError: NaN, +inf in a softmax, or probabilities that are none.
    """
    if (logits is None) == (probabilities is None):
        raise OptionError("give either logits= or probabilities=")
    what = "logits" if probabilities is None else "probabilities"
    scores = _floats(logits if probabilities is None else probabilities, what)
    scores = _shaped(scores, head, what)
    _check(scores, head, what)
    wide = scores.astype(np.float64)
    if head.binary:
        return _log_odds(wide, head, what)
    if what == "logits":
        return wide
    with np.errstate(divide="ignore"):
        if head.kind == "multilabel":
            return np.asarray(np.log(wide) - np.log1p(-wide))
        return np.asarray(np.log(wide))


def _floats(given: Any, what: str) -> NDArray[Any]:
    try:
        array = np.asarray(given)
        return array if array.dtype.kind == "f" else array.astype(np.float64)
    except (TypeError, ValueError) as error:
        raise ScoreError(f"{what}: expected an array of numbers, got {type(given).__name__}") from error


def _shaped(scores: NDArray[Any], head: Head, what: str) -> NDArray[Any]:
    width = len(head.classes)
    if head.binary and scores.ndim == 2 and scores.shape[1] == 1:
        return scores[:, 0]
    if head.binary and scores.ndim == 1:
        return scores
    if scores.ndim != 2 or scores.shape[1] != width:
        wanted = f"(rows,) or (rows, {width})" if head.binary else f"(rows, {width})"
        raise ShapeError(f"{what}: this rule is of a {head.kind} of {width} classes, {wanted}; got {scores.shape}")
    return scores


def _check(scores: NDArray[Any], head: Head, what: str) -> None:
    columns = scores.ndim == 2 and head.kind == "softmax"
    wrong = np.isnan(scores)
    if what == "probabilities":
        wrong |= (scores < 0) | (scores > 1 + TOLERANCE)
    elif columns:
        wrong |= scores == np.inf
    if wrong.any():
        row = int(np.argwhere(wrong)[0][0])
        found = scores[row] if scores.ndim == 1 else scores[row][wrong[row]][0]
        expected = "between 0 and 1" if what == "probabilities" else "a number"
        raise ScoreError(f"{what}: row {row} holds {found}; expected {expected} ({int(wrong.sum()):,} such values)")
    if what == "probabilities" and columns and len(scores):
        off = np.abs(scores.sum(axis=1, dtype=np.float64) - 1)
        if off.max() > TOLERANCE:
            row = int(off.argmax())
            raise ScoreError(f"probabilities: row {row} sums to {scores[row].sum():g}, expected 1")


def _log_odds(scores: Floats, head: Head, what: str) -> Floats:
    """Of two columns the difference of the positive's and the other's."""
    positive = head.positive if head.positive is not None else 1
    with np.errstate(divide="ignore"):
        if scores.ndim == 2:
            pair = scores if what == "logits" else np.log(scores)
            return np.asarray(pair[:, positive] - pair[:, 1 - positive])
        return scores if what == "logits" else np.asarray(np.log(scores) - np.log1p(-np.minimum(scores, 1.0)))
