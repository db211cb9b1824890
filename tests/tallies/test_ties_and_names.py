"""Equal scores stay equal, and a label is the class whose name it says."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.metrics import average_precision_score, roc_auc_score

import logitwise as lw


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_equal_probabilities_of_a_class_are_ties_whatever_stands_beside_them(dtype):
    p = np.array([[0.2, 0.1, 0.7], [0.2, 0.4, 0.4], [0.2, 0.2, 0.6], [0.2, 0.3, 0.5]] * 5, dtype)
    report = lw.evaluate(np.array([0, 1, 2, 1] * 5), probabilities=p, policy="baseline")
    assert report.metric("roc_auc", of="0").value == 0.5
    assert report.metric("average_precision", of="0").value == 0.25


@pytest.mark.parametrize("decimals", [1, 2])
def test_rounded_probabilities_rank_as_in_scikit_learn(decimals):
    rng = np.random.default_rng(2)
    p = rng.dirichlet(np.ones(4), 400).round(decimals)
    p[:, 0] = 1 - p[:, 1:].sum(axis=1)
    p = p[(p >= 0).all(axis=1)].astype(np.float32)
    y = rng.integers(0, 4, len(p))
    report = lw.evaluate(y, probabilities=p, policy="baseline")
    for k in range(4):
        assert report.metric("roc_auc", of=str(k)).value == pytest.approx(roc_auc_score(y == k, p[:, k]), rel=1e-12)
        expected = average_precision_score(y == k, p[:, k])
        assert report.metric("average_precision", of=str(k)).value == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize("classes", [4, 10, 32])
def test_the_order_of_classes_changes_no_figure_of_tied_logits(classes):
    rng = np.random.default_rng(classes)
    z, y = rng.integers(-2, 3, (200, classes)).astype(float), rng.integers(0, classes, 200)
    order = rng.permutation(classes)
    straight = lw.evaluate(y, logits=z, policy="baseline")
    turned = lw.evaluate(np.argsort(order)[y], logits=z[:, order], policy="baseline")
    for k in range(classes):
        mine = straight.metric("roc_auc", of=str(k)).value
        assert turned.metric("roc_auc", of=str(np.argsort(order)[k])).value == mine


@pytest.mark.parametrize("hundredths", range(1, 100))
def test_two_columns_at_the_threshold_are_positive_in_float64(hundredths):
    t = hundredths / 100
    p = np.array([[1 - t, t], [(100 - hundredths) / 100, t]])
    assert lw.tally([1, 0], probabilities=p, threshold=t).confusion.predicted.tolist() == [0, 2]


TRUE = np.array([True, False] * 10)
Z = np.array([3.0, -3.0] * 10)


@pytest.mark.parametrize(
    ("labels", "said"),
    [
        (TRUE, {"classes": ["True", "False"], "positive": "True"}),
        (TRUE, {"classes": ["true", "false"], "positive": "true"}),
        (TRUE.astype(int), {"classes": ["True", "False"], "positive": "True"}),
        (TRUE.astype(float), {"classes": [1.0, 0.0], "positive": 1.0}),
        (TRUE.astype(int), {"classes": [1.0, 0.0], "positive": 1}),
        (TRUE, {}),
    ],
)
def test_a_label_is_the_class_whose_name_it_says_in_any_order(labels, said):
    assert lw.evaluate(labels, logits=Z, policy="baseline", **said).metric("accuracy").value == 1


def test_numbers_beside_names_that_are_only_partly_numbers_are_refused():
    z = np.tile(np.array([[5.0, 0, 0], [0, 5.0, 0]]), (5, 1))
    with pytest.raises(lw.InputError, match="belongs to no class"):
        lw.evaluate(np.array([1, 2] * 5), logits=z, classes=["1", "2", "x"])


def test_one_label_is_a_multilabel_head_too():
    y = TRUE.astype(int)[:, None]
    report = lw.evaluate(y, logits=Z[:, None], head="multilabel", policy="baseline")
    assert report.metric("accuracy", of="0").value == 1


@pytest.mark.parametrize("size", [1e155, 1e300])
def test_logits_near_the_largest_float_are_judged_without_a_fault(size):
    z = np.array([size, 1.0, -1.0, 2.0] * 5)
    report = lw.evaluate(np.array([0, 1, 0, 1] * 5), logits=z, policy="baseline").to_dict()
    assert report["rows"]["used"] == 20
