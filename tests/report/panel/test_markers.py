"""Thresholds that have a name, and what the page is given of them."""

import base64
import zlib

import numpy as np
import pytest

import logitwise as lw
from logitwise.policy import Costs, Policy, Task
from logitwise.report.html.sections.decide import section
from logitwise.report.panel import outcomes
from logitwise.report.panel.named import implied, named_thresholds
from logitwise.report.panel.packing import packed


@pytest.fixture(scope="module")
def rows():
    rng = np.random.default_rng(11)
    y = (rng.random(2_000) < 0.1).astype(int)
    return y, 1 / (1 + np.exp(-(rng.normal(size=2_000) + 2 * y - 3)))


@pytest.fixture(scope="module")
def one(rows):
    y, p = rows
    (found,) = outcomes(lw.evaluate(y, probabilities=p, threshold=0.3))
    return found


def test_the_default_and_the_judged_threshold_are_marked(one, rows):
    y, p = rows
    found = {m.key: m for m in one.markers}
    assert (found["default"].threshold, found["judged"].threshold) == (0.5, 0.3)
    assert one.markers[one.start].key == "judged"
    for key in ("default", "judged"):
        assert one.cuts.reached.tp[found[key].first] == np.count_nonzero(y[p >= found[key].threshold])


def test_at_a_half_the_default_is_the_judged_one(rows):
    (found,) = outcomes(lw.evaluate(rows[0], probabilities=rows[1]))
    assert [m.key for m in found.markers if m.key != "tuned"] == ["default"]


def test_what_lw301_suggests_is_marked(rows):
    report = lw.evaluate(rows[0], probabilities=rows[1])
    (finding,) = [each for each in report.findings if each.code == "LW301"]
    assert finding.outcome == "found"
    (one,) = outcomes(report)
    assert [m.threshold for m in one.markers if m.key == "tuned"] == [finding.evidence["better_threshold"]]


@pytest.mark.parametrize(("wrong", "missed"), [(1.0, 1.0), (1.0, 20.0), (7.0, 2.0)])
def test_no_threshold_costs_less_than_the_one_of_least_cost(one, rows, wrong, missed):
    y, p = rows
    table = named_thresholds([one], wrong=wrong, missed=missed, prevalence=None)
    (least,) = [row for row in table.rows if row[0] == "least cost on these rows"]
    costs = [wrong * np.count_nonzero((y == 0) & (p >= t)) + missed * np.count_nonzero((y == 1) & (p < t))
             for t in np.append(np.unique(p), 2.0)]  # fmt: skip
    false, missing = (int(least[i].replace(",", "")) for i in (3, 4))
    assert wrong * false + missed * missing == min(costs)


def test_costs_imply_a_threshold_as_elkan_has_it(one):
    assert implied(one, wrong=1, missed=3, prevalence=None) == 0.25
    assert implied(one, wrong=1, missed=3, prevalence=one.prevalence) == pytest.approx(0.25)


def test_at_another_prevalence_the_implied_threshold_moves_with_the_log_odds(one):
    pi, p = 0.5, one.prevalence
    at = implied(one, wrong=1, missed=3, prevalence=pi)
    odds = at / (1 - at) * (pi / (1 - pi)) / (p / (1 - p))  # Bayes: what the probability is there
    assert odds / (1 + odds) == pytest.approx(0.25)


def test_the_table_weighs_precision_and_cost_at_the_stated_prevalence(one, rows):
    y, p = rows
    table = named_thresholds([one], wrong=2, missed=5, prevalence=0.02)
    row = next(row for row in table.rows if row[0] == "judged")
    recall, false = np.mean(p[y == 1] >= 0.3), np.mean(p[y == 0] >= 0.3)
    ppv = recall * 0.02 / (recall * 0.02 + false * 0.98)
    assert float(row[6]) == pytest.approx(ppv, abs=6e-4)
    assert float(row[7]) == pytest.approx(recall, abs=6e-4)
    assert float(row[9].replace(",", "")) == pytest.approx(1e4 * (2 * false * 0.98 + 5 * (1 - recall) * 0.02), rel=2e-3)


def test_what_is_undefined_is_a_dash(rows):
    (none,) = outcomes(lw.evaluate([0, 0, 1], probabilities=[0.1, 0.2, 0.3]))
    row = named_thresholds([none], wrong=1, missed=1, prevalence=None).rows[0]
    assert (row[1], row[6], row[7]) == ("0.5", "–", "0")  # no row is decided positive


def test_packed_numbers_come_out_as_they_went_in(one):
    found = packed(one.cuts)
    raw, start, arrays = zlib.decompress(base64.b64decode(found["bytes"])), 0, []
    for name, length in zip(found["types"], found["lengths"], strict=True):
        kind = np.dtype({"Float32Array": "<f4", "Float64Array": "<f8", "Uint32Array": "<u4"}[name])
        arrays.append(np.frombuffer(raw, kind, length, start))
        start += length * kind.itemsize
    assert start == len(raw)
    np.testing.assert_array_equal(arrays[0], one.cuts.scored.at)
    np.testing.assert_array_equal(np.cumsum(arrays[3]), one.cuts.at)
    assert (arrays[1].sum(), arrays[2].sum()) == (one.cuts.positives.sum(), one.cuts.negatives.sum())


def test_costs_and_prevalence_of_the_policy_are_where_the_panel_starts(rows):
    policy = Policy("x.toml", task=Task(prevalence=0.02, costs=Costs(2.0, 9.0)))
    data = section(lw.evaluate(rows[0], probabilities=rows[1], policy=policy)).data
    assert (data["wrong"], data["missed"], data["prevalence"]) == (2.0, 9.0, 0.02)


def test_without_scores_the_section_says_why():
    found = section(lw.evaluate(confusion=[[5, 1], [2, 4]]))
    assert found.data is None
    assert "confusion matrix" in found.values["why"]
