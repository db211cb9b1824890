"""The threshold that costs least, and whether probabilities are honest enough for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import isfinite, nan, sqrt
from typing import TYPE_CHECKING, Final

from scipy.special import ndtri

from logitwise.errors import OptionError
from logitwise.metrics.wording import number, quoted
from logitwise.policy import Costs
from logitwise.remedies.cuts import cuts_of, decided, log_odds
from logitwise.remedies.threshold_of import threshold_of

if TYPE_CHECKING:
    from logitwise.remedies.choice import Choice
    from logitwise.remedies.cuts import Cuts
    from logitwise.remedies.splits import Split
    from logitwise.tallies.cells import Cells

_LEVEL: Final = 0.95


def threshold_of_costs(costs: Costs) -> float:
    """From where on deciding positive costs less where probabilities are calibrated: c_FP / (c_FP + c_FN).

    It is known before the rows are seen, so it has no interval and is not chosen too well by chance. Source: Elkan
    (2001), IJCAI 17, 973.

    Raises:
        OptionError: costs that are not positive numbers.

    >>> threshold_of_costs(Costs(false_positive=1, false_negative=4))
    0.2
    """
    for name in ("false_positive", "false_negative"):
        cost = getattr(costs, name)
        if not (isfinite(cost) and cost > 0):
            raise OptionError(
                f"cost {name} = {cost!r}: expected a positive number; where one kind of mistake costs nothing, "
                "deciding all rows the other way is free"
            )
    return float(costs.false_positive / (costs.false_positive + costs.false_negative))


def aim_of(costs: Costs, of: str) -> str:
    """The objective in words."""
    return (
        f"least cost, where {quoted(of)} decided wrongly costs {number(costs.false_positive)} and missed "
        f"{number(costs.false_negative)}"
    )


def with_comparison(choice: Choice, cells: Cells, costs: Costs, *, pairs: Sequence[Split]) -> Choice:
    """The same, told beside what other thresholds would cost.

    What the mean cost of a row becomes is told at it (``cost``), at a threshold of 0.5 (``cost_at_half``) and at the
    one that is cheapest on these rows (``lowest_cost``). Where the last, chosen on other rows (cross-fitted), is
    cheaper beyond its interval the probabilities are at fault, and a warning says so.
    """
    cuts = cuts_of(cells)
    apparent = dict(choice.apparent)
    apparent["cost_at_half"] = float(decided(cuts.cells, 0.0).cost(costs))
    apparent["lowest_cost"] = float(cuts.reached.cost(costs).min())
    against = cheapest(pairs, costs)
    corrected = dict(choice.corrected)
    if pairs:
        corrected |= {"cost_at_half": against.half, "lowest_cost": against.cheapest}
    warnings = choice.warnings
    if against.low > 0:
        dearer = (
            f"a threshold found by trial costs {number(against.cheapest)} a row, less than {number(against.told)} at "
            f"{choice.threshold:g}, on rows that chose neither: the probabilities are not calibrated there; "
            "recalibrate, or judge by more rows"
        )
        warnings = (*warnings, dearer)
    return replace(choice, apparent=apparent, corrected=corrected, warnings=warnings)


@dataclass(frozen=True, slots=True)
class Against:
    """Mean costs of a row on held parts; NaN without splits.

    Attributes:
        told: at the threshold of the costs.
        half: at 0.5.
        cheapest: at the threshold that was cheapest on the other parts.
        low: lower end of the interval of told less cheapest.
    """

    told: float
    half: float
    cheapest: float
    low: float


def cheapest(pairs: Sequence[Split], costs: Costs) -> Against:
    """The threshold of the costs held against the empirical one, each chosen without the rows that it is judged on."""
    if not pairs:
        return Against(nan, nan, nan, nan)
    cut, rows, told, half, least, squares = float(log_odds(threshold_of_costs(costs))), 0.0, 0.0, 0.0, 0.0, 0.0
    for pair in pairs:
        at_cost, at_least = decided(pair.held, cut), decided(pair.held, _empirical(cuts_of(pair.fit), costs))
        n = float(at_cost.rows)
        rows += n
        told += n * float(at_cost.cost(costs))
        half += n * float(decided(pair.held, 0.0).cost(costs))
        least += n * float(at_least.cost(costs))
        squares += costs.false_negative**2 * abs(at_cost.tp - at_least.tp)
        squares += costs.false_positive**2 * abs(at_cost.fp - at_least.fp)
    difference = (told - least) / rows
    se = sqrt(max(squares / rows - difference**2, 0.0) / rows)
    low = difference - float(ndtri((1 + _LEVEL) / 2)) * se
    return Against(told / rows, half / rows, least / rows, low)


def _empirical(cuts: Cuts, costs: Costs) -> float:
    """Log-odds of the cheapest threshold."""
    i = int(cuts.reached.cost(costs).argmin())
    return float(log_odds(threshold_of(cuts.cells, int(cuts.first[i])).value))
