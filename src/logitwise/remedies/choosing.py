"""A plan carried out: the threshold, what it reaches apparently and cross-fitted, and its interval."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from math import isnan, nan
from typing import TYPE_CHECKING, Final

import numpy as np

from logitwise.errors import NoGuaranteeError, RemedyError
from logitwise.metrics.auc import Auc, auc_sums
from logitwise.metrics.wording import counted, number, percent, quoted
from logitwise.remedies.choice import Choice
from logitwise.remedies.cuts import Cuts, cuts_of, decided, log_odds
from logitwise.remedies.interval_of_threshold import REPLICATES, interval_of_threshold
from logitwise.remedies.plan import Nearest, Plan
from logitwise.remedies.reached import Measure, Reached
from logitwise.remedies.threshold_of import Threshold, threshold_of

if TYPE_CHECKING:
    from logitwise.remedies.splits import Split
    from logitwise.tallies.cells import Cells

_SURELY: Final = 0.01
"""Level at which scores are called inverted; a judgement: a healthy ranking of any use never comes near it."""
_MANY_TIED: Final = 0.05
"""Share of all rows on one score beside the threshold that is told; a judgement."""
_FEW_POSITIVES: Final = 50
"""Below so many positive rows the best F1 in sample was high by 5 points and more (simulated)."""


def chosen(
    cells: Cells,
    plan: Plan,
    *,
    pairs: Sequence[Split] = (),
    of: str = "yes",
    replicates: int = REPLICATES,
) -> Choice:
    """The threshold that a plan asks for.

    Args:
        cells: scores on the scale on which the threshold will be compared.
        plan: what is asked.
        pairs: splits whose cells are recalibrated by what was fitted without the held rows; without them nothing is
            corrected.
        of: name of the positive class, for messages.
        replicates: redraws for the interval of the threshold; 0 for none.

    Raises:
        RemedyError: one class, constant or inverted scores.
        NoGuaranteeError: no threshold keeps what was asked with the confidence that was asked.
    """
    cuts = usable(cells, of)
    i = plan.pick(cuts)
    if i < 0:
        raise _refusal(plan, cuts)
    threshold = written(plan, cuts, i)
    low, high = interval_of_threshold(cuts, plan.pick, replicates=replicates, effect=plan.effect)
    told = [each.guarantee(cuts) for each in plan.constraints]
    corrected = cross_fitted(plan, pairs)
    return Choice(
        threshold=threshold.value,
        low=float(np.fmin(low, threshold.value)),  # the chosen one is always inside
        high=float(np.fmax(high, threshold.value)),
        goal=plan.goal,
        apparent=plan.measure.numbers(cuts.at(i)),
        corrected=corrected,
        guarantee=" ".join(each for each in told if each) or None,
        warnings=(
            *warnings_of(cuts, i, threshold, of),
            *_small_sample(cuts, plan.measure, corrected, of),
            *_not_corrected(plan, pairs, corrected),
        ),
    )


def usable(cells: Cells, of: str) -> Cuts:
    """All thresholds of scores that can be cut at all.

    Raises:
        RemedyError: one class, constant or inverted scores.
    """
    cuts = cuts_of(cells)
    if not cuts.positives or not cuts.negatives:
        there = "no row" if not cuts.positives else "every row"
        raise RemedyError(
            f"{there} is truly {quoted(of)}: a threshold needs rows of both kinds; tune on a file that has both"
        )
    if not ((cuts.alerts > 0) & (cuts.alerts < cuts.rows)).any():
        raise RemedyError(
            f"the scores are constant: all {cuts.rows:,.0f} rows have the probability "
            f"{number(float(cuts.cells.p[0]))}, so no threshold tells {quoted(of)} from the rest"
        )
    area = Auc(auc_sums(cuts.cells.positives, cuts.cells.negatives))
    highest = area.upper(_SURELY)
    if highest < 0.5:
        raise RemedyError(
            f"the scores of {quoted(of)} are inverted: ROC AUC is {number(float(area.sums.value))}, surely below 0.5, "
            f"so high scores mean not {quoted(of)}; name the right positive class, or turn the scores round"
        )
    return cuts


def cross_fitted(plan: Plan, pairs: Sequence[Split]) -> Mapping[str, float]:
    """What the same plan reaches on rows that did not choose: five choices, five held parts, counted together.

    NaN where one of the fitted parts allows no choice; empty without splits.
    """
    if not pairs:
        return {}
    total = Reached(0.0, 0.0, 0.0, 0.0)
    for pair in pairs:
        cuts = cuts_of(pair.fit)
        i = _pick(plan, cuts)
        if i < 0:
            return dict.fromkeys(plan.measure.numbers(total), nan)
        total += decided(pair.held, float(log_odds(written(plan, cuts, i).value)))
    return plan.measure.numbers(total)


def written(plan: Plan, cuts: Cuts, i: int) -> Threshold:
    """The threshold at a position: the one known beforehand, where it decides the same rows, in four digits if it can.

    Else one between the scores.
    """
    between = threshold_of(cuts.cells, int(cuts.first[i]))
    if isinstance(plan.objective, Nearest):
        for value in (float(f"{plan.objective.threshold:.4g}"), plan.objective.threshold):
            if 0 < value < 1 and between.low < float(log_odds(value)) < between.high:
                return replace(between, value=value, on_score=False)
    return between


def warnings_of(cuts: Cuts, i: int, threshold: Threshold, of: str) -> list[str]:
    """What a user must know of the place of the threshold."""
    found, reached = [], cuts.at(i)
    for there, side in ((cuts.first[i] - 1, "just below"), (cuts.first[i], "at or just above")):
        tied = _tied(cuts.cells, int(there))
        if tied > _MANY_TIED * cuts.rows:
            found.append(
                f"{percent(tied / cuts.rows)} of the rows share one score {side} the threshold: they all go to one side"
            )
    if not reached.fn and not reached.fp:
        found.append(
            f"the scores part {quoted(of)} from the rest without error: any threshold inside a gap of "
            f"{number(threshold.gap)} in log-odds decides the same, and its middle was taken"
        )
    if not reached.tn:
        found.append(f"every row is decided to be {quoted(of)}: no higher threshold does what was asked")
    if not reached.tp and not reached.fp:
        found.append(f"no row is decided to be {quoted(of)}")
    return found


def _tied(cells: Cells, i: int) -> float:
    """Rows on one score; of a cell of several scores it is not known."""
    if not 0 <= i < len(cells.p) or cells.width[i] > 0:
        return 0.0
    return float(cells.positives[i] + cells.negatives[i])


def _small_sample(cuts: Cuts, measure: Measure, corrected: Mapping[str, float], of: str) -> list[str]:
    if measure.metric is None or cuts.positives >= _FEW_POSITIVES:
        return []
    known = corrected.get(measure.metric, nan)
    instead = "" if isnan(known) else f"; expect {number(known)}"
    rows = f"{counted(round(cuts.positives), 'row')} of {quoted(of)}"
    if cuts.positives != round(cuts.positives):  # weighted, by their own weights or to another prevalence
        rows = f"weighted rows of {quoted(of)} that are worth {number(cuts.positives)}"
    return [f"chosen on {rows}: what it reaches on them is too good by several points{instead}"]


def _not_corrected(plan: Plan, pairs: Sequence[Split], corrected: Mapping[str, float]) -> list[str]:
    if not pairs or not all(isnan(value) for value in corrected.values()):
        return []
    without = sum(_pick(plan, cuts_of(pair.fit)) < 0 for pair in pairs)
    if not without:
        return []
    what = "the goals could not be kept together" if len(plan.constraints) > 1 else "what was asked could not be had"
    parts = counted(len(pairs), "part")
    return [f"without a fifth of the rows {what} in {without} of {parts}: the numbers are those of all, which chose it"]


def _pick(plan: Plan, cuts: Cuts) -> int:
    """Position of the threshold, -1 where none will do or rows are of one class."""
    return plan.pick(cuts) if cuts.positives and cuts.negatives else -1


def _refusal(plan: Plan, cuts: Cuts) -> Exception:
    for each in plan.constraints:
        if not each.kept(cuts).any():
            return each.refusal(cuts)
    if plan.constraints:
        asked = " and ".join(each.goal for each in plan.constraints)
        return NoGuaranteeError(f"no threshold keeps {asked} together: ask for less of one of them")
    return RemedyError(f"no threshold of these scores has a value of what was asked: {plan.goal}")
