"""What metrics read from a tally, against scikit-learn and SciPy on the rows themselves."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.special import expit, log_softmax, xlogy
from sklearn.metrics import brier_score_loss, confusion_matrix, log_loss

from logitwise.batch import Batch
from logitwise.head import Head
from logitwise.tallies import tally_batch
from logitwise.tallies.of_binary import binary_scores

SIGMOID = Head("sigmoid", ("no", "yes"))
RNG = np.random.default_rng(11)


def sigmoid_batch(rows, *, form="logit", dtype=np.float64, threshold=0.5):
    z = RNG.normal(-1, 3, rows)
    y = (RNG.random(rows) < expit(z)).astype(np.uint8)
    scores = {"logit": z, "probability": expit(z), "odds": np.exp(z)}[form].astype(dtype)
    scale = "logits" if form == "logit" else "probabilities"
    return Batch(SIGMOID.at(threshold), scale, y, scores, form, np.dtype(dtype).name), expit(z)


@pytest.mark.parametrize("rows", [500, 90_000])
@pytest.mark.parametrize("form", ["logit", "probability", "odds"])
def test_losses_equal_scikit_learn_exact_and_on_the_grid(rows, form):
    batch, p = sigmoid_batch(rows, form=form)
    sums = tally_batch(batch).losses()
    assert sums.log_loss.sum() / rows == pytest.approx(log_loss(batch.labels, p), rel=1e-9)
    assert sums.brier.sum() / rows == pytest.approx(brier_score_loss(batch.labels, p), rel=1e-9)
    nll = -(xlogy(batch.labels, p) + xlogy(1 - batch.labels, 1 - p))
    assert sums.log_loss_squared.sum() == pytest.approx((nll**2).sum(), rel=1e-8)


@pytest.mark.parametrize("rows", [500, 90_000])
@pytest.mark.parametrize("threshold", [0.5, 0.3, 0.7])
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_the_confusion_at_a_declared_threshold_is_exact(rows, threshold, dtype):
    batch, _ = sigmoid_batch(rows, form="probability", dtype=dtype, threshold=threshold)
    expected = confusion_matrix(batch.labels, batch.scores >= dtype(threshold))
    assert (tally_batch(batch).confusion.matrix() == expected).all()


def test_a_probability_exactly_at_the_threshold_is_positive_in_its_own_precision():
    for dtype in (np.float16, np.float32, np.float64):
        scores = np.array([0.7, 0.7], dtype).astype(np.float64 if dtype == np.float64 else np.float32)
        batch = Batch(
            SIGMOID.at(0.7), "probabilities", np.array([1, 0], np.uint8), scores, "probability", np.dtype(dtype).name
        )
        assert tally_batch(batch).confusion.predicted.tolist() == [0, 2]


def test_swapping_the_positive_class_keeps_the_matrix_in_the_order_of_the_classes():
    batch = Batch(
        Head("sigmoid", ("ill", "well"), positive=0), "logits", np.array([1, 1, 0], np.uint8), np.array([2.0, -1, -1])
    )
    assert tally_batch(batch).confusion.matrix().tolist() == [[1, 1], [0, 1]]


@pytest.mark.parametrize("rows", [300, 90_000])
def test_a_score_lies_in_its_cell_and_within_its_width(rows):
    batch, p = sigmoid_batch(rows)
    cells = tally_batch(batch).cells()
    index = np.searchsorted(cells.edge, p * (1 + 1e-13), side="right") - 1
    assert (np.abs(p - cells.p[index]) <= cells.width[index] + 1e-15).all()
    assert (np.bincount(index, minlength=len(cells.p)) == cells.positives + cells.negatives).all()
    assert cells.exact == (rows == 300)
    assert np.allclose(cells.p + cells.q, 1)


def softmax_batch(rows, classes):
    z = RNG.normal(0, 3, (rows, classes))
    y = np.where(RNG.random(rows) < 0.6, z.argmax(axis=1), RNG.integers(0, classes, rows)).astype(np.int32)
    return Batch(Head("softmax", tuple(map(str, range(classes)))), "logits", y, z), log_softmax(z, axis=1)


@pytest.mark.parametrize(("rows", "classes"), [(200, 4), (6_000, 4)])
def test_class_cells_hold_each_probability(rows, classes):
    batch, logp = softmax_batch(rows, classes)
    tally = tally_batch(batch)
    for k in range(classes):
        cells, p = tally.cells(k), np.exp(logp[:, k])
        index = np.clip(np.searchsorted(cells.edge, p * (1 + 1e-13), side="right") - 1, 0, None)
        assert (np.abs(p - cells.p[index]) <= cells.width[index] + 1e-14).all()
        assert cells.positives.sum() == (batch.labels == k).sum()
        assert cells.rows == rows


def test_confidence_is_the_top_probability_split_by_being_right():
    batch, logp = softmax_batch(500, 5)
    cells = tally_batch(batch).confidence_cells()
    assert np.allclose(cells.p, np.sort(np.exp(logp.max(axis=1))), rtol=1e-12)
    assert cells.positives.sum() == (logp.argmax(axis=1) == batch.labels).sum()


def test_folds_together_hold_every_row_once():
    batch, _ = softmax_batch(500, 5)
    tally = tally_batch(batch)
    folds = tally.fold_cells(2)
    assert folds.positives.shape[0] == 32
    assert folds.positives.sum() == (batch.labels == 2).sum()
    assert folds.positives.sum() + folds.negatives.sum() == 500
    assert tally.folds_by == "contents"


def test_soft_confusion_sums_the_probabilities_by_true_class():
    batch, logp = softmax_batch(400, 5)
    soft = tally_batch(batch).soft.astype(float) / 2**32
    expected = np.array([np.exp(logp[batch.labels == k]).sum(axis=0) for k in range(5)])
    assert np.allclose(soft, expected, atol=1e-6)


def test_softmax_losses_equal_the_rows():
    batch, logp = softmax_batch(400, 5)
    sums, p = tally_batch(batch).losses(), np.exp(logp)
    nll = -logp[np.arange(400), batch.labels]
    brier = ((p - np.eye(5)[batch.labels]) ** 2).sum(axis=1)
    for k in range(5):
        assert sums.log_loss[k] == pytest.approx(nll[batch.labels == k].sum(), abs=1e-7)
        assert sums.brier_squared[k] == pytest.approx((brier[batch.labels == k] ** 2).sum(), abs=1e-7)
    assert sums.worst_log_loss[0] == pytest.approx((-logp.min(axis=1)).max(), rel=1e-12)


def test_infinite_and_huge_losses_are_counted_apart_and_summed_exactly():
    z = np.concatenate([RNG.normal(size=70_000), [np.inf, 1e300, 600.0]])
    y = np.concatenate([np.ones(70_000), [0, 0, 0]]).astype(np.uint8)
    tally = tally_batch(Batch(SIGMOID, "logits", y, z))
    assert not tally.binary.exact
    assert tally.losses().infinite.tolist() == [1, 0]
    assert tally.losses().log_loss[0] == pytest.approx(1e300)
    small = tally_batch(Batch(SIGMOID, "logits", y[-1:], z[-1:]))
    assert small.losses().log_loss[0] == 600.0


def test_rows_that_repeat_are_noticed_without_ids():
    batch, _ = softmax_batch(100, 5)
    twice = Batch(batch.head, batch.scale, np.tile(batch.labels, 2), np.tile(batch.scores, (2, 1)))
    assert tally_batch(batch).rows_per_content == 1.0
    assert tally_batch(twice).rows_per_content == 2.0


def test_ids_that_repeat_are_counted():
    ids = np.array([1, 2, 3, 3], np.uint64)
    batch = Batch(SIGMOID, "logits", np.array([0, 1, 0, 1], np.uint8), np.arange(4.0), ids=ids)
    assert tally_batch(batch).duplicate_ids == 0.25


def test_a_constant_score_is_noticed():
    same = Batch(SIGMOID, "logits", np.array([0, 1, 0], np.uint8), np.ones(3))
    assert tally_batch(same).constant
    rows = Batch(Head("softmax", ("a", "b", "c")), "logits", np.array([0, 1, 2], np.int32), np.ones((3, 3)))
    assert tally_batch(rows).constant


def test_few_distinct_scores_stay_exact_however_many_rows():
    scores = RNG.integers(0, 1000, 200_000).astype(float)
    labels = RNG.integers(0, 2, 200_000).astype(np.uint8)
    found = binary_scores(scores, labels, form="logit", extent=(0.0, 999.0))
    assert found.exact
    assert (found.positives == np.bincount(scores[labels == 1].astype(int), minlength=1000)).all()
