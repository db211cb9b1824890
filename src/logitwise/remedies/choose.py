"""One threshold for several goals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from logitwise.errors import OptionError
from logitwise.metrics.wording import percent
from logitwise.remedies.capacity import Capacity, room_of
from logitwise.remedies.choosing import chosen
from logitwise.remedies.costs import aim_of as aim_of_costs
from logitwise.remedies.costs import threshold_of_costs, with_comparison
from logitwise.remedies.interval_of_threshold import REPLICATES
from logitwise.remedies.maximised_metric import aim_of, measure_of
from logitwise.remedies.plan import Best, Constraint, Highest, Lowest, Nearest, Objective, Plan
from logitwise.remedies.precision_floor import PrecisionFloor
from logitwise.remedies.reached import Measure
from logitwise.remedies.recall_floor import RateFloor

if TYPE_CHECKING:
    from logitwise.remedies.choice import Choice
    from logitwise.remedies.goals import Floor, Goals
    from logitwise.remedies.group_effect import GroupEffect
    from logitwise.remedies.splits import Split
    from logitwise.tallies.cells import Cells

_AGAINST: Final = {
    "recall": ("precision", "specificity", "false_positive_rate", "capacity"),
    "precision": ("recall",),
    "specificity": ("recall",),
}
"""Metrics that one end of the scores maximises, and what keeps a threshold from that end."""


def choose(  # noqa: PLR0913  a goal and what it is judged by
    cells: Cells,
    goals: Goals,
    *,
    pairs: Sequence[Split] = (),
    of: str = "yes",
    effect: GroupEffect | None = None,
    replicates: int = REPLICATES,
) -> Choice:
    """The best threshold among those that keep every bound.

    A recall floor is kept by every threshold up to the highest that is guaranteed, a specificity floor by every one
    from the lowest, a precision floor by the depths that are certified, a capacity by the quantile of these rows. Among
    the thresholds that are left costs take the one nearest to c_FP / (c_FP + c_FN), a metric its empirical maximiser.
    Where neither is given: with a recall floor the highest, which decides fewest rows positive, with any other bound
    the lowest, which recalls most; without any bound `Goals.otherwise`, which at 0.5 errs least where probabilities are
    calibrated. Each guarantee has its own confidence. `Goals.abstain` is `abstain`'s business, around the threshold
    that is chosen here.

    Args:
        cells: scores on the scale on which the threshold will be compared.
        goals: what is asked.
        pairs: splits whose cells are recalibrated by what was fitted without the held rows.
        of: name of the positive class.
        effect: of groups, where rows come in groups; None where they are independent.
        replicates: redraws for the interval of the threshold; 0 for none.

    Raises:
        OptionError: goals that make no sense together.
        RemedyError: one class, constant or inverted scores.
        NoGuaranteeError: a bound that cannot be guaranteed on so few rows, or not together with the others.
    """
    plan = plan_of(goals, of=of, effect=effect)
    fixed = isinstance(plan.objective, Nearest) and not plan.constraints
    choice = chosen(cells, plan, pairs=pairs, of=of, replicates=0 if fixed else replicates)
    if goals.costs is not None:
        choice = with_comparison(choice, cells, goals.costs, pairs=pairs)
    return replace(choice, warnings=(*choice.warnings, *_of_goals(goals, choice, cells.rows, effect=effect)))


def plan_of(goals: Goals, *, of: str = "yes", effect: GroupEffect | None = None) -> Plan:
    """The goals as bounds and an objective.

    Raises:
        OptionError: a metric that only one end of the scores maximises, without a bound against that end.
    """
    bounds: list[Constraint] = [bound_of(floor, delta=goals.delta, of=of, effect=effect) for floor in goals.require]
    if goals.capacity is not None:
        bounds.append(Capacity(goals.capacity, of=of))
    objective, measure, aim = _objective(goals, of)
    return Plan(objective, tuple(bounds), measure, aim, effect)


def bound_of(floor: Floor, *, delta: float, of: str, effect: GroupEffect | None) -> Constraint:
    """A floor as a bound on thresholds."""
    if floor.metric == "precision":
        return PrecisionFloor(floor.bound, delta=delta, of=of, effect=effect)
    ceiling = floor.metric == "false_positive_rate"
    metric, bound = ("specificity", 1 - floor.bound) if ceiling else (floor.metric, floor.bound)
    return RateFloor(metric, bound, delta=delta, of=of, effect=effect, ceiling=ceiling)


def _objective(goals: Goals, of: str) -> tuple[Objective, Measure, str]:
    bounds = [floor.metric for floor in goals.require] + (["capacity"] if goals.capacity is not None else [])
    if goals.costs is not None:
        return Nearest(threshold_of_costs(goals.costs)), Measure(costs=goals.costs), aim_of_costs(goals.costs, of)
    if goals.maximize is not None:
        measure = measure_of(goals.maximize, goals.beta)
        against = _AGAINST.get(goals.maximize)
        if against is not None and not set(against) & set(bounds):
            raise OptionError(
                f"maximising {goals.maximize} alone ends where every row is decided one way: require a bound "
                f"against it ({' or '.join(against)}), or maximise f1 or mcc"
            )
        return Best(measure), measure, aim_of(measure, of)
    if not bounds:
        aim = "fewest wrong decisions" if goals.otherwise == 0.5 else ""
        return Nearest(goals.otherwise), Measure(), aim
    return (Highest() if "recall" in bounds else Lowest()), Measure(), ""


def _of_goals(goals: Goals, choice: Choice, rows: float, *, effect: GroupEffect | None) -> list[str]:
    found = []
    if len(goals.require) > 1:
        joint = percent(max(1 - len(goals.require) * goals.delta, 0.0))
        found.append(f"each guarantee has its own confidence; all of them hold together with {joint} at least")
    if goals.capacity is not None:
        found.append(room_of(choice, rows, delta=goals.delta, effect=effect))
    return found
