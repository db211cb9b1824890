"""Wherever a chart looks up a threshold it decides the rows as they were decided; counted from the rows themselves."""

from functools import cache

import numpy as np
import pytest
from sklearn.metrics import f1_score
from tests.report.charts.charted import sigmoid, softmax
from tests.report.reports import of_binary

import logitwise as lw
from logitwise.errors import OptionError
from logitwise.report.charts import figure
from logitwise.report.charts.decision import net_benefit
from logitwise.report.charts.known_cut import MOVED
from logitwise.report.charts.scored_outcome import outcome
from logitwise.report.stated import stated


def tied(dtype):
    """Probabilities of one decimal, in this precision."""
    rng = np.random.default_rng(0)
    z = rng.normal(0, 2, 2000)
    y = (rng.random(2000) < 1 / (1 + np.exp(-z))).astype(np.uint8)
    return y, (1 / (1 + np.exp(-z))).round(1).astype(dtype)


def report_at(y, x, threshold, scale="probabilities"):
    kind = "sigmoid" if x.ndim == 1 else "softmax"
    return lw.evaluate(
        np.array(["no", "yes"])[y], **{scale: x}, head=kind, classes=["no", "yes"], positive="yes",
        threshold=threshold, policy="baseline",
    )  # fmt: skip


def as_given(form, threshold):
    """Truths, scores, scale and the decisions at a threshold, of one way to state the same ties."""
    y, p = tied(np.float32 if "float32" in form else np.float64)
    if "logits" in form:
        p = np.clip(p, 0.1, 0.9)
        z = (np.log(p.astype(float)) - np.log1p(-p.astype(float))).astype(p.dtype)
        cut = (np.log(threshold) - np.log1p(-threshold)).astype(z.dtype)
        z = np.where(np.isclose(z, cut, rtol=1e-5), cut, z)
        return y, z, "logits", z >= cut
    if "two" in form:
        return y, np.stack([1 - p, p], axis=1), "probabilities", p >= p.dtype.type(threshold)
    return y, p, "probabilities", p >= p.dtype.type(threshold)


@pytest.mark.parametrize("threshold", [0.7, 0.9])
@pytest.mark.parametrize("form", ["float32", "float64", "two of float32", "logits of float32", "logits of float64"])
def test_rows_at_the_threshold_are_taken_by_every_chart(form, threshold):
    y, x, scale, decided = as_given(form, threshold)
    report = report_at(y, x, threshold, scale)
    assert f"F1 is {f1_score(y, decided):.3f} " in figure(report, "threshold").sentence
    gain = ((y == 1) & decided).mean() - ((y == 0) & decided).mean() * threshold / (1 - threshold)
    assert net_benefit(outcome(report), threshold) == pytest.approx(gain)
    points = figure(report, "decision").data["points"]
    assert points["net_benefit"][round(100 * threshold) - 1] == pytest.approx(gain, rel=1e-4)
    if threshold == 0.9:
        row = next(row for row in figure(report, "threshold").table.rows if row[0] == "0.9")
        assert row[-1] == f"{100 * decided.mean():.1f} %"


@cache
def many_with_an_atom():
    """A report of more than 65,536 distinct scores, three rows in ten at exactly 0.9, judged there."""
    rng = np.random.default_rng(1)
    p = 1 / (1 + np.exp(-rng.normal(0, 2, 120_000)))
    p[rng.random(len(p)) < 0.3] = 0.9
    y = (rng.random(len(p)) < p).astype(np.uint8)
    return report_at(y, p, 0.9), y, p


def test_of_more_scores_than_are_told_apart_the_judged_threshold_is_exact_and_others_say_where_they_stand():
    report, y, p = many_with_an_atom()
    found = figure(report, "threshold")
    assert f"F1 is {f1_score(y, p >= 0.9):.3f} " in found.sentence
    gain = ((y == 1) & (p >= 0.9)).mean() - ((y == 0) & (p >= 0.9)).mean() * 9
    assert figure(report, "decision").params["now_y"] == pytest.approx(gain, rel=1e-4)
    assert MOVED in found.table.caption
    assert MOVED in figure(report, "decision").sentence
    for threshold, precision, recall, *_ in found.table.rows:
        decided = p >= float(threshold)
        assert float(precision) == pytest.approx(y[decided].mean(), abs=6e-4)
        assert float(recall) == pytest.approx(decided[y == 1].mean(), abs=6e-4)
    assert MOVED not in figure(sigmoid().report, "decision").sentence


