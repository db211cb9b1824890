"""The reliability diagram against scikit-learn and counts of the rows themselves."""

import numpy as np
import pytest
from sklearn.isotonic import IsotonicRegression
from sklearn.metrics import log_loss
from tests.report import reports
from tests.report.charts.charted import labels, sigmoid, softmax

import logitwise as lw
from logitwise.errors import OptionError
from logitwise.remedies.softmax_rows import rows_of
from logitwise.report.charts import reliability
from logitwise.report.overlay import cross_fitted_cells, overlay, top_label_cells
from logitwise.report.stated import stated
from logitwise.rule import Temperature
from logitwise.rule.calibrations import method_of


def top(charted):
    """Confidence, and whether the decision is right."""
    return charted.p.max(axis=1), charted.p.argmax(axis=1) == charted.truth


def over_confident():
    """Twice the log-odds that the labels were drawn from."""
    rng = np.random.default_rng(8)
    z = rng.normal(0, 1.5, 3000)
    return (rng.random(3000) < 1 / (1 + np.exp(-z))).astype(int), 2 * z


def calibrated():
    rng = np.random.default_rng(4)
    z = rng.normal(0, 1.5, 3000)
    return (rng.random(3000) < 1 / (1 + np.exp(-z))).astype(int), z


def line(figure, which):
    """Points of one of the two curves."""
    curves = figure.data["curves"]
    chosen = [i for i, name in enumerate(curves["which"]) if name == which]
    return np.array([[curves["predicted"][i], curves["observed"][i]] for i in chosen]).reshape(-1, 2).T


def assert_isotonic(predicted, observed, *, p, y):
    """Every point is one of the rows' probabilities, at the height that scikit-learn fits."""
    at = np.abs(p[None, :] - predicted[:, None]).argmin(axis=1)
    np.testing.assert_allclose(predicted, p[at], rtol=1e-4)
    np.testing.assert_allclose(observed, IsotonicRegression().fit(p, y).predict(p[at]), atol=1e-4)


@pytest.mark.parametrize("charted", [sigmoid, softmax])
def test_the_curve_is_the_isotonic_regression_of_scikit_learn(charted):
    made = charted()
    p, y = (made.p, made.truth) if made.p.ndim == 1 else top(made)
    assert_isotonic(*line(reliability.figure(made.report), "as given"), p=p, y=y)


def test_the_band_is_the_one_of_the_curves_of_the_report():
    made = sigmoid()
    curve = next(each for each in made.report.curves if each.name == "reliability").columns
    band = reliability.figure(made.report).data["band"]
    for name in ("predicted", "low", "high"):
        np.testing.assert_allclose(band[name], curve[name], rtol=1e-4)


def test_the_density_counts_every_row():
    made = sigmoid()
    density = reliability.figure(made.report).data["density"]
    counts, _ = np.histogram(made.p, np.arange(41) / 40)
    assert density["rows"] == counts[counts > 0].tolist()


def test_the_table_says_how_often_it_happened_in_each_tenth():
    made = sigmoid()
    figure = reliability.figure(made.report)
    for span, rows, given, happened, _ in figure.table.rows:
        left = float(span.split()[0])
        held = (made.p >= left) & (made.p < left + 0.1)
        assert int(rows) == held.sum()
        assert float(given) == pytest.approx(made.p[held].mean(), abs=6e-4)
        assert float(happened) == pytest.approx(made.truth[held].mean(), abs=6e-4)


def test_a_label_is_shown_when_it_is_asked_for():
    made = labels()
    predicted, observed = line(reliability.figure(made.report, of="sweet"), "as given")
    assert_isotonic(predicted, observed, p=made.p[:, 2], y=made.truth[:, 2])


def test_the_label_with_the_largest_gap_is_shown_first():
    report = labels().report
    gaps = {each.of: each.value for each in report.metrics if each.name == "calibration_gap" and each.of}
    assert reliability.figure(report).of == max(gaps, key=gaps.get)


@pytest.mark.parametrize(("charted", "of"), [(labels, "sour"), (sigmoid, "no"), (softmax, "cat")])
def test_what_has_no_curve_cannot_be_asked_for(charted, of):
    with pytest.raises(OptionError):
        reliability.figure(charted().report, of=of)


def test_without_probabilities_there_is_no_figure():
    assert reliability.figure(reports.of_matrix([[5, 1], [2, 8]])) is None


def test_the_method_drawn_is_the_one_that_tune_takes():
    y, z = over_confident()
    report = lw.evaluate(y, logits=z, policy="baseline")
    rule = lw.tune(y, logits=z, maximize="f1")
    assert overlay(report, stated(report)).method == method_of(rule.calibrations[0]) != "none"


def test_the_curve_after_is_nearer_to_the_diagonal():
    y, z = over_confident()
    figure = reliability.figure(lw.evaluate(y, logits=z, policy="baseline"))
    before, after = (np.abs(np.subtract(*line(figure, which))).mean() for which in ("as given", "recalibrated"))
    assert after < before / 2


def test_rows_after_it_have_the_loss_that_is_promised():
    y, z = over_confident()
    report = lw.evaluate(y, logits=z, policy="baseline")
    found = overlay(report, stated(report))
    cells = cross_fitted_cells(report, 1, found.method)
    truth = np.repeat([1, 0], [cells.positives.sum(), cells.negatives.sum()])
    p = np.concatenate([np.repeat(cells.p, cells.positives), np.repeat(cells.p, cells.negatives)])
    assert found.before - found.gain == pytest.approx(log_loss(truth, p), rel=1e-4)  # near scores are put together
    assert found.before == pytest.approx(log_loss(y, 1 / (1 + np.exp(-z))), rel=1e-6)


def test_a_temperature_is_applied_to_every_sampled_row():
    made = softmax()
    rows = rows_of(made.report.tally)
    cells = top_label_cells(rows, Temperature(2.0), own=True)
    p = np.sqrt(made.p)  # softmax(z / 2)
    sure = (p / p.sum(axis=1, keepdims=True)).max(axis=1)
    assert cells.rows == len(sure)
    assert float(cells.p @ (cells.positives + cells.negatives)) == pytest.approx(sure.sum(), rel=1e-6)
    assert cells.positives.sum() == top(made)[1].sum()


def test_calibrated_probabilities_are_left_as_they_are():
    y, z = calibrated()
    report = lw.evaluate(y, logits=z, policy="baseline")
    assert overlay(report, stated(report)).method == "none"
    assert line(reliability.figure(report), "recalibrated").size == 0


def test_what_cannot_be_recalibrated_says_why():
    found = reports.of_binary([0, 1] * 20, [np.inf, np.inf, -3.0, 3.0] * 10)
    after = overlay(found, stated(found))
    assert after.method == ""
    assert "infinite" in after.said[0]
