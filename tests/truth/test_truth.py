"""Truth measured: every limit that drives a verdict is tried where it is hardest, against values that are known.

True values are scikit-learn's over the whole world that samples are drawn from, weighted by probability.
`LOGITWISE_TRUTH_RUNS` sets how many samples each design draws; the more, the tighter these tests.
"""

from __future__ import annotations

import pytest

from logitwise.metrics import NAMES

from .design import Design
from .designs import DESIGNS, GAP
from .rulings import RULINGS, Ruling, rule
from .simulate import allowance, simulate
from .true_values import true_value
from .worlds import areas

pytestmark = pytest.mark.slow
LIMITS = [(design, metric) for design in DESIGNS for metric in design.metrics if metric.split()[-1] in NAMES]
PERFECT = [design for design in DESIGNS if design.metrics == GAP and design.scene.name.startswith("perfect")]

UNTRIED = {
    "prevalence": "a share like the accuracy",
    "top_label_gap": "the calibration gap of a part of the rows",
    "partial_auc": "drives no verdict",
    "ece15": "drives no verdict",
}


def named(value: object) -> str:
    return value.scene.name if isinstance(value, Design) else value.name if isinstance(value, Ruling) else str(value)


@pytest.mark.parametrize(("design", "metric"), LIMITS, ids=named)
def test_a_limit_misses_no_more_often_than_promised(design, metric):
    found, tolerance = simulate(design)[metric], design.tolerance(metric)
    assert found.above <= allowance(tolerance.above, found.runs)
    assert found.below <= allowance(tolerance.below, found.runs)
    assert found.above_third <= allowance(tolerance.third * tolerance.above, found.runs)
    assert found.below_third <= allowance(tolerance.third * tolerance.below, found.runs)


@pytest.mark.parametrize(("design", "metric"), LIMITS, ids=named)
def test_no_bound_is_kept_and_broken_at_once(design, metric):
    assert simulate(design)[metric].both == 0


@pytest.mark.parametrize("design", PERFECT, ids=named)
def test_the_calibration_gap_of_a_perfect_model_is_centred_on_0(design):
    mean, error = simulate(design)["calibration_gap"].gap
    assert abs(mean) <= 0.01
    assert abs(mean) <= 0.002 + 3 * error  # splits with one seed lean by .001 to .002 below 0


@pytest.mark.parametrize("ruling", RULINGS, ids=named)
def test_a_verdict_at_the_border_is_seldom_said(ruling):
    said = rule(ruling)
    assert said.ready <= allowance(ruling.tolerated.above, said.runs)
    assert said.not_ready <= allowance(ruling.tolerated.below, said.runs)
    assert said.both == 0


def test_average_precision_is_undecided_below_100_positives():
    few = [d for d in DESIGNS if "fewer than 100 positives" in d.scene.name]
    assert all(max(simulate(d)["average_precision"].limited) < 0.01 for d in few)
    assert few


def test_every_metric_is_tried_or_there_is_a_reason_why_not():
    tried = {metric.split()[-1] for design in DESIGNS for metric in design.metrics}
    assert set(NAMES) - tried <= set(UNTRIED)


@pytest.mark.parametrize(("auc", "sd"), [(0.7, 1.0), (0.99, 3.0)])
def test_the_true_value_of_normal_scores_is_the_textbooks(auc, sd):
    scene = areas(10, 100, auc, sd=sd)  # Phi(distance / sqrt(1 + sd^2))
    assert true_value(scene, "roc_auc") == pytest.approx(auc, abs=1e-5)
