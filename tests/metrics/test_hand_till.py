"""Hand and Till's AUC."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from sklearn.metrics import roc_auc_score

from logitwise import activations
from logitwise.metrics import measure
from logitwise.metrics.hand_till import hand_till
from logitwise.tallies.folds import fold_of


def probabilities(z):
    return np.exp(z) / np.exp(z).sum(axis=1, keepdims=True)


def test_it_is_procs_and_scikit_learns(value, rows, softmax):
    found = measure(softmax(*rows("multi90")), "hand_till")
    assert found.value == pytest.approx(value("proc_handtill.multi90"), rel=1e-9)
    assert found.value == pytest.approx(value("sk_ovo_macro.multi90"), rel=1e-9)
    assert (found.n, found.certificate) == (90, 0)


def test_with_ties_and_repeated_rows_it_is_scikit_learns(softmax):
    rng = np.random.default_rng(1)
    z, y = rng.integers(0, 3, (300, 4)).astype(float), rng.integers(0, 4, 300)
    p = activations.softmax(z)  # one that rounds otherwise breaks other ties
    expected = roc_auc_score(y, p, multi_class="ovo", average="macro")
    tally = softmax(z, y)
    assert (tally.sample.counts > 1).any()
    assert measure(tally, "hand_till").value == pytest.approx(expected, rel=1e-9)


def test_leaving_a_fold_out_is_scikit_learns_of_the_other_rows(rows, softmax):
    tally = softmax(*rows("multi90"))
    sample, folds = tally.sample, fold_of(tally.sample.hashes)
    p = probabilities(sample.scores.astype(float))
    expected = [
        roc_auc_score(sample.labels[folds != f, 0], p[folds != f], multi_class="ovo", average="macro")
        for f in np.unique(folds)
    ]
    np.testing.assert_allclose(hand_till(tally).law.left_out, expected, rtol=1e-9)


def test_of_more_rows_than_are_kept_it_says_so(softmax):
    rng = np.random.default_rng(2)
    y = rng.integers(0, 3, 25_000)
    z = rng.normal(size=(25_000, 3)) + 2 * np.eye(3)[y]
    found = measure(softmax(z, y), "hand_till")
    assert found.n == 20_000
    assert "a sample of 20,000 of 25,000 rows" in found.method
    assert found.value == pytest.approx(roc_auc_score(y, probabilities(z), multi_class="ovo"), abs=0.005)


def test_a_class_without_rows_leaves_it_undefined(softmax):
    found = measure(softmax(np.eye(3)[[0, 1, 1]], [0, 1, 1]), "hand_till")
    assert np.isnan(found.value)
    assert found.undefined == "1 class has no rows"


def test_a_class_in_one_fold_alone_leaves_no_interval(softmax):
    found = measure(softmax(np.eye(3)[[0, 1, 2]] + 0.1 * np.arange(3)[:, None], [0, 1, 2]), "hand_till")
    assert (found.value, found.law.interval(0.95)) == (1.0, (0.0, 1.0))


def test_without_a_sample_it_says_so(softmax):
    tally = replace(softmax(np.eye(3), [0, 1, 2]), sample=None)
    assert hand_till(tally).undefined == "no sample of rows is kept"


@pytest.mark.slow
def test_the_interval_keeps_its_level(softmax):
    rng = np.random.default_rng(3)

    def some(n):
        y = rng.integers(0, 5, n)
        return hand_till(softmax(rng.normal(size=(n, 5)) + 2 * np.eye(5)[y], y))

    truth = np.mean([some(20_000).value for _ in range(3)])
    found = [some(300).law.interval(0.95) for _ in range(200)]
    assert np.mean([low > truth or high < truth for low, high in found]) <= 0.11
