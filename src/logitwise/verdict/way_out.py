"""What to do about a requirement on a metric that is undefined here: the reason is said once, elsewhere."""

from __future__ import annotations

from math import isnan
from typing import TYPE_CHECKING

from logitwise.metrics.names import METRICS
from logitwise.metrics.wording import class_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from logitwise.policy import Policy
    from logitwise.tallies import Tally
    from logitwise.verdict.values import RequirementResult

OF_LOGITS = ("calibration_slope", "calibration_intercept")


def undefined_of(policy: Policy, results: Sequence[RequirementResult]) -> tuple[RequirementResult, ...]:
    """Requirements on all rows whose metric is undefined; the baseline's clauses speak for themselves."""
    asked = {wanted.text for wanted in policy.requirements}
    return tuple(each for each in results if each.slice is None and isnan(each.value) and each.name in asked)


def ways_out(tally: Tally, policy: Policy, undefined: Sequence[RequirementResult]) -> tuple[str, ...]:
    """A sentence for each metric that is undefined, each once."""
    return tuple(dict.fromkeys(_way_out(tally, policy, each) for each in undefined))


def _way_out(tally: Tally, policy: Policy, result: RequirementResult) -> str:
    metric = result.metric
    if METRICS[metric].scores and tally.scale in ("decisions", "confusion"):
        what = "decisions" if tally.scale == "decisions" else "a confusion matrix"
        return f"Judge the logits or probabilities themselves: {what} alone cannot give {metric}."
    if metric == "top_k_accuracy" and policy.task.top_k >= len(tally.head.classes):
        return (
            f"Mend the policy, not the data: top_k is {policy.task.top_k} and there are {len(tally.head.classes)} "
            f"classes; write a smaller one under [task] of {class_name(policy.source)}."
        )
    if metric in OF_LOGITS and _certain(tally, result.of):
        return f"For {metric} log the logits, or keep more digits of the probabilities: 0 and 1 have no finite logit."
    return f"Give rows from which {metric} can be made, or take it out of the policy: more of the same will not help."


def _certain(tally: Tally, of: str | None) -> bool:
    """Whether some row has a probability of exactly 0 or 1."""
    cells = tally.cells(1 if of is None or tally.head.binary else tally.head.classes.index(of))
    if cells is None:
        return False
    return bool((((cells.p == 0) | (cells.q == 0)) & (cells.positives + cells.negatives > 0)).any())
