"""scikit-learn classifiers against their own predict_proba."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import special
from sklearn.calibration import CalibratedClassifierCV
from sklearn.discriminant_analysis import LinearDiscriminantAnalysis
from sklearn.ensemble import GradientBoostingClassifier, HistGradientBoostingClassifier, RandomForestClassifier
from sklearn.linear_model import LinearRegression, LogisticRegression, RidgeClassifier, SGDClassifier
from sklearn.model_selection import GridSearchCV, TunedThresholdClassifierCV
from sklearn.multiclass import OneVsRestClassifier
from sklearn.multioutput import ClassifierChain, MultiOutputClassifier
from sklearn.naive_bayes import GaussianNB
from sklearn.neural_network import MLPClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC, LinearSVC

from logitwise.errors import ModelError
from logitwise.frameworks.models import open_model

X = np.random.default_rng(1).normal(size=(120, 4))
TWO = np.where(X[:, 0] + X[:, 1] > 0, "owl", "cat")
THREE = np.digitize(X[:, 0], [-0.5, 0.5]) * 10
LABELS = np.stack([X[:, 0] > 0, X[:, 1] > 0.3, X[:, 2] > -0.3], axis=1).astype(int)


def meant(network):
    """Probabilities that the numbers taken mean, by SciPy."""
    taken = network.predict(X)
    if network.scale == "probabilities":
        return taken
    return (
        special.softmax(taken, axis=1)
        if taken.ndim == 2
        else np.stack([special.expit(-taken), special.expit(taken)], 1)
    )


LOG_ODDS = [
    LogisticRegression(),
    SGDClassifier(loss="log_loss", random_state=0),
    LinearDiscriminantAnalysis(),
    GradientBoostingClassifier(n_estimators=5),
    HistGradientBoostingClassifier(max_iter=5),
]


@pytest.mark.parametrize("model", LOG_ODDS, ids=lambda m: type(m).__name__)
def test_log_odds_are_taken_where_the_classifier_has_them(model):
    model.fit(X, TWO)
    network = open_model(model, example=X)
    assert (network.kind, network.units, network.scale, network.classes) == ("sigmoid", 1, "logits", ("cat", "owl"))
    np.testing.assert_allclose(meant(network), model.predict_proba(X), atol=1e-12)


@pytest.mark.parametrize("model", [LogisticRegression(), LinearDiscriminantAnalysis()], ids=lambda m: type(m).__name__)
def test_three_classes_have_three_logits_up_to_the_softmax(model):
    network = open_model(model.fit(X, THREE), example=X)
    assert (network.kind, network.units, network.scale, network.classes) == ("softmax", 3, "logits", (0, 10, 20))
    np.testing.assert_allclose(meant(network), model.predict_proba(X), atol=1e-12)


PROBABILITIES = [
    RandomForestClassifier(5, random_state=0),
    GaussianNB(),
    CalibratedClassifierCV(LinearSVC()),
    GradientBoostingClassifier(loss="exponential", n_estimators=5),  # its raw score is half the log-odds
]


@pytest.mark.parametrize("model", PROBABILITIES, ids=lambda m: type(m).__name__)
def test_other_classifiers_give_their_probabilities(model):
    network = open_model(model.fit(X, TWO), example=X)
    assert (network.kind, network.units, network.scale) == ("softmax", 2, "probabilities")
    np.testing.assert_array_equal(network.predict(X), model.predict_proba(X))


def test_one_against_rest_is_no_softmax_so_its_probabilities_are_taken():
    model = SGDClassifier(loss="log_loss", random_state=0).fit(X, THREE)
    assert open_model(model, example=X).scale == "probabilities"


@pytest.mark.parametrize("model", [LinearSVC(), RidgeClassifier(), SVC()], ids=lambda m: type(m).__name__)
def test_a_margin_is_no_log_odds_so_decisions_are_taken(model):
    network = open_model(model.fit(X, TWO), example=X)
    assert (network.kind, network.scale, network.classes) == ("sigmoid", "decisions", ("cat", "owl"))
    assert "margin, not log-odds" in network.notes[0]
    np.testing.assert_array_equal(network.predict(X), model.predict(X))


def test_pipelines_and_searches_are_looked_through():
    inner = make_pipeline(StandardScaler(), LogisticRegression())
    model = GridSearchCV(inner, {"logisticregression__C": [0.1, 1.0]}, cv=2).fit(X, TWO)
    network = open_model(model, example=X)
    assert network.scale == "logits"
    assert "LogisticRegression in a GridSearchCV" in network.read_from
    np.testing.assert_allclose(meant(network), model.predict_proba(X), atol=1e-12)


def test_a_tuned_threshold_is_named_and_not_used():
    model = TunedThresholdClassifierCV(LogisticRegression(), cv=2).fit(X, X[:, 0] > 0)
    network = open_model(model, example=X)
    assert f"threshold={model.best_threshold_:.6g}" in network.notes[0]


MULTILABEL = [
    RandomForestClassifier(5, random_state=0),
    MultiOutputClassifier(LogisticRegression()),
]


@pytest.mark.parametrize("model", MULTILABEL, ids=lambda m: type(m).__name__)
def test_a_list_of_matrices_becomes_one_column_a_label(model):
    model.fit(X, LABELS)
    network = open_model(model, example=X)
    assert (network.kind, network.units, network.scale) == ("multilabel", 3, "probabilities")
    np.testing.assert_array_equal(network.predict(X)[:, 1], model.predict_proba(X)[1][:, 1])


MATRICES = [
    OneVsRestClassifier(LogisticRegression()),
    ClassifierChain(LogisticRegression()),
    MLPClassifier((3,), max_iter=20, solver="lbfgs", random_state=0),
]


@pytest.mark.filterwarnings("ignore:lbfgs failed to converge")
@pytest.mark.parametrize("model", MATRICES, ids=lambda m: type(m).__name__)
def test_a_matrix_of_label_probabilities_is_taken_as_it_is(model):
    network = open_model(model.fit(X, LABELS), example=X)
    assert (network.kind, network.units, network.scale) == ("multilabel", 3, "probabilities")
    np.testing.assert_array_equal(network.predict(X), model.predict_proba(X))


def test_a_label_that_training_never_saw_has_probability_zero():
    model = RandomForestClassifier(5, random_state=0).fit(X, LABELS * [1, 0, 1])
    assert (open_model(model, example=X).predict(X)[:, 1] == 0).all()


def test_outputs_of_several_classes_are_refused():
    model = RandomForestClassifier(5, random_state=0).fit(X, np.stack([THREE, THREE], 1))
    with pytest.raises(ModelError, match=r"output 0 .* classes \[0.*, 10.*, 20.*\]; .* one output at a time"):
        open_model(model, example=X)


@pytest.mark.parametrize(
    ("model", "said"),
    [
        (LogisticRegression(), "LogisticRegression is not fitted"),
        (make_pipeline(StandardScaler(), LogisticRegression()), "LogisticRegression in a Pipeline is not fitted"),
        (LinearRegression().fit(X, X[:, 0]), "LinearRegression is no classifier"),
        (StandardScaler().fit(X), "StandardScaler is no classifier"),
    ],
    ids=["unfitted", "unfitted pipeline", "regressor", "transformer"],
)
def test_what_cannot_classify_is_refused(model, said):
    with pytest.raises(ModelError, match=said):
        open_model(model, example=X)


def test_one_class_only_is_refused():
    with pytest.raises(ModelError, match="fitted on one class only"):
        open_model(GaussianNB().fit(X, np.ones(120)), example=X)


def test_inputs_that_do_not_fit_are_refused():
    with pytest.raises(ModelError, match="GaussianNB cannot predict on these inputs: X has 3 features"):
        open_model(GaussianNB().fit(X, TWO), example=X[:, :3])
