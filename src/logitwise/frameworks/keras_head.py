"""From the last activation, the compiled loss and the number of units to a head: pure, without Keras."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from logitwise.errors import ModelError
from logitwise.frameworks.keras_loss import Loss
from logitwise.head import HeadKind

WITHOUT = "or pass what it predicts as logits= or probabilities= with head= if you know what it means"


@dataclass(frozen=True, slots=True)
class Reading:
    """What the last layer's outputs are.

    Attributes:
        kind: the head.
        scale: of what the model itself returns.
        assumed: loss or shape decided, since the activation does not.
        known_by: how kind and scale are known, for the report.
        notes: what disagrees.
    """

    kind: HeadKind
    scale: Literal["logits", "probabilities"]
    assumed: bool
    known_by: str
    notes: tuple[str, ...] = ()


def read_head(activation: str | None, *, units: int, loss: Loss, last: str = "") -> Reading:
    """The head of a model with this last activation.

    Args:
        activation: ``sigmoid``, ``softmax``, ``log_softmax``, ``linear``, another activation's name, or None where the
            last operation could not be read.
        units: scores a row.
        loss: the compiled loss.
        last: name of the last operation, for messages.

    Raises:
        ModelError: no probability can be read from such outputs, or nothing says what they are.

    >>> read_head("sigmoid", units=1, loss=Loss()).kind
    'sigmoid'
    """
    if activation == "sigmoid":
        kind: HeadKind = "sigmoid" if units == 1 else "multilabel"
        return Reading(kind, "probabilities", assumed=False, known_by=_of(activation, units), notes=_doubts(kind, loss))
    if activation in {"softmax", "log_softmax"}:
        return _softmax(activation, units, loss)
    if activation == "linear":
        return _linear(units, loss)
    if activation is None:
        return _unread(units, loss, last)
    raise ModelError(
        f"the last activation is {activation}, from which no probability can be read: end the model in a sigmoid or "
        f"softmax, or in no activation with a loss that has from_logits=True, and train again; {WITHOUT}"
    )


def _of(activation: str, units: int) -> str:
    return f"last activation {activation} of {units} unit{'' if units == 1 else 's'}"


def _softmax(activation: str, units: int, loss: Loss) -> Reading:
    if units == 1:
        raise ModelError(
            f"the last activation is a {activation} of one unit, whose probability is always 1: use a sigmoid of one "
            f"unit, or a softmax of two, and train again; {WITHOUT}"
        )
    known, notes = _of(activation, units), _doubts("softmax", loss)
    if activation == "log_softmax":  # log-probabilities are logits: their softmax is themselves
        return Reading("softmax", "logits", assumed=False, known_by=known, notes=())
    return Reading("softmax", "probabilities", assumed=False, known_by=known, notes=notes)


def _doubts(kind: HeadKind, loss: Loss) -> tuple[str, ...]:
    """Where the compiled loss expects something else than the activation gives."""
    activation = "softmax" if kind == "softmax" else "sigmoid"
    notes = []
    if loss.from_logits:
        notes.append(
            f"activation and compiled loss disagree: the model ends in a {activation}, yet {loss.name} was compiled "
            "with from_logits=True, which takes probabilities for logits (some versions of Keras mend that while "
            f"training, others do not); the activation decides: {kind}"
        )
    expected = "categorical" if kind == "softmax" else "binary"
    if loss.family not in {expected, "none", "other"}:
        notes.append(
            f"activation and compiled loss disagree: {loss.name} is made for a "
            f"{'softmax' if loss.family == 'categorical' else 'sigmoid'}, the model ends in a {activation}; "
            f"the activation decides: {kind}"
        )
    return tuple(notes)


def _linear(units: int, loss: Loss) -> Reading:
    """No last activation: these are logits, and loss or shape tell of which head."""
    if loss.family == "other":
        raise ModelError(
            f"the model has no last activation and was trained with {loss.name}, so its outputs are no log-odds: train "
            f"with a cross-entropy and from_logits=True, {WITHOUT}"
        )
    notes = []
    if loss.family != "none" and not loss.from_logits:
        notes.append(
            f"activation and compiled loss disagree: the model ends without an activation, yet {loss.name} "
            "was compiled with from_logits=False and took its outputs for probabilities, so training was probably "
            "wrong; the activation decides: logits"
        )
    kind, known = _kind(units, loss)
    if units == 1 and loss.family == "categorical":
        notes.append(f"{loss.name} of one unit is always 0 and trains nothing; one unit is taken as a sigmoid")
    return Reading(kind, "logits", assumed=True, known_by=f"no last activation; {known}", notes=tuple(notes))


def _unread(units: int, loss: Loss, last: str) -> Reading:
    """The last operation is none that we know: only the loss can say what the outputs are."""
    if loss.family not in {"binary", "categorical"}:
        raise ModelError(
            f"what the model's outputs are could not be read: its last operation ({last}) is no known activation and "
            f"there is {loss}: compile it with the loss it was trained with, {WITHOUT}"
        )
    kind, known = _kind(units, loss)
    scale: Literal["logits", "probabilities"] = "logits" if loss.from_logits else "probabilities"
    note = f"the last operation ({last}) is no known activation: {scale} is what the compiled loss says"
    if kind == "softmax" and units == 1:
        raise ModelError(f"one unit with {loss.name}: a softmax of one unit is always 1: use a sigmoid; {WITHOUT}")
    return Reading(
        kind, scale, assumed=scale == "logits", known_by=f"last activation not readable; {known}", notes=(note,)
    )


def _kind(units: int, loss: Loss) -> tuple[HeadKind, str]:
    if units == 1:
        return "sigmoid", "one unit is a sigmoid"
    if loss.family == "binary":
        return "multilabel", f"{units} units with {loss.name} are one sigmoid a label"
    if loss.family == "categorical":
        return "softmax", f"{units} units with {loss.name} are a softmax"
    return "softmax", f"{units} units without a loss that says more are taken as a softmax, from the shape alone"
