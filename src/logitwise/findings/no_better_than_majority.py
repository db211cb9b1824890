"""LW201: decisions that are right no more often than always answering the commonest class."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from logitwise import metrics
from logitwise.findings.finding import Clear, Found, Pitfall, Seen
from logitwise.metrics.wording import answer, counted, named, number
from logitwise.policy.codes import CODES
from logitwise.tallies.confusion import LabelConfusion

if TYPE_CHECKING:
    from logitwise.findings.facts import Facts
    from logitwise.metrics import SignTest

FEWEST = 10
"""Rows of other classes that there must be before decisions that never differ from the majority's are reported. A
judgement."""
REMEDY = (
    "Read recall and precision of the class that matters instead of accuracy; where it is missed, LW202 says why. If "
    "being right is all that counts, the majority class needs no model."
)


def _look(facts: Facts) -> Seen:
    labels = _behind(facts) if facts.multilabel else (None,)
    alpha = facts.policy.confidence.alpha / (len(facts.classes) if facts.multilabel else 1)
    tests = {label: metrics.beats_majority(facts.tally, of=label) for label in labels}
    behind = [label for label, test in tests.items() if test.upper(alpha) < 0.5]
    same = [label for label, test in tests.items() if test.b + test.c == 0 and _others(facts, label) >= FEWEST]
    found = [*behind, *same]
    if not found:
        return Clear("The decisions are not surely behind always answering the commonest class.")
    worst = tests[found[0]]
    evidence = {"right_where_majority_is_wrong": worst.b, "wrong_where_majority_is_right": worst.c}
    if facts.multilabel:
        names = [str(label) for label in found]
        return Found(_of_labels(names), REMEDY, evidence | {"labels": len(names)}, of=tuple(names))
    accuracy, rival = facts.metric("accuracy").value, _share(facts)
    return Found(_sentence(worst, accuracy, rival), REMEDY, evidence | {"accuracy": accuracy, "majority": rival})


def _behind(facts: Facts) -> tuple[str, ...]:
    """Labels that are right on no more rows than their majority is; the others need no test."""
    confusion = facts.counted.confusion
    assert isinstance(confusion, LabelConfusion)  # noqa: S101  # of a multilabel head with rows
    counts = confusion.counts
    gained, lost = counts[:, 1, 1], counts[:, 0, 1]
    with_it = counts[:, 1].sum(axis=1) > counts[:, 0].sum(axis=1)
    gained, lost = np.where(with_it, counts[:, 0, 0], gained), np.where(with_it, counts[:, 1, 0], lost)
    return tuple(facts.classes[k] for k in np.flatnonzero(gained <= lost))


def _others(facts: Facts, label: str | None) -> int:
    """Rows that the majority class gets wrong."""
    if label is None:
        return int(facts.support.sum() - facts.support.max())
    held = int(facts.support[facts.classes.index(label)])
    return min(held, facts.tally.rows - held)


def _share(facts: Facts) -> float:
    return next(rule.value for rule in metrics.baselines(facts.tally) if rule.name == "majority class")


def _sentence(test: SignTest, accuracy: float, rival: float) -> str:
    always = f"always answering {answer(test.majority)}, the majority class"
    if test.b + test.c == 0:
        return f"It decides just what {always}, would (accuracy {number(rival)}): nothing is gained by the model."
    against = f"accuracy {number(accuracy, apart_from=rival)} against {number(rival)}"
    return (
        f"It is right less often than {always} ({against}): right on {counted(test.b, 'row')} where that is wrong, "
        f"wrong on {test.c:,} where that is right."
    )


def _of_labels(names: list[str]) -> str:
    verb = "is" if len(names) == 1 else "are"
    return (
        f"{named(names)} {verb} decided no better than by always giving the same answer, the majority class of the "
        f"label{'' if len(names) == 1 else 's'}."
    )


PITFALL = Pitfall(
    "LW201", CODES["LW201"], "warning",
    why="A rule that looks at no input is right as often: an accuracy that looks high may say nothing about the model.",
    look=_look,
)  # fmt: skip
