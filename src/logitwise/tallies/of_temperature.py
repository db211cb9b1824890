"""Rows of a softmax of 3 to 64 classes into sums at fifteen temperatures."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from logitwise.kernels.temperature import BETAS, FIGURES, MOST, NODES, fixed_figures, node_rows
from logitwise.tallies.temperature_sums import TemperatureSums

SCORES, ROWS = 1 << 15, 2048  # that the NumPy twin takes at once at most; the fixed-point sum of rows is below 2^62
LIMB = 16  # bits: a sum of products of two limbs, each a float, is exact up to 2^21 rows


def temperature_sums(
    scores: NDArray[Any], labels: NDArray[np.int32], losses: NDArray[np.float64], *, probabilities: bool, small: bool
) -> TemperatureSums:
    """Rows ``(rows, classes)`` whose log losses are known; through NumPy alone where they are `small`."""
    if small:
        sums = np.zeros(NODES * FIGURES, object)
        for _, figures in figures_of(scores, labels, losses, probabilities=probabilities):
            sums += figures.sum(axis=1).astype(object)
        found = TemperatureSums(len(scores), 0, sums.reshape(NODES, FIGURES))
    else:
        from logitwise.kernels.compiled_temperature import sum_temperatures  # noqa: PLC0415  brings in Numba, which small data never need

        halves = np.zeros((NODES, FIGURES, 2), np.int64)
        sum_temperatures(scores, labels, losses, probabilities, BETAS, halves)
        found = TemperatureSums.of_halves(len(scores), halves)
    return with_large(found, scores, labels, losses, probabilities=probabilities)


def weighted_temperature_sums(
    scores: NDArray[Any], labels: NDArray[np.integer], losses: NDArray[np.float64], weights: NDArray[np.int64],
    *, probabilities: bool,
) -> TemperatureSums:  # fmt: skip
    """The same, each row times its weight."""
    sums = np.zeros(NODES * FIGURES, object)
    for part, figures in figures_of(scores, labels, losses, probabilities=probabilities):
        sums += weighted_sum(figures, weights[part])
    found = TemperatureSums(int(weights.sum()), 0, sums.reshape(NODES, FIGURES))
    return with_large(found, scores, labels, losses, weights, probabilities=probabilities)


def with_large(  # noqa: PLR0913 the columns of a pass
    found: TemperatureSums, scores: NDArray[Any], labels: NDArray[np.integer], losses: NDArray[np.float64],
    weights: NDArray[np.int64] | None = None, *, probabilities: bool,
) -> TemperatureSums:  # fmt: skip
    """Add the rows whose loss is large, some at a time: they are few, unless scores are no logits at all."""
    large = np.flatnonzero(losses > MOST)
    for start in range(0, len(large), ROWS):
        k = large[start : start + ROWS]
        rows = node_rows(scores[k], labels[k], probabilities=probabilities)
        found = found.with_large(rows, None if weights is None else weights[k])
    return found


def figures_of(
    scores: NDArray[Any], labels: NDArray[np.integer], losses: NDArray[np.float64], *, probabilities: bool
) -> Iterator[tuple[slice, NDArray[np.int64]]]:
    """Some rows at a time, their fixed-point figures ``(nodes * figures, rows)``; rows of large losses are 0."""
    step = min(SCORES // scores.shape[1], ROWS)
    for start in range(0, len(scores), step):
        part = slice(start, start + step)
        rows = node_rows(scores[part], labels[part], probabilities=probabilities)
        yield part, fixed_figures(rows, losses[part] <= MOST).reshape(NODES * FIGURES, -1)


def weighted_sum(figures: NDArray[np.int64], weights: NDArray[np.int64]) -> NDArray[Any]:
    """``figures @ weights`` as Python integers: limb by limb in floats, which hold every such sum exactly."""
    total = np.zeros(len(figures), object)
    for i in range(4):
        limb = ((weights >> (LIMB * i)) & 0xFFFF).astype(np.float64)
        for j in range(4):
            part = figures >> (LIMB * j)
            part = part if j == 3 else part & 0xFFFF  # the last limb keeps the sign
            total += (part.astype(np.float64) @ limb).astype(np.int64).astype(object) << (LIMB * (i + j))
    return total
