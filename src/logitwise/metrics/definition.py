"""What a metric is, in the words of the docstring of the function that estimates it: said there, and nowhere else."""

from __future__ import annotations

import inspect
import re
from functools import cache
from importlib import import_module
from math import inf
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

    from logitwise.metrics.names import Metric

PARTS: Final = ("Formula", "Undefined", "Interval", "Verdict", "Trap", "Related", "Source")
"""What a metric's docstring says beside its first sentence, each after its label: ``Formula: TP / (TP + FN).``"""
NAMED_OTHERWISE: Final = {"mcc": "matthews", "average_precision": "precision_averaged", "calibration_gap": "gap"}
"""Where the function has not the metric's name, since a module has it."""
_WHERE: Final = {
    "of_confusion": ("accuracy", "balanced_accuracy", "mcc"),
    "whole_rows": ("subset_accuracy", "hamming_loss"),
    "shares": ("precision", "recall", "specificity", "npv", "f1", "prevalence"),
    "of_losses": ("log_loss", "log_loss_skill", "brier", "brier_skill"),
    "of_scores": ("roc_auc", "average_precision", "calibration_gap"),
    "ece": ("ece15",),
    "top_k": ("top_k_accuracy",),
    "at_prevalence": ("ppv_at_prevalence", "npv_at_prevalence", "accuracy_at_prevalence"),
    "ap_at_prevalence": ("average_precision_at_prevalence",),
}
_MODULES: Final = {name: module for module, names in _WHERE.items() for name in names}
"""Where a module has not the metric's name."""


class Said(NamedTuple):
    """A docstring, taken apart.

    Attributes:
        summary: what the metric estimates, its first sentence.
        more: further paragraphs that bear no label.
        parts: what stands after each label of `PARTS`.
        example: the doctest.
    """

    summary: str
    more: tuple[str, ...]
    parts: dict[str, str]
    example: str


@cache
def definition(name: str) -> Said:
    """What a metric is. All of it is empty where Python runs without docstrings (``-OO``).

    >>> definition("recall").parts["Formula"]
    'TP / (TP + FN).'
    """
    return said(estimator(name))


def estimator(name: str) -> Callable[..., object]:
    """The function that estimates a metric."""
    found: Callable[..., object] = getattr(
        import_module(f"logitwise.metrics.{_MODULES.get(name, name)}"), NAMED_OTHERWISE.get(name, name)
    )
    return found


def said(function: Callable[..., object]) -> Said:
    """What a docstring says, by part.

    >>> said(estimator("recall")).parts["Undefined"]
    'no row is truly of the class.'
    """
    text, prompt, example = (inspect.getdoc(function) or "").partition(">>> ")
    summary, *paragraphs = [" ".join(each.split()) for each in re.split(r"\n\s*\n", text) if each.strip()] or [""]
    more: list[str] = []
    parts: dict[str, str] = {}
    for paragraph in paragraphs:
        before, *labelled = re.split(rf"(?:^|(?<=[.\]] ))({'|'.join(PARTS)}): ", paragraph)
        if before.strip() and not re.match(r"(Args|Returns|Raises):", before):
            more.append(before.strip())
        parts |= {label: value.strip() for label, value in zip(labelled[::2], labelled[1::2], strict=True)}
    return Said(summary, tuple(more), parts, f"{prompt}{example}".strip())


def of_what(metric: Metric) -> str:
    """What it is of, in words."""
    if metric.of_all_labels:
        return "all rows with all their labels"
    if metric.of in ("either", "both"):
        classes = " and each class" if metric.of == "both" else ""
        return f"the positive of two classes, all rows{classes} where there are more, each label"
    labels = ", each label" if "multilabel" in metric.heads else ""
    return f"all rows{labels}" if metric.of == "rows" else f"a class against the rest{labels}"


def range_text(metric: Metric) -> str:
    """Smallest to largest value.

    >>> from logitwise.metrics.names import METRICS
    >>> range_text(METRICS["log_loss"])
    '0 to infinity'
    """
    low, high = ({inf: "infinity", -inf: "-infinity"}.get(end, f"{end:g}") for end in metric.range)
    return f"{low} to {high}"
