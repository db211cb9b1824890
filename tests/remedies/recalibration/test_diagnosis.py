"""What is wrong with probabilities, and by how much."""

from __future__ import annotations

import numpy as np
import pytest

from logitwise.errors import RemedyError
from logitwise.remedies.diagnosis import diagnose


def test_a_model_stretched_by_two_is_over_confident(cells, drawn):
    found = diagnose(cells(*drawn(0, 2000, lambda t: 2 * t)))
    assert found.kind == "over-confident"
    assert found.temperature.low < 2 < found.temperature.high
    assert found.sentence.startswith("over-confident: log-odds are 2.0")


def test_a_model_shrunk_by_two_is_under_confident(cells, drawn):
    found = diagnose(cells(*drawn(1, 2000, lambda t: t / 2)))
    assert found.kind == "under-confident"
    assert found.temperature.low < 0.5 < found.temperature.high
    assert "times too small" in found.sentence


@pytest.mark.parametrize(("moved", "way"), [(1.0, "high"), (-1.0, "low")])
def test_a_shifted_model_is_told_by_how_much_log_odds(cells, drawn, moved, way):
    found = diagnose(cells(*drawn(2, 5000, lambda t: t + moved, mean=-2.0)))
    assert found.kind == "shifted"
    assert found.shift.value == pytest.approx(-moved, abs=0.12)  # three standard errors
    assert f"probabilities are too {way}, by " in found.sentence


def test_what_stands_besides_is_said_too(cells, drawn):
    assert (
        "; probabilities are too high besides (intercept -"
        in diagnose(cells(*drawn(3, 5000, lambda t: 3 * t + 1))).sentence
    )
    assert "-confident besides (slope " in diagnose(cells(*drawn(4, 5000, lambda t: 1.3 * t + 2))).sentence


def test_a_wiggly_curve_is_of_the_wrong_shape(cells, drawn):
    found = diagnose(cells(*drawn(5, 5000, lambda t: t + 0.9 * np.sin(4 * t))))
    assert found.kind == "shape"
    assert found.gap_left > 0.5 * found.gap
    assert "still after the best slope and shift" in found.sentence


def test_an_honest_model_is_called_so(cells, drawn):
    found = diagnose(cells(*drawn(6, 2000)))
    assert found.kind == "honest"
    assert found.p_value > 0.025
    assert found.temperature.low < 1 < found.temperature.high


@pytest.mark.parametrize(("mean", "sd"), [(0, 1.5), (-3.5, 1.2), (-4, 4)])
def test_honest_models_are_seldom_called_something_else(cells, drawn, mean, sd):
    kinds = [diagnose(cells(*drawn(seed, 500, mean=mean, sd=sd))).kind for seed in range(100)]
    assert sum(kind not in ("honest", "unknown") for kind in kinds) <= 9  # of 5 expected at most; 98 % point


@pytest.mark.slow
@pytest.mark.parametrize(("mean", "sd"), [(0, 1.5), (-3.5, 1.2), (-4, 4)])
def test_the_level_holds(cells, drawn, mean, sd):
    kinds = [diagnose(cells(*drawn(seed, 1000, mean=mean, sd=sd))).kind for seed in range(1000)]
    assert sum(kind not in ("honest", "unknown") for kind in kinds) <= 60


def test_intercept_slope_and_their_intervals_are_those_of_r(value, rows, cells):
    found = diagnose(cells(*rows("bin2000")))
    intercept, slope = value("R_platt_glm.bin2000.intercept_slope")
    assert (found.intercept.value, found.slope.value) == pytest.approx((intercept, slope), rel=1e-9)
    half = 1.959963984540054 * np.array(value("R_platt_glm.bin2000.se"))  # the robust ones are within a few per cent
    assert found.slope.high - found.slope.value == pytest.approx(half[1], rel=0.05)
    assert found.intercept.high - found.intercept.value == pytest.approx(half[0], rel=0.05)


def test_the_interval_of_a_temperature_is_that_of_r_on_its_logarithm(value, rows, cells):
    found = diagnose(cells(*rows("bin2000"))).temperature
    se = value("R_temperature_as_slope.bin2000.se") / value("temperature.bin2000")[1]
    assert np.log(found.high / found.low) / 2 / 1.96 == pytest.approx(se, rel=0.05)
    assert np.log(found.high / found.value) == pytest.approx(np.log(found.value / found.low))


def test_the_p_value_is_the_likelihood_ratio(rows, cells):
    from scipy.stats import chi2
    from sklearn.linear_model import LogisticRegression
    from sklearn.metrics import log_loss

    z, y = rows("bin2000")
    fitted = LogisticRegression(C=np.inf, solver="newton-cholesky", tol=1e-9).fit(z[:, None], y)
    ratio = 2 * len(y) * (log_loss(y, 1 / (1 + np.exp(-z))) - log_loss(y, fitted.predict_proba(z[:, None])))
    assert diagnose(cells(z, y)).p_value == pytest.approx(chi2.sf(ratio, 2), rel=1e-6)


@pytest.mark.slow
def test_the_interval_of_a_temperature_covers(cells, drawn):
    covered = 0
    for seed in range(200):
        found = diagnose(cells(*drawn(seed, 300, lambda t: 2 * t))).temperature
        covered += found.low < 2 < found.high
    assert covered >= 180


def test_a_design_effect_widens_intervals_by_its_root(cells, drawn):
    data = cells(*drawn(7, 1000, lambda t: 1.2 * t))
    alone, together = diagnose(data), diagnose(data, design_effect=4.0)
    assert together.slope.high - together.slope.low == pytest.approx(2 * (alone.slope.high - alone.slope.low))
    assert together.p_value == pytest.approx(alone.p_value**0.25)


@pytest.mark.parametrize(("z", "y", "said"), [
    ([1.0] * 4, [0, 1, 0, 1], "constant"),
    ([-2, -1, 1, 2], [0, 0, 1, 1], "no finite optimum"),
    ([-2, -1, 1, 2], [1, 1, 0, 0], "inverted"),
    ([-2, -1, 1, 2, 0, 0.5], [0, 0, 1, 1, 1, 0], "too few rows"),
])  # fmt: skip
def test_what_cannot_be_told_says_why(cells, z, y, said):
    found = diagnose(cells(z, np.array(y)))
    assert found.kind == "unknown"
    assert said in found.sentence


def test_surely_inverted_scores_and_chance_are_told_apart(cells, drawn):
    z, y = drawn(8, 1000)
    assert "the scores are inverted" in diagnose(cells(-z, y)).sentence
    noise = np.random.default_rng(1).permutation(z)
    slope = diagnose(cells(noise, y)).slope.value
    assert "no better than chance and may as well be inverted" in diagnose(cells(-np.sign(slope) * noise, y)).sentence


@pytest.mark.parametrize("z", [[-np.inf, 0.0, 1.0], [0.0, 1.0, 2.0]])
def test_one_outcome_alone_and_infinite_logits_are_refused(cells, z):
    with pytest.raises(RemedyError, match="cannot be recalibrated"):
        diagnose(cells(z, np.zeros(3)))
