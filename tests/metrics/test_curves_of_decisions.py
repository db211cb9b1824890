"""Decision and risk-coverage curves, and precision-recall points between scores."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import binomtest

from logitwise.metrics import curves, measure
from logitwise.metrics.curves.areas import precision_recall, taken


def named(tally, name):
    return next(curve.columns for curve in curves(tally) if curve.name == name)


def test_net_benefit_is_that_of_dcurves(value, rows, binary):
    columns, expected = named(binary(*rows("bin2000")), "decision"), value("dcurves_net_benefit.bin2000")
    at = {round(t, 2): k for k, t in enumerate(columns["threshold"].tolist())}
    for key, benefit in expected.items():
        model, threshold = key.split("@")
        column = {"p": "net_benefit", "all": "treat_all", "none": "treat_none"}[model]
        assert columns[column][at[float(threshold)]] == pytest.approx(benefit, abs=1e-9)


def test_the_band_of_net_benefit_is_from_its_row_terms(rows, binary):
    z, y = rows("bin60")
    columns = named(binary(z, y), "decision")
    price = 0.3 / 0.7
    terms = (1 / (1 + np.exp(-z)) >= 0.3) * np.where(y == 1, 1.0, -price)
    half = 1.6448536269514722 * terms.std() / np.sqrt(60)
    assert (columns["net_benefit"][29], columns["low"][29]) == pytest.approx((terms.mean(), terms.mean() - half))


def test_a_probability_at_the_threshold_is_acted_on(binary):
    columns = named(binary([0.0, 0.0], [1, 0]), "decision")
    assert columns["net_benefit"][49] == 0  # p = 0.5: one true, one false positive at price 1
    assert columns["net_benefit"][48] > 0
    assert columns["net_benefit"][50] == 0


def test_risk_and_coverage_are_counted_from_the_rows(rows, softmax):
    z, y = rows("multi90")
    p = np.exp(z) / np.exp(z).sum(axis=1, keepdims=True)
    confidence, right = p.max(axis=1), p.argmax(axis=1) == y
    columns = named(softmax(z, y), "risk_coverage")
    for k in (0, 10, 50, -1):
        accepted = confidence >= columns["threshold"][k] * (1 - 1e-12)
        wrong = int((accepted & ~right).sum())
        assert columns["coverage"][k] == pytest.approx(accepted.mean())
        assert columns["error"][k] == pytest.approx(wrong / accepted.sum())
        assert columns["generalised_risk"][k] == pytest.approx(wrong / 90)
        interval = binomtest(wrong, int(accepted.sum())).proportion_ci(0.9, "exact")
        assert (columns["low"][k], columns["high"][k]) == pytest.approx((interval.low, interval.high), abs=1e-9)


def test_the_mean_of_the_generalised_risk_is_the_augrc(rows, softmax):
    tally = softmax(*rows("multi90"))
    columns = named(tally, "risk_coverage")
    coverage, risk = (np.concatenate(([0.0], columns[name])) for name in ("coverage", "generalised_risk"))
    assert np.trapezoid(risk, coverage) == pytest.approx(measure(tally, "augrc").value)


def test_points_between_far_scores_follow_the_counts(cells):
    # 10 true of 10, then at one score 10 more and 90 false: precision falls by counts, not along the line
    z = np.repeat([2.0, 0.0], [10, 100])
    y = np.repeat([1, 1, 0], [10, 10, 90])
    columns = precision_recall(taken(cells(z, y)), "yes").columns
    extra = np.isnan(columns["threshold"])
    tp = 20 * columns["recall"]
    assert extra.sum() > 10
    np.testing.assert_allclose(columns["precision"], tp / (tp + (tp - 10) * 9))
    assert columns["precision"][extra].max() < 1 - 0.5 * 0.01


def test_every_score_stays_a_point_and_there_are_no_more_than_512(rows, binary, cells):
    z, y = rows("ties80")
    columns = named(binary(z, y), "precision_recall")
    assert (~np.isnan(columns["threshold"])).sum() == len(np.unique(z))
    many = np.random.default_rng(1).normal(size=20_000).round(2)
    drawn = precision_recall(taken(cells(many, many > 1)), "yes").columns
    assert len(drawn["recall"]) <= 512


@pytest.mark.parametrize("y", [[1, 1, 1], [0, 0, 0]])
def test_one_class_has_a_decision_curve_all_the_same(binary, y):
    assert np.isfinite(named(binary([0.0, 1.0, 2.0], y), "decision")["net_benefit"]).all()
