"""Choose the threshold for a cost, where the learner's own rows bear it out."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from random import Random
from typing import Final

from logitwise.lessons.bank.question import Question
from logitwise.lessons.yours.facts import Facts
from logitwise.lessons.yours.made import Made, Refusal, Sort, Telling, with_options
from logitwise.lessons.yours.operating import Point, Thresholds, thresholds_of

SORT: Final = Sort("cost", "cost-threshold", "hard", "property", "best choice", "metrics#costs")
RATIOS: Final = (2, 3, 4, 9, 19, 49, 99)
BEYOND_CHANCE: Final = 1.96
DISHONEST: Final = ("LW401", "LW402", "LW403", "LW404")
"""Findings of probabilities that are not what they say."""


@dataclass(frozen=True, slots=True)
class Costs:
    """What mistakes cost, in units of the lesser one."""

    miss: int
    alarm: int

    @property
    def threshold(self) -> float:
        """Where deciding either way costs the same."""
        return self.alarm / (self.alarm + self.miss)

    def of(self, rows: Thresholds, at: Point) -> int:
        """What all mistakes cost at a threshold."""
        return self.miss * (rows.positives - at.hits) + self.alarm * at.alarms


def cost(facts: Facts, random: Random) -> Made:
    """The threshold that costs least of those that mistakes in thinking lead to.

    It is asked only where the threshold that follows from the costs alone (Elkan 2001, "The foundations of
    cost-sensitive learning") is cheaper on these rows than each of the others, beyond chance, and where nothing was
    found against the probabilities, which it takes at their word. What is looked for is dearer to miss than to be
    alarmed about in vain.
    """
    found = thresholds_of(facts)
    if not found:
        return Refusal("no class of this report is decided by a threshold on scores of unweighted rows")
    against = [each["code"] for each in facts.findings("found") if each["code"] in DISHONEST]
    if against:
        return Refusal(
            f"the threshold that costs alone call for presumes honest probabilities, and {against[0]} was found"
        )
    cases = [(each, ratio) for each in found for ratio in RATIOS]
    random.shuffle(cases)
    for of, ratio in cases:
        made = _made(facts, of, Costs(miss=ratio, alarm=1))
        if isinstance(made, Question):
            return made
    return Refusal("which threshold costs least is not decided for any plain ratio of costs: they differ within chance")


def _made(facts: Facts, of: Thresholds, costs: Costs) -> Made:
    best, prevalence = costs.threshold, of.positives / (of.positives + of.negatives)
    candidates = [
        (1 - best, "cost-share-of-the-miss"),
        (0.5, "cost-half-whatever-it-costs"),
        (best * prevalence, "cost-prevalence-twice"),
        (prevalence, None),
    ]
    dearer: dict[str, str | None] = {}
    for t, led in candidates:
        if 0.005 <= t <= 0.995 and _surely_dearer(of, t, costs):
            dearer.setdefault(_says(t), led)
    dearer.pop(_says(best), None)
    told = _told(facts, of, costs, list(dearer)[:3])
    return with_options(facts, SORT, right=(_says(best), ""), wrong=dearer.items(), told=told)


def _told(facts: Facts, of: Thresholds, costs: Costs, others: list[str]) -> Telling:
    miss, alarm, best = costs.miss, costs.alarm, _says(costs.threshold)
    on_rows = "; ".join(f"{shown} {_costs(of, float(shown), costs)}" for shown in (best, *others))
    return Telling(
        f"In your report, {facts.called(of.k)} is what is looked for. Missing one costs {miss} times as much as a "
        "false alarm, and what is decided rightly costs nothing. From which probability on should a row be decided "
        f"{facts.decided(of.k)}?",
        (
            "At the right threshold, deciding positive and deciding negative cost the same on average.",
            f"p times {miss} on one side, (1 - p) times {alarm} on the other.",
        ),
        (
            f"Deciding negative costs p times {miss}, deciding positive (1 - p) times {alarm}.",
            f"They are equal at p = {alarm} / ({alarm} + {miss}) = {best}, where probabilities are honest.",
            f"On your rows, in units of a false alarm: {on_rows}.",
        ),
        "The dearer mistake is a miss, so decide positive early: below .5.",
    )


def _costs(of: Thresholds, threshold: float, costs: Costs) -> str:
    at = of.at(threshold)
    return f"costs {at.nearly}{costs.of(of, at):,}"


def _surely_dearer(of: Thresholds, other: float, costs: Costs) -> bool:
    """Whether a threshold costs more beyond chance: only the rows between both thresholds tell them apart."""
    there, here = of.at(other), of.at(costs.threshold)
    positives, negatives = abs(there.hits - here.hits), abs(there.alarms - here.alarms)
    spread = sqrt(costs.miss**2 * positives + costs.alarm**2 * negatives)  # counts vary as Poisson's
    return costs.of(of, there) - costs.of(of, here) > BEYOND_CHANCE * spread


def _says(threshold: float) -> str:
    return f"{threshold:.3f}"
