"""LW301: the threshold in use costs you, by how much, and which would serve."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from logitwise.findings import mostly_missed
from logitwise.findings.better_threshold import Better, better_threshold
from logitwise.findings.cause.cause import Cause
from logitwise.findings.cause.cause_of import cause_of
from logitwise.findings.finding import Clear, Found, NotApplicable, Pitfall, Seen
from logitwise.metrics.weighting import as_counted
from logitwise.metrics.wording import confidence, counted, number, percent, quoted
from logitwise.policy.codes import CODES
from logitwise.remedies.reached import Reached
from logitwise.remedies.treat_score import Prior

if TYPE_CHECKING:
    from logitwise.findings.facts import Facts
    from logitwise.tallies.cells import Cells

F1_GAIN: Final = 0.05
"""F1 that another threshold must surely bring, five points. A judgement."""
SAVED: Final = 0.05
"""Part of the cost that another threshold must surely save where costs are known. A judgement."""
FEWEST: Final = 10
"""Rows of either outcome that a threshold is chosen by. A judgement."""
MOST_LABELS: Final = 10
"""Labels that are cross-fitted: those that could gain most. A judgement; the level counts all labels."""
AT_A_THRESHOLD: Final = ("recall", "precision", "specificity", "npv", "fbeta", "ppv_at_prevalence", "npv_at_prevalence")
"""Metrics of a class that a threshold may be chosen for and that F1 does not serve."""


class _One(NamedTuple):
    """A label, or the positive class, with its threshold in use and the better one."""

    name: str
    at: float
    better: Better


def _look(facts: Facts) -> Seen:
    """Cross-fitted F1, or cost, of another threshold against the one in use, paired by row."""
    reason = _not_applicable(facts)
    if reason is not None:
        return NotApplicable(reason)
    candidates = _candidates(facts)
    if not candidates:
        return NotApplicable(f"a threshold is not chosen by fewer than {FEWEST} rows of an outcome")
    compared = [_compared(facts, k, at) for k, at, _ in candidates[:MOST_LABELS]]
    alpha = facts.policy.confidence.alpha / len(facts.head.cuts)
    compared.sort(key=lambda one: -one.better.gain)
    useful = [one for one in compared if _is_of_use(facts, one)]
    found = [one for one in useful if one.better.low(alpha) >= _least(facts, one.better)]
    if not found:
        one = compared[0]
        return Clear(
            f"No threshold of use would surely bring {_aim(facts)}{_where(facts)}: the one in use is "
            f"{number(one.at)}, the best {number(one.better.threshold)}, cross-fitted {_gained(facts, one.better)}.",
            _evidence(facts, one, alpha),
        )
    return _found(facts, found, alpha)


def _not_applicable(facts: Facts) -> str | None:
    if not (facts.head.binary or facts.multilabel):
        return "the largest class is taken: there is no threshold"
    if not facts.with_scores:
        return "decisions were given: their threshold is not known"
    if facts.policy.task.costs is not None:
        return None
    if facts.rule is not None:
        return "the rule set the threshold for a goal of its own; give costs under [task] to compare"
    other = next((w for w in facts.policy.requirements if w.metric in AT_A_THRESHOLD), None)
    if other is not None:
        return f"the policy asks for {other.text}, which F1 does not serve; give costs under [task] to compare"
    return None


def _candidates(facts: Facts) -> list[tuple[int, float, float]]:
    """Each label with enough rows, its threshold, and what it could gain in sample: the largest first."""
    found = []
    for k, at in enumerate(facts.head.cuts):
        cells = facts.cells(k if facts.multilabel else None)
        if cells is not None and min(cells.positives.sum(), cells.negatives.sum()) >= FEWEST:
            found.append((k, at, _in_sample(facts, cells, at) if facts.multilabel else 0.0))
    return sorted(found, key=lambda one: -one[2])


def _in_sample(facts: Facts, cells: Cells, at: float) -> float:
    prevalence = facts.policy.task.prevalence
    if prevalence is not None:
        cells = Prior(float(cells.positives.sum()) / cells.rows, prevalence).reweighted(cells)
    tp, fp = (np.append(np.cumsum(counts[::-1])[::-1], 0) for counts in (cells.positives, cells.negatives))
    reached, costs = Reached(tp, fp, tp[0] - tp, fp[0] - fp), facts.policy.task.costs
    worth = np.nan_to_num(reached.f1 if costs is None else -reached.cost(costs))
    return float(worth.max() - worth[np.searchsorted(cells.edge, at)])


def _compared(facts: Facts, k: int, at: float) -> _One:
    place = k if facts.multilabel else facts.head.positive or 0
    cells = facts.cells(place)
    assert cells is not None  # noqa: S101  # a candidate has some
    groups = None
    if facts.tally.clusters is not None:
        parts = [as_counted(part).cells(place) for part in facts.tally.clusters.values()]
        groups = [part for part in parts if part is not None and part.rows]
    task = facts.policy.task
    better = better_threshold(cells, at, groups=groups, costs=task.costs, prevalence=task.prevalence)
    return _One(facts.classes[place], at, better)


def _least(facts: Facts, better: Better) -> float:
    """What another threshold must surely bring."""
    costs = facts.policy.task.costs
    # A cost of nothing leaves nothing to save, and no gain to be found.
    return F1_GAIN if costs is None else max(SAVED * float(better.now.cost(costs)), 1e-12)


def _is_of_use(facts: Facts, one: _One) -> bool:
    """Whether the other threshold does better than deciding every row positive, as scores that rank nothing can."""
    if facts.policy.task.costs is not None:
        return True
    there = one.better.there
    share = (there.tp + there.fn) / there.rows
    return bool(np.nan_to_num(there.f1) >= 2 * share / (1 + share) + F1_GAIN)


def _found(facts: Facts, found: list[_One], alpha: float) -> Found:
    one = found[0]
    costs = facts.policy.task.costs
    goal = ("--maximize", "f1") if costs is None else _costs_said(costs.false_positive, costs.false_negative)
    name = quoted(one.name)
    others = f" {counted(len(found) - 1, 'more label')} would gain as well." if len(found) > 1 else ""
    cause = _cause(facts, one)
    return Found(
        f"{_at(facts, one.better.now)} for {name} at the threshold {number(one.at)}{_where(facts)}; at "
        f"{number(one.better.threshold)} {_there(facts, one.better.there)}, judged on rows that did not choose it: "
        f"{_gained(facts, one.better)}, and with {confidence(alpha)} confidence at least "
        f"{_amount(facts, one.better.low(alpha))}.{others}",
        cause.remedy
        if cause.kind != "threshold"
        else "Tune the threshold on rows other than those that it is judged on (half of them will do)."
        if costs is not None
        else "Say what a false alarm and a miss cost ([task] costs) if you know; F1 stands in for it here. Tune the "
        "threshold on rows other than those that it is judged on (half of them will do).",
        _evidence(facts, one, alpha) | {"outcomes": len(found)},
        facts.tune(*goal) if cause.kind == "threshold" else cause.command,
        cause=cause.sentence,
        of=tuple(each.name for each in found) if facts.multilabel else (),
    )


def _cause(facts: Facts, one: _One) -> Cause:
    """The threshold, or, where the one in use would do as well on honest probabilities, the calibration.

    Where LW202 found out what is to blame for the same class, that is the cause here too.
    """
    missed = facts.seen(mostly_missed.PITFALL)
    if isinstance(missed, Found) and missed.of[:1] == (one.name,):
        if missed.evidence["cause"] == "calibration":
            said = "The calibration is the cause, as LW202 says: recalibrated, the threshold in use finds enough."
            return Cause("calibration", said, missed.remedy, command=missed.command)
    elif facts.policy.task.costs is None and facts.policy.task.prevalence is None:  # that of these rows is told
        found = cause_of(facts, metric="f1", of=one.name, bound=float(np.nan_to_num(one.better.now.f1)) + F1_GAIN)
        if found.kind == "calibration":
            return found
    return Cause("threshold", "threshold: other thresholds on the same scores do better.", "")


def _costs_said(false_positive: float, false_negative: float) -> tuple[str, ...]:
    return "--cost", f"false_positive={false_positive:g}", "--cost", f"false_negative={false_negative:g}"


def _at(facts: Facts, now: Reached) -> str:
    costs = facts.policy.task.costs
    rates = f"recall {number(float(now.recall))}, precision {number(float(now.precision))}"
    if costs is not None:
        return f"A row costs {number(float(now.cost(costs)))} ({rates})"
    return f"F1 is {number(float(now.f1))} ({rates})"


def _there(facts: Facts, there: Reached) -> str:
    costs = facts.policy.task.costs
    rates = f"recall {number(float(there.recall))}, precision {number(float(there.precision))}"
    if costs is not None:
        return f"it would cost {number(float(there.cost(costs)))} ({rates})"
    return f"it would be {number(float(there.f1))} ({rates})"


def _where(facts: Facts) -> str:
    """That what is told is not of the mix of these rows."""
    prevalence = facts.policy.task.prevalence
    return "" if prevalence is None else f", where {percent(prevalence)} of the rows are positive as [task] states"


def _amount(facts: Facts, gain: float) -> str:
    return number(gain) if facts.policy.task.costs is not None else f"{number(gain)} of F1"


def _gained(facts: Facts, better: Better) -> str:
    if facts.policy.task.costs is not None:
        return f"{_amount(facts, better.gain)} a row {'less' if better.gain >= 0 else 'more, counted negative'}"
    return f"{_amount(facts, better.gain)} more"


def _aim(facts: Facts) -> str:
    if facts.policy.task.costs is not None:
        return f"{100 * SAVED:g} % less cost"
    return f"{F1_GAIN:g} more F1"


def _evidence(facts: Facts, one: _One, alpha: float) -> dict[str, float | int | str | None]:
    costs = facts.policy.task.costs
    now, there = one.better.now, one.better.there
    worth = (now.cost(costs), there.cost(costs)) if costs is not None else (now.f1, there.f1)
    what = "f1" if costs is None else "cost_a_row"
    told: dict[str, float | int | str | None] = {
        "of": one.name,
        "threshold": one.at,
        "better_threshold": one.better.threshold,
        what: float(worth[0]),
        f"{what}_there": float(worth[1]),
        "gain": one.better.gain,
        "gain_low": one.better.low(alpha),
        "recall_there": float(there.recall),
        "precision_there": float(there.precision),
    }
    if facts.policy.task.prevalence is not None:
        told["prevalence"] = facts.policy.task.prevalence
    return told


PITFALL = Pitfall(
    "LW301",
    CODES["LW301"],
    "warning",
    why="A threshold of 0.5 is right only where both mistakes cost the same and probabilities are right; elsewhere the "
    "same model would serve better at another, without any training.",
    look=_look,
)
