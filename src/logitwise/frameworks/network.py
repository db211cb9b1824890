"""A model opened for reading its outputs, whatever framework it comes from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from numpy.typing import NDArray

from logitwise.head import HeadKind


@dataclass(frozen=True, slots=True)
class Network:
    """What a model's last layer declares, and the way to its numbers.

    Attributes:
        kind: ``sigmoid``, ``softmax`` or ``multilabel``.
        units: scores a row: 1 of a sigmoid, else one a class or label.
        scale: what `predict` returns: ``logits``, ``probabilities``, or ``decisions`` (class values) where a model
            gives nothing else.
        classes: scikit-learn's ``classes_`` in the order of the columns, as Python values; None where the model knows
            no names.
        read_from: a sentence or two for the report: the model, its last activation, its compiled loss, and where the
            numbers are taken.
        notes: what the reader must know: activation and loss disagree, a fallback was taken.
        predict: one batch of inputs to ``(rows,)`` for a sigmoid and decisions of one class a row, else ``(rows,
            units)``; float32 or float64 but for decisions.
        assumed: the activation leaves the kind open (a linear last layer): compiled loss or shape decided, and a
            declared head may overrule it.
    """

    kind: HeadKind
    units: int
    scale: Literal["logits", "probabilities", "decisions"]
    classes: tuple[Any, ...] | None
    read_from: str
    notes: tuple[str, ...]
    predict: Callable[[Any], NDArray[Any]]
    assumed: bool = False
