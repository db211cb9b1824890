"""Figures of the pages on metrics and the lab, against scikit-learn, scipy.stats and exact fractions."""

from fractions import Fraction

import numpy as np
import pytest
from scipy.special import log_softmax
from scipy.stats import binomtest
from sklearn.metrics import accuracy_score, precision_recall_fscore_support, roc_auc_score

from logitwise.lessons.building.constructed import clouds, detector
from logitwise.lessons.building.figures.metrics import EXACT_CASE, MATRIX, smallest_case
from logitwise.lessons.building.figures.metrics_of_scores import PRIORS, SCORES, TRUTH
from logitwise.lessons.figures import figure

CELLS = [(i, j) for i in range(3) for j in range(3) for _ in range(MATRIX[i][j])]


def near(name, expected, **allowed):
    assert figure(name) == pytest.approx(expected, **({"abs": 1e-9} | allowed)), name


@pytest.mark.parametrize("average", ["macro", "weighted", "micro"])
def test_averages_of_the_worked_matrix_are_those_of_scikit_learn(average):
    truth, decided = zip(*CELLS, strict=True)
    precision, recall, _, _ = precision_recall_fscore_support(truth, decided, average=average)
    near(f"matrix.precision_{average}", precision)
    near(f"matrix.recall_{average}", recall)


def test_classes_of_the_worked_matrix_are_those_of_scikit_learn():
    truth, decided = zip(*CELLS, strict=True)
    precision, recall, f1, rows = precision_recall_fscore_support(truth, decided)
    for i, key in enumerate("abc"):
        near(f"matrix.precision_{key}", precision[i])
        near(f"matrix.recall_{key}", recall[i])
        near(f"matrix.f1_{key}", f1[i])
        assert figure(f"matrix.truth_{key}") == rows[i]


def test_intervals_of_the_worked_matrix_are_those_of_scipy():
    wilson = binomtest(143, 158).proportion_ci(method="wilson")
    exact = binomtest(143, 158, alternative="greater").proportion_ci(method="exact")
    near("matrix.accuracy_low", wilson.low)
    near("matrix.accuracy_high", wilson.high)
    near("required.lower", exact.low)
    assert (figure("required.met_outcome"), figure("required.open_outcome")) == ("ready", "not enough data")


def test_micro_averages_are_the_accuracy():
    near("matrix.precision_micro", figure("matrix.accuracy"))
    near("argmax.micro_recall", figure("argmax.accuracy"))
    near("argmax.micro_precision", figure("argmax.accuracy"))


def test_98_and_12_need_at_most_one_positive_in_44():
    assert figure("claim.most_prevalence_fraction") == str(Fraction(2, 100) / Fraction(88, 100)) == "1/44"
    (tn, fp), (fn, tp) = EXACT_CASE
    assert (Fraction(tn + tp, tn + fp + fn + tp), Fraction(tp, tp + fn)) == (Fraction(98, 100), Fraction(12, 100))


def test_no_smaller_table_has_exactly_98_and_12():
    """All tables of up to 1100 rows, by brute force."""
    found = [
        rows
        for positives in range(1, 60)
        for hits in range(positives + 1)
        if 100 * hits == 12 * positives
        for rows in range(positives, 1101)
        for alarms in range(rows - positives + 1)
        if 100 * (positives - hits + alarms) == 2 * rows
    ]  # more than 60 positives of 1100 would miss more than all mistakes
    assert min(found) == smallest_case(Fraction(98, 100), Fraction(12, 100)) == figure("claim.rows")


def test_the_detector_ranks_and_counts_as_scikit_learn_says():
    labels, logits = detector()
    stated = 1 / (1 + np.exp(-logits))
    near("detector.roc_auc", roc_auc_score(labels, logits))
    for name, threshold in (("half", 0.5), ("low", 0.005)):
        precision, recall, _, _ = precision_recall_fscore_support(labels, stated >= threshold, average="binary")
        near(f"detector.{name}_accuracy", accuracy_score(labels, stated >= threshold))
        near(f"detector.{name}_precision", precision)
        near(f"detector.{name}_recall", recall)


def test_precision_is_not_monotone_and_recall_is():
    precisions, recalls = ([figure(f"four.{metric}_{key}") for key in "abcd"] for metric in ("precision", "recall"))
    assert precisions == pytest.approx([1 / 2, 2 / 3, 1 / 2, 0])
    assert recalls == sorted(recalls, reverse=True)
    assert (SCORES, TRUTH) == ([0.95, 0.90, 0.80, 0.60], [0, 1, 1, 0])


def test_louder_logits_leave_accuracy_and_raise_the_loss():
    labels, logits = clouds(distance=1.2, priors=PRIORS, rows=100_000)
    for name, factor in (("honest", 1), ("loud", 10)):
        loss = -log_softmax(factor * logits, axis=1)[np.arange(len(labels)), labels].mean()
        near(f"{name}.accuracy", np.mean(logits.argmax(axis=1) == labels))
        near(f"{name}.log_loss", loss, rel=1e-6)
    assert figure("honest.ece15") < 0.01 < 0.09 < figure("loud.ece15")  # noqa: PLR0133  far apart


def test_exact_posteriors_hardly_ever_decide_for_the_rare():
    common, *rare = figure("argmax.recalls")
    assert common > 0.99
    assert max(rare) < 0.06


def test_being_sure_and_sometimes_wrong_costs_more_than_knowing_nothing():
    near("certain.log_loss", 0.1 * -np.log(1e-9), abs=1e-6)
    near("nothing.log_loss", np.log(3), abs=1e-6)


def test_gradients_vanish_by_depth_for_sigmoids_only():
    sigmoid, relu = figure("first.sigmoid"), figure("first.relu")
    assert sigmoid == sorted(sigmoid, reverse=True)
    assert sigmoid[-1] < 1e-11
    assert min(relu) > 0.05


def test_libraries_differ_on_a_score_that_is_the_threshold():
    assert (figure("edge.keras"), figure("edge.sklearn"), figure("edge.logitwise")) == (0, 1, 1)
