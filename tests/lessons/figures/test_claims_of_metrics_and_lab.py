"""Sentences of the pages on metrics and the lab that lean on an outcome: what came out bears them."""

from fractions import Fraction
from math import log

import numpy as np
import pytest
from scipy.stats import binomtest
from sklearn.metrics import precision_score, recall_score

from logitwise.lessons.building.figures.metrics import MATRIX
from logitwise.lessons.figures import figure
from logitwise.lessons.runs import runs_of

CELLS = [(i, j) for i in range(3) for j in range(3) for _ in range(MATRIX[i][j])]


def test_the_negatives_of_a_have_the_rates_that_scikit_learn_gives_them():
    truth, decided = (np.array(each) != 0 for each in zip(*CELLS, strict=True))
    assert figure("matrix.specificity_a") == pytest.approx(recall_score(truth, decided), abs=1e-12)
    assert figure("matrix.npv_a") == pytest.approx(precision_score(truth, decided), abs=1e-12)


def test_precision_and_probability_move_with_the_base_rate_as_exact_fractions_do():
    recall, false_positive_rate, rare, said = Fraction(9, 10), Fraction(1, 20), Fraction(1, 100), Fraction(4, 5)
    hits, alarms = rare * recall, (1 - rare) * false_positive_rate
    assert figure("screening.rare_precision") == pytest.approx(float(hits / (hits + alarms)), abs=1e-12)
    assert figure("screening.precision") == pytest.approx(float(recall / (recall + false_positive_rate)), abs=1e-12)
    positive, negative = said * rare / Fraction(1, 2), (1 - said) * (1 - rare) / Fraction(1, 2)
    assert figure("screening.rare_said") == pytest.approx(float(positive / (positive + negative)), abs=1e-12)


def test_the_rule_of_three_is_close_to_the_exact_limit_of_scipy():
    exact = binomtest(0, figure("none.rows"), alternative="less").proportion_ci(0.95, method="exact").high
    assert figure("none.limit") == pytest.approx(exact, abs=1e-9)
    assert figure("none.three") == pytest.approx(exact, rel=0.03)


def test_pictures_that_are_alike_are_worth_what_the_variance_of_their_mean_says():
    patients, each, alike = (figure(f"patients.{name}") for name in ("number", "each", "correlation"))
    within = np.full((each, each), alike) + (1 - alike) * np.eye(each)
    variance = within.sum() / (patients * each**2)  # of the mean of all, in variances of one picture
    assert figure("patients.worth") == round(1 / variance)


def test_overlapping_intervals_and_a_difference_that_the_sign_test_of_scipy_shows():
    test = binomtest(figure("paired.only_new"), figure("paired.only_new") + figure("paired.only_old"))
    assert figure("paired.chance") == pytest.approx(test.pvalue, abs=1e-12)
    assert figure("paired.old_high") > figure("paired.new_low")
    gained = (figure("paired.only_new") - figure("paired.only_old")) / figure("paired.rows")
    assert figure("paired.new") - figure("paired.old") == pytest.approx(gained, abs=1e-12)


def test_predict_of_a_linear_classifier_decides_against_an_exact_half():
    assert figure("edge.sklearn_predict") == 0


def test_eights_beat_both_baselines_and_most_are_missed():
    assert figure("eight.accuracy") > figure("eight.majority")
    assert figure("eight.log_loss") < figure("eight.prior_loss")
    assert figure("eight.recall") < 0.5


def test_shares_divided_out_make_recalls_alike_and_accuracy_pays():
    recalls = figure("argmax.even_recalls")
    assert max(recalls) - min(recalls) < 0.03
    assert figure("argmax.even_accuracy") < figure("argmax.accuracy") - 0.1


def test_the_cheaper_threshold_is_less_accurate():
    assert figure("costs.there_bill") < figure("costs.half_bill")
    assert figure("costs.there_accuracy") < figure("costs.half_accuracy")
    assert figure("costs.threshold_acting") == pytest.approx(1 / (1 + 9))  # a miss costs nine more than treating


def test_the_detector_shows_98_and_12_at_one_half():
    shown = [round(float(figure(f"detector.half_{name}")), 2) for name in ("accuracy", "recall")]
    assert shown == [figure("claim.accuracy"), figure("claim.recall")]


def test_deep_sigmoids_hardly_begin_and_deep_relus_gain_nothing():
    assert log(10) / 2 < figure("lab.sigmoid_eight_loss") < log(10)
    assert figure("lab.relu_eight_most") < figure("lab.relu_two_least")
    assert figure("lab.sigmoid_eight_least") < figure("lab.sigmoid_eight_most") < figure("lab.one_low") - 0.5


def test_more_than_one_activation_reaches_the_target_and_no_deep_sigmoid_does():
    assert len(figure("lab.reached_with_both")) > 1
    assert figure("lab.sigmoid_eight_most") < figure("lab.sigmoid_eight_he") < figure("lab.target") - 0.3


@pytest.mark.parametrize("name", ["tanh", "leaky_relu", "gelu", "silu"])
def test_letting_negatives_through_trains_about_as_well_as_relu(name):
    for depth in ("two", "eight"):
        assert figure(f"best.{name}_{depth}") == pytest.approx(figure(f"best.relu_{depth}"), abs=0.02)


def test_shallow_sigmoids_are_a_point_or_so_behind_and_their_probabilities_are_off():
    assert 0 < figure("lab.relu_two_most") - figure("lab.sigmoid_two_least") < 0.02
    assert figure("lab.sigmoid_two_log_loss") > 1.5 * figure("lab.relu_two_log_loss")
    runs = runs_of("sigmoid", depth=2, initialiser="glorot")
    assert min(run.final["calibration_gap"][1] for run in runs) > 0
    assert all(run.loss[-1] < run.loss[-2] < run.loss[-3] for run in runs)  # stopped while it was falling
