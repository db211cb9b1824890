"""Temperature and threshold of real outputs, against scikit-learn 1.9 on the same rows."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.calibration import CalibratedClassifierCV
from sklearn.frozen import FrozenEstimator
from sklearn.model_selection import TunedThresholdClassifierCV

import logitwise as lw

pq = pytest.importorskip("pyarrow.parquet")


class Given(ClassifierMixin, BaseEstimator):
    """Passes on logits that are there already."""

    def __init__(self, classes=2):
        self.classes = classes

    @property
    def classes_(self):
        return np.arange(self.classes)

    def __sklearn_is_fitted__(self):
        return True

    def fit(self, *_):
        return self

    def decision_function(self, z):
        return z if self.classes > 2 else z[:, 0]

    def predict(self, z):
        return z.argmax(axis=1) if self.classes > 2 else (z[:, 0] > 0).astype(int)


def columns(shared, name, prefix):
    table = pq.read_table(shared / "data" / f"{name}.parquet")
    chosen = [column for column in table.column_names if column.startswith(prefix)]
    return np.stack([table[column].to_numpy() for column in chosen], axis=1).astype(float), table["label"].to_numpy()


@pytest.mark.parametrize(
    ("name", "prefix"),
    [("cifar10_resnet20_logits_jpeg", "logit_"), ("cifar10_vgg16_probs", "p_"), ("mnist_cv_probs", "p_")],
)
def test_the_temperature_of_a_softmax_is_that_of_calibrated_classifier_cv(name, prefix, shared):
    z, y = columns(shared, name, prefix)
    if prefix == "p_":
        kept = (z > 0).all(axis=1)  # of a probability of 0 there is no logit
        z, y = np.log(z[kept] / z[kept].sum(axis=1, keepdims=True)), y[kept]
    made = CalibratedClassifierCV(FrozenEstimator(Given(z.shape[1])), method="temperature").fit(z, y)
    theirs = 1 / made.calibrated_classifiers_[0].calibrators[0].beta_
    (found,) = lw.tune(y, logits=z, calibrate="temperature").calibrations
    assert found.temperature == pytest.approx(theirs, rel=1e-4)


def test_the_temperature_of_two_classes_is_half_of_theirs_who_stack_both_signs(shared):
    p, y = columns(shared, "imdb_cv_probs_raw", "p_")
    z = np.log(p[:, 1]) - np.log(p[:, 0])
    made = CalibratedClassifierCV(FrozenEstimator(Given()), method="temperature").fit(z[:, None], y)
    (found,) = lw.tune(y, logits=z, calibrate="temperature").calibrations
    # 24,790 scores are fitted in some 800 cells, which moves T by less than a hundredth of its standard error
    assert 2 * found.temperature == pytest.approx(1 / made.calibrated_classifiers_[0].calibrators[0].beta_, rel=1e-4)


@pytest.mark.slow
@pytest.mark.parametrize("metric", ["f1", "balanced_accuracy"])
def test_the_threshold_reaches_what_that_of_tuned_threshold_classifier_cv_does(metric, shared):
    p, y = columns(shared, "imdb_cv_probs_raw", "p_")
    z, y = (np.log(p[:, 1]) - np.log(p[:, 0]))[::31], y[::31]
    theirs = TunedThresholdClassifierCV(
        Given(), scoring=metric, cv="prefit", refit=False, response_method="decision_function", thresholds=np.unique(z)
    ).fit(z[:, None], y)
    rule = lw.tune(y, logits=z, maximize=metric, calibrate="none")
    assert rule.evidence["outputs"][0]["threshold"]["apparent"][metric] == pytest.approx(theirs.best_score_, rel=1e-12)
