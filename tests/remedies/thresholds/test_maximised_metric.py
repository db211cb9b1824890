"""The threshold at which a metric is largest, against scikit-learn and against the truth."""

from __future__ import annotations

import numpy as np
import pytest

from logitwise.errors import OptionError, RemedyError
from logitwise.remedies.choose import choose
from logitwise.remedies.choosing import cross_fitted
from logitwise.remedies.cuts import cuts_of, log_odds
from logitwise.remedies.goals import Goals
from logitwise.remedies.plan import Best, Plan
from logitwise.remedies.reached import Measure
from logitwise.remedies.splits import of_cells


def best_score(cells, *, metric="f1", beta=1.0, pairs=()):
    return choose(cells, Goals(maximize=metric, beta=beta), pairs=pairs)


@pytest.mark.parametrize("metric", ["f1", "mcc", "balanced_accuracy", "accuracy", "fbeta"])
@pytest.mark.parametrize("name", ["bin60", "ties80"])
def test_it_is_the_largest_value_that_scikit_learn_gives_any_threshold(cells, references, name, metric):
    from sklearn import metrics

    theirs = {
        "f1": metrics.f1_score, "mcc": metrics.matthews_corrcoef, "accuracy": metrics.accuracy_score,
        "balanced_accuracy": metrics.balanced_accuracy_score,
        "fbeta": lambda y, d: metrics.fbeta_score(y, d, beta=2.0),
    }[metric]  # fmt: skip
    data = references["datasets"][name]
    z, y = np.array(data["logit"]), np.array(data["y"])
    found = best_score(cells(z, y), metric=metric, beta=2.0)
    assert found.apparent[metric] == pytest.approx(max(theirs(y, (z >= t).astype(int)) for t in [*z, z.max() + 1]))
    here = (z >= float(log_odds(found.threshold))).astype(int)
    assert found.apparent[metric] == pytest.approx(theirs(y, here))


def test_it_is_what_tuned_threshold_classifier_cv_finds(cells, references):
    from sklearn.base import BaseEstimator, ClassifierMixin
    from sklearn.model_selection import TunedThresholdClassifierCV

    class Given(ClassifierMixin, BaseEstimator):
        """Passes logits on."""

        def fit(self, *_):
            self.classes_ = np.array([0, 1])
            self.fitted_ = True
            return self

        def decision_function(self, x):
            return x[:, 0]

        def predict(self, x):
            return (x[:, 0] > 0).astype(int)

    data = references["datasets"]["bin60"]
    z, y = np.array(data["logit"]), np.array(data["y"])
    tuned = TunedThresholdClassifierCV(
        Given().fit(z[:, None], y), scoring="f1", cv="prefit", refit=False, response_method="decision_function",
        thresholds=np.unique(z),
    ).fit(z[:, None], y)  # fmt: skip
    assert best_score(cells(z, y)).apparent["f1"] == pytest.approx(tuned.best_score_, rel=1e-12)


def test_on_calibrated_scores_the_best_f1_is_reached_at_half_its_value(binormal):
    # Lipton, Elkan and Naryanaswamy 2014
    found = best_score(binormal(2.0, 0.1).cells(200_000, np.random.default_rng(0)))
    assert found.threshold == pytest.approx(found.apparent["f1"] / 2, abs=0.02)


def test_of_equal_values_the_one_that_decides_fewest_rows_positive_is_taken(cells_of_probabilities):
    # accuracy is 3/4 at both
    found = best_score(cells_of_probabilities([0.2, 0.4, 0.6, 0.8], [0, 1, 0, 1], [1, 0, 1, 0]), metric="accuracy")
    assert found.apparent["alerts"] == 0.25


@pytest.mark.parametrize("metric", ["recall", "precision", "specificity"])
def test_a_metric_that_one_end_of_the_scores_maximises_is_refused(cells, metric):
    with pytest.raises(OptionError, match=f"maximising {metric} alone ends where every row is decided one way"):
        best_score(cells([0.0, 1.0, 2.0], [0, 1, 1]), metric=metric)


def test_an_unknown_metric_is_refused_with_the_nearest(cells):
    with pytest.raises(OptionError, match="did you mean 'balanced_accuracy'"):
        best_score(cells([0.0, 1.0], [0, 1]), metric="balanced_acuracy")
    with pytest.raises(OptionError, match="beta = 0"):
        best_score(cells([0.0, 1.0], [0, 1]), metric="fbeta", beta=0)


def test_few_positives_are_warned_of(binormal):
    rng = np.random.default_rng(0)
    few = binormal(1.5, 0.1).cells(200, rng)
    found = best_score(few, pairs=of_cells(few))
    assert any("too good by several points; expect 0." in warning for warning in found.warnings)
    assert not best_score(binormal(1.5, 0.1).cells(2000, rng)).warnings


def test_infinite_logits_of_one_class_leave_nothing_to_cut(cells):
    with pytest.raises(RemedyError, match="constant"):
        best_score(cells([np.inf] * 4, [0, 1, 0, 1]))


def _simulated(world, rng, *, runs, rows):
    """Mean F1: apparent, cross-fitted, true; and the standard error of cross-fitted less true."""
    measure = Measure("f1")
    plan = Plan(Best(measure), measure=measure)
    apparent, corrected, true = [], [], []
    for run in range(runs):
        mixed = world.cells(rows, rng)
        cuts = cuts_of(mixed)
        i = plan.pick(cuts)
        apparent.append(float(measure.of(cuts.at(i))))
        corrected.append(cross_fitted(plan, of_cells(mixed, seed=run))["f1"])
        true.append(world.f1(cuts.score[i]))
    off = np.subtract(corrected, true)
    return np.mean(apparent), np.mean(corrected), np.mean(true), off.std() / np.sqrt(runs)


def test_the_apparent_f1_is_too_good_and_the_cross_fitted_is_not(binormal):
    apparent, corrected, true, se = _simulated(binormal(1.5, 0.05), np.random.default_rng(0), runs=150, rows=1000)
    assert apparent - true > 0.03
    assert abs(corrected - true) < 0.015 + 2 * se


@pytest.mark.slow
@pytest.mark.parametrize(
    ("prevalence", "rows", "optimism"), [(0.05, 400, 0.06), (0.05, 1000, 0.04), (0.05, 5000, 0.01)]
)
def test_optimism_shrinks_with_positives_and_cross_fitting_takes_it_away(binormal, prevalence, rows, optimism):
    world = binormal(1.5, prevalence)
    apparent, corrected, true, se = _simulated(world, np.random.default_rng(1), runs=400, rows=rows)
    assert apparent - true > optimism
    assert abs(corrected - true) < 0.015 + 2 * se
