"""What to do next, said only where something can be done with what is built."""

from __future__ import annotations

from math import isnan
from typing import TYPE_CHECKING

from logitwise import metrics
from logitwise.metrics.wording import answer, class_name, counted, metric_words, number, quoted
from logitwise.policy import ALPHA, BASELINE, toml_key
from logitwise.verdict.counts import confusion_of
from logitwise.verdict.majority import NAME as BEATS_MAJORITY
from logitwise.verdict.one_group import of_one_group
from logitwise.verdict.way_out import undefined_of, ways_out

if TYPE_CHECKING:
    from collections.abc import Sequence

    from logitwise.policy import Policy
    from logitwise.tallies import Tally
    from logitwise.verdict.values import Outcome, RequirementResult

OF_PROBABILITIES = {
    "calibration_gap", "top_label_gap", "observed_over_expected", "calibration_intercept", "calibration_slope",
    "confident_errors", "log_loss", "log_loss_skill", "brier", "brier_skill",
}  # fmt: skip
LOW_AREA = 0.6
"""A ROC AUC that is surely below this is said to hardly tell the classes apart; wording only."""
RARE = 0.1
"""A class with at most this share of the rows is said to be rare; wording only."""
_WHERE = "See below where it goes wrong: which classes it misses and which it takes for which."


def advice(  # noqa: PLR0913  what the verdict found, by its own words
    tally: Tally,
    policy: Policy,
    *,
    outcome: Outcome,
    results: Sequence[RequirementResult],
    bottleneck: RequirementResult | None,
    stops: Sequence[str],
) -> tuple[str, ...]:
    """Sentences, the most useful first.

    Args:
        tally: what was judged.
        policy: what was asked.
        outcome: of the whole verdict.
        results: every requirement, judged.
        bottleneck: the one that stands in the way.
        stops: what withholds *ready* and lies in the data; undefined metrics are among the results.
    """
    if outcome == "ready":
        return _when_ready(policy)
    if outcome == "not ready":
        return _when_not_ready(tally, bottleneck)
    undefined = undefined_of(policy, results)
    standing = None if bottleneck in undefined else bottleneck
    return (*ways_out(tally, policy, undefined), *_when_not_enough(tally, standing, stops))


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
    if bottleneck is not None and bottleneck.name == BEATS_MAJORITY:
        return (*_of_rare_class(tally, bottleneck.of), _WHERE)
    missed = bottleneck is not None and bottleneck.metric == "recall" and bottleneck.op == ">="
    if not (missed and tally.head.binary and bottleneck is not None and bottleneck.of == tally.head.positive_class):
        return (_WHERE,)
    return (_of_threshold(tally, quoted(tally.head.positive_class or "")),)


def _of_threshold(tally: Tally, positive: str) -> str:
    """Whether another threshold could find more of a missed positive class."""
    if tally.scale in ("decisions", "confusion"):
        return (
            f"Judge its logits or probabilities too: they tell whether a lower threshold would find more of {positive}."
        )
    area = metrics.measure(tally, "roc_auc")
    seen = f"ROC AUC {number(area.value)}"
    if tally.constant or area.upper(ALPHA) <= LOW_AREA:
        return f"The scores hardly tell {positive} from the rest ({seen}): no threshold mends that."
    if area.lower(ALPHA) > 0.5:
        return (
            f"The scores do rank {positive} above the rest ({seen}): a threshold below {tally.head.threshold:g} finds "
            "more, at the cost of precision. Choose it on other rows than these, then judge with --threshold."
        )
    few = "rows" if tally.groups is None else "groups"
    return (
        f"Whether the scores rank {positive} above the rest is not known on so few {few} ({seen}): label more {few}; "
        "if they do, a lower threshold finds more."
    )


def _of_rare_class(tally: Tally, label: str | None) -> tuple[str, ...]:
    """Always answering no is hard to beat where yes is rare, which says little about a model that is to find yes."""
    head = tally.head
    k = head.positive if head.binary else None if label is None else head.classes.index(label)
    if k is None or not 0 < confusion_of(tally).support[k] <= RARE * tally.rows:
        return ()
    name, support = head.classes[k], int(confusion_of(tally).support[k])
    asked = f"{toml_key('recall', name)} and {toml_key('precision', name)}"
    said = (
        f"{quoted(name)} is rare ({support:,} of {tally.rows:,} rows): where finding it is what counts, accuracy is "
        f"the wrong measure. Ask for {asked} in a policy of your own (logitwise policy init, without its extends)."
    )
    return (said,)


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
    elif bottleneck is not None and bottleneck.slice is not None and of_one_group(tally, bottleneck.slice):
        found.append("Slice by another column than the one that groups: of a slice that is one group nothing is shown.")
    elif bottleneck is not None and where and isnan(bottleneck.value):
        found.append(f"Label more rows{where}: there are none yet to make {metric_words(bottleneck.metric)} of.")
    elif bottleneck is not None:
        found.append(
            f"'{class_name(bottleneck.name)}'{where} stands in the way; more rows of the same kind will hardly help."
        )
    if stops:
        found.append("Mend the data first: " + " ".join(stops))
    return tuple(found)
