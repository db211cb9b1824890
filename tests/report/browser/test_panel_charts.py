"""What the panel's script gives its charts, against Python's figures and against counts of the rows."""

from itertools import pairwise

import numpy as np
import pytest
from scipy.special import expit, logit
from tests.report import reports
from tests.report.browser.cut_scripts import CutScripts

import logitwise as lw
from logitwise.report.charts.registry import figure

pytestmark = pytest.mark.slow
LABELS = 3


@pytest.fixture
def scripts(opened):
    return lambda report: CutScripts(opened("about:blank").page, report)


@pytest.fixture(scope="module")
def labels():
    """A report of three labels, with the rows of `reports.of_labels`."""
    rng = np.random.default_rng(0)
    y = (rng.random((400, LABELS)) < 0.3).astype(np.uint8)
    return reports.of_labels(), y, expit(3.0 * y + rng.normal(size=y.shape) - 1.5)


@pytest.fixture(scope="module")
def rare():
    """A report on 3,000 rows, 3 % of them positive, with the rows."""
    rng = np.random.default_rng(4)
    y = (rng.random(3_000) < 0.03).astype(int)
    p = np.round(expit(rng.normal(size=3_000) + 2.5 * y - 2), 3)
    return lw.evaluate(y, probabilities=p), y, p


def rates(y, p, threshold):
    """Recall and false positive rate at thresholds."""
    found = p[None, :] >= np.atleast_1d(threshold)[:, None]
    return found[:, y == 1].mean(axis=1), found[:, y == 0].mean(axis=1)


def close(shown, wanted):
    """Equal in the five digits that a chart is given; None where undefined."""
    given = np.array([np.nan if each is None else each for each in shown], float)
    np.testing.assert_allclose(given, np.asarray(wanted, float), rtol=5.1e-5, atol=1e-9)


@pytest.mark.parametrize("name", ["roc", "precision_recall", "decision", "scores"])
def test_after_a_change_of_label_a_dataset_is_that_of_pythons_figure(scripts, labels, name):
    report, *_ = labels
    seen = scripts(report)
    start = int(np.argmax(report.confusion.support))
    for k in {*range(LABELS)} - {start}:
        wanted = figure(report, name, of=report.classes[k])
        drawn = seen.chosen(k)["drawn"][name]
        table = "bins" if name == "scores" else "points"
        for column in set(wanted.data[table]) - {"low", "high", "truth"}:
            close(drawn["data"][table][column], np.array(wanted.data[table][column], float))
        if name == "scores":
            assert drawn["data"]["bins"]["truth"] == wanted.data["bins"]["truth"]
            assert [drawn["params"][end] for end in ("low", "high")] == [wanted.params[end] for end in ("low", "high")]


def test_after_a_change_of_label_measures_by_threshold_are_those_of_the_rows(scripts, labels):
    report, y, p = labels
    k = (int(np.argmax(report.confusion.support)) + 1) % LABELS
    points = scripts(report).chosen(k)["drawn"]["threshold"]["data"]["points"]
    for name, wanted in measures(y[:, k], p[:, k], np.array(points["log_odds"]), None).items():
        mine = np.array(points["measure"]) == name
        close(np.array(points["value"], object)[mine], wanted[mine])


def measures(y, p, places, pi):
    share = y.mean() if pi is None else pi
    recall, alarms = (rate for rate in rates(y, p, expit(places)))
    tp, fp = share * recall, (1 - share) * alarms
    with np.errstate(invalid="ignore"):
        return {"precision": tp / (tp + fp), "recall": recall, "F1": 2 * tp / (tp + fp + share)}


@pytest.mark.parametrize("pi", [0.002, 0.4])
def test_at_another_prevalence_measures_are_weighed_anew(scripts, rare, pi):
    report, y, p = rare
    drawn = scripts(report).chosen(pi=pi)["drawn"]
    points = drawn["threshold"]["data"]["points"]
    for name, wanted in measures(y, p, np.array(points["log_odds"]), pi).items():
        mine = np.array(points["measure"]) == name
        close(np.array(points["value"], object)[mine], wanted[mine])
    assert drawn["precision_recall"]["params"]["chance"] == pi


@pytest.mark.parametrize("pi", [0.002, 0.4])
def test_at_another_prevalence_rates_and_scores_stay(scripts, rare, pi):
    report, *_ = rare
    drawn = scripts(report).chosen(pi=pi)["drawn"]
    for name, table in (("roc", "points"), ("scores", "bins")):
        wanted = figure(report, name).data[table]
        for column in set(wanted) - {"truth"}:
            close(drawn[name]["data"][table][column], np.array(wanted[column], float))


