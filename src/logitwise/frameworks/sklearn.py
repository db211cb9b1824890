"""scikit-learn classifiers: log-odds where the classifier has them, else probabilities, else decisions."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from logitwise.errors import ModelError
from logitwise.frameworks.network import Network

# Their decision_function is the log-odds of their predict_proba (for some only with some losses or solvers, which is
# why it is checked on rows before it is taken). Of a support vector machine, say, it is a margin.
_LOG_ODDS = {
    "LogisticRegression",
    "LogisticRegressionCV",
    "SGDClassifier",
    "LinearDiscriminantAnalysis",
    "QuadraticDiscriminantAnalysis",
    "GradientBoostingClassifier",
    "HistGradientBoostingClassifier",
}
TOLERANCE = 1e-6
_FURTHER = ("pass what it predicts as probabilities= or decisions=",)


def open_sklearn(model: Any, *, example: Any) -> Network:
    """Open a classifier; pipelines and searches are looked through to the classifier inside.

    Raises:
        ModelError: not fitted, not a classifier, or several outputs that are not labels of 0 and 1.
    """
    inner = final_estimator(model)
    name = type(inner).__name__ if inner is model else f"{type(inner).__name__} in a {type(model).__name__}"
    _check_fitted(model, inner, name)
    if hasattr(model, "predict_proba"):
        return _by_probability(model, inner, name, example)
    return _by_decision(model, name, example)


def final_estimator(model: Any) -> Any:
    """The classifier at the end of pipelines, searches and frozen wrappers."""
    while True:
        if hasattr(model, "steps") and hasattr(model, "named_steps"):
            model = model.steps[-1][1]
        elif hasattr(model, "best_estimator_"):
            model = model.best_estimator_
        elif type(model).__name__ == "FrozenEstimator":
            model = model.estimator
        else:
            return model


def _check_fitted(model: Any, inner: Any, name: str) -> None:
    if hasattr(model, "predict") and (hasattr(model, "classes_") or hasattr(inner, "classes_")):
        return
    if hasattr(inner, "fit") and getattr(inner, "_estimator_type", None) != "regressor" and not _is_fitted(inner):
        raise ModelError(f"the {name} is not fitted; expected a classifier after fit")
    if not hasattr(model, "predict_proba"):
        raise ModelError(f"a {name} is no classifier: it has no classes_; expected {'a classifier'}, or {_FURTHER[0]}")


def _is_fitted(model: Any) -> bool:
    """scikit-learn's own convention: what was learned ends in an underscore."""
    return any(key.endswith("_") and not key.startswith("__") for key in vars(model))


def _by_probability(model: Any, inner: Any, name: str, example: Any) -> Network:
    probabilities = _asked(model.predict_proba, example, name)
    if isinstance(probabilities, list) or _is_multilabel(inner):
        return _multilabel(model, name, probabilities)
    classes = _classes(model, name)
    kept = np.asarray(probabilities)
    if kept.ndim != 2 or kept.shape[1] != len(classes):
        raise ModelError(f"the {name} gives probabilities of shape {kept.shape} for {len(classes)} classes")
    if type(inner).__name__ in _LOG_ODDS and hasattr(model, "decision_function"):
        logits = np.asarray(_asked(model.decision_function, example, name))
        if _missed(logits, kept) <= TOLERANCE:
            where = "logits are its decision_function, whose activation is its predict_proba"
            return _network(name, classes, where, model.decision_function, scale="logits")
    where = "probabilities are its predict_proba"
    return _network(name, classes, where, model.predict_proba, scale="probabilities", notes=_tuned(inner))


def _network(  # noqa: PLR0913
    name: str,
    classes: tuple[Any, ...],
    where: str,
    function: Callable[[Any], Any],
    *,
    scale: Any,
    notes: tuple[str, ...] = (),
) -> Network:
    one = scale == "logits" and len(classes) == 2
    return Network(
        kind="sigmoid" if one else "softmax",
        units=1 if one else len(classes),
        scale=scale,
        classes=classes,
        read_from=f"scikit-learn {name}, classes joined by value; {where}",
        notes=notes,
        predict=lambda inputs: np.asarray(function(inputs)),
    )


