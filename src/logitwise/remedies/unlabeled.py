"""Outputs without labels: what a model says where it is used."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

import numpy as np

from logitwise.batch import Batch, Form, Intake, Origin
from logitwise.batch.labels import LabelCoding
from logitwise.errors import OptionError
from logitwise.tallies.of_batch import tally_batch

if TYPE_CHECKING:
    from logitwise.head import Head, Scale
    from logitwise.tallies import Tally


@dataclass(frozen=True, slots=True, eq=False)
class Unlabeled:
    """Scores, decisions and a row sample of rows whose truth is not known; `+` merges them.

    Attributes:
        outputs: their tally as if every row were of the class of code 0: what depends on the truth means nothing in it.

    >>> from logitwise.head import Head
    >>> Unlabeled.of(Head("sigmoid", ("no", "yes")), logits=[-2.0, 0.5, 3.0]).rows
    3
    """

    outputs: Tally

    @classmethod
    def of(cls, head: Head, *, logits: Any = None, probabilities: Any = None) -> Self:
        """From arrays of one of the two, shaped as the head's outputs are.

        Raises:
            OptionError: both or neither were given, or the head has labels that occur together.
            ShapeError: another width than the head's.
            ScoreError: scores that cannot be any.
        """
        if (logits is None) == (probabilities is None):
            raise OptionError("give either logits= or probabilities=")
        _check_exclusive(head)
        scale: Scale = "probabilities" if logits is None else "logits"
        scores = np.asarray(probabilities if logits is None else logits)
        width = 1 if head.kind == "sigmoid" else len(head.classes)
        form: Form = "odds" if width == 2 else "probability"
        coding = LabelCoding(head.classes, tuple(range(len(head.classes))))
        intake = Intake(head, scale, form if scale == "probabilities" else "logit", width, coding)
        return cls.of_batch(intake.batch(np.zeros(len(scores), np.int64), scores, origin=Origin()))

    @classmethod
    def of_batch(cls, batch: Batch) -> Self:
        """From checked rows, whose labels, weights, groups and slices are not looked at."""
        _check_exclusive(batch.head)
        blind = Batch(
            batch.head, batch.scale, np.zeros_like(batch.labels), batch.scores, batch.form, batch.precision,
            rejected=batch.rejected, renormalised=batch.renormalised,
        )  # fmt: skip
        return cls(tally_batch(blind))

    def __add__(self, other: Self) -> Self:
        return type(self)(self.outputs + other.outputs)

    @property
    def head(self) -> Head:
        """What the outputs mean."""
        return self.outputs.head

    @property
    def rows(self) -> int:
        """How many there are."""
        return self.outputs.rows


def _check_exclusive(head: Head) -> None:
    if head.kind == "multilabel":
        raise OptionError("prior shift is not estimated for labels that occur together; give the prevalence of each")
