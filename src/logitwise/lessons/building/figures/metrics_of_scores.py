"""Figures of the metrics page that come from scores: thresholds, argmax, calibration, losses, costs."""

from __future__ import annotations

from math import exp, log
from typing import TYPE_CHECKING, Any, Final, cast

import numpy as np

from logitwise.lessons.building.constructed import clouds, detector
from logitwise.lessons.building.data import EXAMPLES
from logitwise.lessons.building.figures.figure import Figure
from logitwise.lessons.datasets import tally
from logitwise.verbs.evaluate import evaluate

if TYPE_CHECKING:
    from logitwise.report import Report
    from logitwise.tallies.confusion import Confusion

SCORES: Final = [0.95, 0.90, 0.80, 0.60]
TRUTH: Final = [0, 1, 1, 0]
THRESHOLDS: Final = [0.5, 0.7, 0.85, 0.93]
PRIORS: Final = (0.90, 0.06, 0.04)
MISS_COSTS: Final = 10
"""What a missed malignant biopsy costs, in false alarms."""


def figures() -> dict[str, Figure]:
    """All of them."""
    return {
        **which_metric(),
        **four_scores(),
        **edges(),
        **rare_detector(),
        **largest_class(),
        **too_certain(),
        **losses(),
        **costs(),
    }


def which_metric() -> dict[str, Figure]:
    """One real model, three questions; and what another threshold makes of it."""
    report = evaluate(tally("is_it_an_8"), policy="baseline")
    prior = {each.metric: each.value for each in report.baselines}
    found = {
        "eight.rows": Figure(report.rows.used),
        "eight.positives": Figure(report.metric("recall").n),
        "eight.majority": Figure(prior["accuracy"]),
        "eight.prior_loss": Figure(prior["log_loss"]),
        "eight.outcome": Figure(report.verdict.outcome),
        **_values(report, "eight", "accuracy", "recall", "precision", "roc_auc", "log_loss", "calibration_gap"),
    }
    with np.load(EXAMPLES / "is_it_an_8.npz") as arrays:
        for name, threshold in (("moved", 0.3), ("low", 0.2)):
            there = evaluate(
                arrays["labels"], probabilities=arrays["probabilities"], threshold=threshold, policy="baseline"
            )
            found |= {
                f"eight.{name}": Figure(threshold),
                **_values(there, f"eight.{name}", "accuracy", "recall", "precision", separator="_"),
            }
    return found


def four_scores() -> dict[str, Figure]:
    """Precision that rises and then falls, recall that only falls."""
    found = {"four.scores": Figure(SCORES), "four.truth": Figure(TRUTH)}
    for name, threshold in zip("abcd", THRESHOLDS, strict=True):
        report = evaluate(TRUTH, probabilities=SCORES, threshold=threshold, policy="baseline")
        found |= {
            f"four.threshold_{name}": Figure(threshold),
            f"four.precision_{name}": Figure(report.metric("precision").value),
            f"four.recall_{name}": Figure(report.metric("recall").value),
        }
    return found


def edges() -> dict[str, Figure]:
    """A score that is exactly the threshold, in three libraries."""
    import keras  # noqa: PLC0415  only where the lesson is built
    from sklearn.linear_model import LogisticRegression  # noqa: PLC0415
    from sklearn.metrics import precision_recall_curve  # noqa: PLC0415

    recall = keras.metrics.Recall(thresholds=0.5)
    recall.update_state([1.0], [0.5])
    _, recalls, thresholds = precision_recall_curve([1, 0], [0.5, 0.1])
    undecided = LogisticRegression().fit([[0.0], [1.0]], [0, 1])
    undecided.coef_[:], undecided.intercept_[:] = 0, 0  # says one half of everything
    ours = evaluate([1, 0], probabilities=[0.5, 0.1], policy="baseline").metric("recall")
    return {
        "edge.keras": Figure(float(recall.result())),
        "edge.sklearn": Figure(float(recalls[list(thresholds).index(0.5)])),
        "edge.sklearn_predict": Figure(int(undecided.predict([[1.0]])[0])),
        "edge.logitwise": Figure(ours.value),
    }


def rare_detector() -> dict[str, Figure]:
    """One detector of something rare at two thresholds."""
    labels, logits = detector()
    found: dict[str, Figure] = {}
    for name, threshold in (("half", 0.5), ("low", 0.005)):
        report = evaluate(labels, logits=logits, threshold=threshold, policy="baseline")
        found |= {
            f"detector.{name}": Figure(threshold),
            f"detector.{name}_outcome": Figure(report.verdict.outcome),
            **_values(report, f"detector.{name}", "accuracy", "recall", "precision", separator="_"),
        }
    return found | {
        "detector.rows": Figure(report.rows.used),
        "detector.positives": Figure(report.metric("recall").n),
        **_values(report, "detector", "roc_auc"),
    }


