"""Figures of the metrics page that come from decisions: the worked matrix, averages, baselines, base rates."""

from __future__ import annotations

from fractions import Fraction
from math import log
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from logitwise.lessons.building.data import EXAMPLES
from logitwise.lessons.building.fences import printed
from logitwise.lessons.building.figures.figure import Figure
from logitwise.verbs.evaluate import evaluate

if TYPE_CHECKING:
    from logitwise.report import Report

MATRIX: Final = [[50, 2, 3], [4, 45, 1], [2, 3, 48]]
CLASSES: Final = ["A", "B", "C"]
UNEVEN: Final = (0.90, 0.06, 0.04)
EXACT_CASE: Final = [[1075, 0], [22, 3]]


def figures() -> dict[str, Figure]:
    """All of them, and what the code of the page prints."""
    found = {**worked_matrix(), **one_against_the_rest(), **requirements(), **baselines(), **base_rate()}
    return found | printed("metrics", found)


def worked_matrix() -> dict[str, Figure]:
    """The matrix of three classes, what follows from it, and how its averages agree."""
    report = _of(MATRIX)
    counts = np.array(MATRIX)
    found: dict[str, Figure] = {
        "matrix.rows": Figure(report.rows.used),
        "matrix.right": Figure(int(np.trace(counts))),
        **_estimate(report, "accuracy", "matrix.accuracy"),
        "matrix.majority": Figure(report.baselines[0].value),
        "matrix.level": Figure(report.level),
    }
    for i, name in enumerate(CLASSES):
        key = name.lower()
        found |= {
            f"matrix.truth_{key}": Figure(int(counts[i].sum())),
            f"matrix.decided_{key}": Figure(int(counts[:, i].sum())),
            f"matrix.right_{key}": Figure(int(counts[i, i])),
            f"matrix.f1_{key}": Figure(report.metric("f1", of=name).value),
            f"matrix.precision_{key}": Figure(report.metric("precision", of=name).value),
            **_estimate(report, "recall", f"matrix.recall_{key}", of=name),
        }
    for average in ("macro", "weighted", "micro"):
        for metric in ("precision", "recall"):
            found[f"matrix.{metric}_{average}"] = Figure(report.metric(metric, average=average).value)
    return found


def one_against_the_rest() -> dict[str, Figure]:
    """What the same matrix says of the rows that are not A, and of those that were not called A."""
    report = _of(MATRIX)
    specificity, npv = (report.metric(name, of="A") for name in ("specificity", "npv"))
    counts = np.array(MATRIX)
    return {
        "matrix.not_a": Figure(specificity.n),
        "matrix.not_called_a": Figure(npv.n),
        "matrix.cleared_a": Figure(int(counts[1:, 1:].sum())),
        "matrix.specificity_a": Figure(specificity.value),
        "matrix.npv_a": Figure(npv.value),
    }


def requirements() -> dict[str, Figure]:
    """What the verdict says of two bounds on the accuracy of the worked matrix."""
    found: dict[str, Figure] = {}
    for name, bound in (("met", 0.85), ("open", 0.86)):
        verdict = _of(MATRIX, policy={"require": {"accuracy": f">= {bound}"}}).verdict
        required = verdict.requirements[0]
        found |= {f"required.{name}_bound": Figure(bound), f"required.{name}_outcome": Figure(verdict.outcome)}
    found["required.lower"] = Figure(required.lower)
    found["required.rows_needed"] = Figure(int(required.rows_needed or 0))
    return found


def baselines() -> dict[str, Figure]:
    """What doing without a model reaches: three classes even and uneven, and tornadoes."""
    finley = evaluate(confusion=str(EXAMPLES / "finley_tornado.csv"), positive="tornado", policy="baseline")
    always = _of([[90, 0, 0], [6, 0, 0], [4, 0, 0]])
    coin = evaluate([0, 1] * 4, probabilities=[0.5] * 8, policy="baseline")
    return {
        "chance.thirds": Figure(float(Fraction(1, len(CLASSES)))),
        "chance.coin_auc": Figure(coin.metric("roc_auc").value),
        "even.entropy": Figure(log(len(CLASSES))),
        "uneven.shares": Figure(list(UNEVEN)),
        "uneven.entropy": Figure(-sum(share * log(share) for share in UNEVEN)),
        "uneven.by_share_accuracy": Figure(sum(share**2 for share in UNEVEN)),
        "uneven.always_accuracy": Figure(always.metric("accuracy").value),
        "uneven.always_balanced": Figure(always.metric("balanced_accuracy").value),
        "finley.year": Figure(1884),
        "finley.rows": Figure(finley.rows.used),
        "finley.accuracy": Figure(finley.metric("accuracy").value),
        "finley.majority": Figure(finley.baselines[0].value),
        "finley.recall": Figure(finley.metric("recall").value),
    }


def base_rate() -> dict[str, Figure]:
    """When an accuracy of 98 % and a recall of 12 % go together, in exact fractions, and the smallest table of it."""
    accuracy, recall = Fraction(98, 100), Fraction(12, 100)
    most = (1 - accuracy) / (1 - recall)
    (true_negative, false_positive), (false_negative, true_positive) = EXACT_CASE
    report = evaluate(confusion=EXACT_CASE, classes=["healthy", "ill"], positive="ill", policy="baseline")
    exact = {name: Fraction(report.metric(name).value).limit_denominator(10_000) for name in ("accuracy", "recall")}
    if (exact["accuracy"], exact["recall"]) != (accuracy, recall) or smallest_case(
        accuracy, recall
    ) != report.rows.used:
        raise ValueError("the exact case is not the smallest with that accuracy and recall")
    return {
        "claim.accuracy": Figure(float(accuracy)),
        "claim.recall": Figure(float(recall)),
        "claim.error": Figure(float(1 - accuracy)),
        "claim.missed": Figure(float(1 - recall)),
        "claim.most_prevalence": Figure(float(most)),
        "claim.most_prevalence_fraction": Figure(f"{most.numerator}/{most.denominator}"),
        "claim.rows": Figure(report.rows.used),
        "claim.positives": Figure(true_positive + false_negative),
        "claim.true_positives": Figure(true_positive),
        "claim.false_negatives": Figure(false_negative),
        "claim.false_positives": Figure(false_positive),
        "claim.true_negatives": Figure(true_negative),
        **{f"claim.recall_{end}": figure for end, figure in _limits(report, "recall").items()},
    }


def smallest_case(accuracy: Fraction, recall: Fraction) -> int:
    """The fewest rows of whole counts in which both shares hold exactly."""
    for rows in range(accuracy.denominator, 100_000, accuracy.denominator):
        errors = rows * (1 - accuracy)
        for positives in range(recall.denominator, rows + 1, recall.denominator):
            false_positives = errors - positives * (1 - recall)
            if 0 <= false_positives <= rows - positives:
                return rows
    raise ValueError("no such case of up to 100 000 rows")


def _of(counts: list[list[int]], policy: Any = "baseline") -> Report:
    return evaluate(confusion=counts, classes=CLASSES, policy=policy)


def _estimate(report: Report, metric: str, name: str, **asked: Any) -> dict[str, Figure]:
    limits = _limits(report, metric, **asked)
    return {
        name: Figure(report.metric(metric, **asked).value),
        **{f"{name}_{end}": each for end, each in limits.items()},
    }


def _limits(report: Report, metric: str, **asked: Any) -> dict[str, Figure]:
    found = report.metric(metric, **asked)
    return {"low": Figure(found.low), "high": Figure(found.high)}
