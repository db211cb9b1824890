"""Cells and drawn rows that recalibrations are fitted to, and the values of other programs."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.special import expit

from logitwise.tallies.cells import Cells


def cells_of(z, y, weight=None) -> Cells:
    """Exact cells of logits with labels 0 and 1."""
    values, place = np.unique(np.asarray(z, np.float64), return_inverse=True)
    weight = np.ones(len(place)) if weight is None else weight
    hits, rows = np.bincount(place, weight * y, len(values)), np.bincount(place, weight, len(values))
    p = expit(values)
    return Cells(p, expit(-values), p, 0 * p, hits, rows - hits, exact=True)


@pytest.fixture(scope="session")
def cells():
    return cells_of


@pytest.fixture(scope="session")
def value(references):
    """A value of another program by its name."""
    return lambda name: references["values"][name]["value"]


@pytest.fixture(scope="session")
def rows(references):
    """Logits and labels of a data set by its name."""
    return lambda name: tuple(np.array(references["datasets"][name][key]) for key in ("logit", "y"))


@pytest.fixture(scope="session")
def drawn():
    """Logits and labels of rows whose true log-odds are normal, the model's being a function of them."""

    def draw(seed, rows, model=lambda t: t, *, mean=0.0, sd=1.5):
        rng = np.random.default_rng(seed)
        truth = rng.normal(mean, sd, rows)
        return model(truth), (rng.random(rows) < expit(truth)).astype(int)

    return draw


@pytest.fixture(scope="session")
def of_scikit_learn():
    """The calibrator that scikit-learn fits to logits of a model that is fitted already."""
    from sklearn.base import BaseEstimator, ClassifierMixin
    from sklearn.calibration import CalibratedClassifierCV
    from sklearn.frozen import FrozenEstimator

    class Given(ClassifierMixin, BaseEstimator):
        classes_ = np.array([0, 1])

        def fit(self, x, y):  # noqa: ARG002  it is fitted already
            return self

        def decision_function(self, x):
            return x[:, 0]

        def predict(self, x):
            return (x[:, 0] > 0).astype(int)

        def __sklearn_is_fitted__(self):
            return True

    def fit(method, z, y):
        made = CalibratedClassifierCV(FrozenEstimator(Given()), method=method).fit(z[:, None], y)
        return made.calibrated_classifiers_[0].calibrators[0]

    return fit
