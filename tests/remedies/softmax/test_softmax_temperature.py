"""Temperature of a softmax: against Newton on rows, the manifest, scikit-learn, and at every edge."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest
from scipy.optimize import minimize_scalar
from scipy.special import logsumexp

import logitwise as lw
from logitwise.errors import RemedyError
from logitwise.remedies.softmax_rows import rows_of
from logitwise.remedies.softmax_temperature import fit_temperature


def drawn(rows, classes, *, heat=1.0, seed=0, spread=2.0):
    """Logits that are `heat` times too large, with labels drawn from what they should be."""
    rng = np.random.default_rng(seed)
    z = rng.normal(size=(rows, classes)) * spread
    p = np.exp(z - logsumexp(z, axis=1, keepdims=True))
    return z * heat, (p.cumsum(axis=1) > rng.random((rows, 1))).argmax(axis=1)


def tallied(z, y, **more):
    return lw.tally(y, logits=z, head="softmax", classes=[f"c{k}" for k in range(np.shape(z)[1])], **more)


def mean_loss(z, y, beta):
    return float((logsumexp(beta * z, axis=1) - beta * z[np.arange(len(y)), y]).mean())


def test_the_reference_of_newton_on_rows(references):
    # temperature.multi90: Newton on beta, T, beta and the loss there
    data = references["datasets"]["multi90"]
    expected = references["values"]["temperature.multi90"]["value"]
    fit = fit_temperature(tallied(np.array(data["logits"]), np.array(data["y"])))
    assert fit.temperature == pytest.approx(expected[0], rel=1e-5)
    assert fit.apparent == pytest.approx(expected[2], abs=4e-6)


@pytest.mark.parametrize("name", ["cifar10_resnet20_logits_jpeg", "cifar10_wrn164_probs", "cifar100_densenet_probs"])
def test_the_temperature_of_real_outputs(shared, name):
    # manifest.json: a one-dimensional minimiser on all rows, T to about 6 digits
    sets = json.loads((shared / "data" / "manifest.json").read_text())["datasets"]
    expected = next(d for d in sets if d["name"] == name)["reference"]["temperature_all_rows"]
    fit = fit_temperature(lw.tally(str(shared / "data" / f"{name}.parquet")))
    assert fit.temperature == pytest.approx(expected["T"], rel=1e-5)
    assert fit.apparent == pytest.approx(expected["nll"], abs=4e-6)


def test_it_is_what_scikit_learn_finds():
    from sklearn.calibration import CalibratedClassifierCV
    from sklearn.frozen import FrozenEstimator
    from sklearn.linear_model import LogisticRegression

    rng = np.random.default_rng(3)
    x, y = rng.normal(size=(900, 4)), rng.integers(0, 3, 900)
    x[np.arange(900), y] += 1.5
    model = LogisticRegression(C=1e3).fit(x[:60], y[:60])
    theirs = CalibratedClassifierCV(FrozenEstimator(model), method="temperature").fit(x[60:], y[60:])
    z = model.decision_function(x[60:])
    fit = fit_temperature(tallied(z, y[60:]))
    assert 1 / fit.temperature == pytest.approx(theirs.calibrated_classifiers_[0].calibrators[0].beta_, rel=1e-4)


def test_sums_and_rows_find_the_same():
    tally = tallied(*drawn(3000, 10, heat=1.7))
    sums, rows = fit_temperature(tally), fit_temperature(replace(tally, temperature=None))
    assert sums.temperature == pytest.approx(rows.temperature, rel=2e-5)
    assert sums.after == pytest.approx(rows.after, abs=4e-6)
    assert (sums.low, sums.high) == pytest.approx((rows.low, rows.high), rel=1e-3)
    assert sums.gain_se == pytest.approx(rows.gain_se, rel=1e-2)


def test_the_correction_is_leaving_each_row_out():
    # brute force: the temperature without each row, by scipy's bounded minimiser
    z, y = drawn(250, 3, heat=2.0, seed=4)
    left_out = []
    for i in range(len(y)):
        rest = np.arange(len(y)) != i
        best = minimize_scalar(lambda b, r=rest: mean_loss(z[r], y[r], b), bounds=(0.01, 5), method="bounded").x
        left_out.append(mean_loss(z[i : i + 1], y[i : i + 1], best))
    fit = fit_temperature(tallied(z, y))
    assert fit.after - fit.apparent == pytest.approx(np.mean(left_out) - fit.apparent, rel=0.1)


@pytest.mark.slow
def test_the_interval_holds_the_truth():
    inside = 0
    for seed in range(200):
        fit = fit_temperature(tallied(*drawn(300, 4, heat=1.5, seed=seed)))
        inside += fit.low <= 1.5 <= fit.high
    assert 0.90 <= inside / 200 <= 0.99


def test_groups_widen_the_interval():
    z, y = (np.repeat(a, 20, axis=0) for a in drawn(60, 4, heat=1.5))
    groups = np.repeat(np.arange(60), 20)
    alone, grouped = fit_temperature(tallied(z, y, ids=np.arange(1200))), fit_temperature(tallied(z, y, groups=groups))
    widened = np.log(grouped.high / grouped.low) / np.log(alone.high / alone.low)
    assert widened == pytest.approx(np.sqrt(20), rel=0.1)  # 20 equal rows a group


def test_repeated_contents_widen_the_interval():
    z, y = (np.repeat(a, 20, axis=0) for a in drawn(60, 4, heat=1.5))
    repeated, once = fit_temperature(tallied(z, y)), fit_temperature(tallied(*drawn(60, 4, heat=1.5)))
    assert np.log(repeated.high / repeated.low) == pytest.approx(np.log(once.high / once.low), rel=0.25)


def test_whole_weights_are_repeated_rows():
    z, y = drawn(500, 4, heat=1.5)
    weights = np.random.default_rng(1).integers(1, 4, 500)
    weighed = fit_temperature(tallied(z, y, sample_weight=weights.astype(float)))
    repeated = fit_temperature(
        tallied(np.repeat(z, weights, axis=0), np.repeat(y, weights), ids=np.arange(weights.sum()))
    )
    assert weighed.temperature == pytest.approx(repeated.temperature, rel=1e-9)


@pytest.mark.parametrize(("heat", "far"), [(40.0, "above 16"), (1 / 40, "below 1/8")])
def test_beyond_the_nodes_it_is_found_on_rows_and_said(heat, far):
    z, y = drawn(2000, 5, heat=heat)
    fit = fit_temperature(tallied(z, y))
    best = minimize_scalar(lambda b: mean_loss(z * b / heat, y, 1.0), bounds=(0.1, 10), method="bounded").x
    assert fit.temperature == pytest.approx(heat / best, rel=1e-3)
    assert far in fit.warnings[0]


def test_rows_that_are_all_right_have_no_finite_optimum():
    fit = fit_temperature(tallied(np.eye(3), np.arange(3)))
    assert fit.temperature == 1 / 8
    assert "no finite optimum" in fit.warnings[0]


def test_one_wrong_row_makes_it_finite():
    fit = fit_temperature(tallied(np.eye(3)[[0, 1, 2, 0]], [0, 1, 2, 1]))
    assert fit.kind == "found"


def test_constant_logits_keep_a_temperature_of_one():
    fit = fit_temperature(tallied(np.full((6, 3), 2.0), [0, 1, 2, 0, 1, 2]))
    assert (fit.temperature, fit.kind) == (1.0, "constant")
    assert "constant" in fit.warnings[0]


def test_scores_of_the_wrong_sign_are_inverted():
    z, y = drawn(500, 3)
    with pytest.raises(RemedyError, match="the scores are inverted"):
        fit_temperature(tallied(-z, y))


def test_scores_without_any_information_may_be_inverted():
    z = np.random.default_rng(0).normal(size=(400, 3))
    draws = (np.random.default_rng(seed).integers(0, 3, 400) for seed in range(20))
    y = next(y for y in draws if (z.mean(axis=1) - z[np.arange(400), y]).mean() > 0)  # by chance below the others
    with pytest.raises(RemedyError, match="or are inverted"):
        fit_temperature(tallied(z, y))


def test_masked_classes_are_as_if_they_were_not_there():
    z, y = drawn(800, 3, heat=1.5)
    masked = np.concatenate([z, np.full((800, 1), -np.inf)], axis=1)
    assert fit_temperature(tallied(masked, y)).temperature == pytest.approx(fit_temperature(tallied(z, y)).temperature)
    assert fit_temperature(replace(tallied(masked, y), temperature=None)).kind == "found"


def test_probabilities_are_read_as_their_logarithms():
    z, y = drawn(800, 3, heat=1.5)
    p = np.exp(z - logsumexp(z, axis=1, keepdims=True))
    given = lw.tally(y, probabilities=p, head="softmax", classes=["c0", "c1", "c2"])
    assert fit_temperature(given).temperature == pytest.approx(fit_temperature(tallied(z, y)).temperature, rel=1e-6)
    assert rows_of(given).losses() == pytest.approx(rows_of(given).losses(rows_of(given).z + 3.0))