def _multilabel(model: Any, name: str, probabilities: Any) -> Network:
    """One column a label: classifiers give a matrix, or a list with one matrix of two columns a label."""
    pick = np.asarray
    if isinstance(probabilities, list):
        columns = list(_ones(getattr(model, "classes_", None), name, len(probabilities)))

        def pick(given: Any) -> NDArray[Any]:  # type: ignore[misc]
            parts = [
                part[:, j] if j is not None else np.zeros(len(part)) for part, j in zip(given, columns, strict=True)
            ]
            return np.stack(parts, axis=1)

    units = pick(probabilities).shape[1]
    return Network(
        kind="multilabel",
        units=units,
        scale="probabilities",
        classes=None,
        read_from=f"scikit-learn {name} of {units} labels; probabilities are its predict_proba",
        notes=(),
        predict=lambda inputs: pick(model.predict_proba(inputs)),
    )


def _ones(classes: Any, name: str, outputs: int) -> Iterator[int | None]:
    """Of each label, the column of its 1; None where training never saw a 1."""
    if classes is None or len(classes) != outputs:
        raise ModelError(f"the {name} has {outputs} outputs whose classes it does not name; {_FURTHER[0]}")
    for k, values in enumerate(classes):
        known = [value.item() if hasattr(value, "item") else value for value in values]
        if not set(known) <= {0, 1}:
            raise ModelError(
                f"output {k} of the {name} has classes {known[:5]}; several outputs are judged only as labels of 0 and "
                f"1: judge one output at a time"
            )
        yield known.index(1) if 1 in known else None


def _is_multilabel(inner: Any) -> bool:
    if type(inner).__name__ == "ClassifierChain" or getattr(inner, "multilabel_", False):
        return True
    return getattr(inner, "out_activation_", None) == "logistic" and getattr(inner, "n_outputs_", 1) > 1


def _by_decision(model: Any, name: str, example: Any) -> Network:
    decisions = np.asarray(_asked(model.predict, example, name))
    matrix = decisions.ndim == 2 and decisions.shape[1] > 1
    classes = None if matrix else _classes(model, name)
    margin = hasattr(model, "decision_function")
    why = "its decision_function is a margin, not log-odds" if margin else "it has no predict_proba"
    return Network(
        kind="multilabel" if matrix else ("sigmoid" if classes is not None and len(classes) == 2 else "softmax"),
        units=decisions.shape[1] if matrix else len(classes or ()),
        scale="decisions",
        classes=classes,
        read_from=f"scikit-learn {name}; decisions are its predict",
        notes=(f"{why}: decisions alone are judged; CalibratedClassifierCV around it gives probabilities",),
        predict=lambda inputs: np.asarray(model.predict(inputs)),
    )


def _classes(model: Any, name: str) -> tuple[Any, ...]:
    values = getattr(model, "classes_", None)
    if values is None or isinstance(values, list):
        raise ModelError(f"the {name} names no classes_; {_FURTHER[0]}")
    classes = tuple(_plain(value) for value in values)
    if len(classes) < 2:
        raise ModelError(f"the {name} was fitted on one class only ({classes[0]!r}); nothing is decided between")
    return classes


def _plain(value: Any) -> Any:
    """A Python value, whole numbers as int whatever type they were fitted in."""
    value = value.item() if hasattr(value, "item") else value
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _asked(function: Callable[[Any], Any], example: Any, name: str) -> Any:
    try:
        return function(example)
    except Exception as error:
        line = (str(error).splitlines() or [type(error).__name__])[0]
        raise ModelError(f"the {name} cannot predict on these inputs: {line[:300]}") from error


def _missed(logits: NDArray[Any], probabilities: NDArray[Any]) -> float:
    """Largest distance between the activation of the log-odds and the probabilities."""
    from scipy import special  # noqa: PLC0415

    if logits.ndim == 1 and probabilities.shape[1] == 2:
        return float(np.max(np.abs(special.expit(logits) - probabilities[:, 1])))
    if logits.shape != probabilities.shape:
        return float("inf")
    return float(np.max(np.abs(special.softmax(logits, axis=1) - probabilities)))


def _tuned(inner: Any) -> tuple[str, ...]:
    best = getattr(inner, "best_threshold_", None)
    if best is None:
        return ()
    return (f"its own tuned threshold {float(best):.6g} is not used: say threshold={float(best):.6g} to judge with it",)
