"""From the last activation of a PyTorch module and its number of outputs to a head: pure, without PyTorch."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from logitwise.errors import ModelError
from logitwise.head import HeadKind

WITHOUT = "or pass what it gives as logits= or probabilities= if you know what it means"


@dataclass(frozen=True, slots=True)
class Ending:
    """What a module ends in.

    Attributes:
        activation: ``sigmoid``, ``softmax``, ``log_softmax``, ``log_sigmoid``, ``linear`` for none, another
            activation's name, or None where the last operation tells nothing.
        last: the last layer or operation, for the report.
        named: the module itself calls what was taken ``logits``.
        task: what the module's own configuration says it was trained for, as Hugging Face spells it.
    """

    activation: str | None
    last: str
    named: bool = False
    task: str | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """What a module's outputs are.

    Attributes:
        kind: the head.
        scale: of the outputs themselves.
        assumed: the shape decided between softmax and multilabel, since the activation does not.
        known_by: how kind and scale are known, for the report.
    """

    kind: HeadKind
    scale: Literal["logits", "probabilities", "log-probabilities"]
    assumed: bool
    known_by: str


def read_head(ending: Ending, *, units: int) -> Reading:
    """The head of a module with this ending and number of outputs a row.

    Raises:
        ModelError: no probability can be read from such outputs, or nothing says what they are.

    >>> read_head(Ending("linear", "Linear"), units=1).known_by
    'the module ends in Linear: its outputs are taken as logits; one output is a sigmoid'
    """
    activation = ending.activation
    if activation == "part of a softmax" and units == 1:
        return Reading("sigmoid", "probabilities", assumed=False, known_by="one column of a softmax is its output")
    known = f"last activation {activation} of {units} output{'' if units == 1 else 's'}"
    if activation in {"sigmoid", "log_sigmoid"}:
        scale: Literal["probabilities", "log-probabilities"] = (
            "probabilities" if activation == "sigmoid" else "log-probabilities"
        )
        return Reading("sigmoid" if units == 1 else "multilabel", scale, assumed=False, known_by=known)
    if activation in {"softmax", "log_softmax"}:
        if units == 1:
            raise ModelError(
                f"the last activation is a {activation} of one output, whose probability is always 1: use a Sigmoid of "
                f"one output, or a Softmax of two, and train again; {WITHOUT}"
            )
        itself = activation == "log_softmax"  # log-probabilities are logits, whose softmax they are
        return Reading("softmax", "logits" if itself else "probabilities", assumed=False, known_by=known)
    if activation == "linear" or (activation is None and ending.named):
        return _without_activation(ending, units)
    if activation is None:
        raise ModelError(
            f"what the module's outputs are could not be read: its last operation ({ending.last}) is no known "
            f"activation and no weighted sum; end it in a Sigmoid, a Softmax or a Linear layer, {WITHOUT}"
        )
    raise ModelError(
        f"the module ends in {ending.last if activation[:4] != 'part' else activation}, from which no probability can "
        "be read: end it in a Sigmoid or Softmax, or in a Linear layer with BCEWithLogitsLoss or CrossEntropyLoss, and "
        f"train again; {WITHOUT}"
    )


def _without_activation(ending: Ending, units: int) -> Reading:
    """These are logits; of which head, the module's configuration or the shape tells."""
    said = "its outputs are taken as logits" if not ending.named else "its outputs are the logits that it names"
    known = f"the module ends in {ending.last}: {said}"
    if ending.task == "regression":
        raise ModelError(f"the module's configuration says problem_type regression: it is no classifier; {WITHOUT}")
    if ending.task == "multi_label_classification" and units > 1:
        known = f"{known}; problem_type {ending.task} is one sigmoid a label"
        return Reading("multilabel", "logits", assumed=False, known_by=known)
    if units == 1:
        return Reading("sigmoid", "logits", assumed=True, known_by=f"{known}; one output is a sigmoid")
    known = f"{known}; {units} outputs are taken as a softmax, from the shape alone"
    return Reading("softmax", "logits", assumed=True, known_by=known)
