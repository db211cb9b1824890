"""What is to blame where a metric falls short."""

from __future__ import annotations

from dataclasses import replace
from math import inf, isnan
from typing import TYPE_CHECKING, Final

import numpy as np

from logitwise.findings.cause.case import Asked, Case
from logitwise.findings.cause.cause import Cause
from logitwise.findings.cause.of_probabilities import OF_PROBABILITIES, of_probabilities
from logitwise.findings.cause.of_score import FEWEST, of_score
from logitwise.findings.cause.of_softmax import of_class, of_softmax
from logitwise.findings.confusions import commonest_mistake
from logitwise.metrics.names import METRICS
from logitwise.metrics.wording import counted, named, percent, quoted

if TYPE_CHECKING:
    from logitwise.findings.facts import Facts

LEAST: Final = 0.5
"""Share of a class that must be found where the policy says nothing of it. A judgement, as in the baseline policy."""


def cause_of(facts: Facts, *, metric: str, of: str | None = None, bound: float | None = None) -> Cause:
    """Whether threshold, ranking, calibration or data is the cause that a metric falls short, with the evidence.

    What another threshold or a recalibration would give is cross-fitted over five parts of the rows. Pure; it never
    raises.

    Args:
        facts: what was judged.
        metric: the one that falls short.
        of: class or label; None: all rows, or the positive of two classes.
        bound: what was asked of it; without it the policy's, or for a recall the share of the clause that no class be
            mostly missed.

    >>> import logitwise as lw
    >>> from logitwise.findings import Facts
    >>> from logitwise.policy import baseline
    >>> y = [0] * 490 + [1] * 10 + [0] * 60 + [1] * 40
    >>> facts = Facts(lw.tally(y, probabilities=[0.02] * 500 + [0.4] * 100), baseline())
    >>> cause_of(facts, metric="recall").kind
    'threshold'
    """
    if not facts.with_scores:
        return _unseen(facts, of)
    asked = _asked(facts, metric, of=of, bound=bound)
    if facts.head.binary:
        return _of_two(facts, asked, of)
    k = facts.classes.index(of) if of in facts.classes else None
    if facts.cells(k) is None:
        return Cause(
            "unknown",
            f"Of {len(facts.classes):,} classes the scores of each are not kept, so the cause is not known.",
            "Judge the classes that matter in a file of their own.",
        )
    if facts.multilabel:
        return _of_label(facts, asked, k)
    if metric in OF_PROBABILITIES:
        return of_probabilities(facts, asked, k)
    return of_softmax(facts, asked) if k is None else of_class(Case(facts, asked, k))


def _of_two(facts: Facts, asked: Asked, of: str | None) -> Cause:
    positive = facts.head.positive or 0
    if asked.metric in OF_PROBABILITIES:
        return of_probabilities(facts, asked, positive)
    k = facts.classes.index(of) if of in facts.classes else positive
    return of_score(Case(facts, asked, k, k != positive))


def _of_label(facts: Facts, asked: Asked, k: int | None) -> Cause:
    """Of one label; of all of them the worst, and so it is said."""
    j = _worst(facts, asked.metric) if k is None else k
    found = of_probabilities(facts, asked, j) if asked.metric in OF_PROBABILITIES else of_score(Case(facts, asked, j))
    if k is not None:
        return found
    return replace(found, sentence=f"It is worst for {quoted(facts.classes[j])}. {found.sentence}")


def _asked(facts: Facts, metric: str, *, of: str | None, bound: float | None) -> Asked:
    """What falls short, by the policy's own bound where none is given."""
    own = [each for each in facts.policy.requirements if each.metric == metric and each.op == ">="]
    mine = [each.bound for each in own if of in (each.of, facts.head.positive_class if each.of is None else each.of)]
    if bound is None and not mine:
        share = facts.policy.clauses.mostly_missed or LEAST
        return Asked(metric, share, clause=True) if metric == "recall" else Asked(metric)
    return Asked(metric, mine[0] if bound is None else bound)


def _unseen(facts: Facts, of: str | None) -> Cause:
    """Decisions alone tell what is wrong, not why."""
    k = facts.classes.index(of) if of in facts.classes and not facts.head.binary else None
    what = "a confusion matrix" if facts.tally.scale == "confusion" else "decisions"
    few = _few(facts)
    mistake = None if k is None else commonest_mistake(facts, k)
    taken = "" if k is None or mistake is None else (
        f" {percent(mistake.share)} of {quoted(facts.classes[k])} is taken for "
        f"{quoted(facts.classes[mistake.decision])}."
    )  # fmt: skip
    return few or Cause(
        "unknown",
        f"Of {what} alone the cause is not known: logits or probabilities would tell whether another "
        f"{'threshold' if facts.head.binary or facts.multilabel else 'decision rule'} finds more.{taken}",
        "Judge its logits or probabilities too.",
    )


def _few(facts: Facts) -> Cause | None:
    if facts.head.kind != "sigmoid":
        return None
    short = np.flatnonzero(facts.support < FEWEST)
    if not len(short):
        return None
    names = named([facts.classes[k] for k in short])
    rows = counted(int(facts.support[short].min()), "row")
    return Cause(
        "data",
        f"There are only {rows} of {names}: fewer than {FEWEST} say too little, so the data are the cause.",
        f"Label more rows of {names}.",
        {"rows": int(facts.support[short].min()), "fewest": FEWEST},
    )


def _worst(facts: Facts, metric: str) -> int:
    """The label that is worst by a metric of labels, or by recall."""
    known = METRICS.get(metric)
    name = metric if known is not None and known.of != "rows" and not known.of_all_labels else "recall"
    values = [each.value for each in facts.of_each_class(name)]
    turned = [-value for value in values] if METRICS[name].better == "lower" else values
    ranked = [inf if isnan(value) else value for value in turned]
    return int(np.argmin(ranked))
