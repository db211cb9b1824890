"""Does the head have the metric that a requirement bounds, of the class or average asked for? Else what it has."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from logitwise.errors import PolicyError
from logitwise.metrics.names import METRICS
from logitwise.policy import toml_key

if TYPE_CHECKING:
    from logitwise.head import Head
    from logitwise.metrics.names import Kind, Metric
    from logitwise.policy import Requirement
    from logitwise.tallies import Tally

HEADS: Final[dict[Kind, str]] = {
    "binary": "two classes", "softmax": "more than two classes", "multilabel": "labels",
}  # fmt: skip
INSTEAD: Final[dict[Kind, dict[str, str]]] = {
    "binary": {
        "top_k_accuracy": "accuracy", "subset_accuracy": "accuracy", "hamming_loss": "accuracy",
        "hand_till": "roc_auc", "top_label_gap": "calibration_gap", "augrc": "roc_auc",
    },
    "softmax": {
        "subset_accuracy": "accuracy", "hamming_loss": "accuracy", "partial_auc": "roc_auc",
        "observed_over_expected": "calibration_gap", "calibration_intercept": "calibration_gap",
        "calibration_slope": "calibration_gap", "ppv_at_prevalence": "precision", "npv_at_prevalence": "npv",
        "accuracy_at_prevalence": "balanced_accuracy", "average_precision_at_prevalence": "average_precision",
    },
    "multilabel": {
        "top_k_accuracy": "subset_accuracy", "hand_till": "roc_auc", "top_label_gap": "calibration_gap",
        "augrc": "roc_auc",
    },
}  # fmt: skip
"""By kind of head, for each metric that it lacks the nearest that it has."""


def kind_of(head: Head) -> Kind:
    """Kind of the head as metrics know it."""
    return "multilabel" if head.kind == "multilabel" else "binary" if head.binary else "softmax"


def check_head_has(tally: Tally, wanted: Requirement) -> None:
    """Refuse what no head of this kind has, before anything is said about its classes.

    Raises:
        PolicyError: naming what exists instead.
    """
    metric, kind, classes = METRICS[wanted.metric], kind_of(tally.head), tally.head.classes
    at = f"{wanted.source}: {wanted.table} {wanted.metric}"
    confidence = metric.confidence and tally.scale == "decisions" and tally.confidence is not None
    if kind not in metric.heads and not confidence:
        there = " or ".join(HEADS[each] for each in metric.heads)
        instead = " or ".join(ways(METRICS[INSTEAD[kind][metric.name]], kind, classes))
        raise PolicyError(f"{at} is of a head with {there}; this one has {HEADS[kind]}: ask for {instead}")
    if metric.overall(kind):
        if wanted.average is not None or (wanted.of is not None and not metric.of_one(kind)):
            raise PolicyError(f"{at} is of all rows, with no class and no average: write {metric.name} alone")
        return
    if wanted.average is not None and wanted.average not in metric.averages_of(kind) and wanted.average not in classes:
        raise PolicyError(
            f"{at} has no {wanted.average} average here: write {' or '.join(ways(metric, kind, classes))}"
        )
    # a macro average is meant where labels are averaged and rows would be elsewhere
    averaged = metric.of != "class" and "macro" in metric.averages_of(kind)
    if wanted.of is None and wanted.average is None and kind != "binary" and not averaged:
        first, *average = ways(metric, kind, classes)
        which = f", or an average: {average[0]}" if average else ""
        raise PolicyError(f"{at}: of which {'label' if kind == 'multilabel' else 'class'}? Write {first}{which}")


def ways(metric: Metric, kind: Kind, classes: tuple[str, ...]) -> tuple[str, ...]:
    """The keys under which a policy bounds a metric, as far as this kind of head has them; an average comes last."""
    if metric.overall(kind) or kind == "binary":
        return (metric.name,)
    macro = "macro" in metric.averages_of(kind)
    return (toml_key(metric.name, classes[0]), *((toml_key(metric.name, "macro"),) if macro else ()))
