"""Temperature with a bias a class: sureness and class frequencies mended together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from logitwise.remedies.softmax_likelihood import Scaled, maximise
from logitwise.rule import Biased

if TYPE_CHECKING:
    from logitwise.remedies.softmax_rows import SoftmaxRows

LEAST_ROWS: Final = 50
"""Rows of the rarest class from which on it is tried. A judgement."""


def fit_biased(rows: SoftmaxRows, *, beta: float, start: Biased | None = None) -> Biased:
    """Logits / T + a bias of each class by maximum likelihood with a small ridge towards temperature alone.

    The biases answer class frequencies that changed between training and these rows; decisions may change with them.

    Source: Alexandari, Kundaje & Shrikumar (2020), arXiv:1901.06852.

    Args:
        rows: what to fit on.
        beta: 1 / T of temperature scaling on the same rows.
        start: a fit on nearly the same rows.
    """
    first = None if start is None else Scaled(np.array([1 / start.temperature]), np.array(start.biases))
    found = maximise(rows, beta=beta, shared=True, start=first)
    return Biased(1 / float(found.scales[0]), tuple(found.biases.tolist()))
