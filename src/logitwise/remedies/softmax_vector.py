"""Vector scaling: each class has its own scale and bias."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import numpy as np

from logitwise.activations import log_softmax
from logitwise.remedies.softmax_likelihood import Scaled, maximise
from logitwise.rule import Vector

if TYPE_CHECKING:
    from logitwise.remedies.softmax_rows import SoftmaxRows

LEAST_ROWS: Final = 100
"""Rows of the rarest class from which on it is tried. A judgement."""


def fit_vector(rows: SoftmaxRows, *, beta: float, start: Vector | None = None) -> Vector:
    """Scale ln p + bias of each class by maximum likelihood with a small ridge towards temperature alone.

    Scales stay above 0. The order of classes within a row may change, and with it decisions and areas.

    Source: Guo et al. (2017), arXiv:1706.04599.

    Args:
        rows: what to fit on.
        beta: 1 / T of temperature scaling on the same rows.
        start: a fit on nearly the same rows.
    """
    first = None if start is None else Scaled(np.array(start.scales), np.array(start.biases))
    of_chances = replace(rows, z=np.asarray(log_softmax(rows.z, axis=-1)))
    found = maximise(of_chances, beta=beta, shared=False, start=first)
    return Vector(tuple(found.scales.tolist()), tuple(found.biases.tolist()))