@pytest.mark.parametrize("rows", ["few", "many"])
def test_a_threshold_of_a_table_gives_the_rates_beside_it_and_keeps_its_promise(rows):
    report, y, p = sigmoid() if rows == "few" else many_with_an_atom()
    for promise, threshold, rate, recall in figure(report, "roc").table.rows:
        decided = p >= (2.0 if threshold == "–" else float(threshold))
        assert decided[y == 0].mean() <= float(promise.split()[2]) / 100
        assert decided[y == 0].mean() == pytest.approx(float(rate), abs=6e-4)
        assert decided[y == 1].mean() == pytest.approx(float(recall), abs=6e-4)
    for promise, threshold, recall, precision in figure(report, "precision_recall").table.rows:
        decided = p >= float(threshold)
        assert decided[y == 1].mean() >= float(promise.split()[2]) / 100 - 1e-12
        assert decided[y == 1].mean() == pytest.approx(float(recall), abs=6e-4)
        assert y[decided].mean() == pytest.approx(float(precision), abs=6e-4)


def test_f1_is_largest_at_a_threshold_that_can_be_set():
    y, p = np.array([1, 0, 1, 1] * 50, np.uint8), np.array([0.0, 0.0, 1.0, 0.0] * 50)
    said = figure(report_at(y, p, 0.5), "threshold").sentence  # taking all rows would need a threshold of 0
    assert f"is largest, {f1_score(y, p >= 0.5):.3g}, at threshold 0.5:" in said
    best = figure(of_binary(), "threshold").sentence.split("at threshold ")[1]
    assert 0 < float(best.split(":")[0].split()[0]) < 1


def test_ties_count_half_where_there_are_any():
    assert "ties counting half" in figure(sigmoid().report, "roc").sentence
    assert "ties" not in figure(of_binary(), "roc").sentence


def test_useless_scores_are_ahead_within_chance_and_good_ones_beyond_it():
    rng = np.random.default_rng(0)
    y = rng.integers(0, 2, 1000) * (rng.random(1000) < 0.6)
    useless = report_at(y.astype(int), rng.random(1000), 0.5)
    said = figure(useless, "decision").sentence
    assert "within chance" in said
    assert said.startswith("On these rows acting on the probability beats both")
    said = figure(sigmoid().report, "decision").sentence
    assert said.startswith("Acting on the probability beats both")
    assert "limits of its lead over both lie above 0" in said


def test_rows_in_groups_widen_the_band_and_the_caption_says_so():
    rng = np.random.default_rng(0)
    group = np.repeat(np.arange(50), 20)
    z = rng.normal(size=50)[group]  # the rows of a group are one row, twenty times
    y = (rng.random(50) < 1 / (1 + np.exp(-z[::20])))[group].astype(int)
    p = 1 / (1 + np.exp(-z))
    apart, together = (
        figure(lw.evaluate(y, probabilities=p, head="sigmoid", policy="baseline", **said), "decision")
        for said in ({}, {"groups": group})
    )
    wide = [np.subtract(each.data["points"]["high"], each.data["points"]["low"])[40] for each in (apart, together)]
    assert 3 < wide[1] / wide[0] < 8  # the root of 20 is 4.5, and Student's t is wider
    assert "fold of groups" in together.sentence
    assert "fold of groups" not in apart.sentence


def test_a_name_that_no_class_has_is_told_the_nearest():
    with pytest.raises(OptionError, match="did you mean 'yes'"):
        stated(sigmoid().report, "yess")
    with pytest.raises(OptionError, match="did you mean 'bee'"):
        figure(softmax().report, "roc", of="beee")
