"""How many statistical tests a verdict makes, by which the level of each that may fail it is divided."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from logitwise.policy import Policy
    from logitwise.tallies import Tally


def number_of_tests(tally: Tally, policy: Policy) -> int:
    """One a requirement, of each slice where it is on slices; of clauses one a class or label that they look at.

    >>> import logitwise as lw
    >>> from logitwise.policy import baseline
    >>> number_of_tests(lw.tally([0, 1], logits=[-1.0, 1.0]), baseline())  # two recalls, the majority, the prior
    4
    """
    clauses, classes = policy.clauses, len(tally.head.classes)
    labels = classes if tally.head.kind == "multilabel" else 1
    slices = sum(len(parts) for parts in (tally.slices or {}).values())
    of_requirements = sum(slices if wanted.each_slice else 1 for wanted in policy.requirements)
    of_missed = classes if clauses.mostly_missed is not None else 0
    of_majority = labels if clauses.beats_majority else 0
    of_prior = labels if clauses.beats_prior and tally.scale not in ("decisions", "confusion") else 0
    return of_requirements + of_missed + of_majority + of_prior
