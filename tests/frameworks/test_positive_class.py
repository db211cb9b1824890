"""Whichever of two classes is the positive one, decisions are those of the classifier itself."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.naive_bayes import GaussianNB
from sklearn.svm import LinearSVC

import logitwise as lw

X = np.random.default_rng(4).normal(size=(300, 3))
CODES = (X[:, 0] + np.random.default_rng(5).normal(size=300) > 0).astype(int)
TEXTS = np.where(CODES == 1, "yes", "no")

CASES = {
    "text, first": (TEXTS, {"positive": "no"}),
    "text, last": (TEXTS, {"positive": "yes"}),
    "text, unsaid": (TEXTS, {}),
    "codes, first": (CODES, {"positive": 0}),
    "codes, last": (CODES, {"positive": 1}),
    "codes with names, first": (CODES, {"positive": "cat", "classes": ["cat", "owl"]}),
    "classes in another order": (TEXTS, {"classes": ["yes", "no"]}),
    "classes in another order, first": (TEXTS, {"classes": ["yes", "no"], "positive": "no"}),
    "booleans, first": (CODES == 1, {"positive": "False"}),
    "softmax, first": (TEXTS, {"positive": "no", "head": "softmax"}),
    "sigmoid, first": (TEXTS, {"positive": "no", "head": "sigmoid"}),
    "policy, first": (TEXTS, {"policy": {"task": {"positive": "no"}}}),
}


@pytest.mark.parametrize("model", [LogisticRegression(), GaussianNB(), LinearSVC()], ids=lambda m: type(m).__name__)
@pytest.mark.parametrize("case", CASES)
def test_accuracy_is_the_classifiers_own_score(model, case, tmp_path):
    labels, said = CASES[case]
    if "policy" in said:
        (tmp_path / "p.toml").write_text('[task]\npositive = "no"\n[require]\naccuracy = ">= 0.6"\n')
        said = {"policy": tmp_path / "p.toml"}
    model.fit(X, labels)
    report = lw.evaluate(labels, model=model, inputs=X, **said)
    assert report.metric("accuracy").value == pytest.approx(model.score(X, labels), abs=1e-12)


@pytest.mark.parametrize("positive", ["no", "yes"])
def test_ranking_is_of_the_positive_class(positive):
    """Against scikit-learn's ROC AUC, which no orientation leaves above one half by chance."""
    model = LogisticRegression().fit(X, TEXTS)
    expected = roc_auc_score(positive == TEXTS, model.predict_proba(X)[:, int(positive == "yes")])
    report = lw.evaluate(TEXTS, model=model, inputs=X, positive=positive)
    assert report.metric("roc_auc").value == pytest.approx(expected, abs=1e-3)
