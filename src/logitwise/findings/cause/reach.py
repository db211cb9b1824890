"""Which threshold would serve what is asked, what it reaches cross-fitted, and the command that chooses it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from logitwise.findings.cause.counts_at import Counts, score
from logitwise.findings.cause.other_threshold import Chooser, highest_with, largest, lowest_with, other_threshold

if TYPE_CHECKING:
    from logitwise.findings.cause.case import Case
    from logitwise.policy import Requirement

USEFUL: Final = 0.2
"""Recall + specificity - 1 below which a threshold is not said to mend anything: it would only call more of all rows
positive. A judgement."""
FEWEST_FOUND: Final = 10
"""Positives that a threshold for precision must find. A judgement."""
_TUNE: Final = {"kappa": "mcc"}


class Reach(NamedTuple):
    """A threshold for what is asked.

    Attributes:
        threshold: on the probability of the class.
        counts: cross-fitted.
        enough: whether that is what was asked, and worth something.
        command: what chooses it.
    """

    threshold: float
    counts: Counts
    enough: bool
    command: str


def reach(case: Case) -> Reach | None:
    """The threshold that fits what is asked; None where there is none, or what is asked is not of decisions."""
    metric, beta = case.asked.metric, case.facts.policy.task.beta
    measure = score(metric, beta)
    if measure is None:
        return None
    kept = not case.asked.clause and metric in ("recall", "precision", "specificity", "npv")
    first = _at(case, *_goal(case), kept=kept)
    if first is None or first.enough or not (case.asked.clause and metric == "recall"):
        return first
    return _at(case, highest_with(measure, case.asked.bound), _require(case), kept=True) or first


def _goal(case: Case) -> tuple[Chooser, tuple[str, ...]]:
    """How to choose, and how `tune` is told to."""
    metric, beta, bound = case.asked.metric, case.facts.policy.task.beta, case.asked.bound
    measure = score(metric, beta)
    assert measure is not None  # noqa: S101  # looked at before
    if case.asked.clause:
        name = "balanced_accuracy" if case.negative else "f1"
        chosen = score(name, beta)
        assert chosen is not None  # noqa: S101  # one of the table
        return largest(chosen), ("--maximize", name)
    if metric in ("recall", "npv"):
        return highest_with(measure, bound), _require(case)
    if metric in ("precision", "specificity"):
        return lowest_with(measure, bound), _require(case)
    if metric == "accuracy":
        return largest(measure), ("--cost", "false_positive=1", "--cost", "false_negative=1")
    if case.negative:
        return largest(measure), ("--maximize", "balanced_accuracy")
    options = ("--maximize", "fbeta", "--beta", f"{beta:g}") if metric == "fbeta" else (
        "--maximize", _TUNE.get(metric, metric)
    )  # fmt: skip
    return largest(measure), options


def _require(case: Case) -> tuple[str, ...]:
    """A floor; of the negative class it is a floor on what the positive's rows are told by."""
    turned = {"recall": "specificity", "specificity": "recall", "precision": "npv", "npv": "precision"}
    metric = turned[case.asked.metric] if case.negative else case.asked.metric
    if metric == "npv":  # no floor that a threshold can be chosen by
        return ("--maximize", "balanced_accuracy")
    of = f".{case.facts.classes[case.k]}" if case.facts.multilabel else ""
    return ("--require", f"{metric}{of} >= {case.asked.bound:g}")


def _at(case: Case, choose: Chooser, options: tuple[str, ...], *, kept: bool) -> Reach | None:
    """A threshold; `kept`: chosen to keep the bound, so that what the folds reach lies around it."""
    found = other_threshold(case.cells, case.pairs, choose)
    if found is None:
        return None
    asked, measure = case.asked, score(case.asked.metric, case.facts.policy.task.beta)
    assert measure is not None  # noqa: S101  # looked at before
    value = float(measure(found.reached))
    enough = value >= asked.bound - (_spread(case, asked.bound) if kept else 0.0)
    if asked.metric == "precision":
        worth = float(found.reached.tp) >= FEWEST_FOUND
    else:
        worth = float(found.reached.gain) >= USEFUL and _keeps_others(case, found.reached)
    if case.several:
        options = ("--costs", "matrix.csv")
    command = case.facts.command("tune", *options, "-o", "rule.json")
    return Reach(found.threshold, found.reached, bool(enough and worth), command)


def _spread(case: Case, share: float) -> float:
    """Two standard errors of a share of the rarer outcome's rows."""
    rows = min(float(case.cells.positives.sum()), float(case.cells.negatives.sum()))
    return 2 * float((share * (1 - share) / max(rows, 1.0)) ** 0.5)


def other_floors(case: Case) -> tuple[Requirement, ...]:
    """Floors that the policy sets on decisions about the same class, beside what is asked."""
    if case.negative or case.asked.clause:
        return ()
    name, beta = case.facts.classes[case.k], case.facts.policy.task.beta
    return tuple(
        wanted
        for wanted in case.facts.policy.requirements
        if (wanted.of == name or (wanted.of is None and wanted.average is None and case.facts.head.binary))
        and score(wanted.metric, beta) is not None
        and wanted.op == ">="
        and wanted.metric != case.asked.metric
    )


def _keeps_others(case: Case, counts: Counts) -> bool:
    """Whether the threshold keeps them."""
    for wanted in other_floors(case):
        measure = score(wanted.metric, case.facts.policy.task.beta)
        if measure is None or not float(measure(counts)) >= wanted.bound - _spread(case, wanted.bound):
            return False
    return True