def largest_class() -> dict[str, Figure]:
    """What the largest posterior finds of three uneven classes, and what it finds with the priors divided out."""
    labels, logits = clouds(distance=1.2, priors=PRIORS, rows=100_000)
    report = evaluate(labels, logits=logits, policy="baseline")
    even = evaluate(labels, logits=logits - np.log(PRIORS), policy="baseline")
    return {
        "argmax.rows": Figure(report.rows.used),
        "argmax.priors": Figure(list(PRIORS)),
        "argmax.recalls": Figure([report.metric("recall", of=k).value for k in report.classes]),
        "argmax.precisions": Figure([report.metric("precision", of=k).value for k in report.classes]),
        "argmax.even_recalls": Figure([even.metric("recall", of=k).value for k in even.classes]),
        "argmax.even_precisions": Figure([even.metric("precision", of=k).value for k in even.classes]),
        "argmax.even_accuracy": Figure(even.metric("accuracy").value),
        "argmax.even_balanced": Figure(even.metric("balanced_accuracy").value),
        "argmax.micro_precision": Figure(report.metric("precision", average="micro").value),
        "argmax.micro_recall": Figure(report.metric("recall", average="micro").value),
        **_values(report, "argmax", "accuracy", "balanced_accuracy"),
    }


def too_certain() -> dict[str, Figure]:
    """Exact posteriors, and the same with logits ten times as large."""
    labels, logits = clouds(distance=1.2, priors=PRIORS, rows=100_000)
    found: dict[str, Figure] = {}
    for name, factor in (("honest", 1), ("loud", 10)):
        report = evaluate(labels, logits=factor * logits, policy="baseline")
        found |= {
            **_values(report, name, "accuracy", "log_loss", "ece15"),
        }
    return found | {
        "loud.factor": Figure(factor),
        "honest.truth_gets": Figure(exp(-float(found["honest.log_loss"].value))),  # type: ignore[arg-type]
    }


def losses() -> dict[str, Figure]:
    """What one row costs, what certainty costs where it is wrong, and what knowing nothing costs."""
    sure = np.array([[1 - 2e-9, 1e-9, 1e-9]] * 10)
    certain = evaluate([0] * 9 + [1], probabilities=sure, policy="baseline", head="softmax", classes=[0, 1, 2])
    nothing = evaluate([0, 1, 2] * 3, probabilities=np.full((9, 3), 1 / 3), policy="baseline")
    given = [0.99, 0.9, 0.5, 0.1, 0.01]
    return {
        "certain.given_to_truth": Figure(1e-9),
        "certain.accuracy": Figure(certain.metric("accuracy").value),
        "certain.log_loss": Figure(certain.metric("log_loss").value),
        "nothing.log_loss": Figure(nothing.metric("log_loss").value),
        **{f"nats.given_{name}": Figure(p) for name, p in zip("abcde", given, strict=True)},
        **{f"nats.cost_{name}": Figure(-log(p)) for name, p in zip("abcde", given, strict=True)},
    }


def costs() -> dict[str, Figure]:
    """Biopsies where a miss costs more than a false alarm: the cheapest threshold, and what it saves."""
    file, cheapest = str(EXAMPLES / "breast_cancer.csv"), 1 / (1 + MISS_COSTS)
    found = {"costs.miss": Figure(MISS_COSTS), "costs.threshold": Figure(cheapest)}
    for name, threshold in (("half", 0.5), ("there", cheapest)):
        report = evaluate(file, positive="malignant", threshold=threshold, policy="baseline")
        (_, false_alarms), (missed, _) = cast("Confusion", report.confusion).matrix().tolist()
        found |= {
            f"costs.{name}_missed": Figure(missed),
            f"costs.{name}_false_alarms": Figure(false_alarms),
            f"costs.{name}_bill": Figure(MISS_COSTS * missed + false_alarms),
            **_values(report, f"costs.{name}", "accuracy", separator="_"),
        }
    acting = 1.0  # of a false alarm, and of a right one just as well
    return found | {
        "costs.rows": Figure(report.rows.used),
        "costs.threshold_acting": Figure(acting / (acting + MISS_COSTS - acting)),
    }


def _values(report: Report, prefix: str, *metrics: str, separator: str = ".") -> dict[str, Figure]:
    return {f"{prefix}{separator}{name}": Figure(_value(report, name)) for name in metrics}


def _value(report: Report, name: str) -> float | str:
    """The value, or why there is none."""
    found: Any = report.metric(name)
    return str(found.undefined) if found.undefined else float(found.value)
