"""What to do next, said only where something can be done with what is built."""

from __future__ import annotations

from math import isnan
from typing import TYPE_CHECKING

from logitwise import metrics
from logitwise.policy import ALPHA, BASELINE
from logitwise.verdict.wording import answer, class_name, counted, metric_words, number, quoted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from logitwise.policy import Policy
    from logitwise.tallies import Tally
    from logitwise.verdict.values import Outcome, RequirementResult

OF_PROBABILITIES = {
    "calibration_gap", "top_label_gap", "observed_over_expected", "calibration_intercept", "calibration_slope",
    "confident_errors", "log_loss", "log_loss_skill", "brier", "brier_skill",
}  # fmt: skip


def advice(
    tally: Tally, policy: Policy, *, outcome: Outcome, bottleneck: RequirementResult | None, stops: Sequence[str]
) -> tuple[str, ...]:
    """Sentences, the most useful first."""
    if outcome == "ready":
        return _when_ready(policy)
    if outcome == "not ready":
        return _when_not_ready(tally, bottleneck)
    return _when_not_enough(tally, bottleneck, stops)


def _when_ready(policy: Policy) -> tuple[str, ...]:
    if policy.requirements:
        return ("Judge again when the data or the model change.",)
    if policy.source != BASELINE:
        return ("Your policy asks for no more than the baseline: add what it must reach under [require].",)
    return ("The baseline asks for little. Say what it must reach in production: logitwise policy init.",)


def _when_not_ready(tally: Tally, bottleneck: RequirementResult | None) -> tuple[str, ...]:
    if bottleneck is not None and bottleneck.slice is not None:
        return (f"Look first at the rows where {answer(bottleneck.slice)}: what is different there?",)
    if bottleneck is not None and bottleneck.metric in OF_PROBABILITIES:
        return ("The probabilities fall short, whatever is decided: recalibrate them on other rows, then judge again.",)
    missed = bottleneck is not None and bottleneck.metric == "recall" and bottleneck.op == ">="
    if not (missed and tally.head.binary and bottleneck is not None and bottleneck.of == tally.head.positive_class):
        return ("See below where it goes wrong: which classes it misses and which it takes for which.",)
    return (_of_threshold(tally, quoted(tally.head.positive_class or "")),)


def _of_threshold(tally: Tally, positive: str) -> str:
    """Whether another threshold could find more of a missed positive class."""
    if tally.scale in ("decisions", "confusion"):
        return (
            f"Judge its logits or probabilities too: they tell whether a lower threshold would find more of {positive}."
        )
    area = metrics.measure(tally, "roc_auc")
    if not area.lower(ALPHA) > 0.5:
        return (
            f"The scores hardly tell {positive} from the rest (ROC AUC {number(area.value)}): no threshold mends that."
        )
    return (
        f"The scores do rank {positive} above the rest (ROC AUC {number(area.value)}): a threshold below "
        f"{tally.head.threshold:g} finds more, at the cost of precision. Choose it on other rows than these, then "
        "judge with --threshold."
    )


def _when_not_enough(tally: Tally, bottleneck: RequirementResult | None, stops: Sequence[str]) -> tuple[str, ...]:
    found = []
    where = "" if bottleneck is None or bottleneck.slice is None else f" where {answer(bottleneck.slice)}"
    if bottleneck is not None and bottleneck.rows_needed is not None:
        more = bottleneck.rows_needed - (bottleneck.slice_rows or tally.rows)
        there = " there" if where else ""
        found.append(
            f"Label {counted(more, 'more row')}{where} ({bottleneck.rows_needed:,} in all{there}): enough to show "
            f"'{class_name(bottleneck.name)}' in four of five cases, if the model is as good as it looks."
        )
    elif bottleneck is not None and where and isnan(bottleneck.value):
        found.append(f"Label more rows{where}: there are none yet to make {metric_words(bottleneck.metric)} of.")
    elif bottleneck is not None:
        found.append(
            f"'{class_name(bottleneck.name)}'{where} stands in the way; more rows of the same kind will hardly help."
        )
    if stops:
        found.append("Mend the data first: " + " ".join(stops))
    return tuple(found)
