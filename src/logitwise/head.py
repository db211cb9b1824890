"""The head: what the last layer declares about its outputs, and how a row becomes a decision."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal, Self

from logitwise.errors import OptionError, ShapeError

HeadKind = Literal["sigmoid", "softmax", "multilabel"]
Scale = Literal["logits", "probabilities", "decisions", "confusion"]


@dataclass(frozen=True, slots=True)
class Head:
    """Output activation, classes, positive class and decision rule.

    Attributes:
        kind: ``sigmoid`` (one logit, two classes), ``softmax`` (one logit a class, one class a row) or ``multilabel``
            (one sigmoid a label).
        classes: names in the order of label codes; of a sigmoid ``(negative, positive)`` unless `positive` says
            otherwise; of a multilabel head the labels.
        positive: index of the positive class where there are two, else None.
        threshold: a row (of a multilabel head: a label) is decided positive where its probability >= threshold.
            Unused by a softmax of three or more classes, which takes the first largest.

    Raises:
        ShapeError: fewer classes than the head needs.
        OptionError: a threshold outside (0, 1), or a positive class where there is none to choose.

    >>> Head("sigmoid", ("benign", "malignant")).positive_class
    'malignant'
    """

    kind: HeadKind
    classes: tuple[str, ...]
    positive: int | None = None
    threshold: float = 0.5

    def __post_init__(self) -> None:
        if self.kind == "softmax" and len(self.classes) < 2:
            raise ShapeError("a softmax of one unit is always 1: use a sigmoid, or a softmax of two classes")
        if self.kind == "sigmoid" and len(self.classes) != 2:
            raise ShapeError(f"a sigmoid decides between two classes, {len(self.classes)} were named")
        if not 0 < self.threshold < 1:
            raise OptionError(f"threshold must lie between 0 and 1, both excluded; got {self.threshold}")
        if self.binary and self.positive is None:
            object.__setattr__(self, "positive", 1)
        if not self.binary and self.positive is not None:
            raise OptionError(f"a positive class needs two classes; this {self.kind} has {len(self.classes)}")

    @property
    def binary(self) -> bool:
        """One score a row: a sigmoid, or a softmax of two classes, which is the sigmoid of its difference."""
        return self.kind == "sigmoid" or (self.kind == "softmax" and len(self.classes) == 2)

    @property
    def positive_class(self) -> str | None:
        """Name of the positive class, None where there is none."""
        return None if self.positive is None else self.classes[self.positive]

    @property
    def negative_class(self) -> str | None:
        """Name of the class that is not the positive one, None where there is none."""
        return None if self.positive is None else self.classes[1 - self.positive]

    def at(self, threshold: float) -> Self:
        """The same head with another decision threshold."""
        return replace(self, threshold=threshold)
