"""LW203: scores or decisions that tell nearly nothing of the labels, as after a wrong join."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from logitwise.findings.finding import Clear, Found, NotApplicable, Pitfall, Seen
from logitwise.metrics.wording import named, number
from logitwise.policy.codes import CODES

if TYPE_CHECKING:
    from logitwise.findings.facts import Facts
    from logitwise.metrics import Measurement

AREA: Final = 0.6
"""A ROC AUC that is surely below this may be near chance. A judgement."""
AREA_FOR_SURE: Final = 0.55
"""One that is surely above this is weak, but no chance. A judgement."""
KAPPA: Final = 0.1
"""The same for kappa where there are no areas: surely below is near chance. A judgement."""
TWICE: Final = 2.0
"""Times the accuracy of decisions that know nothing of the labels from which on it is no chance. A judgement."""
LEVEL: Final = 0.025
"""One-sided level of both limits, divided by how many labels there are."""
INVERTED: Final = 0.01
"""What is surely below chance at this level is LW204's."""
FEWEST: Final = 30
"""Rows without which chance is not told from anything. A judgement."""
MOST_AREAS: Final = 64
"""Classes up to which the mean area is computed anyway."""
REMEDY = (
    "Check how labels and scores were joined: same rows, same order, same ids? Then check that the model was loaded "
    "with its trained weights and the inputs were prepared as in training."
)
LIKE_JOIN = "Labels and scores look unrelated, as after a wrong join."


def _look(facts: Facts) -> Seen:
    if facts.tally.rows < FEWEST:
        return NotApplicable(f"fewer than {FEWEST} rows cannot tell chance from anything else")
    seen = _seen(facts)
    if isinstance(seen, Found) and facts.tally.constant:
        return NotApplicable("all scores are equal: see LW105")
    return seen


def _seen(facts: Facts) -> Seen:
    if facts.multilabel:
        return _of_labels(facts) if facts.with_scores else _of_decisions_of_labels(facts)
    area = _area(facts)
    return _of_decisions(facts) if area is None else _of_area(facts, area)


def _area(facts: Facts) -> Measurement | None:
    """ROC AUC, of several classes its mean; None where there is none."""
    if not facts.with_scores or (not facts.head.binary and len(facts.classes) > MOST_AREAS):
        return None
    area = facts.metric("roc_auc") if facts.head.binary else facts.metric("roc_auc", average="macro")
    return area if area.upper(LEVEL) == area.upper(LEVEL) else None  # NaN: cannot be bounded


def _near(area: Measurement, alpha: float) -> bool:
    low = area.value < AREA  # first what costs nothing
    return low and area.upper(alpha) < AREA and not area.lower(alpha) > AREA_FOR_SURE and not area.upper(INVERTED) < 0.5


def _of_area(facts: Facts, area: Measurement) -> Seen:
    evidence = {"roc_auc": area.value, "at_most": area.upper(LEVEL)}
    if not _near(area, LEVEL):
        return Clear(f"The scores are not surely near chance (ROC AUC {number(area.value)}).", evidence)
    accuracy = "" if facts.head.binary else f", accuracy {number(facts.metric('accuracy').value)}"
    return Found(
        f"ROC AUC is {number(area.value)} (at most {number(area.upper(LEVEL))}){accuracy}; 0.5 is chance. {LIKE_JOIN}",
        REMEDY,
        evidence,
    )


def _of_labels(facts: Facts) -> Seen:
    areas, alpha = facts.of_each_class("roc_auc"), LEVEL / len(facts.classes)
    near = sorted((each for each in areas if _near(each, alpha)), key=lambda each: each.upper(alpha))
    if not near:
        return Clear("The scores of no label are surely near chance.")
    names = tuple(str(each.of) for each in near)
    which = "every label" if len(near) == len(areas) else named(names)
    evidence = {"labels": len(near), "lowest_roc_auc": min(each.value for each in near)}
    return Found(
        f"The scores of {which} are near chance: ROC AUC of {named(names[:1])} is {number(near[0].value)} (at most "
        f"{number(near[0].upper(alpha))}); 0.5 is chance. {LIKE_JOIN}",
        REMEDY, evidence, of=names,
    )  # fmt: skip


def _of_decisions(facts: Facts) -> Seen:
    """By kappa; decisions of many classes are also held against how often luck alone would be right."""
    kappa, accuracy = facts.metric("kappa"), facts.metric("accuracy").value
    confusion = facts.counted.confusion
    assert confusion is not None  # noqa: S101  # a tally without rows is refused before
    if (confusion.predicted > 0).sum() < 2:
        return NotApplicable("one class alone is decided: see LW105 and LW201")
    luck = float((confusion.support / confusion.rows) @ (confusion.predicted / confusion.rows))
    evidence = {"kappa": kappa.value, "accuracy": accuracy, "by_luck": luck}
    upper = kappa.upper(LEVEL) if kappa.value < KAPPA and accuracy < TWICE * luck else 1.0
    if not upper < KAPPA or kappa.upper(INVERTED) < 0:
        return Clear("The decisions are not surely near chance.", evidence)
    return Found(
        f"The decisions are near chance: accuracy is {number(accuracy)}, by luck alone it were {number(luck)} (kappa "
        f"{number(kappa.value)}, at most {number(upper)}). {LIKE_JOIN}",
        REMEDY, evidence | {"at_most": upper},
    )  # fmt: skip


def _of_decisions_of_labels(facts: Facts) -> Seen:
    return NotApplicable(f"of decisions alone chance cannot be told for {len(facts.classes):,} labels: give scores")


PITFALL = Pitfall(
    "LW203", CODES["LW203"], "warning",
    why="Labels that belong to other rows than the scores make every number meaningless, whatever the model is worth.",
    look=_look,
)  # fmt: skip