@pytest.mark.parametrize("pi", [0.002, 0.4])
def test_at_another_prevalence_precision_is_that_of_the_rows_and_never_runs_straight(scripts, rare, pi):
    report, y, p = rare
    points = scripts(report).chosen(pi=pi)["drawn"]["precision_recall"]["data"]["points"]
    threshold, recall, precision = (np.array(points[name], float) for name in ("threshold", "recall", "precision"))
    scores = np.unique(p)[::-1]
    r, a = rates(y, p, scores)
    exact = pi * r / (pi * r + (1 - pi) * a)
    cuts = np.flatnonzero(np.isfinite(threshold))
    close(precision[cuts], exact[np.searchsorted(-scores, -threshold[cuts])])
    assert np.abs(r[:, None] - recall).min(axis=1).max() < 0.01
    for start, stop in pairwise(cuts):  # false alarms grow evenly with what is found
        alarms = recall[start : stop + 1] * (1 / precision[start : stop + 1] - 1)
        part = np.linspace(0, 1, stop - start + 1)
        np.testing.assert_allclose(alarms, alarms[0] + part * (alarms[-1] - alarms[0]), rtol=2e-3)
    assert len(cuts) < len(threshold) <= 512


def test_no_cut_lies_far_from_the_curve_of_precision_where_positives_are_few(scripts):
    rng = np.random.default_rng(6)
    y = (rng.random(40_000) < 0.003).astype(int)
    p = expit(rng.normal(size=40_000) + 4 * y - 4)
    pi = 0.0005
    points = scripts(lw.evaluate(y, probabilities=p)).chosen(pi=pi)["drawn"]["precision_recall"]["data"]["points"]
    order = np.argsort(-p)
    r, a = (np.cumsum(of[order]) / of.sum() for of in (y, 1 - y))
    precision = pi * r / (pi * r + (1 - pi) * a)
    far = np.maximum(
        np.abs(r[:, None] - np.array(points["recall"])), np.abs(precision[:, None] - np.array(points["precision"]))
    ).min(axis=1)
    path = np.abs(np.diff(r)).sum() + np.abs(np.diff(precision)).sum()
    assert far.max() <= path / 510 + 1e-4


def test_at_another_prevalence_the_decision_curve_is_of_probabilities_there(scripts, rare):
    report, y, p = rare
    pi = 0.4
    points = scripts(report).chosen(pi=pi)["drawn"]["decision"]["data"]["points"]
    x = np.arange(1, 100) / 100
    close(points["threshold"], x)
    there = expit(logit(p) + logit(pi) - logit(y.mean()))  # Bayes
    recall, alarms = rates(y, there, x)
    close(points["net_benefit"], pi * recall - (1 - pi) * alarms * x / (1 - x))
    close(points["treat_all"], pi - (1 - pi) * x / (1 - x))


@pytest.mark.parametrize("pi", [None, 0.4])
def test_each_chart_marks_the_threshold_where_the_rows_have_it(scripts, rare, pi):
    report, y, p = rare
    t, share = 0.237, y.mean() if pi is None else pi
    params = {name: one["params"] for name, one in scripts(report).chosen(pi=pi, p=t)["drawn"].items()}
    (recall,), (alarms,) = rates(y, p, t)
    tp, fp = share * recall, (1 - share) * alarms
    x = t if pi is None else expit(logit(t) + logit(pi) - logit(y.mean()))
    wanted = {
        "roc": (alarms, recall),
        "precision_recall": (recall, tp / (tp + fp)),
        "decision": (x, tp - fp * x / (1 - x)),
    }
    for name, point in wanted.items():
        close([params[name]["now_x"], params[name]["now_y"]], point)
    assert params["threshold"]["cut"] == params["scores"]["cut"] == pytest.approx(logit(t), rel=1e-5)


def test_of_answers_the_point_is_their_share_and_its_errors(scripts):
    rng = np.random.default_rng(5)
    y, z = rng.integers(0, 4, 2_000), rng.normal(size=(2_000, 4))
    z[np.arange(2_000), y] += 1.5
    p = np.exp(z) / np.exp(z).sum(axis=1, keepdims=True)
    params = scripts(lw.evaluate(y, probabilities=p)).chosen(p=0.6)["drawn"]["risk_coverage"]["params"]
    answered = p.max(axis=1) >= 0.6
    close([params["now_x"], params["now_y"]], [answered.mean(), (p.argmax(axis=1) != y)[answered].mean()])


def test_on_the_grid_the_redrawn_decision_curve_lies_within_what_it_says(scripts):
    rng = np.random.default_rng(8)
    y = (rng.random(100_000) < 0.3).astype(int)
    z = rng.normal(size=100_000) * 1.5 + 2 * y - 1
    pi, x = 0.1, np.arange(1, 100) / 100
    seen = scripts(lw.evaluate(y, logits=z)).chosen(pi=pi)
    place = logit(x) - logit(pi) + logit(y.mean())
    recall, alarms = (np.array([np.mean(z[y == k] >= at) for at in place]) for k in (1, 0))
    wanted = pi * recall - (1 - pi) * alarms * x / (1 - x)
    off = np.abs(np.array(seen["drawn"]["decision"]["data"]["points"]["net_benefit"]) - wanted)
    assert 0 < seen["slip"] < 0.01
    assert off.max() <= seen["slip"] + 1e-5


def test_of_exact_scores_nothing_is_off(scripts, rare):
    assert scripts(rare[0]).chosen(pi=0.4)["slip"] == 0
