"""The loop for few classes leaves the same bits as the loop for many, and its network sorts."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from logitwise.kernels import compiled_few, compiled_softmax
from logitwise.kernels.softmax import SORTED
from logitwise.tallies.folds import fold_cells_a_class, fold_shift
from logitwise.tallies.of_softmax import Tables
from logitwise.tallies.one_vs_rest import grid_shift


def rows_of(classes, *, probabilities, dtype):
    rng = np.random.default_rng(classes)
    scores = rng.normal(0, 4, (2_100, classes))  # two blocks, the last of which ends within a turned part
    if probabilities:
        scores = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
        scores[0] = np.eye(classes)[0]
        scores[1] = 0.9 / classes
    else:
        scores[0, 1:], scores[1], scores[2] = -np.inf, 0.0, scores[2] * 300
        scores[3, :2] = 9.0
    return scores.astype(dtype), rng.integers(0, classes, len(scores)).astype(np.int32)


def counted(count, scores, labels, *, probabilities):
    classes = scores.shape[1]
    tables = Tables.empty(len(scores), classes)
    offsets = (np.arange(len(scores)) % 32 * fold_cells_a_class(classes)).astype(np.uint64)
    shifts = np.array([grid_shift(classes), fold_shift(classes)], np.int64)
    columns = [getattr(tables, name) for name in Tables.__dataclass_fields__]
    spread = count(scores, labels, offsets, probabilities, shifts, *columns)
    return [spread, *(column.tobytes() for column in columns)]


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("probabilities", [False, True])
@pytest.mark.parametrize("classes", [3, 4, 8, 9, 17, SORTED])
def test_few_classes_leave_the_same_bits_as_many(classes, probabilities, dtype):
    scores, labels = rows_of(classes, probabilities=probabilities, dtype=dtype)
    few = counted(compiled_few.count_few, scores, labels, probabilities=probabilities)
    assert few == counted(compiled_softmax.count_softmax, scores, labels, probabilities=probabilities)


@pytest.mark.parametrize("n", range(1, 13))
def test_the_network_sorts_all_zeros_and_ones_and_hence_everything(n):
    # Knuth's zero-one principle, The Art of Computer Programming 3, 5.3.4
    values = np.array(list(itertools.product([0, 1], repeat=n)))
    for low, high in compiled_few.network(n).tolist():
        values[:, low], values[:, high] = values[:, [low, high]].min(axis=1), values[:, [low, high]].max(axis=1)
    assert (np.diff(values, axis=1) >= 0).all()


def test_the_largest_network_sorts():
    values = np.random.default_rng(0).random((1_000, SORTED))
    for low, high in compiled_few.network(SORTED).tolist():
        values[:, low], values[:, high] = values[:, [low, high]].min(axis=1), values[:, [low, high]].max(axis=1)
    assert (np.diff(values, axis=1) >= 0).all()
