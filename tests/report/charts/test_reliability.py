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
from logitwise.report.overlay import cross_fitted_cells, fitted_part, overlay, top_label_cells
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


@pytest.mark.parametrize("precision", [np.float16, np.float32, np.float64])
@pytest.mark.parametrize("head", ["sigmoid", "multilabel"])
def test_a_score_on_an_edge_is_in_the_upper_bin_in_its_own_precision(precision, head):
    p = np.repeat(np.arange(1, 10) / 10, 20).astype(precision)
    y = np.tile([0, 1], 90)
    if head == "multilabel":
        p, y = np.column_stack([p, p]), np.column_stack([y, y])
    figure = reliability.figure(lw.evaluate(y, probabilities=p, head=head, policy="baseline"))
    assert [row[:2] for row in figure.table.rows] == [
        (f"{k / 10:.1f} to {(k + 1) / 10:.1f}", "20") for k in range(1, 10)
    ]
    np.testing.assert_allclose(figure.data["density"]["left"], np.arange(1, 10) / 10)


def test_a_score_right_below_an_edge_is_in_the_lower_bin():
    for below in (np.nextafter(np.float32(0.7), np.float32(0)), 0.7 - 1e-12):
        p = np.full(40, below)
        p[:3] = np.array([0.1234567, 0.7, 0.3], p.dtype)
        figure = reliability.figure(lw.evaluate([0, 1] * 20, probabilities=p, policy="baseline"))
        assert [row[:2] for row in figure.table.rows][-2:] == [("0.6 to 0.7", "37"), ("0.7 to 0.8", "1")]


def test_weighted_rows_have_one_unit_in_the_whole_figure():
    y, z = calibrated()
    weight = np.random.default_rng(1).exponential(1.0, len(y))
    figure = reliability.figure(lw.evaluate(y, logits=z, sample_weight=weight, policy="baseline"))
    worth = weight.sum() ** 2 / (weight**2).sum()
    assert f"over 3,000 rows that by their weights are worth {worth:,.0f} rows" in figure.sentence
    assert sum(figure.data["density"]["rows"]) == pytest.approx(worth, abs=3)
    assert sum(int(row[1].replace(",", "")) for row in figure.table.rows) == pytest.approx(worth, abs=6)


def test_the_band_of_grouped_rows_claims_no_share_by_chance():
    y, z = calibrated()
    alone = reliability.figure(lw.evaluate(y, logits=z, policy="baseline")).sentence
    grouped = reliability.figure(lw.evaluate(y, logits=z, groups=np.arange(3000) // 10, policy="baseline")).sentence
    assert "takes rows as independent" not in alone
    assert "takes rows as independent, and since they come in groups more than one point in ten" in grouped


def test_what_recalibration_would_bring_is_found_once_for_a_report(monkeypatch):
    y, z = over_confident()
    report = lw.evaluate(y, logits=z, policy="baseline")
    first = overlay(report, stated(report))
    monkeypatch.setattr("logitwise.report.overlay._overlay", None)
    assert overlay(report, stated(report)) is first


@pytest.mark.parametrize(("rows", "part"), [(9_000, 9_000), (11_000, 10_000)])
def test_a_temperature_is_fitted_to_no_more_scores_than_a_page_has_time_for(rows, part, monkeypatch):
    monkeypatch.setattr("logitwise.report.overlay.MOST_FITTED", 700_000)
    report = reports.of_softmax(70, rows)
    whole, tally = report.tally, fitted_part(report.tally)
    assert tally.sample.counts.sum() == part
    assert (tally is whole) is (rows == part)
    said = " ".join(overlay(report, stated(report)).said)
    assert ("the command takes more of them" in said) is (rows != part)
    assert (f"uniform sample of {part:,} of {rows:,} rows" in said) is (rows != part)
