"""Where the lesson treats what a report speaks of: the mode and the section, as ``logitwise learn`` opens them."""

from __future__ import annotations

from typing import Final

PORT: Final = 8471
"""Where ``logitwise learn`` serves the lesson unless told otherwise, so that a report that was saved can link there."""
ADDRESS: Final = f"http://127.0.0.1:{PORT}"
"""Of the lesson while ``logitwise learn`` runs."""
PLACES: Final[dict[str, str]] = {
    "LW101": "deep#losses-want-logits",
    "LW102": "deep#softmax",
    "LW103": "deep#log-sum-exp",
    "LW104": "deep#saturation",
    "LW105": "deep#dying-relu",
    "LW106": "concept#where-each-belongs",
    "LW107": "concept#where-each-belongs",
    "LW108": "metrics#argmax",
    "LW201": "metrics#base-rate",
    "LW202": "metrics#self-check",
    "LW203": "metrics#good-and-bad",
    "LW204": "metrics#good-and-bad",
    "LW205": "metrics#averages",
    "LW206": "metrics#worked-matrix",
    "LW207": "metrics#good-and-bad",
    "LW208": "metrics#base-rate",
    "LW301": "metrics#thresholds",
    "LW302": "metrics#thresholds",
    "LW303": "metrics#uncertainty",
    "LW304": "metrics#uncertainty",
    "LW401": "metrics#calibration",
    "LW402": "metrics#calibration",
    "LW403": "metrics#calibration",
    "LW404": "metrics#calibration",
    "LW405": "metrics#calibration",
    "LW406": "metrics#uncertainty",
    "LW601": "metrics#uncertainty",
    "LW602": "metrics#which-metric",
    "LW603": "metrics#uncertainty",
    "LW604": "metrics#uncertainty",
    "LW605": "metrics#averages",
    "LW606": "metrics#worked-matrix",
    "LW607": "metrics#pitfalls",
}
"""Code to ``mode#section``, a place for each code."""
METRIC_PLACES: Final[dict[str, str]] = {
    "accuracy": "metrics#base-rate",
    "balanced_accuracy": "metrics#base-rate",
    "top_k_accuracy": "metrics#argmax",
    "subset_accuracy": "metrics#which-metric",
    "hamming_loss": "metrics#which-metric",
    "precision": "metrics#worked-matrix",
    "recall": "metrics#worked-matrix",
    "specificity": "metrics#worked-matrix",
    "npv": "metrics#worked-matrix",
    "f1": "metrics#worked-matrix",
    "fbeta": "metrics#which-metric",
    "mcc": "metrics#which-metric",
    "kappa": "metrics#which-metric",
    "log_loss": "metrics#loss",
    "log_loss_skill": "metrics#loss",
    "brier": "metrics#loss",
    "brier_skill": "metrics#loss",
    "roc_auc": "metrics#thresholds",
    "average_precision": "metrics#thresholds",
    "partial_auc": "metrics#thresholds",
    "hand_till": "metrics#averages",
    "calibration_gap": "metrics#calibration",
    "top_label_gap": "metrics#calibration",
    "ece15": "metrics#calibration",
    "observed_over_expected": "metrics#calibration",
    "calibration_intercept": "metrics#calibration",
    "calibration_slope": "metrics#calibration",
    "confident_errors": "metrics#calibration",
    "augrc": "metrics#argmax",
    "prevalence": "metrics#base-rate",
    "ppv_at_prevalence": "metrics#base-rate",
    "npv_at_prevalence": "metrics#base-rate",
    "accuracy_at_prevalence": "metrics#base-rate",
    "average_precision_at_prevalence": "metrics#base-rate",
}
"""Metric to ``mode#section``, a place for each metric."""
