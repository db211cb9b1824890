"""Compiled loops and their NumPy twins give the same bits."""

from __future__ import annotations

import numpy as np
import pytest

from logitwise.kernels import compiled_sigmoid, compiled_softmax, folded_cells, hashing, keys, sigmoid
from logitwise.kernels.polynomials import log
from logitwise.kernels.softmax import softmax_rows

SPECIAL = [np.inf, -np.inf, 0.0, -0.0, 1e300, -1e300, 511.9, 512.1, -700.0, 701.0, 5e-324]


def logits_and_labels(dtype):
    rng = np.random.default_rng(3)
    logits = np.concatenate([rng.normal(0, 5, 5000), np.repeat(SPECIAL, 2)])
    with np.errstate(over="ignore"):
        return logits.astype(dtype), np.concatenate([rng.integers(0, 2, 5000), np.tile([0, 1], 11)]).astype(np.uint8)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_counting_keys(dtype):
    logits, labels = logits_and_labels(dtype)
    table = np.zeros(2 * (2 * keys.INFINITE_KEY + 1), np.int32)
    compiled_sigmoid.count_keys(logits, labels, table)
    cells = 2 * (keys.keys_of(logits.astype(float)) + keys.INFINITE_KEY) + labels
    assert (table == np.bincount(cells, minlength=len(table))).all()


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_summing_losses(dtype):
    logits, labels = logits_and_labels(dtype)
    halves = np.zeros((2, 4, 2), np.int64)
    large = compiled_sigmoid.sum_losses(logits, labels, halves)
    row = sigmoid.row_losses(logits.astype(float), labels)
    expected = [[int(column[labels == label].sum()) for column in row[:4]] for label in (0, 1)]
    assert ((halves[..., 0].astype(object) << 32) + halves[..., 1] == np.array(expected, object)).all()
    assert large == row.large.sum() > 0


def test_log_odds_of_probabilities_and_of_odds():
    p = np.concatenate([np.random.default_rng(0).random(1000), [0.0, 1.0, 5e-324, 1 - 2**-53]])
    out = np.empty(len(p))
    compiled_sigmoid.log_odds_of(p, 1, out)
    assert (out == sigmoid.log_odds(p)).all()
    compiled_sigmoid.log_odds_of(p, 2, out)
    assert (out == log(p)).all()


def softmax_case(classes, *, probabilities):
    rng = np.random.default_rng(classes)
    scores = rng.normal(0, 4, (400, classes))
    labels = rng.integers(0, classes, 400).astype(np.int32)
    if probabilities:
        scores = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
        scores[0] = np.eye(classes)[0]
    else:
        scores[0, 1:], scores[1], scores[2] = -np.inf, 0.0, scores[2] * 300
    return scores.astype(np.float32), labels


@pytest.mark.parametrize("classes", [3, 8, 10, 17, 130])
@pytest.mark.parametrize("probabilities", [False, True])
def test_a_pass_over_softmax_rows(classes, probabilities):
    from logitwise.tallies.of_softmax import Tables, content_hashes, fill_by_numpy, fill_compiled, fold_of

    scores, labels = softmax_case(classes, probabilities=probabilities)
    folds = fold_of(content_hashes(scores, small=True))
    numpy, compiled = Tables.empty(len(scores), classes), Tables.empty(len(scores), classes)
    spreads = [
        fill(tables, scores, labels, folds, probabilities=probabilities)
        for fill, tables in ((fill_by_numpy, numpy), (fill_compiled, compiled))
    ]
    assert spreads[0] == spreads[1]
    for name in Tables.__dataclass_fields__:
        if name != "halves":
            assert (getattr(numpy, name) == getattr(compiled, name)).all(), name
    both = [(t.halves[..., 0].astype(object) << 32) + t.halves[..., 1] for t in (numpy, compiled)]
    assert (both[0] == both[1]).all()


@pytest.mark.parametrize("columns", [1, 7, 8, 9, 100])
def test_hashing_rows(columns):
    rows = np.random.default_rng(0).normal(size=(100, columns)).astype(np.float32)
    rows[0, 0], out = -0.0, np.empty(100, np.uint64)
    compiled_softmax.hash_rows(rows, out)
    assert (out == hashing.row_hashes(rows)).all()


def test_equal_rows_hash_alike_whatever_their_type_and_zero():
    rows = np.array([[0.0, 1.5], [-0.0, 1.5]])
    hashes = [*hashing.row_hashes(rows), *hashing.row_hashes(rows.astype(np.float32))]
    assert len({*hashes}) == 1


def test_softmax_rows_equal_scipy():
    from scipy.special import log_softmax

    scores, labels = softmax_case(10, probabilities=False)
    row = softmax_rows(scores[3:], labels[3:], probabilities=False)
    expected = log_softmax(scores[3:].astype(float), axis=1)
    assert np.allclose(row.loss, -expected[np.arange(397), labels[3:]], rtol=1e-13, atol=1e-13)
    below = row.folded < 0
    assert np.allclose(row.folded[below], expected[below], rtol=1e-13)
    assert np.allclose(row.folded[~below], -np.log1p(-np.exp(expected[~below])), rtol=1e-7)


def test_folded_cells_are_the_same_in_both():
    sizes = np.array([0.6931471805599453, 0.7, 1.0, 127.9, 128.0, 1e300, np.inf])
    for high in (False, True):
        compiled = [compiled_softmax.cell_of(size, high) for size in sizes]
        assert compiled == folded_cells.cells_of(sizes if high else -sizes).tolist()
