"""The axis that holds the classes: found, checked and named in messages."""

from __future__ import annotations

from operator import index
from typing import TYPE_CHECKING

import numpy as np

from logitwise.errors import OptionError, ScoreError, ShapeError

if TYPE_CHECKING:
    from logitwise.activations.floats import Float64Array


def class_axis(shape: tuple[int, ...], axis: int, *, name: str) -> int:
    """The axis of the classes, counted from 0.

    Raises:
        ShapeError: the array has no such axis, no axis at all, or no classes along it; the message names those it has.
        OptionError: `axis` is not a whole number.

    >>> class_axis((4, 3), -1, name="softmax")
    1
    """
    if not shape:
        raise ShapeError(
            f"{name} normalises over classes, and a scalar has none: expected a vector (classes,) or a batch "
            "(rows, classes); of one logit take the sigmoid"
        )
    number = _whole(axis, name)
    if not -len(shape) <= number < len(shape):
        raise ShapeError(
            f"{name} has no axis {number} to normalise over: {_noun(shape)} of shape {shape} has the axes "
            f"{_listed(len(shape))}"
        )
    if shape[number] == 0:
        raise ShapeError(f"{name} expects at least one class; axis {number} of shape {shape} has none")
    return number % len(shape)


def refuse_infinite(z: Float64Array, axis: int, *, name: str) -> None:
    """Refuse logits from which no probability can be given: +inf anywhere, or nothing but -inf over the classes.

    Raises:
        ScoreError: there is one; the message names the first place and how many there are.
    """
    positive = np.argwhere(z == np.inf)
    if len(positive):
        place = ", ".join(str(i) for i in positive[0])
        raise ScoreError(
            f"{name} got +inf at [{place}] ({len(positive)} in all): no probability can be given, since inf - inf is "
            "undefined; expected finite logits, or -inf for a class that is ruled out"
        )
    empty = np.argwhere(np.all(z == -np.inf, axis=axis, keepdims=True))
    if len(empty):
        place = ", ".join(":" if k == axis else str(i) for k, i in enumerate(empty[0]))
        raise ScoreError(
            f"{name} got only -inf at [{place}] ({len(empty)} in all): every class is ruled out, so no probability "
            "can be given; expected at least one finite logit"
        )


def _whole(axis: int, name: str) -> int:
    if not isinstance(axis, bool):
        try:
            return index(axis)
        except TypeError:
            pass
    raise OptionError(f"{name} expects one whole number as axis; got {axis!r}")


def _noun(shape: tuple[int, ...]) -> str:
    return {1: "a vector", 2: "a matrix"}.get(len(shape), "an array")


def _listed(count: int) -> str:
    names = [*range(count), *range(-1, -count - 1, -1)]
    return ", ".join(str(n) for n in names[:-1]) + f" and {names[-1]}"
