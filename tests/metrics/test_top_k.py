"""Top-k accuracy, subset accuracy and Hamming loss."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.metrics import accuracy_score, hamming_loss, top_k_accuracy_score

import logitwise as lw
from logitwise.errors import OptionError
from logitwise.head import Head
from logitwise.metrics import Parameters, measure
from logitwise.metrics.top_k import top_k_accuracy
from logitwise.tallies.tally import Tally

RNG = np.random.default_rng(1)
Z = RNG.normal(size=(200, 6))
Y = np.argmax(Z + 1.5 * RNG.normal(size=Z.shape), axis=1)
LABELS = (Z + RNG.normal(size=Z.shape) > 0).astype(int)


@pytest.mark.parametrize("k", [1, 2, 5])
def test_top_k_is_scikit_learns(softmax, k):
    measured = measure(softmax(Z, Y), "top_k_accuracy", parameters=Parameters(top_k=k))
    assert measured.value == pytest.approx(top_k_accuracy_score(Y, Z, k=k))
    assert (measured.n, measured.parameter) == (200, k)


def test_top_one_is_the_accuracy_with_its_law(softmax):
    one = measure(softmax(Z, Y), "top_k_accuracy", parameters=Parameters(top_k=1))
    assert one.law == measure(softmax(Z, Y), "accuracy").law


@pytest.mark.parametrize("k", [6, 7])
def test_among_all_classes_the_truth_always_is(softmax, k):
    measured = measure(softmax(Z, Y), "top_k_accuracy", parameters=Parameters(top_k=k))
    assert np.isnan(measured.value)
    assert measured.undefined == f"the truth is always among {k} of 6 classes: choose a smaller k"


def test_without_ranks_it_says_so():
    assert top_k_accuracy(None, 10, classes=9, k=5).undefined == "ranks of the truth are not kept"
    assert top_k_accuracy(None, 0, classes=9, k=5).undefined == "there are no rows"


@pytest.mark.parametrize("k", [0, -1, 2.5, True])
def test_a_k_that_is_no_whole_number_is_refused(k):
    with pytest.raises(OptionError, match=r"k = .*: expected a whole number of classes from 1"):
        Parameters(top_k=k)


def test_rows_and_labels_are_scikit_learns(multilabel):
    tally = multilabel(Z, LABELS)
    assert measure(tally, "subset_accuracy").value == pytest.approx(accuracy_score(LABELS, Z >= 0))
    assert measure(tally, "hamming_loss").value == pytest.approx(hamming_loss(LABELS, Z >= 0))


def test_hamming_loss_mirrors_the_macro_accuracy(multilabel):
    loss, right = measure(multilabel(Z, LABELS), "hamming_loss"), measure(multilabel(Z, LABELS), "accuracy")
    assert loss.upper(0.05) == pytest.approx(1 - right.lower(0.05))
    assert loss.lower(0.05) == pytest.approx(1 - right.upper(0.05))
    assert loss.estimate().low == pytest.approx(1 - right.estimate().high)
    assert (loss.average, loss.name) == (None, "hamming_loss")


def test_without_rows_both_are_undefined():
    tally = Tally(Head("multilabel", ("a", "b")), "decisions")
    assert measure(tally, "subset_accuracy").undefined == "there are no rows"
    assert measure(tally, "hamming_loss").undefined == "there are no rows"


def test_hamming_loss_spreads_as_rows_do():
    """Labels that are wrong together: the jackknife sees it, rows of labels taken apart would be half as wide."""
    wrong = RNG.random(2000) < 0.2
    y = RNG.integers(0, 2, (2000, 8))
    z = np.where((y ^ wrong[:, None]) == 1, 1.0, -1.0) + RNG.normal(0, 0.01, (2000, 8))
    shown = lw.evaluate(y, logits=z, head="multilabel").metric("hamming_loss")
    expected = 2 * 1.96 * np.sqrt(0.2 * 0.8 / 2000)
    assert shown.high - shown.low == pytest.approx(expected, rel=0.4)
