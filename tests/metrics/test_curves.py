"""Curves."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.isotonic import isotonic_regression
from sklearn.metrics import precision_recall_curve, roc_curve

from logitwise.metrics import curves, measure
from logitwise.metrics.curves.thinning import thin


def by_name(tally):
    return {curve.name: curve.columns for curve in curves(tally)}


def test_a_sigmoid_has_all_five(rows, binary):
    expected = ["reliability", "roc", "precision_recall", "threshold", "decision"]
    assert list(by_name(binary(*rows("bin60")))) == expected


def test_roc_points_are_scikit_learns(rows, binary):
    z, y = rows("ties80")
    columns = by_name(binary(z, y))["roc"]
    fpr, tpr, _ = roc_curve(y, z, drop_intermediate=False)
    np.testing.assert_allclose(columns["false_positive_rate"], fpr)
    np.testing.assert_allclose(columns["true_positive_rate"], tpr)


def test_precision_recall_points_are_scikit_learns(rows, binary):
    z, y = rows("ties80")
    columns = by_name(binary(z, y))["precision_recall"]
    precision, recall, _ = precision_recall_curve(y, z)
    at_scores = ~np.isnan(columns["threshold"])
    np.testing.assert_allclose(columns["precision"][at_scores], precision[-2::-1])
    np.testing.assert_allclose(columns["recall"][at_scores], recall[-2::-1])


def test_thresholds_are_counted_from_the_rows(rows, binary):
    z, y = rows("bin60")
    columns = by_name(binary(z, y))["threshold"]
    for k in (0, 20, 59):
        decided = 1 / (1 + np.exp(-z)) >= columns["threshold"][k] * (1 - 1e-15)
        assert columns["recall"][k] == pytest.approx(decided[y == 1].mean())
        assert columns["specificity"][k] == pytest.approx(1 - decided[y == 0].mean())
        assert columns["precision"][k] == pytest.approx(y[decided].mean())
        assert columns["decided_positive"][k] == pytest.approx(decided.mean())


def test_reliability_is_the_isotonic_fit(rows, binary):
    z, y = rows("bin60")
    columns = by_name(binary(z, y))["reliability"]
    values, place = np.unique(z, return_inverse=True)
    rows_each = np.bincount(place)
    expected = isotonic_regression(np.bincount(place, y) / rows_each, sample_weight=rows_each)
    np.testing.assert_allclose(columns["observed"], expected)
    np.testing.assert_allclose(columns["predicted"], 1 / (1 + np.exp(-values)))
    assert columns["rows"].sum() == 60


def test_a_calibrated_model_lies_in_its_band_mostly(binary):
    rng = np.random.default_rng(1)
    z = rng.normal(0, 2, 5000)
    columns = by_name(binary(z, rng.random(5000) < 1 / (1 + np.exp(-z))))["reliability"]
    inside = (columns["observed"] >= columns["low"]) & (columns["observed"] <= columns["high"])
    assert inside.mean() > 0.75


def test_an_overconfident_model_leaves_its_band(binary):
    rng = np.random.default_rng(2)
    z = rng.normal(0, 2, 5000)
    columns = by_name(binary(3 * z, rng.random(5000) < 1 / (1 + np.exp(-z))))["reliability"]
    assert ((columns["observed"] < columns["low"]) | (columns["observed"] > columns["high"])).mean() > 0.5


def test_long_curves_are_thinned_beyond_what_an_eye_sees(binary):
    rng = np.random.default_rng(3)
    z = rng.normal(size=20_000)
    tally = binary(z, rng.random(20_000) < 1 / (1 + np.exp(-2 * z)))
    assert all(len(column) <= 513 for curve in curves(tally) for column in curve.columns.values())
    roc = by_name(tally)["roc"]
    area = np.trapezoid(roc["true_positive_rate"], roc["false_positive_rate"])
    assert area == pytest.approx(measure(tally, "roc_auc").value, abs=1e-4)


def test_thinning_keeps_both_ends():
    kept = thin(np.linspace(0, 1, 10_000), np.linspace(0, 1, 10_000) ** 2)
    assert (kept[0], kept[-1]) == (0, 9999)
    assert len(kept) <= 512


def test_softmax_has_reliability_of_the_top_label_and_areas_by_class(rows, softmax):
    found = [(curve.name, curve.of) for curve in curves(softmax(*rows("multi90")))]
    assert found[:2] == [("reliability", None), ("risk_coverage", None)]
    assert found[2:] == [(name, f"c{k}") for k in range(3) for name in ("roc", "precision_recall")]


def test_twenty_labels_at_most_are_drawn(multilabel):
    z = np.random.default_rng(4).normal(size=(40, 22))
    assert {curve.of for curve in curves(multilabel(z, z > 0.3))} == {f"l{k}" for k in range(20)}


def test_a_missing_class_leaves_its_curves_out(binary):
    assert list(by_name(binary([0.1, 0.2], [0, 0]))) == ["reliability", "decision"]


def test_without_probabilities_there_are_none(matrix):
    assert curves(matrix([[5, 1], [2, 7]])) == ()
