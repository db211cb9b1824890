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
        thresholds: of a multilabel head one a label, which then hold instead of `threshold`; None: the same for all.

    Raises:
        ShapeError: fewer classes than the head needs, or not one threshold a label.
        OptionError: a threshold outside (0, 1), or a positive class where there is none to choose.

    >>> Head("sigmoid", ("benign", "malignant")).positive_class
    'malignant'
    """

    kind: HeadKind
    classes: tuple[str, ...]
    positive: int | None = None
    threshold: float = 0.5
    thresholds: tuple[float, ...] | None = None

    def __post_init__(self) -> None:
        if self.kind == "softmax" and len(self.classes) < 2:
            raise ShapeError("a softmax of one unit is always 1: use a sigmoid, or a softmax of two classes")
        if self.kind == "sigmoid" and len(self.classes) != 2:
            raise ShapeError(f"a sigmoid decides between two classes, {len(self.classes)} were named")
        if not 0 < self.threshold < 1:
            raise OptionError(f"threshold must lie between 0 and 1, both excluded; got {self.threshold}")
        if self.thresholds is not None:
            self._check_thresholds(self.thresholds)
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

    @property
    def cuts(self) -> tuple[float, ...]:
        """The threshold of each label of a multilabel head, of another head its one.

        >>> Head("multilabel", ("a", "b"), thresholds=(0.2, 0.7)).cuts, Head("multilabel", ("a", "b")).cuts
        ((0.2, 0.7), (0.5, 0.5))
        """
        if self.thresholds is not None:
            return self.thresholds
        return (self.threshold,) * (len(self.classes) if self.kind == "multilabel" else 1)

    def at(self, threshold: float) -> Self:
        """The same head with another decision threshold, of a multilabel head for all labels."""
        return replace(self, threshold=threshold, thresholds=None)

    def _check_thresholds(self, thresholds: tuple[float, ...]) -> None:
        if self.kind != "multilabel":
            raise OptionError(f"one threshold a label is for a multilabel head; this is a {self.kind}")
        if len(thresholds) != len(self.classes):
            raise ShapeError(f"{len(self.classes)} labels need as many thresholds; {len(thresholds)} were given")
        for name, threshold in zip(self.classes, thresholds, strict=True):
            if not 0 < threshold < 1:
                raise OptionError(f"the threshold of label {name!r} must lie between 0 and 1; got {threshold}")
