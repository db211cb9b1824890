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
    cost-sensitive learning") is cheaper on these rows than each of the others, beyond chance.
    """
    found = thresholds_of(facts)
    if not found:
        return Refusal("no class of this report is decided by a threshold on scores of unweighted rows")
    cases = [(each, ratio, missed) for each in found for ratio in RATIOS for missed in (True, False)]
    random.shuffle(cases)
    for of, ratio, missed in cases:
        made = _made(facts, of, ratio, missed_is_dear=missed)
        if isinstance(made, Question):
            return made
    return Refusal("which threshold costs least is not decided for any plain ratio of costs: they differ within chance")


def _made(facts: Facts, of: Thresholds, ratio: int, *, missed_is_dear: bool) -> Made:
    costs = Costs(miss=ratio, alarm=1) if missed_is_dear else Costs(miss=1, alarm=ratio)
    best, prevalence = costs.threshold, of.positives / (of.positives + of.negatives)
    candidates = [
        (1 - best, "cost-share-of-the-miss"),
        (0.5, "cost-half-whatever-it-costs"),
        (best * prevalence, "cost-prevalence-twice"),
        (prevalence, None),
    ]
    dearer = [(t, led) for t, led in candidates if 0.005 <= t <= 0.995 and _surely_dearer(of, t, costs)]
    wrong = [(_says(t), led) for t, led in dearer]
    told = _told(facts, of, costs, [t for t, _ in dearer[:3]])
    return with_options(facts, SORT, right=(_says(best), ""), wrong=wrong, told=told)


def _told(facts: Facts, of: Thresholds, costs: Costs, others: list[float]) -> Telling:
    miss, alarm, best = costs.miss, costs.alarm, costs.threshold
    dear, cheap = ("Missing one", "a false alarm") if miss > alarm else ("A false alarm", "missing one")
    on_rows = "; ".join(f"{_says(t)} costs {costs.of(of, of.at(t)):,}" for t in (best, *others))
    early = "a miss, so decide positive early: below" if miss > alarm else "an alarm, so decide positive late: above"
    return Telling(
        f"Of your own model: {dear} costs {max(miss, alarm)} times as much as {cheap}, where {facts.name(of.k)} is "
        "what is looked for, and what is decided rightly costs nothing. From which probability on should a row be "
        "decided positive?",
        (
            "At the right threshold, deciding positive and deciding negative cost the same on average.",
            f"p times {miss} on one side, (1 - p) times {alarm} on the other.",
        ),
        (
            f"Deciding negative costs p times {miss}, deciding positive (1 - p) times {alarm}.",
            f"They are equal at p = {alarm} / ({alarm} + {miss}) = {_says(best)}, where probabilities are honest.",
            f"On your rows, in units of the lesser mistake, about: {on_rows}.",
        ),
        f"The dearer mistake is {early} .5.",
    )


def _surely_dearer(of: Thresholds, other: float, costs: Costs) -> bool:
    """Whether a threshold costs more beyond chance: only the rows between both thresholds tell them apart."""
    there, here = of.at(other), of.at(costs.threshold)
    positives, negatives = abs(there.hits - here.hits), abs(there.alarms - here.alarms)
    spread = sqrt(costs.miss**2 * positives + costs.alarm**2 * negatives)  # counts vary as Poisson's
    return costs.of(of, there) - costs.of(of, here) > BEYOND_CHANCE * spread


def _says(threshold: float) -> str:
    return f"{threshold:.3f}".rstrip("0") if threshold < 0.1 else f"{threshold:.2f}"
